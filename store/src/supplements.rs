//! 补充版: newer versions of a scheme that were put in force while a period ran.

use domain::calendar::Instant;
use domain::ids::{PeriodId, SchemeId, SupplementId};
use domain::policy::Permit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::supplements::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplement {
    pub id: SupplementId,
    pub period: PeriodId,
    /// The version that was followed until then.
    pub older: SchemeId,
    pub newer: SchemeId,
    pub reason: String,
    pub by_name: String,
    pub at: Instant,
}

/// In the order they were put in force.
pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Supplement>, StoreError> {
    let listed = Entity::find()
        .filter(Column::PeriodId.eq(period.0))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id);
    Ok(scoped::list(tx, listed).await?.into_iter().map(Supplement::from).collect())
}

/// # Errors
/// [`StoreError::Taken`] when this version was put in force in the period before.
pub async fn insert(tx: &Tx, permit: &Permit, supplement: &Supplement) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: supplement.id.0,
        period_id: supplement.period.0,
        older_id: supplement.older.0,
        newer_id: supplement.newer.0,
        reason: supplement.reason.clone(),
        by_name: supplement.by_name.clone(),
        at: supplement.at.0,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

impl From<Model> for Supplement {
    fn from(row: Model) -> Self {
        Self {
            id: SupplementId(row.id),
            period: PeriodId(row.period_id),
            older: SchemeId(row.older_id),
            newer: SchemeId(row.newer_id),
            reason: row.reason,
            by_name: row.by_name,
            at: Instant(row.at),
        }
    }
}
