//! 待办: the page every desk opens on.

use contract::frame::{Desk, Todo};
use leptos::prelude::*;

use super::parts::empty;
use crate::ui::table::{self, Cell, lead, text};

/// What waits, what goes on, what to do next.
pub fn desk(desk: Desk) -> impl IntoView {
    let Desk { todos, running, advice } = desk;
    let waiting = if todos.is_empty() { empty(&advice).into_any() } else { list("事项", todos) };
    view! {
        <h1>"待办"</h1>
        <section class="sheet">{waiting}</section>
        {(!running.is_empty()).then(|| view! {
            <h2 class="over">"各周期"</h2>
            <section class="sheet">{list("周期", running)}</section>
        })}
    }
}

fn list(first: &'static str, todos: Vec<Todo>) -> AnyView {
    let rows = todos.into_iter().map(|todo| {
        let Todo { href, verb, about, progress, until, urgent } = todo;
        let until = match urgent {
            true => Cell::of(view! { <span class="urgent">{until}</span> }),
            false => Cell::from(until),
        };
        [Cell::of(view! { <a href=href>{verb}</a> }), about.into(), progress.into(), until]
    });
    table::of(
        [lead(first), text(if first == "周期" { "类型" } else { "对象" }), text("进展"), text("期限")],
        rows,
    )
}
