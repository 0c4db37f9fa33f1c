//! 集体研究决定.

use domain::ids::{CaseId, DecisionId, FileId, PeriodId};
use domain::points::Points;
use serde::Deserialize;

use crate::announcement::Related;
use crate::period::TargetLine;

/// The ranked lists before the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    pub period: PeriodId,
    pub title: String,
    pub decided_by: String,
    pub options: Vec<String>,
    /// List by list, best first.
    pub lines: Vec<RankedLine>,
    /// Whether units are ranked: their rubric counts points.
    pub ranked: bool,
    /// Units whose review is not closed.
    pub open: Vec<String>,
    /// 评选名额, in the scheme's order.
    pub places: Vec<WinnersQuota>,
    /// 等次比例 of each list: the list, and a sentence without the final stop.
    pub shares: Vec<(u32, String)>,
    /// 下限目标 and how far they are reached.
    pub targets: Vec<TargetLine>,
    /// Decisions already recorded in this period, the newest first.
    pub decisions: Vec<DecisionLine>,
    /// The reader publishes: decisions that wait for it, and the announcements that can be corrected or withdrawn.
    pub may_publish: bool,
    pub announced: Vec<Related>,
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
    /// The most there can be, by what stands in the tenant.
    pub most: u32,
    /// How many of so many may get the title.
    pub places: u32,
    /// How many take part.
    pub taking_part: u32,
    /// How many have the title by earlier decisions of the period.
    pub given: u32,
}

/// A unit on a ranked list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedLine {
    pub case: CaseId,
    /// On which list it stands; lists are never ranked across.
    pub list: u32,
    /// Among all of the list, those decided earlier included.
    pub rank: u32,
    /// Shares its rank: the meeting decides the order.
    pub tied: bool,
    /// The 单位类型 it is judged as: “清廉岗位”; empty where the scheme has none.
    pub award: String,
    /// Whose case it is.
    pub unit: String,
    pub review: Points,
    /// 0 where nothing is counted in points, or points have no maximum.
    pub achievable: Points,
    /// How its figures are written, so that what ranks can be told apart.
    pub shown: Figures,
    /// Which 评选名额 limit it, from 0.
    pub quotas: Vec<u32>,
    /// What the review comes to beside points: grades, standards, vetoes, 等次.
    pub found: Vec<String>,
    /// What was computed, 名额 included, in words.
    pub computed: String,
    /// The outcome to begin with, where one is computed.
    pub proposed: Option<String>,
    /// A reason may be owed whatever is chosen: a tie at the edge, or what is not certain.
    pub always_asks: bool,
}

/// Figures as they are written; empty where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub own: String,
    pub review: String,
    /// 得分率; empty where points have no maximum.
    pub rate: String,
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
    /// The earlier meeting it corrects: “党组会议　2026年12月25日”.
    pub corrects: Option<String>,
    /// Numbers of the announcements it was made public with, and what amended it, oldest first.
    pub published: Vec<String>,
    /// It has to be announced yet.
    pub owes: bool,
}

/// What was decided about one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedLine {
    pub case: CaseId,
    pub rank: u32,
    pub tied: bool,
    pub award: String,
    pub unit: String,
    /// “92.5／100”, “120”; empty where nothing is counted.
    pub score: String,
    pub outcome: String,
    /// What was computed, and what the review came to; both empty for decisions of before.
    pub computed: String,
    pub found: Vec<String>,
    /// In what the decision differs from what was computed, and why; empty where it does not.
    pub differs: String,
    pub reason: String,
    /// What a later meeting made of it: “更正为不予评定（党组第2次会议　2026年12月30日）”.
    pub replaced: Option<String>,
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
    /// (case, why the decision differs from what was computed).
    pub reasons: Vec<(String, String)>,
    /// (case, exact score) as the meeting saw them.
    pub scores: Vec<(String, String)>,
    /// (number of a 评选名额 from 0, how many there are of what it counts), where it was corrected.
    pub pools: Vec<(String, String)>,
    /// “on”: the units whose review is open are left out.
    pub leave_out: String,
}

/// The page on which a further meeting corrects a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionPage {
    pub period: PeriodId,
    pub period_title: String,
    pub decision: DecisionId,
    pub decided_by: String,
    /// The meeting that is corrected.
    pub meeting: String,
    pub options: Vec<String>,
    pub lines: Vec<CorrectionLine>,
    /// It is public already: a further announcement will be owed.
    pub published: bool,
}

/// What counts for one unit, before it is corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionLine {
    pub case: CaseId,
    pub award: String,
    pub unit: String,
    pub score: String,
    pub found: Vec<String>,
    pub computed: String,
    pub outcome: String,
    pub reason: String,
    /// How often it was decided.
    pub version: u32,
}

/// The form that corrects a decision; the minutes come as a file beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CorrectDecision {
    pub meeting: String,
    pub held_on: String,
    pub present: String,
    pub note: String,
    /// (case, outcome) for every unit of the decision.
    pub outcomes: Vec<(String, String)>,
    /// (case, why it is corrected).
    pub reasons: Vec<(String, String)>,
    /// (case, how often it was decided) as the meeting saw it.
    pub versions: Vec<(String, String)>,
}
