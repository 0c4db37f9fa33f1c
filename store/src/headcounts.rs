//! 单位总人数 in a period: the pool of which a share may be put forward.

use domain::calendar::Instant;
use domain::ids::{PeriodId, UnitId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::entities::headcounts::{Column, Entity, Model};
use crate::{StoreError, Tx, numbers, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headcount {
    pub period: PeriodId,
    pub unit: UnitId,
    pub people: u32,
    /// Who said so, and when.
    pub by_name: String,
    pub at: Instant,
    /// What the officer confirmed; only that limits anything.
    pub confirmed: Option<Confirmed>,
}

/// A headcount that was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    pub people: u32,
    pub by_name: String,
    pub at: Instant,
}

impl Headcount {
    /// Whether what was stated last waits to be confirmed.
    pub fn waits(&self) -> bool {
        self.confirmed.as_ref().is_none_or(|confirmed| confirmed.people != self.people)
    }
}

pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Headcount>, StoreError> {
    let listed = Entity::find().filter(Column::PeriodId.eq(period.0));
    Ok(scoped::list(tx, listed).await?.into_iter().map(Headcount::from).collect())
}

pub async fn find(tx: &Tx, period: PeriodId, unit: UnitId) -> Result<Option<Headcount>, StoreError> {
    let wanted = Entity::find().filter(Column::PeriodId.eq(period.0)).filter(Column::UnitId.eq(unit.0));
    Ok(scoped::one(tx, wanted).await?.map(Headcount::from))
}

/// States it in place of the one before; what was confirmed stays. `id`: for a first one.
pub async fn set(tx: &Tx, permit: &Permit, id: Uuid, said: &Headcount) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id,
        period_id: said.period.0,
        unit_id: said.unit.0,
        people: numbers::stored(said.people),
        by_name: said.by_name.clone(),
        at: said.at.0,
        confirmed_people: None,
        confirmed_by: String::new(),
        confirmed_at: None,
    };
    let key = [Column::TenantId, Column::PeriodId, Column::UnitId];
    if scoped::insert_unless_there::<Entity>(tx, permit, row, &key).await? {
        return Ok(());
    }
    let update = Entity::update_many()
        .filter(Column::PeriodId.eq(said.period.0))
        .filter(Column::UnitId.eq(said.unit.0))
        .col_expr(Column::People, Expr::value(numbers::stored(said.people)))
        .col_expr(Column::ByName, Expr::value(said.by_name.clone()))
        .col_expr(Column::At, Expr::value(said.at.0));
    scoped::update::<Entity>(tx, permit, update).await.map(drop)
}

/// Confirms what was stated, if it is still the same; `false` if it is not.
pub async fn confirm(
    tx: &Tx,
    permit: &Permit,
    (period, unit): (PeriodId, UnitId),
    confirmed: &Confirmed,
) -> Result<bool, StoreError> {
    let people = numbers::stored(confirmed.people);
    let update = Entity::update_many()
        .filter(Column::PeriodId.eq(period.0))
        .filter(Column::UnitId.eq(unit.0))
        .filter(Column::People.eq(people))
        .col_expr(Column::ConfirmedPeople, Expr::value(people))
        .col_expr(Column::ConfirmedBy, Expr::value(confirmed.by_name.clone()))
        .col_expr(Column::ConfirmedAt, Expr::value(confirmed.at.0));
    Ok(scoped::update::<Entity>(tx, permit, update).await? == 1)
}

impl From<Model> for Headcount {
    fn from(row: Model) -> Self {
        Self {
            period: PeriodId(row.period_id),
            unit: UnitId(row.unit_id),
            people: numbers::read(row.people),
            by_name: row.by_name,
            at: Instant(row.at),
            confirmed: row.confirmed_people.zip(row.confirmed_at).map(|(people, at)| Confirmed {
                people: numbers::read(people),
                by_name: row.confirmed_by,
                at: Instant(at),
            }),
        }
    }
}
