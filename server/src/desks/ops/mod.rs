//! The platform's desks (三员).

mod accounts;
mod journal;
mod tenants;

pub use accounts::{
    account, consent_to_name, disable, enable, end_sessions, find, password_link, reset_second_factor, unlock,
};
pub use journal::{journal, verify};
pub use tenants::{invite, open, resume, suspend, tenants};

use app::document::Masthead;
use axum::response::Response;

use super::Duty;
use crate::reply::{page, see};

/// `/ops`: everybody to the own desk.
pub async fn front(duty: Duty) -> Response {
    see(duty.on.own_desk())
}

fn desk<V: app::IntoView + 'static>(
    duty: &Duty,
    here: &str,
    title: &str,
    content: impl FnOnce() -> V,
) -> Response {
    page(Masthead::Ops(duty.on.frame()), here, title, content)
}
