//! 集体研究决定: the ranked list before the meeting, and what the meeting decided.

pub(crate) mod quotas;
mod ranking;
mod record;

use domain::refusal::Refusal;
use domain::scoring::{Answers, ScoreSheet};
use serde::{Deserialize, Serialize};

/// What is kept with a result: both layers as they were when it was decided.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DecidedSheet {
    pub own: ScoreSheet,
    pub review: ScoreSheet,
    pub given: Answers,
}

/// Ranks by score, best first: (rank, tied) per position. Equal scores share a rank, and the meeting orders them.
pub(crate) fn ranks(scores: &[domain::points::Points]) -> Vec<(u32, bool)> {
    let mut best_first = scores.to_vec();
    best_first.sort_unstable_by(|one, other| other.cmp(one));
    scores
        .iter()
        .map(|score| {
            let better = best_first.partition_point(|other| other > score);
            let equal = best_first[better..].partition_point(|other| other == score);
            (u32::try_from(better).unwrap_or(u32::MAX).saturating_add(1), equal > 1)
        })
        .collect()
}

/// The outcome chosen for a unit.
pub(crate) fn outcome<'a>(options: &'a [String], chosen: &str, unit: &str) -> Result<&'a str, Refusal> {
    options
        .iter()
        .find(|option| *option == chosen)
        .map(String::as_str)
        .ok_or_else(|| Refusal::invalid("outcome", format!("请为“{unit}”选择决定结果")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_scores_share_a_rank() {
        let scores: Vec<_> = ["97.5", "99", "97.5", "80"].iter().map(|s| s.parse().unwrap()).collect();
        assert_eq!(ranks(&scores), [(2, true), (1, false), (2, true), (4, false)]);
    }
}
