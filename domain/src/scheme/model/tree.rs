//! Headings: 部分, 考评项目, 具体内容, two to four levels with the 评分细则.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::Criterion;
use crate::dimensions::Dimension;
use crate::points::Points;

/// A heading of the rubric. Its 评分细则 stand before the headings below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// The document's own number, such as `一` or `13`; `〇` and `0` where the document gives none.
    pub no: SmolStr,
    pub title: String,
    /// Points the document declares here; absent where it declares none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// What the heading counts for.
    #[serde(default, skip_serializing_if = "Role::is_base")]
    pub role: Role,
    /// 加减分: the most the block may take away, as a positive number; absent when no limit is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Points>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<Dimension>,
    /// Codes of the 单位类型 it applies to; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
    /// 责任科室 inside the unit.
    #[serde(default, skip_serializing_if = "Duties::is_empty")]
    pub duties: Duties,
    /// Whatever the document remarks here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Criterion>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Heading>,
}

/// What a heading counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Part of the base total.
    #[default]
    Base,
    /// 加减分: added to the base total after that was clamped.
    Bonus,
}

impl Role {
    fn is_base(&self) -> bool {
        *self == Role::Base
    }
}

/// 责任科室: the departments inside a unit that fill a block and own its evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Duties {
    /// 牵头
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<String>,
    /// 配合
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assist: Vec<String>,
}

impl Duties {
    pub fn is_empty(&self) -> bool {
        self.lead.is_empty() && self.assist.is_empty()
    }

    /// Whether a department of this name is among them; “各科室（单位）” are all.
    pub fn include(&self, department: &str) -> bool {
        self.all().any(|named| named == department || Self::names_all(named))
    }

    /// Whether this name stands for every department.
    pub fn names_all(name: &str) -> bool {
        name.starts_with("各科室")
    }

    /// “责任科室：办公室；配合：各科室（单位）”; nothing where none is named.
    pub fn told(&self) -> Option<String> {
        let named = |what: &str, all: &[String]| format!("{what}：{}", all.join("、"));
        match (self.lead.is_empty(), self.assist.is_empty()) {
            (true, true) => None,
            (false, true) => Some(named("责任科室", &self.lead)),
            (true, false) => Some(named("配合科室", &self.assist)),
            (false, false) => {
                Some(format!("{}；{}", named("责任科室", &self.lead), named("配合", &self.assist)))
            }
        }
    }

    /// Every department named, those that lead first.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.lead.iter().chain(&self.assist)
    }
}

impl Heading {
    /// All 评分细则 here and below, in document order.
    pub fn all_criteria(&self) -> impl Iterator<Item = &Criterion> {
        Walk::over(std::slice::from_ref(self)).flat_map(|heading| &heading.criteria)
    }

    /// This heading and all below, in document order.
    pub fn with_below(&self) -> impl Iterator<Item = &Heading> {
        Walk::over(std::slice::from_ref(self))
    }

    /// Adds each 评分细则 here and below with the 责任科室 that hold for it; `above`: those of the heading above.
    pub(super) fn add_with_duties<'a>(
        &'a self,
        above: &'a Duties,
        all: &mut Vec<(&'a Criterion, &'a Duties)>,
    ) {
        let nearest = |own: &'a Duties, above: &'a Duties| if own.is_empty() { above } else { own };
        let here = nearest(&self.duties, above);
        all.extend(self.criteria.iter().map(|criterion| (criterion, nearest(&criterion.duties, here))));
        for below in &self.items {
            below.add_with_duties(here, all);
        }
    }

    /// 考评项目 within: this heading, or those below it, that hold 评分细则 themselves.
    pub fn items_within(&self) -> impl Iterator<Item = &Heading> {
        self.with_below().filter(|heading| !heading.criteria.is_empty())
    }

    /// “一、党的政治建设” or “1. 带头做到…”: number and title as people read them.
    pub fn heading(&self) -> String {
        let no = self.printed_no();
        match no.chars().next() {
            None => self.title.clone(),
            Some(first) if first.is_ascii_digit() => format!("{no}. {}", self.title),
            Some(_) if no == self.title || !no.chars().all(|c| "一二三四五六七八九十".contains(c)) => {
                self.title.clone()
            }
            Some(_) => format!("{no}、{}", self.title),
        }
    }

    /// “25分”; empty where the document declares none.
    pub fn worth(&self) -> String {
        self.points.map(|points| format!("{points}分")).unwrap_or_default()
    }

    /// The number as the document prints it; empty where it prints none.
    pub fn printed_no(&self) -> &str {
        if matches!(self.no.as_str(), "〇" | "0") { "" } else { own_no(&self.no) }
    }

    pub(super) fn for_unit_type(&self, code: &str) -> Option<Heading> {
        if !applies(&self.applies_to, code) {
            return None;
        }
        let criteria: Vec<_> =
            self.criteria.iter().filter(|criterion| applies(&criterion.applies_to, code)).cloned().collect();
        let items: Vec<_> = self.items.iter().filter_map(|item| item.for_unit_type(code)).collect();
        // A heading under which nothing is left says nothing to this unit.
        (!criteria.is_empty() || !items.is_empty()).then(|| Heading { criteria, items, ..self.alone() })
    }

    /// The heading without what stands below it.
    fn alone(&self) -> Heading {
        Heading {
            no: self.no.clone(),
            title: self.title.clone(),
            points: self.points,
            role: self.role,
            floor: self.floor,
            dimension: self.dimension,
            applies_to: self.applies_to.clone(),
            duties: self.duties.clone(),
            remark: self.remark.clone(),
            criteria: Vec::new(),
            items: Vec::new(),
        }
    }

    /// See [`super::Scheme::figures`].
    pub(super) fn figures(&self) -> Heading {
        Heading {
            no: self.no.clone(),
            title: String::new(),
            points: self.points,
            role: self.role,
            floor: self.floor,
            dimension: None,
            applies_to: self.applies_to.clone(),
            duties: Duties::default(),
            remark: String::new(),
            criteria: self.criteria.iter().map(Criterion::figures).collect(),
            items: self.items.iter().map(Heading::figures).collect(),
        }
    }
}

/// Stands between the number of a heading and the number of something below it, where the latter alone would name several
/// places: “二·1”.
pub const WITHIN: char = '·';

/// The number as the document has it: 1 of “二·1”.
pub fn own_no(no: &str) -> &str {
    no.rsplit(WITHIN).next().unwrap_or(no)
}

/// Whether a text can be a number of a heading or a 评分细则.
pub fn is_number(no: &str) -> bool {
    !no.is_empty()
        && no.chars().count() <= 24
        && no.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | WITHIN))
        && no.split(WITHIN).all(|part| !part.is_empty())
}

/// How a text begins that only says what is to be filled in.
pub const TO_FILL: &str = "（请填写";

/// Whether nobody has filled this in yet.
pub fn is_to_fill(text: &str) -> bool {
    text.starts_with(TO_FILL)
}

fn applies(to: &[String], code: &str) -> bool {
    to.is_empty() || to.iter().any(|known| known == code)
}

/// Headings in document order, a heading before those below it.
pub(super) struct Walk<'a> {
    /// What is still to be visited, the next one last.
    rest: Vec<std::slice::Iter<'a, Heading>>,
}

impl<'a> Walk<'a> {
    pub(super) fn over(headings: &'a [Heading]) -> Self {
        Self { rest: vec![headings.iter()] }
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = &'a Heading;

    fn next(&mut self) -> Option<&'a Heading> {
        loop {
            match self.rest.last_mut()?.next() {
                Some(heading) => {
                    self.rest.push(heading.items.iter());
                    return Some(heading);
                }
                None => {
                    self.rest.pop();
                }
            }
        }
    }
}
