//! The rules of a part: each with its sentence and its blanks; a new one is chosen by what it says.

use domain::scheme::Rule;
use domain::scheme::edit::{RULE_KINDS, RuleKind};
use leptos::prelude::*;
use serde_json::Value;

use super::bench::Bench;
use super::blanks::blank;
use crate::ui::FORM;

/// All rules of a list.
#[component]
pub(super) fn Rules(bench: Bench, at: String, label: &'static str) -> impl IntoView {
    let rules = bench.document.with_untracked(|document| {
        document.pointer(&at).and_then(Value::as_array).cloned().unwrap_or_default()
    });
    let count = rules.len();
    let rows = rules
        .iter()
        .enumerate()
        .filter_map(|(n, rule)| {
            let kind = RuleKind::of(rule["rule"].as_str()?)?;
            Some(view! { <RuleRow bench=bench at=format!("{at}/{n}") kind=kind alone=count == 1/> })
        })
        .collect_view();
    let add_at = at.clone();
    let add = move |kind: &'static RuleKind| {
        let fresh = serde_json::from_str(kind.fresh).ok();
        // 人工评定 is what a criterion begins with: choosing a rule takes its place.
        let only_manual = count == 1
            && bench.document.with_untracked(|document| {
                document.pointer(&format!("{add_at}/0/rule")).and_then(Value::as_str) == Some("manual")
            });
        let place = if only_manual { 0 } else { count };
        bench.reshape(&format!("{add_at}/{place}"), fresh);
    };
    view! {
        <div class="rules">
            {(!label.is_empty()).then(|| view! { <p class="part">{label}</p> })}
            <ol>{rows}</ol>
            <Pick at=at on_pick=add/>
        </div>
    }
}

/// One rule: its sentence, its kind, its blanks.
#[component]
fn RuleRow(bench: Bench, at: String, kind: &'static RuleKind, alone: bool) -> impl IntoView {
    let here = at.clone();
    let told = Memo::new(move |_| {
        bench.document.with(|document| {
            let rule = document.pointer(&here).cloned().unwrap_or_default();
            serde_json::from_value::<Rule>(rule).map(|rule| rule.told()).unwrap_or_default()
        })
    });
    let blanks = kind.blanks.iter().map(|one| blank(bench, one, &at)).collect_view();
    let gone = move |_| bench.reshape(&at, None);
    view! {
        <li class="rule-row">
            <p class="told">{move || told.get()}</p>
            <details open=true>
                <summary>{kind.title}</summary>
                {blanks}
            </details>
            <button type="button" class="quiet" disabled=alone title=alone.then_some("至少要有一条规则") on:click=gone>"删去这条规则"</button>
        </li>
    }
}

/// Choosing a rule by what it says: by its sort, or by words looked for.
#[component]
fn Pick(at: String, #[prop(into)] on_pick: Callback<&'static RuleKind>) -> impl IntoView {
    let open = RwSignal::new(false);
    let words = RwSignal::new(String::new());
    let id = format!("pick{}", at.replace('/', "-"));
    let field = StoredValue::new(format!("{id}-words"));
    let one = move |kind: &'static RuleKind| {
        let says = kind.start().told();
        let choose = move |_| {
            open.set(false);
            on_pick.run(kind);
        };
        view! { <li><button type="button" class="pick" on:click=choose><b>{kind.title}</b><span>{says}</span></button></li> }
    };
    let groups = move || {
        let groups: Vec<_> = words.with(|words| {
            let meant = |group: &'static str| {
                RULE_KINDS
                    .iter()
                    .filter(|kind| kind.group() == group && kind.is_meant(words))
                    .collect::<Vec<_>>()
            };
            RuleKind::GROUPS.into_iter().map(|group| (group, meant(group))).collect()
        });
        let any = groups.iter().any(|(_, kinds)| !kinds.is_empty());
        let groups = groups.into_iter().filter(|(_, kinds)| !kinds.is_empty()).map(|(group, kinds)| {
            let kinds = kinds.into_iter().map(one).collect_view();
            view! { <p class="part">{group}</p><ul class="picks">{kinds}</ul> }
        });
        let none = (!any).then(|| view! { <p class="small muted">"没有这样的规则，请换一个说法查找；写不成规则的用“由考核人员评定”。"</p> });
        view! { {groups.collect_view()}{none} }
    };
    let all = move || {
        open.get().then(|| {
            let field = field.get_value();
            view! {
                <p class="blank">
                    <label for=field.clone()>"查找规则"</label>
                    <input id=field form=FORM type="search" autocomplete="off" placeholder="如：名次、每少、比率"
                        on:input=move |event| words.set(event_target_value(&event))/>
                </p>
                {groups}
            }
        })
    };
    let turn = move |_| {
        words.set(String::new());
        open.update(|open| *open = !*open);
    };
    view! {
        <p>
            <button type="button" class="btn" form=FORM aria-expanded=move || open.get().to_string() aria-controls=id.clone()
                on:click=turn>"＋选一条规则"</button>
        </p>
        <div id=id>{all}</div>
    }
}
