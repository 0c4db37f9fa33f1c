//! Small parts that several pages share.

use leptos::prelude::*;

/// The sentence of a refused form, above the form.
pub(super) fn refused(sentence: Option<String>) -> impl IntoView {
    sentence.map(|text| view! { <p class="why bad" role="alert">{text}</p> })
}

/// A labelled field of one line.
pub(super) fn field(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    value: String,
) -> impl IntoView {
    view! {
        <p class="field">
            <label for=name>{label}</label>
            <input type=kind id=name name=name value=value/>
        </p>
    }
}

/// An empty state: what there is not, and what to do.
pub(super) fn empty(text: &str) -> impl IntoView + use<> {
    view! { <p class="empty">{text.to_owned()}</p> }
}
