//! What was done to somebody's account, until they have read it.

use domain::calendar::Instant;
use domain::ids::PersonId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entities::notices::{Column, Entity, Model};
use crate::{PlatformTx, StoreError};

/// One thing the owner of an account is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub at: Instant,
    pub told: String,
}

pub async fn tell(
    tx: &PlatformTx,
    id: Uuid,
    person: PersonId,
    at: Instant,
    told: &str,
) -> Result<(), StoreError> {
    let row = Model { id, person_id: person.0, at: at.0, told: told.to_owned(), read_at: None };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Those that were not read yet, the oldest first.
pub async fn unread(tx: &PlatformTx, person: PersonId) -> Result<Vec<Notice>, StoreError> {
    let rows = waiting(person).order_by_asc(Column::At).order_by_asc(Column::Id).all(tx.connection()).await?;
    Ok(rows.into_iter().map(|row| Notice { at: Instant(row.at), told: row.told }).collect())
}

/// Whether there are any.
pub async fn wait(tx: &PlatformTx, person: PersonId) -> Result<bool, StoreError> {
    Ok(waiting(person).count(tx.connection()).await? > 0)
}

/// All that were told by a moment have been read.
pub async fn read(
    tx: &PlatformTx,
    person: PersonId,
    told_by: Instant,
    now: Instant,
) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(now.0))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::ReadAt.is_null())
        .filter(Column::At.lte(told_by.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn waiting(person: PersonId) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::PersonId.eq(person.0)).filter(Column::ReadAt.is_null())
}
