//! 动态口令: one sealed secret per person. What is sealed is opened above; here it is only kept.

use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::policy::PlatformPermit;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Insert, IntoActiveModel, QueryFilter, QueryTrait};

use crate::entities::second_factors::{Column, Entity, Model};
use crate::{PlatformTx, StoreError};

/// The secret of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    pub person: PersonId,
    /// The secret, sealed.
    pub sealed: String,
    pub begun_at: Instant,
    /// Until one code has confirmed it, logging in does not ask for it.
    pub confirmed_at: Option<Instant>,
    /// The time step of the last code that was used: none of it or before counts again.
    pub last_step: i64,
}

pub async fn of(tx: &PlatformTx, person: PersonId) -> Result<Option<SecondFactor>, StoreError> {
    let row = Entity::find_by_id(person.0).one(tx.connection()).await?;
    Ok(row.map(|row| SecondFactor {
        person: PersonId(row.person_id),
        sealed: row.sealed,
        begun_at: Instant(row.begun_at),
        confirmed_at: row.confirmed_at.map(Instant),
        last_step: row.last_step,
    }))
}

/// Begins with a new secret in place of one that was never confirmed; tells whether it did, which it does not when a
/// confirmed one is there. Of two who begin at once the later one's secret counts.
pub async fn begin(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    person: PersonId,
    sealed: &str,
    at: Instant,
) -> Result<bool, StoreError> {
    let row = Model {
        person_id: person.0,
        sealed: sealed.to_owned(),
        begun_at: at.0,
        confirmed_at: None,
        last_step: 0,
    };
    let anew = OnConflict::column(Column::PersonId)
        .update_columns([Column::Sealed, Column::BegunAt, Column::LastStep])
        .action_and_where(Expr::col((Entity, Column::ConfirmedAt)).is_null())
        .to_owned();
    let mut statement = Insert::one(row.into_active_model()).into_query();
    statement.on_conflict(anew);
    Ok(tx.connection().execute(&statement).await?.rows_affected() == 1)
}

/// A first code has shown that the person has the secret; tells whether there was one to confirm.
pub async fn confirm(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    person: PersonId,
    at: Instant,
) -> Result<bool, StoreError> {
    let confirmed = Entity::update_many()
        .col_expr(Column::ConfirmedAt, Expr::value(at.0))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::ConfirmedAt.is_null());
    Ok(confirmed.exec(tx.connection()).await?.rows_affected == 1)
}

/// Uses up a time step; tells whether it was still unused, so that of two requests with one code only one succeeds.
pub async fn use_step(tx: &PlatformTx, person: PersonId, step: i64) -> Result<bool, StoreError> {
    let used = Entity::update_many()
        .col_expr(Column::LastStep, Expr::value(step))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::LastStep.lt(step));
    Ok(used.exec(tx.connection()).await?.rows_affected == 1)
}

/// The person has none any longer.
pub async fn remove(tx: &PlatformTx, _permit: &PlatformPermit, person: PersonId) -> Result<bool, StoreError> {
    Ok(Entity::delete_by_id(person.0).exec(tx.connection()).await?.rows_affected == 1)
}
