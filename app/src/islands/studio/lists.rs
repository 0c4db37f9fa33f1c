//! Blanks made of blanks: what may be there or not, one of several forms, any number of the same.

use domain::scheme::edit::{Blank, Variant};
use leptos::prelude::*;
use serde_json::Value;

use super::bench::Bench;
use super::blanks::id_of;
use crate::ui::{FORM, Tick};

pub(super) fn maybe(
    bench: Bench,
    blank: &'static Blank,
    at: String,
    fresh: &'static str,
    blanks: &'static [Blank],
) -> AnyView {
    let there = bench.document.with_untracked(|document| document.pointer(&at).is_some());
    let inner = there.then(|| blanks.iter().map(|one| super::blanks::blank(bench, one, &at)).collect_view());
    let id = id_of("", &at);
    let give = move |ticked: bool| {
        bench.reshape(&at, ticked.then(|| serde_json::from_str(fresh).ok()).flatten());
    };
    view! {
        <div class="record">
            <Tick name=id label=blank.label on=Signal::stored(there) on_tick=give disabled=false/>
            {inner}
        </div>
    }
    .into_any()
}

pub(super) fn either(
    bench: Bench,
    blank: &'static Blank,
    at: String,
    variants: &'static [Variant],
) -> AnyView {
    let key = bench.document.with_untracked(|document| match document.pointer(&at) {
        Some(Value::String(key)) => key.clone(),
        Some(Value::Object(map)) => map.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    });
    let current = variants.iter().find(|variant| variant.key == key);
    let inner = current.map(|variant| {
        let below = format!("{at}/{}", variant.key);
        variant.blanks.iter().map(|one| super::blanks::blank(bench, one, &below)).collect_view()
    });
    let options = variants
        .iter()
        .map(|variant| view! { <option value=variant.key selected=variant.key == key>{variant.label}</option> })
        .collect_view();
    let id = id_of("-kind", &at);
    let give = move |event| {
        let chosen = event_target_value(&event);
        let Some(variant) = variants.iter().find(|variant| variant.key == chosen) else { return };
        let value = match (variant.key, variant.fresh) {
            ("", _) => None,
            (key, "") => Some(Value::String(key.to_owned())),
            (key, fresh) => {
                let payload: Value = serde_json::from_str(fresh).unwrap_or_default();
                Some(Value::Object([(key.to_owned(), payload)].into_iter().collect()))
            }
        };
        bench.reshape(&at, value);
    };
    let label = if blank.label.is_empty() { "条件" } else { blank.label };
    view! {
        <div class="record">
            <p class="blank">
                <label for=id.clone()>{label}</label>
                <select id=id form=FORM prop:value=key on:change=give>{options}</select>
            </p>
            {inner}
        </div>
    }
    .into_any()
}

pub(super) fn list(
    bench: Bench,
    blank: &'static Blank,
    at: String,
    one: &'static str,
    fresh: &'static str,
    blanks: &'static [Blank],
) -> AnyView {
    let count = bench
        .document
        .with_untracked(|document| document.pointer(&at).and_then(Value::as_array).map_or(0, Vec::len));
    let entries = (0..count)
        .map(|n| {
            let here = format!("{at}/{n}");
            let inner = blanks.iter().map(|blank| super::blanks::blank(bench, blank, &here)).collect_view();
            let gone = here.clone();
            let label = format!("删去第{}个{one}", n + 1);
            view! {
                <li>
                    <div class="entry">{inner}</div>
                    <button type="button" class="quiet" aria-label=label on:click=move |_| bench.reshape(&gone, None)>"删去"</button>
                </li>
            }
        })
        .collect_view();
    let add = move |_| {
        let at = format!("{at}/{count}");
        // The list itself may not be there yet.
        let value = serde_json::from_str(fresh).ok();
        if count == 0 {
            let list = at.rsplit_once('/').map(|(list, _)| list.to_owned()).unwrap_or_default();
            bench.reshape(&list, value.map(|one: Value| Value::Array(vec![one])));
        } else {
            bench.reshape(&at, value);
        }
    };
    view! {
        <fieldset class="several">
            {(!blank.label.is_empty()).then(|| view! { <legend>{blank.label}</legend> })}
            <ol>{entries}</ol>
            <p><button type="button" class="quiet" on:click=add>{format!("＋{one}")}</button></p>
        </fieldset>
    }
    .into_any()
}
