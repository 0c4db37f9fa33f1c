//! The blanks of a place in words: what a reader sees of a form, and what two versions are compared by.

use serde_json::Value;

use super::blank::{Ask, Blank, Variant};
use super::forms::Sheet;
use super::place::Place;
use super::value::document_of;
use crate::points::Points;
use crate::scheme::model::*;

/// What one blank says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Where it stands in the document of its place.
    pub at: &'static str,
    /// The blank's name, without what is said about filling it.
    pub label: &'static str,
    /// In words: one for most, one for each entry of a list; none where nothing is written.
    pub text: Vec<String>,
    pub is_list: bool,
}

impl Scheme {
    /// What holds for the whole beside its rubric, as far as anything is written: the cycle, what is due when, grades, how
    /// the result comes about.
    pub fn terms(&self) -> Vec<Said> {
        const ELSEWHERE: [&str; 4] = ["/title", "/points", "/notes", "/unit_types"];
        let all = said(self, &self.form_of(&Place::Whole), &document_of(self, &Place::Whole));
        all.into_iter().filter(|one| !one.text.is_empty() && !ELSEWHERE.contains(&one.at)).collect()
    }
}

/// What the blanks of some sheets say in a document. Rules have sentences of their own and are left out.
pub(crate) fn said(scheme: &Scheme, sheets: &[&'static Sheet], document: &Value) -> Vec<Said> {
    let blanks = sheets.iter().flat_map(|sheet| sheet.blanks.iter().map(move |blank| (sheet.title, blank)));
    let blanks = blanks.filter(|(_, blank)| !matches!(blank.ask, Ask::Rules | Ask::Amounts));
    blanks
        .map(|(title, blank)| {
            let value = document.pointer(blank.at);
            let is_list = matches!(blank.ask, Ask::List { .. });
            let text = match (&blank.ask, value) {
                (Ask::List { blanks, .. }, Some(Value::Array(list))) => {
                    let told = |one| {
                        sentence(scheme, blank.at, one).unwrap_or_else(|| together(scheme, blanks, one))
                    };
                    list.iter().map(told).collect()
                }
                (Ask::List { .. }, _) => Vec::new(),
                (ask, value) => {
                    let told = value.and_then(|value| sentence(scheme, blank.at, value));
                    let told = told.unwrap_or_else(|| words(scheme, ask, value));
                    Some(told).filter(|text| !text.is_empty()).into_iter().collect()
                }
            };
            let label = if blank.label.is_empty() { title } else { blank.label };
            Said { at: blank.at, label: name(label), text, is_list }
        })
        .collect()
}

/// What stands at a place of the whole, as an official would write it; nothing for what its blanks say well enough.
fn sentence(scheme: &Scheme, at: &str, value: &Value) -> Option<String> {
    fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
        serde_json::from_value(value.clone()).ok()
    }
    let types = |codes: &[String]| {
        let title = |code: &String| scheme.unit_type(code).map_or(code.clone(), |one| one.title.clone());
        codes.iter().map(title).collect::<Vec<_>>().join("、")
    };
    Some(match at {
        "/one_fact_once" if value.as_bool() == Some(true) => "同一事实只在扣分最多处扣一次".to_owned(),
        "/deadlines" => {
            let Deadline { title, month, day } = read(value)?;
            format!("{title}：周期第{month}个月{day}日前（含当日）")
        }
        "/grades" => {
            let Grade { title, definition, .. } = read(value)?;
            format!("{title}：{definition}")
        }
        "/sources" => {
            let Source { title, weight, rubric, own, full, .. } = read(value)?;
            let what = match (rubric, own) {
                (true, _) => "，即本表的得分",
                (_, true) => "，即单位的自评得分",
                _ => "",
            };
            format!("{title}：占{weight}%，满分{full}分{what}")
        }
        "/outcome/bands" => {
            let Band { title, from, conditions, share } = read(value)?;
            let mut told = format!("{title}：{from}分以上（含）");
            if let Some(share) = share {
                if from.is_zero() {
                    told = title;
                    told.push('：');
                } else {
                    told.push('，');
                }
                told.push_str(&share.told());
            }
            for condition in &conditions {
                told.push_str("，并且");
                told.push_str(&condition_told(scheme, condition));
            }
            told
        }
        "/outcome/grade_rule" => {
            let GradeRule { every, share_of, share, graded } = read(value)?;
            let title = |id: String| {
                scheme.grades.iter().find(|one| one.id == id).map_or(id, |one| one.title.clone())
            };
            format!("每项至少“{}”，“{}”不少于{share}%（共评{graded}项）", title(every), title(share_of))
        }
        "/outcome/quotas" => {
            let quota: Quota = read(value)?;
            let kind = match quota.kind {
                QuotaKind::Winners => "评选名额",
                QuotaKind::Nominations => "申报名额",
            };
            format!("{}{kind}：不超过{}", types(&quota.applies_to), quota.told())
        }
        "/outcome/targets" => {
            let target: Target = read(value)?;
            target.told(&types(&target.applies_to))
        }
        "/outcome/pass" => format!("得分{}分以上（含）", read::<Points>(value)?),
        "/outcome/over_periods" => read::<OverPeriods>(value)?.told(),
        _ => return None,
    })
}

fn condition_told(scheme: &Scheme, condition: &BandCondition) -> String {
    match condition {
        BandCondition::NoVeto => "没有一票否决情形".to_owned(),
        BandCondition::NoItemAtZero => "没有得0分的考评项目".to_owned(),
        BandCondition::HeadingFrom { no, points } => {
            let named = scheme.headings().find(|heading| heading.no == *no);
            let named = named.map_or(no.clone(), |heading| format!("{no}　{}", heading.title));
            format!("“{named}”不低于{points}分")
        }
        BandCondition::EveryItemRate { percent } => format!("每个考评项目的得分率不低于{percent}%"),
        BandCondition::AtMostAtZero { of, lines: 0 } => format!("没有得0分的{}", of.label()),
        BandCondition::AtMostAtZero { of, lines } => format!("得0分的{}不超过{lines}个", of.label()),
        BandCondition::Recorded { no, at_least } => {
            let Some(criterion) = scheme.criterion(no) else { return format!("“{no}”符合要求") };
            match &criterion.body {
                Body::Recorded(one) if !one.yes_no => {
                    format!("“{}”不低于{at_least}{}", criterion.title, one.unit)
                }
                _ => format!("“{}”为“是”", criterion.title),
            }
        }
    }
}

/// “加权来源（只按本表计分的不填）” is called 加权来源.
fn name(label: &'static str) -> &'static str {
    label.split(['（', '，', '：']).next().unwrap_or(label)
}

/// A value in the words of its blank; empty where nothing is written.
fn words(scheme: &Scheme, ask: &Ask, value: Option<&Value>) -> String {
    let value = value.unwrap_or(&Value::Null);
    let texts = || value.as_array().into_iter().flatten().filter_map(Value::as_str);
    match ask {
        Ask::Flag => if value.as_bool() == Some(true) { "是" } else { "" }.to_owned(),
        Ask::Names => texts().collect::<Vec<_>>().join("、"),
        Ask::UnitTypes => {
            let title = |code| scheme.unit_type(code).map_or(code, |one| one.title.as_str());
            texts().map(title).collect::<Vec<_>>().join("、")
        }
        Ask::Grade => {
            let id = value.as_str().unwrap_or_default();
            scheme.grades.iter().find(|grade| grade.id == id).map_or(id, |grade| &grade.title).to_owned()
        }
        Ask::OneOf(words) => {
            let key = value.as_str().unwrap_or_default();
            let known = words.iter().find(|(one, _)| *one == key).filter(|(one, _)| !one.is_empty());
            known.map_or(key, |(_, label)| label).to_owned()
        }
        Ask::Record(blanks) | Ask::Maybe { blanks, .. } if !value.is_null() => {
            together(scheme, blanks, value)
        }
        Ask::Record(_) | Ask::Maybe { .. } | Ask::Rules | Ask::Amounts => String::new(),
        Ask::Either(variants) => either(scheme, variants, value),
        Ask::List { blanks, .. } => {
            let list = value.as_array().into_iter().flatten();
            list.map(|one| together(scheme, blanks, one)).collect::<Vec<_>>().join("；")
        }
        Ask::Line | Ask::Text | Ask::Points | Ask::MaybePoints | Ask::Whole | Ask::MaybeWhole => {
            match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => String::new(),
            }
        }
    }
}

fn either(scheme: &Scheme, variants: &[Variant], value: &Value) -> String {
    let (key, inner) = match value {
        Value::String(key) => (key.as_str(), None),
        Value::Object(one) => {
            one.iter().next().map_or(("", None), |(key, inner)| (key.as_str(), Some(inner)))
        }
        _ => ("", None),
    };
    let Some(variant) = variants.iter().find(|variant| variant.key == key && !key.is_empty()) else {
        return String::new();
    };
    match inner.map(|inner| together(scheme, variant.blanks, inner)).filter(|inner| !inner.is_empty()) {
        Some(inner) => format!("{}（{inner}）", variant.label),
        None => variant.label.to_owned(),
    }
}

/// Blanks that belong together: “优秀，多少分以上90”. The first one needs no name.
fn together(scheme: &Scheme, blanks: &[Blank], value: &Value) -> String {
    let mut told = String::new();
    for (n, blank) in blanks.iter().enumerate() {
        let text = words(scheme, &blank.ask, value.pointer(blank.at));
        if text.is_empty() {
            continue;
        }
        if !told.is_empty() {
            told.push('，');
        }
        match (&blank.ask, n) {
            (Ask::Flag, _) => told.push_str(name(blank.label)),
            (_, 0) if blanks.len() > 1 => told.push_str(&text),
            _ => {
                let label = name(blank.label);
                // A number belongs to its name; words stand behind a colon.
                let apart = if label.is_empty() || text.starts_with(|c: char| c.is_ascii_digit()) {
                    ""
                } else {
                    "："
                };
                told.push_str(&format!("{label}{apart}{text}"));
            }
        }
    }
    told
}
