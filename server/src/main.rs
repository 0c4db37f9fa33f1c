//! The `qingping` executable: command line and web server.
//!
//! | file | what it holds |
//! |---|---|
//! | `cli` | the commands |
//! | `config` | what the environment says, checked |
//! | `listen` | accepting connections, with limits, until told to stop |
//! | `endpoints` | every address the house answers to, with its act: the router is built from this list |
//! | `guard` | what every request passes: origin, limits, headers |
//! | `session` | the cookie and who stands behind it |
//! | `reply` | pages, redirects, refusals |
//! | `desks` | one file per desk: request in, use case, page out |
//! | `site` | the built site, embedded |

mod cli;
mod config;
mod desks;
mod endpoints;
mod guard;
mod listen;
mod reply;
mod session;
mod site;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
