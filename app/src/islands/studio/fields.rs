//! Blanks of one value: a line, several lines, a choice, the 单位类型 something applies to.

use domain::scheme::edit::{Ask, Blank};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;

use super::bench::Bench;
use super::blanks::{id_of, read, shown, typed};
use crate::ui::{FORM, TextArea, Tick};

pub(super) fn line(bench: Bench, blank: &'static Blank, at: String) -> AnyView {
    let value = Memo::new(read(bench, at.clone(), shown));
    let wrong = RwSignal::new(None::<String>);
    // What is typed stays as it is typed while it means what is stored: “0.0” on the way to “0.05”.
    let text = RwSignal::new(None::<String>);
    let figures = !matches!(blank.ask, Ask::Line);
    let display = move || {
        let stored = value.get();
        text.get()
            .filter(|text| {
                !figures
                    || typed(&blank.ask, text).is_ok_and(|value| shown(value.as_ref()) == stored)
                    || wrong.with(Option::is_some)
            })
            .unwrap_or(stored)
    };
    // What is said about a number follows it: not to every number on the way to the one that is meant.
    let late = blank.at == "/no";
    // Others offer these names: they are drawn again once one is written.
    let offered = ["/grades/", "/unit_types/", "/rows/", "/columns/"].iter().any(|list| at.contains(list));
    let id = id_of("", &at);
    let told = format!("{id}-told");
    let at = StoredValue::new(at);
    let give = move |typed_now: String| {
        let outcome =
            typed(&blank.ask, &typed_now).and_then(|value| at.with_value(|at| bench.fill(at, value)));
        wrong.set(outcome.err());
        text.set(figures.then_some(typed_now));
    };
    view! {
        <p class="blank" class:short=figures>
            <label for=id.clone()>{blank.label}</label>
            <input
                id=id
                form=FORM
                autocomplete="off"
                inputmode=figures.then_some("decimal")
                value=value.get_untracked()
                prop:value=display
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=told.clone()
                on:input=move |event| {
                    if !late && !is_composing(&event) {
                        give(event_target_value(&event));
                    }
                }
                on:compositionend=move |event| {
                    if !late {
                        give(event_target_value(&event));
                    }
                }
                on:change=move |event| {
                    if late {
                        give(event_target_value(&event));
                    }
                    if offered {
                        bench.redraw();
                    }
                }
            />
            <span id=told class="hint">
                {move || match wrong.get() {
                    Some(why) => view! { <span class="fault">{format!("{why}，没有采用")}</span> }.into_any(),
                    None => blank.hint.into_any(),
                }}
            </span>
        </p>
    }
    .into_any()
}

/// Whether an input method is still composing what stands in a field: until it is done, the field is left alone.
pub(super) fn is_composing(event: &web_sys::Event) -> bool {
    event.dyn_ref::<web_sys::InputEvent>().is_some_and(web_sys::InputEvent::is_composing)
}

/// Several lines of text, or one text per line.
pub(super) fn lines(bench: Bench, blank: &'static Blank, at: String) -> AnyView {
    let names = matches!(blank.ask, Ask::Names);
    let value = Memo::new(read(bench, at.clone(), move |value| match value {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        value => shown(value),
    }));
    let id = id_of("", &at);
    let give = move |text: String| {
        let value = if names {
            let list = text.lines().map(str::trim).filter(|line| !line.is_empty());
            Value::Array(list.map(|line| Value::String(line.to_owned())).collect())
        } else {
            Value::String(text)
        };
        let _ = bench.fill(&at, Some(value));
    };
    let hint = if names { "一行一个" } else { blank.hint };
    view! {
        <p class="blank wide">
            <label for=id.clone()>{blank.label}</label>
            <TextArea id=id.clone() name=id form=FORM initial=value.get_untracked() value=value on_input=give rows=2/>
            <span class="hint">{hint}</span>
        </p>
    }
    .into_any()
}

pub(super) fn select(
    bench: Bench,
    blank: &'static Blank,
    at: String,
    above: &str,
    options: Vec<(String, String)>,
    redraws: bool,
) -> AnyView {
    let value = Memo::new(read(bench, at.clone(), shown));
    let id = id_of(blank.at, above);
    // A word that is left over from before is no choice any more, and none is made silently.
    let open = options.iter().all(|(known, _)| !known.is_empty());
    let ask = open.then(|| view! { <option value="" disabled=true>"请选择"</option> });
    let options = options
        .into_iter()
        .map(|(known, label)| {
            let mine = known.clone();
            view! { <option value=known selected=move || value.with(|value| *value == mine)>{label}</option> }
        })
        .collect_view();
    let give = move |event| {
        let chosen = event_target_value(&event);
        let value = (!chosen.is_empty()).then_some(Value::String(chosen));
        if redraws {
            bench.reshape(&at, value);
        } else {
            let _ = bench.fill(&at, value);
        }
    };
    view! {
        <p class="blank">
            <label for=id.clone()>{blank.label}</label>
            <select id=id form=FORM prop:value=move || value.get() on:change=give>{ask}{options}</select>
            <span class="hint">{blank.hint}</span>
        </p>
    }
    .into_any()
}

pub(super) fn unit_types(bench: Bench, blank: &'static Blank, at: String) -> AnyView {
    let mut types: Vec<(String, String)> = bench.scheme.with_untracked(|scheme| {
        scheme.unit_types.iter().map(|one| (one.code.clone(), one.title.clone())).collect()
    });
    let named = bench.document.with_untracked(|document| {
        let list = document.pointer(&at).and_then(Value::as_array).cloned().unwrap_or_default();
        list.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    });
    for code in named {
        if types.iter().all(|(known, _)| *known != code) {
            types.push((code, "已删去的单位类型".to_owned()));
        }
    }
    if types.is_empty() {
        return ().into_any();
    }
    let chosen = Memo::new(read(bench, at.clone(), |value| {
        let list = value.and_then(Value::as_array).cloned().unwrap_or_default();
        list.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    }));
    let boxes = types
        .into_iter()
        .map(|(type_code, title)| {
            let id = id_of(&format!("/{type_code}"), &at);
            let (code, at) = (StoredValue::new(type_code), at.clone());
            let on = move || code.with_value(|code| chosen.with(|chosen| chosen.contains(code)));
            let give = move |ticked: bool| {
                let mut next = chosen.get_untracked();
                code.with_value(|code| next.retain(|known| known != code));
                if ticked {
                    next.push(code.get_value());
                }
                let value = (!next.is_empty()).then(|| next.into_iter().map(Value::String).collect());
                let _ = bench.fill(&at, value);
            };
            view! { <Tick name=id label=title on=Signal::derive(on) on_tick=give disabled=false/> }
        })
        .collect_view();
    view! { <fieldset class="ticks"><legend>{format!("{}（都不选为全部适用）", blank.label)}</legend>{boxes}</fieldset> }
        .into_any()
}
