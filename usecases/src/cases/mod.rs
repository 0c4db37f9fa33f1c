//! 创建申报: filling, handing over, signing, scoring, returning, closing.

mod agree_to_all;
mod checklist;
mod confirm;
mod departments;
mod facts;
mod known;
mod known_rows;
mod known_sums;
mod lookup;
mod next_case;
mod page;
mod renewed_sums;
mod return_item;
mod rewritten;
mod save_answer;
mod save_section;
mod seen;
mod sheets;
pub(crate) mod sight;
mod since;
mod situation;
mod sources;
mod steps;
mod subjects;
mod sums;
mod thin;

use std::collections::BTreeMap;

use domain::points::Points;
use domain::refusal::Refusal;
use domain::scheme::{Criterion, Scheme};
use domain::scoring::{
    Answer, Answers, Circumstances, Mark, ScoreSheet, VetoMark, score_criterion, score_in,
};
use store::Tx;
use store::answers::{self, AnswerRow, Layer};
use store::cases::Case;

use crate::fault::OrFault;
pub(crate) use departments::Blocks;
pub(crate) use facts::Registers;
pub(crate) use known::{Known, KnownCases};
pub(crate) use known_rows::KnownRows;
pub(crate) use known_sums::KnownSums;
pub(crate) use lookup::{Opened, is_open_to};
pub(crate) use rewritten::Supplements;
pub(crate) use save_answer::{meant, summarise};
pub(crate) use situation::situation;
pub(crate) use subjects::Subjects;
pub(crate) use sums::BothSums;

/// A stored score.
pub(crate) fn points(text: &str) -> Points {
    Points::from_exact(text).unwrap_or(Points::ZERO)
}

/// A stored answer.
pub(crate) fn read_answer(row: &AnswerRow) -> Result<Answer, Refusal> {
    serde_json::from_str(&row.content).or_fault()
}

/// The sums of a case nobody has begun.
pub(crate) fn begin(case: &mut Case, rubric: &Scheme) -> Result<(), Refusal> {
    let (nothing, unknown) = (Answers::new(), Circumstances::default());
    let own = own_sheet(rubric, &nothing, &unknown)?;
    case.self_score = own.score.exact();
    case.self_high = own.range.high.exact();
    case.review_score = review_sheet(rubric, &own, &nothing, &unknown)?.score.exact();
    Ok(())
}

/// The answers of one layer of a case.
pub(crate) async fn answers_of(tx: &Tx, case: domain::ids::CaseId, layer: Layer) -> Result<Answers, Refusal> {
    let rows = answers::of_case(tx, case, layer).await.or_fault()?;
    rows.iter().map(|row| Ok((row.criterion.clone(), read_answer(row)?))).collect()
}

/// The explained sheet. What was answered under an older version and does not fit any more counts as not given.
pub(crate) fn sheet(
    rubric: &Scheme,
    answers: &Answers,
    circumstances: &Circumstances,
) -> Result<ScoreSheet, Refusal> {
    score_in(rubric, answers, circumstances)
        .or_else(|_| score_in(rubric, &fitting(rubric, answers, circumstances), circumstances))
        .map_err(|problem| problem.refusal(rubric))
}

/// The unit's own sheet. Figures of other sources, which it may not know yet, do not count in it; what weighs 自评 takes it.
pub(crate) fn own_sheet(
    rubric: &Scheme,
    answers: &Answers,
    circumstances: &Circumstances,
) -> Result<ScoreSheet, Refusal> {
    sheet(rubric, answers, &of_unit(circumstances))
}

/// What the unit's own answers depend on.
pub(crate) fn of_unit(circumstances: &Circumstances) -> Circumstances {
    Circumstances { sources: BTreeMap::new(), self_assessment: true, ..circumstances.clone() }
}

/// How many criteria somebody has to say something about: the unit while it fills in, the reviewers afterwards.
pub(crate) fn asked(rubric: &Scheme, layer: Layer) -> u32 {
    let theirs = |criterion: &&Criterion| layer == Layer::Review || criterion.left_to().is_none();
    u32::try_from(rubric.criteria().filter(theirs).count()).unwrap_or(u32::MAX)
}

/// The reviewers' sheet. Where 自评 is among what is weighed, it counts as the unit's own sheet has it.
pub(crate) fn review_sheet(
    rubric: &Scheme,
    own: &ScoreSheet,
    answers: &Answers,
    circumstances: &Circumstances,
) -> Result<ScoreSheet, Refusal> {
    match own_figure(rubric, own) {
        None => sheet(rubric, answers, circumstances),
        Some((source, figure)) => {
            let mut with_own = circumstances.clone();
            with_own.sources.insert(source, figure);
            sheet(rubric, answers, &with_own)
        }
    }
}

/// What 自评 counts with among the weighted sources, if it is weighed and nothing of it is open.
pub(crate) fn own_figure(rubric: &Scheme, own: &ScoreSheet) -> Option<(String, Points)> {
    let source = rubric.own_source()?;
    let whole = own.before_weights(rubric).filter(|whole| whole.low == whole.high)?;
    Some((source.id.clone(), whole.low))
}

/// The answers that fit a rubric as they are; the others would have to be given anew.
pub(crate) fn fitting(rubric: &Scheme, given: &Answers, circumstances: &Circumstances) -> Answers {
    let fits = |no: &str, answer| {
        rubric
            .criterion(no)
            .is_some_and(|criterion| score_criterion(rubric, criterion, Some(answer), circumstances).is_ok())
    };
    let fitting = given.iter().filter(|(no, answer)| fits(no, answer));
    fitting.map(|(no, answer)| (no.clone(), answer.clone())).collect()
}

/// Criteria the unit has not completely answered.
pub(crate) fn unanswered(sheet: &ScoreSheet) -> Vec<String> {
    sheet.criteria().filter(|line| !line.complete).map(|line| line.no.to_string()).collect()
}

/// Criteria without a finished review: not completely scored, still being looked into (a unit may hand over what others have
/// to find out), or different from 自评 without a reason.
pub(crate) fn unreviewed(own: &ScoreSheet, review: &ScoreSheet, given: &Answers) -> Vec<String> {
    review
        .criteria()
        .zip(own.criteria())
        .filter(|(line, stated)| {
            let reasoned = given.get(line.no.as_str()).is_some_and(|answer| !answer.remark.trim().is_empty());
            let looked_into = line.mark.as_deref() == Some(&Mark::Veto(VetoMark::Pending));
            !line.complete || looked_into || (!line.says_the_same(stated) && !reasoned)
        })
        .map(|(line, _)| line.no.to_string())
        .collect()
}
