//! 试算: what the criterion at hand comes to with sample answers, and why.

use domain::points::Points;
use domain::scheme::edit::{SAMPLE_YEAR, Sample};
use domain::scheme::{Scheme, UnitType};
use domain::scoring::{score_criterion, score_in};
use leptos::prelude::*;

use super::bench::Bench;

/// What the whole rubric comes to with the samples; for each 单位类型 where there are several rubrics.
fn whole(scheme: &Scheme) -> Vec<(String, String)> {
    let rubrics: Vec<_> = match scheme.unit_types.is_empty() {
        true => vec![(String::new(), scheme.clone())],
        false => {
            let of = |one: &UnitType| (format!("{}　", one.title), scheme.for_unit_type(&one.code));
            scheme.unit_types.iter().map(of).collect()
        }
    };
    let mut lines = Vec::new();
    for (whose, rubric) in &rubrics {
        let circumstances = rubric.sample_circumstances(rubric.criteria(), SAMPLE_YEAR);
        for sample in Sample::ALL {
            let Ok(sheet) = score_in(rubric, &rubric.samples(sample), &circumstances) else { continue };
            let points = (sheet.achievable != Points::ZERO)
                .then(|| format!("得{}分，可得{}分。", sheet.score, sheet.achievable));
            let reached = sheet.reached.as_ref().map(|reached| reached.told()).unwrap_or_default();
            let told: String = points.into_iter().chain(reached).collect();
            lines.push((format!("{whose}{}", sample.label()), told));
        }
    }
    lines
}

#[component]
pub(super) fn Sampled(bench: Bench) -> impl IntoView {
    let lines = Memo::new(move |_| {
        bench.scheme.with(|scheme| {
            // What is not a scheme yet is not scored.
            scheme.check().ok()?;
            let Some(criterion) = bench.place.with(|place| scheme.criterion_at(place).cloned()) else {
                return Some(whole(scheme));
            };
            let circumstances = scheme.sample_circumstances([&criterion], SAMPLE_YEAR);
            let line = |sample: Sample| {
                let answer = scheme.sample_of(&criterion, sample);
                let line = score_criterion(scheme, &criterion, Some(&answer), &circumstances).ok()?;
                Some((sample.label().to_owned(), line.sentence()))
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
