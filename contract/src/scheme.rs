//! A 创建方案 as an official reads it.

use domain::ids::SchemeId;
use domain::scheme::{Finding, Scheme};

/// The page of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemePage {
    pub id: SchemeId,
    pub version: u32,
    pub published: String,
    pub scheme: Scheme,
    pub findings: Vec<Finding>,
}
