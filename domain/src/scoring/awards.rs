//! 得分: what each kind of award gives, and the words for it.

use super::answers::{AnswerProblem, COUNT_LIMIT};
use super::given::{Counted, cut, distinct};
use super::moves::Move;
use super::rules::{WHOLE, least_and_most, measured, percent_of, times};
use super::sitting::{Sitting, Stop};
use super::told::{told, told_met};
use super::value::Entry;
use crate::calendar::Day;
use crate::points::{Points, PointsOverflow};
use crate::scheme::{AwardLevel, ChoiceOption, Condition, Count, Quantity, Tier, When};

impl<'a> Sitting<'a> {
    /// 每具备一项得a分.
    pub(super) fn met(&mut self, conditions: &[Condition]) -> Result<(), Stop> {
        for condition in conditions {
            let amount = condition.amount.unwrap_or_default();
            match self.given.met(condition)? {
                None => self.open(Points::ZERO, amount, amount),
                Some(true) => self.known(told_met(condition, true), amount),
                Some(false) => self.remark(told_met(condition, false)),
            }
        }
        Ok(())
    }

    /// 全部具备才得a分.
    pub(super) fn all_or_nothing(&mut self, conditions: &[Condition], amount: Points) -> Result<(), Stop> {
        let (mut open, mut lacking) = (false, Vec::new());
        for condition in conditions {
            match self.given.met(condition)? {
                None => open = true,
                Some(true) => {}
                Some(false) => lacking.push(told_met(condition, false)),
            }
        }
        if !lacking.is_empty() {
            self.remark(format!("{}，不得分", lacking.join("、")));
        } else if open {
            self.open(Points::ZERO, amount, amount);
        } else {
            self.known("各项条件全部具备".to_owned(), amount);
        }
        Ok(())
    }

    /// 符合组合条件的得a分，否则得b分.
    pub(super) fn when(&mut self, when: &When, amount: Points, otherwise: Points) -> Result<(), Stop> {
        let mut words = Vec::new();
        match self.holds(when, &mut words)? {
            None => {
                let least = if otherwise > Points::ZERO { otherwise.min(amount) } else { amount };
                self.open(otherwise, amount, least);
            }
            Some(true) => self.known(words.join("、"), amount),
            Some(false) => self.known(format!("条件不具备：{}", words.join("、")), otherwise),
        }
        Ok(())
    }

    /// 每一次得a分. `none` is added when nothing was earned.
    pub(super) fn each_award(
        &mut self,
        input: &Count,
        amount: Points,
        points: Points,
        none: &str,
    ) -> Result<(), Stop> {
        let counted = self.given.count(input)?;
        self.counted_award(counted, input, amount, points, none, &|_| true)
    }

    /// 按级别分别计数得分. A registered piece counts once, at its highest level.
    pub(super) fn levels(&mut self, levels: &[AwardLevel], points: Points) -> Result<(), Stop> {
        let mut counts = Vec::with_capacity(levels.len());
        for level in levels {
            counts.push(self.given.count(&level.input)?);
        }
        let mut best: Vec<(&str, usize)> = Vec::new();
        for (at, counted) in counts.iter().enumerate() {
            let Counted::Facts(entries) = counted else { continue };
            for entry in *entries {
                match best.iter_mut().find(|(fact, _)| *fact == entry.fact) {
                    Some((_, known)) if levels[*known].amount < levels[at].amount => *known = at,
                    Some(_) => {}
                    None => best.push((&entry.fact, at)),
                }
            }
        }
        for (at, (level, counted)) in levels.iter().zip(counts).enumerate() {
            let here = |entry: &Entry| best.contains(&(entry.fact.as_str(), at));
            self.counted_award(counted, &level.input, level.amount, points, "", &here)?;
        }
        Ok(())
    }

    /// `here`: whether an entry counts here, and not at another level.
    fn counted_award(
        &mut self,
        counted: Counted<'a>,
        input: &Count,
        amount: Points,
        points: Points,
        none: &str,
        here: &dyn Fn(&Entry) -> bool,
    ) -> Result<(), Stop> {
        match counted {
            Counted::Open => self.open(Points::ZERO, times(amount, COUNT_LIMIT)?, amount),
            // Each by itself: a limit per month asks when it was.
            Counted::Facts(entries) if !entries.is_empty() => {
                let once = distinct(entries, |entry| &entry.fact);
                self.repeated(entries, &once);
                for entry in once {
                    if !here(entry) {
                        self.remark(format!("{}已按更高一级计，不累加", self.title(entry)));
                        continue;
                    }
                    let text = format!("{}：{}", self.title(entry), told(&input.told, entry.n));
                    self.moves.push(Move {
                        fact: Some(&entry.fact),
                        date: self.date(entry),
                        ..Move::known(text, times(amount, entry.n)?)
                    });
                }
            }
            counted => {
                let n = if let Counted::Number(n) = counted { n } else { 0 };
                let due = times(amount, n)?;
                // 加分: what did not happen needs no words where nothing is expected.
                if n == 0 && points == Points::ZERO {
                    return Ok(());
                }
                let mut text = told(&input.told, n);
                if due == Points::ZERO {
                    text.push_str(none);
                }
                self.known(text, due);
            }
        }
        Ok(())
    }

    /// 就高不累加: every piece once, at its highest level.
    pub(super) fn pieces(
        &mut self,
        input: &Count,
        options: &[ChoiceOption],
        valid: Option<u32>,
    ) -> Result<(), Stop> {
        let Counted::Facts(entries) = self.given.count(input)? else {
            let (least, most) = least_and_most(options.iter().map(|option| option.amount));
            self.open(Points::ZERO, times(most, COUNT_LIMIT)?, least);
            return Ok(());
        };
        let mut counted: Vec<(&Entry, &ChoiceOption)> = Vec::with_capacity(entries.len());
        let mut lower = Vec::new();
        for entry in entries {
            let option = self.given.level(input, entry, self.title(entry), options)?;
            match counted.iter_mut().find(|(known, _)| known.fact == entry.fact) {
                Some((_, best)) if option.amount > best.amount => {
                    lower.push((entry, std::mem::replace(best, option)));
                }
                Some(_) => lower.push((entry, option)),
                None => counted.push((entry, option)),
            }
        }
        for (entry, option) in counted {
            if let Some(years) = valid
                && let Some(why) = self.is_not_valid(input, entry, years)?
            {
                self.remark(format!("{}（{}），{why}", self.title(entry), option.label));
                continue;
            }
            let text = format!("{}：{}", self.title(entry), option.label);
            self.moves.push(Move {
                fact: Some(&entry.fact),
                date: self.date(entry),
                ..Move::known(text, option.amount)
            });
        }
        for (entry, option) in lower {
            self.remark(format!("{}（{}）：同一件就高计，不累加", self.title(entry), option.label));
        }
        Ok(())
    }

    /// Why a piece does not count in the assessed year, if so.
    fn is_not_valid(
        &self,
        input: &Count,
        entry: &Entry,
        years: u32,
    ) -> Result<Option<String>, AnswerProblem> {
        let problem = |reason: String| self.given.problem(&input.input, reason);
        let title = || cut(self.title(entry));
        let obtained = self.date(entry).map(Day::year);
        let obtained = obtained.ok_or_else(|| problem(format!("“{}”有有效期，须登记取得日期", title())))?;
        let year = self.circumstances.year;
        let year = year.ok_or_else(|| problem(format!("“{}”有有效期，须写明评定年度", title())))?;
        Ok(match i64::from(year) - i64::from(obtained) {
            age if age < 0 => Some(format!("{obtained}年取得，在评定年度之后")),
            age if age >= i64::from(years) => Some(format!("已过{years}年有效期")),
            _ => None,
        })
    }

    /// 按比例得分.
    pub(super) fn rate(&mut self, input: &Quantity, amount: Points) -> Result<(), Stop> {
        let due = |value: Points| percent_of(amount, value.within(Points::ZERO, WHOLE));
        match self.given.quantity(input)? {
            None => self.open(due(input.min)?, due(input.max)?, Points::ZERO),
            Some(value) => self.known(measured(input, value), due(value)?),
        }
        Ok(())
    }

    /// 多人平均: the mean of several values, times a factor.
    pub(super) fn mean(&mut self, input: &Quantity, factor: Points) -> Result<(), Stop> {
        let scaled = |value: Points| value.checked_mul(factor).ok_or(PointsOverflow);
        match self.given.quantities(input)? {
            None => self.open(scaled(input.min)?, scaled(input.max)?, Points::ZERO),
            Some(values) => {
                let n = i64::try_from(values.len()).unwrap_or(i64::MAX);
                let sum = Points::sum(values)?;
                let mean = sum.checked_div(Points::from_int(n)).ok_or(PointsOverflow)?;
                self.award(format!("{n}人的{}平均为{mean}{}", input.label, input.unit), scaled(mean)?);
            }
        }
        Ok(())
    }

    /// 分档得分.
    pub(super) fn award_tiers(&mut self, input: &Count, tiers: &[Tier]) -> Result<(), Stop> {
        match self.number(input)? {
            None => {
                let (low, high) = tier_range(tiers);
                let positive = tiers.iter().map(|tier| tier.amount).filter(|amount| *amount > Points::ZERO);
                self.open(low, high, positive.min().unwrap_or_default());
            }
            Some(n) => self.award(told(&input.told, n), tier_amount(tiers, n)),
        }
        Ok(())
    }

    /// 按名次得分.
    pub(super) fn rank(&mut self, input: &Count, first: Points, step: Points) -> Result<(), Stop> {
        let due = |rank: u32| -> Result<Points, PointsOverflow> {
            let behind = times(step, rank.saturating_sub(1))?;
            Ok(first.checked_sub(behind).ok_or(PointsOverflow)?.max(Points::ZERO))
        };
        match self.number(input)? {
            None => self.open(due(COUNT_LIMIT)?, first, Points::ZERO),
            Some(0) => return Err(self.given.problem(&input.input, "名次从1开始").into()),
            Some(rank) => self.award(told(&input.told, rank), due(rank)?),
        }
        Ok(())
    }

    /// 与最好的单位相比得分.
    pub(super) fn relative(
        &mut self,
        input: &Quantity,
        best: &Quantity,
        amount: Points,
        lower_is_better: bool,
    ) -> Result<(), Stop> {
        let one = Points::from_int(1);
        let share = |value: Points, top: Points| {
            let (above, below) = if lower_is_better { (top, value) } else { (value, top) };
            match below {
                Points::ZERO => Ok(one),
                below => {
                    let share = above.checked_div(below).ok_or(PointsOverflow)?;
                    Ok::<_, PointsOverflow>(share.within(Points::ZERO, one))
                }
            }
        };
        // Both are read first, so that both are checked and count as answered.
        let (value, top) = (self.given.quantity(input)?, self.given.quantity(best)?);
        let (Some(value), Some(top)) = (value, top) else {
            let ends = |given: Option<Points>, asked: &Quantity| match given {
                Some(value) => [value, value],
                None => [asked.min, asked.max],
            };
            let mut amounts = Vec::with_capacity(4);
            for value in ends(value, input) {
                for top in ends(top, best) {
                    amounts.push(amount.checked_mul(share(value, top)?).ok_or(PointsOverflow)?);
                }
            }
            let (low, high) = least_and_most(amounts.into_iter());
            self.open(low, high, Points::ZERO);
            return Ok(());
        };
        let text = format!("{}，最好的为{top}{}", measured(input, value), best.unit);
        self.award(text, amount.checked_mul(share(value, top)?).ok_or(PointsOverflow)?);
        Ok(())
    }

    /// 达到k次得a分，每多一次再得b分.
    pub(super) fn increments(
        &mut self,
        input: &Count,
        from: u32,
        base: Points,
        each: Points,
    ) -> Result<(), Stop> {
        let due = |n: u32| -> Result<Points, PointsOverflow> {
            match n.checked_sub(from) {
                None => Ok(Points::ZERO),
                Some(more) => base.checked_add(times(each, more)?).ok_or(PointsOverflow),
            }
        };
        match self.number(input)? {
            None => {
                let nothing = if from == 0 { base } else { Points::ZERO };
                let (low, high) = least_and_most([nothing, base, due(COUNT_LIMIT)?].into_iter());
                self.open(low, high, base);
            }
            Some(n) => self.award(told(&input.told, n), due(n)?),
        }
        Ok(())
    }

    /// 人工评分, with a note on why.
    pub(super) fn manual(&mut self, input: &str, points: Points) -> Result<(), Stop> {
        match self.given.points(input, points)? {
            None => self.open(Points::ZERO, points, Points::ZERO),
            Some(given) => {
                let text = if given == Points::ZERO { "人工评分为0分" } else { "人工评分" };
                self.known(text.to_owned(), given);
                if self.given.answer.is_none_or(|answer| !answer.is_explained()) {
                    self.given.complete = false;
                    self.remark("请填写说明".to_owned());
                }
            }
        }
        Ok(())
    }

    /// Whether a compound condition holds; `None` while that depends on what is open. Says in `words` what was answered.
    fn holds(&mut self, when: &When, words: &mut Vec<String>) -> Result<Option<bool>, Stop> {
        Ok(match when {
            When::Met(condition) => {
                let met = self.given.met(condition)?;
                words.extend(met.map(|met| told_met(condition, met)));
                met
            }
            When::Not(inner) => self.holds(inner, words)?.map(|held| !held),
            When::All(list) => {
                let k = u32::try_from(list.len()).unwrap_or(u32::MAX);
                self.at_least(k, list, words)?
            }
            When::Any(list) => self.at_least(1, list, words)?,
            When::AtLeast { k, of } => self.at_least(*k, of, words)?,
            When::Count { input, from } => {
                let n = self.number(input)?;
                words.extend(n.map(|n| told(&input.told, n)));
                n.map(|n| n >= *from)
            }
        })
    }

    fn at_least(&mut self, k: u32, list: &[When], words: &mut Vec<String>) -> Result<Option<bool>, Stop> {
        let (mut yes, mut open) = (0, 0);
        for one in list {
            match self.holds(one, words)? {
                Some(true) => yes += 1,
                None => open += 1,
                Some(false) => {}
            }
        }
        Ok(if yes >= k {
            Some(true)
        } else if yes + open < k {
            Some(false)
        } else {
            None
        })
    }
}

/// The amount of the first tier that holds `n`; 0 outside all tiers.
fn tier_amount(tiers: &[Tier], n: u32) -> Points {
    let holds = |tier: &&Tier| tier.from <= n && tier.to.is_none_or(|to| n <= to);
    tiers.iter().find(holds).map_or(Points::ZERO, |tier| tier.amount)
}

/// The least and the most any count can earn: amounts change only where a tier begins or has ended.
fn tier_range(tiers: &[Tier]) -> (Points, Points) {
    let starts = tiers.iter().map(|tier| tier.from);
    let ends = tiers.iter().filter_map(|tier| tier.to).filter_map(|to| to.checked_add(1));
    let amounts = std::iter::once(0)
        .chain(starts)
        .chain(ends)
        .filter(|n| *n <= COUNT_LIMIT)
        .map(|n| tier_amount(tiers, n));
    least_and_most(amounts)
}
