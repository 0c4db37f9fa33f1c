//! What is different from the published version.

use leptos::prelude::*;

use super::bench::Bench;

/// The most lines that are listed.
const SHOWN: usize = 100;

#[component]
pub(super) fn Changes(bench: Bench) -> impl IntoView {
    let version = bench.loaded.with_value(|loaded| loaded.version);
    version.map(|version| {
        let lines = move || {
            let changes = bench.changes.get();
            let more = changes.len().saturating_sub(SHOWN);
            let lines = changes
                .into_iter()
                .take(SHOWN)
                .map(|change| view! { <li>{format!("{}。", change.text)}</li> })
                .collect_view();
            view! { <ul>{lines}</ul>{(more > 0).then(|| format!("另有{more}处改动。"))} }
        };
        let count = move || match bench.changes.with(Vec::len) {
            0 => format!("与第{version}版相同"),
            n => format!("与第{version}版相比有{n}处改动"),
        };
        view! {
            <details class="sheet changes" open=true>
                <summary aria-live="polite">{count}</summary>
                {lines}
            </details>
        }
    })
}
