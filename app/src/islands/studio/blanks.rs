//! Each kind of blank as a control: which one, and what all of them share.

use domain::figures::Field;
use domain::scheme::edit::{Ask, Blank};
use domain::scoring::COUNT_LIMIT;
use leptos::prelude::*;
use serde_json::Value;

use super::bench::Bench;
use super::fields::{line, lines, select, unit_types};
use super::lists::{either, list, maybe};
use super::matrix::amounts;
use super::rules::Rules;
use crate::ui::Tick;

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
            let title = (!blank.label.is_empty()).then(|| view! { <p class="part">{blank.label}</p> });
            view! { <div class="record">{title}{inner}</div> }.into_any()
        }
        Ask::Maybe { fresh, blanks } => maybe(bench, blank, at, fresh, blanks),
        Ask::Either(variants) => either(bench, blank, at, variants),
        Ask::List { one, fresh, blanks } => list(bench, blank, at, one, fresh, blanks),
        Ask::Rules => view! { <Rules bench=bench at=at label=blank.label/> }.into_any(),
        Ask::Amounts => amounts(bench, blank, above),
    }
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
