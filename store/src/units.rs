//! 单位 of a tenant.

use domain::ids::UnitId;
use domain::policy::Permit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::units::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    /// 单位类型.
    pub kind: String,
    /// Its place in lists.
    pub position: i32,
    pub active: bool,
}

/// In the order of lists.
pub async fn all(tx: &Tx) -> Result<Vec<Unit>, StoreError> {
    let rows = scoped::list(tx, in_order()).await?;
    Ok(rows.into_iter().map(Unit::from).collect())
}

pub async fn find(tx: &Tx, id: UnitId) -> Result<Option<Unit>, StoreError> {
    Ok(scoped::find::<Entity>(tx, id.0).await?.map(Unit::from))
}

/// Those of these ids that are there, in the order of lists.
pub async fn by_ids(tx: &Tx, ids: &[UnitId]) -> Result<Vec<Unit>, StoreError> {
    let wanted = in_order().filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
    Ok(scoped::list(tx, wanted).await?.into_iter().map(Unit::from).collect())
}

/// # Errors
/// [`StoreError::Taken`] when the name is in use.
pub async fn insert(tx: &Tx, permit: &Permit, unit: &Unit) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: unit.id.0,
        name: unit.name.clone(),
        kind: unit.kind.clone(),
        position: unit.position,
        active: unit.active,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

fn in_order() -> sea_orm::Select<Entity> {
    Entity::find().order_by_asc(Column::Position).order_by_asc(Column::Id)
}

impl From<Model> for Unit {
    fn from(row: Model) -> Self {
        Self {
            id: UnitId(row.id),
            name: row.name,
            kind: row.kind,
            position: row.position,
            active: row.active,
        }
    }
}
