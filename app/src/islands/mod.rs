//! What runs in the browser, too: the checklist, being filled (自评) or being reviewed (考核), and in `studio` the scheme
//! being written.
//!
//! `checklist` lays the checklist out; `desk` holds the answers and what they come to; `saving` keeps them safe, with `drafts` in
//! the browser and `tabs` between its windows; `trouble` tells what is not safe; `trial` is the
//! checklist of a draft, where nothing is kept; `keys` is the keyboard; the other files
//! are its parts.

mod browser;
mod checklist;
mod controls;
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
mod saving;
mod side;
mod studio;
mod tabs;
mod trial;
mod trouble;

pub use checklist::{ChecklistDesk, ChecklistDeskProps};
pub use studio::{Studio, StudioProps};
