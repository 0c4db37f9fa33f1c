//! Which rule does what: every kind of rule, one line each. Nothing is clamped here.

use super::deductions::Steps;
use super::sitting::{Sitting, Stop};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{CountTier, Quantity, Rule};

/// The percentage that is the whole.
pub(super) const WHOLE: Points = Points::from_int(100);

impl<'a> Sitting<'a> {
    /// Puts what a rule comes to into `moves`. `points` is what its part is worth.
    pub(super) fn collect(&mut self, rule: &Rule, points: Points) -> Result<(), Stop> {
        match rule {
            Rule::DeductEach { input, amount } => self.each_fault(input, *amount),
            Rule::DeductUnmet { conditions } => self.unmet(conditions),
            Rule::DeductElements { input, elements, amount, .. } => self.elements(input, elements, *amount),
            Rule::DeductChoice { input, label, options } => self.choice(input, label, options),
            Rule::DeductBelow { input, threshold, amount } => self.below(input, *threshold, *amount),
            Rule::DeductMissing { input, required, amount } => self.missing(input, *required, *amount),
            Rule::DeductSteps { input, side, threshold, step, amount, partial } => {
                let steps = Steps { side: *side, threshold: *threshold, step: *step, partial: *partial };
                self.steps_beyond(input, steps, *amount)
            }
            Rule::DeductTiered { input, options } => self.tiered(input, options),
            Rule::DeductMatrix { input, rows, columns, amounts } => {
                self.matrix(input, rows, columns, amounts)
            }
            Rule::DeductCountTiers { input, tiers } => self.fault_tiers(input, tiers, points),
            Rule::DeductDiscretion { input, label, min, max }
            | Rule::AwardDiscretion { input, label, min, max } => {
                self.discretion(input, label, (*min, *max), points)
            }
            Rule::DeductDiscretionEach { input, min, max } => {
                self.discretion_each(input, (*min, *max), points)
            }
            Rule::DeductShare { input, amount } => self.share(input, *amount),
            Rule::DeductImported { input, factor } | Rule::AwardImported { input, factor } => {
                self.imported(input, *factor)
            }
            // 不得分 comes after everything else.
            Rule::ZeroUnlessMet { .. } | Rule::ZeroIfCount { .. } => Ok(()),
            Rule::Consequence { condition, consequence } => self.consequence(condition, consequence),
            Rule::AwardRate { input, amount } => self.rate(input, *amount),
            Rule::AwardMean { input, factor } => self.mean(input, *factor),
            Rule::AwardMet { conditions } => self.met(conditions),
            Rule::AwardAll { conditions, amount } => self.all_or_nothing(conditions, *amount),
            Rule::AwardWhen { when, amount, otherwise } => {
                self.when(when, *amount, otherwise.unwrap_or_default())
            }
            Rule::AwardEach { input, amount } => self.each_award(input, *amount, points, "，不得分"),
            Rule::AwardLevels { levels } => self.levels(levels, points),
            Rule::AwardPieces { input, options, valid_years } => self.pieces(input, options, *valid_years),
            Rule::AwardTiers { input, tiers } => self.award_tiers(input, tiers),
            Rule::AwardRank { input, first, step } => self.rank(input, *first, *step),
            Rule::AwardRelative { input, best, amount, lower_is_better } => {
                self.relative(input, best, *amount, *lower_is_better)
            }
            Rule::AwardIncrements { input, from, base, each } => self.increments(input, *from, *base, *each),
            Rule::Manual { input } => self.manual(input, points),
            Rule::Group(group) => self.group(group, points),
        }
    }

    /// 引用其他考核结果: the other figure, times a factor.
    fn imported(&mut self, input: &Quantity, factor: Points) -> Result<(), Stop> {
        let due = |value: Points| value.checked_mul(factor).ok_or(PointsOverflow);
        match self.given.quantity(input)? {
            None => self.open(due(input.min)?, due(input.max)?, Points::ZERO),
            Some(value) => self.known(measured(input, value), due(value)?),
        }
        Ok(())
    }
}

pub(super) fn times(amount: Points, n: u32) -> Result<Points, PointsOverflow> {
    amount.checked_times(n).ok_or(PointsOverflow)
}

/// A percentage of an amount, of 0 to 100.
pub(super) fn percent_of(amount: Points, percent: Points) -> Result<Points, PointsOverflow> {
    amount.checked_mul(percent).and_then(|product| product.checked_div(WHOLE)).ok_or(PointsOverflow)
}

pub(super) fn least_and_most(amounts: impl Iterator<Item = Points> + Clone) -> (Points, Points) {
    (amounts.clone().min().unwrap_or_default(), amounts.max().unwrap_or_default())
}

/// “满意率88.5%”
pub(super) fn measured(input: &Quantity, value: Points) -> String {
    format!("{}{value}{}", input.label, input.unit)
}

/// The first tier that holds `n`.
pub(super) fn count_tier(tiers: &[CountTier], n: u32) -> Option<&CountTier> {
    tiers.iter().find(|tier| tier.from <= n && tier.to.is_none_or(|to| n <= to))
}
