//! Whether the rules of a part can use up its points, and whether they can go beyond.

use super::super::model::*;
use super::{Findings, Level};
use crate::points::Points;

impl Findings<'_> {
    /// Whether the rules can use up the part's points, and whether they can go beyond.
    pub(super) fn reach(&mut self, no: &str, name: &str, part: &Part) {
        let only_deducts = part.rules.iter().all(Rule::deducts);
        let scale = Scale { points: part.points, months: self.scheme.cycle.map_or(12, Cycle::months) };
        let (verb, most) = if only_deducts {
            ("扣", Most::of(part.rules.iter(), scale))
        } else {
            ("得", Most::of(part.rules.iter().filter(|rule| !rule.deducts()), scale))
        };
        let start = part.start.filter(|_| !only_deducts).unwrap_or_default();
        let (declared, shown) = (part.points.exact(), |most: Points| most.exact());
        let most = match most {
            Most::UpTo(most) => most.checked_add(start).map_or(Most::Open, Most::UpTo),
            other => other,
        };
        match most {
            Most::UpTo(most) if most < part.points => self.add(
                "rule_short",
                Level::Confirm,
                no,
                format!("{name}共{declared}分，按规则最多{verb}{}分，用不满分值", shown(most)),
                "补充规则或调整分值，或说明理由后保留",
            ),
            Most::UpTo(most) if most > part.points => self.add(
                "rule_over",
                Level::Hint,
                no,
                format!("{name}共{declared}分，按规则最多可{verb}{}分，以{declared}分为限", shown(most)),
                "确认以分值为限，或调整规则",
            ),
            _ => {}
        }
    }
}

/// Whether nothing that is written limits what a rule can add or take.
pub(super) fn is_unlimited(rule: &Rule) -> bool {
    !matches!(Most::of_rule(rule, Scale { points: Points::ZERO, months: 12 }), Most::UpTo(_))
}

/// The most some rules can deduct or award.
enum Most {
    UpTo(Points),
    /// Grows with a count, or cannot be summed.
    Open,
    /// 不得分 takes the whole.
    All,
}

impl Most {
    fn of<'a>(rules: impl Iterator<Item = &'a Rule>, scale: Scale) -> Self {
        let mut sum = Points::ZERO;
        let mut all = false;
        for rule in rules {
            match Self::of_rule(rule, scale) {
                Most::UpTo(most) => match sum.checked_add(most) {
                    Some(next) => sum = next,
                    None => return Most::Open,
                },
                Most::All => all = true,
                Most::Open => return Most::Open,
            }
        }
        if all && sum <= scale.points { Most::All } else { Most::UpTo(sum) }
    }

    fn of_rule(rule: &Rule, scale: Scale) -> Self {
        let counted =
            |amount: Points| if amount > Points::ZERO { Most::Open } else { Most::UpTo(Points::ZERO) };
        let up_to = |most: Option<Points>| most.map_or(Most::Open, Most::UpTo);
        let largest = |amounts: &mut dyn Iterator<Item = Points>| amounts.max().unwrap_or_default();
        match rule {
            Rule::DeductEach { amount, .. } | Rule::AwardEach { amount, .. } => counted(*amount),
            Rule::AwardIncrements { each, base, .. } => {
                if *each > Points::ZERO {
                    Most::Open
                } else {
                    Most::UpTo(*base)
                }
            }
            Rule::AwardLevels { levels } => counted(largest(&mut levels.iter().map(|level| level.amount))),
            Rule::AwardPieces { options, .. } | Rule::DeductTiered { options, .. } => {
                counted(largest(&mut options.iter().map(|option| option.amount)))
            }
            Rule::DeductMatrix { amounts, .. } => counted(largest(&mut amounts.iter().flatten().copied())),
            Rule::DeductUnmet { conditions } | Rule::AwardMet { conditions } => {
                up_to(Points::sum(conditions.iter().filter_map(|condition| condition.amount)).ok())
            }
            Rule::DeductElements { elements, amount, .. } => {
                up_to(amount.checked_times(u32::try_from(elements.len()).unwrap_or(u32::MAX)))
            }
            Rule::DeductChoice { options, .. } => {
                Most::UpTo(largest(&mut options.iter().map(|option| option.amount)))
            }
            Rule::DeductBelow { amount, .. }
            | Rule::AwardAll { amount, .. }
            | Rule::AwardRelative { amount, .. } => Most::UpTo(*amount),
            Rule::AwardRate { input, amount } => up_to(percent_of(*amount, input.max)),
            Rule::DeductShare { input, amount } => {
                let least = input.min.within(Points::ZERO, WHOLE);
                up_to(WHOLE.checked_sub(least).and_then(|rest| percent_of(*amount, rest)))
            }
            Rule::AwardWhen { amount, otherwise, .. } => {
                Most::UpTo(otherwise.unwrap_or(*amount).max(*amount))
            }
            Rule::DeductMissing { required, amount, .. } => up_to(amount.checked_times(*required)),
            Rule::DeductSteps { input, side, threshold, step, amount, partial } => {
                let whole = |steps: Points| if *partial { steps } else { Points::from_int(steps.floor()) };
                let worst = match side {
                    Side::Below => threshold.checked_sub(input.min),
                    Side::Above => input.max.checked_sub(*threshold),
                };
                up_to(
                    worst
                        .and_then(|gap| gap.max(Points::ZERO).checked_div(*step))
                        .and_then(|steps| amount.checked_mul(whole(steps))),
                )
            }
            Rule::DeductCountTiers { tiers, .. } => {
                if tiers.iter().any(|tier| tier.amount.is_none()) {
                    return Most::All;
                }
                Most::UpTo(largest(&mut tiers.iter().filter_map(|tier| tier.amount)))
            }
            Rule::AwardTiers { tiers, .. } => Most::UpTo(largest(&mut tiers.iter().map(|tier| tier.amount))),
            Rule::AwardRank { first, .. } => Most::UpTo(*first),
            Rule::DeductDiscretion { max, .. } => max.map_or(Most::All, Most::UpTo),
            Rule::AwardDiscretion { max, .. } => max.map_or(Most::Open, Most::UpTo),
            Rule::DeductDiscretionEach { .. } => Most::Open,
            Rule::DeductImported { input, factor }
            | Rule::AwardImported { input, factor }
            | Rule::AwardMean { input, factor } => up_to(input.max.checked_mul(*factor)),
            Rule::ZeroUnlessMet { .. } | Rule::ZeroIfCount { .. } => Most::All,
            Rule::Consequence { .. } => Most::UpTo(Points::ZERO),
            Rule::Manual { .. } => Most::UpTo(scale.points),
            Rule::Group(group) => Self::of_group(group, scale),
        }
    }

    fn of_group(group: &Group, scale: Scale) -> Self {
        let sum = match group.take {
            Take::Sum => Self::of(group.rules.iter(), scale),
            Take::Highest | Take::First => {
                let mut best = Most::UpTo(Points::ZERO);
                for rule in &group.rules {
                    best = match (best, Self::of_rule(rule, scale)) {
                        (Most::UpTo(left), Most::UpTo(right)) => Most::UpTo(left.max(right)),
                        (Most::Open, _) | (_, Most::Open) => Most::Open,
                        _ => Most::All,
                    };
                }
                best
            }
        };
        let factor =
            group.times.as_ref().map_or(Points::from_int(1), |times| times.factor.max(Points::from_int(1)));
        let sum = match sum {
            Most::UpTo(sum) => sum.checked_mul(factor).map_or(Most::Open, Most::UpTo),
            other => other,
        };
        let per_span = group.at_most_per.and_then(|cap| cap.points.checked_times(scale.spans(cap.span)));
        let sum = match (sum, per_span) {
            (Most::UpTo(sum), Some(most)) => Most::UpTo(sum.min(most)),
            (_, Some(most)) => Most::UpTo(most),
            (sum, None) => sum,
        };
        match (sum, group.at_most) {
            (Most::UpTo(sum), Some(most)) => Most::UpTo(sum.min(most)),
            (Most::Open | Most::All, Some(most)) => Most::UpTo(most),
            (sum, None) => sum,
        }
    }
}

const WHOLE: Points = Points::from_int(100);

/// A percentage of an amount, of 0 to 100.
fn percent_of(amount: Points, percent: Points) -> Option<Points> {
    amount.checked_mul(percent.within(Points::ZERO, WHOLE))?.checked_div(WHOLE)
}

/// What a part is worth, and how long a cycle is in months.
#[derive(Clone, Copy)]
struct Scale {
    points: Points,
    months: u32,
}

impl Scale {
    /// How many stretches of the calendar lie in a cycle.
    fn spans(self, span: Span) -> u32 {
        let months = match span {
            Span::Month => 1,
            Span::Quarter => 3,
            Span::Year => 12,
        };
        (self.months / months).max(1)
    }
}
