//! 创建申报: one unit, person or family in one period, with the sums its lists show. Those that were withdrawn stand in no list.

use domain::calendar::{Day, Instant};
use domain::ids::{ApplicantId, CaseId, PeriodId, SchemeId, SupplementId, UnitId};
use domain::policy::Permit;
use domain::workflow::CaseState;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QueryResult, QuerySelect, Select,
    UpdateMany,
};
use uuid::Uuid;

use crate::case_sums::{self, Sums};
use crate::entities::cases::{Column, Entity, Model};
use crate::entities::{applicants, units};
use crate::slices::{self, Ordered, Part, Place, Slice};
use crate::units::Unit;
use crate::{StoreError, Tx, numbers, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: CaseId,
    pub period: PeriodId,
    pub unit: UnitId,
    /// The person or family the unit puts forward; none where the case is the unit's own.
    pub applicant: Option<ApplicantId>,
    /// Code of the 单位类型 it is judged as; empty where the scheme has none.
    pub unit_type: String,
    /// The version of the scheme it follows.
    pub scheme: SchemeId,
    pub state: CaseState,
    /// Grows by one with every change.
    pub revision: i32,
    /// Criteria the unit has answered.
    pub self_answered: u32,
    /// 自评得分.
    pub self_score: String,
    /// The highest 自评得分 still possible while criteria are open.
    pub self_high: String,
    /// Criteria of 自评 with a discretionary value that waits for a second person.
    pub self_unconfirmed: u32,
    /// Criteria the reviewers have scored.
    pub review_answered: u32,
    /// 考核得分.
    pub review_score: String,
    /// Criteria of 考核 with a discretionary value that waits for a second person.
    pub review_unconfirmed: u32,
    /// What overviews show of both sheets, once the case is submitted: written with the case by whoever changes it. A case
    /// that is read comes without; see [`crate::case_sums`].
    pub sums: Option<Sums>,
    /// The 补充版 it has not been brought over to yet.
    pub awaits: Option<SupplementId>,
    pub submitted_at: Option<Instant>,
    pub signed_by: Option<String>,
    pub closed_at: Option<Instant>,
    pub updated_at: Instant,
    /// Deadlines of its own, where its unit was given others than its period has.
    pub fill_by: Option<Day>,
    pub review_by: Option<Day>,
}

impl Case {
    /// A unit's case as it is opened; its rubric gives it its first sums.
    pub fn opened(id: CaseId, period: PeriodId, unit: UnitId, scheme: SchemeId, now: Instant) -> Self {
        Self {
            id,
            period,
            unit,
            applicant: None,
            unit_type: String::new(),
            scheme,
            state: CaseState::Draft,
            revision: 0,
            self_answered: 0,
            self_score: String::new(),
            self_high: String::new(),
            self_unconfirmed: 0,
            review_answered: 0,
            review_score: String::new(),
            review_unconfirmed: 0,
            sums: None,
            awaits: None,
            submitted_at: None,
            signed_by: None,
            closed_at: None,
            updated_at: now,
            fill_by: None,
            review_by: None,
        }
    }
}

pub async fn find(tx: &Tx, id: CaseId) -> Result<Option<Case>, StoreError> {
    scoped::find::<Entity>(tx, id.0).await?.map(Case::try_from).transpose()
}

/// Like [`find`], and keeps other writers off the case until the transaction ends: on PostgreSQL its row is locked, on
/// SQLite there is only one writer anyway.
pub async fn find_to_change(tx: &Tx, id: CaseId) -> Result<Option<Case>, StoreError> {
    let row = scoped::one(tx, Entity::find().filter(Column::Id.eq(id.0)).lock_exclusive()).await?;
    row.map(Case::try_from).transpose()
}

/// Keeps other writers off many cases until the transaction ends. Whoever changes several at once holds them first, all in
/// one order: two that each wait for what the other holds would be given up by the database.
pub async fn hold(tx: &Tx, ids: impl IntoIterator<Item = CaseId>) -> Result<(), StoreError> {
    let wanted = Entity::find().filter(Column::Id.is_in(ids.into_iter().map(|id| id.0)));
    let wanted = wanted.order_by_asc(Column::Id).lock_exclusive();
    scoped::part(tx, wanted, &[Column::Id], |_| Ok(())).await.map(drop)
}

/// The cases of a period as they are, kept from other writers like those of [`hold`]: for who acts on what all of them are.
pub async fn held_of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Case>, StoreError> {
    let wanted = standing().filter(Column::PeriodId.eq(period.0)).order_by_asc(Column::Id).lock_exclusive();
    scoped::list(tx, wanted).await?.into_iter().map(Case::try_from).collect()
}

/// Those of these ids that are there.
pub async fn by_ids(tx: &Tx, ids: &[CaseId]) -> Result<Vec<Case>, StoreError> {
    let wanted = Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
    scoped::list(tx, wanted).await?.into_iter().map(Case::try_from).collect()
}

/// In the order of lists.
pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Case>, StoreError> {
    let listed = in_order(standing().filter(Column::PeriodId.eq(period.0)));
    scoped::list(tx, listed).await?.into_iter().map(Case::try_from).collect()
}

/// The revision each case of a period has, in the order of lists.
pub async fn revisions_of_period(tx: &Tx, period: PeriodId) -> Result<Vec<(CaseId, i32)>, StoreError> {
    let listed = in_order(standing().filter(Column::PeriodId.eq(period.0)));
    let read = |row: &QueryResult| Ok((CaseId(row.try_get_by(1)?), row.try_get_by(2)?));
    scoped::part(tx, listed, &[Column::Id, Column::Revision], read).await
}

/// Where a case stands among those of its period.
pub fn place(unit: &Unit, case: CaseId) -> Place {
    Place { number: unit.position.into(), ids: vec![unit.id.0, case.0] }
}

/// A part of a period's cases, in the order of lists: of units among `seen` (all, if none are given) whose name, or
/// the name of whom they put forward, says what is looked for.
pub async fn part_of_period(
    tx: &Tx,
    period: PeriodId,
    seen: Option<&[UnitId]>,
    named: &str,
    slice: &Slice,
) -> Result<Part<Case>, StoreError> {
    let mut select = beside_units(standing().filter(Column::PeriodId.eq(period.0)));
    if let Some(seen) = seen {
        select = select.filter(Column::UnitId.is_in(seen.iter().map(|unit| unit.0)));
    }
    if !named.is_empty() {
        let name = slices::says(Expr::col((units::Entity, units::Column::Name)), named);
        let theirs = slices::says(Expr::col((applicants::Entity, applicants::Column::Name)), named);
        let theirs = scoped::belonging_to::<applicants::Entity, _>(
            tx,
            (Entity, Column::ApplicantId),
            applicants::Column::Id,
            theirs,
        );
        select = select.filter(Condition::any().add(name).add(theirs));
    }
    let by = vec![
        Expr::col((units::Entity, units::Column::Position)),
        Expr::col((units::Entity, units::Column::Id)),
        Expr::col((Entity, Column::Id)),
    ];
    let ordered = Ordered { by, descending: false };
    slices::part(tx, select, &ordered, slice).await?.map(Case::try_from)
}

/// The same with those that were withdrawn.
pub async fn ever_of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Case>, StoreError> {
    let listed = in_order(Entity::find().filter(Column::PeriodId.eq(period.0)));
    scoped::list(tx, listed).await?.into_iter().map(Case::try_from).collect()
}

/// The units' own cases that were taken out of a period, in the order of lists.
pub async fn left_of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Case>, StoreError> {
    let gone = Entity::find()
        .filter(Column::PeriodId.eq(period.0))
        .filter(Column::ApplicantId.is_null())
        .filter(Column::State.eq(CaseState::Withdrawn.code()));
    scoped::list(tx, in_order(gone)).await?.into_iter().map(Case::try_from).collect()
}

/// The case of a person or family in a period, withdrawn or not.
pub async fn of_applicant(
    tx: &Tx,
    period: PeriodId,
    applicant: ApplicantId,
) -> Result<Option<Case>, StoreError> {
    let wanted =
        Entity::find().filter(Column::PeriodId.eq(period.0)).filter(Column::ApplicantId.eq(applicant.0));
    scoped::one(tx, wanted).await?.map(Case::try_from).transpose()
}

/// Of certain units, in the order of lists.
pub async fn of_units(tx: &Tx, units: &[UnitId]) -> Result<Vec<Case>, StoreError> {
    let theirs = Column::UnitId.is_in(units.iter().map(|unit| unit.0));
    let listed = in_order(standing().filter(theirs));
    scoped::list(tx, listed).await?.into_iter().map(Case::try_from).collect()
}

/// The newest first.
pub async fn of_unit(tx: &Tx, unit: UnitId) -> Result<Vec<Case>, StoreError> {
    let listed = standing().filter(Column::UnitId.eq(unit.0)).order_by_desc(Column::Id);
    scoped::list(tx, listed).await?.into_iter().map(Case::try_from).collect()
}

/// # Errors
/// [`StoreError::Taken`] when the unit, person or family has a case in this period.
pub async fn insert(tx: &Tx, permit: &Permit, case: &Case) -> Result<(), StoreError> {
    scoped::insert::<Entity>(tx, permit, row_of(tx, case)).await
}

/// The same for many at once.
pub async fn insert_all(tx: &Tx, permit: &Permit, cases: &[Case]) -> Result<(), StoreError> {
    let rows = cases.iter().map(|case| row_of(tx, case)).collect();
    scoped::insert_all::<Entity>(tx, permit, rows).await
}

fn row_of(tx: &Tx, case: &Case) -> Model {
    Model {
        tenant_id: tx.scope(),
        id: case.id.0,
        period_id: case.period.0,
        unit_id: case.unit.0,
        applicant_id: case.applicant.map(|applicant| applicant.0),
        unit_type: case.unit_type.clone(),
        scheme_id: case.scheme.0,
        state: case.state.code().to_owned(),
        revision: case.revision,
        self_answered: numbers::stored(case.self_answered),
        self_score: case.self_score.clone(),
        self_high: case.self_high.clone(),
        self_unconfirmed: numbers::stored(case.self_unconfirmed),
        review_answered: numbers::stored(case.review_answered),
        review_score: case.review_score.clone(),
        review_unconfirmed: numbers::stored(case.review_unconfirmed),
        awaits: case.awaits.map(|supplement| supplement.0),
        submitted_at: case.submitted_at.map(|at| at.0),
        signed_by: case.signed_by.clone(),
        closed_at: case.closed_at.map(|at| at.0),
        updated_at: case.updated_at.0,
        fill_by: case.fill_by.map(Day::iso),
        review_by: case.review_by.map(Day::iso),
    }
}

/// Writes the case as it now is, if it still has the revision it was read with; returns the new revision. Whose it is and
/// its period never change.
///
/// # Errors
/// [`StoreError::Stale`] when somebody else changed it meanwhile.
pub async fn update(tx: &Tx, permit: &Permit, case: &Case) -> Result<i32, StoreError> {
    if scoped::update(tx, permit, replacing(case)).await? == 0 {
        return Err(StoreError::Stale("the case"));
    }
    if let Some(sums) = &case.sums {
        case_sums::put(tx, permit, case.id, sums).await?;
    }
    Ok(case.revision + 1)
}

/// The states of a case that is not decided, and takes part.
const OPEN: [CaseState; 5] =
    [CaseState::Draft, CaseState::Signing, CaseState::Reviewing, CaseState::Returned, CaseState::Reviewed];

/// As which 单位类型 the open cases of a period are judged, and how many as each.
pub async fn open_types(tx: &Tx, period: PeriodId) -> Result<Vec<(String, u32)>, StoreError> {
    let open = Entity::find()
        .filter(Column::PeriodId.eq(period.0))
        .filter(Column::State.is_in(OPEN.map(CaseState::code)))
        .group_by(Column::TenantId)
        .group_by(Column::UnitType);
    let rows = scoped::sums(tx, open, &[Column::UnitType], [Column::Id.count()], |row| {
        Ok((row.try_get_by(1)?, row.try_get_by::<i64, _>(2)?))
    });
    let count = |(unit_type, n): (String, i64)| (unit_type, u32::try_from(n).unwrap_or_default());
    Ok(rows.await?.into_iter().map(count).collect())
}

/// Has the open cases of a period wait for a supplementary version; [`update`] takes each of them over to it. Those that were
/// withdrawn wait as well, if they are of these 单位类型: they may come back. Whoever read a case before finds it changed.
pub async fn await_supplement(
    tx: &Tx,
    permit: &Permit,
    (period, supplement): (PeriodId, SupplementId),
    unit_types: &[String],
) -> Result<(), StoreError> {
    let may_come_back = Column::State
        .eq(CaseState::Withdrawn.code())
        .and(Column::UnitType.is_in(unit_types.iter().map(String::as_str)));
    let wait = Entity::update_many()
        .col_expr(Column::Awaits, Expr::value(supplement.0))
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .filter(Column::PeriodId.eq(period.0))
        .filter(Column::State.is_in(OPEN.map(CaseState::code)).or(may_come_back));
    scoped::update(tx, permit, wait).await.map(drop)
}

/// Those of a period that wait to be brought over to a supplementary version, by id: so many after this one.
pub async fn awaiting(
    tx: &Tx,
    period: PeriodId,
    last: Option<CaseId>,
    limit: u64,
) -> Result<Vec<Case>, StoreError> {
    let mut waiting = awaits(period).order_by_asc(Column::Id).limit(limit);
    if let Some(last) = last {
        waiting = waiting.filter(Column::Id.gt(last.0));
    }
    scoped::list(tx, waiting).await?.into_iter().map(Case::try_from).collect()
}

/// The periods in which any case waits.
pub async fn periods_awaiting(tx: &Tx) -> Result<Vec<PeriodId>, StoreError> {
    let waiting = Entity::find().filter(Column::Awaits.is_not_null()).group_by(Column::PeriodId);
    let waiting = waiting.group_by(Column::TenantId);
    scoped::part(tx, waiting, &[Column::PeriodId], |row| Ok(PeriodId(row.try_get_by(1)?))).await
}

fn awaits(period: PeriodId) -> Select<Entity> {
    Entity::find().filter(Column::PeriodId.eq(period.0)).filter(Column::Awaits.is_not_null())
}

/// How many cases of a period are in a state and have the same deadlines, and how many of them are of persons or families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    pub period: PeriodId,
    pub state: CaseState,
    /// Deadlines of their own.
    pub fill_by: Option<Day>,
    pub review_by: Option<Day>,
    pub cases: u32,
    /// Those that were submitted, at least once.
    pub submitted: u32,
    pub applicants: u32,
}

/// The tallies of every period: of all units, or of these. Those that were withdrawn stand in none.
pub async fn tallies(tx: &Tx, units: Option<&[UnitId]>) -> Result<Vec<Tally>, StoreError> {
    let mut counted = standing();
    if let Some(units) = units {
        counted = counted.filter(Column::UnitId.is_in(units.iter().map(|unit| unit.0)));
    }
    const BY: [Column; 4] = [Column::PeriodId, Column::State, Column::FillBy, Column::ReviewBy];
    let counted = std::iter::once(Column::TenantId).chain(BY).fold(counted, Select::group_by);
    let sums = [Column::Id.count(), Column::SubmittedAt.count(), Column::ApplicantId.count()];
    let rows = scoped::sums(tx, counted, &BY, sums, |row| {
        let group: (Uuid, String) = (row.try_get_by(1)?, row.try_get_by(2)?);
        let own: [Option<String>; 2] = [row.try_get_by(3)?, row.try_get_by(4)?];
        let counts: [i64; 3] = [row.try_get_by(5)?, row.try_get_by(6)?, row.try_get_by(7)?];
        Ok((group, own, counts))
    });
    let tally =
        |((period, state), [fill_by, review_by], counts): ((Uuid, String), [Option<String>; 2], [i64; 3])| {
            let [cases, submitted, applicants] = counts.map(|n| u32::try_from(n).unwrap_or_default());
            Ok(Tally {
                period: PeriodId(period),
                state: read_state(&state)?,
                fill_by: read_day(fill_by.as_deref())?,
                review_by: read_day(review_by.as_deref())?,
                cases,
                submitted,
                applicants,
            })
        };
    rows.await?.into_iter().map(tally).collect()
}

/// All cases of the tenant, withdrawn ones too, by id: so many after this one.
pub async fn after(tx: &Tx, last: Option<CaseId>, limit: u64) -> Result<Vec<Case>, StoreError> {
    let mut listed = Entity::find().order_by_asc(Column::Id).limit(limit);
    if let Some(last) = last {
        listed = listed.filter(Column::Id.gt(last.0));
    }
    scoped::list(tx, listed).await?.into_iter().map(Case::try_from).collect()
}

/// Those of these periods that were never submitted, in the order of lists.
pub async fn never_submitted(tx: &Tx, periods: &[PeriodId]) -> Result<Vec<Case>, StoreError> {
    let listed = Entity::find()
        .filter(Column::State.is_in([CaseState::Draft, CaseState::Signing].map(CaseState::code)))
        .filter(Column::PeriodId.is_in(periods.iter().map(|period| period.0)))
        .filter(Column::SubmittedAt.is_null());
    scoped::list(tx, in_order(listed)).await?.into_iter().map(Case::try_from).collect()
}

/// In these states, of whatever period, in the order of lists.
pub async fn in_states(tx: &Tx, states: &[CaseState]) -> Result<Vec<Case>, StoreError> {
    let wanted = Column::State.is_in(states.iter().map(|state| state.code()));
    let listed = in_order(Entity::find().filter(wanted));
    scoped::list(tx, listed).await?.into_iter().map(Case::try_from).collect()
}

/// Gives the cases of a unit in a period deadlines of their own, or the period's again.
pub async fn move_deadlines(
    tx: &Tx,
    permit: &Permit,
    (period, unit): (PeriodId, UnitId),
    (fill_by, review_by): (Option<Day>, Option<Day>),
) -> Result<usize, StoreError> {
    let change = Entity::update_many()
        .col_expr(Column::FillBy, Expr::value(fill_by.map(Day::iso)))
        .col_expr(Column::ReviewBy, Expr::value(review_by.map(Day::iso)))
        .filter(Column::PeriodId.eq(period.0))
        .filter(Column::UnitId.eq(unit.0));
    scoped::update(tx, permit, change).await
}

/// The case as it now is, in place of the revision it was read with.
pub(crate) fn replacing(case: &Case) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::SchemeId, Expr::value(case.scheme.0))
        .col_expr(Column::Awaits, Expr::value(case.awaits.map(|supplement| supplement.0)))
        .col_expr(Column::State, Expr::value(case.state.code()))
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .col_expr(Column::SelfAnswered, Expr::value(numbers::stored(case.self_answered)))
        .col_expr(Column::SelfScore, Expr::value(case.self_score.clone()))
        .col_expr(Column::SelfHigh, Expr::value(case.self_high.clone()))
        .col_expr(Column::SelfUnconfirmed, Expr::value(numbers::stored(case.self_unconfirmed)))
        .col_expr(Column::ReviewAnswered, Expr::value(numbers::stored(case.review_answered)))
        .col_expr(Column::ReviewScore, Expr::value(case.review_score.clone()))
        .col_expr(Column::ReviewUnconfirmed, Expr::value(numbers::stored(case.review_unconfirmed)))
        .col_expr(Column::SubmittedAt, Expr::value(case.submitted_at.map(|at| at.0)))
        .col_expr(Column::SignedBy, Expr::value(case.signed_by.clone()))
        .col_expr(Column::ClosedAt, Expr::value(case.closed_at.map(|at| at.0)))
        .col_expr(Column::UpdatedAt, Expr::value(case.updated_at.0))
        .filter(Column::Id.eq(case.id.0))
        .filter(Column::Revision.eq(case.revision))
}

fn standing() -> Select<Entity> {
    Entity::find().filter(Column::State.ne(CaseState::Withdrawn.code()))
}

fn beside_units(select: Select<Entity>) -> Select<Entity> {
    let theirs = Entity::belongs_to(units::Entity)
        .from((Column::TenantId, Column::UnitId))
        .to((units::Column::TenantId, units::Column::Id));
    select.join(JoinType::InnerJoin, theirs.into())
}

/// The order of all lists of cases: unit by unit as the tenant has put them, the unit's own case before those it puts
/// forward, which are opened later.
fn in_order(select: Select<Entity>) -> Select<Entity> {
    beside_units(select)
        .order_by_asc(units::Column::Position)
        .order_by_asc(units::Column::Id)
        .order_by_asc(Column::Id)
}

fn read_state(code: &str) -> Result<CaseState, StoreError> {
    CaseState::from_code(code).ok_or_else(|| StoreError::unreadable("state of a case", code))
}

fn read_day(text: Option<&str>) -> Result<Option<Day>, StoreError> {
    let day = |text: &str| text.parse().map_err(|_| StoreError::unreadable("day", text));
    text.map(day).transpose()
}

impl TryFrom<Model> for Case {
    type Error = StoreError;
    fn try_from(row: Model) -> Result<Self, StoreError> {
        let state = read_state(&row.state)?;
        Ok(Self {
            id: CaseId(row.id),
            period: PeriodId(row.period_id),
            unit: UnitId(row.unit_id),
            applicant: row.applicant_id.map(ApplicantId),
            unit_type: row.unit_type,
            scheme: SchemeId(row.scheme_id),
            state,
            revision: row.revision,
            self_answered: numbers::read(row.self_answered),
            self_score: row.self_score,
            self_high: row.self_high,
            self_unconfirmed: numbers::read(row.self_unconfirmed),
            review_answered: numbers::read(row.review_answered),
            review_score: row.review_score,
            review_unconfirmed: numbers::read(row.review_unconfirmed),
            sums: None,
            awaits: row.awaits.map(SupplementId),
            submitted_at: row.submitted_at.map(Instant),
            signed_by: row.signed_by,
            closed_at: row.closed_at.map(Instant),
            updated_at: Instant(row.updated_at),
            fill_by: read_day(row.fill_by.as_deref())?,
            review_by: read_day(row.review_by.as_deref())?,
        })
    }
}
