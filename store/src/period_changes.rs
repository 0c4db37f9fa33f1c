//! What was changed about a period while it ran, and why.

use domain::calendar::Instant;
use domain::ids::{PeriodId, UnitId};
use domain::policy::Permit;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entities::period_changes::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

/// What kind of change it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A deadline was moved.
    Deadline,
    Joined,
    Left,
    Cancelled,
}

impl Kind {
    const ALL: [(Kind, &str); 4] = [
        (Kind::Deadline, "deadline"),
        (Kind::Joined, "joined"),
        (Kind::Left, "left"),
        (Kind::Cancelled, "cancelled"),
    ];
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub id: Uuid,
    pub period: PeriodId,
    /// Whom it concerns; none if it concerns all.
    pub unit: Option<UnitId>,
    pub kind: Kind,
    /// What is different, a sentence without the final stop.
    pub told: String,
    pub reason: String,
    pub by_name: String,
    pub at: Instant,
}

/// All of a period, the newest first.
pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Change>, StoreError> {
    listed(tx, Condition::all().add(Column::PeriodId.eq(period.0))).await
}

/// Those that concern a unit, or all units, the newest first.
pub async fn of_unit(tx: &Tx, period: PeriodId, unit: UnitId) -> Result<Vec<Change>, StoreError> {
    let concerned = Condition::any().add(Column::UnitId.is_null()).add(Column::UnitId.eq(unit.0));
    listed(tx, Condition::all().add(Column::PeriodId.eq(period.0)).add(concerned)).await
}

async fn listed(tx: &Tx, which: Condition) -> Result<Vec<Change>, StoreError> {
    let listed = Entity::find().filter(which).order_by_desc(Column::At).order_by_desc(Column::Id);
    scoped::list(tx, listed).await?.into_iter().map(Change::try_from).collect()
}

pub async fn insert(tx: &Tx, permit: &Permit, change: &Change) -> Result<(), StoreError> {
    let code = Kind::ALL.iter().find(|(kind, _)| *kind == change.kind).map_or("", |(_, code)| code);
    let row = Model {
        tenant_id: tx.scope(),
        id: change.id,
        period_id: change.period.0,
        unit_id: change.unit.map(|unit| unit.0),
        kind: code.to_owned(),
        told: change.told.clone(),
        reason: change.reason.clone(),
        by_name: change.by_name.clone(),
        at: change.at.0,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

impl TryFrom<Model> for Change {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let kind = Kind::ALL.iter().find(|(_, code)| *code == row.kind).map(|(kind, _)| *kind);
        Ok(Self {
            id: row.id,
            period: PeriodId(row.period_id),
            unit: row.unit_id.map(UnitId),
            kind: kind.ok_or_else(|| StoreError::unreadable("change of a period", &row.kind))?,
            told: row.told,
            reason: row.reason,
            by_name: row.by_name,
            at: Instant(row.at),
        })
    }
}
