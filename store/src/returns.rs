//! 退回: single items sent back to their unit, with what is to be corrected.

use domain::calendar::Instant;
use domain::ids::{CaseId, PeriodId, ReturnId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::entities::cases;
use crate::entities::returns::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    pub id: ReturnId,
    pub case: CaseId,
    /// The number of the 考评项目.
    pub item: String,
    pub message: String,
    pub by_name: String,
    pub at: Instant,
    /// The unit has corrected it and signed again.
    pub settled_at: Option<Instant>,
    /// What the unit had given when it was sent back, as JSON; empty where nobody wrote it down.
    pub stood: String,
    /// What the unit said where it changed nothing.
    pub reply: String,
}

/// In the order they were made, settled or not.
pub async fn of_case(tx: &Tx, case: CaseId) -> Result<Vec<Return>, StoreError> {
    listed(tx, in_order().filter(Column::CaseId.eq(case.0))).await
}

pub async fn open_of_case(tx: &Tx, case: CaseId) -> Result<Vec<Return>, StoreError> {
    listed(tx, in_order().filter(Column::CaseId.eq(case.0)).filter(Column::SettledAt.is_null())).await
}

/// Of these cases, in the order they were made.
pub async fn open_of_cases(tx: &Tx, cases: &[CaseId]) -> Result<Vec<Return>, StoreError> {
    let theirs = Column::CaseId.is_in(cases.iter().map(|case| case.0));
    listed(tx, in_order().filter(theirs).filter(Column::SettledAt.is_null())).await
}

pub async fn open_of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Return>, StoreError> {
    let of_period = cases::Column::PeriodId.eq(period.0);
    let open = in_order()
        .filter(scoped::belonging_to::<cases::Entity, _>(tx, Column::CaseId, cases::Column::Id, of_period))
        .filter(Column::SettledAt.is_null());
    listed(tx, open).await
}

pub async fn insert(tx: &Tx, permit: &Permit, returned: &Return) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: returned.id.0,
        case_id: returned.case.0,
        item: returned.item.clone(),
        message: returned.message.clone(),
        by_name: returned.by_name.clone(),
        at: returned.at.0,
        settled_at: returned.settled_at.map(|at| at.0),
        stood: returned.stood.clone(),
        reply: returned.reply.clone(),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// Every open return of a case counts as corrected; returns how many there were.
pub async fn settle_all(tx: &Tx, permit: &Permit, case: CaseId, at: Instant) -> Result<usize, StoreError> {
    let settled = Entity::update_many()
        .col_expr(Column::SettledAt, Expr::value(at.0))
        .filter(Column::CaseId.eq(case.0))
        .filter(Column::SettledAt.is_null());
    scoped::update(tx, permit, settled).await
}

/// What the unit says to open returns of some items of a case.
pub async fn reply(
    tx: &Tx,
    permit: &Permit,
    case: CaseId,
    items: &[String],
    words: &str,
) -> Result<usize, StoreError> {
    let answered = Entity::update_many()
        .col_expr(Column::Reply, Expr::value(words))
        .filter(Column::CaseId.eq(case.0))
        .filter(Column::Item.is_in(items.iter().map(String::as_str)))
        .filter(Column::SettledAt.is_null());
    scoped::update(tx, permit, answered).await
}

fn in_order() -> Select<Entity> {
    Entity::find().order_by_asc(Column::Id)
}

async fn listed(tx: &Tx, select: Select<Entity>) -> Result<Vec<Return>, StoreError> {
    Ok(scoped::list(tx, select).await?.into_iter().map(Return::from).collect())
}

impl From<Model> for Return {
    fn from(row: Model) -> Self {
        Self {
            id: ReturnId(row.id),
            case: CaseId(row.case_id),
            item: row.item,
            message: row.message,
            by_name: row.by_name,
            at: Instant(row.at),
            settled_at: row.settled_at.map(Instant),
            stood: row.stood,
            reply: row.reply,
        }
    }
}
