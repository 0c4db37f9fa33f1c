//! The explained score sheet.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::reached::{Reached, WeightedLine};
use crate::points::Points;
use crate::scheme::Scheme;

/// What a rubric and its answers come to.
///
/// While something is unanswered, `score` is what is certain already (the low end of `range`); when `complete`, both
/// ends of the range meet at the score.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreSheet {
    /// 得分: the base total and, where there are any, 加减分.
    pub score: Points,
    /// Points the document declares, if it does.
    pub declared: Option<Points>,
    /// What can be reached without 加分: the sum of the criteria (济源: 99); where several sources are
    /// weighed, what they can come to on a scale of 100.
    pub achievable: Points,
    pub range: Range,
    /// Number of criteria that are completely answered.
    pub answered: u32,
    /// Number of criteria.
    pub asked: u32,
    pub sections: Vec<HeadingScore>,
    /// What the sheet comes to beside its points; absent where the scheme asks for nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<Box<Reached>>,
}

/// The lowest and the highest score still possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub low: Points,
    pub high: Points,
}

/// 部分, 考评项目, 具体内容.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadingScore {
    pub no: SmolStr,
    pub score: Points,
    pub declared: Option<Points>,
    pub achievable: Points,
    pub range: Range,
    #[serde(default)]
    pub answered: u32,
    #[serde(default)]
    pub asked: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<CriterionScore>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<HeadingScore>,
}

/// 评分细则.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionScore {
    pub no: SmolStr,
    pub score: Points,
    /// 满分.
    pub points: Points,
    pub range: Range,
    /// Whether every input is given.
    pub complete: bool,
    /// 不涉及 was claimed (自评) or granted (考核).
    pub not_applicable: bool,
    /// 不涉及 and therefore not counted at all: what can be achieved shrinks by its points.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
    /// Nothing is answered yet, and it may still be left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_be_left_out: bool,
    /// Every step that explains the score, in document order; a step worth 0 is said for the reader.
    pub steps: Vec<Explanation>,
    /// What was marked, where nothing is worth points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Box<Mark>>,
    /// What was recorded, if it is a figure: 是 is 1, 否 is 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Points>,
    /// What follows without points: 通报, 约谈, 失格.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub consequences: Box<[String]>,
}

/// The answer to a criterion without points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Grade {
        id: String,
        title: String,
    },
    Standard(StandardMark),
    Veto(VetoMark),
    /// What was recorded, with its name and unit.
    Recorded(String),
    /// Not asked on 自评: who enters it.
    LeftTo(String),
}

impl Range {
    /// 不得分: certain, or possible. What was taken beyond 0 stays taken.
    pub(super) fn deny(&mut self, certain: bool, possible: bool) {
        if certain || possible {
            self.low = self.low.min(Points::ZERO);
        }
        if certain {
            self.high = self.high.min(Points::ZERO);
        }
    }
}

/// Whether a standard is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandardMark {
    Met,
    Partly,
    Unmet,
    NotInvolved,
}

/// What was found about a veto.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VetoMark {
    None,
    Found,
    Excepted,
    Pending,
}

/// One step: “缺少1项” costs 1分.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Why, in words.
    pub text: String,
    /// By how much: negative for a deduction.
    pub points: Points,
}

impl ScoreSheet {
    /// What the rubric at hand comes to before it is weighed with other sources; absent where nothing is weighed.
    pub fn before_weights(&self, scheme: &Scheme) -> Option<Range> {
        let at = scheme.sources.iter().position(|source| source.rubric)?;
        Some(self.reached.as_ref()?.weighted.as_ref()?.lines.get(at)?.score)
    }

    /// Whether nothing is left to answer, in the rubric or by the sources weighed beside it.
    pub fn complete(&self) -> bool {
        let weighted = self.reached.as_ref().and_then(|reached| reached.weighted.as_ref());
        let known = |line: &WeightedLine| line.score.low == line.score.high;
        self.answered == self.asked && weighted.is_none_or(|weighted| weighted.lines.iter().all(known))
    }

    /// All headings in document order, a heading before those below it.
    pub fn headings(&self) -> impl Iterator<Item = &HeadingScore> {
        self.sections.iter().flat_map(HeadingScore::with_below)
    }

    /// 考评项目: the headings that hold criteria themselves, in document order.
    pub fn items(&self) -> impl Iterator<Item = &HeadingScore> {
        self.headings().filter(|heading| !heading.criteria.is_empty())
    }

    /// All criteria in document order.
    pub fn criteria(&self) -> impl Iterator<Item = &CriterionScore> {
        self.headings().flat_map(|heading| &heading.criteria)
    }

    /// The line of one criterion.
    pub fn criterion(&self, no: &str) -> Option<&CriterionScore> {
        self.criteria().find(|criterion| criterion.no == no)
    }

    /// 得分率: score ÷ achievable, a fraction; above 1 only through 加分. `None` where nothing is achievable: a list that only
    /// adds, or only deducts, is compared by points.
    pub fn rate(&self) -> Option<Points> {
        rate(self.score, self.achievable)
    }
}

/// 得分率, where anything is achievable.
pub(super) fn rate(score: Points, achievable: Points) -> Option<Points> {
    (achievable > Points::ZERO).then(|| score.checked_div(achievable)).flatten()
}

impl HeadingScore {
    /// This heading and all below, in document order.
    pub fn with_below(&self) -> Box<dyn Iterator<Item = &HeadingScore> + '_> {
        Box::new(std::iter::once(self).chain(self.items.iter().flat_map(HeadingScore::with_below)))
    }
}

impl CriterionScore {
    /// Whether two layers come to the same: the same score, and the same mark where nothing is worth points.
    pub fn says_the_same(&self, other: &CriterionScore) -> bool {
        self.score == other.score && (self.mark == other.mark || self.is_left() || other.is_left())
    }

    /// Whether others enter it: this sheet is not asked for it.
    pub fn is_left(&self) -> bool {
        matches!(self.mark.as_deref(), Some(Mark::LeftTo(_)))
    }

    /// The explanation under the criterion: “扣1分：缺少1项；本项得1分，满分2分。”
    pub fn sentence(&self) -> String {
        if let Some(mark) = &self.mark {
            return mark.sentence();
        }
        let mut text = String::new();
        for step in &self.steps {
            if step.points < Points::ZERO {
                text.push_str(&format!("扣{}分：", -step.points));
            } else if step.points > Points::ZERO {
                text.push_str(&format!("得{}分：", step.points));
            }
            text.push_str(&step.text);
            text.push('；');
        }
        let (low, high) = (self.range.low, self.range.high);
        let full =
            if self.points == Points::ZERO { String::new() } else { format!("，满分{}分", self.points) };
        if self.complete && self.steps.is_empty() && self.points == Points::ZERO {
            text.push_str("没有加减分。");
        } else if self.complete {
            if self.steps.is_empty() && self.score == self.points {
                text.push_str("没有扣分；");
            }
            text.push_str(&format!("本项得{}分{full}。", self.score));
        } else if self.points == Points::ZERO && (low != high || low == Points::ZERO) {
            text.push_str("尚未填完。");
        } else if low == high {
            text.push_str(&format!("尚未填完，本项得{low}分{full}。"));
        } else {
            text.push_str(&format!("尚未填完，本项可能得{low}至{high}分{full}。"));
        }
        text
    }
}

impl Mark {
    /// The mark in one word, for a table.
    pub fn label(&self) -> &str {
        match self {
            Mark::Grade { title, .. } => title,
            Mark::Standard(mark) => mark.label(),
            Mark::Veto(VetoMark::None) => "无",
            Mark::Veto(VetoMark::Found) => "有",
            Mark::Veto(VetoMark::Excepted) => "例外",
            Mark::Veto(VetoMark::Pending) => "待核实",
            Mark::Recorded(_) => "已记录",
            Mark::LeftTo(_) => "—",
        }
    }

    pub fn sentence(&self) -> String {
        match self {
            Mark::Grade { title, .. } => format!("评为“{title}”。"),
            Mark::Standard(mark) => format!("{}。", mark.label()),
            Mark::Veto(mark) => format!("{}。", mark.label()),
            Mark::Recorded(text) => format!("{text}。"),
            Mark::LeftTo(who) => format!("由{who}填写，自评不填。"),
        }
    }
}

impl StandardMark {
    pub fn label(self) -> &'static str {
        match self {
            StandardMark::Met => "达标",
            StandardMark::Partly => "部分达标",
            StandardMark::Unmet => "不达标",
            StandardMark::NotInvolved => "不涉及",
        }
    }
}

impl VetoMark {
    pub fn label(self) -> &'static str {
        match self {
            VetoMark::None => "没有这种情形",
            VetoMark::Found => "有这种情形",
            VetoMark::Excepted => "有这种情形，属于例外，不影响评定",
            VetoMark::Pending => "待核实",
        }
    }
}
