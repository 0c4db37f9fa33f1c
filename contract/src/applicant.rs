//! 推荐个人和家庭: whom a unit puts forward in a period.

use domain::ids::{CaseId, PeriodId, UnitId};
use domain::scheme::WhoIsJudged;
use domain::workflow::CaseState;
use serde::Deserialize;

/// The form by which a unit puts a person or a family forward.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Nominate {
    #[serde(default)]
    pub unit: String,
    /// Code of the 单位类型 they apply as.
    #[serde(default)]
    pub unit_type: String,
    #[serde(default)]
    pub name: String,
    /// 职务或岗位 of a person, 住址 of a family.
    #[serde(default)]
    pub duty: String,
    /// May be empty.
    #[serde(default)]
    pub phone: String,
}

/// The form by which a unit says how many people it has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct SayHeadcount {
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub people: String,
}

/// The form by which the officer confirms what a unit stated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ConfirmHeadcount {
    #[serde(default)]
    pub unit: String,
    /// The number that was seen: only that is confirmed.
    #[serde(default)]
    pub people: String,
}

/// The headcounts of a period, for the officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadcountsPage {
    pub period: PeriodId,
    pub title: String,
    /// Whether a share of the people limits anything at all.
    pub asked: bool,
    pub lines: Vec<HeadcountLine>,
}

/// One unit's headcount as it was stated and as it was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadcountLine {
    pub unit: UnitId,
    pub name: String,
    pub stated: Option<Stated>,
    pub confirmed: Option<Stated>,
    /// What was stated waits to be confirmed.
    pub waits: bool,
}

/// A number, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    pub people: u32,
    pub by: String,
    pub on: String,
}

/// Whom the reader's units put forward in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicantsPage {
    pub base: String,
    pub period: PeriodId,
    pub title: String,
    /// “截止2026年12月10日（还有14个工作日）”.
    pub until: String,
    /// Whether anybody can still be put forward.
    pub open: bool,
    /// Whether the scheme judges persons or families at all.
    pub judges: bool,
    /// The reader's units that take part in the period.
    pub units: Vec<UnitApplicants>,
}

impl ApplicantsPage {
    /// “推荐个人”, “推荐家庭”, or both.
    pub fn heading(&self) -> &'static str {
        let kinds = || self.units.iter().flat_map(|unit| &unit.awards).map(|award| award.judged);
        let judges = |kind| kinds().any(|judged| judged == kind);
        match (judges(WhoIsJudged::Person), judges(WhoIsJudged::Family)) {
            (true, false) => "推荐个人",
            (false, true) => "推荐家庭",
            _ => "推荐个人和家庭",
        }
    }
}

/// Whom one unit puts forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitApplicants {
    pub unit: UnitId,
    pub name: String,
    /// Whether a share of its people limits whom it may put forward.
    pub asks_headcount: bool,
    pub headcount: Option<Headcount>,
    pub awards: Vec<Award>,
}

/// 单位总人数, as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headcount {
    pub people: u32,
    pub by: String,
    pub on: String,
    /// What the officer confirmed; only that limits anything.
    pub confirmed: Option<u32>,
}

/// What persons or families apply for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    pub code: String,
    /// “清廉岗位”
    pub title: String,
    pub judged: WhoIsJudged,
    /// How many may be put forward, in words: “按单位总人数的20%推荐，不足1人的按1人，可推荐1人”; empty without a limit.
    pub limit: String,
    /// Whether there is a place left.
    pub place_left: bool,
    pub applicants: Vec<ApplicantLine>,
}

/// Somebody who was put forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicantLine {
    pub case: CaseId,
    pub name: String,
    pub duty: String,
    /// As others see it: “138****0000”.
    pub phone: String,
    pub state: CaseState,
    /// Whether the unit can take it back now.
    pub may_withdraw: bool,
}

/// How a unit uses its 申报名额, for those who watch the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaLine {
    pub unit: String,
    pub award: String,
    /// None while the unit has not said how many people it has.
    pub people: Option<u32>,
    /// None while the officer has not confirmed a number.
    pub confirmed: Option<u32>,
    pub places: Option<u32>,
    pub used: u32,
}

/// A running period in which the reader's units may put others forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRound {
    pub period: PeriodId,
    pub title: String,
    /// “清廉岗位”
    pub awards: String,
    /// How many they have put forward.
    pub put_forward: u32,
}
