//! Identities. Every noun has its own type, so that a unit's id cannot stand where a case's is expected.

use std::fmt;
use std::str::FromStr;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// 辖区或单位系统: everything a jurisdiction owns hangs on it.
    TenantId,
    /// A natural person with an account; may hold posts in several tenants.
    PersonId,
    /// One login of one person on one device.
    SessionId,
    /// 单位, belonging to one tenant.
    UnitId,
    /// 科室 inside a unit.
    DepartmentId,
    /// 片区 or 行业: units that one post looks after together.
    LineId,
    /// 岗位: a bundle of acts, defined by a tenant.
    PostId,
    /// A person holding a post over a place.
    AppointmentId,
    /// A one-time link by which a person takes up a post.
    InvitationId,
    /// One published, unchangeable version of a 创建方案.
    SchemeId,
    /// 事实: an incident or a piece of work in the register of a case.
    FactId,
    /// A copy of a version that a tenant shares with the others.
    ShareId,
    /// A 创建方案 being drafted.
    DraftId,
    /// 周期.
    PeriodId,
    /// 补充版: a newer version of its scheme, put in force while a period runs.
    SupplementId,
    /// 创建申报: one unit, person or family in one period.
    CaseId,
    /// 申报对象 other than a unit: a person or a family that a unit puts forward.
    ApplicantId,
    /// The current answer to one 评分细则 on one layer.
    AnswerId,
    /// What one source beside the rubric came to.
    FigureId,
    /// A stored file.
    FileId,
    /// 佐证材料: a file hung on a 评分细则.
    EvidenceId,
    /// One item sent back to its unit.
    ReturnId,
    /// Who has a case in hand.
    AssignmentId,
    /// 集体研究决定: a meeting and what it decided.
    DecisionId,
    /// The decided result of one case.
    ResultId,
    /// 公告.
    AnnouncementId,
    /// One entry of the journal.
    EntryId,
}

/// A tenant's code in addresses, `/t/{code}` and `/p/{code}`: 2 to 32 lower-case letters, digits and hyphens,
/// beginning with a letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TenantCode(String);

impl TenantCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TenantCode {
    type Err = BadTenantCode;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let well_formed = (2..=32).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if well_formed { Ok(Self(text.to_owned())) } else { Err(BadTenantCode) }
    }
}

impl TryFrom<String> for TenantCode {
    type Error = BadTenantCode;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TenantCode> for String {
    fn from(code: TenantCode) -> Self {
        code.0
    }
}

impl fmt::Display for TenantCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that cannot be a tenant's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("辖区代码只能由2至32个小写字母、数字和连字符组成，并以字母开头")]
pub struct BadTenantCode;
