//! The component kit: what every page is made of.

mod bar;
mod controls;
mod state;
mod text_area;

pub use bar::Bar;
pub use controls::{Choice, Counter, FORM, PointsField, Segmented};
pub use state::{StateTag, score_class};
pub use text_area::TextArea;
