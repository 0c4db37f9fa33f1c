//! What only a browser has: local drafts, fresh ids, uploads. On the server these do nothing.

use leptos::prelude::*;

/// The browser's store of drafts; absent where it is switched off.
fn drafts() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

pub(in crate::islands) fn keep_draft(key: &str, text: &str) {
    if let Some(store) = drafts() {
        // A full or forbidden store is no reason to stop typing: the server still gets it.
        let _ = store.set_item(key, text);
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
