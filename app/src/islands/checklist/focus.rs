//! Where the keys lead: finding, focusing and pressing what stands on the page.

use domain::scheme::{InputKind, InputSpec};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// The number of the criterion an element stands in.
pub(super) fn criterion_around(element: &Element) -> Option<String> {
    let row = element.closest(".crit").ok().flatten()?;
    row.id().strip_prefix("c-").map(str::to_owned)
}

pub(super) fn focus(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// Once what was asked for stands there.
pub(super) fn focus_soon(id: String) {
    request_animation_frame(move || {
        focus(&id);
    });
}

pub(super) fn focus_first(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    found
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

pub(super) fn click(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    let Some(button) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return false };
    button.click();
    true
}

pub(super) fn blur(element: Option<&Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_ref::<HtmlElement>()) {
        let _ = element.blur();
    }
}

/// Whether a control with this name belongs to a question: some questions have several.
pub(super) fn is_of(asked: &InputSpec, name: &str) -> bool {
    name.strip_prefix(asked.id.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The `at`-th choice or check box of a question as it is shown, from 0. That nothing applies stands first in a list.
pub(super) fn choice(asked: &InputSpec, at: usize) -> Option<HtmlInputElement> {
    let of = |name: &str| format!("input[name='{}{name}']", asked.id);
    match asked.kind {
        InputKind::Elements if at == 0 => nth(&of(".none")),
        InputKind::Elements => nth(&of(&format!(".{}", asked.options.get(at - 1)?.id))),
        InputKind::Facts => nth(&format!("{}:nth-of-type({})", of(".none"), at + 1)),
        _ => nth(&format!("{}:nth-of-type({})", of(""), at + 1)),
    }
}

fn nth(selector: &str) -> Option<HtmlInputElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Into the first control of a question; what a field of figures holds is selected, so that typing replaces it.
pub(super) fn focus_field(asked: &InputSpec) -> bool {
    let field = match asked.kind {
        InputKind::YesNo | InputKind::Choice | InputKind::Elements | InputKind::Facts => {
            return choice(asked, 0).is_some_and(|control| control.focus().is_ok());
        }
        InputKind::Judged => nth(&format!("input[name='{}.value']", asked.id)),
        _ => nth(&format!("input[name='{}']", asked.id)),
    };
    let Some(field) = field else { return false };
    field.select();
    field.focus().is_ok()
}

/// Into a field that may stand in something folded.
pub(super) fn unfold(id: &str) -> bool {
    let Some(field) = document().get_element_by_id(id) else { return false };
    if let Some(folded) = field.closest("details").ok().flatten() {
        let _ = folded.set_attribute("open", "");
    }
    focus(id)
}
