//! Failed logins, by name and by address, for the lockout.

use domain::calendar::Instant;
use domain::policy::PlatformPermit;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::entities::login_failures::{Column, Entity, Model};
use crate::{PlatformTx, StoreError};

pub async fn record(
    tx: &PlatformTx,
    id: Uuid,
    login: &str,
    address: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let row = Model { id, login: login.to_owned(), address: address.to_owned(), at: at.0 };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// The moments of failures of this name from this address, from `since` on, the oldest first.
pub async fn of_pair(
    tx: &PlatformTx,
    login: &str,
    address: &str,
    since: Instant,
) -> Result<Vec<Instant>, StoreError> {
    moments(tx, Entity::find().filter(Column::Login.eq(login)).filter(Column::Address.eq(address)), since)
        .await
}

/// The moments of failures of this name from anywhere, from `since` on, the oldest first.
pub async fn of_login(tx: &PlatformTx, login: &str, since: Instant) -> Result<Vec<Instant>, StoreError> {
    moments(tx, Entity::find().filter(Column::Login.eq(login)), since).await
}

/// The moments of failures of any name from this address, from `since` on, the oldest first.
pub async fn of_address(tx: &PlatformTx, address: &str, since: Instant) -> Result<Vec<Instant>, StoreError> {
    moments(tx, Entity::find().filter(Column::Address.eq(address)), since).await
}

/// Failures of this name by address, from `since` on, the oldest first.
pub async fn by_address(
    tx: &PlatformTx,
    login: &str,
    since: Instant,
) -> Result<Vec<(String, Instant)>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Login.eq(login))
        .filter(Column::At.gte(since.0))
        .order_by_asc(Column::At)
        .all(tx.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.address, Instant(row.at))).collect())
}

async fn moments(
    tx: &PlatformTx,
    failures: Select<Entity>,
    since: Instant,
) -> Result<Vec<Instant>, StoreError> {
    let found: Vec<i64> = failures
        .filter(Column::At.gte(since.0))
        .select_only()
        .column(Column::At)
        .order_by_asc(Column::At)
        .into_tuple()
        .all(tx.connection())
        .await?;
    Ok(found.into_iter().map(Instant).collect())
}

/// An account is unlocked, wherever the failures came from.
pub async fn forget_login(tx: &PlatformTx, _permit: &PlatformPermit, login: &str) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Login.eq(login)).exec(tx.connection()).await?;
    Ok(())
}

/// The login succeeded.
pub async fn forget(tx: &PlatformTx, login: &str, address: &str) -> Result<(), StoreError> {
    Entity::delete_many()
        .filter(Column::Login.eq(login))
        .filter(Column::Address.eq(address))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Failures older than `before` no longer matter to anyone.
pub async fn prune(tx: &PlatformTx, before: Instant) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::At.lt(before.0)).exec(tx.connection()).await?;
    Ok(())
}
