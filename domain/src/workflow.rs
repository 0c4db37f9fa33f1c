//! The path of a case: a small enum of states, and which step leads where.
//!
//! ```text
//! 已撤回 ◄─撤回、重新推荐─► 填报中、退回补正 (persons and families; units that leave a period and come back)
//!
//! 填报中 ──提交负责人──► 待签署 ──签署提交──► 考核中 ──办结──► 已办结 ──集体决定──► 已审定 ──公布──► 已公布
//!    ▲                    │  ▲ ▲               │  ▲               │
//!    └退回经办人、撤回提交┘  │ └──撤回签署─────┤  └──重新考核─────┘
//!                            └──提交负责人──┐  │
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
    /// The unit no longer puts the person or family forward, or has left the period itself; nothing is asked for any more.
    Withdrawn,
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
    pub const ALL: [CaseState; 8] = [
        CaseState::Withdrawn,
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
            CaseState::Withdrawn => "已撤回",
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
            CaseState::Withdrawn => "withdrawn",
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
        !matches!(self, CaseState::Withdrawn | CaseState::Draft | CaseState::Signing)
    }
}

/// What moves a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 经办人提交单位负责人
    HandOver,
    /// 单位负责人退回经办人
    SendBack,
    /// 经办人撤回提交, before it is signed
    TakeBack,
    /// 单位负责人签署提交
    Sign,
    /// 单位负责人撤回签署, before the review has begun
    Recall,
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
    /// 启用补充版: from now on the case follows a newer version of its scheme
    Supplement,
    /// 撤回推荐, while the case is in the unit's hands
    Withdraw,
    /// 重新推荐; a unit that left a period comes back
    Renew,
    /// 退出周期: the unit ended, or the period was cancelled, before anything was decided
    Leave,
}

/// What a step looks at besides the state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Criteria the unit has not completely answered; that a second person is missing is told apart.
    pub unanswered: Vec<String>,
    /// Criteria no reviewer has scored; that a second person is missing is told apart.
    pub unreviewed: Vec<String>,
    /// Criteria the unit can change that a supplementary version changed after they were answered.
    pub own_unlooked: Vec<String>,
    /// Criteria that a supplementary version changed after they were scored.
    pub review_unlooked: Vec<String>,
    /// Criteria of 自评 with a discretionary value that waits for a second person.
    pub own_unconfirmed: Vec<String>,
    /// The same of 考核.
    pub review_unconfirmed: Vec<String>,
    /// Items that are back with the unit.
    pub returned: Vec<String>,
    /// Whether a reviewer has done anything to the case.
    pub review_begun: bool,
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
/// [`Refusal::WrongState`] if it does not follow; [`Refusal::Incomplete`], [`Refusal::Unreviewed`],
/// [`Refusal::Unlooked`], [`Refusal::Unconfirmed`] or [`Refusal::ReturnsOpen`] if something is missing first;
/// [`Refusal::ReviewBegun`] if it is too late.
pub fn advance(state: CaseState, step: Step, situation: &Situation) -> Result<Outcome, Refusal> {
    use CaseState::*;
    let to = |state| Ok(Outcome { state, effect: None });
    match (step, state) {
        (Step::HandOver, Draft | Returned) => {
            complete(situation)?;
            looked_at(&situation.own_unlooked)?;
            to(Signing)
        }
        (Step::SendBack | Step::TakeBack, Signing) => {
            to(if situation.returned.is_empty() { Draft } else { Returned })
        }
        (Step::Sign, Signing) => {
            complete(situation)?;
            looked_at(&situation.own_unlooked)?;
            confirmed(&situation.own_unconfirmed)?;
            Ok(Outcome { state: Reviewing, effect: Some(Effect::SettleReturns) })
        }
        (Step::Recall, Reviewing) if situation.review_begun => Err(Refusal::ReviewBegun),
        (Step::Recall, Reviewing) => to(Signing),
        (Step::ReturnItem, Reviewing | Returned) => to(Returned),
        (Step::Close, Reviewing) => {
            if !situation.returned.is_empty() {
                return Err(Refusal::ReturnsOpen { items: situation.returned.clone() });
            }
            if !situation.unreviewed.is_empty() {
                return Err(Refusal::Unreviewed { missing: situation.unreviewed.clone() });
            }
            looked_at(&situation.review_unlooked)?;
            confirmed(&situation.review_unconfirmed)?;
            to(Reviewed)
        }
        (Step::Close, Returned) => Err(Refusal::ReturnsOpen { items: situation.returned.clone() }),
        (Step::Reopen, Reviewed) => to(Reviewing),
        (Step::Decide, Reviewed) => to(Decided),
        (Step::Publish, Decided) => to(Published),
        (Step::Supplement, Decided | Published) => Err(Refusal::WrongState { now: state }),
        (Step::Supplement, _) => to(supplemented(state, situation)),
        (Step::Withdraw, Draft | Signing | Returned) => to(Withdrawn),
        (Step::Leave, Draft | Signing | Returned | Reviewing | Reviewed) => to(Withdrawn),
        // What was back with the unit when it was withdrawn is still all that may be changed.
        (Step::Renew, Withdrawn) => to(if situation.returned.is_empty() { Draft } else { Returned }),
        _ => Err(Refusal::WrongState { now: state }),
    }
}

/// What a supplementary version makes of an open case. What is still as it should be stays where it is; what the unit has to
/// give anew (in `returned`, once it has submitted) goes back to it, and what was scored is looked at again.
fn supplemented(state: CaseState, situation: &Situation) -> CaseState {
    use CaseState::*;
    let Situation { unanswered, unreviewed, own_unlooked, review_unlooked, returned, .. } = situation;
    match state {
        // Nobody signs what changed under their hands.
        Signing if unanswered.is_empty() && own_unlooked.is_empty() => Signing,
        Signing if returned.is_empty() => Draft,
        Reviewing | Returned | Reviewed | Signing if !returned.is_empty() => Returned,
        Reviewed if !unreviewed.is_empty() || !review_unlooked.is_empty() => Reviewing,
        other => other,
    }
}

fn looked_at(unlooked: &[String]) -> Result<(), Refusal> {
    if unlooked.is_empty() { Ok(()) } else { Err(Refusal::Unlooked { criteria: unlooked.to_vec() }) }
}

/// The unit's second person may be its head, who sees the whole before signing: what waits may be handed over, not signed.
fn confirmed(waiting: &[String]) -> Result<(), Refusal> {
    if waiting.is_empty() { Ok(()) } else { Err(Refusal::Unconfirmed { criteria: waiting.to_vec() }) }
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

/// Whether a discretionary value of 自评 in `item` may be confirmed now: while it can be changed, and while it waits for the
/// signature.
///
/// # Errors
/// As [`unit_may_edit`].
pub fn unit_may_confirm(state: CaseState, item: &str, returned: &[String]) -> Result<(), Refusal> {
    match state {
        CaseState::Signing => Ok(()),
        _ => unit_may_edit(state, item, returned),
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

    const STEPS: [Step; 14] = [
        Step::HandOver,
        Step::SendBack,
        Step::TakeBack,
        Step::Sign,
        Step::Recall,
        Step::ReturnItem,
        Step::Close,
        Step::Reopen,
        Step::Decide,
        Step::Publish,
        Step::Supplement,
        Step::Withdraw,
        Step::Renew,
        Step::Leave,
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
            "已撤回 Supplement 已撤回\n\
             已撤回 Renew 填报中\n\
             填报中 HandOver 待签署\n\
             填报中 Supplement 填报中\n\
             填报中 Withdraw 已撤回\n\
             填报中 Leave 已撤回\n\
             待签署 SendBack 填报中\n\
             待签署 TakeBack 填报中\n\
             待签署 Sign 考核中\n\
             待签署 Supplement 待签署\n\
             待签署 Withdraw 已撤回\n\
             待签署 Leave 已撤回\n\
             考核中 Recall 待签署\n\
             考核中 ReturnItem 退回补正\n\
             考核中 Close 已办结\n\
             考核中 Supplement 考核中\n\
             考核中 Leave 已撤回\n\
             退回补正 HandOver 待签署\n\
             退回补正 ReturnItem 退回补正\n\
             退回补正 Supplement 退回补正\n\
             退回补正 Withdraw 已撤回\n\
             退回补正 Leave 已撤回\n\
             已办结 Reopen 考核中\n\
             已办结 Decide 已审定\n\
             已办结 Supplement 已办结\n\
             已办结 Leave 已撤回\n\
             已审定 Publish 已公布\n"
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let situation = Situation {
            unanswered: vec!["2.1".into()],
            unreviewed: vec!["3.1".into()],
            returned: vec!["5".into()],
            ..Situation::default()
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
        assert_eq!(
            advance(CaseState::Withdrawn, Step::Renew, &situation).map(|outcome| outcome.state),
            Ok(CaseState::Returned)
        );
    }

    /// What was handed over comes back as it was; once the review has begun, it does not.
    #[test]
    fn what_was_handed_over_can_be_taken_back() {
        let back = Situation { returned: vec!["5".into()], ..Situation::default() };
        let leads = |state, step, situation: &Situation| advance(state, step, situation).map(|to| to.state);
        assert_eq!(leads(CaseState::Signing, Step::TakeBack, &back), Ok(CaseState::Returned));
        let begun = Situation { review_begun: true, ..Situation::default() };
        assert_eq!(leads(CaseState::Reviewing, Step::Recall, &begun), Err(Refusal::ReviewBegun));
        assert_eq!(leads(CaseState::Signing, Step::TakeBack, &begun), Ok(CaseState::Draft));
    }

    /// A supplementary version: what is missing or changed decides where an open case goes on.
    #[test]
    fn a_supplement_sends_a_case_where_the_work_is() {
        use CaseState::*;
        let one = || vec!["2.1".to_owned()];
        let nothing = Situation::default;
        let unanswered = || Situation { unanswered: one(), ..nothing() };
        let own_unlooked = || Situation { own_unlooked: one(), ..nothing() };
        let review_unlooked = || Situation { review_unlooked: one(), ..nothing() };
        let back = || Situation { returned: vec!["2".into()], ..unanswered() };
        for (state, situation, then) in [
            (Draft, unanswered(), Draft),
            (Signing, unanswered(), Draft),
            (Signing, own_unlooked(), Draft),
            (Signing, review_unlooked(), Signing),
            (Signing, back(), Returned),
            (Reviewing, review_unlooked(), Reviewing),
            (Reviewing, back(), Returned),
            (Returned, back(), Returned),
            (Reviewed, review_unlooked(), Reviewing),
            (Reviewed, Situation { unreviewed: one(), ..nothing() }, Reviewing),
            (Reviewed, own_unlooked(), Reviewed),
            (Reviewed, back(), Returned),
        ] {
            let outcome = advance(state, Step::Supplement, &situation).map(|outcome| outcome.state);
            assert_eq!(outcome, Ok(then), "{state:?} {situation:?}");
        }
        for decided in [Decided, Published] {
            let refused = Err(Refusal::WrongState { now: decided });
            assert_eq!(advance(decided, Step::Supplement, &nothing()), refused);
        }
    }

    #[test]
    fn what_changed_is_looked_at_before_it_goes_on() {
        let situation = Situation {
            own_unlooked: vec!["2.1".into()],
            review_unlooked: vec!["3.1".into()],
            ..Situation::default()
        };
        let unlooked = |no: &str| Err(Refusal::Unlooked { criteria: vec![no.to_owned()] });
        assert_eq!(advance(CaseState::Draft, Step::HandOver, &situation), unlooked("2.1"));
        assert_eq!(advance(CaseState::Signing, Step::Sign, &situation), unlooked("2.1"));
        assert_eq!(advance(CaseState::Reviewing, Step::Close, &situation), unlooked("3.1"));
    }

    /// Only the second person is missing: handed over it may be, signed or closed it may not.
    #[test]
    fn what_waits_for_a_second_person_is_not_signed_and_not_closed() {
        let one = || vec!["6.1".to_owned()];
        let unconfirmed = || Err(Refusal::Unconfirmed { criteria: one() });
        let own = Situation { own_unconfirmed: one(), ..Situation::default() };
        let review = Situation { review_unconfirmed: one(), ..Situation::default() };
        let leads = |state, step, situation: &Situation| advance(state, step, situation).map(|to| to.state);
        assert_eq!(leads(CaseState::Draft, Step::HandOver, &own), Ok(CaseState::Signing));
        assert_eq!(leads(CaseState::Signing, Step::Sign, &own), unconfirmed());
        assert_eq!(leads(CaseState::Reviewing, Step::Close, &review), unconfirmed());
        // What the one layer waits for is not the other's business.
        assert_eq!(leads(CaseState::Signing, Step::Sign, &review), Ok(CaseState::Reviewing));
        assert_eq!(leads(CaseState::Reviewing, Step::Close, &own), Ok(CaseState::Reviewed));
        let returned = vec!["5".to_owned()];
        assert!(unit_may_confirm(CaseState::Draft, "1", &[]).is_ok());
        assert!(unit_may_confirm(CaseState::Signing, "1", &returned).is_ok());
        assert!(unit_may_confirm(CaseState::Returned, "5", &returned).is_ok());
        assert!(unit_may_confirm(CaseState::Returned, "1", &returned).is_err());
        assert!(unit_may_confirm(CaseState::Reviewing, "1", &[]).is_err());
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
