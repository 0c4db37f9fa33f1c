//! Whether the figures units read are the ones that are counted with.

use std::collections::HashSet;

use super::super::model::*;
use super::{Findings, Level};
use crate::points::Points;

impl Findings<'_> {
    /// Whether the figures units read are the ones that are counted with, to as many digits as are shown.
    pub(super) fn wording(&mut self, criterion: &Criterion, parts: &[Part]) {
        // Of what is computed step by step, a wording may well give examples.
        if parts.iter().flat_map(|part| &part.rules).any(computes) {
            return;
        }
        let mut counted: HashSet<_> = amounts(&criterion.rules_told()).into_iter().collect();
        // “好5分、中3分” says what is left of 5分 where 2分 is taken.
        let left = counted.iter().filter_map(|taken| criterion.points.checked_sub(taken.parse().ok()?));
        let left: Vec<_> = left.map(|left| left.to_string()).collect();
        counted.extend(left);
        let own = parts.iter().flat_map(|part| [Some(part.points), part.start]).flatten();
        let own: Vec<_> = own.chain([criterion.points]).map(|points| points.to_string()).collect();
        let foreign: Vec<_> = amounts(&criterion.wording)
            .into_iter()
            .filter(|amount| amount != "0" && !counted.contains(amount) && !own.contains(amount))
            .map(|amount| format!("{amount}分"))
            .collect();
        if !foreign.is_empty() {
            self.add(
                "wording_figures",
                Level::Confirm,
                &criterion.no,
                format!("评分办法写着{}，规则中没有这样的分值，单位读到的与计分的不一致", foreign.join("、")),
                "按规则改写评分办法，或改正规则",
            );
        }
    }
}

/// Whether what a rule comes to is worked out from a figure, so that its amounts do not tell all results.
fn computes(rule: &Rule) -> bool {
    match rule {
        Rule::AwardRank { .. }
        | Rule::AwardIncrements { .. }
        | Rule::AwardRate { .. }
        | Rule::AwardRelative { .. }
        | Rule::AwardMean { .. }
        | Rule::AwardImported { .. }
        | Rule::DeductImported { .. }
        | Rule::DeductShare { .. } => true,
        Rule::Group(group) => group.times.is_some() || group.rules.iter().any(computes),
        _ => false,
    }
}

/// The amounts a text names as “N分”, each once, as they are shown.
fn amounts(text: &str) -> Vec<String> {
    let (mut amounts, mut known) = (Vec::new(), HashSet::new());
    for (at, _) in text.match_indices('分') {
        let (before, after) = text.split_at(at);
        let figure = before.rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(before, |at| {
            let rest = &before[at..];
            &rest[rest.chars().next().map_or(0, char::len_utf8)..]
        });
        // “1/2分”, “30分钟” and “5分之1” name no amount.
        let fraction = after.starts_with("分之") && !after.starts_with("分之间");
        let other =
            fraction || after.starts_with("分钟") || before[..before.len() - figure.len()].ends_with('/');
        if let (false, Ok(amount)) = (other, figure.parse::<Points>()) {
            let amount = amount.to_string();
            if known.insert(amount.clone()) {
                amounts.push(amount);
            }
        }
    }
    amounts
}
