//! What is not safe yet and what to do about it: a save that waits or was refused, two texts to choose from, own text
//! that could not be saved, and what was found again after a crash.

use std::sync::Arc;

use domain::scheme::Criterion;
use domain::scoring::Answer;
use leptos::either::EitherOf4;
use leptos::prelude::*;

use super::desk::{Cell, Desk};
use super::drafts::{Aside, drop_aside, undo_found, use_aside};
use super::saving::{keep_mine, take_theirs};
use super::status::Status;

/// Above the items: which criteria were found with unsaved text.
#[component]
pub(super) fn Found(desk: Desk) -> impl IntoView {
    let places = Memo::new(move |_| {
        let all: Vec<String> = desk
            .list
            .with_value(|list| list.scheme.criteria().map(|criterion| criterion.no.to_string()).collect());
        let found = |no: &String| {
            desk.cell(no)
                .is_some_and(|cell| cell.found.with(Option::is_some) || cell.aside.with(Option::is_some))
        };
        all.into_iter().filter(found).collect::<Vec<_>>()
    });
    move || {
        let places = places.get();
        if places.is_empty() {
            return None;
        }
        let link = |no: String| view! { " "<a href=desk.address(&no)>{format!("第{no}条")}</a> };
        let links = places.into_iter().map(link).collect_view();
        Some(view! {
            <p class="why" role="status" id="found">
                "找到了您上次没有来得及保存的内容，请核对："{links}
            </p>
        })
    }
}

/// One criterion's trouble.
#[component]
pub(super) fn Trouble(desk: Desk, cell: Cell, criterion: StoredValue<Arc<Criterion>>) -> impl IntoView {
    move || match cell.status.get() {
        Status::Refused(reason) => {
            // A problem with what was typed is told where the explanation stands.
            let typed = criterion.with_value(|criterion| desk.problem(criterion)).is_some();
            EitherOf4::A((!typed).then(|| view! { <p class="why bad" role="alert">{reason}</p> }))
        }
        Status::Waiting { sentence, login } => {
            let link = login.then(|| view! { " "<a href="/login" target="_blank">"在新窗口登录"</a> });
            EitherOf4::B(view! { <p class="why" role="status">{sentence}{link}</p> })
        }
        Status::Conflict { theirs, revision, by } => EitherOf4::C(view! {
            <Choose desk=desk cell=cell criterion=criterion theirs=theirs revision=revision by=by/>
        }),
        _ => EitherOf4::D(()),
    }
}

/// Two texts side by side, and the choice between them.
#[component]
fn Choose(
    desk: Desk,
    cell: Cell,
    criterion: StoredValue<Arc<Criterion>>,
    theirs: Answer,
    revision: i32,
    by: String,
) -> impl IntoView {
    let own = desk.list.with_value(|list| list.reader == by);
    let told = if own {
        "这一条刚刚以您的姓名在另一个窗口保存了另一份内容。两份都没有丢失，请选择保留哪一份。".to_owned()
    } else {
        format!("这一条刚刚已由{by}保存了另一份内容。您的内容没有丢失，请对照后选择保留哪一份。")
    };
    let their_name = if own { "另一个窗口的内容".to_owned() } else { format!("{by}的内容") };
    let no = criterion.with_value(|criterion| criterion.no.clone());
    let mine_no = no.clone();
    let shown = theirs.clone();
    let their_text = move || criterion.with_value(|criterion| told_of(desk, criterion, &shown));
    let my_text =
        move || criterion.with_value(|criterion| cell.answer.with(|answer| told_of(desk, criterion, answer)));
    let keep_label = if own { "保留本窗口的" } else { "保留我的" };
    let take_label = if own { "采用另一个窗口的" } else { "采用对方的" };
    view! {
        <div class="why bad choose" role="alert">
            <p>{told}</p>
            <div class="both">
                <section>
                    <h4>"您的内容"</h4>
                    {my_text}
                    <p><button type="button" class="btn" on:click=move |_| keep_mine(desk, &mine_no, revision)>{keep_label}</button></p>
                </section>
                <section>
                    <h4>{their_name}</h4>
                    {their_text}
                    <p><button type="button" class="btn" on:click=move |_| {
                        take_theirs(desk, &no, theirs.clone(), revision);
                    }>{take_label}</button></p>
                </section>
            </div>
        </div>
    }
}

/// Own text that could not be saved; and, after text was found and put back, the way to what was there before.
#[component]
pub(super) fn KeptAside(desk: Desk, cell: Cell, criterion: StoredValue<Arc<Criterion>>) -> impl IntoView {
    let no = criterion.with_value(|criterion| criterion.no.clone());
    let of = no.clone();
    let found = move || {
        let no = of.clone();
        cell.found.with(Option::is_some).then(|| {
            view! {
                <p class="why" role="status">
                    "这是您上次没有来得及保存的内容，已经找回。"
                    " "
                    <button type="button" class="quiet" on:click=move |_| undo_found(desk, &no)>"恢复为原来保存的内容"</button>
                    " "
                    <button type="button" class="quiet" on:click=move |_| cell.found.set(None)>"知道了"</button>
                </p>
            }
        })
    };
    let aside = move || {
        let no = no.clone();
        cell.aside.get().map(|Aside { answer, why, usable }| {
            let text = criterion.with_value(|criterion| told_of(desk, criterion, &answer));
            let used = no.clone();
            view! {
                <div class="why aside" role="status">
                    <p>{why}</p>
                    {text}
                    <p>
                        {usable.then(|| view! {
                            <button type="button" class="btn" on:click=move |_| use_aside(desk, &used)>"采用这份内容"</button>
                            " "
                        })}
                        <button type="button" class="btn" on:click=move |_| drop_aside(desk, &no)>"不再保留"</button>
                    </p>
                </div>
            }
        })
    };
    view! { {found} {aside} }
}

/// An answer in words: what it comes to, and its text in full.
fn told_of(desk: Desk, criterion: &Criterion, answer: &Answer) -> impl IntoView + use<> {
    let sentence = match desk.scored(criterion, answer) {
        Ok(line) => line.sentence(),
        Err(problem) => format!("{}。", problem.reason),
    };
    let (class, remark) = match answer.remark.as_str() {
        "" => ("muted", "没有写说明。".to_owned()),
        remark => ("pre", remark.to_owned()),
    };
    view! { <p>{sentence}</p><p class=class>{remark}</p> }
}
