//! What an island learns when a call did not succeed.

use domain::refusal::Refusal;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// The answer was no, or none came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// The server said no, and why.
    Refused(Refusal),
    /// The server could not be reached, or what came back was not its own.
    Unreachable,
}

impl AppError {
    /// Whether trying again may help.
    pub fn passes(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::Refused(refusal) => matches!(
                refusal,
                Refusal::Unavailable
                    | Refusal::StorageFull
                    | Refusal::Fault { .. }
                    | Refusal::LockedOut { .. }
                    | Refusal::SessionEnded
                    | Refusal::NotSignedIn
                    | Refusal::AnotherPerson
            ),
        }
    }

    pub fn sentence(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.sentence(),
            Self::Unreachable => "网络中断，内容还在本页，恢复后会自动保存。".to_owned(),
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence())
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::Refused(Refusal::Malformed),
            _ => Self::Unreachable,
        }
    }
}
