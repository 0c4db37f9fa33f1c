//! 佐证材料 of one criterion, and the proof of one 加分: the files, and a small form to add one. The form posts without
//! WebAssembly, too; with it the upload shows its progress and the page stays.

use std::sync::Arc;

use contract::case::{Evidence, Layer};
use domain::points::Points;
use domain::scheme::{InputKind, Role};
use leptos::either::Either;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::desk::Desk;
use super::json::from_json;
use crate::api;
use crate::error::AppError;
use crate::ui::{FileChip, Progress};

const ACCEPTED: &str = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx";
/// The largest file, 20 MiB.
const LIMIT: f64 = 20.0 * 1024.0 * 1024.0;

/// What is done with a file once it has arrived. It may arrive when the form it was sent from is gone.
type Added = Arc<dyn Fn(Evidence) + Send + Sync>;

/// How an upload goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Upload {
    Idle,
    /// Percent sent.
    Sending(i64),
    Failed(String),
}

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

/// What shows a 加分: each has to be shown by a document of its own, which hangs on its fact. `id`: of the row.
#[component]
pub(super) fn Proof(
    desk: Desk,
    #[prop(into)] id: String,
    /// The fact's id; empty while none is chosen.
    #[prop(into)]
    fact: Signal<String>,
    disabled: bool,
) -> impl IntoView {
    let fact = Memo::new(move |_| fact.get());
    let known = Memo::new(move |_| {
        desk.facts.with(|all| {
            let known = all.iter().find(|known| fact.with(|fact| known.id.to_string() == *fact))?;
            Some((known.id, known.layer, known.files))
        })
    });
    let (page, trial) = desk
        .list
        .with_value(|list| (format!("{}/cases/{}/facts", list.base, list.case), list.trial.is_some()));
    let register = page.clone();
    let told = move || {
        let (_, layer, files) = known.get()?;
        let lacking = match (layer, desk.layer) {
            _ if trial => "加分须有证明，正式填报时在这里上传。",
            (Layer::Own, Layer::Review) => "单位没有上传证明。",
            _ => "还没有证明：须上传表彰文件、证书等。",
        };
        Some(match files {
            0 => Either::Left(view! { <span class="lacks">{lacking}</span> }),
            n => Either::Right(view! { <a href=register.clone()>{format!("证明{n}份")}</a> }),
        })
    };
    // A file that has arrived leaves the form as it is: there may be more to send.
    let place = Memo::new(move |_| known.get().map(|(fact, layer, _)| (fact, layer)));
    let add = move || {
        let (fact, layer) = place.get().filter(|(_, layer)| !disabled && !trial && *layer == desk.layer)?;
        let own = if layer == Layer::Own { "" } else { "/review" };
        let address = format!("{page}/{fact}/files{own}");
        let added: Added = Arc::new(move |_| {
            desk.facts.update(|all| {
                all.iter_mut().filter(|known| known.id == fact).for_each(|known| known.files += 1);
            });
        });
        let id = format!("{id}.proof");
        Some(view! { <AddFile desk=desk id=id address=address label="＋ 上传证明" on_added=added/> })
    };
    view! { <div class="proof small" hidden=move || place.with(Option::is_none)>{told}{add}</div> }
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
        spawn_local(async move {
            match api::remove_evidence(case, id, desk.person()).await {
                Ok(()) => desk.evidence.update(|all| all.retain(|file| file.id != id)),
                Err(error) => failed.set(Some(error.sentence())),
            }
        });
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

#[component]
fn AddFile(
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
