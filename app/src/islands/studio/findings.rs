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
        <div class="found">
            {list(bench, Finding::is_open)}
            <Settled bench=bench title="已写明理由保留" of=is_accepted/>
            <Settled bench=bench title="提示，不影响发布" of=is_hint/>
        </div>
    }
}

fn is_accepted(one: &Finding) -> bool {
    one.level == Level::Confirm && !one.is_open()
}

fn is_hint(one: &Finding) -> bool {
    one.level == Level::Hint
}

fn list(bench: Bench, of: fn(&Finding) -> bool) -> impl IntoView {
    let shown = move || {
        let all = bench.findings.get().into_iter();
        all.filter(of).collect::<Vec<Finding>>()
    };
    view! {
        <ul>
            <For
                each=shown
                key=|one| (one.code.clone(), one.path.clone(), one.message.clone())
                children=move |one| row(bench, one)
            />
        </ul>
    }
}

/// What stands in nobody's way: it is folded away, so that what is open is seen.
#[component]
fn Settled(bench: Bench, title: &'static str, of: fn(&Finding) -> bool) -> impl IntoView {
    let count = Memo::new(move |_| bench.findings.with(|all| all.iter().filter(|one| of(one)).count()));
    view! {
        <details class="small" hidden=move || count.get() == 0>
            <summary>{move || format!("{title}（{}处）", count.get())}</summary>
            {list(bench, of)}
        </details>
    }
}

fn row(bench: Bench, finding: Finding) -> impl IntoView {
    let Finding { code, level, path, message, suggestion, .. } = finding;
    let place = path.clone();
    let choose = move |_| {
        let place = bench.scheme.with_untracked(|scheme| scheme.place_of(&place));
        bench.choose(place);
    };
    let shown = bench.scheme.with_untracked(|scheme| scheme.place_told(&path));
    let stale = (code == "stale_acceptance").then(|| {
        let path = path.clone();
        let forget = move |_| {
            let found = bench.findings.get_untracked();
            let path = path.clone();
            bench.change_quietly(move |scheme| {
                let holds = |one: &Acceptance| found.iter().any(|f| one.is_of(&f.code, &f.path));
                scheme.accepted.retain(|one| one.path != path || holds(one));
            });
        };
        view! { <button type="button" class="quiet" on:click=forget>"删去这条记录"</button> }
    });
    let reason = (level == Level::Confirm).then(|| {
        let label = format!("{shown}保留不改的理由");
        let about = StoredValue::new((code.clone(), path.clone(), message.clone()));
        let there = Memo::new(move |_| {
            bench.scheme.with(|scheme| {
                about.with_value(|(code, path, _)| {
                    scheme.accepted.iter().find(|one| one.is_of(code, path)).cloned()
                })
            })
        });
        let covers = move |one: &Acceptance| about.with_value(|(.., message)| one.covers(message));
        let given = Memo::new(move |_| {
            there.with(|there| there.as_ref().filter(|one| covers(one)).map(|one| one.reason.clone()))
        });
        let accept = move |reason: String| {
            let (code, path, about) = about.get_value();
            bench.change_quietly(move |scheme| {
                scheme.accepted.retain(|one| !one.is_of(&code, &path));
                if !reason.trim().is_empty() {
                    scheme.accepted.push(Acceptance { code, path, reason, about });
                }
            });
        };
        // The reason was given for something else.
        let before = move || {
            let before = there.with(|there| there.as_ref().filter(|one| !covers(one)).map(|one| one.reason.clone()))?;
            let again = before.clone();
            Some(view! {
                <p class="small bad">{format!("情况有变化，原来的理由须重新确认：{before}")}
                    <button type="button" class="quiet" on:click=move |_| accept(again.clone())>"仍按这个理由保留"</button>
                </p>
            })
        };
        let value = move || given.get().unwrap_or_default();
        view! {
            {before}
            <input class="line" form=FORM autocomplete="off" aria-label=label placeholder="保留不改的，在此写明理由"
                maxlength="500" value=untrack(value) prop:value=value
                on:change=move |event| accept(event_target_value(&event))/>
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
