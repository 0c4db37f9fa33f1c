//! 创建方案: drafting, publishing a version, reading one.

mod draft;
mod effect;
mod preview;
mod publish;
mod read;
mod save_draft;

pub use draft::DraftFrom;
pub use publish::library;
