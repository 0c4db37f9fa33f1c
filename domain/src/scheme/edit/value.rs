//! Reading and filling the blanks of a place, by JSON pointer. What was filled in becomes part of the scheme only if it
//! still is one.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::place::Place;
use crate::scheme::model::*;

/// The document of one place, without what stands below it; `Null` for a place that is not there.
pub fn document_of(scheme: &Scheme, place: &Place) -> Value {
    fn written(value: &impl Serialize) -> Value {
        serde_json::to_value(value).unwrap_or_default()
    }
    match place {
        // What stands below is left out, and kept when the form is written back.
        Place::Whole => written(&hollow(scheme)),
        Place::Heading(path) => {
            scheme.heading_at(path).map(alone).map_or(Value::Null, |one| printed(written(&one)))
        }
        Place::Criterion(..) => scheme.criterion_at(place).map_or(Value::Null, |one| printed(written(one))),
    }
}

/// With the number as the document has it.
fn printed(mut document: Value) -> Value {
    if let Some(Value::String(no)) = document.get_mut("no") {
        *no = own_no(no).to_owned();
    }
    document
}

/// A heading without what stands below it.
pub(crate) fn alone(heading: &Heading) -> Heading {
    Heading {
        no: heading.no.clone(),
        title: heading.title.clone(),
        points: heading.points,
        role: heading.role,
        floor: heading.floor,
        dimension: heading.dimension,
        applies_to: heading.applies_to.clone(),
        duties: heading.duties.clone(),
        remark: heading.remark.clone(),
        criteria: Vec::new(),
        items: Vec::new(),
    }
}

/// A scheme without its headings.
pub(crate) fn hollow(scheme: &Scheme) -> Scheme {
    Scheme {
        format: scheme.format,
        name: scheme.name.clone(),
        title: scheme.title.clone(),
        points: scheme.points,
        unit_types: scheme.unit_types.clone(),
        cycle: scheme.cycle,
        deadlines: scheme.deadlines.clone(),
        grades: scheme.grades.clone(),
        one_fact_once: scheme.one_fact_once,
        sections: Vec::new(),
        sources: scheme.sources.clone(),
        outcome: scheme.outcome.clone(),
        notes: scheme.notes.clone(),
        accepted: scheme.accepted.clone(),
    }
}

impl Scheme {
    /// Fills one blank of a place: writes `value` at `pointer`, or clears it.
    ///
    /// # Errors
    /// Why it does not fit, in a Chinese sentence without the final stop; the scheme is as it was.
    pub fn fill(&mut self, place: &Place, pointer: &str, value: Option<Value>) -> Result<(), String> {
        let mut document = document_of(self, place);
        if value.is_none() {
            take_out_amounts(&mut document, pointer);
        }
        set(&mut document, pointer, value).ok_or(GONE)?;
        square(&mut document);
        ask_alike(&mut document, pointer);
        self.replace(place, document)
    }

    /// Replaces the document of a place.
    ///
    /// # Errors
    /// As [`Scheme::fill`].
    pub fn replace(&mut self, place: &Place, mut document: Value) -> Result<(), String> {
        if let Some(Value::Array(types)) = document.get_mut("unit_types") {
            // A code that something is still named after is not given again.
            let mut taken = self.unit_type_codes();
            for unit_type in types {
                if let Some(Value::String(code)) = unit_type.get_mut("code") {
                    give(code, "t", &mut taken);
                }
            }
        }
        give_names(&mut document);
        match place {
            Place::Whole => {
                let mut filled = read::<Scheme>(document)?;
                filled.sections = std::mem::take(&mut self.sections);
                *self = filled;
                self.forget_unit_types();
                Ok(())
            }
            Place::Heading(path) => {
                let mut filled = read::<Heading>(document)?;
                let above = path.split_last().map_or(&[][..], |(_, above)| above);
                let before = self.heading_at(path).ok_or(GONE)?.no.clone();
                filled.no = self.renamed(above, &before, &filled.no);
                let heading = self.heading_at_mut(path).ok_or(GONE)?;
                let (criteria, items) =
                    (std::mem::take(&mut heading.criteria), std::mem::take(&mut heading.items));
                let (old, new) = (heading.no.clone(), filled.no.clone());
                *heading = Heading { criteria, items, ..filled };
                self.follow_number(&old, &new);
                self.follow_heading(path, &old, &new);
                Ok(())
            }
            Place::Criterion(path, at) => {
                let mut filled = read::<Criterion>(document)?;
                let before = self.criterion_at(place).ok_or(GONE)?;
                follow(before, &mut filled);
                filled.no = self.renamed(path, &before.no, &filled.no);
                let (old, new) = (before.no.clone(), filled.no.clone());
                let heading = self.heading_at_mut(path).ok_or(GONE)?;
                heading.criteria[*at] = filled;
                self.follow_number(&old, &new);
                Ok(())
            }
        }
    }
}

impl Scheme {
    /// The number something has once `typed` was written for it.
    fn renamed(&self, above: &[usize], before: &str, typed: &str) -> smol_str::SmolStr {
        let typed = typed.trim();
        // What is written out, or is no number at all, is the linter's to judge.
        if typed == own_no(before) {
            return before.into();
        }
        match self.key(above, typed) {
            Some(no) if is_number(typed) && !typed.contains(WITHIN) => no.into(),
            _ => typed.into(),
        }
    }

    /// Every code of a 单位类型 that occurs anywhere.
    fn unit_type_codes(&self) -> Vec<String> {
        let types = self.unit_types.iter().map(|one| &one.code);
        let headings = self.headings().flat_map(|heading| &heading.applies_to);
        let criteria = self.criteria().flat_map(|criterion| &criterion.applies_to);
        types.chain(headings).chain(criteria).cloned().collect()
    }

    /// A 单位类型 that is gone is struck from what applies to others, too. What applied to it alone would then apply to
    /// all: there it stays named, and the linter says so.
    fn forget_unit_types(&mut self) {
        let known: Vec<_> = self.unit_types.iter().map(|one| one.code.clone()).collect();
        let keep = |codes: &mut Vec<String>| {
            if codes.iter().any(|code| known.contains(code)) {
                codes.retain(|code| known.contains(code));
            }
        };
        fn within(heading: &mut Heading, keep: &dyn Fn(&mut Vec<String>)) {
            keep(&mut heading.applies_to);
            heading.criteria.iter_mut().for_each(|criterion| keep(&mut criterion.applies_to));
            heading.items.iter_mut().for_each(|item| within(item, keep));
        }
        self.sections.iter_mut().for_each(|section| within(section, &keep));
        self.outcome.quotas.iter_mut().for_each(|quota| keep(&mut quota.applies_to));
        self.outcome.targets.iter_mut().for_each(|target| keep(&mut target.applies_to));
    }
}

const GONE: &str = "这一处已不存在，请重新选择";
const UNFIT: &str = "填写的内容不符合方案格式，没有采用";

fn read<T: DeserializeOwned>(document: Value) -> Result<T, String> {
    serde_json::from_value(document).map_err(|_| UNFIT.to_owned())
}

/// What follows from something else until somebody writes it differently: the wording follows the rules, the only part
/// is worth what the criterion is.
fn follow(before: &Criterion, filled: &mut Criterion) {
    if let Body::Scored(parts) = &mut filled.body
        && let [only] = parts.as_mut_slice()
    {
        only.points = filled.points;
    }
    if before.wording == filled.wording
        && (before.wording.is_empty() || before.wording == before.rules_told())
    {
        filled.wording = filled.rules_told();
    }
}

/// With a row or column of a severity matrix go its amounts.
fn take_out_amounts(document: &mut Value, pointer: &str) {
    let Some((list, at)) = pointer.rsplit_once('/') else { return };
    let Ok(at) = at.parse::<usize>() else { return };
    let amounts = |rule: &str| format!("{rule}/amounts");
    if let Some(rule) = list.strip_suffix("/rows") {
        if let Some(Value::Array(rows)) = document.pointer_mut(&amounts(rule))
            && at < rows.len()
        {
            rows.remove(at);
        }
    } else if let Some(rule) = list.strip_suffix("/columns")
        && let Some(Value::Array(rows)) = document.pointer_mut(&amounts(rule))
    {
        for row in rows.iter_mut().filter_map(Value::as_array_mut).filter(|row| at < row.len()) {
            row.remove(at);
        }
    }
}

/// A severity matrix has an amount for every row and column; a new one begins at 0.
fn square(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(square),
        Value::Object(map) => {
            let size = |key: &str| map.get(key).and_then(Value::as_array).map(Vec::len);
            if let (Some(rows), Some(columns)) = (size("rows"), size("columns"))
                && let Some(Value::Array(amounts)) = map.get_mut("amounts")
            {
                amounts.resize_with(rows, || Value::Array(Vec::new()));
                for row in amounts.iter_mut().filter_map(Value::as_array_mut) {
                    row.resize_with(columns, || Value::String("0".to_owned()));
                }
            }
            map.values_mut().for_each(square);
        }
        _ => {}
    }
}

/// Writes at a pointer, making the objects on the way; without a value, takes out what is there.
pub(super) fn set(document: &mut Value, pointer: &str, value: Option<Value>) -> Option<()> {
    let Some((above, last)) = pointer.rsplit_once('/') else {
        *document = value?;
        return Some(());
    };
    let mut here = document;
    for step in above.split('/').skip(1) {
        if here.is_null() {
            *here = Value::Object(Map::new());
        }
        here = match here {
            Value::Object(map) => map.entry(step).or_insert(Value::Null),
            Value::Array(list) => list.get_mut(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    if here.is_null() {
        *here = Value::Object(Map::new());
    }
    match (here, value) {
        (Value::Object(map), Some(value)) => {
            map.insert(last.to_owned(), value);
        }
        (Value::Object(map), None) => {
            map.remove(last);
        }
        (Value::Array(list), value) => {
            let at: usize = last.parse().ok()?;
            match value {
                Some(value) if at < list.len() => list[at] = value,
                Some(value) if at == list.len() => list.push(value),
                Some(_) => return None,
                None if at < list.len() => {
                    list.remove(at);
                }
                None => return None,
            }
        }
        _ => return None,
    }
    Some(())
}

/// What a question says, and not what a rule makes of its answer.
const QUESTION: [&str; 9] = ["label", "unit", "told", "kind", "met", "unmet", "min", "max", "input"];

/// One question that several rules ask is one question: what is changed about it in one of them is changed in all.
fn ask_alike(document: &mut Value, pointer: &str) {
    let within = |above: &&str| {
        document
            .pointer(above)
            .is_some_and(|one| one.get("input").is_some_and(Value::is_string) && is_shareable(one))
    };
    let mut above = Some(pointer);
    let at = std::iter::from_fn(|| {
        let here = above?;
        above = here.rsplit_once('/').map(|(above, _)| above);
        Some(here)
    });
    let Some(asked) = at.skip(1).find(within).and_then(|at| document.pointer(at)).cloned() else { return };
    let name = asked["input"].clone();
    questions(document, &mut |one| {
        if let Value::Object(one) = one
            && one.get("input") == Some(&name)
        {
            for key in QUESTION {
                match asked.get(key) {
                    Some(value) => one.insert(key.to_owned(), value.clone()),
                    None => one.remove(key),
                };
            }
        }
    });
}

/// Whether a question may be asked for several rules: one that stands by itself, not within a rule's own words.
fn is_shareable(one: &Value) -> bool {
    one.get("rule").is_none() && one.get("kind").and_then(Value::as_str) != Some("facts")
}

/// Visits every question that several rules may share.
fn questions(value: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    if value.get("input").is_some_and(Value::is_string) && is_shareable(value) {
        return visit(value);
    }
    match value {
        Value::Object(map) => map.values_mut().for_each(|below| questions(below, visit)),
        Value::Array(list) => list.iter_mut().for_each(|below| questions(below, visit)),
        _ => {}
    }
}

/// A question that several rules of a 评分细则 may ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shareable {
    pub name: String,
    pub label: String,
    /// How many rules ask it.
    pub times: usize,
    /// Whether it is the one that was pointed at.
    pub is_here: bool,
}

/// The questions like the one at a pointer, itself among them; nothing where that is no question to share.
pub fn shared_with(document: &Value, pointer: &str) -> Vec<Shareable> {
    let text = |one: &Value, key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let kind = |one: &Value| ["told", "met", "min"].map(|key| one.get(key).is_some());
    let here = document.pointer(pointer).filter(|one| one.get("input").is_some_and(Value::is_string));
    let Some((here, mine)) = here.filter(|one| is_shareable(one)).map(|one| (text(one, "input"), kind(one)))
    else {
        return Vec::new();
    };
    let mut found: Vec<Shareable> = Vec::new();
    let mut document = document.clone();
    questions(&mut document, &mut |one| {
        let name = text(one, "input");
        match found.iter_mut().find(|known| known.name == name) {
            Some(known) => known.times += 1,
            None if kind(one) == mine => {
                let is_here = name == here;
                found.push(Shareable { label: text(one, "label"), times: 1, is_here, name });
            }
            None => {}
        }
    });
    found
}

/// A question, asked as the one with this name is; with an empty name, one of its own.
pub fn asked_as(document: &Value, pointer: &str, name: &str) -> Option<Value> {
    let mut own = document.pointer(pointer)?.clone();
    if name.is_empty() {
        own["input"] = Value::String(String::new());
        return Some(own);
    }
    let mut document = document.clone();
    let mut found = None;
    questions(&mut document, &mut |one| {
        if found.is_none() && one.get("input").and_then(Value::as_str) == Some(name) {
            found = Some(one.clone());
        }
    });
    let found = found?;
    for key in QUESTION {
        match (found.get(key), own.as_object_mut()) {
            (Some(value), Some(own)) => own.insert(key.to_owned(), value.clone()),
            (None, Some(own)) => own.remove(key),
            (_, None) => None,
        };
    }
    Some(own)
}

/// Names people never see: inputs, options and codes that are still empty get the next free one.
pub(super) fn give_names(document: &mut Value) {
    let mut taken = Vec::new();
    named(document, "input", &mut |name| taken.push(name.clone()));
    named(document, "input", &mut |name| give(name, "q", &mut taken));
    lists(document);
}

/// Visits every text under this key, wherever it stands.
fn named(value: &mut Value, key: &str, visit: &mut dyn FnMut(&mut String)) {
    match value {
        Value::Object(map) => {
            for (name, below) in map.iter_mut() {
                match below {
                    Value::String(text) if name == key => visit(text),
                    _ => named(below, key, visit),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|below| named(below, key, visit)),
        _ => {}
    }
}

/// Ids and codes are unique within their list.
fn lists(value: &mut Value) {
    match value {
        Value::Object(map) => map.values_mut().for_each(lists),
        Value::Array(list) => {
            for (key, prefix) in [("id", "o"), ("code", "t")] {
                let mut taken: Vec<String> = list
                    .iter()
                    .filter_map(|one| one.get(key)?.as_str())
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned)
                    .collect();
                for one in list.iter_mut() {
                    if let Some(Value::String(name)) = one.get_mut(key) {
                        give(name, prefix, &mut taken);
                    }
                }
            }
            list.iter_mut().for_each(lists);
        }
        _ => {}
    }
}

fn give(name: &mut String, prefix: &str, taken: &mut Vec<String>) {
    if !name.is_empty() {
        return;
    }
    let free = (1..).map(|n: u32| format!("{prefix}{n}")).find(|free| !taken.contains(free));
    if let Some(free) = free {
        taken.push(free.clone());
        *name = free;
    }
}
