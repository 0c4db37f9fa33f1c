//! Logging in and one's own account.

use domain::calendar::Instant;
use domain::ids::SessionId;
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

/// The second step of logging in: a one-time code or a recovery code.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct EnterCode {
    #[serde(default)]
    pub code: String,
    /// Where to go afterwards.
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

/// The form that changes one's own name and telephone number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ProfileForm {
    #[serde(default)]
    pub name: String,
    /// Why the name is to be another, where it is.
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub phone: String,
}

/// The form that ends one session of one's own.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct EndSession {
    #[serde(default)]
    pub session: String,
}

/// The form that confirms a second factor with its first code.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ConfirmSecondFactor {
    #[serde(default)]
    pub code: String,
}

/// The form that takes the second factor away.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RemoveSecondFactor {
    #[serde(default)]
    pub password: String,
    #[serde(default)]
    pub code: String,
}

/// A tenant in which a person holds posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub code: String,
    pub name: String,
    pub suspended: bool,
}

/// One's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub login: String,
    /// As it is at present; the form may hold the one that is asked for.
    pub name: String,
    pub form: ProfileForm,
    /// The name that was asked for, until somebody has decided.
    pub name_asked: Option<String>,
    /// Where the person works: tenant and posts.
    pub places: Vec<(Membership, String)>,
    /// The post of the platform, in people's words.
    pub platform: Option<String>,
    pub sessions: Vec<SessionLine>,
    /// After how many minutes without use a session ends.
    pub idle_minutes: i64,
    /// Since when the second factor is in use.
    pub second_factor: Option<Instant>,
    pub password_changed_at: Instant,
    /// In how many days the password has to be changed.
    pub password_days: Option<u32>,
}

/// A device on which somebody is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    pub id: SessionId,
    /// “Chromium，Linux”.
    pub device: String,
    pub since: Instant,
    pub last_used: Instant,
    /// The one that asks.
    pub here: bool,
}

/// 动态口令 of one's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactorPage {
    /// One of the person's posts asks for it.
    pub required: bool,
    pub state: SecondFactorState,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecondFactorState {
    Off,
    /// The secret is shown until a first code confirms it.
    Begun(Secret),
    On {
        since: Instant,
        /// Recovery codes that were not used yet.
        codes_left: u64,
    },
}

/// A secret on its way into somebody's telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// In groups of four, to be typed.
    pub groups: Vec<String>,
    pub picture: QrPicture,
}

/// A QR code: squares of one unit, with the quiet zone around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrPicture {
    /// Width and height in squares.
    pub size: u32,
    /// The dark squares as an SVG path.
    pub path: String,
}

/// What a tenant asks of its people's accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct AccountRulesForm {
    /// Code of the password profile.
    #[serde(default)]
    pub passwords: String,
    /// `on` if officers need a second factor.
    #[serde(default)]
    pub second_factor: String,
}

/// Something that was done to one's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLine {
    pub at: Instant,
    pub told: String,
}

/// The form that says what was read.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ReadNotices {
    /// The moment of the last notice that was shown, ms since 1970.
    #[serde(default)]
    pub shown: String,
    /// Where to go afterwards.
    #[serde(default)]
    pub next: String,
}

/// The form that sets a new password for one that was forgotten.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct NewPassword {
    #[serde(default)]
    pub new: String,
    #[serde(default)]
    pub again: String,
    /// A one-time or recovery code, where the account has a second factor.
    #[serde(default)]
    pub code: String,
}

/// What a link to a new password leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPasswordPage {
    pub login: String,
    /// Who issued it.
    pub by: String,
    pub until: String,
    /// What the new password has to be.
    pub passwords: String,
    pub second_factor: bool,
}
