//! The pages people see.
//!
//! Every page is a pure function from a view of `contract` to HTML, rendered on the server: complete before it is
//! sent, readable before WebAssembly loads. What is live in the browser are **islands**, few and small: the checklist
//! being filled and being reviewed. An island calls back through the server functions of [`api`].
//!
//! | module | what it holds |
//! |---|---|
//! | `pages` | one page per file, by desk (server only) |
//! | [`islands`] | what runs in the browser, too |
//! | [`api`] | server functions, one line each |
//! | [`ui`] | the component kit |
//! | `document` | the frame around every page (server only) |
//! | `ctx` | who asks and which house answers, for server functions (server only) |

// Views are deeply nested types, and the default limit is near: the largest page was seen to exceed it for wasm.
#![recursion_limit = "512"]

pub use leptos::prelude::{IntoView, provide_context};

pub mod api;
pub mod error;
pub mod islands;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod ctx;
#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "ssr")]
pub mod pages;

/// Paths of all registered server functions, without the tenant in front.
#[cfg(feature = "ssr")]
pub fn server_function_paths() -> Vec<String> {
    leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect()
}
