//! 公告.

use domain::ids::{AnnouncementId, DecisionId};
use serde::{Deserialize, Serialize};

/// What the public reads: a snapshot, fixed when it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    pub issuer: String,
    pub number: String,
    pub title: String,
    /// Paragraphs.
    pub text: Vec<String>,
    pub lines: Vec<AnnouncedLine>,
    /// `2026年12月28日`.
    pub dated: String,
}

/// One unit in an announcement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncedLine {
    pub rank: u32,
    /// The 单位类型 it was judged as; empty where the scheme has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub award: String,
    pub unit: String,
    /// Empty where nothing is counted in points.
    pub score: String,
    pub rate: String,
    pub outcome: String,
}

impl Announcement {
    /// Whether its lines are of several 单位类型.
    pub fn has_awards(&self) -> bool {
        self.lines.iter().any(|line| !line.award.is_empty())
    }

    /// Whether its units are ranked by points.
    pub fn ranks(&self) -> bool {
        self.lines.iter().any(|line| !line.score.is_empty())
    }
}

/// The form that publishes a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Publish {
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub issuer: String,
    #[serde(default)]
    pub text: String,
}

/// The page before publishing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishPage {
    pub decision: DecisionId,
    pub period: String,
    pub form: Publish,
    pub lines: Vec<AnnouncedLine>,
    pub dated: String,
}

/// A tenant's public page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicPage {
    pub code: String,
    pub tenant: String,
    pub shown: Option<Announcement>,
    pub all: Vec<(AnnouncementId, String, String)>,
}
