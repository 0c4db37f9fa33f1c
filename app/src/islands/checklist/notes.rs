//! What is said about a criterion before its question: the points to look at, the grades and what they mean, how far a
//! veto looks back.

use std::sync::Arc;

use domain::scheme::{Body, Criterion};
use leptos::prelude::*;

use super::desk::Desk;

/// The notes of one criterion; none for one that is scored by rules.
#[component]
pub(super) fn Notes(desk: Desk, criterion: Arc<Criterion>) -> impl IntoView {
    match &criterion.body {
        Body::Scored(_) | Body::Recorded(_) => ().into_any(),
        Body::Standard(_) => points(&criterion).into_any(),
        Body::Graded(_) => view! { {points(&criterion)} {grades(desk)} }.into_any(),
        Body::Veto(veto) => {
            veto.told().into_iter().map(|line| view! { <p class="rule">{line}</p> }).collect_view().into_any()
        }
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
