//! The outline: everything in the scheme, a line each. What is below a heading can be folded away.

use domain::scheme::edit::{Line, Place};
use leptos::prelude::*;

use super::bench::Bench;
use super::folding::{Folded, is_above};

#[component]
pub(super) fn Tree(bench: Bench) -> impl IntoView {
    // A line is drawn again only if something in it changed.
    let lines = Memo::new(move |_| bench.scheme.with(|scheme| scheme.outline()));
    let folded = RwSignal::new(Folded::default());
    // Without scripts nothing could be unfolded: a long outline is folded once the page is awake.
    Effect::new(move |_| folded.set(lines.with_untracked(|lines| Folded::at_first(lines))));
    let shown = Memo::new(move |_| {
        bench.place.with(|chosen| {
            folded.with(|folded| {
                let all = lines.get();
                all.into_iter().filter(|line| folded.shows(&line.place, chosen)).collect::<Vec<_>>()
            })
        })
    });
    let open = Memo::new(move |_| {
        bench.findings.with(|findings| {
            findings.iter().filter(|one| one.is_open()).map(|one| one.path.clone()).collect::<Vec<_>>()
        })
    });
    let any = Memo::new(move |_| folded.with(|folded| !folded.is_empty()));
    let all = move |_| {
        let next = if any.get_untracked() {
            Folded::default()
        } else {
            lines.with_untracked(|lines| Folded::all(lines))
        };
        folded.set(next);
    };
    view! {
        <nav class="toc tree" aria-label="方案目录">
            <p class="fold"><button type="button" class="quiet" on:click=all>{move || if any.get() { "全部展开" } else { "全部收起" }}</button></p>
            <ol>
                <For
                    each=move || shown.get()
                    key=|line| (line.place.clone(), line.label.clone(), line.worth.clone())
                    children=move |line| one(bench, line, open, folded)
                />
            </ol>
        </nav>
    }
}

fn one(bench: Bench, line: Line, open: Memo<Vec<String>>, folded: RwSignal<Folded>) -> impl IntoView {
    let Line { place, depth, no, label, worth } = line;
    let (mine, chosen) = (place.clone(), place.clone());
    let here = Memo::new(move |_| bench.place.with(|place| *place == mine));
    let whole = place == Place::Whole;
    let marked = Memo::new(move |_| {
        open.with(|open| open.iter().any(|path| *path == no && (whole || !no.is_empty())))
    });
    let class = format!("lv{depth}{}", if matches!(place, Place::Criterion(..)) { " leaf" } else { "" });
    let label = if label.trim().is_empty() { "（未命名）".to_owned() } else { label };
    let fold = matches!(place, Place::Heading(_)).then(|| fold(bench, place, &label, folded));
    view! {
        <li class=class>
            {fold}
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

/// Folds away what is below a heading, or shows it. A heading above what is chosen stays open, so it is chosen itself.
fn fold(bench: Bench, place: Place, label: &str, folded: RwSignal<Folded>) -> impl IntoView + use<> {
    let mine = place.clone();
    let is_folded =
        Memo::new(move |_| bench.place.with(|chosen| folded.with(|folded| folded.holds(&mine, chosen))));
    let name = label.to_owned();
    let told = move || format!("{}{name}", if is_folded.get() { "展开" } else { "收起" });
    let turn = move |_| {
        if bench.place.with_untracked(|chosen| is_above(&place, chosen)) {
            bench.choose(place.clone());
        }
        folded.update(|folded| folded.set_folded(&place, !is_folded.get_untracked()));
    };
    view! {
        <button type="button" class="fold" aria-label=told aria-expanded=move || (!is_folded.get()).to_string() on:click=turn>
            {move || if is_folded.get() { "▸" } else { "▾" }}
        </button>
    }
}
