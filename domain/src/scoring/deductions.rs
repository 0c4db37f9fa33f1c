//! 扣分: what each kind of deduction takes, and the words for it.

use super::answers::COUNT_LIMIT;
use super::given::{Counted, distinct};
use super::moves::Move;
use super::rules::{WHOLE, count_tier, least_and_most, measured, percent_of, times};
use super::sitting::{Sitting, Stop};
use super::told::{joined, told, told_met};
use super::value::Entry;
use crate::points::{Points, PointsOverflow};
use crate::scheme::{ChoiceOption, Condition, Count, CountTier, Element, POINTS_LIMIT, Quantity, Side};

/// The steps on one side of a threshold.
#[derive(Clone, Copy)]
pub(super) struct Steps {
    pub(super) side: Side,
    pub(super) threshold: Points,
    pub(super) step: Points,
    /// Whether a step begun counts as the part of it that was gone.
    pub(super) partial: bool,
}

impl Steps {
    /// What the steps up to a value cost.
    fn cost(self, value: Points, amount: Points) -> Result<Points, PointsOverflow> {
        let gap = match self.side {
            Side::Below => self.threshold.checked_sub(value),
            Side::Above => value.checked_sub(self.threshold),
        };
        let gap = gap.ok_or(PointsOverflow)?;
        if gap <= Points::ZERO {
            return Ok(Points::ZERO);
        }
        let steps = gap.checked_div(self.step).ok_or(PointsOverflow)?;
        let steps = if self.partial { steps } else { Points::from_int(steps.floor()) };
        amount.checked_mul(steps).ok_or(PointsOverflow)
    }
}

impl<'a> Sitting<'a> {
    /// 每发生一起扣a分.
    pub(super) fn each_fault(&mut self, input: &Count, amount: Points) -> Result<(), Stop> {
        match self.given.count(input)? {
            Counted::Open => self.open(Points::ZERO, times(amount, COUNT_LIMIT)?, amount),
            Counted::Number(0) => {}
            Counted::Number(n) => self.known(told(&input.told, n), times(amount, n)?),
            Counted::Facts(entries) => {
                let once = distinct(entries, |entry| &entry.fact);
                self.repeated(entries, &once);
                for entry in once {
                    self.incident(entry, &told(&input.told, entry.n), times(amount, entry.n)?);
                }
            }
        }
        Ok(())
    }

    /// 未…的扣a分.
    pub(super) fn unmet(&mut self, conditions: &[Condition]) -> Result<(), Stop> {
        for condition in conditions {
            let amount = condition.amount.unwrap_or_default();
            match self.given.met(condition)? {
                None => self.open(Points::ZERO, amount, amount),
                Some(true) => {}
                Some(false) => self.known(told_met(condition, false), amount),
            }
        }
        Ok(())
    }

    /// 缺一项要素扣a分.
    pub(super) fn elements(&mut self, input: &str, elements: &[Element], amount: Points) -> Result<(), Stop> {
        match self.given.ticked(input, elements)? {
            None => {
                let most = times(amount, u32::try_from(elements.len()).unwrap_or(u32::MAX))?;
                self.open(Points::ZERO, most, amount);
            }
            Some(ticked) => ticked.iter().for_each(|one| self.known(one.label.clone(), amount)),
        }
        Ok(())
    }

    /// 按情形扣分: one of several.
    pub(super) fn choice(&mut self, input: &str, label: &str, options: &[ChoiceOption]) -> Result<(), Stop> {
        match self.given.chosen(input, options)? {
            None => {
                let (low, high) = least_and_most(options.iter().map(|option| option.amount));
                self.open(low, high, least_positive(options.iter().map(|option| option.amount)));
            }
            Some(option) if option.amount == Points::ZERO => {}
            Some(option) => self.known(joined(label, &option.label), option.amount),
        }
        Ok(())
    }

    /// 少于t次的扣a分.
    pub(super) fn below(&mut self, input: &Count, threshold: u32, amount: Points) -> Result<(), Stop> {
        match self.number(input)? {
            None => self.open(Points::ZERO, amount, amount),
            Some(n) if n >= threshold => {}
            Some(n) => self.known(told(&input.told, n), amount),
        }
        Ok(())
    }

    /// 每少一次扣a分.
    pub(super) fn missing(&mut self, input: &Count, required: u32, amount: Points) -> Result<(), Stop> {
        match self.number(input)? {
            None => self.open(Points::ZERO, times(amount, required)?, amount),
            Some(n) if n >= required => {}
            Some(n) => {
                let missing = required - n;
                let text = format!("{}，少{missing}{}", told(&input.told, n), input.unit);
                self.known(text, times(amount, missing)?);
            }
        }
        Ok(())
    }

    /// 每低于（高于）…一个百分点扣a分.
    pub(super) fn steps_beyond(
        &mut self,
        input: &Quantity,
        steps: Steps,
        amount: Points,
    ) -> Result<(), Stop> {
        match self.given.quantity(input)? {
            None => {
                let (worst, best) = match steps.side {
                    Side::Below => (input.min, input.max),
                    Side::Above => (input.max, input.min),
                };
                let least = if steps.partial { Points::ZERO } else { amount };
                self.open(steps.cost(best, amount)?, steps.cost(worst, amount)?, least);
            }
            Some(value) => {
                let owed = steps.cost(value, amount)?;
                if owed != Points::ZERO {
                    let side = if steps.side == Side::Below { "低于" } else { "高于" };
                    // 89.9999 is not told as 90 where 90 is the threshold.
                    let shown = match value.to_string() == steps.threshold.to_string() {
                        true => format!("{}{}{}", input.label, value.exact(), input.unit),
                        false => measured(input, value),
                    };
                    let text = format!("{shown}，{side}{}{}", steps.threshold, input.unit);
                    self.known(text, owed);
                }
            }
        }
        Ok(())
    }

    /// 按情节轻重每起扣分.
    pub(super) fn tiered(&mut self, input: &Count, options: &[ChoiceOption]) -> Result<(), Stop> {
        let Counted::Facts(entries) = self.given.count(input)? else {
            let amounts = || options.iter().map(|option| option.amount);
            let most = amounts().max().unwrap_or_default();
            self.open(Points::ZERO, times(most, COUNT_LIMIT)?, least_positive(amounts()));
            return Ok(());
        };
        // One tier per incident: the dearest that is named.
        let mut dearest: Vec<(&Entry, &ChoiceOption)> = Vec::with_capacity(entries.len());
        for entry in entries {
            let option = self.given.level(input, entry, self.title(entry), options)?;
            match dearest.iter_mut().find(|(known, _)| known.fact == entry.fact) {
                Some(known) if (option.amount, entry.n) > (known.1.amount, known.0.n) => {
                    *known = (entry, option)
                }
                Some(_) => {}
                None => dearest.push((entry, option)),
            }
        }
        for (entry, option) in &dearest {
            let text = format!("{}（{}）", told(&input.told, entry.n), option.label);
            self.incident(entry, &text, times(option.amount, entry.n)?);
        }
        for entry in entries {
            let Some((best, at)) = dearest.iter().find(|(best, _)| best.fact == entry.fact) else { continue };
            let option = self.given.level(input, entry, self.title(entry), options)?;
            if option.id != at.id {
                self.remark(format!("{}已按更重的计，不再按{}计", self.title(entry), option.label));
            } else if !std::ptr::eq(*best, entry) {
                self.remark(format!("{}在这里登记了不止一次，只计一次", self.title(entry)));
            }
        }
        Ok(())
    }

    /// 按对象和处分轻重每起扣分.
    pub(super) fn matrix(
        &mut self,
        input: &Count,
        rows: &[Element],
        columns: &[Element],
        amounts: &[Vec<Points>],
    ) -> Result<(), Stop> {
        let Counted::Facts(entries) = self.given.count(input)? else {
            let amounts = || amounts.iter().flatten().copied();
            let most = amounts().max().unwrap_or_default();
            self.open(Points::ZERO, times(most, COUNT_LIMIT)?, least_positive(amounts()));
            return Ok(());
        };
        // Several persons of one case stand in several places of the table; in one place their number is written.
        let once = distinct(entries, |entry| (&entry.fact, &entry.row, &entry.column));
        self.repeated(entries, &once);
        for entry in once {
            let row = self.given.place(input, self.title(entry), ("职级", &entry.row), rows)?;
            let column = self.given.place(input, self.title(entry), ("处分", &entry.column), columns)?;
            let amount = amounts.get(row).and_then(|list| list.get(column)).copied().unwrap_or_default();
            let text = format!("{}{}{}{}", rows[row].label, columns[column].label, entry.n, input.unit);
            self.incident(entry, &text, times(amount, entry.n)?);
        }
        Ok(())
    }

    /// 一起扣a分，两起以上扣b分. A tier without an amount is 不得分 and comes later.
    pub(super) fn fault_tiers(
        &mut self,
        input: &Count,
        tiers: &[CountTier],
        points: Points,
    ) -> Result<(), Stop> {
        let taken = |n: u32| count_tier(tiers, n).and_then(|tier| tier.amount).unwrap_or_default();
        match self.given.count(input)? {
            Counted::Open => {
                let (low, high) = tiers_range(tiers);
                self.open(low, high, least_positive(tiers.iter().filter_map(|tier| tier.amount)));
            }
            Counted::Number(n) => {
                if taken(n) != Points::ZERO {
                    self.known(told(&input.told, n), taken(n));
                }
            }
            Counted::Facts(entries) => {
                if let Some(only) = self.only {
                    // What it would cost alone; 不得分 costs all there is.
                    let n = entries.iter().filter(|entry| entry.fact == only).map(|entry| entry.n).max();
                    let n = n.unwrap_or_default();
                    if let (Some(tier), true) = (count_tier(tiers, n), n > 0) {
                        let alone = Move::known(told(&input.told, n), tier.amount.unwrap_or(points));
                        self.moves.push(Move { fact: Some(only), ..alone });
                    }
                    return Ok(());
                }
                let once = distinct(entries, |entry| &entry.fact);
                self.repeated(entries, &once);
                let n = self.counts_here(input).unwrap_or_default();
                let all: u32 = once.iter().map(|entry| entry.n).sum();
                let mut one = Move::known(told(&input.told, n), taken(n));
                match n {
                    0 if all > 0 => "登记的事实已在别处扣，不重复扣分".clone_into(&mut one.text),
                    n if n < all => one.text.push_str("（其余已在别处扣，不重复扣分）"),
                    _ => {}
                }
                if one.shown != Points::ZERO || n < all {
                    self.moves.push(one);
                }
            }
        }
        Ok(())
    }

    /// 酌情扣分: within a range, with a reason and a second person.
    pub(super) fn discretion(
        &mut self,
        input: &str,
        label: &str,
        (min, max): (Points, Option<Points>),
        points: Points,
    ) -> Result<(), Stop> {
        let Some((value, judged)) = self.given.judged(input, min, max)? else {
            self.open(Points::ZERO, max.unwrap_or(points.max(POINTS_LIMIT)), min);
            return Ok(());
        };
        if value != Points::ZERO {
            let reason = judged.reason.trim();
            let text = if reason.is_empty() { label.to_owned() } else { format!("{label}：{reason}") };
            self.known(text, value);
        }
        if judged.waits() {
            self.remark(format!("{label}待第二人确认"));
        } else if !judged.is_confirmed() {
            self.remark(format!("{label}须写明理由，并由第二人确认"));
        }
        Ok(())
    }

    /// 逐起酌情扣分: each incident by a value of its own.
    pub(super) fn discretion_each(
        &mut self,
        input: &Count,
        (min, max): (Points, Option<Points>),
        points: Points,
    ) -> Result<(), Stop> {
        let Counted::Facts(entries) = self.given.count(input)? else {
            self.open(Points::ZERO, points.max(POINTS_LIMIT), min);
            return Ok(());
        };
        let once = distinct(entries, |entry| &entry.fact);
        self.repeated(entries, &once);
        for entry in once {
            let title = self.title(entry);
            let (value, judged) = self.given.judged_of(input, entry, title, (min, max))?;
            let what = told(&input.told, entry.n);
            let reason = judged.reason.trim();
            let text = if reason.is_empty() { what } else { format!("{what}（酌情：{reason}）") };
            self.incident(entry, &text, value);
            if judged.waits() {
                self.remark(format!("{title}的酌情扣分待第二人确认"));
            } else if !judged.is_confirmed() {
                self.remark(format!("{title}的酌情扣分须写明理由，并由第二人确认"));
            }
        }
        Ok(())
    }

    /// 按未完成的比例扣分.
    pub(super) fn share(&mut self, input: &Quantity, amount: Points) -> Result<(), Stop> {
        let owed = |value: Points| -> Result<Points, PointsOverflow> {
            let rest = WHOLE.checked_sub(value.within(Points::ZERO, WHOLE)).ok_or(PointsOverflow)?;
            percent_of(amount, rest)
        };
        match self.given.quantity(input)? {
            None => self.open(owed(input.max)?, owed(input.min)?, Points::ZERO),
            Some(value) => {
                let owed = owed(value)?;
                if owed != Points::ZERO {
                    self.known(measured(input, value), owed);
                }
            }
        }
        Ok(())
    }

    /// What follows without points.
    pub(super) fn consequence(&mut self, condition: &Condition, consequence: &str) -> Result<(), Stop> {
        if self.given.met(condition)? == Some(false) {
            let text = format!("{}：{consequence}", told_met(condition, false));
            self.consequences.push(text.clone());
            self.remark(text);
        }
        Ok(())
    }
}

/// The least of some amounts that is not 0; 0 if there is none.
fn least_positive(amounts: impl Iterator<Item = Points>) -> Points {
    amounts.filter(|amount| *amount > Points::ZERO).min().unwrap_or_default()
}

/// The least and the most any count can cost: amounts change only where a tier begins or has ended.
fn tiers_range(tiers: &[CountTier]) -> (Points, Points) {
    let starts = tiers.iter().map(|tier| tier.from);
    let ends = tiers.iter().filter_map(|tier| tier.to).filter_map(|to| to.checked_add(1));
    let counts = std::iter::once(0).chain(starts).chain(ends).filter(|n| *n <= COUNT_LIMIT);
    least_and_most(counts.map(|n| count_tier(tiers, n).and_then(|tier| tier.amount).unwrap_or_default()))
}
