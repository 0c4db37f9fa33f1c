//! 评分细则: the smallest thing a unit answers and a reviewer judges.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use smol_str::SmolStr;

use super::{Duties, Rule, Veto};
use crate::dimensions::Dimension;
use crate::points::Points;

/// One 评分细则, of one of the kinds of [`Body`].
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Criterion {
    /// The document's own number, such as `13.4`.
    pub no: SmolStr,
    /// What is asked for, in one short sentence.
    pub title: String,
    /// 满分; 0 where nothing is worth points: in a 加减分 block, for grades, standards, vetoes and records.
    pub points: Points,
    /// The rule as people read it: “缺少1项扣1分，扣完为止。”
    pub wording: String,
    /// What to look into: 查阅会议记录.
    pub evidence: String,
    /// Where it differs from the heading's.
    pub dimension: Option<Dimension>,
    /// Codes of the 单位类型 it applies to; empty for all.
    pub applies_to: Vec<String>,
    /// 责任科室, where they differ from the heading's.
    pub duties: Duties,
    /// What happens if the unit is not involved; without it, 不涉及 cannot be claimed.
    pub not_applicable: Option<NotApplicable>,
    /// A pure deduction row: without points of its own, it takes from what stands beside it under the same heading.
    pub acts_on_parent: bool,
    pub body: Body,
}

/// What kind of answer a 评分细则 wants.
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum Body {
    /// 计分: parts with points and rules; most have one part, worth the whole.
    Scored(Vec<Part>),
    /// 评等次: one of the scheme's grades, over these points.
    Graded(Vec<SubPoint>),
    /// 对照标准: 达标, 部分达标, 不达标 or 不涉及.
    Standard(Vec<SubPoint>),
    /// 一票否决: one entry of a veto or negative list.
    Veto(Veto),
    /// 只记录: recorded and shown, without effect on the result.
    Recorded(Recorded),
}

/// A part of a criterion with points of its own. 不得分 in one part leaves the others untouched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Empty when the criterion has only this part.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The most the part is worth; 0 in a 加减分 block, where nothing but a written cap limits it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub points: Points,
    /// Where the part begins, if not at full points (only deductions) or at 0 (any award).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Points>,
    /// How far below 0 the part may go, as a positive number, where the text allows a negative result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below_zero: Option<Points>,
    /// A part without rules is not allowed (use [`Rule::Manual`]).
    pub rules: Vec<Rule>,
}

/// One of the numbered points under a graded item or a standard: ①, ②, ….
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubPoint {
    pub no: String,
    pub title: String,
    /// Says what must not be: the linter offers it as a possible veto.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub must_not: bool,
}

/// What is written down without effect on the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// What is recorded: “满意率”.
    pub label: String,
    /// The unit of a number, such as `%`; empty for a text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// A question answered with 是 or 否 instead of a number or a text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub yes_no: bool,
    /// Who enters it, where that is not the unit: 组织测评的一方. 自评 is not asked for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub entered_by: String,
}

/// What a 不涉及 that was granted does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotApplicable {
    /// 不涉及的不扣分: full marks.
    FullMarks,
    /// The criterion is left out, and what can be achieved shrinks by its points.
    Exclude,
    /// The mean score of the units that are involved, entered when they are known.
    CohortMean,
    /// A written number of points.
    Fixed(Points),
}

impl NotApplicable {
    /// “不涉及的不扣分，计满分”
    pub fn told(self) -> String {
        match self {
            NotApplicable::FullMarks => "不涉及的不扣分，计满分".to_owned(),
            NotApplicable::Exclude => "不涉及的不计入，可得分值相应减少".to_owned(),
            NotApplicable::CohortMean => "不涉及的按其他单位的平均分计".to_owned(),
            NotApplicable::Fixed(points) => format!("不涉及的计{points}分"),
        }
    }
}

impl Criterion {
    /// See [`super::Scheme::figures`].
    pub(super) fn figures(&self) -> Criterion {
        Criterion {
            no: self.no.clone(),
            title: String::new(),
            points: self.points,
            wording: String::new(),
            evidence: String::new(),
            dimension: None,
            applies_to: self.applies_to.clone(),
            duties: Duties::default(),
            not_applicable: self.not_applicable,
            acts_on_parent: self.acts_on_parent,
            body: match &self.body {
                // Without points of its own, its rules tell whether it takes from those of a heading.
                Body::Scored(parts) if self.points == Points::ZERO => Body::Scored(parts.clone()),
                Body::Scored(_) => Body::Scored(Vec::new()),
                Body::Graded(_) => Body::Graded(Vec::new()),
                Body::Standard(_) => Body::Standard(Vec::new()),
                other @ (Body::Veto(_) | Body::Recorded(_)) => other.clone(),
            },
        }
    }

    /// The parts of a scored criterion; none for the other kinds.
    pub fn parts(&self) -> &[Part] {
        match &self.body {
            Body::Scored(parts) => parts,
            Body::Graded(_) | Body::Standard(_) | Body::Veto(_) | Body::Recorded(_) => &[],
        }
    }

    /// All rules of a scored criterion, those inside groups included.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.parts().iter().flat_map(|part| &part.rules).flat_map(Rule::with_inner)
    }

    /// Whether points are given by an assessor's judgement instead of a rule.
    pub fn is_manual(&self) -> bool {
        self.rules().any(|rule| matches!(rule, Rule::Manual { .. }))
    }

    /// Who enters it in place of the unit, whose 自评 is not asked for it.
    pub fn left_to(&self) -> Option<&str> {
        match &self.body {
            Body::Recorded(recorded) => Some(recorded.entered_by.as_str()).filter(|who| !who.is_empty()),
            Body::Scored(_) | Body::Graded(_) | Body::Standard(_) | Body::Veto(_) => None,
        }
    }

    /// Whether it counts points, or takes them.
    pub fn is_scored(&self) -> bool {
        matches!(self.body, Body::Scored(_))
    }
}

fn is_zero(points: &Points) -> bool {
    *points == Points::ZERO
}

/// A criterion as it is written: its kind is told by which of the five last fields is there.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Criterion"))]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    no: SmolStr,
    title: String,
    #[serde(default)]
    points: Points,
    #[serde(default)]
    wording: String,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    dimension: Option<Dimension>,
    #[serde(default)]
    applies_to: Vec<String>,
    #[serde(default)]
    duties: Duties,
    #[serde(default)]
    not_applicable: Option<NotApplicable>,
    #[serde(default)]
    acts_on_parent: bool,
    #[serde(default)]
    parts: Option<Vec<Part>>,
    #[serde(default)]
    graded: Option<Vec<SubPoint>>,
    #[serde(default)]
    standard: Option<Vec<SubPoint>>,
    #[serde(default)]
    veto: Option<Veto>,
    #[serde(default)]
    recorded: Option<Recorded>,
}

impl<'de> Deserialize<'de> for Criterion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let kinds = [
            written.parts.map(Body::Scored),
            written.graded.map(Body::Graded),
            written.standard.map(Body::Standard),
            written.veto.map(Body::Veto),
            written.recorded.map(Body::Recorded),
        ];
        let mut kinds = kinds.into_iter().flatten();
        let (Some(body), None) = (kinds.next(), kinds.next()) else {
            return Err(de::Error::custom(
                "一条细则应写明且只写明“parts”、“graded”、“standard”、“veto”、“recorded”中的一种",
            ));
        };
        Ok(Criterion {
            no: written.no,
            title: written.title,
            points: written.points,
            wording: written.wording,
            evidence: written.evidence,
            dimension: written.dimension,
            applies_to: written.applies_to,
            duties: written.duties,
            not_applicable: written.not_applicable,
            acts_on_parent: written.acts_on_parent,
            body,
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Criterion {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Written::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Written::json_schema(generator)
    }
}

impl Serialize for Criterion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// The same fields in the same order as [`Written`], those that say nothing left out.
        #[derive(Serialize)]
        struct Writing<'a> {
            no: &'a str,
            title: &'a str,
            #[serde(skip_serializing_if = "is_zero")]
            points: Points,
            #[serde(skip_serializing_if = "str::is_empty")]
            wording: &'a str,
            #[serde(skip_serializing_if = "str::is_empty")]
            evidence: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            dimension: Option<Dimension>,
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            applies_to: &'a [String],
            #[serde(skip_serializing_if = "Duties::is_empty")]
            duties: &'a Duties,
            #[serde(skip_serializing_if = "Option::is_none")]
            not_applicable: Option<NotApplicable>,
            #[serde(skip_serializing_if = "std::ops::Not::not")]
            acts_on_parent: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            parts: Option<&'a [Part]>,
            #[serde(skip_serializing_if = "Option::is_none")]
            graded: Option<&'a [SubPoint]>,
            #[serde(skip_serializing_if = "Option::is_none")]
            standard: Option<&'a [SubPoint]>,
            #[serde(skip_serializing_if = "Option::is_none")]
            veto: Option<&'a Veto>,
            #[serde(skip_serializing_if = "Option::is_none")]
            recorded: Option<&'a Recorded>,
        }
        let mut writing = Writing {
            no: &self.no,
            title: &self.title,
            points: self.points,
            wording: &self.wording,
            evidence: &self.evidence,
            dimension: self.dimension,
            applies_to: &self.applies_to,
            duties: &self.duties,
            not_applicable: self.not_applicable,
            acts_on_parent: self.acts_on_parent,
            parts: None,
            graded: None,
            standard: None,
            veto: None,
            recorded: None,
        };
        match &self.body {
            Body::Scored(parts) => writing.parts = Some(parts),
            Body::Graded(points) => writing.graded = Some(points),
            Body::Standard(points) => writing.standard = Some(points),
            Body::Veto(veto) => writing.veto = Some(veto),
            Body::Recorded(recorded) => writing.recorded = Some(recorded),
        }
        writing.serialize(serializer)
    }
}
