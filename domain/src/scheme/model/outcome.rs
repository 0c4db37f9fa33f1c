//! What a sheet comes to: 单位类型, 等次, 权重, 分档, 名额.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::points::Points;

/// 单位类型, or an award: what a rubric is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitType {
    /// Short name in Latin letters, such as `school`.
    pub code: String,
    /// 清廉学校
    pub title: String,
    pub judged: WhoIsJudged,
}

/// Who applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhoIsJudged {
    Unit,
    Person,
    Family,
}

impl WhoIsJudged {
    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            WhoIsJudged::Unit => "unit",
            WhoIsJudged::Person => "person",
            WhoIsJudged::Family => "family",
        }
    }

    pub fn from_code(code: &str) -> Option<WhoIsJudged> {
        [WhoIsJudged::Unit, WhoIsJudged::Person, WhoIsJudged::Family]
            .into_iter()
            .find(|one| one.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            WhoIsJudged::Unit => "单位",
            WhoIsJudged::Person => "个人",
            WhoIsJudged::Family => "家庭",
        }
    }
}

/// 等次 of a single item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// The value in answers.
    pub id: String,
    /// 好
    pub title: String,
    /// When an item deserves it.
    pub definition: String,
}

/// One weighted source of the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The name in answers.
    pub id: String,
    /// 考评
    pub title: String,
    /// In percent; all weights together make 100.
    pub weight: Points,
    /// Whether it is the total of the rubric at hand; the others are given as figures.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rubric: bool,
    /// 自评: the total of the same rubric as the unit itself filled it in. Nobody enters it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// The most a given figure can be: 100.
    pub full: Points,
}

/// How a unit's result is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The deciding body: “党组”.
    pub decided_by: String,
    /// What it may decide, the favourable one first: “评定为清廉机关”, “本年度不予评定”.
    pub options: Vec<String>,
    /// 等次 over points, the best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// What the grades of the items must come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade_rule: Option<GradeRule>,
    /// What the standards must come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_rule: Option<StandardRule>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<Quota>,
    /// 下限目标, shown as progress.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    /// 公示期 in 工作日; absent where the document gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publicity_days: Option<u32>,
    /// Whether results are publicised at all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub publicised: bool,
}

/// 等次 over points: from `from` on, up to the next better band. Half-open, so that every total has one band.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// 优秀, 五星
    pub title: String,
    /// 90分以上 includes 90.
    pub from: Points,
    /// What else must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<BandCondition>,
}

/// A condition of a band beside the total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BandCondition {
    /// 没有得0分的考评项目
    NoItemAtZero,
    /// The heading with this number has at least so many points.
    HeadingFrom { no: String, points: Points },
    /// Every 考评项目 has at least so many percent of its points.
    EveryItemRate { percent: Points },
    /// No veto entry holds, whatever its effect.
    NoVeto,
}

/// What the grades of the items must come to (唐家坊: every item 较好 or better, 好 at least 80 %).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GradeRule {
    /// Every item has at least this grade.
    pub every: String,
    /// The grade whose share is asked for.
    pub share_of: String,
    /// In percent, included.
    pub share: Points,
    /// 占比的分母: how many items are graded.
    pub graded: u32,
}

/// What the standards must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StandardRule {
    /// 全部达标
    AllMet,
    /// 至少N项达标
    AtLeast(u32),
    /// 由决定机构决定
    Decision,
}

/// 名额: an upper limit as a share of a dated pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// Codes of the 单位类型 it limits; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
    pub kind: QuotaKind,
    /// In percent of the pool.
    pub percent: Points,
    /// What is counted: “科室总数”; empty where the document does not say.
    pub pool: String,
    #[serde(default)]
    pub rounding: Rounding,
}

impl Quota {
    /// “各单位总人数的20%（小数舍去，不足1个的按1个）”.
    pub fn told(&self) -> String {
        let pool = if self.pool.is_empty() { "总数" } else { self.pool.as_str() };
        format!("{pool}的{}%（{}）", self.percent, self.rounding.label())
    }

    /// Whether it limits this 单位类型.
    pub fn limits(&self, unit_type: &str) -> bool {
        self.applies_to.is_empty() || self.applies_to.iter().any(|code| code == unit_type)
    }
}

/// What a quota limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuotaKind {
    /// 评选名额
    Winners,
    /// 申报名额, per unit.
    Nominations,
}

/// How a share becomes a number of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 舍去小数，不足1个的按1个, if the pool is not empty.
    #[default]
    DownAtLeastOne,
    /// 舍去小数
    Down,
    /// 四舍五入
    HalfUp,
    /// 进一
    Up,
}

impl Rounding {
    pub fn label(self) -> &'static str {
        match self {
            Rounding::DownAtLeastOne => "小数舍去，不足1个的按1个",
            Rounding::Down => "小数舍去",
            Rounding::HalfUp => "四舍五入",
            Rounding::Up => "有小数的进1",
        }
    }
}

impl Quota {
    /// The number of places in a pool of this size.
    pub fn places(&self, pool: u32) -> u32 {
        let Some(share) =
            self.percent.checked_times(pool).and_then(|all| all.checked_div(Points::from_int(100)))
        else {
            return 0;
        };
        let places = match self.rounding {
            Rounding::DownAtLeastOne if pool > 0 => share.floor().max(1),
            Rounding::DownAtLeastOne | Rounding::Down => share.floor(),
            Rounding::HalfUp => {
                let half = Points::ratio(1, 2).and_then(|half| share.checked_add(half));
                half.map_or(0, Points::floor)
            }
            Rounding::Up => -(-share).floor(),
        };
        u32::try_from(places).unwrap_or(0)
    }
}

/// 下限目标: “每个乡（街道）至少1个村居样板”.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Target {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
    /// Per what: “每个乡（街道）”.
    pub per: String,
    pub at_least: u32,
    /// Of what: “清廉村居样板”.
    pub of: String,
}
