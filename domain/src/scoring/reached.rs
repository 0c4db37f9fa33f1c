//! What a sheet comes to beside its points, and the words for it.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::sheet::Range;
use crate::points::Points;
use crate::scheme::VetoEffect;

/// What a sheet comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// The total before 加减分.
    pub base: Range,
    /// 加减分, within its written limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bonus: Option<Range>,
    /// The weighted sources and what they come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighted: Option<Weighted>,
    /// How many items have each grade, the best grade first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<GradeCount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standards: Option<StandardCount>,
    /// Every veto entry that holds, or may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vetoes: Vec<VetoLine>,
    /// What limits are compared with, where criteria are left out: score ÷ achievable × full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Points>,
    /// 没有结果: all that could be scored is left out. That is no 0分 and no lowest 等次.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_result: bool,
    /// The bands still possible, the best first; one when it is certain. `None`: below all bands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Option<String>>,
    /// Whether the written rules allow the favourable result; absent where none is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Why, in sentences without the final stop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// What follows without points, with the criterion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consequences: Vec<Consequence>,
}

impl Reached {
    /// What it comes to, in sentences.
    pub fn told(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let between = |range: Range| {
            if range.low == range.high {
                format!("{}分", range.low)
            } else if range.low < Points::from_int(-1000) {
                // A 减分 without a limit is not filled in yet: nobody reckons with what it could take.
                format!("至多{}分", range.high)
            } else {
                format!("{}至{}分", range.low, range.high)
            }
        };
        if let Some(bonus) = self.bonus {
            let bonus = if bonus.low == bonus.high { between(bonus) } else { "尚未填完".to_owned() };
            lines.push(format!("基本分{}，加减分{bonus}。", between(self.base)));
        }
        if let Some(weighted) = &self.weighted {
            let parts: Vec<_> = weighted
                .lines
                .iter()
                .map(|line| format!("{}{}×{}%", line.title, between(line.score), line.weight))
                .collect();
            lines.push(format!("加权得分{}：{}。", between(weighted.total), parts.join("，")));
        }
        if !self.grades.is_empty() {
            let given = self.grades.iter().filter(|grade| grade.count > 0);
            let counts: Vec<_> = given.map(|grade| format!("“{}”{}项", grade.title, grade.count)).collect();
            let told =
                if counts.is_empty() { "还没有评定等次".to_owned() } else { counts.join("，") };
            lines.push(format!("{told}。"));
        }
        if let Some(count) = self.standards {
            let others = [
                ("部分达标", count.partly),
                ("不达标", count.unmet),
                ("不涉及", count.not_involved),
                ("未填", count.open),
            ];
            let mut told = format!("达标{}项", count.met);
            for (word, n) in others.into_iter().filter(|(_, n)| *n > 0) {
                told.push_str(&format!("，{word}{n}项"));
            }
            lines.push(format!("{told}。"));
        }
        if let Some(compared) = self.compared {
            lines.push(format!("有不计入的项目，按得分率折算为{compared}分，与等次和条件的界限比较。"));
        }
        lines.extend(self.conclusion());
        lines.extend(self.consequences.iter().map(|one| format!("{}：{}。", one.criterion, one.text)));
        lines
    }
}

impl Reached {
    /// The one sentence about the result: everything that speaks about it is in it, so that no two of them contradict.
    fn conclusion(&self) -> Option<String> {
        let reasons = self.reasons.join("；");
        let because = if reasons.is_empty() { String::new() } else { format!("：{reasons}") };
        if self.no_result {
            return Some(format!("没有结果{because}。"));
        }
        let found = match (self.bands.as_slice(), self.verdict) {
            ([Some(title)], _) if reasons.is_empty() => format!("等次：{title}"),
            ([Some(title)], _) => format!("等次：{title}（{reasons}）"),
            ([None], _) => format!("不评等次{because}"),
            ([_, ..], _) => {
                let titles = self.bands.iter().map(|title| title.as_deref().unwrap_or("不评等次"));
                let titles = titles.collect::<Vec<_>>().join("、");
                format!("等次尚未确定，可能为：{titles}{}", because.replacen('：', "；", 1))
            }
            ([], Some(Verdict::Yes)) => format!("符合规定的条件{because}"),
            ([], Some(Verdict::No)) => format!("不符合规定的条件{because}"),
            ([], Some(Verdict::Open)) => format!("是否符合规定的条件尚未确定{because}"),
            ([], None) if reasons.is_empty() => return None,
            ([], None) => reasons,
        };
        Some(format!("{found}。"))
    }
}

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Yes,
    No,
    /// Depends on what is not answered yet.
    Open,
}

impl Verdict {
    pub(super) fn and(self, other: Verdict) -> Verdict {
        match (self, other) {
            (Verdict::No, _) | (_, Verdict::No) => Verdict::No,
            (Verdict::Open, _) | (_, Verdict::Open) => Verdict::Open,
            (Verdict::Yes, Verdict::Yes) => Verdict::Yes,
        }
    }

    /// Whether every value of a range is at least a bound.
    pub(super) fn at_least(range: Range, bound: Points) -> Verdict {
        if range.low >= bound {
            Verdict::Yes
        } else if range.high < bound {
            Verdict::No
        } else {
            Verdict::Open
        }
    }
}

/// The weighted total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighted {
    pub lines: Vec<WeightedLine>,
    pub total: Range,
}

/// One source and what it adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightedLine {
    pub id: String,
    pub title: String,
    /// In percent.
    pub weight: Points,
    /// The source's own figure; open until it is given.
    pub score: Range,
    /// What it adds to the weighted total of 100.
    pub adds: Range,
}

/// How many items have a grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeCount {
    pub id: String,
    pub title: String,
    pub count: u32,
}

/// How many standards are met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardCount {
    pub met: u32,
    pub partly: u32,
    pub unmet: u32,
    pub not_involved: u32,
    pub open: u32,
}

impl StandardCount {
    /// Whether there are standards, and none of them concerns the unit.
    pub(super) fn none_concerns(&self) -> bool {
        self.not_involved > 0 && self.met + self.partly + self.unmet + self.open == 0
    }
}

/// A veto entry that holds, or is not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VetoLine {
    pub no: SmolStr,
    pub effect: VetoEffect,
    /// Whether it holds.
    pub holds: Verdict,
}

/// What follows without points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequence {
    pub criterion: SmolStr,
    pub text: String,
}
