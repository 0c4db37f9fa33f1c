//! 待办: the page every desk opens on.

use contract::frame::{Desk, Todo};
use leptos::prelude::*;

use super::cases;
use super::parts::empty;
use crate::ui::table::{self, Cell, Column, lead, text};
use crate::ui::{Notice, Tone};

/// What waits, what goes on, what to do next.
pub fn desk(base: &str, desk: Desk) -> impl IntoView + use<> {
    let Desk { todos, rounds, periods, cases, notes, advice } = desk;
    let waiting = match todos.is_empty() {
        true => empty(&advice).into_any(),
        false => list([lead("事项"), text("对象"), text("进展"), text("期限")], todos),
    };
    let rounds = (!rounds.is_empty()).then(|| {
        let list = list([lead("事项"), text("周期"), text("进展"), text("期限")], rounds);
        view! { <h2 class="over">"推荐"</h2> <section class="sheet">{list}</section> }
    });
    let periods = (!periods.is_empty()).then(|| {
        let list = list([lead("周期"), text("类型"), text("进展"), text("期限")], periods);
        view! { <h2 class="over">"各周期"</h2> <section class="sheet">{list}</section> }
    });
    let cases = (!cases.is_empty()).then(|| {
        let list = cases::lines(base, cases);
        view! { <h2 class="over">"本单位申报"</h2> <section class="sheet">{list}</section> }
    });
    let notes = notes.into_iter().map(|note| view! { <Notice tone=Tone::Told>{note}"。"</Notice> });
    let notes = notes.collect_view();
    view! {
        <h1>"待办"</h1>
        {notes}
        <section class="sheet">{waiting}</section>
        {rounds}
        {periods}
        {cases}
    }
}

fn list(head: [Column; 4], todos: Vec<Todo>) -> AnyView {
    let rows = todos.into_iter().map(|todo| {
        let Todo { href, verb, about, progress, until, urgent } = todo;
        let until = match urgent {
            true => Cell::of(view! { <span class="urgent">{until}</span> }),
            false => Cell::maybe(Some(until)),
        };
        [Cell::of(view! { <a href=href>{verb}</a> }), about.into(), progress.into(), until]
    });
    table::of(head, rows)
}
