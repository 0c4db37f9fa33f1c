//! 公告: what everyone may read.

use domain::calendar::Instant;
use domain::ids::{AnnouncementId, DecisionId, PeriodId};
use domain::policy::Permit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::entities::announcements::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub id: AnnouncementId,
    pub period: PeriodId,
    pub decision: DecisionId,
    /// 文号.
    pub number: String,
    pub title: String,
    /// 落款单位.
    pub issuer: String,
    pub body: String,
    pub published_at: Instant,
    pub by_name: String,
}

/// The newest first.
pub async fn all(tx: &Tx) -> Result<Vec<Announcement>, StoreError> {
    listed(tx, newest_first()).await
}

pub async fn find(tx: &Tx, id: AnnouncementId) -> Result<Option<Announcement>, StoreError> {
    Ok(scoped::find::<Entity>(tx, id.0).await?.map(Announcement::from))
}

/// The newest announcement of a decision.
pub async fn of_decision(tx: &Tx, decision: DecisionId) -> Result<Option<Announcement>, StoreError> {
    let wanted = newest_first().filter(Column::DecisionId.eq(decision.0));
    Ok(scoped::one(tx, wanted).await?.map(Announcement::from))
}

/// The newest first.
pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Announcement>, StoreError> {
    listed(tx, newest_first().filter(Column::PeriodId.eq(period.0))).await
}

/// # Errors
/// [`StoreError::Taken`] when the number is in use.
pub async fn insert(tx: &Tx, permit: &Permit, announcement: &Announcement) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: announcement.id.0,
        period_id: announcement.period.0,
        decision_id: announcement.decision.0,
        number: announcement.number.clone(),
        title: announcement.title.clone(),
        issuer: announcement.issuer.clone(),
        body: announcement.body.clone(),
        published_at: announcement.published_at.0,
        by_name: announcement.by_name.clone(),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

fn newest_first() -> Select<Entity> {
    Entity::find().order_by_desc(Column::PublishedAt).order_by_desc(Column::Id)
}

async fn listed(tx: &Tx, select: Select<Entity>) -> Result<Vec<Announcement>, StoreError> {
    Ok(scoped::list(tx, select).await?.into_iter().map(Announcement::from).collect())
}

impl From<Model> for Announcement {
    fn from(row: Model) -> Self {
        Self {
            id: AnnouncementId(row.id),
            period: PeriodId(row.period_id),
            decision: DecisionId(row.decision_id),
            number: row.number,
            title: row.title,
            issuer: row.issuer,
            body: row.body,
            published_at: Instant(row.published_at),
            by_name: row.by_name,
        }
    }
}
