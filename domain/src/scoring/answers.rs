//! What was answered, criterion by criterion.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Entry, InputValue};
use crate::calendar::Day;
use crate::points::Points;
use crate::refusal::Refusal;
use crate::scheme::Scheme;

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
    /// 同意自评: on 考核, the value is the unit's own; then no reason is due. Whether it still is, the server looks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub agrees: bool,
    /// Reasons that were given for another value, by the question, or [`REMARK`](super::REMARK): they count for nothing, and
    /// are offered until a reason is given anew.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub earlier: BTreeMap<String, String>,
}

impl Answer {
    /// The facts that count under its questions, once for each time they are named.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.inputs.values().flat_map(InputValue::entries)
    }
}

/// 事实登记: what the entries refer to, by id.
pub type Facts = BTreeMap<String, Fact>;

/// One fact of the register, as far as scoring needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
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
    /// Whether the answers are 自评: what weighs 自评 then takes this very sheet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub self_assessment: bool,
    /// The year that is assessed, for what is valid over several years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
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

    /// The same to people: the criterion, and the question as the checklist asks it.
    pub fn refusal(self, scheme: &Scheme) -> Refusal {
        let about = scheme.criteria().find_map(|criterion| {
            let input = self.path.strip_prefix(criterion.no.as_str())?.strip_prefix('.')?;
            let specs = scheme.inputs_of(criterion);
            let asked = specs.into_iter().find(|spec| spec.input == input);
            Some((
                criterion.no.to_string(),
                asked.map(|spec| format!("“{}”", spec.label)).unwrap_or_default(),
            ))
        });
        match about {
            Some((path, asked)) => Refusal::BadAnswer { path, reason: asked + &self.reason },
            None => Refusal::BadAnswer { path: self.path, reason: self.reason },
        }
    }
}
