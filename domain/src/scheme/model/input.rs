//! What the rules ask for.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::points::Points;

/// A counted input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Name of the input, unique within the criterion.
    pub input: String,
    /// The question: “缺少的项数”.
    pub label: String,
    /// 项, 次, 起, 条.
    pub unit: String,
    /// What an explanation says about `{n}`: “缺少{n}项”.
    pub told: String,
    #[serde(default, skip_serializing_if = "CountKind::is_number")]
    pub kind: CountKind,
}

/// How a count is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CountKind {
    /// 只填数目.
    #[default]
    Number,
    /// 逐起登记: each occurrence is an entry of the fact register, so that one fact is not penalised twice.
    Facts,
}

impl CountKind {
    fn is_number(&self) -> bool {
        *self == CountKind::Number
    }
}

/// A condition a unit meets or does not. The input is `true` when it is met (the good case).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub input: String,
    pub label: String,
    /// The word for met: “已建立”.
    pub met: String,
    /// The word for not met: “未建立”.
    pub unmet: String,
    /// What it costs when unmet, or earns when met; absent under 不得分 and in compound conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Points>,
}

/// One named element of a list of check boxes: “未传达学习”.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// The value in answers.
    pub id: String,
    pub label: String,
}

/// One level to choose, with what it is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// The value in answers.
    pub id: String,
    pub label: String,
    pub amount: Points,
}

/// A measured value: a rate, an amount of money, a score from elsewhere. Exact: a decimal, or a fraction such as `17/23`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    pub input: String,
    pub label: String,
    /// `%`, 万元, 分. A rate is given in percent: 95 is 95 %.
    pub unit: String,
    pub min: Points,
    pub max: Points,
}

/// A compound condition over yes/no questions and counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum When {
    /// The condition is met.
    Met(Condition),
    /// The condition is not met; or, about a compound one, does not hold.
    Not(Box<When>),
    /// 同时具备
    All(Vec<When>),
    /// 具备之一, also 视同: “获省级命名的视同已开展”.
    Any(Vec<When>),
    /// At least this many of the list hold.
    AtLeast { k: u32, of: Vec<When> },
    /// The count is at least this high.
    Count { input: Count, from: u32 },
}

impl When {
    /// The yes/no questions and counts inside, in the order in which they are asked.
    pub fn visit<'a>(&'a self, ask: &mut dyn FnMut(WhenInput<'a>)) {
        match self {
            When::Met(condition) => ask(WhenInput::Condition(condition)),
            When::Not(inner) => inner.visit(ask),
            When::All(list) | When::Any(list) | When::AtLeast { of: list, .. } => {
                list.iter().for_each(|inner| inner.visit(ask));
            }
            When::Count { input, .. } => ask(WhenInput::Count(input)),
        }
    }
}

/// A question inside a compound condition.
pub enum WhenInput<'a> {
    Condition(&'a Condition),
    Count(&'a Count),
}
