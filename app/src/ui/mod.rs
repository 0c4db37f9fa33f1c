//! The component kit: what every page is made of. `/ui` shows it all in demo mode.

mod ask;
mod bar;
mod controls;
mod field;
mod files;
mod handed_on;
pub mod list;
mod notice;
mod saved;
mod signature;
mod state;
pub mod table;
mod text_area;
mod time_line;

pub use ask::Ask;
pub use bar::Bar;
pub use controls::{Choice, Counter, FORM, LineField, Segmented, Tick, Typed};
pub use field::{Check, Field};
pub use files::{FileChip, Progress};
pub use handed_on::HandedOn;
pub use notice::{Empty, Explanation, Notice, Tone};
pub use saved::{SaveMark, SaveState};
pub use signature::Signatures;
pub use state::{StateTag, Tag, score_class};
pub use text_area::{Counted, TextArea};
pub use time_line::{Moment, time_line};
