//! 试填: the checklist of a draft. What is filled in lies in this window only, so that one can turn from 部分 to 部分.

use std::cell::Cell;
use std::time::Duration;

use contract::fact::Fact;
use domain::scheme::edit::Sample;
use domain::scoring::Answers;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::desk::Desk;
use super::json::from_json;

/// Pause after the last change before it is written down.
const PAUSE: Duration = Duration::from_millis(300);

/// What was filled in, and the facts it names.
#[derive(Serialize, Deserialize)]
struct Kept {
    answers: Answers,
    facts: Vec<Fact>,
}

fn store() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// One per draft and view of it.
fn key(desk: Desk) -> String {
    desk.list.with_value(|list| {
        let trial = list.trial.as_ref();
        trial.map(|trial| format!("qingping:trial:{}{}", trial.pages, trial.query)).unwrap_or_default()
    })
}

thread_local! {
    /// The next time what was filled in is written down.
    static SOON: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
}

/// Writes down what was filled in after a short pause: with two thousand criteria that takes longer than a key may.
pub(super) fn keep_soon(desk: Desk) {
    let next = set_timeout_with_handle(move || keep(desk), PAUSE).ok();
    if let Some(timer) = SOON.replace(next) {
        timer.clear();
    }
}

pub(super) fn keep(desk: Desk) {
    let answers: Answers = desk.cells.with_value(|cells| {
        cells.iter().map(|(no, cell)| (no.clone(), cell.answer.get_untracked())).collect()
    });
    let kept = Kept { answers, facts: desk.facts.get_untracked() };
    if let (Some(store), Ok(text)) = (store(), serde_json::to_string(&kept)) {
        let _ = store.set_item(&key(desk), &text);
    }
}

/// Brings back what was filled in, unless the page brings something in its place.
pub(super) fn restore(desk: Desk) {
    if desk.list.with_value(|list| list.trial.as_ref().is_some_and(|trial| trial.fresh)) {
        keep(desk);
        // Coming back to this page is coming back to what was made of the sample since.
        let here = desk.list.with_value(|list| list.section_page(desk.layer, list.section));
        let _ = window()
            .history()
            .map(|history| history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&here)));
        return;
    }
    let text = store().and_then(|store| store.get_item(&key(desk)).ok().flatten());
    let Some(kept) = text.and_then(|text| from_json::<Kept>(&text)) else { return };
    desk.facts.set(kept.facts);
    desk.put_all(kept.answers);
}

/// Ways to the same page filled with samples, or emptied.
#[component]
pub(super) fn TrialTools(desk: Desk) -> impl IntoView {
    let page = |sample: &str| {
        desk.list.with_value(|list| {
            list.trial.as_ref().map(|trial| trial.sampled_page(list.section, sample)).unwrap_or_default()
        })
    };
    let samples =
        Sample::ALL.map(|sample| view! { <a class="btn" href=page(sample.id())>{sample.label()}</a>" " });
    view! {
        <p class="saved muted">"试填，不保存"</p>
        <p class="small">"填入样例："</p>
        <p class="samples">
            {samples}
            <a class="btn" href=page("none")>"清空"</a>
        </p>
    }
}
