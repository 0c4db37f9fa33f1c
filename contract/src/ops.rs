//! The platform's desks: opening tenants, guarding accounts, auditing journals.

use domain::calendar::Instant;
use domain::ids::PersonId;
use serde::Deserialize;

use crate::account::SessionLine;

/// The masthead of the platform's pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpsFrame {
    pub person: String,
    /// The post: “安全管理员”.
    pub post: String,
    pub nav: Vec<(String, &'static str)>,
    /// The demo's accounts are excepted from the second factor, and the page says so.
    pub excepted: bool,
}

/// The form that opens a tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct OpenTenantForm {
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub kind: String,
    /// Code of the tenant above, or empty.
    #[serde(default)]
    pub parent: String,
}

/// The form that invites a tenant's officer where nobody can act.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct FirstOfficerForm {
    /// Code of the tenant.
    #[serde(default)]
    pub tenant: String,
    #[serde(default)]
    pub officer: String,
    /// Why there has to be another, where there was one before.
    #[serde(default)]
    pub reason: String,
}

/// A tenant in the operator's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantLine {
    pub code: String,
    pub name: String,
    pub kind: String,
    /// The name of the tenant above.
    pub parent: String,
    pub active: bool,
    pub opened_at: Instant,
}

/// Which account is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct FindAccount {
    #[serde(default)]
    pub login: String,
}

/// Why an account is touched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ReasonForm {
    #[serde(default)]
    pub reason: String,
}

/// An account as the security administrator sees it: its state, nothing of its person's work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardedAccount {
    pub id: PersonId,
    pub login: String,
    pub name: String,
    /// Another name the person asks for, where no tenant's officer decides.
    pub name_asked: Option<String>,
    /// Masked.
    pub phone: String,
    pub tenants: Vec<String>,
    pub platform: Option<String>,
    pub disabled: bool,
    pub must_change: bool,
    pub locked_until: Option<Instant>,
    /// Recent failures: from where, when; the newest first.
    pub failures: Vec<(String, Instant)>,
    pub sessions: Vec<SessionLine>,
    pub second_factor: bool,
    /// It is the administrator's own, on which they do not act.
    pub own: bool,
}

/// 平台留痕.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformEvent {
    pub seq: i64,
    pub at: Instant,
    pub who: String,
    pub what: String,
    /// Whose account, and why.
    pub detail: String,
}

/// One journal that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedLine {
    pub place: String,
    pub holds: bool,
    pub told: String,
}
