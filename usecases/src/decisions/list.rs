//! One list: those before the meeting, ranked among all of their kind, and what is proposed for each.

use std::collections::HashMap;

use domain::column::{Column, Rates};
use domain::deciding::{Candidate, Computed, ranked_by, ranks};
use domain::ids::CaseId;
use domain::points::Points;
use domain::scheme::{Criterion, Scheme};
use domain::scoring::Sums;
use store::cases::Case;
use store::results::ResultRow;

use crate::cases::points;

/// On which list a case is ranked; all on one where the scheme has no 单位类型.
pub(crate) fn list_of(rubric: &Scheme, unit_type: &str) -> u32 {
    rubric.list_of(unit_type).and_then(|place| u32::try_from(place).ok()).unwrap_or_default()
}

/// What it is judged for: the title of its 单位类型; empty where the scheme has none.
pub(crate) fn award(rubric: &Scheme, unit_type: &str) -> String {
    rubric.unit_type(unit_type).map(|known| known.title.clone()).unwrap_or_default()
}

/// Whether points are counted, with a maximum or without.
pub(crate) fn counts(rubric: &Scheme) -> bool {
    !rubric.sources.is_empty() || rubric.criteria().any(Criterion::is_scored)
}

/// A case before the meeting. `rubric`: what of the scheme applies to it; `scheme`: the whole.
pub(super) fn candidate(
    scheme: &Scheme,
    rubric: &Scheme,
    case: &Case,
    review: &Sums,
    quotas: Vec<u32>,
) -> Candidate {
    Candidate {
        list: list_of(scheme, &case.unit_type),
        by: counts(rubric).then(|| ranked_by(review.score, review.achievable)),
        computed: Computed::of(&scheme.outcome, review.reached.as_deref()),
        quotas,
    }
}

/// What decided cases are ranked by.
pub(crate) fn decided_by(row: &ResultRow) -> Points {
    ranked_by(points(&row.score), points(&row.achievable))
}

/// (rank, tied) of every case, list by list.
pub(crate) fn ranked(figures: &[(CaseId, u32, Points)]) -> HashMap<CaseId, (u32, bool)> {
    let mut all = HashMap::new();
    let mut lists: HashMap<u32, Vec<(CaseId, Points)>> = HashMap::new();
    for (case, list, by) in figures {
        lists.entry(*list).or_default().push((*case, *by));
    }
    for list in lists.into_values() {
        let by: Vec<_> = list.iter().map(|(_, by)| *by).collect();
        all.extend(list.iter().map(|(case, _)| *case).zip(ranks(&by)));
    }
    all
}

/// How the figures of some cases are written beside each other: what ranks, or reaches a 等次, can be told apart.
pub(crate) struct Written {
    points: Column,
    rates: Rates,
}

impl Written {
    /// By (score, achievable) of each.
    pub(crate) fn of(scheme: &Scheme, figures: &[(Points, Points)]) -> Written {
        let limits = scheme.outcome.bands.iter().map(|band| band.from).chain(scheme.outcome.pass);
        let rates = figures.iter().filter_map(|(score, most)| score.checked_div(*most));
        Written {
            points: Column::of(figures.iter().map(|(score, _)| *score), limits),
            rates: Rates::of(rates),
        }
    }

    pub(crate) fn points(&self, score: Points) -> String {
        self.points.shown(score)
    }

    /// Empty where points have no maximum.
    pub(crate) fn rate(&self, score: Points, achievable: Points) -> String {
        score.checked_div(achievable).map(|rate| self.rates.shown(rate)).unwrap_or_default()
    }

    /// “92.5／100”, “120” where points have no maximum.
    pub(crate) fn score(&self, score: Points, achievable: Points) -> String {
        match achievable {
            Points::ZERO => self.points(score),
            most => format!("{}／{most}", self.points(score)),
        }
    }
}
