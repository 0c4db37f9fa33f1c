//! 补充版: what changed in a criterion while the case was open, and whether what was given before has been looked at again.

use std::sync::Arc;

use contract::case::{Layer, Rewritten};
use domain::scheme::Criterion;
use leptos::prelude::*;

use super::desk::{Cell, Desk};
use super::saving::keep;
use super::status::Status;
use crate::ui::FORM;

/// Above the controls of a criterion that a supplementary version changed.
#[component]
pub(super) fn RewrittenNote(
    desk: Desk,
    cell: Cell,
    criterion: Arc<Criterion>,
    editable: bool,
) -> impl IntoView {
    let no = criterion.no.to_string();
    let (rewritten, before) = desk.list.with_value(|list| {
        let given = if desk.layer == Layer::Own { &list.own } else { &list.review };
        let rewritten = list.rewritten.get(&no).cloned();
        let before = rewritten.as_ref().zip(given.get(&no)).is_some_and(|(one, given)| one.after(given.at));
        (rewritten, before)
    });
    let Rewritten { told, .. } = rewritten?;
    // Whatever is saved from now on is given with the change in view.
    let looked = Memo::new(move |looked: Option<&bool>| {
        looked.copied().unwrap_or(!before) || cell.status.with(|status| matches!(status, Status::Saved(_)))
    });
    let fits = move || desk.problem(&criterion).is_none();
    let ask = move || {
        (editable && !looked.get()).then(|| {
            let (value, no) = (no.clone(), no.clone());
            let confirm = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                keep(desk, cell, &no);
            };
            let confirm = fits().then(|| {
                view! {
                    <button type="submit" class="quiet" form=FORM name="looked" value=value on:click=confirm>
                        "已核对，无须改动"
                    </button>
                }
            });
            view! { <b>"请按新规定核对。"</b>{confirm} }
        })
    };
    Some(view! { <p class="why rewritten">{format!("补充版改动：{}。", told.join("；"))}{ask}</p> })
}
