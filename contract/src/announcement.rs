//! 公告.

use domain::ids::{AnnouncementId, DecisionId};
use serde::{Deserialize, Serialize};

/// What the public reads: a snapshot, fixed when it is published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    pub issuer: String,
    pub number: String,
    pub title: String,
    /// Paragraphs.
    pub text: Vec<String>,
    pub lines: Vec<AnnouncedLine>,
    /// What the table is about: which units are in this batch, which still follow, among whom they are ranked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// `2026年12月28日`.
    pub dated: String,
}

/// One unit in an announcement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncedLine {
    pub rank: u32,
    /// The 单位类型 it was judged as; empty where the scheme has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub award: String,
    pub unit: String,
    /// Empty where nothing is counted in points.
    pub score: String,
    /// Empty where points have no maximum, too.
    pub rate: String,
    pub outcome: String,
    /// What was made public before, where this corrects it; “未列入” for who was not named.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub was: String,
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

    /// Whether there is a 得分率.
    pub fn rates(&self) -> bool {
        self.lines.iter().any(|line| !line.rate.is_empty())
    }

    /// Whether it corrects what was public.
    pub fn corrects(&self) -> bool {
        self.lines.iter().any(|line| !line.was.is_empty())
    }
}

/// What an announcement does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// It makes results public.
    #[default]
    Results,
    Correction,
    Withdrawal,
}

impl Does {
    pub fn label(self) -> &'static str {
        match self {
            Does::Results => "公告",
            Does::Correction => "更正公告",
            Does::Withdrawal => "撤销公告",
        }
    }
}

/// Another announcement that belongs to one: what it amends, or what amended it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    pub id: AnnouncementId,
    pub does: Does,
    pub number: String,
    pub title: String,
    pub dated: String,
}

/// The form that publishes a decision, or corrects or withdraws an announcement.
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
    /// “on”: who was not chosen is left out.
    #[serde(default)]
    pub only_chosen: String,
    /// For an amendment: `correction` or `withdrawal`.
    #[serde(default)]
    pub does: String,
    /// The text that was seen: only that is published.
    #[serde(default)]
    pub seen: String,
    /// `preview` or `publish`.
    #[serde(default)]
    pub act: String,
}

/// The page before publishing: the form, and exactly what would be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishPage {
    pub period: String,
    pub target: Target,
    pub form: Publish,
    pub preview: Announcement,
    /// What it corrects or withdraws.
    pub amends: Option<Related>,
    /// Who was not chosen can be left out.
    pub may_leave_out: bool,
    /// Beside what is made public, for those who publish: what was computed, and why the meeting decided otherwise.
    pub record: Vec<RecordLine>,
}

/// What is about to be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Decision(DecisionId),
    /// An announcement that is corrected or withdrawn in words.
    Announcement(AnnouncementId),
}

/// One unit of a decision beside its announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLine {
    pub unit: String,
    pub outcome: String,
    pub computed: String,
    /// In what they differ and why; empty where they do not.
    pub differs: String,
}

/// A tenant's public page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicPage {
    pub code: String,
    pub tenant: String,
    pub shown: Option<Announcement>,
    /// What the one that is shown corrects or withdraws.
    pub amends: Option<Related>,
    /// What corrected or withdrew the one that is shown, the newest first.
    pub amended: Vec<Related>,
    pub all: Vec<Listed>,
}

/// An announcement in the list of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: AnnouncementId,
    pub title: String,
    pub dated: String,
    /// “已更正”, “已撤销”; empty where it stands as it was.
    pub since: &'static str,
}
