//! 共享的创建方案: copies of versions that tenants put where every other tenant may read them. Nothing else of a tenant is
//! read by another.

use domain::calendar::Instant;
use domain::ids::{SchemeId, ShareId, TenantId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, EntityTrait, IdenStatic, IntoActiveModel, Iterable, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entities::shared_schemes::{Column, Entity, Model};
use crate::{StoreError, Tx, numbers};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedScheme {
    pub id: ShareId,
    /// Who shares it.
    pub source: TenantId,
    pub source_name: String,
    /// The version it is a copy of.
    pub scheme: SchemeId,
    pub title: String,
    pub version: u32,
    pub document: String,
    pub by_name: String,
    pub at: Instant,
}

/// A shared version in a list: without its text, which may be large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedHead {
    pub id: ShareId,
    pub source: TenantId,
    pub source_name: String,
    pub scheme: SchemeId,
    pub title: String,
    pub version: u32,
}

/// Everything that is shared, one's own too, by the name of who shares it, the newest first.
pub async fn all(tx: &Tx) -> Result<Vec<SharedHead>, StoreError> {
    let listed = Entity::find()
        .select_only()
        .columns(Column::iter().filter(|column| !matches!(column, Column::Document)))
        .column_as(Expr::val(""), Column::Document.as_str())
        .order_by_asc(Column::SourceName)
        .order_by_asc(Column::SourceId)
        .order_by_desc(Column::At)
        .order_by_asc(Column::Id);
    let head = |row: Model| SharedHead {
        id: ShareId(row.id),
        source: TenantId(row.source_id),
        source_name: row.source_name,
        scheme: SchemeId(row.scheme_id),
        title: row.title,
        version: numbers::read(row.version),
    };
    Ok(listed.all(tx.connection()).await?.into_iter().map(head).collect())
}

pub async fn find(tx: &Tx, id: ShareId) -> Result<Option<SharedScheme>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(tx.connection()).await?.map(SharedScheme::from))
}

/// # Errors
/// [`StoreError::ForeignRow`] when it is another tenant's; [`StoreError::Taken`] when this version is shared already.
pub async fn insert(tx: &Tx, permit: &Permit, shared: &SharedScheme) -> Result<(), StoreError> {
    tx.check(permit)?;
    tx.compare(shared.source.0, "shared_schemes")?;
    let row = Model {
        id: shared.id.0,
        source_id: tx.scope(),
        source_name: shared.source_name.clone(),
        scheme_id: shared.scheme.0,
        title: shared.title.clone(),
        version: numbers::stored(shared.version),
        document: shared.document.clone(),
        by_name: shared.by_name.clone(),
        at: shared.at.0,
    };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Takes back what the scope's tenant shares of a version; `false` when it does not.
pub async fn remove(tx: &Tx, permit: &Permit, scheme: SchemeId) -> Result<bool, StoreError> {
    tx.check(permit)?;
    let own =
        Entity::delete_many().filter(Column::SourceId.eq(tx.scope())).filter(Column::SchemeId.eq(scheme.0));
    Ok(own.exec(tx.connection()).await?.rows_affected == 1)
}

impl From<Model> for SharedScheme {
    fn from(row: Model) -> Self {
        Self {
            id: ShareId(row.id),
            source: TenantId(row.source_id),
            source_name: row.source_name,
            scheme: SchemeId(row.scheme_id),
            title: row.title,
            version: numbers::read(row.version),
            document: row.document,
            by_name: row.by_name,
            at: Instant(row.at),
        }
    }
}
