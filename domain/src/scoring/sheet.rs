//! The explained score sheet.

use serde::{Deserialize, Serialize};

use crate::points::Points;

/// What a rubric and its answers come to.
///
/// While something is unanswered, `score` is what is certain already (the low end of `range`); when `complete`, both
/// ends of the range meet at the score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreSheet {
    /// 得分.
    pub score: Points,
    /// Points the document declares.
    pub declared: Points,
    /// What can be reached: the sum of the criteria (济源: 99).
    pub achievable: Points,
    pub range: Range,
    /// Number of criteria that are completely answered.
    pub answered: u32,
    /// Number of criteria.
    pub asked: u32,
    pub sections: Vec<SectionScore>,
}

/// The lowest and the highest score still possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub low: Points,
    pub high: Points,
}

/// 部分.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionScore {
    pub no: String,
    pub score: Points,
    pub declared: Points,
    pub achievable: Points,
    pub range: Range,
    pub items: Vec<ItemScore>,
}

/// 考评项目.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemScore {
    pub no: String,
    pub score: Points,
    pub declared: Points,
    pub achievable: Points,
    pub range: Range,
    pub answered: u32,
    pub criteria: Vec<CriterionScore>,
}

/// 评分细则.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionScore {
    pub no: String,
    pub score: Points,
    /// 满分.
    pub points: Points,
    pub range: Range,
    /// Whether every input is given.
    pub complete: bool,
    /// 不涉及 was claimed (自评) or granted (考核).
    pub not_applicable: bool,
    /// Every step that explains the score, in document order; a step worth 0 is said for the reader.
    pub steps: Vec<Explanation>,
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
    /// Whether nothing is left to answer.
    pub fn complete(&self) -> bool {
        self.answered == self.asked
    }

    /// All items in document order.
    pub fn items(&self) -> impl Iterator<Item = &ItemScore> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// All criteria in document order.
    pub fn criteria(&self) -> impl Iterator<Item = &CriterionScore> {
        self.items().flat_map(|item| &item.criteria)
    }

    /// The line of one criterion.
    pub fn criterion(&self, no: &str) -> Option<&CriterionScore> {
        self.criteria().find(|criterion| criterion.no == no)
    }

    /// 得分率: score ÷ achievable, a fraction between 0 and 1.
    pub fn rate(&self) -> Points {
        self.score.checked_div(self.achievable).unwrap_or(Points::ZERO)
    }
}

impl CriterionScore {
    /// The explanation under the criterion: “扣1分：缺少1项；本项得1分，满分2分。”
    pub fn sentence(&self) -> String {
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
        let (low, high, points) = (self.range.low, self.range.high, self.points);
        if self.complete {
            if self.steps.is_empty() && self.score == points {
                text.push_str("没有扣分；");
            }
            text.push_str(&format!("本项得{}分，满分{points}分。", self.score));
        } else if low == high {
            text.push_str(&format!("尚未填完，本项得{low}分，满分{points}分。"));
        } else {
            text.push_str(&format!("尚未填完，本项可能得{low}至{high}分，满分{points}分。"));
        }
        text
    }
}
