//! One file per desk: what the request says goes into a use case, what it answers becomes a page.

pub mod account;
pub mod account_rules;
pub mod applicants;
pub mod cases;
pub mod evidence;
mod extract;
pub mod facts;
pub mod health;
pub mod home;
pub mod join;
pub mod kit;
pub mod ops;
pub mod people;
pub mod periods;
pub mod public;
pub mod schemes;
pub mod studio;

pub use extract::{Client, Code, Desk, Duty, Id, Own, Typed, Visitor};

use std::net::IpAddr;
use std::sync::Arc;

use usecases::House;

use crate::overviews::Overviews;
use crate::rendered::Rendered;
use crate::session::Keys;

/// What every handler stands on.
#[derive(Clone)]
pub struct Office {
    pub house: House,
    pub keys: Keys,
    /// Proxies whose word about the client's address is taken.
    pub trusted_proxies: Arc<[IpAddr]>,
    /// Demo mode: the page of the component kit is there.
    pub demo: bool,
    pub rendered: Rendered,
    pub overviews: Overviews,
}
