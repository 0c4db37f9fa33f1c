//! 酌情分: a value, its reason, and the second person who confirms both under their own account.

use contract::case::Layer;
use domain::scheme::{InputRange, InputSpec};
use domain::scoring::{InputValue, Judged, of_fact};
use leptos::either::{Either, EitherOf3};
use leptos::prelude::*;

use super::controls::Field;
use super::criterion::Earlier;
use crate::ui::LineField;

/// A discretionary value being given, or waiting, or confirmed.
#[component]
pub(super) fn JudgedField(field: Field, spec: InputSpec) -> impl IntoView {
    let name = StoredValue::new(spec.input.clone());
    let judged = Memo::new(move |_| match name.with_value(|name| field.value(name)) {
        Some(InputValue::Judged(judged)) => judged,
        _ => Judged::default(),
    });
    let on_give = move |next: Option<Judged>| {
        name.with_value(|name| field.give(name, next.map(InputValue::Judged)));
    };
    let (legend, id, range) = (spec.label.clone(), spec.id.clone(), spec.range);
    view! {
        <fieldset class="judged">
            <legend>{legend}</legend>
            <Weighed field=field spec=spec id=id.clone() range=range judged=judged on_give=on_give/>
            <Earlier desk=field.desk cell=field.cell criterion=field.criterion of=Signal::stored(name.get_value()) disabled=field.disabled/>
            <Confirmed field=field id=id input=Signal::stored(name.get_value()) judged=judged on_give=on_give/>
        </fieldset>
    }
}

/// What one incident costs by discretion, under its name.
#[component]
pub(super) fn JudgedEntry(
    field: Field,
    spec: InputSpec,
    /// Of the row, in the names of its fields.
    id: String,
    #[prop(into)] fact: Signal<String>,
    #[prop(into)] judged: Memo<Judged>,
    #[prop(into)] on_give: Callback<Option<Judged>>,
) -> impl IntoView {
    let (question, range) = (spec.input.clone(), spec.judged);
    let input = Signal::derive(move || of_fact(&question, &fact.get()));
    view! {
        <div class="judged">
            <Weighed field=field spec=spec id=id.clone() range=range judged=judged on_give=on_give/>
            <Earlier desk=field.desk cell=field.cell criterion=field.criterion of=input disabled=field.disabled/>
            <Confirmed field=field id=id input=input judged=judged on_give=on_give/>
        </div>
    }
}

/// The value and its reason.
#[component]
fn Weighed(
    field: Field,
    spec: InputSpec,
    id: String,
    range: Option<InputRange>,
    judged: Memo<Judged>,
    #[prop(into)] on_give: Callback<Option<Judged>>,
) -> impl IntoView {
    let reader = StoredValue::new(spec);
    let change = move |by: &dyn Fn(&mut Judged)| {
        let mut next = judged.get_untracked();
        by(&mut next);
        on_give.run((next.said() != Judged::default()).then_some(next));
    };
    let note = match range {
        Some(range) => format!("分（{}至{}分，没有的填0）", range.min, range.max),
        None => "分（没有的填0）".to_owned(),
    };
    view! {
        <LineField
            name=format!("{id}.value")
            label="酌情扣"
            note=note
            value=Signal::derive(move || judged.with(|judged| judged.value.clone()))
            on_text=move |text: String| change(&|judged| judged.value = reader.with_value(|spec| spec.figure(&text)))
            figures=true
            disabled=field.disabled
        />
        <LineField
            name=format!("{id}.reason")
            label="理由"
            note=""
            value=Signal::derive(move || judged.with(|judged| judged.reason.clone()))
            on_text=move |text: String| change(&|judged| judged.reason.clone_from(&text))
            disabled=field.disabled
        />
    }
}

/// The second person: who confirms under the own account, or in a trial a name.
#[component]
fn Confirmed(
    field: Field,
    id: String,
    /// The value's name within the criterion.
    input: Signal<String>,
    judged: Memo<Judged>,
    #[prop(into)] on_give: Callback<Option<Judged>>,
) -> impl IntoView {
    if !field.desk.is_trial() {
        return Either::Right(view! { <Second field=field input=input judged=judged/> });
    }
    // Where nobody is logged in beside the reader, the second person is a name.
    let on_text = move |second: String| on_give.run(Some(Judged { second, ..judged.get_untracked() }));
    let value = Signal::derive(move || judged.with(|judged| judged.second.clone()));
    let name = format!("{id}.second");
    Either::Left(
        view! { <LineField name=name label="确认人" note="试填时写一个名字即可" value=value on_text=on_text disabled=false/> },
    )
}

/// Who confirmed, or who may.
#[component]
fn Second(field: Field, input: Signal<String>, judged: Memo<Judged>) -> impl IntoView {
    let Field { desk, cell, criterion, .. } = field;
    let (may, whose) = desk.list.with_value(|list| match desk.layer {
        Layer::Own => (list.may.confirm_own, "本单位负责人或另一名经办人"),
        Layer::Review => (list.may.confirm_review, "另一名考核人员"),
    });
    let action = desk.list.with_value(|list| {
        let layer = if desk.layer == Layer::Own { "" } else { "/review" };
        format!("{}/cases/{}/confirm{layer}", list.base, list.case)
    });
    let safe = move || cell.status.with(|status| !status.unsafe_to_leave());
    move || {
        let judged = judged.get();
        if !judged.second.trim().is_empty() {
            return EitherOf3::A(
                view! { <p class="second small">"✓ 第二人"<b>{judged.second}</b>"已确认"</p> },
            );
        }
        let waits = judged.waits();
        // One's own, or what is being typed, is not there to be confirmed.
        if !waits || !may || (judged.by.is_some() && judged.by == desk.reader) || !safe() {
            let told = match waits {
                true => format!("待{whose}确认。"),
                false => format!("分值和理由填好后，由{whose}在这里确认。"),
            };
            return EitherOf3::B(view! { <p class="second small" class:muted=!waits>{told}</p> });
        }
        let otherwise = match (desk.layer, field.disabled) {
            (Layer::Own, true) => "不同意的，请由经办人修改分值或理由。",
            _ => "不同意的，请改写分值或理由，由对方确认。",
        };
        EitherOf3::C(view! {
            <form class="second noprint" method="post" action=action.clone()>
                <input type="hidden" name="criterion" value=criterion.with_value(|criterion| criterion.no.to_string())/>
                <input type="hidden" name="input" value=input.get()/>
                <input type="hidden" name="value" value=judged.value/>
                <input type="hidden" name="reason" value=judged.reason/>
                <input type="hidden" name="person" value=desk.person()/>
                <button class="btn" type="submit">"确认分值和理由"</button>
                <p class="small muted">"您作为第二人确认，记入留痕。"{otherwise}</p>
            </form>
        })
    }
}
