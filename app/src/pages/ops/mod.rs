//! The platform's desks (三员).

mod accounts;
mod journal;
mod tenants;

pub use accounts::{TypedReason, account, find};
pub use journal::{journal, verified};
pub use tenants::{officer_invited, tenants};
