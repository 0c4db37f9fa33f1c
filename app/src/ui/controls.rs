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

thread_local! {
    /// Whether an input method is composing: what stands in the field then is not typed yet.
    static COMPOSING: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// A field of one line in a checklist. What is typed in it is nobody else's: while it has the focus, nothing is written
/// into it, and while an input method is composing, nothing is read from it.
#[component]
pub fn Typed(
    #[prop(into)] name: String,
    /// `points` and `number` take figures, `line` a text.
    class: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_text: Callback<String>,
    /// For one without a label of its own.
    #[prop(optional, into)]
    told: Option<String>,
    disabled: bool,
) -> impl IntoView {
    let field = NodeRef::<leptos::html::Input>::new();
    let figures = class != "line";
    let shown = value.get_untracked();
    let put = move |text: String, typing: bool| {
        let Some(field) = field.get() else { return };
        let here = document().active_element().is_some_and(|at| at.is_same_node(Some(&field)));
        if (typing || !here) && field.value() != text {
            field.set_value(&text);
        }
    };
    Effect::new(move |_| put(value.get(), false));
    let take = move |event: leptos::ev::Event| {
        if !COMPOSING.get() {
            let text = event_target_value(&event);
            on_text.run(if figures { text.trim().to_owned() } else { text });
        }
    };
    view! {
        <input
            node_ref=field
            class=class
            id=name.clone()
            name=name
            form=FORM
            aria-label=told
            inputmode=match class {
                "line" => None,
                "points" => Some("decimal"),
                _ => Some("numeric"),
            }
            autocomplete="off"
            placeholder=figures.then_some("未填")
            maxlength=(!figures).then_some("1000")
            disabled=disabled
            value=shown
            on:compositionstart=move |_| COMPOSING.set(true)
            on:compositionend=move |event| {
                COMPOSING.set(false);
                take(event.into());
            }
            on:input=take
            on:blur=move |_| {
                COMPOSING.set(false);
                untrack(|| put(value.get(), true));
            }
        />
    }
}

/// A count with steps down and up.
#[component]
pub fn Counter(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] unit: String,
    /// What stands in the field: figures, or what is none and is told at the field.
    #[prop(into)]
    value: Signal<String>,
    #[prop(into)] on_text: Callback<String>,
    disabled: bool,
) -> impl IntoView {
    const MOST: u32 = 100_000;
    let step = move |up: bool| {
        let counted = value.with_untracked(|text| match text.trim() {
            "" => Ok(None),
            typed => Field::whole(0, MOST).count(typed).map(Some),
        });
        // What cannot be read stays as it was typed; what is wrong with it is told at the field.
        let Ok(now) = counted else { return };
        let next = match (now, up) {
            (None, _) => u32::from(up),
            (Some(n), true) => (n + 1).min(MOST),
            (Some(n), false) => n.saturating_sub(1),
        };
        on_text.run(next.to_string());
    };
    let (less, more) = (format!("{label}减一"), format!("{label}加一"));
    view! {
        <div class="count">
            <label for=name.clone()>{label}</label>
            <span class="step">
                <button type="button" disabled=disabled aria-label=less on:click=move |_| step(false)>"−"</button>
                <Typed name=name class="number" value=value on_text=on_text disabled=disabled/>
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
    let class = if figures { "points" } else { "line" };
    view! {
        <div class="count">
            <label for=name.clone()>{label}</label>
            <Typed name=name class=class value=value on_text=on_text disabled=disabled/>
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
