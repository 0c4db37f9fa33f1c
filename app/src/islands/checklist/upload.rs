//! A small form that adds a file. It posts without WebAssembly, too; with it the upload shows its progress and the page
//! stays.

use std::sync::Arc;

use contract::case::Evidence;
use leptos::either::Either;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::desk::Desk;
use super::json::from_json;
use crate::error::AppError;
use crate::ui::Progress;

const ACCEPTED: &str = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx";
/// The largest file, 20 MiB.
const LIMIT: f64 = 20.0 * 1024.0 * 1024.0;

/// What is done with a file once it has arrived. It may arrive when the form it was sent from is gone.
pub(super) type Added = Arc<dyn Fn(Evidence) + Send + Sync>;

/// How an upload goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Upload {
    Idle,
    /// Percent sent.
    Sending(i64),
    Failed(String),
}

#[component]
pub(super) fn AddFile(
    desk: Desk,
    /// Begins the ids of its fields.
    id: String,
    /// Where the file goes.
    address: String,
    label: &'static str,
    on_added: Added,
) -> impl IntoView {
    let state = RwSignal::new(Upload::Idle);
    let form = NodeRef::<leptos::html::Form>::new();
    let target = address.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if matches!(state.get_untracked(), Upload::Sending(_)) {
            return;
        }
        let Some(element) = form.get_untracked() else { return };
        send(desk, &target, element, state, on_added.clone());
    };
    let (file_id, title_id, dated_id) = (format!("{id}.file"), format!("{id}.title"), format!("{id}.dated"));
    view! {
        <details class="add">
            <summary>{label}</summary>
            <form node_ref=form method="post" action=address enctype="multipart/form-data" on:submit=submit>
                <p class="field">
                    <label for=file_id.clone()>"文件（PDF、JPG、PNG、DOCX、XLSX，不超过20MB）"</label>
                    <input type="file" id=file_id name="file" accept=ACCEPTED required=true/>
                </p>
                <p class="field">
                    <label for=title_id.clone()>"材料名称（不填则用文件名）"</label>
                    <input type="text" id=title_id name="title"/>
                </p>
                <p class="field">
                    <label for=dated_id.clone()>"材料日期"</label>
                    <input type="date" id=dated_id name="dated"/>
                </p>
                <p><button class="btn" type="submit">"上传"</button></p>
                {move || match state.get() {
                    Upload::Idle => None,
                    Upload::Sending(percent) => {
                        Some(Either::Left(view! { <Progress percent=percent label="已上传"/> }))
                    }
                    Upload::Failed(text) => {
                        Some(Either::Right(view! { <p class="why bad" role="alert">{text}</p> }))
                    }
                }}
            </form>
        </details>
    }
}

/// Sends the form with its file; `XMLHttpRequest`, because only it tells how much is sent.
fn send(desk: Desk, address: &str, form: web_sys::HtmlFormElement, state: RwSignal<Upload>, on_added: Added) {
    let failed = move |text: &str| state.set(Upload::Failed(text.to_owned()));
    let Ok(data) = web_sys::FormData::new_with_form(&form) else { return };
    let file = data.get("file").dyn_into::<web_sys::File>();
    match file {
        Ok(file) if file.size() > LIMIT => {
            return failed("文件超过20MB，没有上传。请压缩或拆分后再传。");
        }
        Ok(file) if file.size() > 0.0 => {}
        _ => return failed("请先选择文件。"),
    }
    // Whose page it is: somebody else may have logged in since.
    let _ = data.append_with_str("person", &desk.person());
    let Ok(request) = web_sys::XmlHttpRequest::new() else { return };
    let opened =
        request.open("POST", address).and_then(|()| request.set_request_header("Accept", "application/json"));
    if opened.is_err() {
        return failed("浏览器没有允许上传，请刷新页面后重试。");
    }
    state.set(Upload::Sending(0));
    if let Ok(upload) = request.upload() {
        let told = Closure::<dyn Fn(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
            if event.total() > 0.0 {
                state.set(Upload::Sending((event.loaded() * 100.0 / event.total()) as i64));
            }
        });
        upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
        told.forget();
    }
    let done = Closure::<dyn Fn()>::new({
        let request = request.clone();
        move || {
            let text = request.response_text().ok().flatten().unwrap_or_default();
            if let Some(file) = from_json::<Evidence>(&text) {
                state.set(Upload::Idle);
                form.reset();
                on_added(file);
            } else {
                let error = from_json(&text).unwrap_or(AppError::Unreachable);
                state.set(Upload::Failed(match error {
                    AppError::Unreachable => "网络中断，文件没有上传。请稍后重试。".to_owned(),
                    refused => refused.sentence(),
                }));
            }
        }
    });
    request.set_onloadend(Some(done.as_ref().unchecked_ref()));
    done.forget();
    if request.send_with_opt_form_data(Some(&data)).is_err() {
        failed("网络中断，文件没有上传。请稍后重试。");
    }
}
