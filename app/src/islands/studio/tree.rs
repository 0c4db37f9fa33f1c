//! The outline: everything in the scheme, a line each.

use domain::scheme::edit::{Line, Place};
use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub(super) fn Tree(bench: Bench) -> impl IntoView {
    // A line is drawn again only if something in it changed.
    let lines = Memo::new(move |_| bench.scheme.with(|scheme| scheme.outline()));
    let open = Memo::new(move |_| {
        bench.findings.with(|findings| {
            findings.iter().filter(|one| one.is_open()).map(|one| one.path.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <nav class="toc tree" aria-label="方案目录">
            <ol>
                <For
                    each=move || lines.get()
                    key=|line| (line.place.clone(), line.label.clone(), line.worth.clone())
                    children=move |line| one(bench, line, open)
                />
            </ol>
        </nav>
    }
}

fn one(bench: Bench, line: Line, open: Memo<Vec<String>>) -> impl IntoView {
    let Line { place, depth, no, label, worth } = line;
    let (mine, chosen) = (place.clone(), place.clone());
    let here = Memo::new(move |_| bench.place.with(|place| *place == mine));
    let whole = place == Place::Whole;
    let marked = Memo::new(move |_| {
        open.with(|open| open.iter().any(|path| *path == no && (whole || !no.is_empty())))
    });
    let class = format!("lv{depth}{}", if matches!(place, Place::Criterion(..)) { " leaf" } else { "" });
    let label = if label.trim().is_empty() { "（未命名）".to_owned() } else { label };
    view! {
        <li class=class>
            <button
                type="button"
                class="line"
                aria-current=move || here.get().then_some("true")
                on:click=move |_| bench.choose(chosen.clone())
            >
                <span class="name">{label}</span>
                {move || marked.get().then(|| view! { <span class="st ret" title="有问题待处理">"▲"<span class="sr">"有问题待处理"</span></span> })}
                <span class="pt num">{worth}</span>
            </button>
        </li>
    }
}
