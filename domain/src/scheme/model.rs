//! The shape of a scheme document: 部分 → 考评项目 → 评分细则 → rules.
//!
//! Points are declared where the document declares them, at several levels at once; sums are computed beside the
//! declared figure (see `lint`), never instead of it.

use serde::{Deserialize, Serialize};

use crate::dimensions::Dimension;
use crate::points::Points;

/// The version of the file format this program writes and reads.
pub const FORMAT: u32 = 1;

/// One 创建方案.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Version of the file format, [`FORMAT`].
    pub format: u32,
    /// Short name in Latin letters, such as `jiyuan`.
    pub name: String,
    /// Title of the official document.
    pub title: String,
    /// Points the document declares for the whole.
    pub points: Points,
    pub sections: Vec<Section>,
    /// What the deciding body may decide about a unit. The document of 济源 gives no outcome rule.
    pub outcome: Outcome,
    /// Readings of unclear places, shown to everyone who uses the scheme.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Findings of the linter that a person accepted, each with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Acceptance>,
}

/// 部分.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The document's own number, such as `一`.
    pub no: String,
    pub title: String,
    pub points: Points,
    pub items: Vec<Item>,
}

/// 考评项目.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub no: String,
    pub title: String,
    pub points: Points,
    pub dimension: Dimension,
    pub criteria: Vec<Criterion>,
}

/// 评分细则: the smallest thing a unit answers and a reviewer scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The document's own number, such as `13.4`.
    pub no: String,
    /// What is asked for, in one short sentence.
    pub title: String,
    pub points: Points,
    /// The rule as people read it: “缺少1项扣1分，扣完为止。”
    pub wording: String,
    /// What to look into: 查阅会议记录.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// What happens if the unit is not involved; without it, 不涉及 cannot be claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<NotApplicable>,
    /// The parts with points of their own; most criteria have one, worth the whole.
    pub parts: Vec<Part>,
}

/// A part of a criterion with points of its own. 不得分 in one part leaves the others untouched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Empty when the criterion has only this part.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    pub points: Points,
    /// Full points if the part only deducts, 0 if it only awards; a part without rules is not allowed (use
    /// [`Rule::Manual`]).
    pub rules: Vec<Rule>,
}

/// What a 不涉及 that was granted does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotApplicable {
    /// 不涉及的不扣分: full marks.
    FullMarks,
}

/// 计分规则. Every rule asks for inputs, named within its criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// 每项/每起/每次扣: counted occurrences or missing elements, each costs `amount`.
    DeductEach { input: Count, amount: Points },
    /// Named conditions, each costs its own amount when it is not met.
    DeductUnmet { conditions: Vec<Condition> },
    /// One level is chosen; each level costs its amount (0 for the level without fault).
    DeductChoice { input: String, label: String, options: Vec<ChoiceOption> },
    /// 少于N次扣: once, if the count is below `threshold`.
    DeductBelow { input: Count, threshold: u32, amount: Points },
    /// 不得分 unless all conditions are met.
    ZeroUnlessMet { conditions: Vec<Condition> },
    /// Named conditions, each earns its own amount when it is met.
    AwardMet { conditions: Vec<Condition> },
    /// 每开展1项得N分, up to the part's points.
    AwardEach { input: Count, amount: Points },
    /// Pieces counted by their highest level, each worth its level's amount, up to the part's points.
    AwardLevels { levels: Vec<AwardLevel> },
    /// Exclusive quantity tiers: the first tier that holds the count gives its amount.
    AwardTiers { input: Count, tiers: Vec<Tier> },
    /// Points without a rule: an assessor enters 0 to the part's points with a remark.
    Manual { input: String },
}

/// A counted input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Name of the input, unique within the criterion.
    pub input: String,
    /// The question: “缺少的项数”.
    pub label: String,
    /// 项, 次, 起, 条.
    pub unit: String,
    /// What an explanation says about `{n}`: “缺少{n}项”.
    pub told: String,
}

/// A condition a unit meets or does not. The input is `true` when it is met (the good case).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub input: String,
    pub label: String,
    /// The word for met: “已建立”.
    pub met: String,
    /// The word for not met: “未建立”.
    pub unmet: String,
    /// What it costs when unmet, or earns when met; absent under 不得分.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Points>,
}

/// One level of a [`Rule::DeductChoice`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// The value in answers.
    pub id: String,
    pub label: String,
    pub amount: Points,
}

/// One level of a [`Rule::AwardLevels`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwardLevel {
    pub input: Count,
    pub amount: Points,
}

/// One tier of a [`Rule::AwardTiers`], with the bounds as the document writes them, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub from: u32,
    /// Absent: and more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
    pub amount: Points,
}

/// How a unit's result is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The deciding body: “党组”.
    pub decided_by: String,
    /// What it may decide, the favourable one first: “评定为清廉机关”, “本年度不予评定”.
    pub options: Vec<String>,
}

/// A reading of an unclear place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Where: a section's, item's or criterion's number; empty for the whole.
    pub path: String,
    pub text: String,
}

/// A finding a person accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The finding's code.
    pub code: String,
    /// The finding's place.
    pub path: String,
    pub reason: String,
}

impl Scheme {
    /// All 评分细则 in document order.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.items().flat_map(|item| &item.criteria)
    }

    /// All 考评项目 in document order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// The 评分细则 with this number.
    pub fn criterion(&self, no: &str) -> Option<&Criterion> {
        self.criteria().find(|criterion| criterion.no == no)
    }

    /// The 考评项目 with this number.
    pub fn item(&self, no: &str) -> Option<&Item> {
        self.items().find(|item| item.no == no)
    }

    /// The 考评项目 a 评分细则 stands in.
    pub fn item_of(&self, criterion: &str) -> Option<&Item> {
        self.items().find(|item| item.criteria.iter().any(|c| c.no == criterion))
    }
}

impl Criterion {
    /// Whether points are given by an assessor's judgement instead of a rule.
    pub fn is_manual(&self) -> bool {
        self.parts.iter().flat_map(|part| &part.rules).any(|rule| matches!(rule, Rule::Manual { .. }))
    }
}

impl Rule {
    /// Whether the rule takes points away; a part with only such rules starts at its full points.
    pub fn deducts(&self) -> bool {
        match self {
            Rule::DeductEach { .. }
            | Rule::DeductUnmet { .. }
            | Rule::DeductChoice { .. }
            | Rule::DeductBelow { .. }
            | Rule::ZeroUnlessMet { .. } => true,
            Rule::AwardMet { .. }
            | Rule::AwardEach { .. }
            | Rule::AwardLevels { .. }
            | Rule::AwardTiers { .. }
            | Rule::Manual { .. } => false,
        }
    }
}
