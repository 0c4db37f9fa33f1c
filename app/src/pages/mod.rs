//! One page per file, grouped by the desk it stands on. A page is a pure function from a view to HTML.

pub mod account;
pub mod again;
pub mod applicants;
pub mod cases;
pub mod desk;
pub mod journal;
pub mod kit;
pub mod ops;
pub mod oversight;
mod parts;
pub mod people;
pub mod periods;
pub mod public;
pub mod refused;
pub mod schemes;
pub mod studio;
