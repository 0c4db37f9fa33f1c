//! Who holds which post over which place.

use std::collections::HashMap;

use domain::calendar::Instant;
use domain::ids::{AppointmentId, DepartmentId, PersonId, PostId, UnitId};
use domain::policy::{Appointment, Permit, Reach};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::appointments::{Column, Entity, Model};
use crate::posts::{self, Post};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAppointment {
    pub id: AppointmentId,
    /// A member of the tenant already.
    pub person: PersonId,
    pub post: PostId,
    /// `None`: the whole tenant.
    pub unit: Option<UnitId>,
    /// Only together with its unit.
    pub department: Option<DepartmentId>,
    pub since: Instant,
}

/// A post somebody holds now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub id: AppointmentId,
    pub person: PersonId,
    pub post_name: String,
    pub unit: Option<UnitId>,
}

/// What a person may do in the tenant, as policy reads it; what has ended is not listed.
pub async fn of_person(tx: &Tx, person: PersonId) -> Result<Vec<Appointment>, StoreError> {
    let rows = scoped::list(tx, current().filter(Column::PersonId.eq(person.0))).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let posts = posts_by_id(tx).await?;
    rows.iter()
        .map(|row| {
            let post = post_of(&posts, row)?;
            Ok(Appointment { post: post.name.clone(), acts: post.acts.clone(), reach: reach(row)? })
        })
        .collect()
}

/// Every post held now, in the order they were given.
pub async fn all(tx: &Tx) -> Result<Vec<Held>, StoreError> {
    let posts = posts_by_id(tx).await?;
    let rows = scoped::list(tx, current()).await?;
    rows.iter()
        .map(|row| {
            Ok(Held {
                id: AppointmentId(row.id),
                person: PersonId(row.person_id),
                post_name: post_of(&posts, row)?.name.clone(),
                unit: row.unit_id.map(UnitId),
            })
        })
        .collect()
}

pub async fn insert(tx: &Tx, permit: &Permit, appointment: &NewAppointment) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: appointment.id.0,
        person_id: appointment.person.0,
        post_id: appointment.post.0,
        unit_id: appointment.unit.map(|unit| unit.0),
        department_id: appointment.department.map(|department| department.0),
        since: appointment.since.0,
        ended_at: None,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// # Errors
/// [`StoreError::Missing`] when there is none, or it has ended already.
pub async fn end(tx: &Tx, permit: &Permit, id: AppointmentId, at: Instant) -> Result<(), StoreError> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(at.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null());
    scoped::exactly_one::<Entity>(scoped::update(tx, permit, ended).await?)
}

fn current() -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::EndedAt.is_null()).order_by_asc(Column::Id)
}

async fn posts_by_id(tx: &Tx) -> Result<HashMap<PostId, Post>, StoreError> {
    Ok(posts::all(tx).await?.into_iter().map(|post| (post.id, post)).collect())
}

fn post_of<'a>(posts: &'a HashMap<PostId, Post>, row: &Model) -> Result<&'a Post, StoreError> {
    posts.get(&PostId(row.post_id)).ok_or_else(|| StoreError::unreadable("post", row.post_id.to_string()))
}

fn reach(row: &Model) -> Result<Reach, StoreError> {
    match (row.unit_id.map(UnitId), row.department_id.map(DepartmentId)) {
        (None, None) => Ok(Reach::Tenant),
        (Some(unit), None) => Ok(Reach::Unit { unit }),
        (Some(unit), Some(department)) => Ok(Reach::Department { unit, department }),
        (None, Some(_)) => Err(StoreError::unreadable("reach", row.id.to_string())),
    }
}
