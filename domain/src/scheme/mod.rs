//! A 创建方案 as plain data: what a jurisdiction's document says, exactly, and what is unclear in it.

pub mod builtin;
mod check;
mod check_rule;
mod compare;
pub mod edit;
mod inputs;
pub(crate) mod json_error;
mod lint;
mod model;
mod read;
mod sentence;

pub use compare::Change;
pub use inputs::{AskedPart, Input, InputKind, InputOption, InputRange, InputSpec};
pub use lint::{Finding, Level};
pub use model::*;
pub use read::{CRITERIA_LIMIT, POINTS_LIMIT, ReadError, SIZE_LIMIT, TEXT_LIMIT};
