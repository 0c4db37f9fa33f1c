//! What every request passes: where it comes from, how large it is, how long it takes; and what every answer carries.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::refusal::Refusal;

use crate::reply::{Refused, Sorry, Told, wants_json};
use crate::session::has_cookie;

/// Nothing inline, nothing from elsewhere; WebAssembly may be compiled.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// Refuses unsafe requests that do not come from our own pages (`Sec-Fetch-Site`, else `Origin`). A request with a
/// session but neither header is refused, too.
pub async fn origin(request: Request, next: Next) -> Response {
    let unsafe_method = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if unsafe_method && !comes_from_us(request.headers()) {
        let json = wants_json(request.headers()) || request.uri().path().contains("/api/");
        return Sorry { refusal: Refusal::ForeignOrigin, next: None, json }.into_response();
    }
    next.run(request).await
}

fn comes_from_us(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or(""));
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            rest == Some(host)
        }
        (Some(_), None) => false,
        (None, _) => !has_cookie(headers),
    }
}

/// Answers of the layers below (a method that is not there, a body that is too long) as our own sentences, and
/// refusals as JSON for whoever asked for JSON.
pub async fn sentences(request: Request, next: Next) -> Response {
    let json = wants_json(request.headers()) || request.uri().path().contains("/api/");
    let mut response = next.run(request).await;
    let extensions = response.extensions_mut();
    let refused = extensions.remove().map(|Refused(refusal)| refusal);
    if let Some(refusal) =
        refused.or_else(|| extensions.remove().map(|Told(refusal)| refusal)).filter(|_| json)
    {
        return Sorry { refusal, next: None, json }.into_response();
    }
    let kind = response.headers().get(header::CONTENT_TYPE);
    let plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let status = response.status();
    if !plain
        || !(status.is_client_error() || status.is_server_error())
        || status == StatusCode::SERVICE_UNAVAILABLE
    {
        return response;
    }
    let refusal = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Refusal::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        status if status.is_client_error() => Refusal::Malformed,
        _ => Refusal::Unavailable,
    };
    let allow = response.headers_mut().remove(header::ALLOW);
    let mut told = Sorry { refusal, next: None, json }.into_response();
    if status == StatusCode::METHOD_NOT_ALLOWED {
        *told.status_mut() = status;
    }
    if let Some(allow) = allow {
        told.headers_mut().insert(header::ALLOW, allow);
    }
    told
}

/// Security headers on every answer. `https`: people come by it, and their browsers come by nothing else from then on.
pub async fn headers(State(https): State<bool>, request: Request, next: Next) -> Response {
    let mut response = secured(next.run(request).await);
    if https {
        let year = HeaderValue::from_static("max-age=31536000");
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// The answer to a request whose handling broke off.
pub fn broken() -> Response {
    secured(Sorry::from(Refusal::Unavailable).into_response())
}

fn secured(mut response: Response) -> Response {
    let head = response.headers_mut();
    let mut set = |name: header::HeaderName, value: &'static str| {
        head.entry(name).or_insert(HeaderValue::from_static(value));
    };
    // Whatever says nothing of itself is for whoever asked, now.
    set(header::CACHE_CONTROL, "no-store");
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        const SESSION: (&str, &str) = ("cookie", "__Host-qingping=abc");
        for (pairs, ours) in [
            (&[("sec-fetch-site", "same-origin"), SESSION][..], true),
            (&[("sec-fetch-site", "same-site"), SESSION], false),
            (&[("sec-fetch-site", "cross-site"), SESSION], false),
            (&[("sec-fetch-site", "none"), SESSION], false),
            (&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000"), SESSION], true),
            (&[("origin", "http://evil.example"), ("host", "127.0.0.1:3000"), SESSION], false),
            (&[("origin", "null"), ("host", "127.0.0.1:3000"), SESSION], false),
            (&[("host", "127.0.0.1:3000"), SESSION], false),
            (&[("host", "127.0.0.1:3000")], true),
        ] {
            assert_eq!(comes_from_us(&headers(pairs)), ours, "{pairs:?}");
        }
    }
}
