//! What a scheme asks for: one entry per input, in document order.

use serde::{Deserialize, Serialize};

use super::model::*;
use crate::points::Points;
use crate::scoring::COUNT_LIMIT;

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
    /// The levels of a choice, or the two words of a condition (`true` first); otherwise empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<InputOption>,
    /// The values a count or points may take, both ends included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<InputRange>,
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

impl Scheme {
    /// Everything the scheme asks for, in document order.
    pub fn inputs(&self) -> Vec<InputSpec> {
        self.criteria().flat_map(Criterion::inputs).collect()
    }
}

impl Criterion {
    /// Everything this criterion asks for; 不涉及, where it can be claimed, comes last.
    pub fn inputs(&self) -> Vec<InputSpec> {
        let mut inputs = Vec::new();
        for part in &self.parts {
            for rule in &part.rules {
                self.inputs_of(part, rule, &mut inputs);
            }
        }
        if self.not_applicable.is_some() {
            inputs.push(self.input("not_applicable", InputKind::NotApplicable, "本单位不涉及"));
        }
        inputs
    }

    fn inputs_of(&self, part: &Part, rule: &Rule, inputs: &mut Vec<InputSpec>) {
        match rule {
            Rule::DeductEach { input, .. }
            | Rule::DeductBelow { input, .. }
            | Rule::AwardEach { input, .. }
            | Rule::AwardTiers { input, .. } => inputs.push(self.count(input)),
            Rule::AwardLevels { levels } => {
                inputs.extend(levels.iter().map(|level| self.count(&level.input)))
            }
            Rule::DeductUnmet { conditions }
            | Rule::ZeroUnlessMet { conditions }
            | Rule::AwardMet { conditions } => {
                inputs.extend(conditions.iter().map(|condition| {
                    let option =
                        |id: &str, label: &str| InputOption { id: id.to_owned(), label: label.to_owned() };
                    InputSpec {
                        options: vec![option("true", &condition.met), option("false", &condition.unmet)],
                        ..self.input(&condition.input, InputKind::YesNo, &condition.label)
                    }
                }));
            }
            Rule::DeductChoice { input, label, options } => inputs.push(InputSpec {
                options: options
                    .iter()
                    .map(|option| InputOption { id: option.id.clone(), label: option.label.clone() })
                    .collect(),
                ..self.input(input, InputKind::Choice, label)
            }),
            Rule::Manual { input } => inputs.push(InputSpec {
                unit: "分".to_owned(),
                range: Some(InputRange { min: Points::ZERO, max: part.points }),
                ..self.input(
                    input,
                    InputKind::Points,
                    if part.title.is_empty() { &self.title } else { &part.title },
                )
            }),
        }
    }

    fn count(&self, count: &Count) -> InputSpec {
        InputSpec {
            unit: count.unit.clone(),
            range: Some(InputRange { min: Points::ZERO, max: Points::from_int(COUNT_LIMIT.into()) }),
            ..self.input(&count.input, InputKind::Count, &count.label)
        }
    }

    fn input(&self, input: &str, kind: InputKind, label: &str) -> InputSpec {
        InputSpec {
            id: format!("{}.{input}", self.no),
            criterion: self.no.clone(),
            input: input.to_owned(),
            kind,
            label: label.to_owned(),
            unit: String::new(),
            options: Vec::new(),
            range: None,
        }
    }
}
