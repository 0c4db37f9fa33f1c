//! 创建方案: publishing a version, reading one.

mod publish;
mod read;

pub use publish::library;
