//! The checklist: side list, one 部分, score.

use std::sync::Arc;

use contract::case::{Checklist, Layer};
use contract::packed::Packed;
use domain::scheme::Heading;
use leptos::prelude::*;

use super::criterion::CriterionRow;
use super::desk::Desk;
use super::keys::{Keys, KeysHelp};
use super::panel::ScorePanel;
use super::register::refresh;
use super::returning::Returning;
use super::saving::send_all;
use super::side::SideList;
use super::trouble::Found;
use super::{drafts, tabs, trial};
use crate::ui::FORM;

/// One 部分 of a checklist, live.
#[island]
pub fn ChecklistDesk(list: Packed<Checklist>, layer: Layer) -> impl IntoView {
    let desk = Desk::new(list.0, layer);
    let keys = Keys::new();
    provide_context(keys);
    // Once the list saves by itself, its plain button is off: no key in a field may send the form.
    let awake = RwSignal::new(false);
    Effect::new(move |_| {
        awake.set(true);
        if desk.is_trial() {
            trial::restore(desk);
        } else {
            tabs::listen(desk);
            drafts::restore(desk);
        }
        let leaving = window_event_listener(leptos::ev::beforeunload, move |event| {
            if desk.is_trial() {
                trial::keep(desk);
            } else if !desk.safety.get_untracked().is_whole() {
                event.prevent_default();
            }
        });
        keys.listen(desk);
        let online = window_event_listener(leptos::ev::online, move |_| send_all(desk));
        // Whoever comes back from logging in need not wait for the next try.
        let back = window_event_listener(leptos::ev::focus, move |_| {
            send_all(desk);
            refresh(desk);
        });
        on_cleanup(move || {
            leaving.remove();
            online.remove();
            back.remove();
        });
        document().body().map(|body| body.set_attribute("data-live", "yes"))
    });
    let (section, index, count) = desk.list.with_value(|list| {
        let index = list.section;
        (list.scheme.sections[index as usize].clone(), index, list.scheme.sections.len() as u32)
    });
    let page_of = move |section: u32| desk.list.with_value(|list| list.section_page(layer, section));
    let action = page_of(index);
    let turn = move |to: u32, label: &'static str| view! { <a class="btn" href=page_of(to)>{label}</a> };
    let may_save = desk.list.with_value(|list| (list.may.fill || list.may.score) && list.trial.is_none());
    let before = (index > 0).then(|| turn(index - 1, "上一部分"));
    let after = (index + 1 < count).then(|| turn(index + 1, "下一部分"));
    let items =
        section.items_within().cloned().map(|item| view! { <ItemSheet desk=desk item=item/> }).collect_view();
    view! {
        <div class="fill">
            <SideList desk=desk/>
            <div class="items">
                <form id=FORM method="post" action=action></form>
                <Found desk=desk/>
                {items}
                {may_save.then(|| view! {
                    <p class="plainsave">
                        <button class="btn primary" type="submit" form=FORM disabled=move || awake.get()>"保存本部分"</button>
                    </p>
                })}
                <p class="turn noprint">{before}" "{after}</p>
            </div>
            <ScorePanel desk=desk/>
            <KeysHelp/>
        </div>
    }
}

#[component]
fn ItemSheet(desk: Desk, item: Heading) -> impl IntoView {
    let no = item.no.clone();
    let of = item.no.clone();
    let points = item.points;
    let word = if desk.layer == Layer::Own { "已填" } else { "已打分" };
    let told = move || {
        let (done, total) = desk.settled.of_item(&of);
        match points {
            Some(points) => {
                format!("{word}{done}／{total}条　得{}分，满分{points}分", desk.item_score(&of))
            }
            None => format!("{word}{done}／{total}条"),
        }
    };
    let editable = desk.editable(&item.no);
    let heading = item.heading();
    let rows = item
        .criteria
        .into_iter()
        .filter_map(|criterion| {
            let cell = desk.cell(&criterion.no)?;
            let editable = editable && desk.is_mine(&criterion.no);
            Some(
                view! { <CriterionRow desk=desk cell=cell criterion=Arc::new(criterion) editable=editable/> },
            )
        })
        .collect_view();
    view! {
        <section class="sheet item" id=format!("i-{no}")>
            <h2>{heading}<span class="num">{told}</span></h2>
            <Returning desk=desk item=no.to_string()/>
            {rows}
        </section>
    }
}
