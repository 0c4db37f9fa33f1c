//! Small parts that several pages share; each is a component of the kit with its ordinary settings.

use leptos::prelude::*;

use crate::ui::{Empty, Field, Notice, Tone};

/// The sentence of a refused form, above the form.
pub(super) fn refused(sentence: Option<String>) -> impl IntoView {
    sentence.map(|text| view! { <Notice tone=Tone::Bad>{text}</Notice> })
}

/// A labelled field of one line.
pub(super) fn field(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    value: String,
) -> impl IntoView {
    view! { <Field name=name label=label kind=kind value=value/> }
}

/// An empty state: what there is not, and what to do.
pub(super) fn empty(text: &str) -> impl IntoView + use<> {
    view! { <Empty text=text/> }
}
