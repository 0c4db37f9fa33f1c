//! 等待他人办理: what the reader has handed on, and whose turn it is; what is in their own hand; what watchers can see.

use std::collections::{BTreeSet, HashSet};

use contract::frame::Todo;
use domain::policy::{Act, Place, Sight, authorise};
use domain::workflow::CaseState;
use store::cases::Case;
use store::periods::Period;
use store::{Tx, assignments, returns};

use super::Entered;
use crate::cases::Subjects;
use crate::periods::deadlines::due;
use crate::{Answered, House, OrFault};

impl House {
    /// What waits for somebody else after the reader has done their part: a case with its head, items with their unit.
    /// `cases`: those within the reader's reach.
    pub(super) async fn elsewhere(
        &self,
        tx: &Tx,
        at: &Entered,
        periods: &[Period],
        cases: &[Case],
    ) -> Answered<Vec<Todo>> {
        const WITH_OTHERS: [CaseState; 2] = [CaseState::Signing, CaseState::Returned];
        let waiting: Vec<Case> =
            cases.iter().filter(|case| WITH_OTHERS.contains(&case.state)).cloned().collect();
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        let subjects = Subjects::of(tx, &waiting).await?;
        let today = self.edge().now().day();
        let mut lines = Vec::new();
        for period in periods {
            let of_period: Vec<_> = waiting.iter().filter(|case| case.period == period.id).collect();
            let back = match of_period.is_empty() {
                true => Vec::new(),
                false => returns::open_of_period(tx, period.id).await.or_fault()?,
            };
            for case in of_period {
                let items: BTreeSet<_> =
                    back.iter().filter(|back| back.case == case.id).map(|back| back.item.as_str()).collect();
                let Some((verb, progress)) = handed_on(at, case, &Vec::from_iter(items).join("、")) else {
                    continue;
                };
                lines.push(Todo {
                    href: format!("{}/cases/{}", at.base(), case.id),
                    verb: verb.to_owned(),
                    about: format!("{}　{}", subjects.name(case), period.title),
                    progress,
                    until: due(case, period, today).told,
                    urgent: false,
                });
            }
        }
        Ok(lines)
    }

    /// What is in the reader's own hand comes before what others have in theirs, and says so.
    pub(super) async fn own_first(&self, tx: &Tx, at: &Entered, todos: &mut [Todo]) -> Answered<()> {
        if !at.member.ever_does(Act::ScoreCriteria) {
            return Ok(());
        }
        let mine = assignments::of_person(tx, at.member.person).await.or_fault()?;
        let mine: HashSet<_> =
            mine.into_iter().map(|one| format!("{}/cases/{}/review/1", at.base(), one.case)).collect();
        for todo in todos.iter_mut().filter(|todo| mine.contains(&todo.href)) {
            todo.progress = format!("分派给您，{}", todo.progress);
        }
        todos.sort_by_key(|todo| todo.href.ends_with("/review/1") && !mine.contains(&todo.href));
        Ok(())
    }
}

/// Whose turn it is, if it is not the reader's. `items`: what is back with the unit.
fn handed_on(at: &Entered, case: &Case, items: &str) -> Option<(&'static str, String)> {
    let may = |act| authorise(&at.actor, act, Place::unit(at.id(), case.unit)).is_ok();
    let scores = may(Act::ScoreCriteria);
    match case.state {
        CaseState::Signing if may(Act::SignAndSubmit) => None,
        CaseState::Signing if may(Act::HandOver) => {
            Some(("已提交，待负责人签署", "签署前可以撤回".to_owned()))
        }
        CaseState::Signing if scores && case.submitted_at.is_some() => {
            Some(("已退回，待单位改正", format!("第{items}项单位已提交，待其负责人签署")))
        }
        CaseState::Returned if scores => {
            Some(("已退回，待单位改正", format!("退回第{items}项，其余可以继续打分")))
        }
        _ => None,
    }
}

/// What somebody can see who has nothing to do here but to watch, and when.
pub(super) fn watching(at: &Entered) -> Option<String> {
    const DOING: [Act; 8] = [
        Act::FillIn,
        Act::SignAndSubmit,
        Act::ScoreCriteria,
        Act::DecideCollectively,
        Act::OpenPeriod,
        Act::Publish,
        Act::ManagePeople,
        Act::ViewSubordinates,
    ];
    let sight = at.member.sight(Act::ViewProgress)?;
    if DOING.into_iter().any(|act| at.member.ever_does(act)) {
        return None;
    }
    let units = if sight == Sight::Whole { "各单位" } else { "所联系单位" };
    let shown = match at.member.ever_does(Act::ViewCase) {
        true => "单位签署提交后，可以查看其自评、佐证材料和考核情况",
        false => "单位签署提交后显示自评得分，办结考核后显示考核得分",
    };
    Some(format!("您的岗位没有需要办理的事项。在“周期与进度”可以随时查看{units}的办理状态；{shown}。"))
}
