//! The form of what is chosen.

use domain::scheme::Criterion;
use domain::scheme::edit::{Ask, FRESH_PART, Place};
use leptos::prelude::*;

use super::bench::Bench;
use super::blanks::blank;
use crate::ui::FORM;

/// The sheets of a place, drawn anew when another one is chosen or the blanks are others.
#[component]
pub(super) fn PlaceForm(bench: Bench) -> impl IntoView {
    // Which part of the whole's settings is open.
    let part = RwSignal::new(0_usize);
    let sheets = move || {
        bench.drawn.track();
        let (place, sheets) = untrack(|| {
            let place = bench.place.get();
            let sheets = bench.scheme.with(|scheme| scheme.form_of(&place));
            (place, sheets)
        });
        let whole = place == Place::Whole;
        let titles: Vec<_> = sheets.iter().map(|sheet| sheet.title).collect();
        let tabs = whole.then(|| view! { <Parts titles=titles part=part/> });
        let sheets: Vec<_> = match whole {
            true => sheets.into_iter().skip(part.get()).take(1).collect(),
            false => sheets,
        };
        let mut parts = untrack(|| {
            let several =
                bench.scheme.with(|scheme| scheme.criterion_at(&place).map_or(0, |c| c.parts().len()));
            (several == 1).then(|| view! { <Split bench=bench/> })
        });
        let title = |n: usize, title: &'static str| {
            if n == 0 { view! { <h2>{title}</h2> }.into_any() } else { view! { <h3>{title}</h3> }.into_any() }
        };
        let sheets: Vec<_> = sheets
            .into_iter()
            .zip(0..)
            .map(|(sheet, n)| {
                let blanks = sheet.blanks.iter().map(|one| blank(bench, one, "")).collect_view();
                let split = sheet.blanks.iter().any(|one| matches!(one.ask, Ask::Rules)).then(|| parts.take());
                view! { <fieldset class="place"><legend class="sr">{sheet.title}</legend>{title(n, sheet.title)}{blanks}{split}</fieldset> }
            })
            .collect();
        let told = matches!(place, Place::Criterion(..)).then(|| view! { <Told bench=bench/> });
        view! { <section class="sheet form">{told}{tabs}{sheets}</section> }
    };
    view! {
        <form id=FORM on:submit=|event| event.prevent_default()></form>
        {sheets}
    }
}

/// The parts of what is set for the whole.
#[component]
fn Parts(titles: Vec<&'static str>, part: RwSignal<usize>) -> impl IntoView {
    let one = |(title, n): (&'static str, usize)| {
        let here = move || part.get() == n;
        view! {
            <button type="button" class="btn" aria-current=move || here().then_some("true") on:click=move |_| part.set(n)>{title}</button>
        }
    };
    let all = titles.into_iter().zip(0..).map(one).collect_view();
    view! { <nav class="types" aria-label="方案设置">{all}</nav> }
}

/// Several rules in one sentence; each has its own below.
#[component]
fn Told(bench: Bench) -> impl IntoView {
    let told = Memo::new(move |_| {
        bench.scheme.with(|scheme| {
            let criterion = bench.place.with(|place| scheme.criterion_at(place))?;
            (criterion.rules().count() > 1).then(|| criterion.rules_told())
        })
    });
    // What units read was worded by somebody: it does not follow the rules by itself.
    let worded = Memo::new(move |_| {
        bench.scheme.with(|scheme| {
            let criterion = bench.place.with(|place| scheme.criterion_at(place));
            criterion.is_some_and(|one| !one.parts().is_empty() && one.wording != one.rules_told())
        })
    });
    let reword = move |_| {
        let told = bench.scheme.with_untracked(|scheme| {
            bench.place.with_untracked(|place| scheme.criterion_at(place).map(Criterion::rules_told))
        });
        bench.reshape("/wording", told.map(serde_json::Value::String));
    };
    view! {
        {move || told.get().map(|told| view! { <p class="told" aria-live="polite">{told}</p> })}
        {move || worded.get().then(|| view! {
            <p class="small muted">
                "单位看到的评分办法是另写的，不随规则改变。"
                <button type="button" class="quiet" on:click=reword>"按规则重写评分办法"</button>
            </p>
        })}
    }
}

/// A criterion with one part becomes one with two.
#[component]
fn Split(bench: Bench) -> impl IntoView {
    let split = move |_| bench.reshape("/parts/1", serde_json::from_str(FRESH_PART).ok());
    view! { <p><button type="button" class="quiet" on:click=split>"分成几部分分别计分"</button></p> }
}
