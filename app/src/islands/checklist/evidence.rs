//! 佐证材料 of one criterion: the files, and a small form to add one.

use std::sync::Arc;

use contract::case::{Evidence, Layer};
use domain::points::Points;
use domain::scheme::{InputKind, Role};
use leptos::prelude::*;

use super::desk::Desk;
use super::upload::{AddFile, Added};
use super::wire::{argument, ask, read};
use crate::ui::FileChip;

/// The files of a criterion.
#[component]
pub(super) fn EvidenceOf(desk: Desk, criterion: String, editable: bool) -> impl IntoView {
    let of = criterion.clone();
    let files = move || {
        desk.evidence.with(|all| all.iter().filter(|file| file.criterion == of).cloned().collect::<Vec<_>>())
    };
    let list = move || {
        files()
            .into_iter()
            .map(|file| view! { <FileLine desk=desk file=file removable=editable/> })
            .collect_view()
    };
    let reading = desk.layer == Layer::Review;
    // 加分 that is not claimed fact by fact has its proof here.
    let claims = desk.list.with_value(|list| {
        let section = list.scheme.sections.get(list.section as usize);
        let bonus = section.is_some_and(|section| section.role == Role::Bonus);
        let inputs =
            list.scheme.criterion(&criterion).filter(|_| bonus).map(|one| list.scheme.inputs_of(one));
        inputs.into_iter().flatten().any(|input| input.earns && input.kind != InputKind::Facts)
    });
    let of = criterion.clone();
    let none = move || {
        let empty = desk.evidence.with(|all| !all.iter().any(|file| file.criterion == of));
        let claimed = || claims && desk.line(&of).is_some_and(|line| line.score > Points::ZERO);
        let told = match (reading, empty) {
            (true, true) => "单位没有上传佐证材料",
            (false, true) if editable && claimed() => "加分须有证明：请上传表彰文件、证书等",
            _ => return None,
        };
        Some(view! { <li class="muted">{told}</li> })
    };
    let add = editable.then(|| {
        let address = desk
            .list
            .with_value(|list| format!("{}/cases/{}/evidence?criterion={criterion}", list.base, list.case));
        let added: Added = Arc::new(move |file| desk.evidence.update(|all| all.push(file)));
        view! { <AddFile desk=desk id=criterion address=address label="＋ 添加佐证材料" on_added=added/> }
    });
    view! {
        <ul class="files" aria-label="佐证材料">{list} {none}</ul>
        {add}
    }
}

#[component]
fn FileLine(desk: Desk, file: Evidence, removable: bool) -> impl IntoView {
    let failed = RwSignal::new(None::<String>);
    let href = desk.list.with_value(|list| format!("{}/files/{}", list.base, file.file));
    let dated = if file.dated.is_empty() { String::new() } else { format!("{} · ", file.dated) };
    let about = format!("{dated}{} · {}", file.kind.to_ascii_uppercase(), file.size_label());
    let id = file.id;
    let label = format!("移除“{}”", file.title);
    let remove = move |_| {
        let sure = window().confirm_with_message("移除这份佐证材料？留痕中仍保留记录。").unwrap_or(false);
        if !sure {
            return;
        }
        let case = desk.list.with_value(|list| list.case);
        let told = move |outcome| match read::<()>(outcome) {
            Ok(()) => desk.evidence.update(|all| all.retain(|file| file.id != id)),
            Err(error) => failed.set(Some(error.sentence())),
        };
        let arguments = format!("{},{}", argument("case", &case), argument("evidence", &id));
        ask(desk, "evidence/remove", &arguments, Box::new(told));
    };
    view! {
        <FileChip href=href title=file.title.clone() file_name=file.file_name.clone() about=about>
            {removable.then(|| view! {
                <button type="button" class="quiet" aria-label=label on:click=remove>"移除"</button>
            })}
            {move || failed.get().map(|text| view! { <span class="bad" role="alert">{text}</span> })}
        </FileChip>
    }
}
