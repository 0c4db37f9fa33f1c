//! The built site: embedded in the release executable, read from `target/site` while developing.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use app::document::{Assets, Code};
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::freight::Shared;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Site;

#[derive(Deserialize)]
struct Manifest {
    checklist: Code,
    studio: Code,
    css: String,
    scripts: BTreeMap<String, String>,
}

/// Addresses of the site's files; without a built site pages are plain, but complete.
pub fn assets() -> &'static Assets {
    static ASSETS: OnceLock<Assets> = OnceLock::new();
    ASSETS.get_or_init(|| {
        let manifest =
            Site::get("site.json").and_then(|file| serde_json::from_slice::<Manifest>(&file.data).ok());
        match manifest {
            Some(Manifest { checklist, studio, css, mut scripts }) => {
                let mut script = |name| scripts.remove(name).unwrap_or_default();
                let (wake, forms) = (script("wake"), script("forms"));
                Assets { checklist, studio, css, wake, forms }
            }
            None => {
                tracing::warn!("no built site: pages are served without style and scripts");
                Assets::default()
            }
        }
    })
}

/// `/pkg/{file}`: names carry the hash of their content, so they never change.
pub async fn pkg(file: Result<Path<String>, PathRejection>, headers: HeaderMap) -> Response {
    let Some(Path(file)) = file.ok().filter(|Path(file)| !file.contains(['/', '\\'])) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    serve(&format!("pkg/{file}"), &headers, "public, max-age=31536000, immutable")
}

pub async fn favicon(headers: HeaderMap) -> Response {
    serve("favicon.svg", &headers, "public, max-age=86400")
}

pub async fn robots(headers: HeaderMap) -> Response {
    serve("robots.txt", &headers, "public, max-age=86400")
}

fn serve(path: &str, headers: &HeaderMap, cache: &'static str) -> Response {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |coding: &str| {
        accepted.split(',').any(|part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            let refused =
                weight.trim().strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty());
            name.trim() == coding && !refused
        })
    };
    let packed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(coding))
        .find_map(|(coding, ending)| Some((Site::get(&format!("{path}{ending}"))?, Some(coding))));
    let Some((file, coding)) = packed.or_else(|| Some((Site::get(path)?, None))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    // What is embedded lies there once, however many read it.
    let content = match file.data {
        Cow::Borrowed(embedded) => Bytes::from_static(embedded),
        Cow::Owned(read) => Bytes::from(read),
    };
    let mut response = Body::from(content).into_response();
    response.extensions_mut().insert(Shared);
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        head.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
