//! The side list: all items with their state.

use contract::case::Layer;
use leptos::prelude::*;

use super::desk::{Desk, Done};

/// All 部分 and their items; the present one is marked.
#[component]
pub(super) fn SideList(desk: Desk) -> impl IntoView {
    let (base, case, here, sections) = desk
        .list
        .with_value(|list| (list.base.clone(), list.case, list.section, list.scheme.sections.clone()));
    let page = if desk.layer == Layer::Own { "fill" } else { "review" };
    let list = sections
        .into_iter()
        .zip(0_u32..)
        .map(|(section, at)| {
            let address = format!("{base}/cases/{case}/{page}/{}", at + 1);
            let items = section
                .items
                .iter()
                .cloned()
                .map(|item| {
                    let href = if at == here {
                        format!("#i-{}", item.no)
                    } else {
                        format!("{address}#i-{}", item.no)
                    };
                    let text = format!("{}. {}", item.no, item.title);
                    let points = item.points.to_string();
                    let done = Memo::new(move |_| desk.done(&item));
                    let (symbol, told) = (move || mark(done.get()).1, move || mark(done.get()).2);
                    view! {
                        <li>
                            <a href=href>
                                <span class=move || mark(done.get()).0 aria-hidden="true">{symbol}</span>
                                <span class="sr">{told}</span>
                                <span>{text}</span>
                                <span class="pt num">{points}</span>
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <h2>
                    <a href=address aria-current=(at == here).then_some("page")>
                        {format!("{}、{}", section.no, section.title)}
                        <span class="num">{format!("　{}分", section.points)}</span>
                    </a>
                </h2>
                <ol>{items}</ol>
            }
        })
        .collect_view();
    view! { <nav class="toc" aria-label="考评项目">{list}</nav> }
}

fn mark(done: Done) -> (&'static str, &'static str, &'static str) {
    match done {
        Done::None => ("st none", "○", "未填"),
        Done::Part => ("st part", "◐", "填了一部分"),
        Done::Full => ("st full", "●", "已完成"),
        Done::Returned => ("st ret", "↩", "已退回"),
    }
}
