//! 留痕, and the people of a tenant.

use contract::case::Event;
use leptos::prelude::*;

use super::parts::empty;

/// The tenant's journal.
pub fn journal(events: Vec<Event>) -> impl IntoView {
    view! {
        <h1>"留痕"</h1>
        <p class="muted">"每一步操作都记入不可更改的日志，前后相扣；以下按时间倒序排列。"</p>
        <section class="sheet">{time_line(events)}</section>
    }
}

/// A time line, newest first.
pub fn time_line(events: Vec<Event>) -> AnyView {
    if events.is_empty() {
        return empty("还没有记录。").into_any();
    }
    let rows = events
        .into_iter()
        .map(|event| {
            view! {
                <tr>
                    <td class="num" data-label="时间">{event.at.zh()}</td>
                    <td data-label="办理人">{event.who}</td>
                    <td data-label="事项">{event.what}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="cards">
            <thead><tr><th>"时间"</th><th>"办理人"</th><th>"事项"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// 单位与人员.
pub fn people(places: Vec<(String, Vec<(String, String)>)>) -> impl IntoView {
    let rows = places
        .into_iter()
        .map(|(place, held)| {
            let held: Vec<_> = held.into_iter().map(|(post, name)| format!("{post}　{name}")).collect();
            let text = if held.is_empty() { "尚未任命".to_owned() } else { held.join("；") };
            view! { <tr><td data-label="单位">{place}</td><td data-label="岗位与人员">{text}</td></tr> }
        })
        .collect_view();
    view! {
        <h1>"单位与人员"</h1>
        <section class="sheet">
            <table class="cards">
                <thead><tr><th>"单位"</th><th>"岗位与人员"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}
