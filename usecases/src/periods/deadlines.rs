//! 期限: the one place that says until when a case is waited for. What is finished has no deadline.

use domain::calendar::Day;
use domain::deadline::{Deadlines, late};
use domain::workflow::CaseState;
use store::cases::{Case, Tally};
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

/// What says until when a case is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waited {
    state: CaseState,
    /// It was submitted before.
    again: bool,
    /// Deadlines of its own, where its unit was given others than its period has.
    fill_by: Option<Day>,
    review_by: Option<Day>,
}

impl From<&Case> for Waited {
    fn from(case: &Case) -> Self {
        let Case { state, fill_by, review_by, .. } = *case;
        Self { state, again: case.submitted_at.is_some(), fill_by, review_by }
    }
}

impl Waited {
    /// The same for cases that were counted together.
    pub(crate) fn counted(tally: &Tally) -> impl Iterator<Item = Self> + use<> {
        let Tally { state, fill_by, review_by, .. } = *tally;
        let never = (tally.submitted < tally.cases).then_some(false);
        let before = (tally.submitted > 0).then_some(true);
        never.into_iter().chain(before).map(move |again| Self { state, again, fill_by, review_by })
    }

    fn awaited(self, period: &Period) -> Option<Day> {
        let days = Deadlines {
            fill_by: self.fill_by.unwrap_or(period.fill_by),
            review_by: self.review_by.unwrap_or(period.review_by),
        };
        days.awaited(self.state, self.again)
    }

    fn due(self, period: &Period, today: Day) -> Due {
        self.awaited(period).map_or_else(Due::default, |day| Due::on(day, today))
    }

    /// By how many 工作日 a unit is late with handing over what it has never submitted.
    pub(crate) fn overdue(self, period: &Period, today: Day) -> u32 {
        if self.again { 0 } else { self.due(period, today).late }
    }
}

/// Until when a case is waited for.
pub(crate) fn due(case: &Case, period: &Period, today: Day) -> Due {
    Waited::from(case).due(period, today)
}

/// By how many 工作日 a unit is late with handing over what it has never submitted.
pub(crate) fn overdue(case: &Case, period: &Period, today: Day) -> u32 {
    Waited::from(case).overdue(period, today)
}

/// What the period as a whole waits for: 自评 while any unit has not submitted, then 考核, then nothing.
/// `waited`: what its cases are waited for.
pub(crate) fn period_due(
    period: &Period,
    waited: impl IntoIterator<Item = Waited>,
    today: Day,
) -> (&'static str, Due) {
    let waited_for = waited.into_iter().filter_map(|waited| {
        let day = waited.awaited(period)?;
        let filling = !waited.again && matches!(waited.state, CaseState::Draft | CaseState::Signing);
        Some((!filling, day))
    });
    match waited_for.min() {
        None => ("", Due::default()),
        Some((false, day)) => ("自评", Due::on(day, today)),
        Some((true, day)) => ("考核", Due::on(day, today)),
    }
}
