//! One file per desk: what the request says goes into a use case, what it answers becomes a page.

pub mod account;
pub mod account_rules;
pub mod applicants;
pub mod cases;
pub mod decisions;
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
pub mod reset;
pub mod schemes;
pub mod studio;

pub use extract::{Client, Code, Desk, Duty, Id, Once, Own, Pressed, Reached, Typed, Visitor};

use std::net::IpAddr;
use std::sync::Arc;

use usecases::House;

use crate::freight::Freight;
use crate::in_flight::InFlight;
use crate::overviews::Overviews;
use crate::rendered::Rendered;
use crate::session::Keys;
use crate::workshop::Workshop;

/// What every handler stands on.
#[derive(Clone)]
pub struct Office {
    pub house: House,
    pub keys: Keys,
    /// Proxies whose word about the client's address is taken.
    pub trusted_proxies: Arc<[IpAddr]>,
    /// How people reach us, where that is set.
    pub public_url: Option<Arc<str>>,
    /// Demo mode: the page of the component kit is there.
    pub demo: bool,
    pub rendered: Rendered,
    pub overviews: Overviews,
    /// People come by https: browsers are told to come by nothing else.
    pub https: bool,
    pub freight: Freight,
    pub workshop: Workshop,
    pub in_flight: InFlight,
}

impl Office {
    /// The office of a house that is nowhere shown yet: no proxies, no demo.
    pub fn of(house: House, keys: Keys) -> Self {
        Self {
            house,
            keys,
            trusted_proxies: Arc::new([]),
            public_url: None,
            demo: false,
            rendered: Rendered::default(),
            overviews: Overviews::default(),
            https: false,
            freight: Freight::default(),
            workshop: Workshop::default(),
            in_flight: InFlight::default(),
        }
    }
}
