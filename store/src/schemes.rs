//! Published versions of 创建方案. A version never changes; the document is kept as the text it was published in.

use domain::calendar::Instant;
use domain::ids::SchemeId;
use domain::policy::Permit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::schemes::{Column, Entity, Model};
use crate::{StoreError, Tx, numbers, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeVersion {
    pub id: SchemeId,
    pub name: String,
    pub version: u32,
    pub title: String,
    pub document: String,
    pub published_at: Instant,
    pub published_by: String,
}

/// A version as lists name it, without its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub id: SchemeId,
    pub name: String,
    pub version: u32,
    pub title: String,
    pub published_at: Instant,
}

/// By name, the newest version first.
pub async fn named(tx: &Tx) -> Result<Vec<Named>, StoreError> {
    let listed = Entity::find().order_by_asc(Column::Name).order_by_desc(Column::Version);
    let columns = [Column::Id, Column::Name, Column::Version, Column::Title, Column::PublishedAt];
    let named = |row: &sea_orm::QueryResult| {
        Ok(Named {
            id: SchemeId(row.try_get_by(1)?),
            name: row.try_get_by(2)?,
            version: numbers::read(row.try_get_by(3)?),
            title: row.try_get_by(4)?,
            published_at: Instant(row.try_get_by(5)?),
        })
    };
    scoped::part(tx, listed, &columns, named).await
}

pub async fn find(tx: &Tx, id: SchemeId) -> Result<Option<SchemeVersion>, StoreError> {
    Ok(scoped::find::<Entity>(tx, id.0).await?.map(SchemeVersion::from))
}

/// By name, the newest version first.
pub async fn all(tx: &Tx) -> Result<Vec<SchemeVersion>, StoreError> {
    let listed = Entity::find().order_by_asc(Column::Name).order_by_desc(Column::Version);
    Ok(scoped::list(tx, listed).await?.into_iter().map(SchemeVersion::from).collect())
}

/// The newest version of a scheme.
pub async fn latest(tx: &Tx, name: &str) -> Result<Option<SchemeVersion>, StoreError> {
    let newest = Entity::find().filter(Column::Name.eq(name)).order_by_desc(Column::Version);
    Ok(scoped::one(tx, newest).await?.map(SchemeVersion::from))
}

/// The version published before this one.
pub async fn before(tx: &Tx, name: &str, version: u32) -> Result<Option<SchemeVersion>, StoreError> {
    let older = Entity::find()
        .filter(Column::Name.eq(name))
        .filter(Column::Version.lt(numbers::stored(version)))
        .order_by_desc(Column::Version);
    Ok(scoped::one(tx, older).await?.map(SchemeVersion::from))
}

/// # Errors
/// [`StoreError::Taken`] when this version of this name is there already.
pub async fn insert(tx: &Tx, permit: &Permit, scheme: &SchemeVersion) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: scheme.id.0,
        name: scheme.name.clone(),
        version: numbers::stored(scheme.version),
        title: scheme.title.clone(),
        document: scheme.document.clone(),
        published_at: scheme.published_at.0,
        published_by: scheme.published_by.clone(),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

impl From<Model> for SchemeVersion {
    fn from(row: Model) -> Self {
        Self {
            id: SchemeId(row.id),
            name: row.name,
            version: numbers::read(row.version),
            title: row.title,
            document: row.document,
            published_at: Instant(row.published_at),
            published_by: row.published_by,
        }
    }
}
