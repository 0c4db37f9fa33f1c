//! The rules against the documents: tables written out by hand, golden lists, and properties that hold for all answers.

mod any;
mod applicants;
mod codes;
mod corners;
mod criteria;
mod document;
mod edit;
mod filling;
mod format_readme;
mod hostile;
mod huge;
mod large;
mod linting;
mod one_case;
mod organ;
mod paste;
mod places;
mod properties;
mod refusals;
mod rules;
mod sheets;
mod tight;
mod verdicts;
mod words;

use std::sync::LazyLock;

use domain::points::Points;
use domain::scheme::{Scheme, builtin};
use domain::scoring::{Answer, Answers, Circumstances, Fact};

fn jiyuan() -> Scheme {
    static JIYUAN: LazyLock<Scheme> =
        LazyLock::new(|| builtin::load("jiyuan").expect("the built-in scheme can be read"));
    JIYUAN.clone()
}

/// The register of what some answers name, each fact under its own name.
fn registered(answers: &Answers) -> Circumstances {
    let named = answers.values().flat_map(Answer::entries).map(|entry| entry.fact.clone());
    let facts = named.map(|fact| (fact.clone(), Fact { title: fact, date: None }));
    Circumstances { facts: facts.collect(), ..Circumstances::default() }
}

/// A file of answers with everything it names registered.
fn with_register(file: &str) -> String {
    let mut file: serde_json::Value = serde_json::from_str(file).unwrap();
    let mut facts = file["facts"].as_object().cloned().unwrap_or_default();
    let inputs = file["answers"].as_object().into_iter().flat_map(|all| all.values());
    let lists = inputs.filter_map(serde_json::Value::as_object).flat_map(|inputs| inputs.values());
    for entry in lists.filter_map(serde_json::Value::as_array).flatten() {
        if let Some(fact) = entry["fact"].as_str() {
            facts.entry(fact).or_insert_with(|| serde_json::json!({}));
        }
    }
    if !facts.is_empty() {
        file["facts"] = facts.into();
    }
    file.to_string()
}

/// A short scheme of every common kind of rule.
fn small() -> Scheme {
    Scheme::read(include_str!("small.json")).expect("the small scheme can be read")
}

/// 分 as written.
fn p(text: &str) -> Points {
    Points::from_exact(text).unwrap()
}

/// What the linter finds, a line each, with the reason it was accepted for.
fn findings(scheme: &Scheme) -> String {
    let findings = scheme.findings();
    let lines = findings.iter().map(|f| {
        let accepted = f.accepted.as_deref().map(|reason| format!(" ← {reason}")).unwrap_or_default();
        let path = if f.path.is_empty() { "全部" } else { &f.path };
        format!("{} {} {path}：{}{accepted}", f.level.label(), f.code, f.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}
