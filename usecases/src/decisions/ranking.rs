//! The ranked list the 党组 has before it.

use std::collections::HashMap;

use contract::decision::{DecidedLine, DecisionLine, RankedLine, Ranking};
use domain::ids::{CaseId, PeriodId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::{Criterion, Scheme};
use domain::scoring::Verdict;
use domain::workflow::CaseState;
use store::cases::{self, Case};
use store::{announcements, decisions, periods, results};

use super::quotas::{Kept, Standing};
use super::ranks;
use crate::cases::{BothSums, Subjects, points};
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// Closed reviews by score, what is still open, and what was decided before.
    pub async fn ranking(&self, at: &Entered, id: PeriodId) -> Answered<Ranking> {
        at.permit(Act::ViewProgress)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let period = periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric(&tx, period.scheme).await?;
        let of_period = cases::of_period(&tx, id).await.or_fault()?;
        let subjects = Subjects::of(&tx, &of_period).await?;
        let names: HashMap<_, _> = of_period.iter().map(|case| (case.id, subjects.name(case))).collect();
        let awards: HashMap<_, _> = of_period.iter().map(|case| (case.id, award(&rubric, case))).collect();
        let sums = self.sums_of(&tx, id, &of_period).await?;
        let standing = Standing::of(&tx, &rubric, id, &of_period).await?;
        let mut lines: Vec<_> = of_period
            .iter()
            .filter(|case| case.state == CaseState::Reviewed)
            .filter_map(|case| {
                let BothSums { own, review: judged } = sums.get(&case.id)?;
                Some(RankedLine {
                    quotas: standing.quotas_of(case.id),
                    case: case.id,
                    rank: 0,
                    tied: false,
                    award: awards[&case.id].clone(),
                    unit: names[&case.id].clone(),
                    own: own.score,
                    review: judged.score,
                    achievable: judged.achievable,
                    found: judged.reached.as_ref().map(|reached| reached.told()).unwrap_or_default(),
                    unfit: judged
                        .reached
                        .as_ref()
                        .is_some_and(|reached| reached.verdict == Some(Verdict::No)),
                })
            })
            .collect();
        rank(&rubric, &of_period, &mut lines);
        let mut recorded = Vec::new();
        for decision in decisions::of_period(&tx, id).await.or_fault()? {
            let published = announcements::of_decision(&tx, decision.id).await.or_fault()?;
            let mut rows = results::of_decision(&tx, decision.id).await.or_fault()?;
            rows.sort_by_key(|row| (list_of(&rubric, &of_period, row.case), row.rank));
            recorded.push(DecisionLine {
                id: decision.id,
                meeting: decision.meeting,
                held_on: decision.held_on.to_string(),
                present: decision.present,
                minutes: decision.minutes,
                note: decision.note,
                by: decision.by_name,
                places: Kept::read(&decision.places)?.iter().map(Kept::sentence).collect(),
                results: rows
                    .into_iter()
                    .map(|row| DecidedLine {
                        rank: row.rank,
                        tied: row.tied,
                        award: awards.get(&row.case).cloned().unwrap_or_default(),
                        unit: names.get(&row.case).cloned().unwrap_or_default(),
                        score: points(&row.score),
                        achievable: points(&row.achievable),
                        outcome: row.outcome,
                    })
                    .collect(),
                published: published.map(|announcement| announcement.number),
            });
        }
        Ok(Ranking {
            ranked: rubric.criteria().any(Criterion::is_scored),
            period: id,
            title: period.title,
            decided_by: rubric.outcome.decided_by.clone(),
            options: rubric.outcome.options.clone(),
            lines,
            open: of_period
                .iter()
                .filter(|case| case.state < CaseState::Reviewed)
                .map(|case| names[&case.id].clone())
                .collect(),
            places: standing.lines(),
            targets: standing.targets(&tx).await?,
            decisions: recorded,
        })
    }
}

/// What it is judged for: the title of its 单位类型; empty where the scheme has none.
fn award(rubric: &Scheme, case: &Case) -> String {
    rubric.unit_type(&case.unit_type).map(|known| known.title.clone()).unwrap_or_default()
}

/// The list a case is ranked on.
fn list_of(rubric: &Scheme, cases: &[Case], case: CaseId) -> Option<usize> {
    rubric.list_of(&cases.iter().find(|known| known.id == case)?.unit_type)
}

/// Orders the lines list by list, each by its share of the points: rubrics differ by 单位类型, and for one rubric that is
/// the order of the points. What is equal stays in the order of all lists.
fn rank(rubric: &Scheme, cases: &[Case], lines: &mut [RankedLine]) {
    let rate = |line: &RankedLine| line.review.checked_div(line.achievable).unwrap_or_default();
    lines.sort_by_cached_key(|line| (list_of(rubric, cases, line.case), std::cmp::Reverse(rate(line))));
    let lists =
        lines.chunk_by_mut(|one, next| list_of(rubric, cases, one.case) == list_of(rubric, cases, next.case));
    for list in lists {
        let scores: Vec<_> = list.iter().map(rate).collect();
        for (line, (rank, tied)) in list.iter_mut().zip(ranks(&scores)) {
            (line.rank, line.tied) = (rank, tied);
        }
    }
}
