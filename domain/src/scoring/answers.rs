//! What was answered, criterion by criterion.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::Judged;
use crate::calendar::Day;
use crate::points::Points;

/// The most a remark may hold, in characters.
pub const REMARK_LIMIT: usize = 5_000;

/// The most a count may be.
pub const COUNT_LIMIT: u32 = 100_000;

/// The answers of one layer, keyed by the criterion's number.
pub type Answers = BTreeMap<String, Answer>;

/// What one layer says about one criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Values by input name; an input that is not there is unanswered, which is not “no”.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inputs: BTreeMap<String, InputValue>,
    /// 不涉及: claimed on 自评, granted on 考核.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_applicable: bool,
    /// 说明, or the reviewer's reason; at most [`REMARK_LIMIT`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

impl Answer {
    /// The facts that count under its questions, once for each time they are named.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.inputs.values().flat_map(|value| match value {
            InputValue::Entries(entries) => entries.as_slice(),
            _ => &[],
        })
    }
}

/// One given value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(untagged, expecting = "答案应为是否、不小于0的整数、文字、酌情评分或列表")]
pub enum InputValue {
    /// A condition is met (`true`) or not.
    Met(bool),
    /// A count.
    Count(u32),
    /// A chosen level, or an exact number as a string; which of the two, the scheme says.
    Text(String),
    /// The ticked elements of a list, or the values of several persons.
    Picks(Vec<String>),
    /// Entries of the fact register that count here.
    Entries(Vec<Entry>),
    /// 酌情: a value with its reason and the person who confirmed it. After the lists, since a record can be read from a
    /// list, too.
    Judged(Judged),
}

/// One fact as it counts under one question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The fact's id: the same id is the same incident, or the same piece of work.
    pub fact: String,
    /// How many: 人次 of one case; 1 unless told.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub n: u32,
    /// The level, for severity tiers and pieces of work.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// Row and column of a matrix: 职级 and 处分.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub row: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub column: String,
}

fn one() -> u32 {
    1
}

fn is_one(n: &u32) -> bool {
    *n == 1
}

/// 事实登记: what the entries refer to, by id.
pub type Facts = BTreeMap<String, Fact>;

/// One fact of the register, as far as scoring needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What happened, in a few words.
    #[serde(default)]
    pub title: String,
    /// When; needed where a limit per month or a validity in years applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// What a sheet depends on beside the answers themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circumstances {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: Facts,
    /// Figures of the weighted sources other than the rubric, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, Points>,
    /// The year that is assessed, for what is valid over several years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
}

impl InputValue {
    /// Several values typed into one field, separated by commas, 、or blanks.
    pub fn list(text: &str) -> Vec<String> {
        let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
        text.split(apart).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }

    /// Points entered by hand, unrounded.
    pub fn points(points: Points) -> Self {
        Self::Text(points.exact())
    }
}

/// Why an answer cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}：{reason}")]
pub struct AnswerProblem {
    /// Criterion, or criterion and input: `13.4.reports`.
    pub path: String,
    /// What is wrong, in a Chinese sentence without the final stop.
    pub reason: String,
}

impl AnswerProblem {
    pub(crate) fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_survives_the_wire() {
        let entry = Entry { fact: "F1".into(), n: 2, row: "a".into(), ..Entry::default() };
        for value in [
            InputValue::Met(true),
            InputValue::Count(3),
            InputValue::Text("kept".into()),
            InputValue::Picks(vec!["a".into()]),
            InputValue::Picks(vec!["a".into(), "b".into(), "c".into()]),
            InputValue::Picks(Vec::new()),
            InputValue::Entries(vec![entry.clone(), Entry { n: 1, level: "x".into(), ..entry }]),
            InputValue::Judged(Judged { second: "乙".into(), ..Judged::new("0.5", "有") }),
        ] {
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<InputValue>(&text).unwrap(), value, "{text}");
        }
    }
}
