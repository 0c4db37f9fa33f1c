//! Each kind of rule: what it takes or gives, and the words for it. Nothing is clamped here.

use super::answers::{AnswerProblem, COUNT_LIMIT, Circumstances, Entry};
use super::engine::overflow;
use super::facts::Kept;
use super::given::{Counted, Given};
use super::moves::Move;
use super::sheet::Explanation;
use super::told::{joined, told, told_met, told_when};
use crate::calendar::Day;
use crate::points::{Points, PointsOverflow};
use crate::scheme::{ChoiceOption, Condition, Count, CountTier, Quantity, Reach, Rule, Side, Tier, When};

/// One criterion being scored.
pub(super) struct Sitting<'a> {
    pub(super) given: Given<'a>,
    pub(super) circumstances: &'a Circumstances,
    /// Where each fact counts; absent while that is being found out.
    pub(super) kept: Option<&'a Kept<'a>>,
    /// The one fact that is looked at, while it is found out what it costs by itself.
    pub(super) only: Option<&'a str>,
    pub(super) steps: Vec<Explanation>,
    /// What the rule at hand comes to; emptied when it is applied.
    pub(super) moves: Vec<Move<'a>>,
    /// 不得分 beyond the part: how far it reaches for certain, and how far it still may.
    pub(super) zero: Option<Reach>,
    pub(super) zero_open: Option<Reach>,
    /// What follows without points.
    pub(super) consequences: Vec<String>,
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

/// The percentage that is the whole.
const WHOLE: Points = Points::from_int(100);

impl<'a> Sitting<'a> {
    /// Puts what a rule comes to into `moves`. `points` is what its part is worth.
    pub(super) fn collect(&mut self, rule: &Rule, points: Points) -> Result<(), Stop> {
        match rule {
            Rule::DeductEach { input, amount } => self.each_fault(input, *amount)?,
            Rule::DeductUnmet { conditions } => {
                for condition in conditions {
                    let amount = condition.amount.unwrap_or_default();
                    match self.given.met(condition)? {
                        None => self.open(Points::ZERO, amount),
                        Some(true) => {}
                        Some(false) => self.known(told_met(condition, false), amount),
                    }
                }
            }
            Rule::DeductElements { input, elements, amount, .. } => {
                match self.given.ticked(input, elements)? {
                    None => {
                        let most = times(*amount, u32::try_from(elements.len()).unwrap_or(u32::MAX))?;
                        self.open(Points::ZERO, most);
                    }
                    Some(ticked) => ticked.iter().for_each(|one| self.known(one.label.clone(), *amount)),
                }
            }
            Rule::DeductChoice { input, label, options } => match self.given.chosen(input, options)? {
                None => {
                    let (low, high) = least_and_most(options.iter().map(|option| option.amount));
                    self.open(low, high);
                }
                Some(option) if option.amount == Points::ZERO => {}
                Some(option) => self.known(joined(label, &option.label), option.amount),
            },
            Rule::DeductBelow { input, threshold, amount } => match self.given.number(input)? {
                None => self.open(Points::ZERO, *amount),
                Some(n) if n >= *threshold => {}
                Some(n) => self.known(told(&input.told, n), *amount),
            },
            Rule::DeductMissing { input, required, amount } => match self.given.number(input)? {
                None => self.open(Points::ZERO, times(*amount, *required)?),
                Some(n) if n >= *required => {}
                Some(n) => {
                    let missing = required - n;
                    let text = format!("{}，少{missing}{}", told(&input.told, n), input.unit);
                    self.known(text, times(*amount, missing)?);
                }
            },
            Rule::DeductSteps { input, side, threshold, step, amount, partial } => {
                let owed = |value: Points| steps_beyond(value, *side, *threshold, *step, *partial, *amount);
                match self.given.quantity(input)? {
                    None => {
                        let worst = if *side == Side::Below { input.min } else { input.max };
                        self.open(Points::ZERO, owed(worst)?);
                    }
                    Some(value) => {
                        let owed = owed(value)?;
                        if owed != Points::ZERO {
                            let side = if *side == Side::Below { "低于" } else { "高于" };
                            let text = format!("{}，{side}{threshold}{}", measured(input, value), input.unit);
                            self.known(text, owed);
                        }
                    }
                }
            }
            Rule::DeductTiered { input, options } => match self.given.count(input)? {
                Counted::Open | Counted::Number(_) => {
                    let most = options.iter().map(|option| option.amount).max().unwrap_or_default();
                    self.open(Points::ZERO, times(most, COUNT_LIMIT)?);
                }
                Counted::Facts(entries) => {
                    for entry in entries {
                        let option = self.given.level(input, entry, options)?;
                        let amount = times(option.amount, entry.n)?;
                        self.incident(
                            entry,
                            &joined(&told(&input.told, entry.n), &in_brackets(&option.label)),
                            amount,
                        );
                    }
                }
            },
            Rule::DeductMatrix { input, rows, columns, amounts } => match self.given.count(input)? {
                Counted::Open | Counted::Number(_) => {
                    let most = amounts.iter().flatten().max().copied().unwrap_or_default();
                    self.open(Points::ZERO, times(most, COUNT_LIMIT)?);
                }
                Counted::Facts(entries) => {
                    for entry in entries {
                        let row = self.given.place(input, entry, ("row", &entry.row), rows)?;
                        let column = self.given.place(input, entry, ("column", &entry.column), columns)?;
                        let amount = amounts.get(row).and_then(|list| list.get(column)).copied();
                        let amount = times(amount.unwrap_or_default(), entry.n)?;
                        let what = format!("{}{}", rows[row].label, columns[column].label);
                        let text = format!("{what}{}{}", entry.n, input.unit);
                        self.incident(entry, &text, amount);
                    }
                }
            },
            Rule::DeductCountTiers { input, tiers } => match self.given.number(input)? {
                None => {
                    let most = tiers.iter().filter_map(|tier| tier.amount).max().unwrap_or_default();
                    self.open(Points::ZERO, most);
                }
                Some(n) => {
                    let amount = count_tier(tiers, n).and_then(|tier| tier.amount).unwrap_or_default();
                    if amount != Points::ZERO {
                        self.known(told(&input.told, n), amount);
                    }
                }
            },
            Rule::DeductDiscretion { input, label, min, max } => {
                match self.given.judged(input, *min, *max)? {
                    None => self.open(Points::ZERO, max.unwrap_or(points.max(crate::scheme::POINTS_LIMIT))),
                    Some((value, judged)) => {
                        if value != Points::ZERO {
                            let reason = judged.reason.trim();
                            let text =
                                if reason.is_empty() { label.clone() } else { format!("{label}：{reason}") };
                            self.known(text, value);
                        }
                        if !judged.is_confirmed() {
                            self.remark(format!("{label}须写明理由，并由第二人确认"));
                        }
                    }
                }
            }
            Rule::DeductShare { input, amount } => {
                let owed = |value: Points| -> Result<Points, PointsOverflow> {
                    let rest = WHOLE.checked_sub(value.within(Points::ZERO, WHOLE)).ok_or(PointsOverflow)?;
                    percent_of(*amount, rest)
                };
                match self.given.quantity(input)? {
                    None => self.open(Points::ZERO, owed(input.min)?),
                    Some(value) => {
                        let owed = owed(value)?;
                        if owed != Points::ZERO {
                            self.known(measured(input, value), owed);
                        }
                    }
                }
            }
            Rule::AwardRate { input, amount } => {
                let due = |value: Points| percent_of(*amount, value.within(Points::ZERO, WHOLE));
                match self.given.quantity(input)? {
                    None => self.open(due(input.min)?, due(input.max)?),
                    Some(value) => self.known(measured(input, value), due(value)?),
                }
            }
            Rule::DeductImported { input, factor } | Rule::AwardImported { input, factor } => {
                let due = |value: Points| value.checked_mul(*factor).ok_or(PointsOverflow);
                match self.given.quantity(input)? {
                    None => self.open(due(input.min)?, due(input.max)?),
                    Some(value) => self.known(measured(input, value), due(value)?),
                }
            }
            Rule::AwardMean { input, factor } => self.mean(input, *factor)?,
            // 不得分 comes after everything else.
            Rule::ZeroUnlessMet { .. } | Rule::ZeroIfCount { .. } => {}
            Rule::Consequence { condition, consequence } => {
                if self.given.met(condition)? == Some(false) {
                    let text = format!("{}：{consequence}", told_met(condition, false));
                    self.consequences.push(text.clone());
                    self.remark(text);
                }
            }
            Rule::AwardMet { conditions } => {
                for condition in conditions {
                    let amount = condition.amount.unwrap_or_default();
                    match self.given.met(condition)? {
                        None => self.open(Points::ZERO, amount),
                        Some(true) => self.known(told_met(condition, true), amount),
                        Some(false) => self.remark(told_met(condition, false)),
                    }
                }
            }
            Rule::AwardAll { conditions, amount } => self.all_or_nothing(conditions, *amount)?,
            Rule::AwardWhen { when, amount, otherwise } => {
                let otherwise = otherwise.unwrap_or_default();
                let mut told = Vec::new();
                match self.holds(when, &mut told)? {
                    None => self.open(otherwise.min(*amount), otherwise.max(*amount)),
                    Some(true) => self.known(told_when(&told), *amount),
                    Some(false) => self.known(format!("条件不具备：{}", told_when(&told)), otherwise),
                }
            }
            Rule::AwardEach { input, amount } => self.each_award(input, *amount, points, "，不得分")?,
            Rule::AwardLevels { levels } => {
                for level in levels {
                    self.each_award(&level.input, level.amount, points, "")?;
                }
            }
            Rule::AwardPieces { input, options, valid_years } => self.pieces(input, options, *valid_years)?,
            Rule::AwardTiers { input, tiers } => match self.given.number(input)? {
                None => {
                    let (low, high) = tier_range(tiers);
                    self.open(low, high);
                }
                Some(n) => self.award(told(&input.told, n), tier_amount(tiers, n)),
            },
            Rule::AwardRank { input, first, step } => {
                let due = |rank: u32| -> Result<Points, PointsOverflow> {
                    let behind = times(*step, rank.saturating_sub(1))?;
                    Ok(first.checked_sub(behind).ok_or(PointsOverflow)?.max(Points::ZERO))
                };
                match self.given.number(input)? {
                    None => self.open(due(COUNT_LIMIT)?, *first),
                    Some(0) => {
                        return Err(self.given.problem(&input.input, "名次从1开始").into());
                    }
                    Some(rank) => self.award(told(&input.told, rank), due(rank)?),
                }
            }
            Rule::AwardRelative { input, best, amount, lower_is_better } => {
                let value = self.given.quantity(input)?;
                let best_value = self.given.quantity(best)?;
                match (value, best_value) {
                    (Some(value), Some(top)) => {
                        let (above, below) = if *lower_is_better { (top, value) } else { (value, top) };
                        let share = if below == Points::ZERO {
                            Points::from_int(1)
                        } else {
                            above.checked_div(below).ok_or(PointsOverflow)?
                        };
                        let share = share.within(Points::ZERO, Points::from_int(1));
                        let text = format!("{}，最好的为{top}{}", measured(input, value), best.unit);
                        self.award(text, amount.checked_mul(share).ok_or(PointsOverflow)?);
                    }
                    _ => self.open(Points::ZERO, *amount),
                }
            }
            Rule::AwardIncrements { input, from, base, each } => {
                let due = |n: u32| -> Result<Points, PointsOverflow> {
                    match n.checked_sub(*from) {
                        None => Ok(Points::ZERO),
                        Some(more) => base.checked_add(times(*each, more)?).ok_or(PointsOverflow),
                    }
                };
                match self.given.number(input)? {
                    None => self.open(Points::ZERO, due(COUNT_LIMIT)?.max(*base)),
                    Some(n) => self.award(told(&input.told, n), due(n)?),
                }
            }
            Rule::Manual { input } => match self.given.points(input, points)? {
                None => self.open(Points::ZERO, points),
                Some(given) => {
                    let text = if given == Points::ZERO { "人工评分为0分" } else { "人工评分" };
                    self.known(text.to_owned(), given);
                    if self.given.answer.is_none_or(|answer| is_blank(&answer.remark)) {
                        self.given.complete = false;
                        self.remark("请填写说明".to_owned());
                    }
                }
            },
            Rule::Group(group) => self.group(group, points)?,
        }
        Ok(())
    }

    fn each_fault(&mut self, input: &Count, amount: Points) -> Result<(), Stop> {
        match self.given.count(input)? {
            Counted::Open => self.open(Points::ZERO, times(amount, COUNT_LIMIT)?),
            Counted::Number(0) => {}
            Counted::Number(n) => self.known(told(&input.told, n), times(amount, n)?),
            Counted::Facts(entries) => {
                for entry in entries {
                    self.incident(entry, &told(&input.told, entry.n), times(amount, entry.n)?);
                }
            }
        }
        Ok(())
    }

    fn each_award(&mut self, input: &Count, amount: Points, points: Points, none: &str) -> Result<(), Stop> {
        match self.given.number(input)? {
            None => self.open(Points::ZERO, times(amount, COUNT_LIMIT)?),
            Some(n) => {
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

    fn all_or_nothing(&mut self, conditions: &[Condition], amount: Points) -> Result<(), Stop> {
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
            self.open(Points::ZERO, amount);
        } else {
            self.known("各项条件全部具备".to_owned(), amount);
        }
        Ok(())
    }

    /// 就高不累加: every piece once, at its highest level.
    fn pieces(&mut self, input: &Count, options: &[ChoiceOption], valid: Option<u32>) -> Result<(), Stop> {
        let Counted::Facts(entries) = self.given.count(input)? else {
            let most = options.iter().map(|option| option.amount).max().unwrap_or_default();
            self.open(Points::ZERO, times(most, COUNT_LIMIT)?);
            return Ok(());
        };
        let mut counted: Vec<(&Entry, &ChoiceOption)> = Vec::with_capacity(entries.len());
        let mut lower = Vec::new();
        for entry in entries {
            let option = self.given.level(input, entry, options)?;
            match counted.iter_mut().find(|(known, _)| known.fact == entry.fact) {
                Some((_, best)) if option.amount > best.amount => lower.push(std::mem::replace(best, option)),
                Some(_) => lower.push(option),
                None => counted.push((entry, option)),
            }
        }
        for (entry, option) in counted {
            if let Some(years) = valid
                && !self.is_valid(input, entry, years)?
            {
                self.remark(format!("{}（{}），已过{years}年有效期", self.title(entry), option.label));
                continue;
            }
            let text = format!("{}：{}", self.title(entry), option.label);
            self.moves.push(Move {
                fact: Some(&entry.fact),
                date: self.date(entry),
                ..Move::known(text, option.amount)
            });
        }
        for option in lower {
            self.remark(format!("同一件的{}，就高不累加", option.label));
        }
        Ok(())
    }

    fn is_valid(&self, input: &Count, entry: &Entry, years: u32) -> Result<bool, AnswerProblem> {
        let obtained = self.date(entry).map(Day::year);
        let (Some(obtained), Some(year)) = (obtained, self.circumstances.year) else {
            return Err(self.given.problem(&input.input, "有效期须有取得日期和评定年度才能计算"));
        };
        Ok(obtained <= year && i64::from(year) - i64::from(obtained) < i64::from(years))
    }

    fn mean(&mut self, input: &Quantity, factor: Points) -> Result<(), Stop> {
        let scaled = |value: Points| value.checked_mul(factor).ok_or(PointsOverflow);
        match self.given.quantities(input)? {
            None => self.open(scaled(input.min)?, scaled(input.max)?),
            Some(values) => {
                let n = i64::try_from(values.len()).unwrap_or(i64::MAX);
                let sum = Points::sum(values)?;
                let mean = sum.checked_div(Points::from_int(n)).ok_or(PointsOverflow)?;
                self.award(format!("{n}人的{}平均为{mean}{}", input.label, input.unit), scaled(mean)?);
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
                let n = self.given.number(input)?;
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

    fn known(&mut self, text: String, amount: Points) {
        if self.only.is_none() {
            self.moves.push(Move::known(text, amount));
        }
    }

    fn award(&mut self, mut text: String, amount: Points) {
        if amount == Points::ZERO {
            text.push_str("，不得分");
        }
        self.known(text, amount);
    }

    fn open(&mut self, low: Points, high: Points) {
        if self.only.is_none() {
            self.moves.push(Move::open(low, high));
        }
    }

    pub(super) fn remark(&mut self, text: String) {
        self.known(text, Points::ZERO);
    }

    /// One incident or piece. An incident that counts elsewhere costs nothing here and uses up no limit.
    fn incident(&mut self, entry: &'a Entry, what: &str, amount: Points) {
        if self.only.is_some_and(|only| only != entry.fact) {
            return;
        }
        let mut one = Move::known(format!("{}：{what}", self.title(entry)), amount);
        if let Some(kept) = self.kept {
            if let Some((elsewhere, there)) = kept.elsewhere(&entry.fact, self.given.criterion) {
                one.text.push_str(&format!("（同一事实已在{elsewhere}按{there}分扣，不重复扣分）"));
                one.shown = Points::ZERO;
            }
            // Until everything about facts is told, where this one counts may still change.
            one.low = if kept.is_final { one.shown } else { Points::ZERO };
            one.high = if kept.is_final { one.shown } else { amount };
        }
        self.moves.push(Move { fact: Some(&entry.fact), date: self.date(entry), ..one });
    }

    fn title(&self, entry: &'a Entry) -> &'a str {
        let known = self.circumstances.facts.get(&entry.fact);
        known.map(|fact| fact.title.as_str()).filter(|title| !title.is_empty()).unwrap_or(&entry.fact)
    }

    fn date(&self, entry: &Entry) -> Option<Day> {
        self.circumstances.facts.get(&entry.fact).and_then(|fact| fact.date)
    }
}

fn times(amount: Points, n: u32) -> Result<Points, PointsOverflow> {
    amount.checked_times(n).ok_or(PointsOverflow)
}

fn percent_of(amount: Points, percent: Points) -> Result<Points, PointsOverflow> {
    amount.checked_mul(percent).and_then(|product| product.checked_div(WHOLE)).ok_or(PointsOverflow)
}

fn least_and_most(amounts: impl Iterator<Item = Points> + Clone) -> (Points, Points) {
    (amounts.clone().min().unwrap_or_default(), amounts.max().unwrap_or_default())
}

/// “满意率88.5%”
fn measured(input: &Quantity, value: Points) -> String {
    format!("{}{value}{}", input.label, input.unit)
}

fn in_brackets(text: &str) -> String {
    format!("（{text}）")
}

/// Nothing but blanks; a text is told apart by its first letter.
fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// What the steps between a threshold and a value cost.
fn steps_beyond(
    value: Points,
    side: Side,
    threshold: Points,
    step: Points,
    partial: bool,
    amount: Points,
) -> Result<Points, PointsOverflow> {
    let gap = match side {
        Side::Below => threshold.checked_sub(value),
        Side::Above => value.checked_sub(threshold),
    };
    let gap = gap.ok_or(PointsOverflow)?;
    if gap <= Points::ZERO {
        return Ok(Points::ZERO);
    }
    let steps = gap.checked_div(step).ok_or(PointsOverflow)?;
    let steps = if partial { steps } else { Points::from_int(steps.floor()) };
    amount.checked_mul(steps).ok_or(PointsOverflow)
}

/// The first tier that holds `n`.
pub(super) fn count_tier(tiers: &[CountTier], n: u32) -> Option<&CountTier> {
    tiers.iter().find(|tier| tier.from <= n && tier.to.is_none_or(|to| n <= to))
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
