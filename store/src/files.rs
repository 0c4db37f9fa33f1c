//! What is known about stored files; the bytes lie on disk.

use domain::calendar::Instant;
use domain::ids::{FileId, PersonId};
use domain::policy::Permit;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entities::files::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub id: FileId,
    pub name: String,
    pub kind: String,
    /// Bytes.
    pub size: i64,
    pub sha256: String,
    pub person: PersonId,
    pub by_name: String,
    pub at: Instant,
}

pub async fn insert(tx: &Tx, permit: &Permit, file: &StoredFile) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: file.id.0,
        name: file.name.clone(),
        kind: file.kind.clone(),
        size: file.size,
        sha256: file.sha256.clone(),
        person_id: file.person.0,
        by_name: file.by_name.clone(),
        at: file.at.0,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

pub async fn find(tx: &Tx, id: FileId) -> Result<Option<StoredFile>, StoreError> {
    Ok(scoped::find::<Entity>(tx, id.0).await?.map(StoredFile::from))
}

/// Bytes of all files of the tenant.
pub async fn total_size(tx: &Tx) -> Result<i64, StoreError> {
    // PostgreSQL sums bigint to numeric.
    let bytes = Expr::col(Column::Size).sum().cast_as(Alias::new("bigint"));
    scoped::tally::<Entity>(tx, Entity::find(), bytes).await
}

/// Every file of the tenant.
pub async fn all(tx: &Tx) -> Result<Vec<StoredFile>, StoreError> {
    let listed = Entity::find().order_by_asc(Column::Id);
    Ok(scoped::list(tx, listed).await?.into_iter().map(StoredFile::from).collect())
}

pub(crate) async fn by_ids(tx: &Tx, ids: &[Uuid]) -> Result<Vec<StoredFile>, StoreError> {
    let wanted = Entity::find().filter(Column::Id.is_in(ids.iter().copied()));
    Ok(scoped::list(tx, wanted).await?.into_iter().map(StoredFile::from).collect())
}

impl From<Model> for StoredFile {
    fn from(row: Model) -> Self {
        Self {
            id: FileId(row.id),
            name: row.name,
            kind: row.kind,
            size: row.size,
            sha256: row.sha256,
            person: PersonId(row.person_id),
            by_name: row.by_name,
            at: Instant(row.at),
        }
    }
}
