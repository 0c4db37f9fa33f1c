//! What is thin in a 自评, told before it is handed over: complete it is, but reviewers will ask.

use domain::points::Points;
use domain::scheme::{Role, Scheme};
use domain::scoring::{Answer, Answers, CriterionScore, Mark, ScoreSheet, StandardMark, VetoMark};
use store::evidence::Evidence;

/// Fewer characters than this explain nothing.
const FEW: usize = 5;

/// Criteria that claim something no file shows, neither on the criterion nor on a fact it names. What claims nothing
/// (不涉及, no such case, nothing left of its points) needs no file; 加减分 is told by itself.
pub(super) fn unevidenced(
    rubric: &Scheme,
    sheet: &ScoreSheet,
    own: &Answers,
    hung: &[Evidence],
) -> Vec<String> {
    let shown = |no: &str, answer: &Answer| {
        hung.iter().any(|file| match file.fact {
            None => file.criterion == no,
            Some(fact) => answer.entries().any(|entry| entry.fact == fact.to_string()),
        })
    };
    let bonus = |no: &str| {
        let of_bonus = rubric.sections.iter().filter(|section| section.role == Role::Bonus);
        of_bonus.flat_map(|section| section.all_criteria()).any(|criterion| criterion.no == no)
    };
    let bare = |line: &&CriterionScore| {
        let given = own.get(line.no.as_str());
        given.is_some_and(|answer| claims(line) && !shown(&line.no, answer)) && !bonus(&line.no)
    };
    sheet.criteria().filter(bare).map(|line| line.no.to_string()).collect()
}

/// Criteria whose 说明 says next to nothing although something is to be said: points given by hand, what was taken without
/// a fact that tells why, and what is met in part or not at all.
pub(super) fn terse(rubric: &Scheme, sheet: &ScoreSheet, own: &Answers) -> Vec<String> {
    let short = |line: &&CriterionScore| {
        let Some(answer) = own.get(line.no.as_str()) else { return false };
        let by_hand = || rubric.criterion(&line.no).is_some_and(|criterion| criterion.is_manual());
        let lost = || line.score < line.points && answer.entries().next().is_none();
        let wanting = || {
            let mark = line.mark.as_deref();
            matches!(mark, Some(Mark::Standard(StandardMark::Partly | StandardMark::Unmet)))
                || mark == Some(&Mark::Veto(VetoMark::Pending))
        };
        let to_be_said = line.complete && !line.not_applicable && (by_hand() || lost() || wanting());
        to_be_said && answer.remark.trim().chars().count() < FEW
    };
    sheet.criteria().filter(short).map(|line| line.no.to_string()).collect()
}

fn claims(line: &CriterionScore) -> bool {
    match line.mark.as_deref() {
        Some(Mark::Veto(mark)) => *mark == VetoMark::Excepted,
        Some(Mark::Standard(mark)) => matches!(mark, StandardMark::Met | StandardMark::Partly),
        Some(Mark::Grade { .. } | Mark::Recorded(_)) => true,
        Some(Mark::LeftTo(_)) => false,
        None => !line.not_applicable && line.score > Points::ZERO,
    }
}
