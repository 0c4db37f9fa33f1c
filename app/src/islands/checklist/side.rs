//! The side list: all items with their state.

use domain::scheme::Heading;
use leptos::prelude::*;

use super::desk::Desk;
use super::settled::Done;

/// All 部分 and their items; the present one is marked.
#[component]
pub(super) fn SideList(desk: Desk) -> impl IntoView {
    let mut states = desk.settled.items().into_iter();
    let sections = desk.list.with_value(|list| {
        let at = |number| list.section_page(desk.layer, number);
        let sections = list.scheme.sections.iter().zip(0_u32..);
        sections
            .map(|(section, number)| {
                section_of(desk, section, &mut states, at(number), number == list.section)
            })
            .collect_view()
    });
    view! { <nav class="toc" aria-label="考评项目">{sections}</nav> }
}

/// `states`: how far the items are, from the first one of this 部分 on.
fn section_of(
    desk: Desk,
    section: &Heading,
    states: &mut dyn Iterator<Item = RwSignal<Done>>,
    address: String,
    here: bool,
) -> impl IntoView + use<> {
    let items = section.items_within().zip(states);
    let items = items.map(|(item, state)| item_of(desk, item, state, &address, here)).collect_view();
    view! {
        <h2>
            <a href=address aria-current=here.then_some("page")>
                {section.heading()}
                <span class="num">{format!("　{}", section.worth())}</span>
            </a>
        </h2>
        <ol>{items}</ol>
    }
}

fn item_of(
    desk: Desk,
    item: &Heading,
    state: RwSignal<Done>,
    address: &str,
    here: bool,
) -> impl IntoView + use<> {
    let no = item.no.clone();
    let done = Memo::new(move |_| if desk.is_returned(&no) { Done::Returned } else { state.get() });
    let (symbol, told) = (move || mark(done.get()).1, move || mark(done.get()).2);
    let href = if here { format!("#i-{}", item.no) } else { format!("{address}#i-{}", item.no) };
    view! {
        <li>
            <a href=href>
                <span class=move || mark(done.get()).0 aria-hidden="true">{symbol}</span>
                <span class="sr">{told}</span>
                <span>{item.heading()}</span>
                <span class="pt num">{item.points.map(|points| points.to_string())}</span>
            </a>
        </li>
    }
}

fn mark(done: Done) -> (&'static str, &'static str, &'static str) {
    match done {
        Done::None => ("st none", "○", "未填"),
        Done::Part => ("st part", "◐", "填了一部分"),
        Done::Full => ("st full", "●", "已完成"),
        Done::Returned => ("st ret", "↩", "已退回"),
    }
}
