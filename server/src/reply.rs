//! Answers: pages, redirects, and refusals with their status.

use app::document::{Masthead, Page, render};
use app::error::AppError;
use app::islands::Half;
use app::pages::refused;
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use contract::frame::Frame;
use domain::refusal::Refusal;

use crate::menu::{Around, unframed};
use crate::site::assets;

/// A page of a tenant's staff.
pub fn staff<V: app::IntoView + 'static>(
    frame: Frame,
    here: &str,
    title: impl Into<String>,
    content: impl FnOnce() -> V,
) -> Response {
    page(Masthead::Staff(frame), here, title, content)
}

/// A page with islands to wake.
pub fn live<V: app::IntoView + 'static>(
    half: Half,
    frame: Frame,
    here: &str,
    title: impl Into<String>,
    content: impl FnOnce() -> V,
) -> Response {
    document(Masthead::Staff(frame), here, title.into(), Some(half), content)
}

/// A page without islands.
pub fn page<V: app::IntoView + 'static>(
    masthead: Masthead,
    here: &str,
    title: impl Into<String>,
    content: impl FnOnce() -> V,
) -> Response {
    document(masthead, here, title.into(), None, content)
}

fn document<V: app::IntoView + 'static>(
    masthead: Masthead,
    here: &str,
    title: String,
    live: Option<Half>,
    content: impl FnOnce() -> V,
) -> Response {
    let page = Page { title, masthead, here: here.to_owned(), live };
    let mut response = Html(render(assets(), page, content)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The same page with the status of the refusal it tells of.
pub fn with_status(mut response: Response, refusal: Option<&Refusal>) -> Response {
    if let Some(refusal) = refusal {
        *response.status_mut() = status(refusal);
        response.extensions_mut().insert(Told(refusal.clone()));
    }
    response
}

/// After a POST that worked.
pub fn see(address: impl AsRef<str>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let address = HeaderValue::from_str(address.as_ref()).unwrap_or_else(|_| HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, address);
    response
}

/// Refusals that belong beside the form they are about.
pub fn retyped(refusal: &Refusal) -> bool {
    matches!(refusal.status(), 409 | 413 | 422 | 500 | 503 | 507)
}

fn status(refusal: &Refusal) -> StatusCode {
    StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A refusal on its way to a person, as a page, or to an island, as JSON.
#[derive(Debug)]
pub struct Sorry {
    pub refusal: Refusal,
    /// Where to come back to after logging in.
    pub next: Option<String>,
    pub json: bool,
}

impl From<Refusal> for Sorry {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, next: None, json: false }
    }
}

/// Rides along with a page that refuses, for [`crate::guard::sentences`]: whoever asked for JSON gets JSON.
#[derive(Clone)]
pub struct Refused(pub Refusal);

/// Rides along with a page that tells a refusal beside what was typed: whoever asked for JSON gets JSON here, too.
#[derive(Clone)]
pub struct Told(pub Refusal);

impl IntoResponse for Sorry {
    fn into_response(self) -> Response {
        if self.json {
            return (status(&self.refusal), Json(AppError::from(self.refusal))).into_response();
        }
        let refused = Refused(self.refusal.clone());
        let mut response = self.for_people();
        response.extensions_mut().insert(refused);
        response
    }
}

impl Sorry {
    fn for_people(self) -> Response {
        let Sorry { refusal, next, .. } = self;
        if let (Refusal::NotSignedIn | Refusal::SessionEnded, Some(next)) = (&refusal, next) {
            return see(format!("/login?next={}", encode(&next)));
        }
        match refusal {
            Refusal::PasswordMustChange | Refusal::PasswordExpired => return see("/password"),
            Refusal::SecondFactorMissing => return see("/account/second-factor"),
            _ => {}
        }
        unframed(move |Around { masthead, here, ways, acting }| {
            let shown = refusal.clone();
            let response = page(masthead, &here, "提示", move || refused::refused(&shown, ways, acting));
            with_status(response, Some(&refusal))
        })
    }
}

/// Whether the asker is an island and wants JSON.
pub fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("application/json") && !accept.contains("text/html"))
}

/// A path inside a query string.
pub fn encode(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
