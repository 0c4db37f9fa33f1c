//! 科室 of a unit.

use domain::ids::{DepartmentId, UnitId};
use domain::policy::Permit;
use sea_orm::{EntityTrait, QueryOrder};

use crate::entities::departments::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub unit: UnitId,
    pub name: String,
}

/// In the order they were added.
pub async fn all(tx: &Tx) -> Result<Vec<Department>, StoreError> {
    let rows = scoped::list(tx, Entity::find().order_by_asc(Column::Id)).await?;
    Ok(rows.into_iter().map(Department::from).collect())
}

/// # Errors
/// [`StoreError::Taken`] when the unit has a department of this name.
pub async fn insert(tx: &Tx, permit: &Permit, department: &Department) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: department.id.0,
        unit_id: department.unit.0,
        name: department.name.clone(),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

impl From<Model> for Department {
    fn from(row: Model) -> Self {
        Self { id: DepartmentId(row.id), unit: UnitId(row.unit_id), name: row.name }
    }
}
