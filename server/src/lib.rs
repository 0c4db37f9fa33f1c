//! Command line and web server of the `qingping` executable.
//!
//! | file | what it holds |
//! |---|---|
//! | `cli` | the commands |
//! | `config` | what the environment says, checked |
//! | `listen` | accepting connections, with limits, until told to stop |
//! | `endpoints` | every address the house answers to, with its act: the router is built from this list |
//! | `guard` | what every request passes: origin, limits, headers |
//! | `session` | the cookie and who stands behind it |
//! | `overviews` | how much of the machine looking over many cases may take |
//! | `reply` | pages, redirects, refusals |
//! | `menu` | the menu around a refusal |
//! | `retype` | a form that cannot be taken now comes back as it was typed |
//! | `desks` | one file per desk: request in, use case, page out |
//! | `site` | the built site, embedded |

// As in `app`: views are deeply nested types.
#![recursion_limit = "512"]

pub mod cli;
mod config;
pub mod desks;
pub mod endpoints;
mod guard;
pub mod listen;
mod menu;
pub mod overviews;
pub mod rendered;
mod reply;
mod retype;
pub mod session;
mod site;
