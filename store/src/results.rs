//! Decided results, with the sheet each was decided on. A case decided anew has several: all stay, the one with the highest
//! version counts.

use std::collections::BTreeSet;

use domain::ids::{CaseId, DecisionId, PeriodId, ResultId, UnitId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::entities::results::{Column, Entity, Model};
use crate::{StoreError, Tx, numbers, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRow {
    pub id: ResultId,
    pub decision: DecisionId,
    pub period: PeriodId,
    pub case: CaseId,
    pub unit: UnitId,
    /// How often the case was decided, this time included.
    pub version: u32,
    /// 位次 when it was decided.
    pub rank: u32,
    /// Shared its rank with another.
    pub tied: bool,
    pub score: String,
    pub achievable: String,
    /// 得分率.
    pub rate: String,
    pub outcome: String,
    /// What was computed, in words; empty for decisions of before.
    pub computed: String,
    /// What the review came to beside points, as JSON; empty for decisions of before.
    pub found: String,
    /// In what the decision differs from what was computed; empty where it does not.
    pub differs: String,
    /// Why, as the meeting wrote it.
    pub reason: String,
    /// The explained score sheet, as JSON; empty where only the results were asked for.
    pub sheet: String,
}

/// Every column, the sheet left empty: it is by far the largest.
fn without_sheets() -> Select<Entity> {
    use Column::*;
    by_rank()
        .select_only()
        .columns([TenantId, Id, DecisionId, PeriodId, CaseId, UnitId, Rank, Tied, Score, Achievable, Rate])
        .columns([Outcome, Version, Computed, Found, Differs, Reason])
        .column_as(Expr::value(""), Sheet)
}

/// What counts in a period, one result for each case that was decided, without the sheets.
pub async fn standing(tx: &Tx, period: PeriodId) -> Result<Vec<ResultRow>, StoreError> {
    let newest_first = without_sheets().filter(Column::PeriodId.eq(period.0));
    let mut rows = listed(tx, newest_first).await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.version));
    let mut known = BTreeSet::new();
    rows.retain(|row| known.insert(row.case));
    rows.sort_by_key(|row| (row.rank, row.id));
    Ok(rows)
}

/// Everything that was ever decided in a period, by rank, without the sheets.
pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<Vec<ResultRow>, StoreError> {
    listed(tx, without_sheets().filter(Column::PeriodId.eq(period.0))).await
}

/// What one meeting decided, by rank, without the sheets.
pub async fn of_decision(tx: &Tx, decision: DecisionId) -> Result<Vec<ResultRow>, StoreError> {
    listed(tx, without_sheets().filter(Column::DecisionId.eq(decision.0))).await
}

/// The result of a case that counts, with its sheet.
pub async fn of_case(tx: &Tx, case: CaseId) -> Result<Option<ResultRow>, StoreError> {
    let newest = Entity::find().filter(Column::CaseId.eq(case.0)).order_by_desc(Column::Version);
    Ok(scoped::one(tx, newest).await?.map(ResultRow::from))
}

/// Everything that was ever decided about a case, the oldest first, without the sheets.
pub async fn history(tx: &Tx, case: CaseId) -> Result<Vec<ResultRow>, StoreError> {
    let mut rows = listed(tx, without_sheets().filter(Column::CaseId.eq(case.0))).await?;
    rows.sort_by_key(|row| row.version);
    Ok(rows)
}

/// # Errors
/// [`StoreError::Taken`] when the case has a result of this version already.
pub async fn insert(tx: &Tx, permit: &Permit, result: &ResultRow) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: result.id.0,
        decision_id: result.decision.0,
        period_id: result.period.0,
        case_id: result.case.0,
        unit_id: result.unit.0,
        version: numbers::stored(result.version),
        rank: numbers::stored(result.rank),
        tied: result.tied,
        score: result.score.clone(),
        achievable: result.achievable.clone(),
        rate: result.rate.clone(),
        outcome: result.outcome.clone(),
        computed: result.computed.clone(),
        found: result.found.clone(),
        differs: result.differs.clone(),
        reason: result.reason.clone(),
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
            version: numbers::read(row.version),
            rank: numbers::read(row.rank),
            tied: row.tied,
            score: row.score,
            achievable: row.achievable,
            rate: row.rate,
            outcome: row.outcome,
            computed: row.computed,
            found: row.found,
            differs: row.differs,
            reason: row.reason,
            sheet: row.sheet,
        }
    }
}
