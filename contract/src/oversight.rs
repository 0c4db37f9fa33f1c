//! 上级纪委: decided results of the tenants below, by 得分率.

use domain::dimensions::Dimension;
use domain::points::Points;

/// The overview of a commission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oversight {
    pub as_of: String,
    pub units: u32,
    pub places: Vec<PlaceLine>,
    pub mean: Option<Points>,
    pub periods: Vec<String>,
    pub period: String,
}

/// One tenant below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceLine {
    pub name: String,
    pub units: u32,
    pub dimensions: Vec<(Dimension, Option<Points>)>,
    pub mean: Option<Points>,
    /// Best 得分率 first.
    pub results: Vec<UnitLine>,
}

/// A decided unit of a tenant below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitLine {
    pub unit: String,
    /// Absent where nothing is counted towards a maximum.
    pub rate: Option<Points>,
    pub outcome: String,
    pub decided_on: String,
}
