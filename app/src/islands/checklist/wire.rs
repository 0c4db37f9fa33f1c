//! Asking the server. Written by hand for all questions together: the client that comes with server functions is in the
//! browser's code once for each of them, and the checklist asks seven.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::desk::Desk;
use super::json::from_json;
use crate::error::AppError;

/// What is done with an answer.
type Told = Box<dyn FnOnce(Result<String, AppError>)>;

/// Asks the server function at a path (`answers/save`) with its arguments, one after the other as JSON: `"form":{…}`.
pub(super) fn ask(desk: Desk, path: &str, arguments: &str, told: Told) {
    let address = desk.list.with_value(|list| format!("{}/api/{path}", list.base));
    let body = body(desk, arguments);
    let Ok(request) = web_sys::XmlHttpRequest::new() else { return told(Err(AppError::Unreachable)) };
    let answered = request.clone();
    let done = Closure::once_into_js(move || {
        let text = answered.response_text().ok().flatten().unwrap_or_default();
        told(match answered.status() {
            Ok(200) => Ok(text),
            _ => Err(from_json(&text).unwrap_or(AppError::Unreachable)),
        });
    });
    request.set_onloadend(Some(done.unchecked_ref()));
    // A request that could not begin ends at once.
    let _ = request.open("POST", &address);
    let _ = request.set_request_header("Content-Type", "application/json");
    let _ = request.set_request_header("Accept", "application/json");
    let _ = request.send_with_opt_str(Some(&body));
}

/// The arguments, and whose page they come from.
pub(super) fn body(desk: Desk, arguments: &str) -> String {
    format!("{{{arguments},\"person\":\"{}\"}}", desk.person())
}

/// One argument.
pub(super) fn argument<T: Serialize>(name: &str, value: &T) -> String {
    format!("\"{name}\":{}", serde_json::to_string(value).unwrap_or_default())
}

/// Reads an answer.
pub(super) fn read<T: DeserializeOwned>(outcome: Result<String, AppError>) -> Result<T, AppError> {
    from_json(&outcome?).ok_or(AppError::Unreachable)
}
