//! One part of a criterion: where it starts, awards, deductions, 不得分, and what its steps add up to.

use super::moves::Move;
use super::rules::count_tier;
use super::sheet::Explanation;
use super::sitting::{Sitting, Stop};
use super::told::{told, told_met};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{Condition, Direction, Part, Reach, Rule};

/// Between what a part, a criterion or a block may end; absent where nothing limits it.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) bottom: Option<Points>,
    pub(super) top: Option<Points>,
}

impl Bounds {
    pub(super) const NONE: Bounds = Bounds { bottom: None, top: None };

    pub(super) fn new(bottom: Points, top: Points) -> Self {
        Self { bottom: Some(bottom), top: Some(top) }
    }

    pub(super) fn hold(self, points: Points) -> Points {
        let points = self.bottom.map_or(points, |bottom| points.max(bottom));
        self.top.map_or(points, |top| points.min(top))
    }
}

/// What a part comes to. `low` and `high` are clamped only at the end; `shown` is what the steps add up to.
pub(super) struct Tally {
    pub(super) low: Points,
    pub(super) high: Points,
    pub(super) shown: Points,
    bounds: Bounds,
    /// Only awards: a step past the points gives no more than what is left.
    capped: bool,
}

impl Tally {
    fn shift(&mut self, low: Points, high: Points) -> Result<(), PointsOverflow> {
        self.low = self.low.checked_add(low).ok_or(PointsOverflow)?;
        self.high = self.high.checked_add(high).ok_or(PointsOverflow)?;
        Ok(())
    }

    /// Takes away what is owed; the step says how much was left to take.
    fn deduct(&mut self, one: Move<'_>) -> Result<Explanation, PointsOverflow> {
        self.shift(-one.high, -one.low)?;
        let (text, owed) = (one.text, one.shown);
        let left = match self.bounds.bottom {
            Some(bottom) => self.shown.checked_sub(bottom).ok_or(PointsOverflow)?.max(Points::ZERO),
            None => owed,
        };
        let taken = owed.min(left);
        self.shown = self.shown.checked_sub(taken).ok_or(PointsOverflow)?;
        let text = match () {
            () if taken == owed => text,
            () if taken == Points::ZERO => format!("{text}（应扣{owed}分，已扣完）"),
            () => format!("{text}（应扣{owed}分，扣完为止）"),
        };
        Ok(Explanation { text, points: -taken })
    }

    /// Gives `due`, in a part that only awards no more than its points.
    fn award(&mut self, text: String, due: Points) -> Result<Explanation, PointsOverflow> {
        self.shift(due, due)?;
        let given = match self.bounds.top {
            Some(top) if self.capped => due.min(top.checked_sub(self.shown).ok_or(PointsOverflow)?),
            _ => due,
        };
        self.shown = self.shown.checked_add(given).ok_or(PointsOverflow)?;
        let text = match self.bounds.top {
            Some(top) if given != due => format!("{text}（应得{due}分，最高{top}分）"),
            _ => text,
        };
        Ok(Explanation { text, points: given })
    }
}

impl<'a> Sitting<'a> {
    pub(super) fn score_part(&mut self, part: &Part, bounds: Bounds) -> Result<Tally, Stop> {
        let (mut deducts, mut awards) = (false, false);
        for rule in &part.rules {
            match rule.direction() {
                Direction::Award => awards = true,
                Direction::Deduct => deducts = true,
            }
        }
        let usual = if awards { Points::ZERO } else { part.points };
        let start = part.start.unwrap_or(usual);
        if start != usual {
            let points = start.checked_sub(usual).ok_or(PointsOverflow)?;
            self.steps.push(Explanation { text: format!("从{start}分起"), points });
        }
        let mut tally = Tally { low: start, high: start, shown: start, bounds, capped: !deducts };
        if awards {
            for rule in part.rules.iter().filter(|rule| !rule.deducts()) {
                self.collect(rule, part.points)?;
            }
            // What takes away is taken from all that was earned, not from what the limit leaves of it.
            tally.capped &= self.moves.iter().all(|one| one.shown >= Points::ZERO);
            for one in self.moves.drain(..) {
                if one.is_open() {
                    tally.shift(one.low, one.high)?;
                } else {
                    self.steps.push(tally.award(one.text, one.shown)?);
                }
            }
        }
        if deducts {
            for rule in part.rules.iter().filter(|rule| rule.deducts()) {
                self.collect(rule, part.points)?;
                for one in self.moves.drain(..) {
                    if one.is_open() {
                        tally.shift(-one.high, -one.low)?;
                    } else {
                        self.steps.push(tally.deduct(one)?);
                    }
                }
            }
        }
        if let Some(top) = bounds.top
            && tally.shown > top
        {
            let over = top.checked_sub(tally.shown).ok_or(PointsOverflow)?;
            self.steps
                .push(Explanation { text: "超过本项满分的部分不计".to_owned(), points: over });
            tally.shown = top;
        }
        if let Some(bottom) = bounds.bottom
            && tally.shown < bottom
        {
            let under = bottom.checked_sub(tally.shown).ok_or(PointsOverflow)?;
            self.steps.push(Explanation { text: format!("低于{bottom}分的部分不计"), points: under });
            tally.shown = bottom;
        }
        if deducts {
            for rule in &part.rules {
                self.zero(rule, &mut tally)?;
            }
        }
        Ok(tally)
    }

    /// 不得分: replaces the result by 0, whatever else applied.
    fn zero(&mut self, rule: &Rule, tally: &mut Tally) -> Result<(), Stop> {
        match rule {
            Rule::ZeroUnlessMet { conditions, reach } => {
                let (text, open) = self.lacking(conditions)?;
                self.zero_out(text, open, *reach, tally);
            }
            Rule::ZeroIfCount { input, from, reach } => {
                let n = self.given.number(input)?;
                let text = n.filter(|n| n >= from).map_or(String::new(), |n| told(&input.told, n));
                self.zero_out(text, n.is_none(), *reach, tally);
            }
            Rule::DeductCountTiers { input, tiers } => {
                // Asked already when it deducted; looking again must not count as another answer.
                let n = self.counts_here(input);
                let zeroes = |n: u32| count_tier(tiers, n).is_some_and(|tier| tier.amount.is_none());
                let certain = n.filter(|n| zeroes(*n));
                let text = certain.map_or(String::new(), |n| told(&input.told, n));
                let open = n.is_none() && tiers.iter().any(|tier| tier.amount.is_none());
                self.zero_out(text, open, Reach::Part, tally);
            }
            _ => {}
        }
        Ok(())
    }

    fn lacking(&mut self, conditions: &[Condition]) -> Result<(String, bool), Stop> {
        let (mut text, mut open) = (String::new(), false);
        for condition in conditions {
            match self.given.met(condition)? {
                None => open = true,
                Some(true) => {}
                Some(false) => {
                    if !text.is_empty() {
                        text.push('、');
                    }
                    text.push_str(&told_met(condition, false));
                }
            }
        }
        Ok((text, open))
    }

    /// `why` is empty when 不得分 does not apply, or not for certain. What was taken beyond 0 stays taken: a fault raises
    /// nothing.
    fn zero_out(&mut self, why: String, open: bool, reach: Reach, tally: &mut Tally) {
        // A row without points of its own acts on its parent, in this, too.
        let reach = if self.acts_on_parent { reach.max(Reach::Item) } else { reach };
        if why.is_empty() {
            if open && reach == Reach::Part {
                tally.low = tally.low.min(Points::ZERO);
            } else if open {
                self.zero_open = self.zero_open.max(Some(reach));
            }
            return;
        }
        let mut text = why;
        text.push_str(match reach {
            Reach::Part if self.given.criterion.parts().len() > 1 => "，此部分不得分",
            Reach::Part | Reach::Criterion => "，不得分",
            Reach::Item => "，整项不得分",
            Reach::Total => "，整体不得分",
        });
        let earned = tally.shown.max(Points::ZERO);
        self.steps.push(Explanation { text, points: -earned });
        for one in [&mut tally.low, &mut tally.high, &mut tally.shown] {
            *one = (*one).min(Points::ZERO);
        }
        if reach != Reach::Part {
            self.zero = self.zero.max(Some(reach));
        }
    }
}
