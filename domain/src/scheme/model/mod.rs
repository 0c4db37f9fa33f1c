//! The shape of a scheme document, one file per kind of thing:
//!
//! | file | what it describes |
//! |---|---|
//! | [`tree`] | 部分 → 考评项目 → 具体内容: headings, what they are worth, for whom, whose duty |
//! | [`criterion`] | 评分细则: what a unit answers and a reviewer scores |
//! | [`rule`] | 计分规则: what takes and gives points |
//! | [`input`] | what the rules ask for |
//! | [`veto`] | 一票否决 |
//! | [`outcome`] | 等次, 权重, 名额: what a sheet comes to |
//! | [`cycle`] | 周期 and 期限: how often, and what is due when |
//!
//! Points are declared where the document declares them, at several levels at once; sums are computed beside the
//! declared figure (see `lint`), never instead of it.

mod criterion;
mod cycle;
mod input;
mod outcome;
mod rule;
mod tree;
mod veto;

use std::collections::BTreeSet;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

pub use criterion::{Body, Criterion, NotApplicable, Part, Recorded, SubPoint};
pub use cycle::{Cycle, Deadline, Proposed};
pub use input::{ChoiceOption, Condition, Count, CountKind, Element, Quantity, When, WhenInput};
pub use outcome::{
    Band, BandCondition, Grade, GradeRule, Lines, Outcome, OverPeriods, Quota, QuotaKind, Rounding, Share,
    Source, StandardRule, Target, UnitType, WhoIsJudged,
};
pub use rule::{
    AwardLevel, CountTier, Direction, Group, Reach, Rule, Side, Span, SpanCap, Take, Tier, Times,
};
pub use tree::{Duties, Heading, Role, TO_FILL, WITHIN, is_number, is_to_fill, own_no};
pub(crate) use veto::WINDOW_UNSAID;
pub use veto::{Veto, VetoEffect, Window};

use crate::points::Points;

/// The version of the file format this program writes. It reads every version up to this one.
pub const FORMAT: u32 = 2;

/// One 创建方案.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Version of the file format the document is written in, at most [`FORMAT`].
    pub format: u32,
    /// Short name in Latin letters, such as `jiyuan`.
    pub name: String,
    /// Title of the official document.
    pub title: String,
    /// Points the document declares for the whole; absent in a document that counts none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// 单位类型, each with its own rubric; empty when all units share one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit_types: Vec<UnitType>,
    /// How often the scheme runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<Cycle>,
    /// Days by which something is due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Deadline>,
    /// 等次 of single items, the best first: 好, 较好, 一般, 差.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Grade>,
    /// 一案一扣: an incident referred to by several criteria counts only where it costs most.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_fact_once: bool,
    pub sections: Vec<Heading>,
    /// Weighted sources of the result (自评, 考评, 民意); empty when the rubric alone decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// What a sheet comes to, and what the deciding body may decide.
    pub outcome: Outcome,
    /// Readings of unclear places, shown to everyone who uses the scheme.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Findings of the linter that a person accepted, each with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Acceptance>,
}

/// A reading of an unclear place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Where: a section's, item's or criterion's number; empty for the whole.
    pub path: String,
    pub text: String,
}

/// A finding a person accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The finding's code.
    pub code: String,
    /// The finding's place.
    pub path: String,
    pub reason: String,
    /// What the finding said then: a reason covers nothing else. Empty for whatever is found there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
}

impl Acceptance {
    /// Whether it is about a finding of this kind in this place, whatever that says by now.
    pub fn is_of(&self, code: &str, path: &str) -> bool {
        self.code == code && self.path == path
    }

    /// Whether the reason still holds for what the finding says.
    pub fn covers(&self, message: &str) -> bool {
        self.about.is_empty() || self.about == message
    }
}

impl Scheme {
    /// All 评分细则 in document order, whatever their kind.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.headings().flat_map(|heading| &heading.criteria)
    }

    /// How many 评分细则 are judged for the base result: scored, graded or held against a standard. Vetoes, 加减分 and
    /// what is only recorded are told apart from them.
    pub fn judged(&self) -> usize {
        let base = self.sections.iter().filter(|section| section.role == Role::Base);
        let judged = |criterion: &&Criterion| {
            matches!(criterion.body, Body::Scored(_) | Body::Graded(_) | Body::Standard(_))
        };
        base.flat_map(Heading::all_criteria).filter(judged).count()
    }

    /// All headings in document order, a heading before what stands below it.
    pub fn headings(&self) -> impl Iterator<Item = &Heading> {
        tree::Walk::over(&self.sections)
    }

    /// 考评项目: the headings that hold 评分细则 themselves, in document order.
    pub fn items(&self) -> impl Iterator<Item = &Heading> {
        self.headings().filter(|heading| !heading.criteria.is_empty())
    }

    /// The 评分细则 with this number.
    pub fn criterion(&self, no: &str) -> Option<&Criterion> {
        self.criteria().find(|criterion| criterion.no == no)
    }

    /// Every 评分细则 with the 责任科室 that hold for it: its own, else those of the nearest heading that names any.
    pub fn criteria_with_duties(&self) -> Vec<(&Criterion, &Duties)> {
        static NOBODY: Duties = Duties { lead: Vec::new(), assist: Vec::new() };
        let mut all = Vec::new();
        for section in &self.sections {
            section.add_with_duties(&NOBODY, &mut all);
        }
        all
    }

    /// Numbers of the 评分细则 that departments of these names are responsible for.
    pub fn duties_of(&self, departments: &[&str]) -> BTreeSet<String> {
        let theirs = |duties: &Duties| departments.iter().any(|name| duties.include(name));
        let all = self.criteria_with_duties().into_iter();
        all.filter(|(_, duties)| theirs(duties)).map(|(criterion, _)| criterion.no.to_string()).collect()
    }

    /// Every 责任科室 that is named, in document order; “各科室（单位）” are none of their own.
    pub fn departments(&self) -> Vec<&str> {
        let mut known = BTreeSet::new();
        let mut named = Vec::new();
        for (_, duties) in self.criteria_with_duties() {
            for name in duties.all().map(String::as_str) {
                if !Duties::names_all(name) && known.insert(name) {
                    named.push(name);
                }
            }
        }
        named
    }

    /// The 考评项目 with this number.
    pub fn item(&self, no: &str) -> Option<&Heading> {
        self.items().find(|item| item.no == no)
    }

    /// The 考评项目 a 评分细则 stands in.
    pub fn item_of(&self, criterion: &str) -> Option<&Heading> {
        self.items().find(|item| item.criteria.iter().any(|c| c.no == criterion))
    }

    /// The place of the 部分 a 评分细则 stands in, counted from 0.
    pub fn section_of(&self, criterion: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.all_criteria().any(|c| c.no == criterion))
    }

    /// The 单位类型 with this code.
    pub fn unit_type(&self, code: &str) -> Option<&UnitType> {
        self.unit_types.iter().find(|known| known.code == code)
    }

    /// The weighted source that is 自评 itself, if the scheme weighs it.
    pub fn own_source(&self) -> Option<&Source> {
        self.sources.iter().find(|source| source.own)
    }

    /// 单位类型 whose rubric is for persons or families: units put those forward.
    pub fn applicant_types(&self) -> impl Iterator<Item = &UnitType> {
        self.unit_types.iter().filter(|one| one.judged != WhoIsJudged::Unit)
    }

    /// 申报名额: the share of its people a unit may put forward for a 单位类型, if the scheme limits it.
    pub fn nomination_quota(&self, unit_type: &str) -> Option<&Quota> {
        let mut quotas = self.outcome.quotas.iter();
        quotas.find(|quota| quota.kind == QuotaKind::Nominations && quota.limits(unit_type))
    }

    /// On which list a 单位类型 is ranked: its own, or that of the first with which it shares its 评选名额 (岳阳's 科室, 单位 and
    /// 岗位 are three lists). Unlike kinds are never ranked against each other. None where the scheme has no such 单位类型.
    pub fn list_of(&self, unit_type: &str) -> Option<usize> {
        let own = self.unit_types.iter().position(|known| known.code == unit_type)?;
        let quotas = &self.outcome.quotas;
        let limiting = |quota: &&Quota| {
            quota.kind == QuotaKind::Winners && !quota.applies_to.is_empty() && quota.limits(unit_type)
        };
        let shared = quotas.iter().find(limiting);
        let sharing = |quota: &Quota| self.unit_types.iter().position(|other| quota.limits(&other.code));
        shared.map_or(Some(own), sharing)
    }

    /// The rubric of one 单位类型: everything that does not apply to it is dropped (step 1 of the order of
    /// evaluation). A scheme without 单位类型 is the same for everyone.
    pub fn for_unit_type(&self, code: &str) -> Scheme {
        let sections = self.sections.iter().filter_map(|section| section.for_unit_type(code)).collect();
        self.with_sections(sections)
    }

    /// The same scheme over another rubric; the rubric is what weighs, so it is not copied first.
    fn with_sections(&self, sections: Vec<Heading>) -> Scheme {
        Scheme {
            format: self.format,
            name: self.name.clone(),
            title: self.title.clone(),
            points: self.points,
            unit_types: self.unit_types.clone(),
            cycle: self.cycle,
            deadlines: self.deadlines.clone(),
            grades: self.grades.clone(),
            one_fact_once: self.one_fact_once,
            sections,
            sources: self.sources.clone(),
            outcome: self.outcome.clone(),
            notes: self.notes.clone(),
            accepted: self.accepted.clone(),
        }
    }

    /// What its figures are compared by, without what the rules say: numbers, points, for whom.
    pub(super) fn figures(&self) -> Scheme {
        Scheme {
            notes: Vec::new(),
            accepted: Vec::new(),
            ..self.with_sections(self.sections.iter().map(Heading::figures).collect())
        }
    }
}
