//! What a sheet comes to: 单位类型, 等次, 权重, 分档, 名额.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::calendar::Day;
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
    /// 达标线: the points the favourable result asks for, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<Points>,
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
    /// 加权后附加分: 加减分 is added to the weighted total instead of being weighed with the rubric.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bonus_after_weights: bool,
    /// 整体不得分 and 总分为0 leave 加减分 as it is; without it they take it along.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub zero_spares_bonus: bool,
    /// How several periods make one result; absent where every period stands alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_periods: Option<OverPeriods>,
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
    #[serde(default)]
    pub from: Points,
    /// What else must hold; who misses it falls to the next band.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<BandCondition>,
    /// 等次比例: which share of those ranked together the band is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
}

/// 等次比例: 30%左右.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// In percent of those ranked together.
    pub percent: Points,
    /// 左右: by how many percent points it may be more or less; 0 where the document says nothing of the kind.
    #[serde(default, skip_serializing_if = "Points::is_zero")]
    pub tolerance: Points,
}

/// How the results of several periods make one: half-year and year-end, the quarters of a year. Chosen, never assumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OverPeriods {
    /// 平均
    Mean,
    /// 累计
    Sum,
    /// 以最后一期为准
    Last,
    /// 按权重: in percent, the first period first; all together make 100.
    Weights(Vec<Points>),
}

impl Share {
    /// “占30%左右（上下5个百分点）”
    pub fn told(self) -> String {
        match self.tolerance.is_zero() {
            true => format!("占{}%", self.percent),
            false => format!("占{}%左右（上下{}个百分点）", self.percent, self.tolerance),
        }
    }
}

impl Share {
    /// How many of so many that are: about, and at most with 左右.
    pub fn of(self, whole: u32) -> Option<(u32, u32)> {
        let part = |percent: Points, more: Points| {
            let part =
                percent.checked_mul(Points::from_int(whole.into()))?.checked_div(Points::from_int(100))?;
            u32::try_from(part.checked_add(more)?.floor()).ok()
        };
        let about = part(self.percent, Points::ratio(1, 2)?)?;
        Some((about, about.max(part(self.percent.checked_add(self.tolerance)?, Points::ZERO)?)))
    }

    /// “占30%左右（上下5个百分点）：共20个，约6个，至多7个”
    pub fn told_of(self, whole: u32) -> String {
        let told = self.told();
        match self.of(whole) {
            Some((about, most)) if most > about => format!("{told}：共{whole}个，约{about}个，至多{most}个"),
            Some((about, _)) => format!("{told}：共{whole}个，{about}个"),
            None => told,
        }
    }
}

impl OverPeriods {
    /// “各期平均”
    pub fn told(&self) -> String {
        match self {
            OverPeriods::Mean => "各期平均".to_owned(),
            OverPeriods::Sum => "各期累计".to_owned(),
            OverPeriods::Last => "以最后一期为准".to_owned(),
            OverPeriods::Weights(weights) => {
                let told: Vec<_> =
                    weights.iter().zip(1..).map(|(weight, n)| format!("第{n}期{weight}%")).collect();
                format!("各期加权：{}", told.join("，"))
            }
        }
    }
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
    /// 得0分的不超过几个: at most so many 部分, 考评项目 or 细则 at zero.
    AtMostAtZero { of: Lines, lines: u32 },
    /// 附加条件, as it is recorded: a yes/no question is answered with yes, a number is at least so high.
    Recorded { no: String, at_least: Points },
}

/// Lines of a sheet of one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lines {
    Sections,
    Items,
    Criteria,
}

impl Lines {
    pub fn label(self) -> &'static str {
        match self {
            Lines::Sections => "部分",
            Lines::Items => "考评项目",
            Lines::Criteria => "评分细则",
        }
    }
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
    /// 比例目标: in percent of those there; then `at_least` is 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Points>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub by: Option<Day>,
    /// Of what: “清廉村居样板”.
    pub of: String,
}

impl Target {
    /// “每个乡（街道）至少1个清廉村居样板”, “全县清廉单位不少于60%（村），2027年12月31日前”; `whom` stands in the brackets, where
    /// that has to be said.
    pub fn told(&self, whom: &str) -> String {
        let Target { per, at_least, of, percent, by, .. } = self;
        let whom = if whom.is_empty() { String::new() } else { format!("（{whom}）") };
        let by = by.map(|by| format!("，{by}前")).unwrap_or_default();
        match percent {
            Some(percent) => format!("{per}{of}不少于{percent}%{whom}{by}"),
            None => format!("{per}至少{at_least}个{of}{whom}{by}"),
        }
    }

    /// How many are wanted where so many are judged.
    pub fn wanted(&self, of: u32) -> u32 {
        let Some(percent) = self.percent else { return self.at_least };
        let share = percent.checked_times(of).and_then(|all| all.checked_div(Points::from_int(100)));
        share.and_then(|share| u32::try_from(-(-share).floor()).ok()).unwrap_or(of)
    }

    /// Whether each 片区 is to reach it: “每个乡镇”; else all together: “全县”.
    pub fn is_of_each(&self) -> bool {
        self.per.trim_start().starts_with(['每', '各'])
    }
}

impl Outcome {
    /// The title: the favourable one of what may be decided; empty where nothing may.
    pub fn title(&self) -> &str {
        self.options.first().map_or("", String::as_str)
    }

    /// The decision that a target counts: the one it names, else the title. Who got one title is not counted as having
    /// another.
    pub fn counted_by(&self, target: &Target) -> &str {
        let named = self.options.iter().find(|option| **option == target.of);
        named.map_or(self.title(), String::as_str)
    }
}
