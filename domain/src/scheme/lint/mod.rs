//! What is unclear or does not add up in a scheme. Nothing is corrected in silence: each finding names the place and
//! says why it matters, and a person changes the scheme or accepts the finding with a reason.

mod outcome;
mod reach;
mod rules;
mod wording;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::model::*;
use crate::points::Points;

/// One finding about a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of finding, see the table in `domain/schemes/README.md`: `sum`, `manual`, `rule_short`, …
    pub code: String,
    pub level: Level,
    /// Number of the section, item or criterion; empty for the whole.
    pub path: String,
    /// What was found and why it matters.
    pub message: String,
    /// What can be done about it.
    pub suggestion: String,
    /// The reason for which a person accepted it.
    pub accepted: Option<String>,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 必须修改: cannot be published.
    Error,
    /// 需要确认: published only with a reason.
    Confirm,
    /// 提示.
    Hint,
}

impl Level {
    pub fn label(self) -> &'static str {
        match self {
            Level::Error => "必须修改",
            Level::Confirm => "需要确认",
            Level::Hint => "提示",
        }
    }
}

impl Finding {
    /// Whether it stands in the way of publishing.
    pub fn is_open(&self) -> bool {
        match self.level {
            Level::Error => true,
            Level::Confirm => self.accepted.is_none(),
            Level::Hint => false,
        }
    }
}

impl Scheme {
    /// Everything found: first about the whole, then in document order, then about the outcome, then the notes.
    pub fn findings(&self) -> Vec<Finding> {
        let by_type = self.unit_types.iter().map(|one| (one.title.clone(), self.for_unit_type(&one.code)));
        let mut found = Findings { scheme: self, by_type: by_type.collect(), list: Vec::new() };
        found.whole();
        for section in &self.sections {
            found.heading(section, SECTION, section.role);
        }
        found.outcome();
        for note in &self.notes {
            found.add("note", Level::Hint, &note.path, note.text.clone(), "按此理解执行");
        }
        found.accept();
        found.stale_acceptances();
        found.list
    }

    /// The same for a scheme that is still being written: as long as its structure is broken, that is what is found.
    pub fn findings_so_far(&self) -> Vec<Finding> {
        match self.check() {
            Ok(()) => self.findings(),
            Err(error) => vec![Finding {
                code: "structure".to_owned(),
                level: Level::Error,
                path: if error.part().is_some() { String::new() } else { error.place.clone() },
                message: if error.part().is_some() { error.told() } else { error.reason },
                suggestion: "改正后才能继续检查其他问题".to_owned(),
                accepted: None,
            }],
        }
    }

    /// Whether the scheme may be published: nothing 必须修改, and every 需要确认 accepted with a reason. Otherwise the
    /// findings that stand in the way.
    pub fn publishable(&self) -> Result<(), Vec<Finding>> {
        let open: Vec<_> = self.findings_so_far().into_iter().filter(Finding::is_open).collect();
        if open.is_empty() { Ok(()) } else { Err(open) }
    }
}

struct Findings<'a> {
    scheme: &'a Scheme,
    /// What of it applies to each 单位类型, by its title; empty where there is one rubric for all.
    by_type: Rc<[(String, Scheme)]>,
    list: Vec<Finding>,
}

impl Findings<'_> {
    fn add(&mut self, code: &str, level: Level, path: &str, message: String, suggestion: &str) {
        // One reason must not cover two things: several findings of a kind in one place are told, and accepted, as one.
        if let Some(same) = self.list.iter_mut().find(|f| f.code == code && f.path == path && code != "note")
        {
            same.message = format!("{}；{message}", same.message);
            return;
        }
        self.list.push(Finding {
            code: code.to_owned(),
            level,
            path: path.to_owned(),
            message,
            suggestion: suggestion.to_owned(),
            accepted: None,
        });
    }

    /// The reasons that cover what was found; where a finding says something else by now, it is open again.
    fn accept(&mut self) {
        for finding in &mut self.list {
            let mut of = self.scheme.accepted.iter().filter(|one| one.is_of(&finding.code, &finding.path));
            let covering = of.find(|one| one.covers(&finding.message));
            finding.accepted = covering.map(|one| one.reason.clone());
        }
    }

    /// The declared total, for every 单位类型 by itself, and whether anything says what the total comes to.
    fn whole(&mut self) {
        let scheme = self.scheme;
        let any_points = scheme.criteria().any(|criterion| criterion.points > Points::ZERO);
        if scheme.unit_types.is_empty() {
            self.total(scheme, "方案");
        } else if any_points {
            for (title, rubric) in self.by_type.clone().iter() {
                self.total(rubric, &format!("方案对“{title}”"));
            }
        }
        let outcome = &scheme.outcome;
        let decides = !outcome.bands.is_empty()
            || outcome.grade_rule.is_some()
            || !outcome.quotas.is_empty()
            || outcome.standard_rule.is_some_and(|rule| rule != StandardRule::Decision);
        if !decides {
            let what = if any_points {
                "得分不能直接得出结果，由"
            } else {
                "填报情况不能直接得出结果，由"
            };
            self.add(
                "no_outcome_rule",
                Level::Confirm,
                "",
                format!("没有写明达标线、等次或评选规则，{what}{}决定", outcome.decided_by),
                "补充结果规则，或确认由决定机构集体研究决定",
            );
        }
    }

    fn total(&mut self, scheme: &Scheme, what: &str) {
        let base = || scheme.sections.iter().filter(|section| section.role == Role::Base);
        let below: Vec<_> = base().map(worth).collect();
        let deep = base().flat_map(Heading::all_criteria).map(|criterion| criterion.points);
        self.sums("", what, scheme.points, &below, Points::sum(deep).ok());
    }

    fn heading(&mut self, heading: &Heading, what: &str, role: Role) {
        if role == Role::Bonus {
            if what == SECTION {
                self.limits(heading);
            }
        } else if self.by_type.is_empty() {
            self.heading_sums(heading, what);
        } else {
            for (title, rubric) in self.by_type.clone().iter() {
                if let Some(own) = rubric.headings().find(|one| one.no == heading.no) {
                    self.heading_sums(own, &format!("{what}对“{title}”"));
                }
            }
        }
        for criterion in &heading.criteria {
            self.criterion(criterion, role);
        }
        for item in &heading.items {
            self.heading(item, "项目", role);
        }
    }

    fn heading_sums(&mut self, heading: &Heading, what: &str) {
        let direct = heading.criteria.iter().map(|criterion| criterion.points);
        let below: Vec<_> = direct.chain(heading.items.iter().map(worth)).collect();
        let deep = Points::sum(heading.all_criteria().map(|criterion| criterion.points)).ok();
        self.sums(&heading.no, what, heading.points, &below, deep);
    }

    /// Compares a declared figure with the sum of what stands directly below it, and with the sum of the criteria where
    /// these are deeper.
    fn sums(
        &mut self,
        path: &str,
        what: &str,
        declared: Option<Points>,
        below: &[Points],
        deep: Option<Points>,
    ) {
        let Some(declared) = declared else { return };
        let shown =
            |sum: Option<Points>| sum.map_or("无法计算".to_owned(), |sum| format!("{}分", sum.exact()));
        let below = Points::sum(below.iter().copied()).ok();
        if below == Some(declared) && deep == Some(declared) {
            return;
        }
        let mut message = format!("{what}标明{}分，", declared.exact());
        if below == deep {
            message.push_str(&format!("下级合计{}", shown(below)));
        } else {
            message.push_str(&format!("下级标题合计{}，评分细则合计{}", shown(below), shown(deep)));
        }
        self.add("sum", Level::Confirm, path, message, "修改标明的分值或下级分值，或说明理由后保留");
    }

    /// 加减分 without a written limit.
    fn limits(&mut self, block: &Heading) {
        let open = match (is_open(block, true), is_open(block, false)) {
            (true, true) => "加分和减分都",
            (true, false) => "加分",
            (false, true) => "减分",
            (false, false) => return,
        };
        self.add(
            "bonus_uncapped",
            Level::Confirm,
            &block.no,
            format!("{open}没有写明上限，总分可能因此超过或远低于其他单位"),
            "写明最多加、减多少分，或说明理由后保留",
        );
    }

    fn stale_acceptances(&mut self) {
        for acceptance in &self.scheme.accepted {
            let found = |f: &Finding| acceptance.is_of(&f.code, &f.path);
            if !self.list.iter().any(found) {
                self.add(
                    "stale_acceptance",
                    Level::Hint,
                    &acceptance.path,
                    "有一条接受记录所说的问题已不存在".to_owned(),
                    "删去这条接受记录",
                );
            }
        }
    }
}

/// What a heading is worth: the declared figure, or the sum of what stands below it.
fn worth(heading: &Heading) -> Points {
    heading
        .points
        .or_else(|| Points::sum(heading.all_criteria().map(|criterion| criterion.points)).ok())
        .unwrap_or_default()
}

/// What the highest headings are called.
const SECTION: &str = "部分";

/// Whether what a 加减分 block gives (or, not `up`, takes) has no written limit, on it or on all that stands below.
fn is_open(block: &Heading, up: bool) -> bool {
    let limit = if up { block.points } else { block.floor };
    let moves = |rule: &Rule| match rule {
        Rule::Consequence { .. } | Rule::ZeroUnlessMet { .. } | Rule::ZeroIfCount { .. } => false,
        Rule::AwardWhen { otherwise: Some(otherwise), .. } if !up => *otherwise < Points::ZERO,
        rule => rule.deducts() != up,
    };
    let direct = block.criteria.iter().flat_map(Criterion::rules).any(moves);
    limit.is_none() && (direct || block.items.iter().any(|item| is_open(item, up)))
}
