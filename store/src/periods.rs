//! 周期: a scheme version applied to a span of days.

use domain::calendar::{Day, Instant, Stretch};
use domain::ids::{PeriodId, SchemeId};
use domain::policy::Permit;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::periods::{Column, Entity, Model};
use crate::{StoreError, Tx, numbers, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub id: PeriodId,
    /// The version its undecided cases follow.
    pub scheme: SchemeId,
    pub title: String,
    pub kind: String,
    pub starts_on: Day,
    pub ends_on: Day,
    /// The last day to fill in and sign.
    pub fill_by: Day,
    /// The last day to review.
    pub review_by: Day,
    pub opened_at: Instant,
    pub opened_by: String,
    /// How often a supplementary version was put in force.
    pub supplements: u32,
    /// When it was cancelled, if it was.
    pub cancelled_at: Option<Instant>,
}

impl Period {
    /// Its days, both ends included.
    pub fn days(&self) -> Stretch {
        Stretch { from: self.starts_on, to: self.ends_on }
    }

    /// The year that is assessed: the one in which it ends.
    pub fn year(&self) -> i32 {
        self.ends_on.year()
    }
}

pub async fn find(tx: &Tx, id: PeriodId) -> Result<Option<Period>, StoreError> {
    scoped::find::<Entity>(tx, id.0).await?.map(Period::try_from).transpose()
}

/// Like [`find`], and keeps other writers off the period until the transaction ends.
pub async fn find_to_change(tx: &Tx, id: PeriodId) -> Result<Option<Period>, StoreError> {
    let row = scoped::one(tx, Entity::find().filter(Column::Id.eq(id.0)).lock_exclusive()).await?;
    row.map(Period::try_from).transpose()
}

/// The newest first.
pub async fn all(tx: &Tx) -> Result<Vec<Period>, StoreError> {
    let listed = Entity::find().order_by_desc(Column::OpenedAt).order_by_desc(Column::Id);
    scoped::list(tx, listed).await?.into_iter().map(Period::try_from).collect()
}

/// # Errors
/// [`StoreError::Taken`] when the title is in use.
pub async fn insert(tx: &Tx, permit: &Permit, period: &Period) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: period.id.0,
        scheme_id: period.scheme.0,
        title: period.title.clone(),
        kind: period.kind.clone(),
        starts_on: period.starts_on.iso(),
        ends_on: period.ends_on.iso(),
        fill_by: period.fill_by.iso(),
        review_by: period.review_by.iso(),
        opened_at: period.opened_at.0,
        opened_by: period.opened_by.clone(),
        supplements: numbers::stored(period.supplements),
        cancelled_at: period.cancelled_at.map(|at| at.0),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// Has a period follow a supplementary version, if it still follows the one before; `false` if it does not.
pub async fn supplement(
    tx: &Tx,
    permit: &Permit,
    id: PeriodId,
    (older, newer): (SchemeId, SchemeId),
) -> Result<bool, StoreError> {
    let supplement = Entity::update_many()
        .col_expr(Column::SchemeId, Expr::value(newer.0))
        .col_expr(Column::Supplements, Expr::col(Column::Supplements).add(1))
        .filter(Column::Id.eq(id.0))
        .filter(Column::SchemeId.eq(older.0));
    Ok(scoped::update(tx, permit, supplement).await? == 1)
}

/// Moves the deadlines of a period.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn move_deadlines(
    tx: &Tx,
    permit: &Permit,
    id: PeriodId,
    (fill_by, review_by): (Day, Day),
) -> Result<(), StoreError> {
    let change = Entity::update_many()
        .col_expr(Column::FillBy, Expr::value(fill_by.iso()))
        .col_expr(Column::ReviewBy, Expr::value(review_by.iso()))
        .filter(Column::Id.eq(id.0));
    scoped::exactly_one::<Entity>(scoped::update(tx, permit, change).await?)
}

/// Cancels a period; its title is free for another.
///
/// # Errors
/// A unique violation when the title is in use; [`StoreError::Missing`] when it is not there, or cancelled already.
pub async fn cancel(
    tx: &Tx,
    permit: &Permit,
    id: PeriodId,
    title: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let change = Entity::update_many()
        .col_expr(Column::Title, Expr::value(title))
        .col_expr(Column::CancelledAt, Expr::value(at.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::CancelledAt.is_null());
    scoped::exactly_one::<Entity>(scoped::update(tx, permit, change).await?)
}

impl TryFrom<Model> for Period {
    type Error = StoreError;
    fn try_from(row: Model) -> Result<Self, StoreError> {
        let day = |text: &str| text.parse::<Day>().map_err(|_| StoreError::unreadable("day", text));
        Ok(Self {
            id: PeriodId(row.id),
            scheme: SchemeId(row.scheme_id),
            starts_on: day(&row.starts_on)?,
            ends_on: day(&row.ends_on)?,
            fill_by: day(&row.fill_by)?,
            review_by: day(&row.review_by)?,
            title: row.title,
            kind: row.kind,
            opened_at: Instant(row.opened_at),
            opened_by: row.opened_by,
            supplements: numbers::read(row.supplements),
            cancelled_at: row.cancelled_at.map(Instant),
        })
    }
}
