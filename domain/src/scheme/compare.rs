//! What changed between two versions of a scheme, in plain Chinese: “第3项分值由8分改为9分”.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::edit::{Place as EditPlace, Sheet, alone, hollow, said};
use super::model::*;
use crate::patience::go_on;
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
        self.compared_with(newer).into_iter().map(|(change, _)| change).collect()
    }

    /// Each change, and whether what was answered or scored before has to be looked at again for it.
    fn compared_with(&self, newer: &Scheme) -> Vec<(Change, bool)> {
        let mut changes = Changes { old: self, new: newer, list: Vec::new() };
        changes.whole();
        let (old, new) = (places(self), places(newer));
        for (no, place) in &new.order {
            go_on();
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
        changes.order(&old, &new);
        if self.accepted != newer.accepted {
            changes.add("", "需要确认的地方，处理的理由有改动".to_owned());
        }
        changes.list
    }
}

impl Scheme {
    /// What is different about criteria that both versions have, by number: whoever answered or scored one of them before
    /// has to look at it again.
    pub fn rewritten_in(&self, newer: &Scheme) -> BTreeMap<String, Vec<String>> {
        let mut rewritten: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let numbers = |scheme: &Scheme| scheme.criteria().map(|one| one.no.clone()).collect::<HashSet<_>>();
        let (old, new) = (numbers(self), numbers(newer));
        for (change, _) in self.compared_with(newer).into_iter().filter(|(_, matters)| *matters) {
            if old.contains(change.path.as_str()) && new.contains(change.path.as_str()) {
                rewritten.entry(change.path).or_default().push(change.text);
            }
        }
        rewritten
    }
}

/// A numbered place of a scheme.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// A heading and the number of the one it stands under; empty for a 部分.
    Heading(&'a Heading, &'a str),
    /// A criterion and the number of the heading it stands under.
    Criterion(&'a Criterion, &'a str),
}

impl Place<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Place::Heading(..) => "标题",
            Place::Criterion(criterion, _) => match criterion.body {
                Body::Veto(_) => "一票否决情形",
                _ => "细则",
            },
        }
    }

    fn title(&self) -> &str {
        match self {
            Place::Heading(heading, _) => &heading.title,
            Place::Criterion(criterion, _) => &criterion.title,
        }
    }

    fn points(&self) -> Option<Points> {
        match self {
            Place::Heading(heading, _) => heading.points,
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
    fn below<'a>(order: &mut Vec<(&'a str, Place<'a>)>, heading: &'a Heading, under: &'a str) {
        order.push((&heading.no, Place::Heading(heading, under)));
        order.extend(
            heading.criteria.iter().map(|c| (c.no.as_str(), Place::Criterion(c, heading.no.as_str()))),
        );
        heading.items.iter().for_each(|item| below(order, item, &heading.no));
    }
    let mut order = Vec::new();
    scheme.sections.iter().for_each(|section| below(&mut order, section, ""));
    let known = order.iter().copied().collect();
    Places { order, known }
}

struct Changes<'a> {
    old: &'a Scheme,
    new: &'a Scheme,
    list: Vec<(Change, bool)>,
}

/// What has sentences of its own, or is the place's number.
const TOLD_APART: [&str; 5] = ["/no", "/title", "/points", "/wording", "/one_fact_once"];
/// What changes nothing about an answer or a score.
const BESIDE: [&str; 5] = ["/dimension", "/remark", "/duties/lead", "/duties/assist", "/applies_to"];

impl Changes<'_> {
    fn add(&mut self, path: &str, text: String) {
        self.list.push((Change { path: path.to_owned(), text }, true));
    }

    fn whole(&mut self) {
        let (old, new) = (self.old, self.new);
        if old.title != new.title {
            self.add("", format!("名称由“{}”改为“{}”", old.title, new.title));
        }
        self.points("", "总分", old.points, new.points);
        if old.one_fact_once != new.one_fact_once {
            let text = if new.one_fact_once { "改为一案一扣" } else { "不再一案一扣" };
            self.add("", text.to_owned());
        }
        let form = new.form_of(&EditPlace::Whole);
        let document = |scheme: &Scheme| serde_json::to_value(hollow(scheme)).unwrap_or_default();
        self.blanks("", &form, (&document(old), &document(new)));
    }

    /// What the blanks of a place say differently.
    fn blanks(&mut self, no: &str, form: &[&'static Sheet], (old, new): (&Value, &Value)) {
        let of = if no.is_empty() { String::new() } else { format!("第{no}项") };
        let (before, after) = (said(self.old, form, old), said(self.new, form, new));
        for (before, after) in before.into_iter().zip(after) {
            if before.text == after.text || TOLD_APART.contains(&before.at) {
                continue;
            }
            let label = before.label;
            let texts = match before.is_list {
                true => listed(&format!("{of}{label}"), &before.text, &after.text),
                false => vec![format!("{of}{label}由{}改为{}", written(&before.text), written(&after.text))],
            };
            let matters = !BESIDE.contains(&before.at);
            self.list.extend(texts.into_iter().map(|text| (Change { path: no.to_owned(), text }, matters)));
        }
    }

    fn place(&mut self, no: &str, old: &Place<'_>, new: &Place<'_>) {
        if old.title() != new.title() {
            self.add(no, format!("第{no}项名称由“{}”改为“{}”", old.title(), new.title()));
        }
        self.points(no, &format!("第{no}项分值"), old.points(), new.points());
        let moved = |under: &str, now_under: &str| {
            let place = |no: &str| if no.is_empty() { "最上层".to_owned() } else { format!("第{no}项") };
            format!("第{no}项由{}移到{}之下", place(under), place(now_under))
        };
        match (old, new) {
            (Place::Heading(old, under), Place::Heading(new, now_under)) => {
                if under != now_under {
                    self.add(no, moved(under, now_under));
                }
                let (old, new) = (alone(old), alone(new));
                if old != new {
                    let document = |heading| serde_json::to_value(heading).unwrap_or_default();
                    self.blanks(no, Heading::FORM, (&document(old), &document(new)));
                }
            }
            (Place::Criterion(old, under), Place::Criterion(new, now_under)) => {
                if under != now_under {
                    self.add(no, moved(under, now_under));
                }
                if old != new {
                    self.criterion(no, old, new);
                }
            }
            _ => self.add(no, format!("第{no}项由{}改为{}", old.kind(), new.kind())),
        }
    }

    fn criterion(&mut self, no: &str, old: &Criterion, new: &Criterion) {
        if old.wording != new.wording {
            let (before, after) = (quoted(&old.wording), quoted(&new.wording));
            self.add(no, format!("第{no}项评分办法由{before}改为{after}"));
        }
        let (before, after) = (old.rules_told(), new.rules_told());
        if before != after && !before.is_empty() && !after.is_empty() {
            self.add(no, format!("第{no}项规则由{}改为{}", quoted(&before), quoted(&after)));
        }
        let told = self.list.len();
        let (form, before_form) = (new.form(), old.form());
        if form.iter().zip(&before_form).all(|(new, old)| std::ptr::eq(*new, *old))
            && form.len() == before_form.len()
        {
            let document = |criterion| serde_json::to_value(criterion).unwrap_or_default();
            self.blanks(no, &form, (&document(old), &document(new)));
        }
        // Words of a rule that its sentence does not say: what an explanation calls it.
        let silent = old.body != new.body && before == after && self.list.len() == told;
        if silent {
            self.add(no, format!("第{no}项的内容有改动"));
        }
    }

    /// What both versions have stands in another order.
    fn order(&mut self, old: &Places<'_>, new: &Places<'_>) {
        let under = |place: &Place<'_>| match place {
            Place::Heading(_, under) | Place::Criterion(_, under) => (*under).to_owned(),
        };
        let mut orders: BTreeMap<String, [Vec<&str>; 2]> = BTreeMap::new();
        for (at, (places, others)) in [(old, new), (new, old)].into_iter().enumerate() {
            for (no, place) in &places.order {
                if others.known.get(no).is_some_and(|other| under(other) == under(place)) {
                    orders.entry(under(place)).or_default()[at].push(no);
                }
            }
        }
        for (no, [before, after]) in orders {
            if before != after {
                let what = if no.is_empty() { "各部分".to_owned() } else { format!("第{no}项之下") };
                self.list.push((Change { path: no, text: format!("{what}的先后次序有改动") }, false));
            }
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

/// What a blank says, or that nothing is written.
fn written(text: &[String]) -> String {
    text.first().map_or("未写".to_owned(), |text| quoted(text))
}

/// What is different about a list: its entries one by one, what came, what went.
fn listed(what: &str, old: &[String], new: &[String]) -> Vec<String> {
    if old.len() == new.len() {
        let pairs = old.iter().zip(new).zip(1..).filter(|((before, after), _)| before != after);
        return pairs
            .map(|((before, after), n)| format!("{what}第{n}项由{}改为{}", quoted(before), quoted(after)))
            .collect();
    }
    let (before, after): (HashSet<_>, HashSet<_>) = (old.iter().collect(), new.iter().collect());
    let gone = old.iter().filter(|one| !after.contains(one)).map(|one| format!("{what}删去{}", quoted(one)));
    let come = new.iter().filter(|one| !before.contains(one)).map(|one| format!("{what}新增{}", quoted(one)));
    let told: Vec<_> = gone.chain(come).collect();
    if told.is_empty() { vec![format!("{what}由{}项改为{}项", old.len(), new.len())] } else { told }
}
