//! Decided results: one per case, with the sheet it was decided on.

use domain::ids::{CaseId, DecisionId, PeriodId, ResultId, UnitId};
use domain::policy::Permit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::entities::results::{Column, Entity, Model};
use crate::{StoreError, Tx, numbers, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRow {
    pub id: ResultId,
    pub decision: DecisionId,
    pub period: PeriodId,
    pub case: CaseId,
    pub unit: UnitId,
    /// 位次.
    pub rank: u32,
    /// Shares its rank with another.
    pub tied: bool,
    pub score: String,
    pub achievable: String,
    /// 得分率.
    pub rate: String,
    pub outcome: String,
    /// The explained score sheet, as JSON.
    pub sheet: String,
}

/// What was decided for each case of a period.
pub async fn outcomes_of_period(tx: &Tx, period: PeriodId) -> Result<Vec<(CaseId, String)>, StoreError> {
    let decided = Entity::find().filter(Column::PeriodId.eq(period.0));
    let outcome = |row: &sea_orm::QueryResult| Ok((CaseId(row.try_get_by(1)?), row.try_get_by(2)?));
    scoped::part(tx, decided, &[Column::CaseId, Column::Outcome], outcome).await
}

/// By rank.
pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<Vec<ResultRow>, StoreError> {
    listed(tx, by_rank().filter(Column::PeriodId.eq(period.0))).await
}

/// By rank.
pub async fn of_decision(tx: &Tx, decision: DecisionId) -> Result<Vec<ResultRow>, StoreError> {
    listed(tx, by_rank().filter(Column::DecisionId.eq(decision.0))).await
}

pub async fn of_case(tx: &Tx, case: CaseId) -> Result<Option<ResultRow>, StoreError> {
    Ok(scoped::one(tx, Entity::find().filter(Column::CaseId.eq(case.0))).await?.map(ResultRow::from))
}

/// # Errors
/// [`StoreError::Taken`] when the case has a result already.
pub async fn insert(tx: &Tx, permit: &Permit, result: &ResultRow) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: result.id.0,
        decision_id: result.decision.0,
        period_id: result.period.0,
        case_id: result.case.0,
        unit_id: result.unit.0,
        rank: numbers::stored(result.rank),
        tied: result.tied,
        score: result.score.clone(),
        achievable: result.achievable.clone(),
        rate: result.rate.clone(),
        outcome: result.outcome.clone(),
        sheet: result.sheet.clone(),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

fn by_rank() -> Select<Entity> {
    Entity::find().order_by_asc(Column::Rank).order_by_asc(Column::Id)
}

async fn listed(tx: &Tx, select: Select<Entity>) -> Result<Vec<ResultRow>, StoreError> {
    Ok(scoped::list(tx, select).await?.into_iter().map(ResultRow::from).collect())
}

impl From<Model> for ResultRow {
    fn from(row: Model) -> Self {
        Self {
            id: ResultId(row.id),
            decision: DecisionId(row.decision_id),
            period: PeriodId(row.period_id),
            case: CaseId(row.case_id),
            unit: UnitId(row.unit_id),
            rank: numbers::read(row.rank),
            tied: row.tied,
            score: row.score,
            achievable: row.achievable,
            rate: row.rate,
            outcome: row.outcome,
            sheet: row.sheet,
        }
    }
}
