//! 试算: what the criterion at hand comes to with sample answers, and why.

use domain::scheme::edit::{SAMPLE_YEAR, Sample};
use domain::scoring::score_criterion;
use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub(super) fn Sampled(bench: Bench) -> impl IntoView {
    let lines = Memo::new(move |_| {
        bench.scheme.with(|scheme| {
            // What is not a scheme yet is not scored.
            let criterion = bench.place.with(|place| scheme.criterion_at(place).cloned())?;
            scheme.check().ok()?;
            let circumstances = scheme.sample_circumstances([&criterion], SAMPLE_YEAR);
            let line = |sample: Sample| {
                let answer = scheme.sample_of(&criterion, sample);
                let line = score_criterion(scheme, &criterion, Some(&answer), &circumstances).ok()?;
                Some((sample.label(), line.sentence()))
            };
            Some(Sample::ALL.into_iter().filter_map(line).collect::<Vec<_>>())
        })
    });
    let pages =
        bench.loaded.with_value(|loaded| format!("{}/studio/{}/preview/1", loaded.base, loaded.draft));
    let rows = move || {
        lines.get().map(|lines| {
            lines
                .into_iter()
                .map(|(label, sentence)| view! { <dt>{label}</dt><dd>{sentence}</dd> })
                .collect_view()
        })
    };
    view! {
        <section class="sheet sample">
            <p class="eyebrow">"试算"</p>
            <dl aria-live="polite">{rows}</dl>
            <p class="small"><a href=pages target="_blank" rel="noopener">"按单位看到的样子预览，并试填全表"</a></p>
        </section>
    }
}
