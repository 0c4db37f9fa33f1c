//! The sheet as machines read it: decimals are strings, everything is keyed by the document's numbers.

use serde_json::{Map, Value, json};

use super::sheet::{CriterionScore, HeadingScore, Mark, Range, ScoreSheet};
use crate::points::Points;
use crate::scheme::{Body, Criterion, Heading, Role, Scheme};

/// The machine-readable result of a scheme cut down to the unit's type. What was found of the scheme is found of all of
/// it: reasons that were accepted for other types are not out of date for this one.
pub fn report(whole: &Scheme, scheme: &Scheme, sheet: &ScoreSheet) -> Value {
    let (mut sections, mut items) = (Map::new(), Map::new());
    for (section, line) in scheme.sections.iter().zip(&sheet.sections) {
        sections.insert(line.no.to_string(), heading(section, line));
    }
    for (item, line) in scheme.items().zip(sheet.items()) {
        items.insert(line.no.to_string(), heading(item, line));
    }
    let mut lists = Lists::default();
    for section in &scheme.sections {
        for criterion in section.all_criteria() {
            if let Some(line) = sheet.criterion(&criterion.no) {
                lists.add(criterion, line, section.role);
            }
        }
    }
    let mut report = json!({
        "scheme": scheme.name,
        "total": sheet.score,
        "declared": sheet.declared,
        "achievable": sheet.achievable,
        "range": range(sheet.range),
        "complete": sheet.complete(),
        "answered": sheet.answered,
        "asked": sheet.asked,
        "rate": sheet.rate(),
        "rate_percent": sheet.rate().map(Points::percent),
        "sections": sections,
        "items": items,
        "criteria": lists.criteria,
        "findings": whole.findings(),
        "explanations": lists.explanations,
    });
    let Some(fields) = report.as_object_mut() else { return report };
    let mut put = |name: &str, map: Map<String, Value>| {
        if !map.is_empty() {
            fields.insert(name.to_owned(), Value::Object(map));
        }
    };
    put("bonus", lists.bonus);
    put("vetoes", lists.vetoes);
    put("recorded", lists.recorded);
    if let Some(reached) = &sheet.reached {
        fields.insert("reached".to_owned(), json!(reached));
    }
    report
}

fn heading(heading: &Heading, line: &HeadingScore) -> Value {
    let mut value = json!({
        "title": heading.title,
        "score": line.score,
        "declared": line.declared,
        "achievable": line.achievable,
        "range": range(line.range),
    });
    if let (Some(fields), Some(dimension)) = (value.as_object_mut(), heading.dimension) {
        fields.insert("dimension".to_owned(), json!(dimension));
    }
    value
}

/// The criteria by what they are for.
#[derive(Default)]
struct Lists {
    criteria: Map<String, Value>,
    bonus: Map<String, Value>,
    vetoes: Map<String, Value>,
    recorded: Map<String, Value>,
    explanations: Vec<Value>,
}

impl Lists {
    fn add(&mut self, criterion: &Criterion, line: &CriterionScore, role: Role) {
        let no = line.no.to_string();
        let sentence = line.sentence();
        match (&criterion.body, role) {
            (Body::Scored(_), Role::Base) => {
                self.criteria.insert(
                    no,
                    json!({
                        "title": criterion.title,
                        "points": line.points,
                        "score": line.score,
                        "range": range(line.range),
                        "complete": line.complete,
                        "not_applicable": line.not_applicable,
                        "sentence": sentence,
                    }),
                );
            }
            (Body::Scored(_), Role::Bonus) => {
                self.bonus.insert(
                    no,
                    json!({
                        "title": criterion.title,
                        "score": line.score,
                        "range": range(line.range),
                        "complete": line.complete,
                        "sentence": sentence,
                    }),
                );
            }
            (Body::Graded(_) | Body::Standard(_) | Body::Veto(_) | Body::Recorded(_), _) => {
                let answer = match line.mark.as_deref() {
                    Some(Mark::Grade { id, .. }) => json!(id),
                    Some(Mark::Standard(mark)) => json!(mark),
                    Some(Mark::Veto(mark)) => json!(mark),
                    Some(Mark::Recorded(text)) => json!(text),
                    Some(Mark::LeftTo(_)) | None => Value::Null,
                };
                let value = json!({
                    "title": criterion.title,
                    "answer": answer,
                    "complete": line.complete,
                    "sentence": if line.mark.is_some() { sentence } else { String::new() },
                });
                let list = match &criterion.body {
                    Body::Veto(_) => &mut self.vetoes,
                    Body::Recorded(_) => &mut self.recorded,
                    _ => &mut self.criteria,
                };
                list.insert(no, value);
            }
        }
        self.explanations.extend(
            line.steps
                .iter()
                .map(|step| json!({ "criterion": line.no, "text": step.text, "points": step.points })),
        );
    }
}

fn range(range: Range) -> Value {
    json!({ "low": range.low, "high": range.high })
}
