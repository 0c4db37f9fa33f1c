//! 公告: what everyone may read.

use domain::calendar::Instant;
use domain::ids::{AnnouncementId, DecisionId, PeriodId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IdenStatic, Iterable, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::entities::announcements::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

/// What an announcement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It makes results public.
    Results,
    /// 更正公告
    Correction,
    /// 撤销公告
    Withdrawal,
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Kind::Results => "",
            Kind::Correction => "correction",
            Kind::Withdrawal => "withdrawal",
        }
    }

    fn from_code(code: &str) -> Result<Kind, StoreError> {
        let known = [Kind::Results, Kind::Correction, Kind::Withdrawal].into_iter();
        let mut known = known.filter(|kind| kind.code() == code);
        known.next().ok_or_else(|| StoreError::unreadable("kind of an announcement", code))
    }
}

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
    pub kind: Kind,
    /// The announcement it corrects or withdraws.
    pub amends: Option<AnnouncementId>,
}

/// The newest first.
pub async fn all(tx: &Tx) -> Result<Vec<Announcement>, StoreError> {
    listed(tx, newest_first()).await
}

/// The same, their texts left empty: they are by far the largest.
pub async fn without_bodies(tx: &Tx) -> Result<Vec<Announcement>, StoreError> {
    let columns = newest_first()
        .select_only()
        .columns(Column::iter().filter(|column| !matches!(column, Column::Body)))
        .column_as(Expr::val(""), Column::Body.as_str());
    listed(tx, columns).await
}

pub async fn find(tx: &Tx, id: AnnouncementId) -> Result<Option<Announcement>, StoreError> {
    scoped::find::<Entity>(tx, id.0).await?.map(Announcement::try_from).transpose()
}

/// All announcements of a decision, the newest first: the one that made it public, and what amended it since.
pub async fn of_decision(tx: &Tx, decision: DecisionId) -> Result<Vec<Announcement>, StoreError> {
    listed(tx, newest_first().filter(Column::DecisionId.eq(decision.0))).await
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
        kind: announcement.kind.code().to_owned(),
        amends_id: announcement.amends.map(|id| id.0),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

fn newest_first() -> Select<Entity> {
    Entity::find().order_by_desc(Column::PublishedAt).order_by_desc(Column::Id)
}

async fn listed(tx: &Tx, select: Select<Entity>) -> Result<Vec<Announcement>, StoreError> {
    scoped::list(tx, select).await?.into_iter().map(Announcement::try_from).collect()
}

impl TryFrom<Model> for Announcement {
    type Error = StoreError;
    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: AnnouncementId(row.id),
            period: PeriodId(row.period_id),
            decision: DecisionId(row.decision_id),
            number: row.number,
            title: row.title,
            issuer: row.issuer,
            body: row.body,
            published_at: Instant(row.published_at),
            by_name: row.by_name,
            kind: Kind::from_code(&row.kind)?,
            amends: row.amends_id.map(AnnouncementId),
        })
    }
}
