//! Sample answers, to try a rubric out before anybody has filled it in.

use crate::calendar::Day;
use crate::patience::go_on;
use crate::points::Points;
use crate::scheme::model::*;
use crate::scheme::{InputKind, InputSpec};
use crate::scoring::{
    Answer, Answers, Circumstances, Entry, Fact, InputValue, Judged, Standing, score_as, score_criterion,
};

/// What kind of unit the samples are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// Does everything it should.
    Best,
    /// Falls short once in every criterion.
    Faulty,
}

impl Sample {
    pub const ALL: [Sample; 2] = [Sample::Best, Sample::Faulty];

    /// In addresses.
    pub fn id(self) -> &'static str {
        match self {
            Sample::Best => "best",
            Sample::Faulty => "faulty",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Sample::Best => "全部做到",
            Sample::Faulty => "各有一处不足",
        }
    }
}

/// The year samples are chosen in, and one that serves where no year is assessed.
pub const SAMPLE_YEAR: i32 = 2026;

impl Scheme {
    /// What sample answers to these criteria stand on: everything they name happened in the year that is assessed, for rules
    /// with a validity in years or a limit per month.
    pub fn sample_circumstances<'a>(
        &self,
        criteria: impl IntoIterator<Item = &'a Criterion>,
        year: i32,
    ) -> Circumstances {
        let facts = criteria.into_iter().flat_map(|criterion| self.inputs_of(criterion));
        let names = facts
            .filter(|input| input.kind == InputKind::Facts)
            .flat_map(|input| (1..=most_facts(&input)).map(move |n| fact_name(&input, n)));
        let facts = names.map(|name| (name.clone(), Fact { title: name, date: Day::new(year, 6, 1) }));
        Circumstances { facts: facts.collect(), year: Some(year), ..Circumstances::default() }
    }

    /// A sample answer to every criterion.
    pub fn samples(&self, sample: Sample) -> Answers {
        let mut answers = Answers::new();
        for section in &self.sections {
            self.sample_below(section, section.role, false, sample, &mut answers);
        }
        answers
    }

    /// Of everything below a heading; `shared`: a heading above shares its points.
    fn sample_below(
        &self,
        heading: &Heading,
        role: Role,
        shared: bool,
        sample: Sample,
        answers: &mut Answers,
    ) {
        let shared = shared || heading.shares_its_points();
        for criterion in &heading.criteria {
            go_on();
            let bare = criterion.points == Points::ZERO && !criterion.acts_on_parent && role == Role::Base;
            let standing = Standing { role, shared: shared && bare && criterion.is_scored() };
            let answer = self.sampled(criterion, Some(standing), sample);
            answers.insert(criterion.no.to_string(), answer);
        }
        heading.items.iter().for_each(|item| self.sample_below(item, role, shared, sample, answers));
    }

    /// A sample answer to one criterion: the best there is, or the best but for one thing.
    pub fn sample_of(&self, criterion: &Criterion, sample: Sample) -> Answer {
        self.sampled(criterion, None, sample)
    }

    fn sampled(&self, criterion: &Criterion, standing: Option<Standing>, sample: Sample) -> Answer {
        let circumstances = self.sample_circumstances([criterion], SAMPLE_YEAR);
        let mut best = Trial {
            worth: &|answer| self.worth(criterion, standing, answer, &circumstances),
            answer: Answer { remark: "试算样例".to_owned(), ..Answer::default() },
            tries: 0,
        };
        let inputs = self.inputs_of(criterion);
        for input in inputs.iter().filter(|input| input.kind != InputKind::NotApplicable) {
            if let Some(value) = values(input).into_iter().next() {
                best.answer.inputs.insert(input.input.clone(), value);
            }
        }
        // One input after the other takes the value that earns most.
        for input in &inputs {
            let mut most = None;
            best.each_value(input, |worth, value| {
                if most.as_ref().is_none_or(|(known, _)| worth > *known) {
                    most = Some((worth, value.clone()));
                }
            });
            if let Some((_, value)) = most {
                best.answer.inputs.insert(input.input.clone(), value);
            }
        }
        match sample {
            Sample::Best => best.answer,
            Sample::Faulty => Trial { tries: 0, ..best }.short_of(&inputs),
        }
    }

    /// What an answer is worth: its points; for a mark, how good it is. `None` if it does not fit.
    fn worth(
        &self,
        criterion: &Criterion,
        standing: Option<Standing>,
        answer: &Answer,
        circumstances: &Circumstances,
    ) -> Option<Points> {
        let line = match standing {
            Some(standing) => score_as(standing, self, criterion, Some(answer), circumstances),
            None => score_criterion(self, criterion, Some(answer), circumstances),
        };
        let line = line.ok()?;
        let Some(mark) = line.mark.as_deref() else { return Some(line.score) };
        let rank = match mark {
            crate::scoring::Mark::Grade { id, .. } => self.grades.iter().position(|grade| grade.id == *id)?,
            crate::scoring::Mark::Standard(mark) => *mark as usize,
            crate::scoring::Mark::Veto(mark) => *mark as usize,
            crate::scoring::Mark::Recorded(_) | crate::scoring::Mark::LeftTo(_) => 0,
        };
        Some(-Points::from_int(i64::try_from(rank).ok()?))
    }
}

/// Most values that are tried out on one criterion; each try scores all of it. What documents write takes some dozens; the
/// inputs beyond keep their harmless value.
const TRIES: usize = 300;

/// An answer on which values are tried out.
struct Trial<'a> {
    worth: &'a dyn Fn(&Answer) -> Option<Points>,
    answer: Answer,
    tries: usize,
}

impl Trial<'_> {
    /// Tells what the answer would be worth with each value of one input.
    fn each_value(&mut self, input: &InputSpec, mut tell: impl FnMut(Points, &InputValue)) {
        let mut values = values(input);
        values.truncate(TRIES.saturating_sub(self.tries));
        self.tries += values.len();
        for value in values {
            let before = self.answer.inputs.insert(input.input.clone(), value);
            let worth = (self.worth)(&self.answer);
            let tried = match before {
                Some(before) => self.answer.inputs.insert(input.input.clone(), before),
                None => self.answer.inputs.remove(&input.input),
            };
            if let Some((worth, tried)) = worth.zip(tried) {
                tell(worth, &tried);
            }
        }
    }

    /// The answer that is worth most of those with one value that costs something.
    fn short_of(mut self, inputs: &[InputSpec]) -> Answer {
        let Some(full) = (self.worth)(&self.answer) else { return self.answer };
        let mut found: Option<(Points, String, InputValue)> = None;
        for input in inputs {
            self.each_value(input, |worth, value| {
                if worth < full && found.as_ref().is_none_or(|(known, ..)| worth > *known) {
                    found = Some((worth, input.input.clone(), value.clone()));
                }
            });
        }
        if let Some((_, input, value)) = found {
            self.answer.inputs.insert(input, value);
        }
        self.answer
    }
}

/// How many facts a sample names: one where it costs, several where it earns up to a limit.
fn most_facts(input: &InputSpec) -> usize {
    if input.earns { 6 } else { 1 }
}

/// What a fact of a sample is called, the first, the second … A case of its own: 一案一扣 would let it count elsewhere.
fn fact_name(input: &InputSpec, n: usize) -> String {
    let number = if input.earns { n.to_string() } else { String::new() };
    format!("第{}条样例{number}：{}", input.criterion, input.label).chars().take(64).collect()
}

/// Values worth trying for one input, the harmless one first.
fn values(input: &InputSpec) -> Vec<InputValue> {
    let ids = || input.options.iter().map(|option| option.id.clone());
    let text = |points: Points| InputValue::Text(points.exact());
    let bounds = || input.range.map_or((Points::ZERO, Points::ZERO), |range| (range.min, range.max));
    let middle = || {
        let (low, high) = bounds();
        low.checked_add(high).and_then(|sum| sum.checked_div(Points::from_int(2))).unwrap_or(low)
    };
    match input.kind {
        InputKind::YesNo => vec![InputValue::Met(true), InputValue::Met(false)],
        InputKind::Count => {
            let (least, _) = bounds();
            let counts = [0, 1, 2, 3, 4, 6, 12, 24, 50, 100, 400].into_iter();
            counts.filter(|n| Points::from_int((*n).into()) >= least).map(InputValue::Count).collect()
        }
        InputKind::Choice => ids().map(InputValue::Text).collect(),
        // What is only recorded has no range.
        InputKind::Quantity if input.range.is_none() => vec![InputValue::Text("95".to_owned())],
        InputKind::Points => {
            let (low, high) = bounds();
            vec![text(high), text(middle()), text(low)]
        }
        // A rate falls short by a little before it falls short by half.
        InputKind::Quantity => {
            let (low, high) = bounds();
            let nearly = |n: u32| {
                let part = high.checked_sub(low)?.checked_times(n)?.checked_div(Points::from_int(20))?;
                low.checked_add(part)
            };
            let nearly = [19, 18, 16].into_iter().filter_map(nearly);
            [high].into_iter().chain(nearly).chain([middle(), low]).map(text).collect()
        }
        InputKind::Quantities => {
            let (low, high) = bounds();
            [high, middle(), low].into_iter().map(|value| InputValue::Picks(vec![value.exact()])).collect()
        }
        InputKind::Elements => {
            let one = ids().take(1).collect();
            vec![InputValue::Picks(Vec::new()), InputValue::Picks(one)]
        }
        InputKind::Judged => {
            let judged = |value: Points| {
                let judged = Judged::new(&value.exact(), "试算样例");
                InputValue::Judged(Judged { second: "样例".to_owned(), ..judged })
            };
            let least = input.range.map_or(Points::from_int(1), |range| range.min);
            vec![judged(Points::ZERO), judged(least)]
        }
        InputKind::Text => vec![InputValue::Text("样例".to_owned())],
        InputKind::Facts => {
            let first =
                |list: &[crate::scheme::InputOption]| list.first().map(|o| o.id.clone()).unwrap_or_default();
            let entry = |n: usize, level: &str| Entry {
                fact: fact_name(input, n),
                n: 1,
                level: level.to_owned(),
                row: first(&input.rows),
                column: first(&input.columns),
                judged: input.judged.map(|range| {
                    let least = Judged::new(&range.min.exact(), "试算样例");
                    Judged { second: "样例".to_owned(), ..least }
                }),
            };
            let levels = match input.options.is_empty() {
                true => vec![String::new()],
                false => ids().collect(),
            };
            let mut all = vec![InputValue::Entries(Vec::new())];
            for many in [1, 2, 3, 6].into_iter().filter(|many| *many <= most_facts(input)) {
                let listed = |level: &String| (1..=many).map(|n| entry(n, level)).collect();
                all.extend(levels.iter().map(|level| InputValue::Entries(listed(level))));
            }
            all
        }
        InputKind::NotApplicable => Vec::new(),
    }
}
