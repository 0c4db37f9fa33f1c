//! Looking a case up authorises: what comes back is the case together with the permit for what one wants to do.

use std::sync::Arc;

use domain::ids::CaseId;
use domain::policy::{Act, Permit};
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::workflow::CaseState;
use store::Tx;
use store::applicants::{self, Applicant};
use store::cases::{self, Case};
use store::periods::{self, Period};
use store::returns::{self, Return};
use store::units::{self, Unit};

use super::departments::{Blocks, fills, permit};
use super::subjects;
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

/// A case somebody may act on.
pub(crate) struct Opened {
    pub case: Case,
    pub unit: Unit,
    /// Whom the unit puts forward, if the case is not its own.
    pub applicant: Option<Applicant>,
    pub period: Period,
    pub rubric: Arc<Scheme>,
    /// What is back with the unit.
    pub returned: Vec<Return>,
    /// What the person fills for a department, if not the whole.
    pub blocks: Option<Blocks>,
    pub permit: Permit,
}

/// A case whose answers somebody may change, held until the transaction ends.
pub(crate) struct Held {
    pub case: Case,
    pub rubric: Arc<Scheme>,
    /// Numbers of the items that are back with the unit.
    pub returned: Vec<String>,
    /// What the person fills for a department, if not the whole.
    pub blocks: Option<Blocks>,
    pub permit: Permit,
}

impl Opened {
    /// Whose case it is: “测绘科”, “测绘科　李演一”.
    pub(crate) fn subject(&self) -> String {
        subjects::name(&self.unit.name, self.applicant.as_ref())
    }

    /// The period, the 单位类型 it is judged as, and a person's 职务: “2026年度　清廉学校”, “2026年度　清廉岗位（科员）”.
    pub(crate) fn period_title(&self) -> String {
        let mut title = self.period.title.clone();
        if let Some(unit_type) = self.rubric.unit_type(&self.case.unit_type) {
            title = format!("{title}　{}", unit_type.title);
        }
        match &self.applicant {
            Some(applicant) => format!("{title}（{}）", applicant.duty),
            None => title,
        }
    }

    /// # Errors
    /// [`Refusal::OtherDepartment`] if the person fills for a department, and not this criterion.
    pub(crate) fn fills(&self, criterion: &str) -> Answered<()> {
        fills(&self.rubric, self.blocks.as_ref(), criterion)
    }

    /// Whether somebody may read what is filled in: until it is signed and submitted, the unit alone.
    pub(crate) fn is_open_to(&self, at: &Entered) -> bool {
        is_open_to(&self.case, at)
    }

    /// # Errors
    /// [`Refusal::NotSubmitted`] as [`Self::is_open_to`].
    pub(crate) fn read_by(&self, at: &Entered) -> Answered<()> {
        if self.is_open_to(at) { Ok(()) } else { Err(Refusal::NotSubmitted { now: self.case.state }) }
    }

    /// Numbers of the items that are back with the unit.
    pub(crate) fn returned_items(&self) -> Vec<String> {
        self.returned.iter().map(|back| back.item.clone()).collect()
    }
}

impl Held {
    /// # Errors
    /// [`Refusal::OtherDepartment`] if the person fills for a department, and not this criterion.
    pub(crate) fn fills(&self, criterion: &str) -> Answered<()> {
        fills(&self.rubric, self.blocks.as_ref(), criterion)
    }
}

/// Whether what is filled in and what it comes to is shown to somebody: a draft that nobody has signed is its unit's own.
pub(crate) fn is_open_to(case: &Case, at: &Entered) -> bool {
    case.submitted_at.is_some() || at.member.belongs_to(case.unit)
}

impl House {
    /// Looks a case up for an act. A foreign case answers exactly like a missing one.
    pub(crate) async fn open_case(&self, tx: &Tx, at: &Entered, act: Act, id: CaseId) -> Answered<Opened> {
        let case = cases::find(tx, id).await.or_fault()?;
        self.opened(tx, at, act, case).await
    }

    /// Looks a case up to change it; until the transaction ends nobody else does.
    pub(crate) async fn hold_case(&self, tx: &Tx, at: &Entered, act: Act, id: CaseId) -> Answered<Opened> {
        let case = cases::find_to_change(tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let case = self.brought_over(tx, case).await?;
        self.opened(tx, at, act, Some(case)).await
    }

    /// Holds a case to change its answers: what only its page shows is not looked up.
    pub(crate) async fn hold_answers(&self, tx: &Tx, at: &Entered, act: Act, id: CaseId) -> Answered<Held> {
        let case = cases::find_to_change(tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let case = self.brought_over(tx, case).await?;
        let rubric = self.rubric_of(tx, &case).await?;
        let blocks = self.blocks_of(tx, at, case.unit, &rubric).await?;
        let permit = permit(at, act, case.unit, blocks.as_ref())?;
        let returned = match case.state {
            CaseState::Returned => returns::open_of_case(tx, case.id).await.or_fault()?,
            _ => Vec::new(),
        };
        let returned = returned.into_iter().map(|back| back.item).collect();
        Ok(Held { case, rubric, returned, blocks, permit })
    }

    async fn opened(&self, tx: &Tx, at: &Entered, act: Act, case: Option<Case>) -> Answered<Opened> {
        let case = case.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric_of(tx, &case).await?;
        let blocks = self.blocks_of(tx, at, case.unit, &rubric).await?;
        let permit = permit(at, act, case.unit, blocks.as_ref())?;
        let unit = units::find(tx, case.unit).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let unit = subjects::of_its_time(tx, &case, unit).await?;
        let applicant = match case.applicant {
            Some(id) => Some(applicants::find(tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?),
            None => None,
        };
        let period = periods::find(tx, case.period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let returned = match case.state {
            // Never submitted, so nothing can be back.
            CaseState::Draft => Vec::new(),
            _ => returns::open_of_case(tx, case.id).await.or_fault()?,
        };
        Ok(Opened { case, unit, applicant, period, rubric, returned, blocks, permit })
    }
}
