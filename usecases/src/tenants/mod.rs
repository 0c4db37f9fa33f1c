//! Tenants: opening and finding them.

mod by_code;
mod open;
