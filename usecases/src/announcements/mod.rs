//! 公告: what of a decision becomes public, exactly as it was seen before, and how it is corrected or withdrawn.

mod amend;
mod draft;
mod publish;
mod read;
mod standing;
mod suggest;

pub(crate) use standing::{amendable, owed};
