//! One part of a criterion: what each kind of rule takes or gives, and the words for it.

use super::answers::{Answer, AnswerProblem, COUNT_LIMIT, InputValue};
use super::engine::{overflow, shortened};
use super::sheet::Explanation;
use super::told::{joined, told, told_met};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{ChoiceOption, Condition, Count, Criterion, Part, Rule, Tier};

/// One criterion being scored.
pub(super) struct Sitting<'a> {
    pub(super) criterion: &'a Criterion,
    pub(super) answer: Option<&'a Answer>,
    /// Number of the answer's inputs that the rules asked for.
    pub(super) seen: usize,
    pub(super) complete: bool,
    pub(super) steps: Vec<Explanation>,
}

/// Why a criterion cannot be scored.
pub(super) enum Stop {
    Problem(AnswerProblem),
    Overflow,
}

impl From<AnswerProblem> for Stop {
    fn from(problem: AnswerProblem) -> Self {
        Self::Problem(problem)
    }
}

impl From<PointsOverflow> for Stop {
    fn from(_: PointsOverflow) -> Self {
        Self::Overflow
    }
}

impl Stop {
    pub(super) fn at(self, no: &str) -> AnswerProblem {
        match self {
            Self::Problem(problem) => problem,
            Self::Overflow => overflow(no),
        }
    }
}

/// What a part comes to. `low` and `high` are clamped only at the end; `shown` is what the steps add up to.
pub(super) struct Tally {
    pub(super) low: Points,
    pub(super) high: Points,
    pub(super) shown: Points,
    points: Points,
    /// Only awards: a step past the points gives no more than what is left.
    capped: bool,
}

impl Tally {
    fn shift(&mut self, low: Points, high: Points) -> Result<(), PointsOverflow> {
        self.low = self.low.checked_add(low).ok_or(PointsOverflow)?;
        self.high = self.high.checked_add(high).ok_or(PointsOverflow)?;
        Ok(())
    }

    /// Takes `owed` away; the step says how much was left to take.
    fn deduct(&mut self, text: String, owed: Points) -> Result<Explanation, PointsOverflow> {
        self.shift(-owed, -owed)?;
        let taken = owed.min(self.shown.max(Points::ZERO));
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
        let room = self.points.checked_sub(self.shown).ok_or(PointsOverflow)?;
        let given = if self.capped { due.min(room) } else { due };
        self.shown = self.shown.checked_add(given).ok_or(PointsOverflow)?;
        let text = if given == due {
            text
        } else {
            format!("{text}（应得{due}分，最高{}分）", self.points)
        };
        Ok(Explanation { text, points: given })
    }
}

impl<'a> Sitting<'a> {
    pub(super) fn score_part(&mut self, part: &Part) -> Result<Tally, Stop> {
        let deducts = part.rules.iter().any(Rule::deducts);
        let awards = part.rules.iter().any(|rule| !rule.deducts());
        let start = if awards { Points::ZERO } else { part.points };
        let mut tally =
            Tally { low: start, high: start, shown: start, points: part.points, capped: !deducts };
        if awards {
            for rule in part.rules.iter().filter(|rule| !rule.deducts()) {
                self.award(part, rule, &mut tally)?;
            }
        }
        if deducts {
            for rule in part.rules.iter().filter(|rule| rule.deducts()) {
                self.deduct(rule, &mut tally)?;
            }
        }
        if tally.shown > part.points {
            let over = part.points.checked_sub(tally.shown).ok_or(PointsOverflow)?;
            self.steps
                .push(Explanation { text: "超过本项满分的部分不计".to_owned(), points: over });
            tally.shown = part.points;
        }
        if deducts {
            for rule in &part.rules {
                if let Rule::ZeroUnlessMet { conditions } = rule {
                    self.zero_unless_met(conditions, &mut tally)?;
                }
            }
        }
        Ok(tally)
    }

    fn award(&mut self, part: &Part, rule: &Rule, tally: &mut Tally) -> Result<(), Stop> {
        match rule {
            Rule::AwardMet { conditions } => {
                for condition in conditions {
                    let amount = condition.amount.unwrap_or_default();
                    match self.met(condition)? {
                        None => tally.shift(Points::ZERO, amount)?,
                        Some(true) => self.steps.push(tally.award(told_met(condition, true), amount)?),
                        Some(false) => self.remark(told_met(condition, false)),
                    }
                }
            }
            Rule::AwardEach { input, amount } => self.award_count(input, *amount, tally, "，不得分")?,
            Rule::AwardLevels { levels } => {
                for level in levels {
                    self.award_count(&level.input, level.amount, tally, "")?;
                }
            }
            Rule::AwardTiers { input, tiers } => match self.count(input)? {
                None => {
                    let (low, high) = tier_range(tiers);
                    tally.shift(low, high)?;
                }
                Some(n) => {
                    let amount = tier_amount(tiers, n);
                    let mut text = told(&input.told, n);
                    if amount == Points::ZERO {
                        text.push_str("，不得分");
                    }
                    self.steps.push(tally.award(text, amount)?);
                }
            },
            Rule::Manual { input } => match self.points(input, part.points)? {
                None => tally.shift(Points::ZERO, part.points)?,
                Some(points) => {
                    let text = if points == Points::ZERO { "人工评分为0分" } else { "人工评分" };
                    self.steps.push(tally.award(text.to_owned(), points)?);
                    if self.answer.is_none_or(|answer| answer.remark.trim().is_empty()) {
                        self.complete = false;
                        self.remark("请填写说明".to_owned());
                    }
                }
            },
            Rule::DeductEach { .. }
            | Rule::DeductUnmet { .. }
            | Rule::DeductChoice { .. }
            | Rule::DeductBelow { .. }
            | Rule::ZeroUnlessMet { .. } => {}
        }
        Ok(())
    }

    fn award_count(
        &mut self,
        input: &Count,
        amount: Points,
        tally: &mut Tally,
        none: &str,
    ) -> Result<(), Stop> {
        match self.count(input)? {
            None => {
                let most = amount.checked_times(COUNT_LIMIT).ok_or(PointsOverflow)?;
                tally.shift(Points::ZERO, most)?;
            }
            Some(n) => {
                let due = amount.checked_times(n).ok_or(PointsOverflow)?;
                let mut text = told(&input.told, n);
                if due == Points::ZERO {
                    text.push_str(none);
                }
                self.steps.push(tally.award(text, due)?);
            }
        }
        Ok(())
    }

    fn deduct(&mut self, rule: &Rule, tally: &mut Tally) -> Result<(), Stop> {
        match rule {
            Rule::DeductEach { input, amount } => match self.count(input)? {
                None => {
                    let most = amount.checked_times(COUNT_LIMIT).ok_or(PointsOverflow)?;
                    tally.shift(-most, Points::ZERO)?;
                }
                Some(0) => {}
                Some(n) => {
                    let owed = amount.checked_times(n).ok_or(PointsOverflow)?;
                    self.steps.push(tally.deduct(told(&input.told, n), owed)?);
                }
            },
            Rule::DeductUnmet { conditions } => {
                for condition in conditions {
                    let amount = condition.amount.unwrap_or_default();
                    match self.met(condition)? {
                        None => tally.shift(-amount, Points::ZERO)?,
                        Some(true) => {}
                        Some(false) => self.steps.push(tally.deduct(told_met(condition, false), amount)?),
                    }
                }
            }
            Rule::DeductChoice { input, label, options } => match self.chosen(input, options)? {
                None => {
                    let amounts = || options.iter().map(|option| option.amount);
                    tally
                        .shift(-amounts().max().unwrap_or_default(), -amounts().min().unwrap_or_default())?;
                }
                Some(option) if option.amount == Points::ZERO => {}
                Some(option) => {
                    self.steps.push(tally.deduct(joined(label, &option.label), option.amount)?);
                }
            },
            Rule::DeductBelow { input, threshold, amount } => match self.count(input)? {
                None => tally.shift(-*amount, Points::ZERO)?,
                Some(n) if n >= *threshold => {}
                Some(n) => self.steps.push(tally.deduct(told(&input.told, n), *amount)?),
            },
            // 不得分 comes after everything else.
            Rule::ZeroUnlessMet { .. } => {}
            Rule::AwardMet { .. }
            | Rule::AwardEach { .. }
            | Rule::AwardLevels { .. }
            | Rule::AwardTiers { .. }
            | Rule::Manual { .. } => {}
        }
        Ok(())
    }

    /// 不得分: replaces the part's result by 0, whatever else applied.
    fn zero_unless_met(&mut self, conditions: &[Condition], tally: &mut Tally) -> Result<(), Stop> {
        let mut text = String::new();
        let mut open = false;
        for condition in conditions {
            match self.met(condition)? {
                None => open = true,
                Some(true) => {}
                Some(false) => {
                    if !text.is_empty() {
                        text.push('、');
                    }
                    text.push_str(&condition.label);
                    text.push_str(&condition.unmet);
                }
            }
        }
        if !text.is_empty() {
            text.push_str(if self.criterion.parts.len() > 1 {
                "，此部分不得分"
            } else {
                "，不得分"
            });
            self.steps.push(Explanation { text, points: -tally.shown });
            (tally.low, tally.high, tally.shown) = (Points::ZERO, Points::ZERO, Points::ZERO);
        } else if open {
            tally.low = tally.low.min(Points::ZERO);
        }
        Ok(())
    }

    fn remark(&mut self, text: String) {
        self.steps.push(Explanation { text, points: Points::ZERO });
    }

    fn value(&mut self, input: &str) -> Option<&'a InputValue> {
        let value = self.answer.and_then(|answer| answer.inputs.get(input));
        match value {
            Some(_) => self.seen += 1,
            None => self.complete = false,
        }
        value
    }

    fn met(&mut self, condition: &Condition) -> Result<Option<bool>, AnswerProblem> {
        match self.value(&condition.input) {
            None => Ok(None),
            Some(InputValue::Met(met)) => Ok(Some(*met)),
            Some(_) => Err(self.problem(&condition.input, "应回答是（true）或否（false）")),
        }
    }

    fn count(&mut self, count: &Count) -> Result<Option<u32>, AnswerProblem> {
        match self.value(&count.input) {
            None => Ok(None),
            Some(InputValue::Count(n)) if *n <= COUNT_LIMIT => Ok(Some(*n)),
            Some(_) => Err(self.problem(&count.input, format!("应为0至{COUNT_LIMIT}的整数"))),
        }
    }

    fn chosen<'o>(
        &mut self,
        input: &str,
        options: &'o [ChoiceOption],
    ) -> Result<Option<&'o ChoiceOption>, AnswerProblem> {
        let chosen = match self.value(input) {
            None => return Ok(None),
            Some(InputValue::Text(id)) => options.iter().find(|option| option.id == *id),
            Some(_) => None,
        };
        chosen.map(Some).ok_or_else(|| {
            let known: Vec<_> = options.iter().map(|o| format!("{}（{}）", o.id, o.label)).collect();
            self.problem(input, format!("应从以下选项中选一个：{}", known.join("、")))
        })
    }

    fn points(&mut self, input: &str, most: Points) -> Result<Option<Points>, AnswerProblem> {
        let points = match self.value(input) {
            None => return Ok(None),
            Some(InputValue::Text(text)) => {
                text.parse::<Points>().map_err(|bad| self.problem(input, bad.to_string()))?
            }
            Some(_) => return Err(self.problem(input, "应为写成文字的分值，如 \"0.5\"")),
        };
        if (Points::ZERO..=most).contains(&points) {
            return Ok(Some(points));
        }
        Err(self.problem(input, format!("应在0至{most}分之间")))
    }

    fn problem(&self, input: &str, reason: impl Into<String>) -> AnswerProblem {
        AnswerProblem::new(format!("{}.{input}", self.criterion.no), reason)
    }

    pub(super) fn refuse_unknown_inputs(&self) -> Result<(), AnswerProblem> {
        let Some(answer) = self.answer else { return Ok(()) };
        if self.seen == answer.inputs.len() {
            return Ok(());
        }
        let known = self.criterion.inputs();
        match answer.inputs.keys().find(|name| known.iter().all(|input| input.input != **name)) {
            Some(unknown) => Err(self.problem(&shortened(unknown), "本项没有这个输入项")),
            None => Ok(()),
        }
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
    let amounts = || {
        std::iter::once(0)
            .chain(starts.clone())
            .chain(ends.clone())
            .filter(|n| *n <= COUNT_LIMIT)
            .map(|n| tier_amount(tiers, n))
    };
    (amounts().min().unwrap_or_default(), amounts().max().unwrap_or_default())
}
