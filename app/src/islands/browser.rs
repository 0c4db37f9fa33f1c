//! What only a browser has: local drafts, fresh ids, uploads. On the server these do nothing.

use leptos::prelude::*;

/// The browser's store of drafts; absent where it is switched off.
fn drafts() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

thread_local! {
    /// Whether something could not be kept in the browser.
    static LOST: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

pub(in crate::islands) fn keep_draft(key: &str, text: &str) {
    // A full or forbidden store is no reason to stop typing: the server still gets it.
    let kept = drafts().is_some_and(|store| store.set_item(key, text).is_ok());
    LOST.set(!kept);
}

/// Whether what is typed is kept in the browser: then it may be left at any time.
#[cfg(any(feature = "ssr", feature = "checklist"))]
pub(in crate::islands) fn keeps_drafts() -> bool {
    !LOST.get()
}

/// Sends something that arrives even if the page is gone by then.
#[cfg(any(feature = "ssr", feature = "checklist"))]
pub(in crate::islands) fn post(address: &str, json: &str) {
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type("application/json");
    let parts = web_sys::js_sys::Array::of1(&json.into());
    if let Ok(body) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &kind) {
        // Where it is not taken, the draft is there.
        let _ = window().navigator().send_beacon_with_opt_blob(address, Some(&body));
    }
}

pub(in crate::islands) fn read_draft(key: &str) -> Option<String> {
    drafts()?.get_item(key).ok().flatten()
}

pub(in crate::islands) fn drop_draft(key: &str) {
    if let Some(store) = drafts() {
        let _ = store.remove_item(key);
    }
}

/// A fresh id for one act, so that the server knows a retry.
pub(in crate::islands) fn fresh_id() -> String {
    window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default()
}
