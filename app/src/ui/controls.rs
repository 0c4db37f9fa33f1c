//! The controls of a checklist. They are native form controls, so that keyboard, screen readers and a page without
//! WebAssembly work alike.

use domain::figures::Field;
use leptos::prelude::*;

/// The form all controls of a checklist belong to. They name it instead of standing inside it, because between them
/// stand forms of their own, for files.
pub const FORM: &str = "checklist";

/// One choice of a [`Segmented`] control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// A row of choices of which one holds, or none yet.
#[component]
pub fn Segmented(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    choices: Vec<Choice>,
    #[prop(into)] chosen: Signal<Option<String>>,
    #[prop(into)] on_choose: Callback<String>,
    disabled: bool,
) -> impl IntoView {
    let radios = choices
        .into_iter()
        .map(|choice| {
            let Choice { value, label } = choice;
            let id = format!("{name}-{value}");
            let (mine, sent) = (value.clone(), value.clone());
            let holds = move || chosen.with(|chosen| chosen.as_deref() == Some(mine.as_str()));
            let holds_now = holds.clone();
            view! {
                <input
                    type="radio"
                    id=id.clone()
                    name=name.clone()
                    form=FORM
                    value=value
                    checked=holds.clone()
                    prop:checked=holds_now
                    disabled=disabled
                    on:change=move |_| on_choose.run(sent.clone())
                />
                <label for=id>{label}</label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="seg">
            <legend>{legend}</legend>
            <div class="choices">{radios}</div>
        </fieldset>
    }
}

/// A count with steps down and up.
#[component]
pub fn Counter(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] unit: String,
    #[prop(into)] value: Signal<Option<u32>>,
    #[prop(into)] on_count: Callback<Option<u32>>,
    /// What stands in the field although it is no count.
    #[prop(optional, into)]
    odd: Option<Signal<Option<String>>>,
    /// Takes what is no count, so that it can be told what is wrong with it.
    #[prop(optional, into)]
    on_odd: Option<Callback<String>>,
    disabled: bool,
) -> impl IntoView {
    const MOST: u32 = 100_000;
    let text = move || {
        let odd = odd.and_then(|odd| odd.get());
        odd.or_else(|| value.get().map(|n| n.to_string())).unwrap_or_default()
    };
    let shown = text();
    let counted = StoredValue::new(unit.clone());
    let step = move |up: bool| {
        let now = value.get_untracked();
        on_count.run(Some(match (now, up) {
            (None, _) => u32::from(up),
            (Some(n), true) => (n + 1).min(MOST),
            (Some(n), false) => n.saturating_sub(1),
        }));
    };
    let (less, more) = (format!("{label}减一"), format!("{label}加一"));
    view! {
        <div class="count">
            <label for=name.clone()>{label}</label>
            <span class="step">
                <button type="button" disabled=disabled aria-label=less on:click=move |_| step(false)>"−"</button>
                <input
                    id=name.clone()
                    name=name
                    form=FORM
                    inputmode="numeric"
                    autocomplete="off"
                    placeholder="未填"
                    disabled=disabled
                    value=shown
                    prop:value=text
                    on:input=move |event| {
                        let typed = event_target_value(&event);
                        let typed = typed.trim();
                        let read = counted.with_value(|unit| Field::whole(0, u32::MAX).of(unit).count(typed));
                        match (read, on_odd) {
                            (Ok(n), _) => on_count.run(Some(n)),
                            _ if typed.is_empty() => on_count.run(None),
                            (Err(_), Some(on_odd)) => on_odd.run(typed.to_owned()),
                            (Err(_), None) => {}
                        }
                    }
                />
                <button type="button" disabled=disabled aria-label=more on:click=move |_| step(true)>"+"</button>
            </span>
            <span class="unit">{unit}</span>
        </div>
    }
}

/// One line entered by hand: a text, or a decimal where `figures` is set.
#[component]
pub fn LineField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Behind the field: the unit and the range.
    #[prop(into)]
    note: String,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_text: Callback<String>,
    #[prop(optional)] figures: bool,
    disabled: bool,
) -> impl IntoView {
    let shown = value.get_untracked();
    view! {
        <div class="count">
            <label for=name.clone()>{label}</label>
            <input
                class=if figures { "points" } else { "line" }
                id=name.clone()
                name=name
                form=FORM
                inputmode=figures.then_some("decimal")
                autocomplete="off"
                placeholder=figures.then_some("未填")
                maxlength=(!figures).then_some("1000")
                disabled=disabled
                value=shown
                prop:value=move || value.get()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    on_text.run(if figures { text.trim().to_owned() } else { text });
                }
            />
            <span class="unit">{note}</span>
        </div>
    }
}

/// One check box with its label.
#[component]
pub fn Tick(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] on: Signal<bool>,
    #[prop(into)] on_tick: Callback<bool>,
    disabled: bool,
) -> impl IntoView {
    view! {
        <p class="tick">
            <input
                type="checkbox"
                id=name.clone()
                name=name.clone()
                value="yes"
                form=FORM
                disabled=disabled
                checked=on
                prop:checked=on
                on:change=move |event| on_tick.run(event_target_checked(&event))
            />
            <label for=name>{label}</label>
        </p>
    }
}
