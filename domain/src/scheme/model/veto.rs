//! 一票否决: the entries of veto and negative lists.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::calendar::{Day, Stretch};
use crate::points::Points;
use crate::scheme::Scheme;

/// The finding that a veto does not say how far it looks back.
pub(crate) const WINDOW_UNSAID: &str = "veto_window";

/// One entry of a veto list. What it says stands in the criterion's title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Veto {
    pub effect: VetoEffect,
    /// How far it looks back; absent where the document does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// Whose fault it is: 本单位人员, 领导班子成员, 本人.
    pub subject: String,
    /// From when on it counts, in words: “罚款2000元以上”; empty when any case does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub threshold: String,
    /// What does not count: “主动查办的增量案件”.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<String>,
    /// 其他情形: an entry that needs a decision each time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub catch_all: bool,
    /// Who answers it: 机关纪委.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decided_by: String,
}

impl Veto {
    /// What follows, for whom, how far back it looks, and what is left out, in lines without the final stop.
    ///
    /// Within a period its window is told in days, too. `reading`: how far it looks back where the document does not say, as
    /// the officer accepted it.
    fn told(&self, period: Option<Stretch>, reading: Option<&str>) -> Vec<String> {
        // Where nothing is written, it is the period itself that is looked at.
        let window = self.window.unwrap_or(Window::Period);
        let days = period.and_then(|period| window.days(period));
        let days = days.map(|days| format!("（{days}）")).unwrap_or_default();
        let window = match (self.window, reading) {
            (Some(window), _) => format!("追溯期：{}{days}", window.label()),
            (None, Some(reading)) => format!("追溯期：{}", reading.trim_end_matches('。')),
            (None, None) => format!("追溯期：原文没有写明，按{}{days}核实", window.label()),
        };
        let mut lines = vec![format!("{}　对象：{}　{window}", self.effect.label(), self.subject)];
        if !self.threshold.is_empty() {
            lines.push(format!("程度：{}", self.threshold));
        }
        lines.extend(self.exceptions.iter().map(|exception| format!("例外：{exception}")));
        if !self.decided_by.is_empty() {
            lines.push(format!("由{}核实", self.decided_by));
        }
        lines
    }
}

impl Scheme {
    /// What a veto of this scheme says, see [`Veto::told`]; where the document leaves open how far it looks back, as the
    /// officer accepted that.
    pub fn told_of_veto(&self, no: &str, veto: &Veto, period: Option<Stretch>) -> Vec<String> {
        let accepted = self.accepted.iter().find(|one| one.code == WINDOW_UNSAID && one.path == no);
        veto.told(period, accepted.map(|one| one.reason.as_str()))
    }
}

/// What a veto that holds does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VetoEffect {
    /// 不得评为
    NotEligible,
    /// 不受理申报
    ApplicationRefused,
    /// 考核不合格
    Fails,
    /// 总分为零
    TotalZero,
    /// 不得评为最高等次
    BarsTop,
    /// 扣固定分值
    Deducts(Points),
    /// 撤销已有命名
    RevokesHonour,
}

impl VetoEffect {
    pub fn label(self) -> String {
        match self {
            VetoEffect::NotEligible => "不得评定".to_owned(),
            VetoEffect::ApplicationRefused => "不受理申报".to_owned(),
            VetoEffect::Fails => "结果为不合格".to_owned(),
            VetoEffect::TotalZero => "总分为0".to_owned(),
            VetoEffect::BarsTop => "不得评为最高等次".to_owned(),
            VetoEffect::Deducts(points) => format!("总分扣{points}分"),
            VetoEffect::RevokesHonour => "撤销已有命名".to_owned(),
        }
    }
}

/// 追溯期: how far a veto looks back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// 本周期
    Period,
    /// 评定年度: the calendar year in which the period ends.
    AssessmentYear,
    /// 近N年, up to the end of the period.
    LastYears(u32),
    /// 创建启动前N年及创建期间.
    YearsBeforeAndPeriod(u32),
    /// 影响期未过, at the end of the assessment year.
    InfluenceLasts,
    /// 评定过程中: from the application to the decision.
    DuringAssessment,
}

impl Window {
    /// The days it looks at for one period. None where no days follow from the period: an influence lasts as its own
    /// decision says, and an assessment as long as it takes.
    pub fn days(self, period: Stretch) -> Option<Stretch> {
        let Stretch { from, to } = period;
        let from = match self {
            Window::Period => from,
            Window::AssessmentYear => {
                let year = to.year();
                return Some(Stretch { from: Day::new(year, 1, 1)?, to: Day::new(year, 12, 31)? });
            }
            // Years up to the end of the period, which itself belongs to them.
            Window::LastYears(n) => to.years_before(n).next(),
            Window::YearsBeforeAndPeriod(n) => from.years_before(n),
            Window::InfluenceLasts | Window::DuringAssessment => return None,
        };
        Some(Stretch { from, to })
    }

    pub fn label(self) -> String {
        match self {
            Window::Period => "本周期".to_owned(),
            Window::AssessmentYear => "评定年度".to_owned(),
            Window::LastYears(n) => format!("近{n}年"),
            Window::YearsBeforeAndPeriod(n) => format!("创建启动前{n}年以及创建期间"),
            Window::InfluenceLasts => "截至评定年度12月底影响期未过".to_owned(),
            Window::DuringAssessment => "评定过程中".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::Body;

    /// Where the document leaves open how far a veto looks back, the reading the officer accepted is what everybody is told.
    #[test]
    fn how_far_it_looks_back_is_told_as_accepted() {
        let scheme = crate::scheme::builtin::load("yueyang").unwrap();
        let period = Stretch { from: "2026-10-01".parse().unwrap(), to: "2026-12-31".parse().unwrap() };
        let mut open = 0;
        for criterion in scheme.criteria() {
            let Body::Veto(veto) = &criterion.body else { continue };
            let told = scheme.told_of_veto(&criterion.no, veto, Some(period)).join("；");
            let accepted = scheme.accepted.iter().find(|one| one.path == criterion.no.as_str());
            if let (None, Some(accepted)) = (veto.window, accepted) {
                open += 1;
                assert!(told.contains(accepted.reason.trim_end_matches('。')), "{told}");
                assert!(!told.contains("按本周期"), "{told}");
            }
        }
        assert!(open > 5, "{open}");
    }

    #[test]
    fn windows_in_days() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let days = |window: Window, from, to| {
            let days = window.days(Stretch { from: day(from), to: day(to) });
            days.map(|days| format!("{} {}", days.from.iso(), days.to.iso()))
        };
        // A year, a quarter, two years of which the first one is a leap year.
        for (window, from, to, expected) in [
            (Window::Period, "2026-01-01", "2026-12-31", Some("2026-01-01 2026-12-31")),
            (Window::AssessmentYear, "2026-04-01", "2026-06-30", Some("2026-01-01 2026-12-31")),
            (Window::AssessmentYear, "2025-10-01", "2026-03-31", Some("2026-01-01 2026-12-31")),
            (Window::LastYears(2), "2026-01-01", "2026-12-31", Some("2025-01-01 2026-12-31")),
            (Window::LastYears(1), "2026-07-01", "2026-09-30", Some("2025-10-01 2026-09-30")),
            (Window::LastYears(1), "2028-01-01", "2028-02-28", Some("2027-03-01 2028-02-28")),
            (Window::YearsBeforeAndPeriod(1), "2024-02-29", "2026-02-28", Some("2023-02-28 2026-02-28")),
            (Window::YearsBeforeAndPeriod(3), "2026-01-01", "2027-12-31", Some("2023-01-01 2027-12-31")),
            (Window::InfluenceLasts, "2026-01-01", "2026-12-31", None),
            (Window::DuringAssessment, "2026-01-01", "2026-12-31", None),
        ] {
            assert_eq!(days(window, from, to).as_deref(), expected, "{window:?} {from} {to}");
        }
    }
}
