//! What is said about a criterion before its question: the points to look at, the grades and what they mean, how far a
//! veto looks back.

use std::sync::Arc;

use domain::scheme::{Body, Criterion, SubPoint};
use leptos::either::EitherOf3;
use leptos::prelude::*;

use super::desk::Desk;

/// The notes of one criterion; none for one that is scored by rules.
#[component]
pub(super) fn Notes(desk: Desk, criterion: Arc<Criterion>) -> impl IntoView {
    // How an unclear place of the document is read.
    let readings = desk.list.with_value(|list| {
        let here = list.scheme.notes.iter().filter(|note| note.path == criterion.no.as_str());
        here.map(|note| view! { <p class="rule">{format!("说明：{}", note.text)}</p> }).collect_view()
    });
    let own = match &criterion.body {
        Body::Scored(_) | Body::Recorded(_) => EitherOf3::A(()),
        Body::Graded(list) => EitherOf3::B(view! { {points(list)} {Some(grades(desk))} }),
        Body::Standard(list) => EitherOf3::B(view! { {points(list)} {None} }),
        Body::Veto(veto) => EitherOf3::C(
            desk.list
                .with_value(|list| list.scheme.told_of_veto(&criterion.no, veto, list.days))
                .into_iter()
                .map(|line| view! { <p class="rule">{line}</p> })
                .collect_view(),
        ),
    };
    view! { {readings} {own} }
}

fn points(list: &[SubPoint]) -> impl IntoView + use<> {
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
