//! A small form that adds files. It posts without WebAssembly, too; with it the upload shows its progress and the page
//! stays.

use std::sync::Arc;

use contract::case::Evidence;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::desk::Desk;
use super::json::from_json;
use crate::error::AppError;

const ACCEPTED: &str = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx";
/// The largest file, 20 MiB.
const LIMIT: f64 = 20.0 * 1024.0 * 1024.0;

/// What is done with a file once it has arrived. It may arrive when the form it was sent from is gone.
pub(super) type Added = Arc<dyn Fn(Evidence) + Send + Sync>;

/// One of the files that were chosen, and how it goes.
struct Sent {
    name: String,
    state: Upload,
}

/// How an upload goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Upload {
    Waiting,
    /// Percent sent.
    Sending(i64),
    Arrived,
    Failed(String),
}

thread_local! {
    /// How many files are on their way: a file is kept nowhere else.
    static UNDER_WAY: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Whether files are on their way that are lost if the page is left.
pub(super) fn under_way() -> bool {
    UNDER_WAY.get() > 0
}

/// The files of one form, sent one after the other.
struct Batch {
    desk: Desk,
    address: String,
    form: web_sys::HtmlFormElement,
    files: Vec<web_sys::File>,
    sent: RwSignal<Vec<Sent>>,
    on_added: Added,
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
    let sent = RwSignal::new(Vec::<Sent>::new());
    let form = NodeRef::<leptos::html::Form>::new();
    let target = address.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sent.with_untracked(|all| all.iter().any(|one| matches!(one.state, Upload::Sending(_)))) {
            return;
        }
        let Some(form) = form.get_untracked() else { return };
        let files = chosen(&form);
        sent.set(files.iter().map(|file| Sent { name: file.name(), state: Upload::Waiting }).collect());
        Batch { desk, address: target.clone(), form, files, sent, on_added: on_added.clone() }.next();
    };
    let (file_id, title_id, dated_id) = (format!("{id}.file"), format!("{id}.title"), format!("{id}.dated"));
    let lines = move || {
        let line = |one: &Sent| {
            let (class, told) = match &one.state {
                Upload::Waiting => ("small muted", "等待上传".to_owned()),
                Upload::Sending(percent) => ("small", format!("已上传{percent}%")),
                Upload::Arrived => ("small muted", "已上传".to_owned()),
                Upload::Failed(text) => ("why bad", text.clone()),
            };
            let percent = match one.state {
                Upload::Sending(percent) => Some(percent.to_string()),
                _ => None,
            };
            let bar = percent
                .map(|percent| view! { <progress max="100" value=percent aria-hidden="true"></progress> });
            let alert = matches!(one.state, Upload::Failed(_)).then_some("alert");
            view! { <li class=class role=alert>{format!("{}　{told}　", one.name)}{bar}</li> }
        };
        sent.with(|all| all.iter().map(line).collect_view())
    };
    view! {
        <details class="add">
            <summary>{label}</summary>
            <form node_ref=form method="post" action=address enctype="multipart/form-data" on:submit=submit>
                <p class="field">
                    <label for=file_id.clone()>"文件（PDF、JPG、PNG、DOCX、XLSX，每个不超过20MB）"</label>
                    <input type="file" id=file_id name="file" accept=ACCEPTED required=true prop:multiple=true/>
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
                <ul class="plain going-up" role="status">{lines}</ul>
            </form>
        </details>
    }
}

/// The files in a form.
fn chosen(form: &web_sys::HtmlFormElement) -> Vec<web_sys::File> {
    let field = form.query_selector("[type=file]").ok().flatten();
    let list = field.and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok()?.files());
    list.into_iter().flat_map(|list| (0..list.length()).filter_map(move |at| list.get(at))).collect()
}

impl Batch {
    /// Sends the next file; `XMLHttpRequest`, because only it tells how much is sent. Once all have arrived, the form is
    /// empty again.
    fn next(self) {
        let waiting = |all: &Vec<Sent>| all.iter().position(|one| one.state == Upload::Waiting);
        let sent = self.sent;
        let Some(at) = sent.try_with_untracked(waiting).flatten() else {
            if sent.try_with_untracked(|all| all.iter().all(|one| one.state == Upload::Arrived)) == Some(true)
            {
                self.form.reset();
            }
            return;
        };
        if self.files[at].size() > LIMIT {
            return self.failed(at, "文件超过20MB，没有上传。请压缩或拆分后再传。".to_owned());
        }
        let lost = || "网络中断，文件没有上传。请稍后重试。".to_owned();
        let Some((request, data)) = self.request(&self.files[at]) else { return self.failed(at, lost()) };
        UNDER_WAY.set(UNDER_WAY.get() + 1);
        self.tell(at, Upload::Sending(0));
        if let Ok(upload) = request.upload() {
            let told =
                Closure::<dyn Fn(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
                    if event.total() > 0.0 {
                        let percent = (event.loaded() * 100.0 / event.total()) as i64;
                        sent.try_update(|all| all[at].state = Upload::Sending(percent));
                    }
                });
            upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
            told.forget();
        }
        let answered = request.clone();
        let done = Closure::once_into_js(move || {
            UNDER_WAY.set(UNDER_WAY.get().saturating_sub(1));
            let text = answered.response_text().ok().flatten().unwrap_or_default();
            if let Some(file) = from_json::<Evidence>(&text) {
                (self.on_added)(file);
                self.tell(at, Upload::Arrived);
                return self.next();
            }
            let told = match from_json(&text) {
                None | Some(AppError::Unreachable) => lost(),
                Some(refused) => refused.sentence(),
            };
            self.failed(at, told);
        });
        request.set_onloadend(Some(done.unchecked_ref()));
        // A request that could not begin ends at once.
        let _ = request.send_with_opt_form_data(Some(&data));
    }

    fn request(&self, file: &web_sys::File) -> Option<(web_sys::XmlHttpRequest, web_sys::FormData)> {
        let data = web_sys::FormData::new_with_form(&self.form).ok()?;
        data.delete("file");
        if self.files.len() > 1 {
            // A name is that of one file.
            data.delete("title");
        }
        // Whose page it is: somebody else may have logged in since.
        data.append_with_str("person", &self.desk.person()).ok()?;
        data.append_with_blob_and_filename("file", file, &file.name()).ok()?;
        let request = web_sys::XmlHttpRequest::new().ok()?;
        request.open("POST", &self.address).ok()?;
        request.set_request_header("Accept", "application/json").ok()?;
        Some((request, data))
    }

    fn tell(&self, at: usize, state: Upload) {
        // The form may be gone.
        self.sent.try_update(|all| all[at].state = state);
    }

    fn failed(self, at: usize, text: String) {
        self.tell(at, Upload::Failed(text));
        self.next();
    }
}
