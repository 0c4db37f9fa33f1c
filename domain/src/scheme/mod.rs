//! A 创建方案 as plain data: what a jurisdiction's document says, exactly, and what is unclear in it.

pub mod builtin;
mod check;
mod check_rule;
mod compare;
pub mod edit;
mod inputs;
pub(crate) mod json_error;
pub mod limits;
mod lint;
mod model;
mod read;
mod sentence;

pub use compare::Change;
pub use inputs::{AskedPart, Input, InputKind, InputOption, InputRange, InputSpec};
pub use limits::{CRITERIA_LIMIT, SIZE_LIMIT};
pub use lint::{Finding, Level};
pub use model::*;
pub use read::{POINTS_LIMIT, ReadError, TEXT_LIMIT, text_of_file};
