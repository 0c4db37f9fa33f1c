//! Logging in and one's own account.

use serde::Deserialize;

/// The login form.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SignIn {
    #[serde(default)]
    pub login: String,
    #[serde(default)]
    pub password: String,
    /// Where to go afterwards; only addresses of this service are followed.
    #[serde(default)]
    pub next: String,
}

/// The form that changes one's own password.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ChangePassword {
    #[serde(default)]
    pub current: String,
    #[serde(default)]
    pub new: String,
    #[serde(default)]
    pub again: String,
}

/// A tenant in which a person holds posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub code: String,
    pub name: String,
    pub suspended: bool,
}
