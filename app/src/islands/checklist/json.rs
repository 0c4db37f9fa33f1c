//! Reading JSON by the parser that reads the answers of server functions, the one for bytes: with the one for text
//! beside it, every type that is read would be in the browser's code twice. (The studio has that one already: it starts
//! from JSON.)

use serde::de::DeserializeOwned;

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(text.as_bytes()).ok()
}
