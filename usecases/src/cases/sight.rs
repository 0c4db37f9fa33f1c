//! What of 考核 a reader of a case is shown. The page and its print, the checklist, the register and the time line all ask
//! here, so that none of them tells what another hides.

use domain::policy::{Act, Place, authorise};
use domain::workflow::CaseState;
use store::cases::Case;
use store::journal::Entry;

use crate::desks::Entered;

/// How far somebody sees into 考核 of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReviewSight {
    /// They watch the unit from above: reviewers, officers, the 党组.
    pub watches: bool,
    published: bool,
    submitted: bool,
}

impl ReviewSight {
    pub(crate) fn of(at: &Entered, case: &Case) -> Self {
        Self {
            watches: authorise(&at.actor, Act::ViewProgress, Place::unit(at.id(), case.unit)).is_ok(),
            published: case.state == CaseState::Published,
            submitted: case.state.submitted(),
        }
    }

    /// What other sources came to, what was decided, who scored what: the unit once the result is published.
    pub(crate) fn whole(self) -> bool {
        self.watches || self.published
    }

    /// The scores and their reasons, once there can be any.
    pub(crate) fn review(self) -> bool {
        self.whole() && self.submitted
    }

    /// What the time line tells of an entry; `None` if nothing. Before the result is published the unit reads that its case
    /// was closed or opened again, and neither why, nor who scored, entered, registered or confirmed what, nor what was
    /// decided.
    pub(crate) fn told(self, entry: Entry) -> Option<Entry> {
        if self.whole() {
            return Some(entry);
        }
        let up_to = |mark: &str| entry.summary.find(mark).unwrap_or(entry.summary.len());
        let kept = match Act::from_code(&entry.act) {
            Some(Act::ScoreCriteria | Act::ConfirmReview | Act::DecideCollectively) => return None,
            Some(Act::CloseCase) => up_to("："),
            Some(Act::Supplement) => up_to(OF_REVIEW),
            _ => entry.summary.len(),
        };
        let summary = entry.summary[..kept].to_owned();
        Some(Entry { summary, ..entry })
    }
}

/// How the entry of a supplement begins to tell of 考核.
pub(crate) const OF_REVIEW: &str = "；考核第";

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Instant;
    use domain::ids::EntryId;
    use uuid::Uuid;

    #[test]
    fn the_unit_reads_of_its_own_acts_and_of_steps_alone() {
        let entry = |act: Act, summary: &str| Entry {
            id: EntryId(Uuid::nil()),
            case: None,
            seq: 1,
            act: act.code().to_owned(),
            person: None,
            signature: String::new(),
            at: Instant(0),
            summary: summary.to_owned(),
        };
        let hidden = ReviewSight { watches: false, published: false, submitted: true };
        for (act, summary, told) in [
            (Act::FillIn, "保存第1.1条", Some("保存第1.1条")),
            (Act::ConfirmOwn, "确认第6.1条酌情分", Some("确认第6.1条酌情分")),
            (Act::ReturnItems, "退回第2项：请补充", Some("退回第2项：请补充")),
            (Act::ScoreCriteria, "登记其他来源得分：“民意”91分", None),
            (Act::ScoreCriteria, "登记事实", None),
            (Act::ScoreCriteria, "保存第1.1条", None),
            (Act::ConfirmReview, "确认第6.1条酌情分", None),
            (Act::DecideCollectively, "研究决定：评定为清廉机关", None),
            (Act::CloseCase, "重新考核：漏看一项", Some("重新考核")),
            (Act::CloseCase, "办结考核", Some("办结考核")),
            (
                Act::Supplement,
                "启用补充版；自评第6.1条酌情分须重新确认；考核第6.2条酌情分须重新确认",
                Some("启用补充版；自评第6.1条酌情分须重新确认"),
            ),
        ] {
            assert_eq!(
                hidden.told(entry(act, summary)).map(|entry| entry.summary).as_deref(),
                told,
                "{summary}"
            );
            for sight in [ReviewSight { watches: true, ..hidden }, ReviewSight { published: true, ..hidden }]
            {
                assert_eq!(sight.told(entry(act, summary)), Some(entry(act, summary)));
            }
        }
        assert!(!hidden.review() && !ReviewSight { watches: true, submitted: false, ..hidden }.review());
    }
}
