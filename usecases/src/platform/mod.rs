//! The platform's own desks: 平台运维员 opens tenants, 安全管理员 guards accounts, 审计管理员 verifies journals. None of
//! them sees the content of a case. Every act is written to the platform's journal in its own transaction.

mod appoint;
mod audit;
mod enter;
mod guard;
mod tenants;

pub use appoint::NewStaff;
pub use enter::OnDuty;
pub use guard::Measure;

use domain::ids::EntryId;
use store::platform_journal::NewEntry;

use crate::House;

impl House {
    /// An entry of this moment: what was done, and to whose account or why.
    pub(crate) fn platform_entry(&self, summary: &str, detail: &str) -> NewEntry {
        NewEntry {
            id: EntryId(self.edge().id()),
            at: self.edge().now(),
            summary: summary.to_owned(),
            detail: detail.to_owned(),
        }
    }
}
