use domain::workflow::CaseState;
use leptos::prelude::*;

/// How a tag is tinted: plain, `ok` done, `wait` somebody is at it, `back` sent back or late, `info` told.
#[component]
pub fn Tag(#[prop(into)] text: String, #[prop(optional)] tone: &'static str) -> impl IntoView {
    let class = if tone.is_empty() { "tag".to_owned() } else { format!("tag {tone}") };
    view! { <span class=class>{text}</span> }
}

/// The state of a case as a small tag.
#[component]
pub fn StateTag(state: CaseState) -> impl IntoView {
    let tone = match state {
        CaseState::Withdrawn | CaseState::Draft => "",
        CaseState::Signing | CaseState::Reviewing => "wait",
        CaseState::Returned => "back",
        CaseState::Reviewed | CaseState::Decided => "info",
        CaseState::Published => "ok",
    };
    view! { <Tag text=state.label() tone=tone/> }
}

/// How an explanation is tinted: full marks, something lost, or not finished.
pub fn score_class(complete: bool, full: bool) -> &'static str {
    match (complete, full) {
        (true, true) => "why ok",
        (true, false) => "why lost",
        (false, _) => "why",
    }
}
