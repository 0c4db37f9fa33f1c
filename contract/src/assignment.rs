//! 分派考核: which reviewer has which unit in hand.

use domain::ids::{CaseId, PeriodId, PersonId};
use domain::workflow::CaseState;
use serde::Deserialize;

/// Gives cases to a reviewer, many at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Assign {
    /// Ids of cases.
    #[serde(default)]
    pub case: Vec<String>,
    /// Who has them in hand; [`NOBODY`] takes them back.
    #[serde(default)]
    pub person: String,
}

/// Nobody has the chosen cases in hand any more.
pub const NOBODY: &str = "none";

/// Who has what in hand in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignPage {
    pub base: String,
    pub period: PeriodId,
    pub title: String,
    pub reviewers: Vec<ReviewerLine>,
    /// In the units' own order; what is decided is not assigned any more.
    pub lines: Vec<AssignLine>,
    pub form: Assign,
}

/// A reviewer with what they have in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewerLine {
    pub person: PersonId,
    pub name: String,
    /// How far their post reaches: “全辖区”, “城区片”.
    pub reach: String,
    pub cases: u32,
    /// Those of them whose review is closed.
    pub closed: u32,
}

/// A case and who has it in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignLine {
    pub case: CaseId,
    pub unit: String,
    pub state: CaseState,
    /// Empty for nobody.
    pub reviewer: String,
}
