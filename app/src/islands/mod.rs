//! What runs in the browser, too: the checklist, being filled (自评) or being reviewed (考核).
//!
//! `checklist` lays it out; `desk` holds the answers and what they come to; `saving` keeps them safe, with `drafts` in
//! the browser and `tabs` between its windows; `trouble` tells what is not safe; `keys` is the keyboard; the other files
//! are its parts.

mod browser;
mod checklist;
mod criterion;
mod desk;
mod drafts;
mod evidence;
mod facts;
mod focus;
mod keys;
mod notes;
mod panel;
mod returning;
mod rules;
mod saving;
mod side;
mod tabs;
mod trouble;

pub use checklist::{ChecklistDesk, ChecklistDeskProps};
