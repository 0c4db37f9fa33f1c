//! 计分规则: what takes points and what gives them.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{ChoiceOption, Condition, Count, CountKind, Element, Quantity, When};
use crate::points::Points;

/// 计分规则. Every rule asks for inputs, named within its criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    // Deductions.
    /// 每项/每起/每次扣: counted occurrences or missing things, each costs `amount`.
    DeductEach { input: Count, amount: Points },
    /// Named conditions, each costs its own amount when it is not met (分别扣, 各扣).
    DeductUnmet { conditions: Vec<Condition> },
    /// 每项扣 over named elements: those that failed are ticked, each costs `amount`.
    DeductElements { input: String, label: String, elements: Vec<Element>, amount: Points },
    /// One level is chosen; each level costs its amount (0 for the level without fault).
    DeductChoice { input: String, label: String, options: Vec<ChoiceOption> },
    /// 少于N次扣: once, if the count is below `threshold`.
    DeductBelow { input: Count, threshold: u32, amount: Points },
    /// 每少1次扣: for every one the count lacks to `required`.
    DeductMissing { input: Count, required: u32, amount: Points },
    /// 每低（高）N个百分点扣: for every step below or above a threshold. Only whole steps count, unless `partial`.
    DeductSteps {
        input: Quantity,
        side: Side,
        threshold: Points,
        step: Points,
        amount: Points,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        partial: bool,
    },
    /// 按情节轻重扣: every incident has one level.
    DeductTiered { input: Count, options: Vec<ChoiceOption> },
    /// 职级×处分: every incident has a row and a column; `amounts` holds a list per row, in the order of the columns.
    DeductMatrix { input: Count, rows: Vec<Element>, columns: Vec<Element>, amounts: Vec<Vec<Points>> },
    /// 一次扣0.5分，两次及以上不得分: the first tier that holds the count says what it costs.
    DeductCountTiers { input: Count, tiers: Vec<CountTier> },
    /// 酌情扣分: a value within its range (open upwards without `max`), with a reason and a second person.
    DeductDiscretion {
        input: String,
        label: String,
        min: Points,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Points>,
    },
    /// 逐起酌情扣分: every registered incident has a value of its own within the range, with a reason and a second person, so
    /// that 一案一扣 sees what each case cost.
    DeductDiscretionEach {
        input: Count,
        min: Points,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Points>,
    },
    /// 按未完成比例扣: the share of `amount` that was not completed; the input is the completion rate in percent.
    DeductShare { input: Quantity, amount: Points },
    /// 按其他考核结果扣: the result of another scheme, times `factor`.
    DeductImported { input: Quantity, factor: Points },
    /// 不得分 unless all conditions are met.
    ZeroUnlessMet {
        conditions: Vec<Condition>,
        #[serde(default, skip_serializing_if = "Reach::is_part")]
        reach: Reach,
    },
    /// N起以上不得分: nothing is left from `from` occurrences on.
    ZeroIfCount {
        input: Count,
        from: u32,
        #[serde(default, skip_serializing_if = "Reach::is_part")]
        reach: Reach,
    },
    /// What follows without points when the condition is not met: 通报, 约谈, 失格.
    Consequence { condition: Condition, consequence: String },

    // Awards.
    /// Named conditions, each earns its own amount when it is met.
    AwardMet { conditions: Vec<Condition> },
    /// 全部做到得N分: all or nothing.
    AwardAll { conditions: Vec<Condition>, amount: Points },
    /// A compound condition; `otherwise` is what is given when it does not hold, and may be negative.
    AwardWhen {
        when: When,
        amount: Points,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        otherwise: Option<Points>,
    },
    /// 每开展1项得N分, up to the part's points.
    AwardEach { input: Count, amount: Points },
    /// Pieces counted by their highest level, each worth its level's amount, up to the part's points.
    AwardLevels { levels: Vec<AwardLevel> },
    /// 就高不累加: pieces entered one by one with their levels; each counts once, at its highest level. With
    /// `valid_years`, a piece counts in the year it was obtained and the years after, so many in all.
    AwardPieces {
        input: Count,
        options: Vec<ChoiceOption>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        valid_years: Option<u32>,
    },
    /// Exclusive quantity tiers: the first tier that holds the count gives its amount.
    AwardTiers { input: Count, tiers: Vec<Tier> },
    /// 第1名得N分，每降1名减M分, never below 0; the input is the rank.
    AwardRank { input: Count, first: Points, step: Points },
    /// 比率×分值: the input is a rate in percent.
    AwardRate { input: Quantity, amount: Points },
    /// 与最好的相比: the share of the best unit's value; with `lower_is_better`, the other way round.
    AwardRelative {
        input: Quantity,
        best: Quantity,
        amount: Points,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        lower_is_better: bool,
    },
    /// 达到N项得基础分，每增加1项加M分.
    AwardIncrements { input: Count, from: u32, base: Points, each: Points },
    /// 取人均: the mean over the entered persons' values, times `factor`.
    AwardMean { input: Quantity, factor: Points },
    /// 按其他考核结果得分: the result of another scheme, times `factor`.
    AwardImported { input: Quantity, factor: Points },
    /// 酌情加分: a value within its range (open upwards without `max`), with a reason and a second person.
    AwardDiscretion {
        input: String,
        label: String,
        min: Points,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Points>,
    },
    /// Points without a rule: an assessor enters 0 to the part's points with a remark.
    Manual { input: String },

    // Rules about rules.
    /// Several rules of one direction under a common limit.
    Group(Group),
}

/// Rules taken together: 最高扣N分, 就高不累加, 只按其中一项, 加倍, 减半. First the amounts named are multiplied, then limited
/// per month, quarter or year; then what counts is taken, and limited as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What an explanation calls it.
    pub title: String,
    #[serde(default, skip_serializing_if = "Take::is_sum")]
    pub take: Take,
    /// 加倍, 减半
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Times>,
    /// 每月（季、年）最高: needs dated incidents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most_per: Option<SpanCap>,
    /// 最高
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Points>,
    pub rules: Vec<Rule>,
}

/// Which of a group's rules count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// 累计
    #[default]
    Sum,
    /// 就高不累加
    Highest,
    /// 互不重复: the first that comes to anything
    First,
}

impl Take {
    fn is_sum(&self) -> bool {
        *self == Take::Sum
    }
}

/// Multiplies when the condition is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Times {
    pub condition: Condition,
    /// 2 for 加倍, 0.5 for 减半.
    pub factor: Points,
}

/// A limit per month, quarter or year of the incidents' dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpanCap {
    pub span: Span,
    pub points: Points,
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Month,
    Quarter,
    Year,
}

impl Span {
    /// As a limit is told: 每月最高.
    pub fn label(self) -> &'static str {
        match self {
            Span::Month => "月",
            Span::Quarter => "季度",
            Span::Year => "年",
        }
    }
}

/// Which side of a threshold costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Below,
    Above,
}

/// How far 不得分 reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The part, which is the whole criterion when it has only one.
    #[default]
    Part,
    Criterion,
    /// 整项不得分: the heading the criterion stands under.
    Item,
    /// 整体不得分
    Total,
}

impl Reach {
    fn is_part(&self) -> bool {
        *self == Reach::Part
    }

    pub fn label(self) -> &'static str {
        match self {
            Reach::Part | Reach::Criterion => "不得分",
            Reach::Item => "整项不得分",
            Reach::Total => "整体不得分",
        }
    }
}

/// One level of a [`Rule::AwardLevels`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AwardLevel {
    pub input: Count,
    pub amount: Points,
}

/// One tier of a [`Rule::AwardTiers`], with the bounds as the document writes them, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub from: u32,
    /// Absent: and more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
    /// May be negative where the part may go below zero.
    pub amount: Points,
}

/// One tier of a [`Rule::DeductCountTiers`], both bounds included; a count outside all tiers costs nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountTier {
    pub from: u32,
    /// Absent: and more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
    /// Absent: 不得分.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Points>,
}

/// Whether a rule gives or takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Award,
    Deduct,
}

impl Rule {
    /// Whether the rule takes points away; a part with only such rules starts at its full points. A group goes where its
    /// first rule goes: [`Scheme::check`](super::Scheme::check) refuses mixed ones.
    pub fn direction(&self) -> Direction {
        match self {
            Rule::DeductEach { .. }
            | Rule::DeductUnmet { .. }
            | Rule::DeductElements { .. }
            | Rule::DeductChoice { .. }
            | Rule::DeductBelow { .. }
            | Rule::DeductMissing { .. }
            | Rule::DeductSteps { .. }
            | Rule::DeductTiered { .. }
            | Rule::DeductMatrix { .. }
            | Rule::DeductCountTiers { .. }
            | Rule::DeductDiscretion { .. }
            | Rule::DeductDiscretionEach { .. }
            | Rule::DeductShare { .. }
            | Rule::DeductImported { .. }
            | Rule::ZeroUnlessMet { .. }
            | Rule::ZeroIfCount { .. }
            | Rule::Consequence { .. } => Direction::Deduct,
            Rule::AwardMet { .. }
            | Rule::AwardAll { .. }
            | Rule::AwardWhen { .. }
            | Rule::AwardEach { .. }
            | Rule::AwardLevels { .. }
            | Rule::AwardPieces { .. }
            | Rule::AwardTiers { .. }
            | Rule::AwardRank { .. }
            | Rule::AwardRate { .. }
            | Rule::AwardRelative { .. }
            | Rule::AwardIncrements { .. }
            | Rule::AwardMean { .. }
            | Rule::AwardImported { .. }
            | Rule::AwardDiscretion { .. }
            | Rule::Manual { .. } => Direction::Award,
            Rule::Group(group) => group.rules.first().map_or(Direction::Award, Rule::direction),
        }
    }

    pub fn deducts(&self) -> bool {
        self.direction() == Direction::Deduct
    }

    /// Whether everything it takes or gives is an incident or a piece with a date of its own.
    pub fn tells_when(&self) -> bool {
        match self {
            Rule::DeductEach { input, .. } | Rule::AwardEach { input, .. } => input.kind == CountKind::Facts,
            Rule::AwardLevels { levels } => levels.iter().all(|level| level.input.kind == CountKind::Facts),
            Rule::DeductTiered { .. }
            | Rule::DeductMatrix { .. }
            | Rule::DeductDiscretionEach { .. }
            | Rule::AwardPieces { .. } => true,
            Rule::Group(group) => group.rules.iter().all(Rule::tells_when),
            // Takes no points.
            Rule::Consequence { .. } => true,
            _ => false,
        }
    }

    /// The rule, or all rules inside it if it is a group.
    pub fn with_inner(&self) -> Box<dyn Iterator<Item = &Rule> + '_> {
        match self {
            Rule::Group(group) => Box::new(group.rules.iter().flat_map(Rule::with_inner)),
            rule => Box::new(std::iter::once(rule)),
        }
    }
}
