//! A period (周期): opening it and watching it.

use domain::dimensions::Dimension;
use domain::ids::{CaseId, PeriodId, SchemeId, UnitId};
use domain::points::Points;
use domain::workflow::CaseState;
use serde::Deserialize;

use crate::applicant::QuotaLine;
use crate::list::Page;

/// The form that opens a period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct OpenPeriod {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub scheme: String,
    #[serde(default)]
    pub starts_on: String,
    #[serde(default)]
    pub ends_on: String,
    #[serde(default)]
    pub fill_by: String,
    #[serde(default)]
    pub review_by: String,
    #[serde(default)]
    pub unit: Vec<String>,
    /// As which 单位类型 a unit takes part: `{unit}:{code}`.
    #[serde(default)]
    pub unit_type: Vec<String>,
    /// What the officer was told of and means all the same: the codes of [`OpenPeriodPage::told`].
    #[serde(default)]
    pub meant: Vec<String>,
}

impl OpenPeriod {
    /// The code chosen for a unit.
    pub fn type_of(&self, unit: &str) -> Option<&str> {
        let chosen = self.unit_type.iter().filter_map(|pair| pair.split_once(':'));
        chosen.filter(|(of, code)| *of == unit && !code.is_empty()).map(|(_, code)| code).next()
    }
}

/// Which version a period is to be opened by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct OpenBy {
    /// Empty for the one published last.
    #[serde(default)]
    pub scheme: String,
}

/// What the opening form offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenPeriodPage {
    /// What can be opened: the newest version of each scheme, and the one the form is for. “济源方案（第1版）”.
    pub schemes: Vec<(SchemeId, String)>,
    pub units: Vec<(UnitId, String, String)>,
    /// 单位类型 of the form's scheme that units take part as: code and title.
    pub unit_types: Vec<(String, String)>,
    /// What is unusual about the form, to be confirmed: code and sentence without the final stop.
    pub told: Vec<(&'static str, String)>,
    pub form: OpenPeriod,
}

/// The form that puts a newer version of its scheme in force while a period runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct SupplementForm {
    #[serde(default)]
    pub scheme: String,
    #[serde(default)]
    pub reason: String,
}

/// What that would come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplementPage {
    pub base: String,
    pub period: PeriodId,
    pub title: String,
    /// The version the period follows: “济源方案（第1版）”.
    pub current: String,
    /// The newer ones.
    pub versions: Vec<(SchemeId, String)>,
    /// Cases that would follow it.
    pub open: u32,
    /// Cases that are decided, and stay as they are.
    pub decided: u32,
    /// What the chosen version changes, a sentence each, without the final stop.
    pub changes: Vec<String>,
    /// What it makes of each open case.
    pub lines: Vec<SupplementLine>,
    /// Why the chosen version cannot be put in force.
    pub against: Option<String>,
    pub form: SupplementForm,
}

/// What a newer version makes of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplementLine {
    pub unit: String,
    /// Differences that concern this unit.
    pub changes: u32,
    /// Criteria the unit would have to give anew.
    pub anew: u32,
    /// Criteria to look at again: by the reviewers, or before submission by the unit.
    pub unlooked: u32,
    /// Before and after.
    pub states: (CaseState, CaseState),
    /// 自评, before and after; none while nothing is filled in, or where nothing is counted in points.
    pub own: Option<(Points, Points)>,
    /// 考核, the same.
    pub review: Option<(Points, Points)>,
}

/// The forms that change a period while it runs: each takes what it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ChangeForm {
    /// `2026-12-20`.
    #[serde(default)]
    pub fill_by: String,
    #[serde(default)]
    pub review_by: String,
    /// The unit's name; empty for all units, where that is meant.
    #[serde(default)]
    pub unit: String,
    /// The code of the 单位类型 it takes part as.
    #[serde(default)]
    pub unit_type: String,
    #[serde(default)]
    pub reason: String,
}

/// The page on which a period is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePage {
    pub base: String,
    pub period: PeriodId,
    pub title: String,
    pub cancelled: bool,
    /// `2026年12月10日`.
    pub fill_by: String,
    pub review_by: String,
    /// 单位类型 a unit can join as: code and title; empty where the scheme has none.
    pub unit_types: Vec<(String, String)>,
    /// Units that take part.
    pub units: u32,
    /// Cases that were submitted.
    pub submitted: u32,
    pub form: ChangeForm,
}

/// Something that was changed about a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLine {
    /// A sentence without the final stop.
    pub told: String,
    pub reason: String,
    pub by: String,
    /// `2026年11月21日`.
    pub on: String,
}

impl ChangeLine {
    /// “自评截止日期由…改为…（事由：疫情防控；赵演零，2026年11月21日）”.
    pub fn sentence(&self) -> String {
        format!("{}（事由：{}；{}，{}）", self.told, self.reason, self.by, self.on)
    }
}

/// A period in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodLine {
    pub id: PeriodId,
    pub title: String,
    pub scheme: String,
    pub span: String,
    pub fill_by: String,
    /// Cases, whoever's they are.
    pub units: u32,
    /// Those of them that are of persons or families.
    pub applicants: u32,
    pub submitted: u32,
    pub reviewed: u32,
    pub decided: u32,
    pub published: u32,
    pub cancelled: bool,
}

/// The tenant's dashboard of one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub line: PeriodLine,
    /// “自评截止2026年12月10日（还有14个工作日）”; empty once nobody is waited for.
    pub until: String,
    pub achievable: Points,
    /// Whether anything is counted in points.
    pub counts: bool,
    pub cases: Page<CaseLine>,
    /// What the sheets come to beside points, per unit; for rubrics that count none.
    pub found: Vec<(String, String)>,
    /// Number of units by band of 得分率, lowest band first.
    pub distribution: Vec<(String, u32)>,
    /// Items by 得分率, weakest first.
    pub weakest: Vec<ItemLine>,
    pub dimensions: Vec<(Dimension, Option<Points>)>,
    /// Whether the figures come from 考核 (else from 自评).
    pub from_review: bool,
    /// 分派考核.
    pub may_assign: bool,
    pub may_decide: bool,
    pub may_publish: bool,
    /// Look at the ranking of the whole tenant.
    pub may_rank: bool,
    /// Move deadlines, let units join and leave, cancel.
    pub may_change: bool,
    /// What was changed about it, the newest first.
    pub changes: Vec<ChangeLine>,
    /// Units that left it, and their cases.
    pub left: Vec<(CaseId, String)>,
    /// Cases that have not been brought over yet to the supplementary version that was put in force.
    pub awaiting: u32,
    /// A newer version of the scheme is there and the reader may put it in force.
    pub may_supplement: bool,
    /// How units use their 申报名额; empty where the scheme sets none.
    pub nominations: Vec<QuotaLine>,
    /// 下限目标 and how far they are reached; empty where the scheme sets none.
    pub targets: Vec<TargetLine>,
}

/// 下限目标: what a district has set itself at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetLine {
    /// “每个乡（街道）至少1个清廉村居样板”.
    pub told: String,
    /// 片区 and 行业; empty where units are not grouped.
    pub lines: Vec<TargetPart>,
    /// How many there are in all.
    pub total: u32,
    /// How many are wanted in all; `None` where each 片区 is to reach it.
    pub wanted: Option<u32>,
}

/// How far one 片区 or 行业 reaches a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetPart {
    pub line: String,
    pub reached: u32,
    pub wanted: u32,
}

/// A unit's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLine {
    pub case: CaseId,
    pub unit: String,
    pub kind: String,
    /// Criteria of its rubric.
    pub asked: u32,
    pub state: CaseState,
    pub answered: u32,
    pub reviewed: u32,
    pub own: Option<Points>,
    pub review: Option<Points>,
    /// Items back with the unit.
    pub returned: u32,
    /// 工作日 it is late with what it has never submitted; 0 if it is not.
    pub late: u32,
    /// When it was signed and submitted.
    pub submitted: String,
    /// The reader may look into it.
    pub may_open: bool,
    pub may_review: bool,
}

/// An item over all units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemLine {
    pub no: String,
    pub title: String,
    /// Mean 得分率 over the units.
    pub rate: Points,
    /// Mean 自评 and 考核, in 分.
    pub own: Points,
    pub review: Option<Points>,
    pub points: Points,
}
