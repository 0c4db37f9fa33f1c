//! Each kind of blank as a control: which one, and what all of them share.

use domain::figures::Field;
use domain::scheme::edit::{Ask, Blank, Shareable, asked_as, shared_with};
use domain::scoring::COUNT_LIMIT;
use leptos::prelude::*;
use serde_json::Value;

use super::bench::Bench;
use super::fields::{line, lines, select, unit_types};
use super::lists::{either, list, maybe};
use super::matrix::amounts;
use super::rules::Rules;
use crate::ui::{FORM, Tick};

/// The control of a blank that stands below a pointer of what is chosen.
pub(super) fn blank(bench: Bench, blank: &'static Blank, above: &str) -> AnyView {
    let at = format!("{above}{}", blank.at);
    match &blank.ask {
        Ask::Line | Ask::Points | Ask::MaybePoints | Ask::Whole | Ask::MaybeWhole => line(bench, blank, at),
        Ask::Text | Ask::Names => lines(bench, blank, at),
        Ask::Flag => {
            let on = Memo::new(read(bench, at.clone(), |value| value == Some(&Value::Bool(true))));
            let give = move |ticked: bool| {
                let _ = bench.fill(&at, ticked.then_some(Value::Bool(true)));
            };
            let name = id_of(blank.at, above);
            view! { <Tick name=name label=blank.label on=on on_tick=give disabled=false/> }.into_any()
        }
        Ask::OneOf(words) => {
            let options =
                words.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect();
            let role = blank.at == "/role";
            select(bench, blank, at, above, options, role)
        }
        Ask::Grade => {
            let options = bench.scheme.with_untracked(|scheme| {
                scheme.grades.iter().map(|grade| (grade.id.clone(), grade.title.clone())).collect()
            });
            select(bench, blank, at, above, options, false)
        }
        Ask::UnitTypes => unit_types(bench, blank, at),
        Ask::Record(blanks) => {
            let inner = blanks.iter().map(|one| self::blank(bench, one, &at)).collect_view();
            let shared = shared(bench, &at);
            let title = (!blank.label.is_empty()).then(|| view! { <p class="part">{blank.label}</p> });
            view! { <div class="record">{title}{shared}{inner}</div> }.into_any()
        }
        Ask::Maybe { fresh, blanks } => maybe(bench, blank, at, fresh, blanks),
        Ask::Either(variants) => either(bench, blank, at, variants),
        Ask::List { one, fresh, blanks } => list(bench, blank, at, one, fresh, blanks),
        Ask::Rules => view! { <Rules bench=bench at=at label=blank.label/> }.into_any(),
        Ask::Amounts => amounts(bench, blank, above),
    }
}

/// 同一数据多处引用: a question may be one that another rule of the 评分细则 asks already; then it is asked once.
fn shared(bench: Bench, at: &str) -> Option<AnyView> {
    let offered = bench.document.with_untracked(|document| shared_with(document, at));
    let (here, times) = offered.iter().find(|one| one.is_here).map(|one| (one.name.clone(), one.times))?;
    let own = times < 2;
    if own && offered.len() < 2 {
        return None;
    }
    let option = |one: &Shareable| {
        let label = format!("与其他规则共用：{}", one.label);
        view! { <option value=one.name.clone() selected=one.is_here && !own>{label}</option> }
    };
    let options = offered.iter().filter(|one| !(one.is_here && own)).map(option).collect_view();
    let chosen = if own { String::new() } else { here };
    let (id, at) = (id_of("-shared", at), at.to_owned());
    let give = move |event| {
        let name = event_target_value(&event);
        let asked = bench.document.with_untracked(|document| asked_as(document, &at, &name));
        if asked.is_some() {
            bench.reshape(&at, asked);
        }
    };
    let view = view! {
        <p class="blank">
            <label for=id.clone()>"数据"</label>
            <select id=id form=FORM prop:value=chosen on:change=give><option value="">"本条规则单独填报"</option>{options}</select>
            <span class="hint">"共用的只填一次，各条规则分别计分"</span>
        </p>
    };
    Some(view.into_any())
}

/// What stands at a pointer, read again when the document changes.
pub(super) fn read<T>(
    bench: Bench,
    at: String,
    by: impl Fn(Option<&Value>) -> T + Send + Sync + 'static,
) -> impl Fn(Option<&T>) -> T + Send + Sync + 'static {
    move |_| bench.document.with(|document| by(document.pointer(&at)))
}

pub(super) fn id_of(at: &str, above: &str) -> String {
    format!("b{}", format!("{above}{at}").replace('/', "-"))
}

/// A number or a text as it stands in a field.
pub(super) fn shown(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(n)) => n.to_string(),
        _ => String::new(),
    }
}

/// What was typed, as the document writes it; why not, if it does not fit.
pub(super) fn typed(ask: &Ask, text: &str) -> Result<Option<Value>, String> {
    match ask {
        Ask::MaybePoints | Ask::MaybeWhole if text.trim().is_empty() => Ok(None),
        Ask::Points | Ask::MaybePoints => {
            Ok(Some(Value::String(Field::decimal(None, None).figure(text)?.exact())))
        }
        Ask::Whole | Ask::MaybeWhole => Ok(Some(Value::from(Field::whole(0, COUNT_LIMIT).count(text)?))),
        _ => Ok(Some(Value::String(text.to_owned()))),
    }
}
