//! The severity matrix.

use domain::scheme::edit::{Ask, Blank};
use leptos::prelude::*;
use serde_json::Value;

use super::bench::Bench;
use super::blanks::{read, shown, typed};
use super::fields::is_composing;
use crate::ui::FORM;

/// The severity matrix: a table of amounts, as many rows and columns as are named above.
pub(super) fn amounts(bench: Bench, blank: &'static Blank, above: &str) -> AnyView {
    let labels = |which: &str| {
        bench.document.with_untracked(|document| {
            let list = document.pointer(&format!("{above}/{which}")).and_then(Value::as_array).cloned();
            let label = |one: Value| one["label"].as_str().unwrap_or_default().to_owned();
            list.unwrap_or_default().into_iter().map(label).collect::<Vec<_>>()
        })
    };
    let (rows, columns) = (labels("rows"), labels("columns"));
    let at = format!("{above}{}", blank.at);
    let head = columns.iter().map(|label| view! { <th scope="col">{label.clone()}</th> }).collect_view();
    let size = (rows.len(), columns.len());
    // Which amounts were not taken, and why.
    let wrong = RwSignal::new(Vec::<((usize, usize), String)>::new());
    let body = rows
        .into_iter()
        .enumerate()
        .map(|(row, label)| {
            let cells = (0..columns.len())
                .map(|column| {
                    let mine = format!("{at}/{row}/{column}");
                    let value = Memo::new(read(bench, mine, shown));
                    let name = format!("{label}{}", columns[column]);
                    let at = at.clone();
                    let text = RwSignal::new(String::new());
                    let of = name.clone();
                    let give = move |typed_now: String| {
                        let outcome = typed(&Ask::Points, &typed_now).and_then(|amount| {
                            let amount = amount.unwrap_or_default();
                            bench.fill(&at, Some(filled(bench, &at, size, (row, column), amount)))
                        });
                        wrong.update(|wrong| {
                            wrong.retain(|(cell, _)| *cell != (row, column));
                            wrong.extend(outcome.err().map(|why| ((row, column), format!("{of}{why}，没有采用"))));
                        });
                        text.set(typed_now);
                    };
                    let is_wrong = move || wrong.with(|wrong| wrong.iter().any(|(cell, _)| *cell == (row, column)));
                    // As it is typed while it means what is stored: “0.” on the way to “0.5”.
                    let display = move || {
                        let stored = value.get();
                        let means = |text: &String| {
                            is_wrong() || typed(&Ask::Points, text).is_ok_and(|read| shown(read.as_ref()) == stored)
                        };
                        text.with(|text| means(text).then(|| text.clone())).unwrap_or(stored)
                    };
                    let input = give.clone();
                    view! {
                        <td><input class="points" form=FORM inputmode="decimal" autocomplete="off" aria-label=name
                            aria-invalid=move || is_wrong().then_some("true")
                            value=value.get_untracked() prop:value=display
                            on:input=move |event| {
                                if !is_composing(&event) {
                                    input(event_target_value(&event));
                                }
                            }
                            on:compositionend=move |event| give(event_target_value(&event))/></td>
                    }
                })
                .collect_view();
            view! { <tr><th scope="row">{label}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <div class="scroll">
            <table class="matrix">
                <caption>{blank.label}</caption>
                <thead><tr><th scope="col"></th>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        <p class="small fault" aria-live="polite">{move || wrong.with(|wrong| wrong.first().map(|(_, why)| why.clone()))}</p>
    }
    .into_any()
}

/// The whole grid with one amount changed, in the size of the rows and columns that are named now.
fn filled(
    bench: Bench,
    at: &str,
    (rows, columns): (usize, usize),
    here: (usize, usize),
    amount: Value,
) -> Value {
    let known = |row: usize, column: usize| {
        bench.document.with_untracked(|document| document.pointer(&format!("{at}/{row}/{column}")).cloned())
    };
    let cell = |row: usize, column: usize| {
        if (row, column) == here {
            amount.clone()
        } else {
            known(row, column).unwrap_or_else(|| Value::String("0".to_owned()))
        }
    };
    (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect::<Value>()).collect()
}
