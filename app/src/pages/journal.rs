//! 留痕.

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
