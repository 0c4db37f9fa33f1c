//! 集体研究决定: a meeting, who was there, and its minutes.

use domain::calendar::{Day, Instant};
use domain::ids::{DecisionId, FileId, PeriodId};
use domain::policy::Permit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::decisions::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub id: DecisionId,
    pub period: PeriodId,
    /// The name of the meeting.
    pub meeting: String,
    pub held_on: Day,
    /// Who attended.
    pub present: String,
    /// 会议纪要.
    pub minutes: FileId,
    pub note: String,
    pub by_name: String,
    /// 评选名额 as they were, as JSON; empty where nothing limits.
    pub places: String,
    pub at: Instant,
    /// The decision this one corrects; none for a first one. What corrects a correction names the first.
    pub corrects: Option<DecisionId>,
    /// It corrects what was public already, so that a further announcement is owed.
    pub after_publication: bool,
}

/// The newest first.
pub async fn all(tx: &Tx) -> Result<Vec<Decision>, StoreError> {
    let listed = Entity::find().order_by_desc(Column::Id);
    scoped::list(tx, listed).await?.into_iter().map(Decision::try_from).collect()
}

/// The newest first.
pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Decision>, StoreError> {
    let listed = Entity::find().filter(Column::PeriodId.eq(period.0)).order_by_desc(Column::Id);
    scoped::list(tx, listed).await?.into_iter().map(Decision::try_from).collect()
}

pub async fn find(tx: &Tx, id: DecisionId) -> Result<Option<Decision>, StoreError> {
    scoped::find::<Entity>(tx, id.0).await?.map(Decision::try_from).transpose()
}

/// The decision a file is the minutes of.
pub async fn of_minutes(tx: &Tx, file: FileId) -> Result<Option<Decision>, StoreError> {
    let wanted = Entity::find().filter(Column::MinutesFileId.eq(file.0)).order_by_asc(Column::Id);
    scoped::one(tx, wanted).await?.map(Decision::try_from).transpose()
}

pub async fn insert(tx: &Tx, permit: &Permit, decision: &Decision) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: decision.id.0,
        period_id: decision.period.0,
        meeting: decision.meeting.clone(),
        held_on: decision.held_on.iso(),
        present: decision.present.clone(),
        minutes_file_id: decision.minutes.0,
        note: decision.note.clone(),
        by_name: decision.by_name.clone(),
        places: decision.places.clone(),
        at: decision.at.0,
        corrects_id: decision.corrects.map(|id| id.0),
        after_publication: decision.after_publication,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

impl TryFrom<Model> for Decision {
    type Error = StoreError;
    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: DecisionId(row.id),
            period: PeriodId(row.period_id),
            meeting: row.meeting,
            held_on: row.held_on.parse().map_err(|_| StoreError::unreadable("day", row.held_on.clone()))?,
            present: row.present,
            minutes: FileId(row.minutes_file_id),
            note: row.note,
            by_name: row.by_name,
            places: row.places,
            at: Instant(row.at),
            corrects: row.corrects_id.map(DecisionId),
            after_publication: row.after_publication,
        })
    }
}
