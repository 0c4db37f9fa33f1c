//! What runs in the browser, too. Each island has a half of its own there (`features` of the crate `frontend`): whoever
//! fills a checklist does not load the studio.

mod browser;
#[cfg(any(feature = "ssr", feature = "checklist"))]
mod checklist;
#[cfg(any(feature = "ssr", feature = "studio"))]
mod studio;

#[cfg(feature = "ssr")]
pub(crate) use checklist::Done;
#[cfg(any(feature = "ssr", feature = "checklist"))]
pub use checklist::{ChecklistDesk, ChecklistDeskProps};
#[cfg(any(feature = "ssr", feature = "studio"))]
pub use studio::{Studio, StudioProps};

/// Which half of the browser's code wakes a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Checklist,
    Studio,
}
