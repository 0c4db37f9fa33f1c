//! 创建方案: drafting, publishing a version, reading one, sharing it with other tenants.

mod draft;
mod effect;
mod preview;
mod publish;
mod read;
mod save_draft;
mod share;

pub use draft::{DRAFTS, DraftFrom};
pub use publish::{VERSIONS, library};
