//! Failed logins, by name and by address, for the lockout.

use domain::calendar::Instant;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
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

/// Of this name from this address, from `since` on.
pub async fn count(tx: &PlatformTx, login: &str, address: &str, since: Instant) -> Result<u64, StoreError> {
    let failures = Entity::find()
        .filter(Column::Login.eq(login))
        .filter(Column::Address.eq(address))
        .filter(Column::At.gte(since.0));
    Ok(failures.count(tx.connection()).await?)
}

/// Of this name from anywhere, from `since` on.
pub async fn count_login(tx: &PlatformTx, login: &str, since: Instant) -> Result<u64, StoreError> {
    let failures = Entity::find().filter(Column::Login.eq(login)).filter(Column::At.gte(since.0));
    Ok(failures.count(tx.connection()).await?)
}

/// Of any name from this address, from `since` on.
pub async fn count_address(tx: &PlatformTx, address: &str, since: Instant) -> Result<u64, StoreError> {
    let failures = Entity::find().filter(Column::Address.eq(address)).filter(Column::At.gte(since.0));
    Ok(failures.count(tx.connection()).await?)
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
