//! The checklist, being filled (自评) or being reviewed (考核).
//!
//! `list` lays it out; `desk` holds the answers and what they come to, `settled` what is left to do; `saving` keeps them safe,
//! with `drafts` in the browser and `tabs` between its windows; `status` and `trouble` tell what is not safe; `trial` is the
//! checklist of a draft, where nothing is kept; `wire` asks the server; `keys` is the keyboard; the other files are its parts.

mod controls;
mod criterion;
mod desk;
mod drafts;
mod evidence;
mod facts;
mod focus;
mod json;
mod judged;
mod keys;
mod list;
mod matrix;
mod notes;
mod panel;
mod proof;
mod register;
mod returning;
mod rewritten;
mod saving;
mod settled;
mod side;
mod status;
mod tabs;
mod trial;
mod trouble;
mod upload;
mod wire;

pub use list::{ChecklistDesk, ChecklistDeskProps};
#[cfg(feature = "ssr")]
pub(crate) use settled::Done;
