//! Who asks for what.

use std::path::Path;

use anyhow::{Context, Result};
use domain::ids::{CaseId, DraftId, TenantId};
use serde::{Deserialize, Serialize};

/// What the load needs to know about the prepared data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub tenant: TenantId,
    /// `/t/{code}`.
    pub base: String,
    /// Number of the largest 部分, from 1.
    pub section: usize,
    pub clerks: Vec<Clerk>,
    /// The draft of a scheme with two thousand criteria.
    pub large: DraftId,
    /// Who drafts it.
    pub officer: String,
}

/// A clerk who is logged in, and the case of the clerk's unit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Clerk {
    pub login: String,
    /// The cookie of the session.
    pub cookie: String,
    pub case: CaseId,
}

impl Plan {
    /// # Errors
    /// If there is no readable plan.
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| format!("缺少 {}", file.display()))?;
        Ok(serde_json::from_str(&text)?)
    }

    /// # Errors
    /// Never, in practice.
    pub fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// The page a clerk fills in.
    pub fn page(&self, clerk: &Clerk) -> String {
        format!("{}/cases/{}/fill/{}", self.base, clerk.case, self.section)
    }
}
