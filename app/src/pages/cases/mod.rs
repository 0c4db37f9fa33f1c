//! 创建申报: the checklist, the case with its sheet and time line.

mod case;
mod checklist;
mod facts;
mod find;
mod list;
mod outline;
mod paper;
mod sheet;

pub use case::{Typed, case};
pub use checklist::checklist;
pub use facts::facts;
pub use list::{lines, list};
pub(crate) use outline::desk;
pub use paper::paper;
