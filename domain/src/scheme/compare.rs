//! What changed between two versions of a scheme, in plain Chinese: “第3项分值由8分改为9分”.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model::*;
use crate::points::Points;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Number of the heading or criterion; empty for the whole.
    pub path: String,
    /// The difference in words, without the final stop.
    pub text: String,
}

impl Scheme {
    /// What is different in `newer`, first about the whole, then in the newer version's order; what is gone comes last.
    pub fn changes_to(&self, newer: &Scheme) -> Vec<Change> {
        let mut changes = Changes(Vec::new());
        changes.whole(self, newer);
        let (old, new) = (places(self), places(newer));
        for (no, place) in &new.order {
            match old.known.get(no) {
                None => changes.add(no, format!("新增{}“{}”{}", place.kind(), place.title(), place.worth())),
                Some(before) => changes.place(no, before, place),
            }
        }
        for (no, place) in &old.order {
            if !new.known.contains_key(no) {
                changes.add(no, format!("删去{}“{}”{}", place.kind(), place.title(), place.worth()));
            }
        }
        changes.0
    }
}

impl Scheme {
    /// What is different about criteria that both versions have, by number: whoever answered or scored one of them before
    /// has to look at it again.
    pub fn rewritten_in(&self, newer: &Scheme) -> BTreeMap<String, Vec<String>> {
        let mut rewritten: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for change in self.changes_to(newer) {
            if self.criterion(&change.path).is_some() && newer.criterion(&change.path).is_some() {
                rewritten.entry(change.path).or_default().push(change.text);
            }
        }
        rewritten
    }
}

/// A numbered place of a scheme.
#[derive(Clone, Copy)]
enum Place<'a> {
    Heading(&'a Heading),
    /// A criterion and the number of the heading it stands under.
    Criterion(&'a Criterion, &'a str),
}

impl Place<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Place::Heading(_) => "标题",
            Place::Criterion(criterion, _) => match criterion.body {
                Body::Veto(_) => "一票否决情形",
                _ => "细则",
            },
        }
    }

    fn title(&self) -> &str {
        match self {
            Place::Heading(heading) => &heading.title,
            Place::Criterion(criterion, _) => &criterion.title,
        }
    }

    fn points(&self) -> Option<Points> {
        match self {
            Place::Heading(heading) => heading.points,
            Place::Criterion(criterion, _) => criterion.is_scored().then_some(criterion.points),
        }
    }

    fn worth(&self) -> String {
        self.points()
            .filter(|points| *points != Points::ZERO)
            .map(|p| format!("（{p}分）"))
            .unwrap_or_default()
    }
}

struct Places<'a> {
    order: Vec<(&'a str, Place<'a>)>,
    known: BTreeMap<&'a str, Place<'a>>,
}

fn places(scheme: &Scheme) -> Places<'_> {
    let mut order: Vec<(&str, Place<'_>)> = Vec::new();
    for heading in scheme.headings() {
        order.push((&heading.no, Place::Heading(heading)));
        order.extend(
            heading.criteria.iter().map(|c| (c.no.as_str(), Place::Criterion(c, heading.no.as_str()))),
        );
    }
    let known = order.iter().copied().collect();
    Places { order, known }
}

struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, path: &str, text: String) {
        self.0.push(Change { path: path.to_owned(), text });
    }

    fn whole(&mut self, old: &Scheme, new: &Scheme) {
        if old.title != new.title {
            self.add("", format!("名称由“{}”改为“{}”", old.title, new.title));
        }
        self.points("", "总分", old.points, new.points);
        if old.one_fact_once != new.one_fact_once {
            let text = if new.one_fact_once { "改为一案一扣" } else { "不再一案一扣" };
            self.add("", text.to_owned());
        }
        for (what, same) in [
            ("单位类型", old.unit_types == new.unit_types),
            ("等次及其含义", old.grades == new.grades),
            ("周期", old.cycle == new.cycle),
            ("期限", old.deadlines == new.deadlines),
            ("加权来源", old.sources == new.sources),
            ("结果规则", old.outcome == new.outcome),
            ("说明", old.notes == new.notes),
        ] {
            if !same {
                self.add("", format!("{what}有改动"));
            }
        }
    }

    fn place(&mut self, no: &str, old: &Place<'_>, new: &Place<'_>) {
        if old.title() != new.title() {
            self.add(no, format!("第{no}项名称由“{}”改为“{}”", old.title(), new.title()));
        }
        self.points(no, &format!("第{no}项分值"), old.points(), new.points());
        match (old, new) {
            (Place::Heading(old), Place::Heading(new)) => {
                if old.duties != new.duties {
                    self.add(
                        no,
                        format!("第{no}项责任科室由{}改为{}", named(&old.duties), named(&new.duties)),
                    );
                }
                if old.applies_to != new.applies_to {
                    self.add(no, format!("第{no}项适用的单位类型有改动"));
                }
            }
            (Place::Criterion(old, under), Place::Criterion(new, now_under)) => {
                if under != now_under {
                    self.add(no, format!("第{no}项由第{under}项移到第{now_under}项之下"));
                }
                self.criterion(no, old, new);
            }
            _ => self.add(no, format!("第{no}项由{}改为{}", old.kind(), new.kind())),
        }
    }

    fn criterion(&mut self, no: &str, old: &Criterion, new: &Criterion) {
        if old.wording != new.wording {
            let (before, after) = (quoted(&old.wording), quoted(&new.wording));
            self.add(no, format!("第{no}项评分办法由{before}改为{after}"));
        }
        if old.body != new.body {
            let (before, after) = (old.rules_told(), new.rules_told());
            let text = if before == after || before.is_empty() || after.is_empty() {
                format!("第{no}项的内容有改动")
            } else {
                format!("第{no}项规则由{}改为{}", quoted(&before), quoted(&after))
            };
            self.add(no, text);
        }
        if old.not_applicable != new.not_applicable {
            self.add(no, format!("第{no}项不涉及时的处理有改动"));
        }
        if old.evidence != new.evidence {
            self.add(no, format!("第{no}项查验内容有改动"));
        }
        if old.applies_to != new.applies_to {
            self.add(no, format!("第{no}项适用的单位类型有改动"));
        }
    }

    fn points(&mut self, path: &str, what: &str, old: Option<Points>, new: Option<Points>) {
        let shown =
            |points: Option<Points>| points.map_or("未写明".to_owned(), |points| format!("{points}分"));
        if old != new {
            self.add(path, format!("{what}由{}改为{}", shown(old), shown(new)));
        }
    }
}

/// Within a sentence, without its own final stop.
fn quoted(text: &str) -> String {
    format!("“{}”", text.trim_end_matches('。'))
}

fn named(duties: &Duties) -> String {
    let all: Vec<_> = duties.all().map(String::as_str).collect();
    if all.is_empty() { "未指定".to_owned() } else { all.join("、") }
}
