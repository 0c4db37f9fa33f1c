//! What is unclear or does not add up, while one writes. 需要确认 is accepted here, with a reason that stays in the version.

use domain::scheme::{Acceptance, Finding, Level};
use leptos::prelude::*;

use super::bench::Bench;
use crate::ui::{FORM, Tag};

#[component]
pub(super) fn Findings(bench: Bench) -> impl IntoView {
    let open = Memo::new(move |_| {
        bench.findings.with(|findings| findings.iter().filter(|one| one.is_open()).count())
    });
    let summary = move || match open.get() {
        0 => "可以发布".to_owned(),
        n => format!("还有{n}处待处理，处理后才能发布"),
    };
    view! {
        <p class="eyebrow">"检查"</p>
        <p class="small" class:bad=move || { open.get() > 0 } aria-live="polite">{summary}</p>
        <ul class="found">
            <For
                each=move || bench.findings.get()
                key=|one| (one.code.clone(), one.path.clone(), one.message.clone())
                children=move |one| row(bench, one)
            />
        </ul>
    }
}

fn row(bench: Bench, finding: Finding) -> impl IntoView {
    let Finding { code, level, path, message, suggestion, .. } = finding;
    let place = path.clone();
    let choose = move |_| {
        let place = bench.scheme.with_untracked(|scheme| scheme.place_of(&place));
        bench.choose(place);
    };
    let shown = if path.is_empty() { "全文".to_owned() } else { format!("第{path}项") };
    let known = (code.clone(), path.clone());
    let stale = (code == "stale_acceptance").then(|| {
        let path = path.clone();
        let forget = move |_| {
            let found = bench.findings.get_untracked();
            let path = path.clone();
            bench.change_quietly(move |scheme| {
                let holds = |one: &Acceptance| found.iter().any(|f| f.code == one.code && f.path == one.path);
                scheme.accepted.retain(|one| one.path != path || holds(one));
            });
        };
        view! { <button type="button" class="quiet" on:click=forget>"删去这条记录"</button> }
    });
    let reason = (level == Level::Confirm).then(|| {
        let label = format!("{shown}保留不改的理由");
        let given = Memo::new(move |_| {
            bench.scheme.with(|scheme| {
                let accepted = scheme.accepted.iter().find(|one| (&one.code, &one.path) == (&known.0, &known.1));
                accepted.map(|one| one.reason.clone()).unwrap_or_default()
            })
        });
        let accept = move |event| {
            let reason = event_target_value(&event);
            let (code, path) = (code.clone(), path.clone());
            bench.change_quietly(move |scheme| {
                scheme.accepted.retain(|one| one.code != code || one.path != path);
                if !reason.trim().is_empty() {
                    scheme.accepted.push(Acceptance { code, path, reason });
                }
            });
        };
        view! {
            <input class="line" form=FORM autocomplete="off" aria-label=label placeholder="保留不改的，在此写明理由"
                maxlength="500" value=given.get_untracked() prop:value=move || given.get() on:change=accept/>
        }
    });
    let message = message.trim_end_matches('。').to_owned();
    view! {
        <li>
            <button type="button" class="quiet" on:click=choose>{shown}</button>
            " "<Tag text=level.label()/>
            <p class="small">{message}"。"<span class="muted">{suggestion}"。"</span></p>
            {reason}
            {stale}
        </li>
    }
}
