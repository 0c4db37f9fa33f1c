//! 创建申报: the checklist, the case with its sheet and time line.

mod case;
mod checklist;
mod list;
mod sheet;

pub use case::case;
pub use checklist::checklist;
pub use list::list;
