//! The checklist: side list, one 部分, score.

use std::sync::Arc;

use contract::case::{Checklist, Layer};
use contract::packed::Packed;
use domain::scheme::Heading;
use leptos::prelude::*;

use super::criterion::CriterionRow;
use super::desk::Desk;
use super::keys::Keys;
use super::panel::ScorePanel;
use super::register::refresh;
use super::returning::Returning;
use super::saving::{hurry, leave, send_all};
use super::trouble::Found;
use super::{drafts, side, tabs, trial, upload};
use crate::islands::browser::keeps_drafts;
use crate::ui::FORM;

/// One 部分 of a checklist, live.
#[island]
pub fn ChecklistDesk(list: Packed<Checklist>, layer: Layer) -> impl IntoView {
    let desk = Desk::new(list.0, layer);
    let keys = Keys { desk };
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
        desk.recall_put_off();
        side::mark(desk);
        // Whoever leaves is asked only about what is kept nowhere: a file on its way, or what the browser keeps no draft of.
        let leaving = window_event_listener(leptos::ev::beforeunload, move |event| {
            let open = !desk.is_trial() && !desk.safety.get_untracked().is_whole();
            if upload::under_way() || open && !keeps_drafts() {
                event.prevent_default();
            }
        });
        let left = window_event_listener_untyped("pagehide", move |_| match desk.is_trial() {
            true => trial::keep(desk),
            false => leave(desk),
        });
        let hidden = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() && !desk.is_trial() {
                hurry(desk);
            }
        });
        keys.listen();
        let online = window_event_listener(leptos::ev::online, move |_| send_all(desk));
        // Whoever comes back from logging in need not wait for the next try.
        let back = window_event_listener(leptos::ev::focus, move |_| {
            send_all(desk);
            refresh(desk);
        });
        on_cleanup(move || {
            leaving.remove();
            left.remove();
            hidden.remove();
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
        <div class="items" id="items">
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
        if total == 0 {
            return "自评不填".to_owned();
        }
        let counted = format!("{word}{done}／{total}条");
        match points {
            // Where nothing is filled in yet, what is certain already is no score.
            Some(points) if done == 0 => format!("{counted}　满分{points}分"),
            Some(points) => format!("{counted}　得{}分，满分{points}分", desk.item_score(&of)),
            None => counted,
        }
    };
    // 责任科室 is named once where it is the same throughout.
    let duties: Vec<_> = item.criteria.iter().map(|criterion| desk.duties(&criterion.no)).collect();
    let shared = duties.first().filter(|first| duties.iter().all(|one| one == *first)).cloned().flatten();
    let apart = shared.is_none();
    let editable = desk.editable(&item.no);
    let heading = item.heading();
    let rows = item
        .criteria
        .into_iter()
        .zip(duties)
        .filter_map(|(criterion, duties)| {
            let cell = desk.cell(&criterion.no)?;
            let duties = duties.filter(|_| apart);
            let editable = editable && desk.is_mine(&criterion.no);
            Some(
                view! { <CriterionRow desk=desk cell=cell criterion=Arc::new(criterion) duties=duties editable=editable/> },
            )
        })
        .collect_view();
    view! {
        <section class="sheet item" id=format!("i-{no}")>
            <h2>{heading}<span class="num">{told}</span></h2>
            {shared.map(|told| view! { <p class="small muted duties">{told}</p> })}
            <Returning desk=desk item=no.to_string()/>
            {rows}
        </section>
    }
}
