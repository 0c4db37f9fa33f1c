//! The path of a case: a small enum of states, and which step leads where.
//!
//! ```text
//! 填报中 ──提交负责人──► 待签署 ──签署提交──► 考核中 ──办结──► 已办结 ──集体决定──► 已审定 ──公布──► 已公布
//!    ▲                    │  ▲                 │  ▲               │
//!    └────退回经办人──────┘  └──提交负责人──┐  │  └──重新考核─────┘
//!                                  退回补正 ◄┴─退回单项
//! ```

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// Where a case (创建申报) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// The unit fills its checklist.
    Draft,
    /// The unit's head is asked to sign.
    Signing,
    /// Signed and submitted; reviewers score.
    Reviewing,
    /// Single items are back with the unit.
    Returned,
    /// Every criterion is scored; waits for the decision.
    Reviewed,
    /// 党组 has decided.
    Decided,
    /// The result is public.
    Published,
}

impl CaseState {
    pub const ALL: [CaseState; 7] = [
        CaseState::Draft,
        CaseState::Signing,
        CaseState::Reviewing,
        CaseState::Returned,
        CaseState::Reviewed,
        CaseState::Decided,
        CaseState::Published,
    ];

    pub fn label(self) -> &'static str {
        match self {
            CaseState::Draft => "填报中",
            CaseState::Signing => "待签署",
            CaseState::Reviewing => "考核中",
            CaseState::Returned => "退回补正",
            CaseState::Reviewed => "已办结",
            CaseState::Decided => "已审定",
            CaseState::Published => "已公布",
        }
    }

    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            CaseState::Draft => "draft",
            CaseState::Signing => "signing",
            CaseState::Reviewing => "reviewing",
            CaseState::Returned => "returned",
            CaseState::Reviewed => "reviewed",
            CaseState::Decided => "decided",
            CaseState::Published => "published",
        }
    }

    pub fn from_code(code: &str) -> Option<CaseState> {
        CaseState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the unit has signed and submitted, at least once.
    pub fn submitted(self) -> bool {
        !matches!(self, CaseState::Draft | CaseState::Signing)
    }
}

/// What moves a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 经办人提交单位负责人
    HandOver,
    /// 单位负责人退回经办人
    SendBack,
    /// 单位负责人签署提交
    Sign,
    /// 考核人员退回单项
    ReturnItem,
    /// 考核人员办结
    Close,
    /// 决定前重新考核
    Reopen,
    /// 党组集体决定
    Decide,
    /// 公布结果
    Publish,
}

/// What a step looks at besides the state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Criteria the unit has not completely answered.
    pub unanswered: Vec<String>,
    /// Criteria no reviewer has scored.
    pub unreviewed: Vec<String>,
    /// Items that are back with the unit.
    pub returned: Vec<String>,
}

/// Where a step leads, and what must happen with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub state: CaseState,
    pub effect: Option<Effect>,
}

/// What else a step brings about, in the same transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The returned items count as corrected.
    SettleReturns,
}

/// Takes a step.
///
/// # Errors
/// [`Refusal::WrongState`] if it does not follow; [`Refusal::Incomplete`], [`Refusal::Unreviewed`] or
/// [`Refusal::ReturnsOpen`] if something is missing first.
pub fn advance(state: CaseState, step: Step, situation: &Situation) -> Result<Outcome, Refusal> {
    use CaseState::*;
    let to = |state| Ok(Outcome { state, effect: None });
    match (step, state) {
        (Step::HandOver, Draft | Returned) => {
            complete(situation)?;
            to(Signing)
        }
        (Step::SendBack, Signing) => to(if situation.returned.is_empty() { Draft } else { Returned }),
        (Step::Sign, Signing) => {
            complete(situation)?;
            Ok(Outcome { state: Reviewing, effect: Some(Effect::SettleReturns) })
        }
        (Step::ReturnItem, Reviewing | Returned) => to(Returned),
        (Step::Close, Reviewing) => {
            if !situation.returned.is_empty() {
                return Err(Refusal::ReturnsOpen { items: situation.returned.clone() });
            }
            if !situation.unreviewed.is_empty() {
                return Err(Refusal::Unreviewed { missing: situation.unreviewed.clone() });
            }
            to(Reviewed)
        }
        (Step::Close, Returned) => Err(Refusal::ReturnsOpen { items: situation.returned.clone() }),
        (Step::Reopen, Reviewed) => to(Reviewing),
        (Step::Decide, Reviewed) => to(Decided),
        (Step::Publish, Decided) => to(Published),
        _ => Err(Refusal::WrongState { now: state }),
    }
}

fn complete(situation: &Situation) -> Result<(), Refusal> {
    if situation.unanswered.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Incomplete { missing: situation.unanswered.clone() })
    }
}

/// Whether the unit may change its answer to a criterion of `item` now.
///
/// # Errors
/// [`Refusal::WrongState`] once handed over, [`Refusal::ItemNotReturned`] for the other items while some are returned.
pub fn unit_may_edit(state: CaseState, item: &str, returned: &[String]) -> Result<(), Refusal> {
    match state {
        CaseState::Draft => Ok(()),
        CaseState::Returned if returned.iter().any(|no| no == item) => Ok(()),
        CaseState::Returned => Err(Refusal::ItemNotReturned { item: item.to_owned() }),
        _ => Err(Refusal::WrongState { now: state }),
    }
}

/// Whether a reviewer may score now. While items are back with the unit, the others go on.
///
/// # Errors
/// [`Refusal::WrongState`].
pub fn reviewer_may_score(state: CaseState) -> Result<(), Refusal> {
    match state {
        CaseState::Reviewing | CaseState::Returned => Ok(()),
        _ => Err(Refusal::WrongState { now: state }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Step; 8] = [
        Step::HandOver,
        Step::SendBack,
        Step::Sign,
        Step::ReturnItem,
        Step::Close,
        Step::Reopen,
        Step::Decide,
        Step::Publish,
    ];

    /// The whole table: from each state, where each step leads when nothing is missing.
    #[test]
    fn the_table_of_steps() {
        let mut table = String::new();
        for state in CaseState::ALL {
            for step in STEPS {
                if let Ok(outcome) = advance(state, step, &Situation::default()) {
                    table.push_str(&format!("{} {step:?} {}\n", state.label(), outcome.state.label()));
                }
            }
        }
        assert_eq!(
            table,
            "填报中 HandOver 待签署\n\
             待签署 SendBack 填报中\n\
             待签署 Sign 考核中\n\
             考核中 ReturnItem 退回补正\n\
             考核中 Close 已办结\n\
             退回补正 HandOver 待签署\n\
             退回补正 ReturnItem 退回补正\n\
             已办结 Reopen 考核中\n\
             已办结 Decide 已审定\n\
             已审定 Publish 已公布\n"
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let situation = Situation {
            unanswered: vec!["2.1".into()],
            unreviewed: vec!["3.1".into()],
            returned: vec!["5".into()],
        };
        assert_eq!(
            advance(CaseState::Draft, Step::HandOver, &situation),
            Err(Refusal::Incomplete { missing: vec!["2.1".into()] })
        );
        assert_eq!(
            advance(CaseState::Reviewing, Step::Close, &Situation { returned: vec![], ..situation.clone() }),
            Err(Refusal::Unreviewed { missing: vec!["3.1".into()] })
        );
        assert_eq!(
            advance(CaseState::Returned, Step::Close, &situation),
            Err(Refusal::ReturnsOpen { items: vec!["5".into()] })
        );
        assert_eq!(
            advance(CaseState::Signing, Step::SendBack, &situation).map(|outcome| outcome.state),
            Ok(CaseState::Returned)
        );
    }

    #[test]
    fn only_returned_items_are_corrected() {
        let returned = vec!["5".to_owned()];
        assert!(unit_may_edit(CaseState::Draft, "1", &[]).is_ok());
        assert!(unit_may_edit(CaseState::Returned, "5", &returned).is_ok());
        assert!(unit_may_edit(CaseState::Returned, "1", &returned).is_err());
        assert!(unit_may_edit(CaseState::Reviewing, "5", &returned).is_err());
    }
}
