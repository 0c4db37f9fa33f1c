//! Opening tenants, and the people and units in them.

mod open;
mod people;

pub use people::NewPerson;
