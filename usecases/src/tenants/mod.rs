//! Tenants: opening, finding and suspending them.

mod by_code;
mod open;
mod suspend;
