//! The browser's half: wakes the islands of a page.

// As in `app`: views are deeply nested types.
#![recursion_limit = "512"]

use leptos::prelude::window;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the loader, before the islands are woken.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // Server functions live under the tenant of the page: `/t/{code}/api/…`.
    let path = window().location().pathname().unwrap_or_default();
    let tenant: String = path.split('/').take(3).collect::<Vec<_>>().join("/");
    leptos::server_fn::client::set_server_url(Box::leak(tenant.into_boxed_str()));
    leptos::mount::hydrate_islands();
}

// Keeps the islands' entry points in the binary.
#[cfg(feature = "checklist")]
pub use app::islands::ChecklistDesk;
#[cfg(feature = "studio")]
pub use app::islands::Studio;
