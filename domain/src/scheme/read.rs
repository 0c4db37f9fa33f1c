//! Reading and writing a scheme document, and the structure every scheme must have. What is merely unclear in a
//! document is reported by `lint` instead.

use std::collections::HashSet;

use super::json_error;
use super::model::*;
use crate::points::Points;

/// The most a scheme document may weigh, in bytes.
pub const SIZE_LIMIT: usize = 4 * 1024 * 1024;
/// The most 评分细则 a scheme may have.
pub const CRITERIA_LIMIT: usize = 5_000;
/// The most a text may hold, in characters.
pub const TEXT_LIMIT: usize = 2_000;
/// The most one declared figure or amount may be worth, in 分.
pub const POINTS_LIMIT: Points = Points::from_int(10_000);

/// Why a document is not a scheme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}：{reason}")]
pub struct ReadError {
    /// Line and column, or the number of the section, item or criterion.
    pub place: String,
    /// What is wrong, in a Chinese sentence without the final stop.
    pub reason: String,
}

impl ReadError {
    fn new(place: &str, reason: impl Into<String>) -> Self {
        Self { place: place.to_owned(), reason: reason.into() }
    }
}

impl Scheme {
    /// Reads a scheme document and checks its structure.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        if text.len() > SIZE_LIMIT {
            return Err(ReadError::new("方案文件", "超过4 MiB，不能读取"));
        }
        // Some editors begin a file with this mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let scheme: Scheme = serde_json::from_str(text).map_err(|error| ReadError {
            place: json_error::place(&error),
            reason: json_error::reason(&error),
        })?;
        scheme.check()?;
        Ok(scheme)
    }

    /// The canonical text: two spaces, fields in the order of the format, a final line break. Reading it gives the
    /// same scheme, and writing that gives the same text byte for byte.
    pub fn to_canonical(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("a scheme holds only strings, numbers and lists");
        text.push('\n');
        text
    }

    /// The structure every scheme must have; the first fault is told.
    pub fn check(&self) -> Result<(), ReadError> {
        if self.format != FORMAT {
            return Err(ReadError::new(
                "format",
                format!("文件格式版本为{}，本程序只认识{FORMAT}", self.format),
            ));
        }
        if !is_scheme_name(&self.name) {
            return Err(ReadError::new("name", "简称应由2至32个小写字母、数字或连字符组成，并以字母开头"));
        }
        required("title", "方案名称", &self.title)?;
        points("points", "方案分值", self.points)?;
        let mut places = Places::default();
        some("方案", "部分", &self.sections)?;
        for section in &self.sections {
            places.add(&section.no)?;
            required(&section.no, "部分名称", &section.title)?;
            points(&section.no, "部分分值", section.points)?;
            some(&section.no, "考评项目", &section.items)?;
            for item in &section.items {
                places.add(&item.no)?;
                required(&item.no, "项目名称", &item.title)?;
                points(&item.no, "项目分值", item.points)?;
                some(&item.no, "评分细则", &item.criteria)?;
                for criterion in &item.criteria {
                    places.add(&criterion.no)?;
                    check_criterion(criterion)?;
                }
            }
        }
        if self.criteria().count() > CRITERIA_LIMIT {
            return Err(ReadError::new("方案", format!("评分细则超过{CRITERIA_LIMIT}条")));
        }
        required("outcome", "决定机构", &self.outcome.decided_by)?;
        some("outcome", "可以作出的决定", &self.outcome.options)?;
        let mut options = HashSet::new();
        for option in &self.outcome.options {
            required("outcome", "可以作出的决定", option)?;
            if !options.insert(option) {
                return Err(ReadError::new("outcome", format!("决定“{option}”重复")));
            }
        }
        for note in &self.notes {
            places.known("notes", &note.path)?;
            required("notes", "说明", &note.text)?;
        }
        let mut accepted = HashSet::new();
        for acceptance in &self.accepted {
            places.known("accepted", &acceptance.path)?;
            required("accepted", "问题代码", &acceptance.code)?;
            required("accepted", "接受理由", &acceptance.reason)?;
            if !accepted.insert((&acceptance.code, &acceptance.path)) {
                return Err(ReadError::new(
                    "accepted",
                    format!("“{} {}”重复接受", acceptance.code, acceptance.path),
                ));
            }
        }
        Ok(())
    }
}

/// All numbers of a scheme: notes and findings refer to them, so that none may occur twice.
#[derive(Default)]
struct Places<'a>(HashSet<&'a str>);

impl<'a> Places<'a> {
    fn add(&mut self, no: &'a str) -> Result<(), ReadError> {
        let well_formed = (1..=16).contains(&no.chars().count())
            && no.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
        if !well_formed {
            let shown: String = no.chars().take(20).collect();
            return Err(ReadError::new(&shown, "编号应由1至16个文字、数字、点或连字符组成"));
        }
        if self.0.insert(no) { Ok(()) } else { Err(ReadError::new(no, "编号重复")) }
    }

    fn known(&self, place: &str, path: &str) -> Result<(), ReadError> {
        if path.is_empty() || self.0.contains(path) {
            return Ok(());
        }
        let shown: String = path.chars().take(20).collect();
        Err(ReadError::new(place, format!("没有编号“{shown}”")))
    }
}

fn check_criterion(criterion: &Criterion) -> Result<(), ReadError> {
    let no = &criterion.no;
    required(no, "细则名称", &criterion.title)?;
    required(no, "评分办法", &criterion.wording)?;
    text(no, "查验内容", &criterion.evidence)?;
    points(no, "细则分值", criterion.points)?;
    some(no, "分值部分", &criterion.parts)?;
    let mut inputs = HashSet::new();
    for part in &criterion.parts {
        text(no, "部分名称", &part.title)?;
        if part.title.is_empty() && criterion.parts.len() > 1 {
            return Err(ReadError::new(no, "分为几部分计分时，每部分都要有名称"));
        }
        points(no, "部分分值", part.points)?;
        some(no, "计分规则", &part.rules)?;
        for rule in &part.rules {
            check_rule(no, rule, &mut inputs)?;
        }
    }
    Ok(())
}

fn check_rule<'a>(no: &str, rule: &'a Rule, inputs: &mut HashSet<&'a str>) -> Result<(), ReadError> {
    match rule {
        Rule::DeductEach { input, amount } | Rule::AwardEach { input, amount } => {
            check_count(no, input, inputs)?;
            points(no, "计分数额", *amount)
        }
        Rule::DeductUnmet { conditions } | Rule::AwardMet { conditions } => {
            check_conditions(no, conditions, true, inputs)
        }
        Rule::ZeroUnlessMet { conditions } => check_conditions(no, conditions, false, inputs),
        Rule::DeductChoice { input, label, options } => {
            check_input(no, input, inputs)?;
            required(no, "输入项名称", label)?;
            some(no, "选项", options)?;
            let mut ids = HashSet::new();
            for option in options {
                if !is_input_name(&option.id) {
                    return Err(ReadError::new(no, "选项代码应由小写字母、数字和下划线组成，并以字母开头"));
                }
                if !ids.insert(&option.id) {
                    return Err(ReadError::new(no, format!("选项“{}”重复", option.id)));
                }
                required(no, "选项名称", &option.label)?;
                points(no, "扣分数额", option.amount)?;
            }
            Ok(())
        }
        Rule::DeductBelow { input, threshold, amount } => {
            check_count(no, input, inputs)?;
            if *threshold == 0 {
                return Err(ReadError::new(no, "“少于”的次数应至少为1"));
            }
            points(no, "扣分数额", *amount)
        }
        Rule::AwardLevels { levels } => {
            some(no, "层级", levels)?;
            levels.iter().try_for_each(|level| {
                check_count(no, &level.input, inputs)?;
                points(no, "加分数额", level.amount)
            })
        }
        Rule::AwardTiers { input, tiers } => {
            check_count(no, input, inputs)?;
            some(no, "分档", tiers)?;
            tiers.iter().try_for_each(|tier| {
                if tier.to.is_some_and(|to| to < tier.from) {
                    return Err(ReadError::new(no, format!("分档的下限{}大于上限", tier.from)));
                }
                points(no, "分档分值", tier.amount)
            })
        }
        Rule::Manual { input } => check_input(no, input, inputs),
    }
}

fn check_conditions<'a>(
    no: &str,
    conditions: &'a [Condition],
    with_amount: bool,
    inputs: &mut HashSet<&'a str>,
) -> Result<(), ReadError> {
    some(no, "条件", conditions)?;
    for condition in conditions {
        check_input(no, &condition.input, inputs)?;
        required(no, "条件名称", &condition.label)?;
        required(no, "符合时的说法", &condition.met)?;
        required(no, "不符合时的说法", &condition.unmet)?;
        match condition.amount {
            Some(amount) if with_amount => points(no, "条件分值", amount)?,
            None if !with_amount => {}
            Some(_) => {
                return Err(ReadError::new(
                    no,
                    format!("“{}”属于不得分的条件，不应另写分值", condition.input),
                ));
            }
            None => return Err(ReadError::new(no, format!("“{}”缺少分值", condition.input))),
        }
    }
    Ok(())
}

fn check_count<'a>(no: &str, count: &'a Count, inputs: &mut HashSet<&'a str>) -> Result<(), ReadError> {
    check_input(no, &count.input, inputs)?;
    required(no, "输入项名称", &count.label)?;
    required(no, "计数单位", &count.unit)?;
    required(no, "得分说明", &count.told)
}

/// Names an answer uses beside the inputs.
const RESERVED: [&str; 2] = ["not_applicable", "remark"];

fn check_input<'a>(no: &str, input: &'a str, inputs: &mut HashSet<&'a str>) -> Result<(), ReadError> {
    if !is_input_name(input) {
        return Err(ReadError::new(no, "输入项代码应由1至32个小写字母、数字和下划线组成，并以字母开头"));
    }
    if RESERVED.contains(&input) {
        return Err(ReadError::new(no, format!("“{input}”有固定含义，不能作输入项代码")));
    }
    if !inputs.insert(input) {
        return Err(ReadError::new(no, format!("输入项“{input}”重复")));
    }
    Ok(())
}

fn is_input_name(name: &str) -> bool {
    name.len() <= 32
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn is_scheme_name(name: &str) -> bool {
    (2..=32).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn points(place: &str, what: &str, points: Points) -> Result<(), ReadError> {
    if (Points::ZERO..=POINTS_LIMIT).contains(&points) {
        return Ok(());
    }
    Err(ReadError::new(place, format!("{what}应在0至{POINTS_LIMIT}分之间")))
}

fn some<T>(place: &str, what: &str, list: &[T]) -> Result<(), ReadError> {
    if list.is_empty() { Err(ReadError::new(place, format!("至少要有一个{what}"))) } else { Ok(()) }
}

fn required(place: &str, what: &str, value: &str) -> Result<(), ReadError> {
    if value.trim().is_empty() {
        return Err(ReadError::new(place, format!("{what}不能为空")));
    }
    text(place, what, value)
}

fn text(place: &str, what: &str, value: &str) -> Result<(), ReadError> {
    if value.chars().count() > TEXT_LIMIT {
        return Err(ReadError::new(place, format!("{what}超过{TEXT_LIMIT}个字")));
    }
    if value.chars().any(|c| c.is_control() && c != '\n') {
        return Err(ReadError::new(place, format!("{what}含有不可见的控制字符")));
    }
    Ok(())
}
