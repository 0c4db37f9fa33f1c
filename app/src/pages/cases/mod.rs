//! 创建申报: the checklist, the case with its sheet and time line.

mod case;
mod checklist;
mod facts;
mod list;
mod paper;
mod sheet;

pub use case::{Typed, case};
pub use checklist::checklist;
pub use facts::facts;
pub use list::{lines, list};
pub use paper::paper;
