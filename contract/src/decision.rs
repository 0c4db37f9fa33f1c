//! 集体研究决定.

use domain::ids::{CaseId, DecisionId, FileId, PeriodId};
use domain::points::Points;
use serde::Deserialize;

use crate::period::TargetLine;

/// The ranked list before the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    pub period: PeriodId,
    pub title: String,
    pub decided_by: String,
    pub options: Vec<String>,
    pub lines: Vec<RankedLine>,
    /// Whether units are ranked: their rubric counts points.
    pub ranked: bool,
    /// Units whose review is not closed.
    pub open: Vec<String>,
    /// 评选名额, in the scheme's order.
    pub places: Vec<WinnersQuota>,
    /// 下限目标 and how far they are reached.
    pub targets: Vec<TargetLine>,
    /// Decisions already recorded in this period.
    pub decisions: Vec<DecisionLine>,
}

/// One 评选名额 before the meeting, with its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WinnersQuota {
    /// Whom it limits: “清廉科室”.
    pub award: String,
    /// “科室总数的25%（小数舍去，不足1个的按1个）”.
    pub told: String,
    /// What is counted: “科室总数”.
    pub pool: String,
    /// How many there are of it; those who record the decision may correct it.
    pub size: u32,
    /// How many of so many may get the title.
    pub places: u32,
    /// How many take part.
    pub taking_part: u32,
    /// How many have the title by earlier decisions of the period.
    pub given: u32,
}

/// A unit on the ranked list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedLine {
    pub case: CaseId,
    pub rank: u32,
    /// Shares its rank: the meeting decides the order.
    pub tied: bool,
    /// The 单位类型 it is judged as: “清廉岗位”; empty where the scheme has none. Lists of several are ranked apart.
    pub award: String,
    /// Whose case it is.
    pub unit: String,
    pub own: Points,
    pub review: Points,
    /// 0 where nothing is counted in points.
    pub achievable: Points,
    /// Which 评选名额 limit it, from 0.
    pub quotas: Vec<u32>,
    /// What the review comes to beside points: grades, standards, vetoes, 等次.
    pub found: Vec<String>,
    /// Whether it does not meet what the scheme demands: the meeting gives a reason if it decides in its favour.
    pub unfit: bool,
}

/// A decision that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionLine {
    pub id: DecisionId,
    pub meeting: String,
    pub held_on: String,
    pub present: String,
    pub minutes: FileId,
    pub note: String,
    pub by: String,
    /// 评选名额 as they were, a sentence each without the final stop.
    pub places: Vec<String>,
    pub results: Vec<DecidedLine>,
    pub published: Option<String>,
}

/// What was decided about one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedLine {
    pub rank: u32,
    pub tied: bool,
    pub award: String,
    pub unit: String,
    pub score: Points,
    pub achievable: Points,
    pub outcome: String,
}

/// The form that records a decision; the minutes come as a file beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct RecordDecision {
    pub meeting: String,
    pub held_on: String,
    pub present: String,
    pub note: String,
    /// (case, outcome) for every unit on the list.
    pub outcomes: Vec<(String, String)>,
    /// (case, exact score) as the meeting saw them.
    pub scores: Vec<(String, String)>,
    /// (number of a 评选名额 from 0, how many there are of what it counts), where it was corrected.
    pub pools: Vec<(String, String)>,
    /// “on”: the units whose review is open are left out.
    pub leave_out: String,
}
