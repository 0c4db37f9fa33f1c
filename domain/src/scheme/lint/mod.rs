//! What is unclear or does not add up in a scheme. Nothing is corrected in silence: each finding names the place and
//! says why it matters, and a person changes the scheme or accepts the finding with a reason.

mod filled;
mod outcome;
mod reach;
mod rules;
mod wording;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::model::*;
use crate::patience::go_on;
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
    /// Where one cause shows in several places: all of them, in document order; `path` is the whole then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
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
        // Only figures are compared by type: copies of all rules would weigh many times the scheme.
        let figures = self.figures();
        let by_type = self.unit_types.iter().map(|one| Rubric::of(&figures, one));
        let by_type = by_type.collect();
        let (list, places, causes) = (Vec::new(), HashMap::new(), Vec::new());
        let mut found = Findings { scheme: self, by_type, list, places, causes };
        found.left_to_fill();
        found.whole();
        for section in &self.sections {
            found.heading(section, SECTION, section.role);
        }
        found.outcome();
        found.undimensioned();
        for note in &self.notes {
            found.add("note", Level::Hint, &note.path, note.text.clone(), "按此理解执行");
        }
        found.together();
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
                places: Vec::new(),
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
    /// What of its figures applies to each 单位类型; empty where there is one rubric for all.
    by_type: Rc<[Rubric]>,
    list: Vec<Finding>,
    /// What one cause says in each of its places: code, place, message.
    causes: Vec<(&'static str, String, String)>,
    /// Where in the list each kind of finding stands, by place and code.
    places: HashMap<(String, String), usize>,
}

/// The figures of what applies to one 单位类型.
struct Rubric {
    /// Of the 单位类型.
    title: String,
    figures: Scheme,
    /// Where its headings stand, by number.
    headings: HashMap<SmolStr, Vec<usize>>,
}

impl Rubric {
    fn of(figures: &Scheme, unit_type: &UnitType) -> Self {
        fn below(list: &[Heading], above: &[usize], known: &mut HashMap<SmolStr, Vec<usize>>) {
            for (heading, at) in list.iter().zip(0..) {
                let path: Vec<_> = above.iter().copied().chain([at]).collect();
                below(&heading.items, &path, known);
                known.insert(heading.no.clone(), path);
            }
        }
        go_on();
        let figures = figures.for_unit_type(&unit_type.code);
        let mut headings = HashMap::new();
        below(&figures.sections, &[], &mut headings);
        Self { title: unit_type.title.clone(), figures, headings }
    }

    fn heading(&self, no: &str) -> Option<&Heading> {
        self.headings.get(no).and_then(|path| self.figures.heading_at(path))
    }
}

/// A cause that shows in many lines is one finding with a list: its code, and the sentence before the list.
const CAUSES: [(&str, &str); 3] = [
    ("manual", "没有评分办法，只能由考核人员评定"),
    ("veto_longer_than_cycle", "追溯期是评定年度，比周期长，年内一次问题会影响当年各期"),
    ("bare_count", "按起、次计而只填数目：看不到是哪几起，也不能认出同一事实"),
];

impl Findings<'_> {
    fn add(&mut self, code: &str, level: Level, path: &str, message: String, suggestion: &str) {
        // One reason must not cover two things: several findings of a kind in one place are told, and accepted, as one.
        if code != "note" {
            match self.places.entry((path.to_owned(), code.to_owned())) {
                Entry::Occupied(known) => {
                    let same = &mut self.list[*known.get()].message;
                    same.push('；');
                    same.push_str(&message);
                    return;
                }
                Entry::Vacant(new) => new.insert(self.list.len()),
            };
        }
        self.list.push(Finding {
            code: code.to_owned(),
            level,
            path: path.to_owned(),
            message,
            suggestion: suggestion.to_owned(),
            accepted: None,
            places: Vec::new(),
        });
    }

    /// One finding for each cause, where it first shows; a cause that shows once stays where it is.
    fn together(&mut self) {
        for (code, told) in CAUSES {
            let places: Vec<_> = self.list.iter().filter(|one| one.code == code).cloned().collect();
            let [first, .., _] = &places[..] else { continue };
            let at = self.list.iter().position(|one| one.code == code).unwrap_or_default();
            self.list.retain(|one| one.code != code);
            let nos: Vec<_> = places.iter().map(|one| one.path.clone()).collect();
            let mut message = format!("{}条{told}：{}", nos.len(), nos.join("、"));
            if code == "manual" {
                let known: HashSet<_> = nos.iter().map(String::as_str).collect();
                let these = self.scheme.criteria().filter(|one| known.contains(one.no.as_str()));
                let points = these.map(manual_points);
                if let Ok(points) = Points::sum(points) {
                    message = format!("{}条共{}分{told}：{}", nos.len(), points.exact(), nos.join("、"));
                }
            }
            self.causes.extend(places.iter().map(|one| (code, one.path.clone(), one.message.clone())));
            let whole = Finding { path: String::new(), message, places: nos, ..first.clone() };
            self.list.insert(at, whole);
        }
    }

    /// The reasons that cover what was found; where a finding says something else by now, it is open again.
    fn accept(&mut self) {
        let mut reasons: HashMap<_, Vec<&Acceptance>> = HashMap::new();
        for one in &self.scheme.accepted {
            reasons.entry((one.code.as_str(), one.path.as_str())).or_default().push(one);
        }
        for finding in &mut self.list {
            let of = reasons.get(&(finding.code.as_str(), finding.path.as_str()));
            let covering = of.into_iter().flatten().find(|one| one.covers(&finding.message));
            finding.accepted = covering.map(|one| one.reason.clone());
            if finding.accepted.is_none() && !finding.places.is_empty() {
                finding.accepted = accepted_one_by_one(&reasons, &self.causes, finding);
            }
        }
    }

    /// The declared total, for every 单位类型 by itself, and whether anything says what the total comes to.
    fn whole(&mut self) {
        let scheme = self.scheme;
        let any_points = scheme.criteria().any(|criterion| criterion.points > Points::ZERO);
        if scheme.unit_types.is_empty() {
            self.total(scheme, "方案");
        } else if any_points {
            for Rubric { title, figures, .. } in self.by_type.clone().iter() {
                self.total(figures, &format!("方案对“{title}”"));
            }
        }
        let outcome = &scheme.outcome;
        let decides = !outcome.bands.is_empty()
            || outcome.grade_rule.is_some()
            || !outcome.quotas.is_empty()
            || outcome.pass.is_some()
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
        let deep = base().map(Heading::worth_of_criteria).collect::<Option<Vec<_>>>();
        self.sums("", what, scheme.points, &below, deep.and_then(|deep| Points::sum(deep).ok()));
    }

    fn heading(&mut self, heading: &Heading, what: &str, role: Role) {
        if role == Role::Bonus {
            if what == SECTION {
                self.limits(heading);
                self.cap_below_award(heading);
            }
        } else if self.by_type.is_empty() {
            self.heading_sums(heading, what);
        } else {
            for rubric in self.by_type.clone().iter() {
                if let Some(own) = rubric.heading(&heading.no) {
                    self.heading_sums(own, &format!("{what}对“{}”", rubric.title));
                }
            }
        }
        for criterion in &heading.criteria {
            go_on();
            self.criterion(criterion, role);
        }
        for item in &heading.items {
            self.heading(item, "项目", role);
        }
    }

    fn heading_sums(&mut self, heading: &Heading, what: &str) {
        if heading.shares_its_points() {
            let points = heading.points.unwrap_or_default();
            let rows = heading.all_criteria().filter(|one| matches!(one.body, Body::Scored(_))).count();
            self.add(
                "rows_share",
                Level::Hint,
                &heading.no,
                format!("{rows}条细则没有各自的分值，共用{}分，扣完为止", points.exact()),
                "确认各条合在一起扣，或给各条写明分值",
            );
            return;
        }
        let direct = heading.criteria.iter().map(|criterion| criterion.points);
        let below: Vec<_> = direct.chain(heading.items.iter().map(worth)).collect();
        let deep = heading.worth_of_criteria();
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
        let places = |one: &Finding| {
            let all: Vec<_> = std::iter::once(&one.path).chain(&one.places).cloned().collect();
            all.into_iter().map(|place| (one.code.clone(), place)).collect::<Vec<_>>()
        };
        let found: HashSet<_> = self.list.iter().flat_map(places).collect();
        for acceptance in &self.scheme.accepted {
            if !found.contains(&(acceptance.code.clone(), acceptance.path.clone())) {
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

/// The reasons given for each place of one cause, as older files have them; nothing as long as one place has none.
fn accepted_one_by_one(
    accepted: &HashMap<(&str, &str), Vec<&Acceptance>>,
    causes: &[(&'static str, String, String)],
    finding: &Finding,
) -> Option<String> {
    let mut known = HashSet::new();
    let mut reasons: Vec<&str> = Vec::new();
    for (code, place, message) in causes.iter().filter(|(code, ..)| *code == finding.code) {
        let of = accepted.get(&(*code, place.as_str()))?;
        let reason = of.iter().find(|one| one.covers(message))?;
        if known.insert(reason.reason.as_str()) {
            reasons.push(&reason.reason);
        }
    }
    (!reasons.is_empty()).then(|| reasons.join("；"))
}

/// The points a criterion leaves to an assessor.
fn manual_points(criterion: &Criterion) -> Points {
    let manual = |part: &&Part| {
        part.rules.iter().flat_map(Rule::with_inner).any(|rule| matches!(rule, Rule::Manual { .. }))
    };
    Points::sum(criterion.parts().iter().filter(manual).map(|part| part.points)).unwrap_or_default()
}

/// What a heading is worth: the declared figure, or the sum of what stands below it.
fn worth(heading: &Heading) -> Points {
    heading.points.or_else(|| heading.worth_of_criteria()).unwrap_or_default()
}

/// What the highest headings are called.
const SECTION: &str = "部分";

impl Findings<'_> {
    /// A limit of 加分 that a single award already goes beyond.
    fn cap_below_award(&mut self, block: &Heading) {
        let Some(cap) = block.points else { return };
        let rules = block.all_criteria().flat_map(Criterion::rules);
        let most = rules.filter_map(single_award).max().unwrap_or_default();
        if most > cap {
            self.add(
                "bonus_cap_small",
                Level::Confirm,
                &block.no,
                format!("最多加{}分，其中一次加分就有{}分，加不满", cap.exact(), most.exact()),
                "核对最多加几分和每次加几分",
            );
        }
    }
}

/// What one occurrence of what a rule rewards is worth.
fn single_award(rule: &Rule) -> Option<Points> {
    match rule {
        Rule::AwardEach { amount, .. } | Rule::AwardAll { amount, .. } | Rule::AwardWhen { amount, .. } => {
            Some(*amount)
        }
        Rule::AwardMet { conditions } => conditions.iter().filter_map(|one| one.amount).max(),
        Rule::AwardPieces { options, .. } => options.iter().map(|one| one.amount).max(),
        Rule::AwardLevels { levels } => levels.iter().map(|level| level.amount).max(),
        Rule::AwardTiers { tiers, .. } => tiers.iter().map(|tier| tier.amount).max(),
        _ => None,
    }
}

/// Whether what a 加减分 block gives (or, not `up`, takes) has no written limit, on it or on all that stands below.
fn is_open(block: &Heading, up: bool) -> bool {
    let limit = if up { block.points } else { block.floor };
    let moves = |rule: &Rule| match rule {
        Rule::Consequence { .. } | Rule::ZeroUnlessMet { .. } | Rule::ZeroIfCount { .. } => false,
        Rule::AwardWhen { otherwise: Some(otherwise), .. } if !up => *otherwise < Points::ZERO,
        rule => rule.deducts() != up && reach::is_unlimited(rule),
    };
    let direct = block.criteria.iter().flat_map(Criterion::parts).flat_map(|part| &part.rules).any(moves);
    limit.is_none() && (direct || block.items.iter().any(|item| is_open(item, up)))
}
