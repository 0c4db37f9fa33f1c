//! The measuring half of `cargo xtask bench`: what puts load on a running server, and what its figures are compared
//! with. Nothing here is shipped.
//!
//! | file | what it does |
//! |---|---|
//! | [`prepare`] | fills a fresh database: the demo, and a period in which 64 clerks fill in |
//! | [`plan`] | who asks for what, told from one process to the next |
//! | [`http`] | a client that costs little beside the server |
//! | [`pages`], [`saves`] | the load |
//! | [`office`] | a county of 400 units, and its officers' page beside clerks at work |
//! | [`bare`] | a bare axum handler that reads the same rows and sends the same bytes |
//! | [`commits`] | one writer that commits the same row again and again |
//! | [`engine`], [`jiyuan`] | the engine, and 济源's rubric written out by hand |

// As in `server`: views are deeply nested types.
#![recursion_limit = "512"]

pub mod bare;
pub mod commits;
pub mod engine;
pub mod http;
pub mod jiyuan;
pub mod office;
pub mod pages;
pub mod plan;
pub mod prepare;
pub mod rate;
pub mod saves;
