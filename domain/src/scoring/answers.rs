//! What was answered, criterion by criterion.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::points::Points;

/// The most a remark may hold, in characters.
pub const REMARK_LIMIT: usize = 5_000;

/// The most a count may be.
pub const COUNT_LIMIT: u32 = 100_000;

/// The answers of one layer, keyed by the criterion's number.
pub type Answers = BTreeMap<String, Answer>;

/// What one layer says about one criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// One given value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "答案应为是否、不小于0的整数或文字")]
pub enum InputValue {
    /// A condition is met (`true`) or not.
    Met(bool),
    /// A count.
    Count(u32),
    /// A chosen level, or points as a decimal string; which of the two, the scheme says.
    Text(String),
}

impl InputValue {
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
