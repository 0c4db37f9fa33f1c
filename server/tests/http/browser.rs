//! A browser without a window: keeps the cookie, says where its requests come from.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::answer::{Answer, checked};

/// A header of a request.
pub type Header<'a> = (&'a str, &'a str);
/// What a browser says of a request that a page of ours makes.
pub const OURS: Header<'static> = ("sec-fetch-site", "same-origin");
pub const FORM: Header<'static> = ("content-type", "application/x-www-form-urlencoded");
pub const JSON: Header<'static> = ("content-type", "application/json");
const MULTIPART: Header<'static> = ("content-type", "multipart/form-data; boundary=grenze");

#[derive(Clone)]
pub struct Browser {
    pub router: Router,
    pub cookie: Option<String>,
    pub peer: SocketAddr,
}

impl Browser {
    pub fn new(router: Router) -> Self {
        Self { router, cookie: None, peer: ([127, 0, 0, 1], 40_000).into() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("sec-fetch-site", "same-origin")], "").await
    }

    /// A page that has to be there.
    pub async fn page(&mut self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    /// A form as a page of ours sends it.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, &[OURS, FORM], urlencoded(fields)).await
    }

    /// A call as an island makes it.
    pub async fn call(&mut self, path: &str, body: &Value) -> Answer {
        let headers = [OURS, JSON, ("accept", "application/json")];
        self.send(Method::POST, path, &headers, body.to_string()).await
    }

    /// A file as an island sends it.
    pub async fn upload(&mut self, path: &str, name: &str, content: &[u8]) -> Answer {
        let headers = [OURS, MULTIPART, ("accept", "application/json")];
        self.send(Method::POST, path, &headers, multipart("file", name, content, &[])).await
    }

    /// A form with a file, as a page of ours sends it.
    pub async fn post_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        let body = multipart(file.0, file.1, file.2, fields);
        self.send(Method::POST, path, &[OURS, MULTIPART], body).await
    }

    /// Anything at all.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[Header<'_>],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request =
            Request::builder().method(method.clone()).uri(path).header("host", "127.0.0.1:3000");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("theme=light; {cookie}"));
        }
        let mut request = request.body(body.into()).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        let answer = Answer { status: head.status.as_u16(), headers: head.headers, body };
        if let Some(set) = answer.header("set-cookie") {
            let pair = set.split(';').next().unwrap_or_default();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        checked(&format!("{method} {path}"), answer)
    }
}

/// A form's body.
pub fn urlencoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// A multipart body with some fields and one file.
pub fn multipart(field: &str, name: &str, content: &[u8], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend_from_slice(
            format!("--grenze\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
    }
    body.extend_from_slice(
        format!(
            "--grenze\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--grenze--\r\n");
    body
}
