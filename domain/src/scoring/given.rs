//! The values of one answer, each checked against what the rule asks for.

use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::answers::{Answer, AnswerProblem, COUNT_LIMIT, Facts};
use super::judged::Judged;
use super::value::{Entry, InputValue};
use crate::figures::{Field, is_percent};
use crate::points::Points;
use crate::scheme::{ChoiceOption, Condition, Count, CountKind, Criterion, Element, Quantity};

/// The most entries one question takes.
pub const ENTRIES_LIMIT: usize = 1_000;

/// One criterion's answer being read.
pub(super) struct Given<'a> {
    pub(super) criterion: &'a Criterion,
    pub(super) answer: Option<&'a Answer>,
    /// The register: what a list names has to stand in it.
    facts: &'a Facts,
    /// The answer's inputs that the rules asked for.
    seen: Seen<'a>,
    /// Whether everything asked for so far was there.
    pub(super) complete: bool,
}

/// What a count was answered with.
pub(super) enum Counted<'a> {
    Open,
    Number(u32),
    Facts(&'a [Entry]),
}

/// Of the entries of a list that tell the same, the one with the greatest number: a fact that is named twice counts once.
pub(super) fn distinct<'a, K: Eq + Hash>(
    entries: &'a [Entry],
    same: impl Fn(&'a Entry) -> K,
) -> Vec<&'a Entry> {
    let mut kept: Vec<&Entry> = Vec::with_capacity(entries.len());
    let mut at = HashMap::with_capacity(entries.len());
    for entry in entries {
        match at.entry(same(entry)) {
            Occupied(known) => {
                let known: &mut &Entry = &mut kept[*known.get()];
                if entry.n > known.n {
                    *known = entry;
                }
            }
            Vacant(new) => {
                new.insert(kept.len());
                kept.push(entry);
            }
        }
    }
    kept
}

/// The number some entries come to, each fact once.
fn summed(entries: &[Entry]) -> u32 {
    distinct(entries, |entry| &entry.fact).iter().map(|entry| entry.n).sum()
}

impl<'a> Given<'a> {
    pub(super) fn new(criterion: &'a Criterion, answer: Option<&'a Answer>, facts: &'a Facts) -> Self {
        Self { criterion, answer, facts, seen: Seen::default(), complete: true }
    }

    /// Whether nothing was answered yet.
    pub(super) fn is_untouched(&self) -> bool {
        self.answer.is_none_or(|answer| answer.inputs.is_empty())
    }

    fn value(&mut self, input: &str) -> Option<&'a InputValue> {
        let value = self.answer.and_then(|answer| answer.inputs.get(input));
        match value {
            Some(value) => self.seen.add(value),
            None => self.complete = false,
        }
        value
    }

    pub(super) fn met(&mut self, condition: &Condition) -> Result<Option<bool>, AnswerProblem> {
        self.yes_no(&condition.input)
    }

    pub(super) fn yes_no(&mut self, input: &str) -> Result<Option<bool>, AnswerProblem> {
        match self.value(input) {
            None => Ok(None),
            Some(InputValue::Met(met)) => Ok(Some(*met)),
            Some(_) => Err(self.problem(input, "应回答是（true）或否（false）")),
        }
    }

    pub(super) fn count(&mut self, count: &Count) -> Result<Counted<'a>, AnswerProblem> {
        let value = self.value(&count.input);
        match (value, count.kind) {
            (None, _) => Ok(Counted::Open),
            (Some(InputValue::Count(n)), CountKind::Number) if *n <= COUNT_LIMIT => Ok(Counted::Number(*n)),
            (Some(given), CountKind::Number) => {
                let field = Field::whole(0, COUNT_LIMIT).of(&count.unit);
                Err(self.problem(&count.input, refusal(field, given)))
            }
            (Some(InputValue::Entries(entries)), CountKind::Facts) => {
                self.check_entries(&count.input, entries)?;
                Ok(Counted::Facts(entries))
            }
            // An empty list does not say of what it is empty.
            (Some(InputValue::Picks(none)), CountKind::Facts) if none.is_empty() => Ok(Counted::Facts(&[])),
            (Some(_), CountKind::Facts) => Err(self.problem(
                &count.input,
                "须逐起登记，写成列表，如 [{\"fact\":\"F1\"}]；没有发生的写 []，不能只填数目",
            )),
        }
    }

    /// The number a count comes to, however it was given.
    pub(super) fn number(&mut self, count: &Count) -> Result<Option<u32>, AnswerProblem> {
        Ok(match self.count(count)? {
            Counted::Open => None,
            Counted::Number(n) => Some(n),
            Counted::Facts(entries) => Some(summed(entries)),
        })
    }

    /// What a count registered, if it registers.
    pub(super) fn entries(&self, count: &Count) -> Option<&'a [Entry]> {
        match self.answer?.inputs.get(&count.input)? {
            InputValue::Entries(entries) => Some(entries),
            _ => None,
        }
    }

    /// What [`Given::number`] found before: a rule that looks twice asks only once.
    pub(super) fn again(&self, count: &Count) -> Option<u32> {
        match self.answer?.inputs.get(&count.input)? {
            InputValue::Count(n) => Some(*n),
            InputValue::Entries(entries) => Some(summed(entries)),
            InputValue::Picks(_) => Some(0),
            InputValue::Met(_) | InputValue::Text(_) | InputValue::Judged(_) => None,
        }
    }

    fn check_entries(&self, input: &str, entries: &[Entry]) -> Result<(), AnswerProblem> {
        if entries.len() > ENTRIES_LIMIT {
            return Err(self.problem(input, format!("登记超过{ENTRIES_LIMIT}条")));
        }
        let mut sum: u32 = 0;
        for (entry, at) in entries.iter().zip(1..) {
            if entry.fact.trim().is_empty() || entry.fact.chars().count() > 64 {
                return Err(self.problem(input, format!("第{at}条的事实编号应为1至64个字")));
            }
            if !self.facts.contains_key(&entry.fact) {
                let fact = cut(&entry.fact);
                return Err(
                    self.problem(input, format!("第{at}条所填的事实“{fact}”没有登记，请先登记再选用"))
                );
            }
            sum = sum.saturating_add(entry.n);
            if entry.n == 0 || sum > COUNT_LIMIT {
                return Err(self.problem(input, format!("第{at}起的数目应为1至{COUNT_LIMIT}的整数")));
            }
        }
        Ok(())
    }

    /// The one of several that an answer names by its id. `named` gives an option's id and what people read.
    pub(super) fn pick<'o, T>(
        &mut self,
        input: &str,
        options: &'o [T],
        named: impl Fn(&'o T) -> (&'o str, &'o str),
    ) -> Result<Option<&'o T>, AnswerProblem> {
        let picked = match self.value(input) {
            None => return Ok(None),
            Some(InputValue::Text(id)) => options.iter().find(|option| named(option).0 == id),
            Some(_) => None,
        };
        picked.map(Some).ok_or_else(|| self.choose(input, options.iter().map(named)))
    }

    pub(super) fn chosen<'o>(
        &mut self,
        input: &str,
        options: &'o [ChoiceOption],
    ) -> Result<Option<&'o ChoiceOption>, AnswerProblem> {
        self.pick(input, options, |option| (&option.id, &option.label))
    }

    /// One of a fixed list: id, label, and what it stands for.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        input: &str,
        options: &[(&str, &str, T)],
    ) -> Result<Option<T>, AnswerProblem> {
        Ok(self.pick(input, options, |(id, label, _)| (id, label))?.map(|(.., value)| *value))
    }

    pub(super) fn text(&mut self, input: &str) -> Result<Option<&'a str>, AnswerProblem> {
        match self.value(input) {
            None => Ok(None),
            Some(InputValue::Text(text)) if text.chars().count() <= super::answers::REMARK_LIMIT => {
                Ok(Some(text))
            }
            Some(_) => Err(self.problem(input, "应为文字，不超过5000字")),
        }
    }

    /// The level an entry names; `fact`, as people know it.
    pub(super) fn level<'o>(
        &self,
        count: &Count,
        entry: &Entry,
        fact: &str,
        options: &'o [ChoiceOption],
    ) -> Result<&'o ChoiceOption, AnswerProblem> {
        options.iter().find(|option| option.id == entry.level).ok_or_else(|| {
            let known = options.iter().map(|o| (&*o.id, &*o.label));
            self.choose_for(count, fact, ("层级", &entry.level), known)
        })
    }

    /// What an entry lacks, or names wrongly: whoever has not chosen yet is not told ids.
    fn choose_for<'o>(
        &self,
        count: &Count,
        fact: &str,
        (what, given): (&str, &str),
        known: impl Iterator<Item = (&'o str, &'o str)>,
    ) -> AnswerProblem {
        let fact = cut(fact);
        if given.is_empty() {
            return self.problem(&count.input, format!("“{fact}”还没有选择{what}"));
        }
        let problem = self.choose(&count.input, known);
        AnswerProblem::new(problem.path, format!("“{fact}”的{what}{}", problem.reason))
    }

    /// The place of a matrix's row or column that an entry names.
    pub(super) fn place(
        &self,
        count: &Count,
        fact: &str,
        (what, id): (&str, &str),
        elements: &[Element],
    ) -> Result<usize, AnswerProblem> {
        elements.iter().position(|element| element.id == id).ok_or_else(|| {
            self.choose_for(count, fact, (what, id), elements.iter().map(|e| (&*e.id, &*e.label)))
        })
    }

    /// Which elements were ticked, in their own order.
    pub(super) fn ticked<'e>(
        &mut self,
        input: &str,
        elements: &'e [Element],
    ) -> Result<Option<Vec<&'e Element>>, AnswerProblem> {
        let picks = match self.value(input) {
            None => return Ok(None),
            Some(InputValue::Picks(picks)) => picks,
            Some(InputValue::Entries(none)) if none.is_empty() => return Ok(Some(Vec::new())),
            Some(_) => return Err(self.problem(input, "应为选项代码的列表，如 [\"a\"]；没有的写 []")),
        };
        if let Some(unknown) = picks.iter().find(|id| elements.iter().all(|element| element.id != **id)) {
            let problem = self.choose(input, elements.iter().map(|e| (&*e.id, &*e.label)));
            return Err(AnswerProblem::new(
                problem.path,
                format!("不认识“{}”，{}", cut(unknown), problem.reason),
            ));
        }
        if picks.len() > elements.len() {
            return Err(self.problem(input, "同一选项写了两次"));
        }
        Ok(Some(elements.iter().filter(|element| picks.contains(&element.id)).collect()))
    }

    pub(super) fn quantity(&mut self, quantity: &Quantity) -> Result<Option<Points>, AnswerProblem> {
        match self.value(&quantity.input) {
            None => Ok(None),
            Some(InputValue::Text(text)) => self.measured(quantity, text).map(Some),
            Some(given) => Err(self.problem(&quantity.input, refusal(measure(quantity), given))),
        }
    }

    /// Several values of one kind.
    pub(super) fn quantities(&mut self, quantity: &Quantity) -> Result<Option<Vec<Points>>, AnswerProblem> {
        match self.value(&quantity.input) {
            None => Ok(None),
            Some(InputValue::Picks(values)) if !values.is_empty() && values.len() <= ENTRIES_LIMIT => {
                values.iter().map(|text| self.measured(quantity, text)).collect::<Result<_, _>>().map(Some)
            }
            Some(_) => Err(self.problem(
                &quantity.input,
                format!("应为1至{ENTRIES_LIMIT}个写成文字的数，如 [\"90\",\"85.5\"]"),
            )),
        }
    }

    fn measured(&self, quantity: &Quantity, text: &str) -> Result<Points, AnswerProblem> {
        let field = measure(quantity);
        let value =
            Points::from_exact(text).map_err(|_| self.problem(&quantity.input, field.refusal(text)))?;
        let within = (quantity.min..=quantity.max).contains(&value);
        if within { Ok(value) } else { Err(self.problem(&quantity.input, field.beyond())) }
    }

    pub(super) fn points(&mut self, input: &str, most: Points) -> Result<Option<Points>, AnswerProblem> {
        self.within(input, Field::decimal(Some(Points::ZERO), Some(most)), |text| text.parse().ok())
    }

    /// A mean of points: it may be a third.
    pub(super) fn mean(&mut self, input: &str, most: Points) -> Result<Option<Points>, AnswerProblem> {
        let field = Field::decimal(Some(Points::ZERO), Some(most)).or_share();
        self.within(input, field, |text| Points::from_exact(text).ok())
    }

    fn within(
        &mut self,
        input: &str,
        field: Field<'_>,
        read: impl FnOnce(&str) -> Option<Points>,
    ) -> Result<Option<Points>, AnswerProblem> {
        let Some(given) = self.value(input) else { return Ok(None) };
        let field = field.of("分");
        let read = match given {
            InputValue::Text(text) => read(text),
            _ => None,
        };
        let points = read.ok_or_else(|| self.problem(input, refusal(field, given)))?;
        if field.holds(points) { Ok(Some(points)) } else { Err(self.problem(input, field.beyond())) }
    }

    /// A discretionary value within its range, open upwards without `max`.
    pub(super) fn judged(
        &mut self,
        input: &str,
        min: Points,
        max: Option<Points>,
    ) -> Result<Option<(Points, &'a Judged)>, AnswerProblem> {
        match self.value(input) {
            None => Ok(None),
            Some(InputValue::Judged(judged)) => {
                self.weighed(input, judged, min, max).map(|value| Some((value, judged)))
            }
            Some(_) => Err(self.problem(
                input,
                "应写明分值、理由和确认人，如 {\"value\":\"0.5\",\"reason\":\"…\",\"second\":\"…\"}",
            )),
        }
    }

    /// The discretionary value an incident has; `fact`, as people know it.
    pub(super) fn judged_of(
        &mut self,
        count: &Count,
        entry: &'a Entry,
        fact: &str,
        (min, max): (Points, Option<Points>),
    ) -> Result<(Points, &'a Judged), AnswerProblem> {
        let Some(judged) = &entry.judged else {
            return Err(self.problem(&count.input, format!("“{}”还没有写明酌情分值和理由", cut(fact))));
        };
        self.weighed(&count.input, judged, min, max).map(|value| (value, judged))
    }

    fn weighed(
        &mut self,
        input: &str,
        judged: &Judged,
        min: Points,
        max: Option<Points>,
    ) -> Result<Points, AnswerProblem> {
        let field = Field::decimal(Some(min), max).of("分");
        let value: Points =
            judged.value.parse().map_err(|_| self.problem(input, field.refusal(&judged.value)))?;
        let within = value >= min && max.is_none_or(|max| value <= max);
        // 0 says that nothing is taken.
        if value != Points::ZERO && !within {
            let range = match max {
                Some(max) => format!("应为0，或在{min}至{max}分之间"),
                None if min == Points::ZERO => "不能为负数".to_owned(),
                None => format!("应为0，或不低于{min}分"),
            };
            return Err(self.problem(input, range));
        }
        if !judged.is_confirmed() {
            self.complete = false;
        }
        Ok(value)
    }

    fn choose<'o>(&self, input: &str, options: impl Iterator<Item = (&'o str, &'o str)>) -> AnswerProblem {
        let known: Vec<_> = options.map(|(id, label)| format!("{id}（{label}）")).collect();
        self.problem(input, format!("应从以下选项中选一个：{}", known.join("、")))
    }

    pub(super) fn problem(&self, input: &str, reason: impl Into<String>) -> AnswerProblem {
        AnswerProblem::new(format!("{}.{input}", self.criterion.no), reason)
    }

    pub(super) fn refuse_unknown_inputs(&self) -> Result<(), AnswerProblem> {
        let Some(answer) = self.answer else { return Ok(()) };
        if self.seen.count() == answer.inputs.len() {
            return Ok(());
        }
        let known = self.criterion.input_names();
        match answer.inputs.keys().find(|name| !known.contains(&name.as_str())) {
            Some(unknown) => Err(self.problem(&cut(unknown), "本项没有这个输入项")),
            None => Ok(()),
        }
    }
}

/// Which of an answer's values were asked for, each once although several rules may ask. Told apart by where they stand; most
/// criteria ask so few that looking through them costs less than anything else.
#[derive(Default)]
struct Seen<'a> {
    few: [Option<&'a InputValue>; FEW],
    count: usize,
    more: HashSet<*const InputValue>,
}

const FEW: usize = 8;

impl<'a> Seen<'a> {
    fn add(&mut self, value: &'a InputValue) {
        let known = &self.few[..self.count.min(FEW)];
        if known.iter().flatten().any(|known| std::ptr::eq(*known, value)) {
            return;
        }
        if self.count < FEW {
            self.few[self.count] = Some(value);
        } else if !self.more.insert(value) {
            return;
        }
        self.count += 1;
    }

    fn count(&self) -> usize {
        self.count
    }
}

fn measure(quantity: &Quantity) -> Field<'_> {
    let field = Field::decimal(Some(quantity.min), Some(quantity.max)).of(&quantity.unit);
    // Of a hundred: 17/23 would be less than one.
    if is_percent(&quantity.unit) { field } else { field.or_share() }
}

/// Why what was given is not taken: a text as it was typed, anything else by its kind.
fn refusal(field: Field<'_>, given: &InputValue) -> String {
    match given {
        InputValue::Text(text) => field.refusal(text),
        _ => format!("应为{}", field.told()),
    }
}

/// At most 40 characters of a name that is not ours.
pub(super) fn cut(name: &str) -> String {
    name.chars().take(40).collect()
}
