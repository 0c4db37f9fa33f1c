//! 待办: the page every desk opens on.

use contract::frame::{Desk, Todo};
use leptos::prelude::*;

/// What waits, what goes on, what to do next.
pub fn desk(desk: Desk) -> impl IntoView {
    let Desk { todos, running, advice } = desk;
    let nothing = todos.is_empty();
    view! {
        <h1>"待办"</h1>
        <section class="sheet">
            {if nothing {
                view! { <p class="empty">{advice}</p> }.into_any()
            } else {
                table("事项", todos).into_any()
            }}
        </section>
        {(!running.is_empty()).then(|| view! {
            <h2 class="over">"各周期"</h2>
            <section class="sheet">{table("周期", running)}</section>
        })}
    }
}

fn table(first: &'static str, todos: Vec<Todo>) -> impl IntoView {
    let rows = todos
        .into_iter()
        .map(|todo| {
            let urgent = match (todo.urgent, todo.until.is_empty()) {
                (true, _) => "urgent",
                (false, true) => "nil",
                (false, false) => "",
            };
            view! {
                <tr>
                    <td data-label=first><a href=todo.href>{todo.verb}</a></td>
                    <td data-label="对象">{todo.about}</td>
                    <td data-label="进展">{todo.progress}</td>
                    <td data-label="期限" class=urgent>{todo.until}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="cards">
            <thead>
                <tr><th>{first}</th><th>"对象"</th><th>"进展"</th><th>"期限"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
