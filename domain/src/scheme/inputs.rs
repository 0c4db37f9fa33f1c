//! What a scheme asks for: one entry per input, in document order.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::model::*;
use super::read::POINTS_LIMIT;
use crate::figures::{Field, is_percent};
use crate::points::Points;
use crate::scoring::{
    Answer, COHORT_MEAN, COUNT_LIMIT, Entry, GRADE, InputValue, RECORD, STANDARD, STANDARD_ANSWERS, VETO,
    VETO_ANSWERS,
};

/// Name under which 不涉及 is claimed, beside the inputs.
pub const NOT_APPLICABLE: &str = "not_applicable";

/// One question of a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputSpec {
    /// Number of the criterion and name of the input: `13.4.reports`.
    pub id: String,
    /// Number of the criterion.
    pub criterion: String,
    /// Name of the input within the criterion.
    pub input: String,
    pub kind: InputKind,
    /// The question.
    pub label: String,
    /// 项, 次, 起, 条 for a count, 分 for points; otherwise empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The levels of a choice, the elements of a list, the levels of an incident, or the two words of a condition
    /// (`true` first); otherwise empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<InputOption>,
    /// Rows and columns of a matrix; otherwise empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<InputOption>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<InputOption>,
    /// The values a count or points may take, both ends included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<InputRange>,
    /// Whether it earns points; what takes them does not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub earns: bool,
    /// 就高不累加: each fact counts once; a number beside it means nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// 逐起酌情: the value each incident has may be 0 or lie within this range, and needs a reason and a second person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<InputRange>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// 是否: `true` when the condition is met.
    YesNo,
    /// 计数: a whole number.
    Count,
    /// 选项: the id of a level.
    Choice,
    /// 分值: points given by judgement, with a remark.
    Points,
    /// 多选: the ids of the elements that apply, `[]` for none.
    Elements,
    /// 逐起登记: entries of the fact register, each with its level, or row and column, where these are listed.
    Facts,
    /// 数值: an exact number as a string, a decimal or a fraction.
    Quantity,
    /// 逐人数值: a list of such numbers.
    Quantities,
    /// 酌情: a value with its reason and a second person.
    Judged,
    /// 记录: a text.
    Text,
    /// 不涉及: `true` claims it for the whole criterion.
    NotApplicable,
}

impl InputKind {
    pub fn label(self) -> &'static str {
        match self {
            InputKind::YesNo => "是否",
            InputKind::Count => "计数",
            InputKind::Choice => "选项",
            InputKind::Points => "分值",
            InputKind::Elements => "多选",
            InputKind::Facts => "逐起登记",
            InputKind::Quantity => "数值",
            InputKind::Quantities => "逐人数值",
            InputKind::Judged => "酌情",
            InputKind::Text => "记录",
            InputKind::NotApplicable => "不涉及",
        }
    }
}

/// One possible answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputOption {
    pub id: String,
    pub label: String,
}

/// The lowest and the highest value, as decimal strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRange {
    pub min: Points,
    pub max: Points,
}

impl InputSpec {
    /// What its field takes, where that is a figure.
    pub fn field(&self) -> Option<Field<'_>> {
        let (low, high) = (self.range.map(|range| range.min), self.range.map(|range| range.max));
        let decimal = Field::decimal(low, high).of(&self.unit);
        match self.kind {
            InputKind::Count => {
                let end = |end: Option<Points>, open| {
                    end.and_then(|end| u32::try_from(end.floor()).ok()).unwrap_or(open)
                };
                Some(Field::whole(end(low, 0), end(high, COUNT_LIMIT)).of(&self.unit))
            }
            InputKind::Points | InputKind::Judged => Some(decimal),
            // Of a hundred: 17/23 would be less than one.
            InputKind::Quantity | InputKind::Quantities if is_percent(&self.unit) => Some(decimal),
            InputKind::Quantity | InputKind::Quantities => Some(decimal.or_share()),
            _ => None,
        }
    }

    /// A figure that was typed, as answers write it. What cannot be read stays as it is, for the engine to refuse; a
    /// stroke is made wide, because the engine would read fractions where this field takes none.
    pub fn figure(&self, typed: &str) -> String {
        let read = self.field().and_then(|field| field.figure(typed).ok());
        read.map_or_else(|| typed.trim().replace('/', "／"), Points::exact)
    }

    /// What was typed into the field of a figure, or of several; none where nothing was.
    pub fn typed(&self, typed: &str) -> Option<InputValue> {
        if typed.trim().is_empty() {
            return None;
        }
        Some(match self.kind {
            InputKind::Count => {
                let figure = self.field().and_then(|field| field.figure(typed).ok());
                let count = figure.and_then(|figure| u32::try_from(figure.floor()).ok());
                count.map_or_else(|| InputValue::Text(typed.trim().to_owned()), InputValue::Count)
            }
            InputKind::Quantities => {
                let values = InputValue::list(typed);
                InputValue::Picks(values.iter().map(|value| self.figure(value)).collect())
            }
            _ => InputValue::Text(self.figure(typed)),
        })
    }
}

impl Scheme {
    /// Everything the scheme asks for, in document order.
    pub fn inputs(&self) -> Vec<InputSpec> {
        self.criteria().flat_map(|criterion| self.inputs_of(criterion)).collect()
    }

    /// Whether anything in it is counted by the fact register.
    pub fn takes_facts(&self) -> bool {
        let mut takes = false;
        for rule in self.criteria().flat_map(Criterion::rules) {
            rule.inputs(&mut |input| {
                if let Input::Count(count)
                | Input::Levels(count, ..)
                | Input::Pieces(count, ..)
                | Input::JudgedFacts(count, ..)
                | Input::Matrix(count, ..) = input
                {
                    takes |= count.kind == CountKind::Facts;
                }
            });
        }
        takes
    }

    /// Everything one criterion asks for; 不涉及, where it can be claimed, comes last.
    pub fn inputs_of(&self, criterion: &Criterion) -> Vec<InputSpec> {
        let mut inputs: Vec<_> =
            self.asked_by_part(criterion).into_iter().flat_map(|part| part.inputs).collect();
        let asking = Asking { criterion, inputs: Vec::new(), asked: HashMap::new() };
        if let Some(rule) = criterion.not_applicable {
            if rule == NotApplicable::CohortMean {
                let range = InputRange { min: Points::ZERO, max: criterion.points };
                let spec = asking.spec(COHORT_MEAN, InputKind::Points, "其他单位的平均分");
                inputs.push(InputSpec { unit: "分".to_owned(), range: Some(range), ..spec });
            }
            inputs.push(asking.spec(NOT_APPLICABLE, InputKind::NotApplicable, "本单位不涉及"));
        }
        inputs
    }

    /// What one criterion asks for, part by part; without 不涉及.
    pub fn asked_by_part(&self, criterion: &Criterion) -> Vec<AskedPart> {
        let mut asking = Asking { criterion, inputs: Vec::new(), asked: HashMap::new() };
        match &criterion.body {
            Body::Scored(parts) => {
                let asked = parts.iter().map(|part| {
                    part.rules.iter().for_each(|rule| asking.rule(part, rule));
                    AskedPart {
                        title: part.title.clone(),
                        points: part.points,
                        inputs: std::mem::take(&mut asking.inputs),
                    }
                });
                return asked.collect();
            }
            Body::Graded(_) => {
                let grades = self.grades.iter().map(|grade| option(&grade.id, &grade.title)).collect();
                asking.choice(GRADE, "评定等次", grades);
            }
            Body::Standard(_) => asking.choice(
                STANDARD,
                "达标情况",
                STANDARD_ANSWERS.iter().map(|(id, label, _)| option(id, label)).collect(),
            ),
            Body::Veto(veto) => {
                let answers =
                    VETO_ANSWERS.iter().filter(|(id, ..)| *id != "excepted" || !veto.exceptions.is_empty());
                let answers = answers.map(|(id, label, _)| option(id, label)).collect();
                asking.choice(VETO, "有无这种情形", answers);
            }
            Body::Recorded(recorded) => {
                let (kind, options) = match (recorded.yes_no, recorded.unit.as_str()) {
                    (true, _) => (InputKind::YesNo, vec![option("true", "是"), option("false", "否")]),
                    (false, "") => (InputKind::Text, Vec::new()),
                    (false, _) => (InputKind::Quantity, Vec::new()),
                };
                let share = InputRange { min: Points::ZERO, max: Points::from_int(100) };
                let range = is_percent(&recorded.unit).then_some(share);
                let spec = asking.spec(RECORD, kind, &recorded.label);
                asking.inputs.push(InputSpec { unit: recorded.unit.clone(), options, range, ..spec });
            }
        }
        vec![AskedPart { title: String::new(), points: Points::ZERO, inputs: asking.inputs }]
    }
}

/// What one part of a criterion asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedPart {
    /// Empty where the criterion has only this part.
    pub title: String,
    pub points: Points,
    pub inputs: Vec<InputSpec>,
}

impl Scheme {
    /// The facts by which a criterion claims 加分: each is to be shown by a document of its own. Empty outside 加减分.
    pub fn claims<'a>(&self, criterion: &Criterion, answer: &'a Answer) -> Vec<&'a Entry> {
        let section = self.section_of(&criterion.no).and_then(|at| self.sections.get(at));
        if answer.not_applicable || section.is_none_or(|section| section.role != Role::Bonus) {
            return Vec::new();
        }
        let earning = self.inputs_of(criterion).into_iter().filter(|input| input.earns);
        earning.filter_map(|input| answer.inputs.get(&input.input)).flat_map(InputValue::entries).collect()
    }
}

impl Criterion {
    /// Names of everything the criterion asks for.
    pub fn input_names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        match &self.body {
            Body::Scored(parts) => {
                let rules = parts.iter().flat_map(|part| &part.rules);
                rules.for_each(|rule| rule.inputs(&mut |input| names.push(input.name())));
            }
            Body::Graded(_) => names.push(GRADE),
            Body::Standard(_) => names.push(STANDARD),
            Body::Veto(_) => names.push(VETO),
            Body::Recorded(_) => names.push(RECORD),
        }
        if self.not_applicable == Some(NotApplicable::CohortMean) {
            names.push(COHORT_MEAN);
        }
        names
    }
}

/// One input of one rule.
pub enum Input<'a> {
    Condition(&'a Condition),
    Count(&'a Count),
    /// 名次, from 1.
    Rank(&'a Count),
    /// A count whose incidents have a level each.
    Levels(&'a Count, &'a [ChoiceOption]),
    /// Pieces of work with a level each, every piece counting once.
    Pieces(&'a Count, &'a [ChoiceOption]),
    Matrix(&'a Count, &'a [Element], &'a [Element]),
    Choice(&'a str, &'a str, &'a [ChoiceOption]),
    Elements(&'a str, &'a str, &'a [Element]),
    Quantity(&'a Quantity),
    Quantities(&'a Quantity),
    Judged(&'a str, &'a str, Points, Option<Points>),
    /// Incidents with a discretionary value each.
    JudgedFacts(&'a Count, Points, Option<Points>),
    Points(&'a str),
}

impl<'a> Input<'a> {
    pub fn name(&self) -> &'a str {
        match self {
            Input::Condition(condition) => &condition.input,
            Input::Count(count)
            | Input::Rank(count)
            | Input::Levels(count, _)
            | Input::Pieces(count, _)
            | Input::JudgedFacts(count, ..)
            | Input::Matrix(count, ..) => &count.input,
            Input::Choice(name, ..)
            | Input::Elements(name, ..)
            | Input::Judged(name, ..)
            | Input::Points(name) => name,
            Input::Quantity(quantity) | Input::Quantities(quantity) => &quantity.input,
        }
    }
}

impl Rule {
    /// What the rule itself asks for, in the order in which it is asked; a group's own question comes last.
    pub fn inputs<'a>(&'a self, ask: &mut dyn FnMut(Input<'a>)) {
        match self {
            Rule::DeductEach { input, .. }
            | Rule::DeductBelow { input, .. }
            | Rule::DeductMissing { input, .. }
            | Rule::DeductCountTiers { input, .. }
            | Rule::ZeroIfCount { input, .. }
            | Rule::AwardEach { input, .. }
            | Rule::AwardTiers { input, .. }
            | Rule::AwardIncrements { input, .. } => ask(Input::Count(input)),
            Rule::AwardRank { input, .. } => ask(Input::Rank(input)),
            Rule::DeductTiered { input, options } => ask(Input::Levels(input, options)),
            Rule::AwardPieces { input, options, .. } => ask(Input::Pieces(input, options)),
            Rule::DeductMatrix { input, rows, columns, .. } => ask(Input::Matrix(input, rows, columns)),
            Rule::AwardLevels { levels } => levels.iter().for_each(|level| ask(Input::Count(&level.input))),
            Rule::DeductUnmet { conditions }
            | Rule::ZeroUnlessMet { conditions, .. }
            | Rule::AwardMet { conditions }
            | Rule::AwardAll { conditions, .. } => {
                conditions.iter().for_each(|condition| ask(Input::Condition(condition)));
            }
            Rule::Consequence { condition, .. } => ask(Input::Condition(condition)),
            Rule::AwardWhen { when, .. } => when.visit(&mut |input| match input {
                WhenInput::Condition(condition) => ask(Input::Condition(condition)),
                WhenInput::Count(count) => ask(Input::Count(count)),
            }),
            Rule::DeductChoice { input, label, options } => ask(Input::Choice(input, label, options)),
            Rule::DeductElements { input, label, elements, .. } => {
                ask(Input::Elements(input, label, elements))
            }
            Rule::DeductSteps { input, .. }
            | Rule::DeductShare { input, .. }
            | Rule::DeductImported { input, .. }
            | Rule::AwardRate { input, .. }
            | Rule::AwardImported { input, .. } => ask(Input::Quantity(input)),
            Rule::AwardMean { input, .. } => ask(Input::Quantities(input)),
            Rule::AwardRelative { input, best, .. } => {
                ask(Input::Quantity(input));
                ask(Input::Quantity(best));
            }
            Rule::DeductDiscretion { input, label, min, max }
            | Rule::AwardDiscretion { input, label, min, max } => {
                ask(Input::Judged(input, label, *min, *max));
            }
            Rule::DeductDiscretionEach { input, min, max } => ask(Input::JudgedFacts(input, *min, *max)),
            Rule::Manual { input } => ask(Input::Points(input)),
            Rule::Group(group) => {
                group.rules.iter().for_each(|rule| rule.inputs(ask));
                group.times.iter().for_each(|times| ask(Input::Condition(&times.condition)));
            }
        }
    }
}

fn option(id: &str, label: &str) -> InputOption {
    InputOption { id: id.to_owned(), label: label.to_owned() }
}

struct Asking<'a> {
    criterion: &'a Criterion,
    inputs: Vec<InputSpec>,
    /// What was asked for, and where it stands in its part.
    asked: HashMap<&'a str, usize>,
}

impl<'a> Asking<'a> {
    fn rule(&mut self, part: &Part, rule: &'a Rule) {
        rule.inputs(&mut |input| {
            let earns = !rule.deducts();
            // What several rules ask for is asked once.
            if let Some(asked) = self.asked.get(input.name()) {
                if let Some(spec) = self.inputs.get_mut(*asked).filter(|spec| spec.input == input.name()) {
                    spec.earns |= earns;
                }
                return;
            }
            self.asked.insert(input.name(), self.inputs.len());
            let spec = self.asked(part, input);
            self.inputs.push(InputSpec { earns, ..spec });
        });
    }

    fn asked(&self, part: &Part, input: Input<'_>) -> InputSpec {
        let levels = |options: &[ChoiceOption]| options.iter().map(|o| option(&o.id, &o.label)).collect();
        let elements = |options: &[Element]| options.iter().map(|o| option(&o.id, &o.label)).collect();
        match input {
            Input::Condition(condition) => InputSpec {
                options: vec![option("true", &condition.met), option("false", &condition.unmet)],
                ..self.spec(&condition.input, InputKind::YesNo, &condition.label)
            },
            Input::Count(count) => self.count(count),
            Input::Rank(count) => {
                let range =
                    InputRange { min: Points::from_int(1), max: Points::from_int(COUNT_LIMIT.into()) };
                InputSpec { range: Some(range), ..self.count(count) }
            }
            Input::Levels(count, options) => InputSpec { options: levels(options), ..self.count(count) },
            Input::Pieces(count, options) => {
                InputSpec { options: levels(options), once: true, ..self.count(count) }
            }
            Input::Matrix(count, rows, columns) => {
                InputSpec { rows: elements(rows), columns: elements(columns), ..self.count(count) }
            }
            Input::Choice(name, label, options) => {
                InputSpec { options: levels(options), ..self.spec(name, InputKind::Choice, label) }
            }
            Input::Elements(name, label, options) => {
                InputSpec { options: elements(options), ..self.spec(name, InputKind::Elements, label) }
            }
            Input::Quantity(quantity) => self.quantity(quantity, InputKind::Quantity),
            Input::Quantities(quantity) => self.quantity(quantity, InputKind::Quantities),
            Input::Judged(name, label, min, max) => InputSpec {
                unit: "分".to_owned(),
                range: max.map(|max| InputRange { min, max }),
                ..self.spec(name, InputKind::Judged, label)
            },
            Input::JudgedFacts(count, min, max) => {
                let most = if part.points > Points::ZERO { part.points } else { POINTS_LIMIT };
                let range = InputRange { min, max: max.unwrap_or(most.max(min)) };
                InputSpec { judged: Some(range), ..self.count(count) }
            }
            Input::Points(name) => {
                let label = if part.title.is_empty() { &self.criterion.title } else { &part.title };
                InputSpec {
                    unit: "分".to_owned(),
                    range: Some(InputRange { min: Points::ZERO, max: part.points }),
                    ..self.spec(name, InputKind::Points, label)
                }
            }
        }
    }

    fn choice(&mut self, name: &str, label: &str, options: Vec<InputOption>) {
        let spec = self.spec(name, InputKind::Choice, label);
        self.inputs.push(InputSpec { options, ..spec });
    }

    fn count(&self, count: &Count) -> InputSpec {
        let kind = match count.kind {
            CountKind::Number => InputKind::Count,
            CountKind::Facts => InputKind::Facts,
        };
        InputSpec {
            unit: count.unit.clone(),
            range: Some(InputRange { min: Points::ZERO, max: Points::from_int(COUNT_LIMIT.into()) }),
            ..self.spec(&count.input, kind, &count.label)
        }
    }

    fn quantity(&self, quantity: &Quantity, kind: InputKind) -> InputSpec {
        InputSpec {
            unit: quantity.unit.clone(),
            range: Some(InputRange { min: quantity.min, max: quantity.max }),
            ..self.spec(&quantity.input, kind, &quantity.label)
        }
    }

    fn spec(&self, input: &str, kind: InputKind, label: &str) -> InputSpec {
        InputSpec {
            id: format!("{}.{input}", self.criterion.no),
            criterion: self.criterion.no.to_string(),
            input: input.to_owned(),
            kind,
            label: label.to_owned(),
            unit: String::new(),
            options: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
            range: None,
            earns: false,
            once: false,
            judged: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(kind: InputKind, unit: &str, most: i64) -> InputSpec {
        InputSpec {
            id: "1.n".to_owned(),
            criterion: "1".to_owned(),
            input: "n".to_owned(),
            kind,
            label: String::new(),
            unit: unit.to_owned(),
            options: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
            range: Some(InputRange { min: Points::ZERO, max: Points::from_int(most) }),
            earns: false,
            once: false,
            judged: None,
        }
    }

    #[test]
    fn every_field_of_figures_reads_alike() {
        let text = |text: &str| Some(InputValue::Text(text.to_owned()));
        let count = spec(InputKind::Count, "项", 100);
        for (typed, given) in [
            ("３项", Some(InputValue::Count(3))),
            ("三", Some(InputValue::Count(3))),
            ("101", Some(InputValue::Count(101))),
            ("3.5", text("3.5")),
            ("-3", text("-3")),
            (" 很多 ", text("很多")),
            (" ", None),
        ] {
            assert_eq!(count.typed(typed), given, "{typed}");
        }
        let points = spec(InputKind::Points, "分", 10);
        for (typed, given) in
            [("9。5分", "9.5"), ("12", "12"), ("九十五", "95"), ("50%", "50%"), ("1/2", "1／2")]
        {
            assert_eq!(points.typed(typed), text(given), "{typed}");
        }
        assert_eq!(spec(InputKind::Quantity, "%", 100).typed("９５．５％"), text("95.5"));
        assert_eq!(spec(InputKind::Quantity, "%", 100).typed("17/23"), text("17／23"));
        assert_eq!(spec(InputKind::Quantity, "", 1).typed("１７／２３"), text("17/23"));
        let several = spec(InputKind::Quantities, "分", 100).typed("90、85。5分，八十");
        assert_eq!(several, Some(InputValue::Picks(["90", "85.5", "80"].map(str::to_owned).to_vec())));
    }
}
