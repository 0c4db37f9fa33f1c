//! 职级×处分 as a small table: what each cell costs, and how many stand in it.

use domain::points::Points;
use domain::scheme::{InputSpec, Rule};
use domain::scoring::Entry;
use leptos::prelude::*;

use super::controls::Field;

/// The severity matrix of a question. A fact that was chosen and has no cell yet is put into one by pressing it.
#[component]
pub(super) fn Matrix(
    field: Field,
    spec: InputSpec,
    entries: Memo<Option<Vec<Entry>>>,
    /// The entry's place among the others, its row, its column.
    #[prop(into)]
    on_put: Callback<(usize, String, String)>,
) -> impl IntoView {
    let amounts = amounts(field, &spec.input);
    let waiting = Memo::new(move |_| {
        let open =
            |entry: &Entry| !entry.fact.is_empty() && (entry.row.is_empty() || entry.column.is_empty());
        entries.with(|all| all.iter().flatten().position(open)).filter(|_| !field.disabled)
    });
    let heads =
        spec.columns.iter().map(|one| view! { <th scope="col">{one.label.clone()}</th> }).collect_view();
    let body = spec
        .rows
        .iter()
        .zip(amounts)
        .map(|(row, amounts)| {
            let cells = spec.columns.iter().zip(amounts).map(|(column, amount)| {
                let place = StoredValue::new((row.id.clone(), column.id.clone()));
                let count = Memo::new(move |_| -> u32 {
                    let here = |entry: &&Entry| {
                        place.with_value(|(row, column)| entry.row == *row && entry.column == *column)
                    };
                    entries.with(|all| all.iter().flatten().filter(here).map(|entry| entry.n).sum())
                });
                let unit = spec.unit.clone();
                let told = move || match count.get() {
                    0 => String::new(),
                    n => format!("{n}{unit}"),
                };
                let put = move |_| {
                    if let Some(entry) = waiting.get_untracked() {
                        let (row, column) = place.get_value();
                        on_put.run((entry, row, column));
                    }
                };
                view! {
                    <td class:some=move || { count.get() > 0 }>
                        <button
                            type="button"
                            aria-label=format!("{}、{}，每{}扣{amount}分", row.label, column.label, spec.unit)
                            disabled=move || waiting.get().is_none()
                            on:click=put
                        >
                            {format!("扣{amount}分")}
                        </button>
                        <b>{told}</b>
                    </td>
                }
            });
            view! { <tr><th scope="row">{row.label.clone()}</th>{cells.collect_view()}</tr> }
        })
        .collect_view();
    let hint = move || waiting.get().map(|entry| format!("　第{}起：点选一格，填入职级和处分", entry + 1));
    view! {
        <div class="scroll" tabindex="0">
            <table class="matrix">
                <caption>{format!("每{}扣分", spec.unit)}{hint}</caption>
                <thead><tr><th scope="col"><span class="sr">"职级"</span></th>{heads}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
}

/// The amounts of the rule that asks under this name, row by row.
fn amounts(field: Field, input: &str) -> Vec<Vec<Points>> {
    field.criterion.with_value(|criterion| {
        let of = |rule: &Rule| match rule {
            Rule::DeductMatrix { input: count, amounts, .. } if count.input == input => Some(amounts.clone()),
            _ => None,
        };
        criterion.rules().find_map(of).unwrap_or_default()
    })
}
