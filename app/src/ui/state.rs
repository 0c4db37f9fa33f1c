use domain::workflow::CaseState;
use leptos::prelude::*;

/// The state of a case as a small tag.
#[component]
pub fn StateTag(state: CaseState) -> impl IntoView {
    let tone = match state {
        CaseState::Draft => "tag",
        CaseState::Signing | CaseState::Reviewing => "tag wait",
        CaseState::Returned => "tag back",
        CaseState::Reviewed | CaseState::Decided => "tag info",
        CaseState::Published => "tag ok",
    };
    view! { <span class=tone>{state.label()}</span> }
}

/// How an explanation is tinted: full marks, something lost, or not finished.
pub fn score_class(complete: bool, full: bool) -> &'static str {
    match (complete, full) {
        (true, true) => "why ok",
        (true, false) => "why lost",
        (false, _) => "why",
    }
}
