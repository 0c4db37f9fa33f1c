//! 期限: the one place that says until when a case is waited for. What is finished has no deadline.

use domain::calendar::Day;
use domain::deadline::{Deadlines, late};
use domain::workflow::CaseState;
use store::cases::Case;
use store::periods::Period;

use crate::wording::until;

/// Until when somebody is waited for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Due {
    /// “截止2026年12月10日（还有14个工作日）”; empty where nobody is waited for.
    pub told: String,
    pub presses: bool,
    /// 工作日 it is late by, 0 while it is not.
    pub late: u32,
}

impl Due {
    pub(crate) fn on(day: Day, today: Day) -> Self {
        let (told, presses) = until(day, today);
        Self { told, presses, late: late(day, today) }
    }
}

/// The deadlines of a case: its own where its unit was given others.
fn deadlines(case: &Case, period: &Period) -> Deadlines {
    Deadlines {
        fill_by: case.fill_by.unwrap_or(period.fill_by),
        review_by: case.review_by.unwrap_or(period.review_by),
    }
}

/// Until when a case is waited for.
pub(crate) fn due(case: &Case, period: &Period, today: Day) -> Due {
    let awaited = deadlines(case, period).awaited(case.state, case.submitted_at.is_some());
    awaited.map_or_else(Due::default, |day| Due::on(day, today))
}

/// By how many 工作日 a unit is late with handing over what it has never submitted.
pub(crate) fn overdue(case: &Case, period: &Period, today: Day) -> u32 {
    match case.submitted_at {
        None => due(case, period, today).late,
        Some(_) => 0,
    }
}

/// What the period as a whole waits for: 自评 while any unit has not submitted, then 考核, then nothing.
/// `waited`: where its cases are, and whether they were submitted before.
pub(crate) fn period_due(
    period: &Period,
    waited: impl IntoIterator<Item = (CaseState, bool)>,
    today: Day,
) -> (&'static str, Due) {
    let days = Deadlines { fill_by: period.fill_by, review_by: period.review_by };
    let waited_for = waited.into_iter().filter_map(|(state, before)| {
        let day = days.awaited(state, before)?;
        let filling = !before && matches!(state, CaseState::Draft | CaseState::Signing);
        Some((!filling, day))
    });
    match waited_for.min() {
        None => ("", Due::default()),
        Some((false, day)) => ("自评", Due::on(day, today)),
        Some((true, day)) => ("考核", Due::on(day, today)),
    }
}
