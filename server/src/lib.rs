//! Command line and web server of the `qingping` executable.
//!
//! | file | what it holds |
//! |---|---|
//! | `cli` | the commands |
//! | `config` | what the environment says, checked |
//! | `private` | what the house keeps is its owner's alone |
//! | `listen` | accepting connections, with limits, until told to stop |
//! | `endpoints` | every address the house answers to, with its act: the router is built from this list |
//! | `guard` | what every request passes: origin, limits, headers |
//! | `intake` | who sends a request, how much of it is taken in, whether its text can be written down |
//! | `fields` | plain fields of a form with files |
//! | `freight` | what is on its way, counted in bytes |
//! | `in_flight` | how many requests of one person are answered at a time |
//! | `workshop` | where large schemes are worked on |
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
mod fields;
pub mod freight;
mod guard;
mod in_flight;
mod intake;
pub mod listen;
mod menu;
pub mod overviews;
mod private;
pub mod rendered;
mod reply;
mod retype;
pub mod session;
mod site;
pub mod workshop;
