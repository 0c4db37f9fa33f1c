//! The step between password and one-time code, which leads into one session and no second one.

use domain::calendar::Instant;
use domain::ids::PersonId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::entities::login_steps::{Column, Entity, Model};
use crate::{PlatformTx, StoreError};

/// Begins a step, and forgets those that ended long ago.
pub async fn begin(
    tx: &PlatformTx,
    id: Uuid,
    person: PersonId,
    ends_at: Instant,
    forgotten_before: Instant,
) -> Result<(), StoreError> {
    let over = Entity::delete_many().filter(Column::EndsAt.lt(forgotten_before.0));
    over.exec(tx.connection()).await?;
    let row = Model { id, person_id: person.0, ends_at: ends_at.0, used_at: None };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Uses a step up; tells whether it was this person's, in time and unused, so that of several at once one gets in.
pub async fn use_up(tx: &PlatformTx, id: Uuid, person: PersonId, now: Instant) -> Result<bool, StoreError> {
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.0))
        .filter(Column::Id.eq(id))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::UsedAt.is_null())
        .filter(Column::EndsAt.gt(now.0));
    Ok(used.exec(tx.connection()).await?.rows_affected == 1)
}

/// Whoever is on the way in with what no longer proves anything starts again.
pub async fn end_all(tx: &PlatformTx, person: PersonId, now: Instant) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.0))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::UsedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(())
}
