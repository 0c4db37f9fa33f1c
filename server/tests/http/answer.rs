//! An answer, and what holds of every one of them.

use app::error::{AppError, Means};
use axum::http::HeaderMap;
use domain::refusal::Refusal;

use crate::html;

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("an answer in UTF-8")
    }

    /// Where it redirects to.
    pub fn location(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.text());
        self.header("location").unwrap().to_owned()
    }

    pub fn is_html(&self) -> bool {
        self.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
    }

    pub fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        assert_eq!(self.header("content-type"), Some("application/json"), "{}", self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// What an island reads of a refusal: its sentence, and what can be done about it.
    pub fn told(&self) -> (String, Means) {
        let AppError::Refused { sentence, means } = self.json() else { panic!("{}", self.text()) };
        (sentence, means)
    }

    /// It is this refusal, with its status and in its words.
    pub fn refuses(&self, refusal: Refusal) {
        assert_eq!(self.status, refusal.status(), "{refusal:?}: {}", self.text());
        assert_eq!(self.json::<AppError>(), AppError::from(refusal));
    }
}

/// Headers on everything; nothing of a tenant is kept by a cache; errors are our own pages, in Chinese.
pub fn checked(asked: &str, answer: Answer) -> Answer {
    let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("{asked}: no policy"));
    assert!(policy.starts_with("default-src 'none'"), "{asked}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{asked}: {policy}");
    for danger in ["unsafe-inline", "unsafe-eval'", "*", "http:", "data:"] {
        let found = policy.replace("'wasm-unsafe-eval'", "").contains(danger);
        assert!(!found, "{asked}: {danger} in {policy}");
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{asked}: {name}");
    }
    assert!(answer.header("server").is_none(), "{asked}: names its server");
    assert!(answer.header("cache-control").is_some(), "{asked}: says nothing to caches");
    if answer.header("content-encoding").is_some() {
        return answer;
    }
    if answer.is_html() {
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{asked}");
        let page = answer.text();
        html::well_formed(asked, &page);
        if answer.status >= 400 {
            let strange = html::foreign_words(&html::without_typed(&page));
            assert!(strange.is_empty(), "{asked}: {strange:?}");
        }
    } else if answer.status >= 400 && !asked.contains("/readyz") {
        // What is not a page is an island's refusal; a method that is not there has no refusal of its own.
        match answer.status {
            405 => assert_eq!(answer.json::<AppError>(), AppError::from(Refusal::NotFound), "{asked}"),
            _ => drop(answer.told()),
        }
    }
    answer
}
