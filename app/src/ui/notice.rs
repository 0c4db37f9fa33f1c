use domain::scoring::CriterionScore;
use leptos::prelude::*;

use super::state::score_class;

/// What a notice is about; its colour follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Something to keep in mind.
    #[default]
    Mind,
    /// It went well.
    Good,
    /// Merely told.
    Told,
    /// Refused or failed: read out at once.
    Bad,
}

/// A sentence the page says apart from its text.
#[component]
pub fn Notice(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Mind => ("why", None),
        Tone::Good => ("why ok", Some("status")),
        Tone::Told => ("why info", None),
        Tone::Bad => ("why bad", Some("alert")),
    };
    view! { <div class=class role=role>{children()}</div> }
}

/// Why a criterion scores what it scores, right under it.
#[component]
pub fn Explanation(line: CriterionScore) -> impl IntoView {
    let tone = score_class(line.complete, line.score == line.points);
    view! { <p class=tone>{line.sentence()}</p> }
}

/// An empty state: what there is not, and what to do; `children` may offer the way.
#[component]
pub fn Empty(#[prop(into)] text: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let way = children.map(|children| view! { <br/>{children()} });
    view! { <p class="empty">{text}{way}</p> }
}
