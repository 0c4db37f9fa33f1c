//! 单位 of a tenant.

use domain::ids::UnitId;
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::units::{Column, Entity, Model};
use crate::slices::{self, Ordered, Part, Place, Slice};
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

/// Where a unit stands among the tenant's.
pub fn place(unit: &Unit) -> Place {
    Place { number: unit.position.into(), ids: vec![unit.id.0] }
}

/// A part of the units, in the order of lists: those whose name or type says what is looked for, and those of these ids.
pub async fn part(tx: &Tx, named: &str, also: &[UnitId], slice: &Slice) -> Result<Part<Unit>, StoreError> {
    let mut select = Entity::find();
    if !named.is_empty() {
        let text = |column| slices::says(Expr::col((Entity, column)), named);
        let any = Condition::any().add(text(Column::Name)).add(text(Column::Kind));
        select = select.filter(any.add(Column::Id.is_in(also.iter().map(|id| id.0))));
    }
    let ordered = Ordered {
        by: vec![Expr::col((Entity, Column::Position)), Expr::col((Entity, Column::Id))],
        descending: false,
    };
    slices::part(tx, select, &ordered, slice).await?.map(|row| Ok(Unit::from(row)))
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
