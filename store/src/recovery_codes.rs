//! 备用口令: each lets its person in once, in place of the second factor. Only hashes are kept.

use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::policy::PlatformPermit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::entities::recovery_codes::{Column, Entity, Model};
use crate::{PlatformTx, StoreError};

/// Puts new codes in place of all former ones.
pub async fn replace(
    tx: &PlatformTx,
    permit: &PlatformPermit,
    person: PersonId,
    hashes: &[(Uuid, String)],
) -> Result<(), StoreError> {
    remove(tx, permit, person).await?;
    let rows = hashes.iter().map(|(id, hash)| {
        Model { id: *id, person_id: person.0, code_hash: hash.clone(), used_at: None }.into_active_model()
    });
    Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Uses a code up; tells whether it was the person's and unused.
pub async fn use_one(tx: &PlatformTx, person: PersonId, hash: &str, at: Instant) -> Result<bool, StoreError> {
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(at.0))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::CodeHash.eq(hash))
        .filter(Column::UsedAt.is_null());
    Ok(used.exec(tx.connection()).await?.rows_affected == 1)
}

/// How many are left.
pub async fn unused(tx: &PlatformTx, person: PersonId) -> Result<u64, StoreError> {
    let left = Entity::find().filter(Column::PersonId.eq(person.0)).filter(Column::UsedAt.is_null());
    Ok(left.count(tx.connection()).await?)
}

pub async fn remove(tx: &PlatformTx, _permit: &PlatformPermit, person: PersonId) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::PersonId.eq(person.0)).exec(tx.connection()).await?;
    Ok(())
}
