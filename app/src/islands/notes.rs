//! What is said about a criterion before its question: the points to look at, the grades and what they mean, how far a
//! veto looks back.

use std::sync::Arc;

use domain::scheme::{Body, Criterion, Veto};
use leptos::prelude::*;

use super::desk::Desk;

/// The notes of one criterion; none for one that is scored by rules.
#[component]
pub(super) fn Notes(desk: Desk, criterion: Arc<Criterion>) -> impl IntoView {
    match &criterion.body {
        Body::Scored(_) | Body::Recorded(_) => ().into_any(),
        Body::Standard(_) => points(&criterion).into_any(),
        Body::Graded(_) => view! { {points(&criterion)} {grades(desk)} }.into_any(),
        Body::Veto(veto) => looks_back(veto).into_any(),
    }
}

fn points(criterion: &Criterion) -> impl IntoView + use<> {
    let (Body::Graded(list) | Body::Standard(list)) = &criterion.body else { return None };
    let lines = list
        .iter()
        .map(|point| view! { <li><span class="no">{point.no.clone()}</span>{point.title.clone()}</li> })
        .collect_view();
    (!list.is_empty()).then(|| view! { <ul class="points">{lines}</ul> })
}

fn grades(desk: Desk) -> impl IntoView {
    let grades = desk.list.with_value(|list| list.scheme.grades.clone());
    let lines = grades
        .into_iter()
        .map(|grade| view! { <dt>{grade.title}</dt><dd>{grade.definition}</dd> })
        .collect_view();
    view! {
        <details class="meaning">
            <summary>"各等次的含义"</summary>
            <dl>{lines}</dl>
        </details>
    }
}

fn looks_back(veto: &Veto) -> impl IntoView + use<> {
    let window =
        veto.window.map_or("追溯期未写明".to_owned(), |window| format!("追溯期：{}", window.label()));
    let mut lines = vec![format!("{}　对象：{}　{window}", veto.effect.label(), veto.subject)];
    if !veto.threshold.is_empty() {
        lines.push(format!("程度：{}", veto.threshold));
    }
    lines.extend(veto.exceptions.iter().map(|exception| format!("例外：{exception}")));
    if !veto.decided_by.is_empty() {
        lines.push(format!("由{}核实", veto.decided_by));
    }
    lines.into_iter().map(|line| view! { <p class="rule">{line}</p> }).collect_view()
}
