//! 片区 and 行业: units that one post looks after together.

use domain::ids::{LineId, UnitId};
use domain::policy::Permit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entities::line_units;
use crate::entities::lines::{Column, Entity, Model};
use crate::places::Ended;
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: LineId,
    pub name: String,
    pub units: Vec<UnitId>,
    /// Its place in lists.
    pub position: i32,
    pub ended: Option<Ended>,
}

/// In the order of lists.
pub async fn all(tx: &Tx) -> Result<Vec<Line>, StoreError> {
    let rows = scoped::list(tx, in_order()).await?;
    let members = scoped::list(tx, members()).await?;
    let units = |line: Uuid| {
        members.iter().filter(|row| row.line_id == line).map(|row| UnitId(row.unit_id)).collect()
    };
    let line = |row: Model| -> Result<Line, StoreError> {
        Ok(Line {
            id: LineId(row.id),
            units: units(row.id),
            name: row.name,
            position: row.position,
            ended: Ended::read(row.ended_on, row.ended_reason)?,
        })
    };
    rows.into_iter().map(line).collect()
}

fn in_order() -> sea_orm::Select<Entity> {
    Entity::find().order_by_asc(Column::Position).order_by_asc(Column::Id)
}

/// The units of one line; none if there is no such line.
pub async fn units_of(tx: &Tx, line: LineId) -> Result<Vec<UnitId>, StoreError> {
    let rows = scoped::list(tx, members().filter(line_units::Column::LineId.eq(line.0))).await?;
    Ok(rows.into_iter().map(|row| UnitId(row.unit_id)).collect())
}

/// # Errors
/// A unique violation when the name is in use.
pub async fn insert(
    tx: &Tx,
    permit: &Permit,
    id: LineId,
    name: &str,
    position: i32,
) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: id.0,
        name: name.to_owned(),
        position,
        ended_on: None,
        ended_reason: String::new(),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// Makes these the units of a line; each is given with the id of its row.
pub async fn assign(
    tx: &Tx,
    permit: &Permit,
    line: LineId,
    units: &[(Uuid, UnitId)],
) -> Result<(), StoreError> {
    let former = line_units::Entity::delete_many().filter(line_units::Column::LineId.eq(line.0));
    scoped::delete(tx, permit, former).await?;
    for (id, unit) in units {
        let row = line_units::Model { tenant_id: tx.scope(), id: *id, line_id: line.0, unit_id: unit.0 };
        scoped::insert::<line_units::Entity>(tx, permit, row).await?;
    }
    Ok(())
}

fn members() -> sea_orm::Select<line_units::Entity> {
    line_units::Entity::find().order_by_asc(line_units::Column::Id)
}
