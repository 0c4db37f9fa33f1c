//! Desks: entering a tenant, and what waits there.

mod elsewhere;
mod enter;
mod frame;
mod todo;

pub use enter::Entered;
pub(crate) use enter::LookedUp;
