//! What an island learns when a call did not succeed.

#[cfg(feature = "ssr")]
use domain::refusal::Refusal;
use domain::scoring::Answer;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// The answer was no, or none came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// The server said no. As far as an island needs it: the reasons stay on the server, and reading all of them took
    /// a tenth of the browser's code.
    Refused {
        /// What people read.
        sentence: String,
        /// What can be done about it.
        means: Means,
    },
    /// The server could not be reached, or what came back was not its own.
    Unreachable,
}

/// What a refusal means for what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// It stays a no.
    No,
    /// The same may be taken later.
    Later,
    /// It may be taken after logging in again.
    LogIn,
    /// Somebody else is logged in now than whose page it is.
    AnotherPerson,
    /// What it was about is not there, or no longer for this person.
    NotThere,
    /// Somebody else saved the answer first; both texts are there.
    Conflict { revision: i32, theirs: Box<Answer>, by: String },
    /// Somebody else changed the draft of a scheme first.
    DraftChanged { revision: u32 },
}

impl AppError {
    /// Whether trying again may help.
    pub fn passes(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::Refused { means, .. } => {
                matches!(means, Means::Later | Means::LogIn | Means::AnotherPerson)
            }
        }
    }

    pub fn sentence(&self) -> String {
        match self {
            Self::Refused { sentence, .. } => sentence.clone(),
            Self::Unreachable => "网络中断，内容还在本页，恢复后会自动保存。".to_owned(),
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence())
    }
}

#[cfg(feature = "ssr")]
impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        let sentence = refusal.sentence();
        let means = match refusal {
            Refusal::Unavailable
            | Refusal::StorageFull
            | Refusal::Fault { .. }
            | Refusal::LockedOut { .. } => Means::Later,
            Refusal::SessionEnded | Refusal::NotSignedIn => Means::LogIn,
            Refusal::AnotherPerson => Means::AnotherPerson,
            Refusal::NotFound => Means::NotThere,
            Refusal::Conflict { revision, theirs, by } => Means::Conflict { revision, theirs, by },
            Refusal::DraftChanged { revision, .. } => Means::DraftChanged { revision },
            _ => Means::No,
        };
        Self::Refused { sentence, means }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    /// Arguments that cannot be read are refused by the server in its own words.
    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Unreachable
    }
}
