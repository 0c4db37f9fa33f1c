//! A 创建方案 as an official reads it, and as it is drafted.

use std::sync::Arc;

use domain::calendar::Instant;
use domain::ids::{DraftId, SchemeId, ShareId};
use domain::points::Points;
use domain::scheme::{Change, Finding, Scheme};
use serde::{Deserialize, Serialize};

use crate::case::Checklist;

/// The page of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemePage {
    pub base: String,
    pub id: SchemeId,
    pub version: u32,
    pub published: String,
    pub scheme: Scheme,
    pub findings: Vec<Finding>,
    /// What is different from the version before it; absent for the first one.
    pub changes: Option<Vec<Change>>,
    /// Whether the reader may draft the next version.
    pub may_draft: bool,
    /// Whether the reader may open a period by it.
    pub may_open: bool,
    /// Whether other tenants may read it.
    pub shared: bool,
    /// Whether the reader may share it, or take it back.
    pub may_share: bool,
}

/// A version that another tenant shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedLine {
    pub id: ShareId,
    /// “某县：清廉机关考评细则（第1版）”.
    pub title: String,
}

/// Shares a version with other tenants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ShareForm {
    /// The officer confirms that others may read it.
    #[serde(default)]
    pub confirm: String,
}

/// One draft in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLine {
    pub id: DraftId,
    pub title: String,
    /// When and by whom it was changed last.
    pub changed: String,
}

/// Everything the studio needs, in the browser as on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Studio {
    /// `/t/{code}`.
    pub base: String,
    pub draft: DraftId,
    /// The revision that was loaded.
    pub revision: u32,
    pub scheme: Arc<Scheme>,
    /// The newest published version of the same name.
    pub published: Option<Arc<Scheme>>,
    /// Its number.
    pub version: Option<u32>,
    /// When and by whom the draft was changed last.
    pub changed: String,
    /// Keys local copies; not shown.
    pub person: String,
}

/// A draft as a unit will see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub base: String,
    pub draft: DraftId,
    /// 单位类型: code and title.
    pub unit_types: Vec<(String, String)>,
    /// 责任科室 the rubric of that 单位类型 names, in document order.
    pub departments: Vec<String>,
    /// Which view it is, with nothing left out.
    pub of: PreviewOf,
    /// Nothing that is tried here is kept.
    pub list: Checklist,
}

/// Which view of a draft is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct PreviewOf {
    /// Code of the 单位类型; empty for the first.
    #[serde(default)]
    pub unit_type: String,
    /// Number of a 责任科室 in the list of those named, from 1; empty for whoever fills the whole.
    #[serde(default)]
    pub department: String,
    /// Anything but empty: as a reviewer sees it.
    #[serde(default)]
    pub review: String,
    /// What it is filled with: a sample's [id](domain::scheme::edit::Sample::id), `none` for nothing; empty for what was
    /// filled in before.
    #[serde(default)]
    pub sample: String,
}

impl PreviewOf {
    /// The same, to be looked at by somebody else: a 责任科室, by its number from 1, or nobody but the unit.
    pub fn by_department(&self, number: Option<u32>) -> Self {
        let department = number.map(|number| number.to_string()).unwrap_or_default();
        Self { unit_type: self.unit_type.clone(), department, ..Self::default() }
    }

    /// The same, to be looked at by a reviewer.
    pub fn by_reviewer(&self) -> Self {
        Self { review: "yes".to_owned(), ..self.by_department(None) }
    }

    /// As the query of an address, without the sample.
    pub fn query(&self) -> String {
        let given =
            [("unit_type", &self.unit_type), ("department", &self.department), ("review", &self.review)];
        let given = given.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<_> = given.map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

/// What a draft would have made of the last period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub base: String,
    pub draft: DraftId,
    pub title: String,
    /// The period; empty when there is none to compare with.
    pub period: String,
    pub lines: Vec<EffectLine>,
}

/// One unit, by its review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EffectLine {
    pub unit: String,
    /// Whether anything is counted in points.
    pub counts: bool,
    pub before: Points,
    /// As far as the answers of then fit the draft.
    pub after: Points,
    /// The most it may come to once what does not fit is answered anew.
    pub after_high: Points,
    /// Criteria that would have to be answered anew.
    pub anew: u32,
    /// What else is to be said: what else changes, or why nothing can be computed.
    pub note: String,
}

/// Saves a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    pub draft: DraftId,
    pub scheme: Arc<Scheme>,
    /// The revision it was changed from.
    pub based_on: u32,
    /// Made by the browser for each act: a retry carries the same one.
    pub client: String,
}

/// The acknowledgement of a durable save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSaved {
    pub revision: u32,
    pub at: Instant,
}
