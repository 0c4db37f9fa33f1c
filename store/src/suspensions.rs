//! 停用: a member's posts rest for a while.

use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::entities::suspensions::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    pub id: Uuid,
    pub person: PersonId,
    pub reason: String,
    /// Name and post of whoever decided it.
    pub by_name: String,
    pub at: Instant,
}

/// All that hold now.
pub async fn all(tx: &Tx) -> Result<Vec<Suspension>, StoreError> {
    let rows = scoped::list(tx, Entity::find().filter(Column::EndedAt.is_null())).await?;
    Ok(rows.into_iter().map(Suspension::from).collect())
}

/// The one that holds for a person now.
pub async fn of_person(tx: &Tx, person: PersonId) -> Result<Option<Suspension>, StoreError> {
    let held = Entity::find().filter(Column::PersonId.eq(person.0)).filter(Column::EndedAt.is_null());
    Ok(scoped::one(tx, held).await?.map(Suspension::from))
}

pub async fn insert(tx: &Tx, permit: &Permit, suspension: &Suspension) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: suspension.id,
        person_id: suspension.person.0,
        reason: suspension.reason.clone(),
        by_name: suspension.by_name.clone(),
        at: suspension.at.0,
        ended_at: None,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// Lets the person act again.
///
/// # Errors
/// [`StoreError::Missing`] when nothing keeps them out.
pub async fn end(tx: &Tx, permit: &Permit, person: PersonId, at: Instant) -> Result<(), StoreError> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(at.0))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::EndedAt.is_null());
    match scoped::update(tx, permit, ended).await? {
        0 => Err(StoreError::Missing("suspensions".to_owned())),
        _ => Ok(()),
    }
}

impl From<Model> for Suspension {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            person: PersonId(row.person_id),
            reason: row.reason,
            by_name: row.by_name,
            at: Instant(row.at),
        }
    }
}
