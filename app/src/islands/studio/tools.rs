//! What can be done with what is chosen: adding, copying, moving, taking out; the way back.

use domain::scheme::edit::{New, Place};
use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub(super) fn Tools(bench: Bench) -> impl IntoView {
    let is_whole = Memo::new(move |_| bench.place.with(|place| *place == Place::Whole));
    let is_heading = Memo::new(move |_| bench.place.with(|place| matches!(place, Place::Heading(_))));
    let below = move |_| {
        bench.change(|scheme, place| match place {
            Place::Heading(path) => scheme.add_below(path),
            _ => None,
        });
    };
    let add = move |what: New| {
        bench.change(|scheme, place| scheme.add(place, what));
    };
    let kinds = New::ALL
        .into_iter()
        .filter(|what| *what != New::Heading)
        .map(|what| {
            view! { <button type="button" class="btn" disabled=move || is_whole.get() on:click=move |_| add(what)>{format!("＋{}", what.label())}</button> }
        })
        .collect_view();
    view! {
        <div class="tools noprint" role="toolbar" aria-label="编辑">
            <span class="group">
                <button type="button" class="btn" disabled=move || !bench.can_undo() aria-keyshortcuts="Control+Z" on:click=move |_| bench.undo()>"撤销"</button>
                <button type="button" class="btn" disabled=move || !bench.can_redo() aria-keyshortcuts="Control+Y" on:click=move |_| bench.redo()>"重做"</button>
                <code class="small muted">"Ctrl+Z　Ctrl+Y"</code>
            </span>
            <span class="group">
                <button type="button" class="btn" on:click=move |_| add(New::Heading)>
                    {move || if is_whole.get() { "＋部分" } else { "＋同级标题" }}
                </button>
                <button type="button" class="btn" disabled=move || !is_heading.get() on:click=below>"＋下级标题"</button>
                {kinds}
            </span>
            <span class="group">
                <button type="button" class="btn" disabled=move || is_whole.get() on:click=move |_| { bench.change(|scheme, place| scheme.copy(place)); }>"复制"</button>
                <button type="button" class="btn" disabled=move || is_whole.get() on:click=move |_| { bench.change(|scheme, place| scheme.shift(place, true)); }>"上移"</button>
                <button type="button" class="btn" disabled=move || is_whole.get() on:click=move |_| { bench.change(|scheme, place| scheme.shift(place, false)); }>"下移"</button>
                <Elsewhere bench=bench/>
                <button type="button" class="btn" disabled=move || is_whole.get() on:click=move |_| { bench.change(|scheme, place| scheme.remove(place)); }>"删除"</button>
            </span>
        </div>
    }
}

/// 移到…: under another heading, or as a 部分 of its own.
#[component]
fn Elsewhere(bench: Bench) -> impl IntoView {
    let chosen = RwSignal::new(None::<usize>);
    let headings = Memo::new(move |_| {
        let headings = bench.scheme.with(|scheme| scheme.outline());
        let headings = headings.into_iter().filter_map(|line| match line.place {
            Place::Heading(path) => Some((path, format!("{}{}", "　".repeat(line.depth), line.label))),
            _ => None,
        });
        std::iter::once((Vec::new(), "（单独作为部分）".to_owned())).chain(headings).collect::<Vec<_>>()
    });
    let options = move || {
        headings
            .get()
            .into_iter()
            .zip(0_usize..)
            .map(|((_, label), at)| view! { <option value=at.to_string()>{label}</option> })
            .collect_view()
    };
    let go = move |_| {
        let to = chosen.get_untracked();
        let to = to.and_then(|at| headings.with_untracked(|all| all.get(at).map(|(path, _)| path.clone())));
        if let Some(to) = to {
            bench.change(|scheme, place| scheme.move_under(place, &to));
        }
        chosen.set(None);
    };
    let is_whole = move || bench.place.with(|place| *place == Place::Whole);
    view! {
        <select
            aria-label="移到另一标题之下"
            disabled=is_whole
            prop:value=move || chosen.get().map(|at| at.to_string()).unwrap_or_default()
            on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
        >
            <option value="">"移到…"</option>
            {options}
        </select>
        <button type="button" class="btn" disabled=move || is_whole() || chosen.get().is_none() on:click=go>"移动"</button>
    }
}
