//! 期限: until when a case is waited for.

use crate::calendar::Day;
use crate::workflow::CaseState;

/// The days by which a case has to be filled in and reviewed, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    pub fill_by: Day,
    pub review_by: Day,
}

impl Deadlines {
    /// The day by which whoever has the case must be done with it; none once nobody is waited for. What was submitted
    /// before and is back with the unit belongs to the review.
    pub fn awaited(self, state: CaseState, submitted_before: bool) -> Option<Day> {
        match state {
            CaseState::Draft | CaseState::Signing if !submitted_before => Some(self.fill_by),
            CaseState::Draft | CaseState::Signing | CaseState::Reviewing | CaseState::Returned => {
                Some(self.review_by)
            }
            CaseState::Withdrawn | CaseState::Reviewed | CaseState::Decided | CaseState::Published => None,
        }
    }
}

/// By how many 工作日 a day that has passed was missed; 0 while it has not. On whatever day of a weekend after it, it
/// is missed by at least one.
pub fn late(deadline: Day, today: Day) -> u32 {
    if today > deadline { deadline.working_days_until(today).max(1) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect(text)
    }

    #[test]
    fn only_what_is_waited_for_has_a_deadline() {
        let days = Deadlines { fill_by: day("2026-12-10"), review_by: day("2026-12-25") };
        let told = |state, before| days.awaited(state, before).map(|day| day.short());
        for (state, first, again) in [
            (CaseState::Withdrawn, None, None),
            (CaseState::Draft, Some("12月10日"), Some("12月25日")),
            (CaseState::Signing, Some("12月10日"), Some("12月25日")),
            (CaseState::Reviewing, Some("12月25日"), Some("12月25日")),
            (CaseState::Returned, Some("12月25日"), Some("12月25日")),
            (CaseState::Reviewed, None, None),
            (CaseState::Decided, None, None),
            (CaseState::Published, None, None),
        ] {
            assert_eq!(told(state, false).as_deref(), first, "{state:?}");
            assert_eq!(told(state, true).as_deref(), again, "{state:?}");
        }
    }

    #[test]
    fn who_is_late_is_late_by_a_day_at_least() {
        // A Thursday, the Friday after it, a Saturday after a Friday.
        for (deadline, today, late_by) in [
            ("2026-12-10", "2026-12-10", 0),
            ("2026-12-10", "2026-12-11", 1),
            ("2026-12-11", "2026-12-12", 1),
            ("2026-12-11", "2026-12-14", 1),
            ("2026-12-10", "2026-12-18", 6),
        ] {
            assert_eq!(late(day(deadline), day(today)), late_by, "{today}");
        }
    }
}
