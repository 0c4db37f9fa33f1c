//! 退回: what was returned, above its item; and for a reviewer the form that returns one.

use contract::case::{Layer, ReturnItem, Returned};
use leptos::prelude::*;

use super::desk::Desk;
use super::wire::{argument, ask, read};
use crate::error::AppError;
use crate::ui::TextArea;

/// The messages that came with an item, newest first, and the form to return it.
#[component]
pub(super) fn Returning(desk: Desk, item: String) -> impl IntoView {
    let of = item.clone();
    let messages = move || {
        desk.returns
            .with(|all| all.iter().filter(|back| back.item == of).cloned().collect::<Vec<_>>())
            .into_iter()
            .map(|back| {
                let state = if back.settled { "，单位已补正" } else { "" };
                view! {
                    <p class="returned">
                        <b>{format!("考核组退回（{}{state}）：", back.at.day().short())}</b>
                        {back.message}
                    </p>
                }
            })
            .collect_view()
    };
    let may = desk.layer == Layer::Review && desk.list.with_value(|list| list.may.return_items);
    view! {
        {messages}
        {may.then(|| view! { <ReturnForm desk=desk item=item/> })}
    }
}

#[component]
fn ReturnForm(desk: Desk, item: String) -> impl IntoView {
    let message = RwSignal::new(String::new());
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let id = format!("return-{item}");
    let of = item.clone();
    let back = Memo::new(move |_| desk.is_returned(&of));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let form = ReturnItem {
            case: desk.list.with_value(|list| list.case),
            item: item.clone(),
            message: message.get_untracked(),
        };
        let told = move |outcome| {
            match read::<Returned>(outcome) {
                Ok(back) => {
                    desk.returns.update(|all| all.insert(0, back));
                    message.set(String::new());
                    failed.set(None);
                }
                Err(error) => failed.set(Some(match error {
                    AppError::Unreachable => "网络中断，没有退回。请稍后重试。".to_owned(),
                    refused => refused.sentence(),
                })),
            }
            busy.set(false);
        };
        ask(desk, "items/return", &argument("form", &form), Box::new(told));
    };
    move || {
        (!back.get()).then(|| view! {
            <details class="add noprint">
                <summary>"退回这一项"</summary>
                <form on:submit=submit.clone()>
                    <label class="over" for=id.clone()>"退回说明（单位会看到，并只能补正这一项）"</label>
                    <TextArea
                        id=id.clone()
                        name="message"
                        initial=""
                        value=message
                        on_input=move |text: String| message.set(text)
                        rows=2
                    />
                    <p><button class="btn" type="submit" disabled=move || busy.get()>"退回单位补正"</button></p>
                    {move || failed.get().map(|text| view! { <p class="why bad" role="alert">{text}</p> })}
                </form>
            </details>
        })
    }
}
