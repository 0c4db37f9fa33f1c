//! 科室 of a unit.

use domain::ids::{DepartmentId, UnitId};
use domain::policy::Permit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::departments::{Column, Entity, Model};
use crate::places::Ended;
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub unit: UnitId,
    pub name: String,
    /// Its place in the lists of its unit.
    pub position: i32,
    pub ended: Option<Ended>,
}

/// In the order of lists.
pub async fn all(tx: &Tx) -> Result<Vec<Department>, StoreError> {
    let rows = scoped::list(tx, in_order()).await?;
    rows.into_iter().map(Department::try_from).collect()
}

/// Of these units, in the order of lists.
pub async fn of_units(tx: &Tx, units: &[UnitId]) -> Result<Vec<Department>, StoreError> {
    let theirs = in_order().filter(Column::UnitId.is_in(units.iter().map(|unit| unit.0)));
    scoped::list(tx, theirs).await?.into_iter().map(Department::try_from).collect()
}

pub async fn find(tx: &Tx, id: DepartmentId) -> Result<Option<Department>, StoreError> {
    scoped::find::<Entity>(tx, id.0).await?.map(Department::try_from).transpose()
}

/// # Errors
/// [`StoreError::Taken`] when the unit has a department of this name.
pub async fn insert(tx: &Tx, permit: &Permit, department: &Department) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: department.id.0,
        unit_id: department.unit.0,
        name: department.name.clone(),
        position: department.position,
        ended_on: department.ended.as_ref().map(|ended| ended.on.iso()),
        ended_reason: department.ended.as_ref().map(|ended| ended.reason.clone()).unwrap_or_default(),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

fn in_order() -> sea_orm::Select<Entity> {
    Entity::find().order_by_asc(Column::Position).order_by_asc(Column::Id)
}

impl TryFrom<Model> for Department {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: DepartmentId(row.id),
            unit: UnitId(row.unit_id),
            name: row.name,
            position: row.position,
            ended: Ended::read(row.ended_on, row.ended_reason)?,
        })
    }
}
