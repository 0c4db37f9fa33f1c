//! What a higher commission sees of approved results: copies addressed to it, never the tenant's own tables.

use domain::calendar::Instant;
use domain::ids::{CaseId, TenantId};
use domain::policy::Permit;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entities::oversight::{Column, Entity, Model};
use crate::{StoreError, Tx};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    pub id: Uuid,
    /// The tenant the result was decided in.
    pub source: TenantId,
    pub source_name: String,
    pub period_title: String,
    pub unit_name: String,
    pub score: String,
    pub achievable: String,
    /// 得分率.
    pub rate: String,
    /// The rates of the 维度, as JSON.
    pub dimensions: String,
    pub outcome: String,
    pub decided_at: Instant,
    /// The case at its source, so that a result decided anew replaces the one before.
    pub case: Option<CaseId>,
}

/// Addresses a result of the scope's tenant to `viewer`.
///
/// # Errors
/// [`StoreError::ForeignRow`] when the source is another tenant.
pub async fn write(
    tx: &Tx,
    permit: &Permit,
    viewer: TenantId,
    projection: &Projection,
) -> Result<(), StoreError> {
    tx.check(permit)?;
    tx.compare(projection.source.0, "oversight")?;
    let row = Model {
        viewer_id: viewer.0,
        id: projection.id,
        source_id: tx.scope(),
        source_name: projection.source_name.clone(),
        period_title: projection.period_title.clone(),
        unit_name: projection.unit_name.clone(),
        score: projection.score.clone(),
        achievable: projection.achievable.clone(),
        rate: projection.rate.clone(),
        dimensions: projection.dimensions.clone(),
        outcome: projection.outcome.clone(),
        decided_at: projection.decided_at.0,
        case_id: projection.case.map(|case| case.0),
    };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Takes back what was told of a case; of before cases were named, what was told of the unit in the period.
pub async fn take_back(
    tx: &Tx,
    permit: &Permit,
    case: CaseId,
    (period_title, unit_name): (&str, &str),
) -> Result<(), StoreError> {
    tx.check(permit)?;
    let of_before = Condition::all()
        .add(Column::CaseId.is_null())
        .add(Column::PeriodTitle.eq(period_title))
        .add(Column::UnitName.eq(unit_name));
    let theirs = Entity::delete_many()
        .filter(Column::SourceId.eq(tx.scope()))
        .filter(Condition::any().add(Column::CaseId.eq(case.0)).add(of_before));
    theirs.exec(tx.connection()).await?;
    Ok(())
}

/// What is addressed to the scope's tenant, the newest first.
pub async fn seen_by(tx: &Tx) -> Result<Vec<Projection>, StoreError> {
    let mut addressed = Entity::find().order_by_desc(Column::DecidedAt).order_by_asc(Column::Id);
    if tx.filters() {
        addressed = addressed.filter(Column::ViewerId.eq(tx.scope()));
    }
    let rows = addressed.all(tx.connection()).await?;
    for row in &rows {
        tx.compare(row.viewer_id, "oversight")?;
    }
    Ok(rows.into_iter().map(Projection::from).collect())
}

impl From<Model> for Projection {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            source: TenantId(row.source_id),
            source_name: row.source_name,
            period_title: row.period_title,
            unit_name: row.unit_name,
            score: row.score,
            achievable: row.achievable,
            rate: row.rate,
            dimensions: row.dimensions,
            outcome: row.outcome,
            decided_at: Instant(row.decided_at),
            case: row.case_id.map(CaseId),
        }
    }
}
