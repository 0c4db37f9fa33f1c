//! A case (创建申报): filling, signing, reviewing, and its time line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};
use domain::calendar::{Instant, Stretch};
use domain::ids::{CaseId, EvidenceId, FileId};
use domain::points::Points;
use domain::refusal::Unasked;
use domain::scheme::Scheme;
use domain::scoring::{Answer, Circumstances, Facts, ScoreSheet};
use domain::workflow::CaseState;
use serde::{Deserialize, Serialize};

use crate::fact::Fact;

/// Everything the checklist needs, in the browser as on the server.
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Checklist {
    /// `/t/{code}`.
    pub base: String,
    pub case: CaseId,
    pub unit: String,
    pub period: String,
    pub state: CaseState,
    /// The days of the period; of this year for a draft that is being tried out.
    pub days: Option<Stretch>,
    /// The year that is assessed; for a draft that is being tried out, this one.
    pub year: i32,
    /// “截止2026年12月10日（还有14个工作日）”.
    pub until: String,
    /// Which 部分 the page shows, from 0.
    pub section: u32,
    pub scheme: Arc<Scheme>,
    /// 自评 by criterion.
    pub own: BTreeMap<String, Given>,
    /// 考核 by criterion; empty for the unit, except on returned items and after the result is published.
    pub review: BTreeMap<String, Given>,
    pub evidence: Vec<Evidence>,
    /// 事实登记, as far as the reader may see it.
    pub facts: Vec<Fact>,
    /// What the weighted sources beside the rubric came to, as far as the reader may see it.
    pub sources: BTreeMap<String, Points>,
    /// Items that are back with the unit, newest first.
    pub returns: Vec<Returned>,
    /// What supplementary versions changed since the case was opened, by criterion.
    pub rewritten: BTreeMap<String, Rewritten>,
    /// What the reader may do here.
    pub may: Allowed,
    /// What the reader fills for their department, if not the whole.
    pub mine: Option<BTreeSet<String>>,
    /// Keys local drafts; not shown.
    pub person: String,
    /// The reader's name.
    pub reader: String,
    /// 试填: a draft being tried out; nothing is saved.
    pub trial: Option<Trial>,
}

/// Where the pages of a trial are.
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Trial {
    /// Address of the preview, before the number of the 部分.
    pub pages: String,
    /// What follows the number: `?unit_type=school`.
    pub query: String,
    /// What sample answers name, by its name: it is in no register.
    pub sampled: Facts,
    /// Whether the page brings answers of its own, in place of what was filled in before.
    pub fresh: bool,
}

impl Trial {
    /// Address of a 部分, counted from 0.
    fn page(&self, section: u32) -> String {
        format!("{}/{}{}", self.pages, section + 1, self.query)
    }

    /// Address of a 部分, counted from 0, filled with a sample, or with nothing: `best`, `faulty`, `none`.
    pub fn sampled_page(&self, section: u32, sample: &str) -> String {
        let apart = if self.query.is_empty() { '?' } else { '&' };
        format!("{}{apart}sample={sample}", self.page(section))
    }
}

impl Checklist {
    /// What the sheet of a layer depends on beside its answers. 自评 is the unit's own: other sources do not count in it.
    pub fn circumstances(&self, layer: Layer, facts: &[Fact]) -> Circumstances {
        let sampled = self.trial.as_ref().map(|trial| trial.sampled.clone()).unwrap_or_default();
        Circumstances {
            facts: sampled.into_iter().chain(facts.iter().map(Fact::scored)).collect(),
            self_assessment: layer == Layer::Own,
            year: Some(self.year),
            sources: if layer == Layer::Own { BTreeMap::new() } else { self.sources.clone() },
        }
    }

    /// What the unit changed under a criterion since its item was sent back last, if anything.
    pub fn changed(&self, criterion: &str) -> Option<&Changed> {
        self.returns.iter().flat_map(|back| &back.changed).find(|changed| changed.criterion == criterion)
    }

    /// Address of the page of a 部分, counted from 0.
    pub fn section_page(&self, layer: Layer, section: u32) -> String {
        match &self.trial {
            Some(trial) => trial.page(section),
            None => {
                let page = if layer == Layer::Own { "fill" } else { "review" };
                format!("{}/cases/{}/{page}/{}", self.base, self.case, section + 1)
            }
        }
    }
}

/// An answer that is stored.
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Given {
    pub answer: Answer,
    /// Counts the saves of this answer; the next save says which one it is based on.
    pub revision: i32,
    pub by: String,
    pub at: Instant,
}

/// A criterion that a supplementary version changed. What was answered before has to be looked at again.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Rewritten {
    /// When the last version that changed it was put in force.
    pub at: Instant,
    /// What is different, a sentence each, without the final stop.
    pub told: Vec<String>,
}

impl Rewritten {
    /// Whether what was given at a moment has to be looked at again.
    pub fn after(&self, given: Instant) -> bool {
        given <= self.at
    }
}

/// A weighted source beside the rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// The name in the scheme.
    pub id: String,
    pub title: String,
    /// In percent.
    pub weight: Points,
    /// The most it can come to.
    pub full: Points,
    /// What is entered, or was typed and refused; empty for nothing.
    pub value: String,
    /// 自评: nobody enters it.
    pub own: bool,
}

/// 补充版 that was put in force after the case was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplemented {
    pub version: u32,
    pub at: Instant,
    pub by: String,
    pub reason: String,
    /// What is different for this unit, a sentence each, without the final stop.
    pub changes: Vec<String>,
}

/// What the reader may do with the case now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(BorshSerialize, BorshDeserialize)]
pub struct Allowed {
    pub fill: bool,
    pub hand_over: bool,
    /// 撤回提交
    pub take_back: bool,
    pub sign: bool,
    /// 撤回签署
    pub recall: bool,
    pub score: bool,
    /// Be the second person behind 酌情分 of 自评.
    pub confirm_own: bool,
    /// The same of 考核.
    pub confirm_review: bool,
    pub return_items: bool,
    pub close: bool,
    pub reopen: bool,
    /// 撤回推荐
    pub withdraw: bool,
}

/// 佐证材料.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Evidence {
    pub id: EvidenceId,
    pub criterion: String,
    pub file: FileId,
    pub title: String,
    /// The document's own date, `2026年3月12日`, or empty.
    pub dated: String,
    pub file_name: String,
    /// `pdf`, `jpg`, `png`, `docx`, `xlsx`.
    pub kind: String,
    /// Bytes.
    pub size: i64,
    pub by: String,
}

impl Evidence {
    /// “1.2 MB”.
    pub fn size_label(&self) -> String {
        const KB: i64 = 1024;
        const MB: i64 = KB * 1024;
        if self.size >= MB {
            format!("{}.{} MB", self.size / MB, self.size % MB * 10 / MB)
        } else {
            format!("{} KB", (self.size / KB).max(1))
        }
    }
}

/// An item that was sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Returned {
    pub item: String,
    pub message: String,
    pub by: String,
    pub at: Instant,
    /// Whether the unit has corrected it.
    pub settled: bool,
    /// What the unit changed in the item since, in document order; told of the newest return of an item only.
    pub changed: Vec<Changed>,
    /// What the unit said where it changed nothing; empty if it did, or has not handed over again.
    pub reply: String,
}

/// What the unit changed under a criterion since its item was sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Changed {
    pub criterion: String,
    /// A sentence each, with what stood there before, without the final stop.
    pub told: Vec<String>,
}

/// A case in the list of its own people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCase {
    pub case: CaseId,
    pub period: String,
    /// Whose it is.
    pub unit: String,
    pub state: CaseState,
    /// Criteria of its rubric, and how many of them the unit has answered.
    pub asked: u32,
    pub answered: u32,
    /// “自评96.5分”, once something is filled in; “考核95分” once the result is published. Empty where nothing is counted.
    pub score: String,
    /// Until when it is waited for; empty once it is not.
    pub until: String,
    pub urgent: bool,
}

/// Saves one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveAnswer {
    pub case: CaseId,
    pub layer: Layer,
    pub criterion: String,
    pub answer: Answer,
    /// The revision the typist saw; 0 if there was none.
    pub based_on: i32,
    /// Made by the browser for each act: a retry carries the same one.
    pub client: String,
    /// Whoever sends it has read its reasons with the value they are for: what a reason was not given for, it is not sent with.
    /// Who does not say so, is asked for the reason of a changed value anew.
    #[serde(default)]
    pub reasons_hold: bool,
}

/// One 部分 sent as a plain form: what was typed, by field name (`2.1.party_group`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionForm {
    pub fields: BTreeMap<String, String>,
}

impl SectionForm {
    /// What it says under other names than those that are asked for.
    pub fn others(&self, asked: impl Fn(&str) -> bool) -> Vec<Unasked> {
        let others = self.fields.iter().filter(|(name, _)| !asked(name));
        others.map(|(name, said)| Unasked::new(name, said)).collect()
    }
}

/// What came of a [`SectionForm`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionSaved {
    /// How many answers were saved.
    pub saved: u32,
    /// What was not: criterion, the answer as typed, why.
    pub kept_back: Vec<(String, Answer, String)>,
}

/// 评分层.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// 自评
    Own,
    /// 考核
    Review,
}

/// The acknowledgement of a durable save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub revision: i32,
    pub at: Instant,
}

/// A second person confirms a discretionary value, as they saw it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ConfirmJudged {
    pub criterion: String,
    /// The question's name within its criterion.
    pub input: String,
    /// 分, as it was shown.
    pub value: String,
    pub reason: String,
    /// Whose page it was pressed on; empty where the page does not say.
    #[serde(default)]
    pub person: String,
}

/// Sends one item back to its unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnItem {
    pub case: CaseId,
    pub item: String,
    pub message: String,
}

/// A message that goes with a step: 附言, 退回经办人, 撤回, 重新考核.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct StepForm {
    #[serde(default)]
    pub message: String,
    /// 签署: the head confirms having checked the content.
    #[serde(default)]
    pub confirm: String,
    /// 签署, 办结: the revision of the case that was on the page.
    #[serde(default)]
    pub seen: String,
    /// 办结 from the checklist: the total that was on the page, 分.
    #[serde(default)]
    pub score: String,
}

/// What describes an uploaded file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceForm {
    pub title: String,
    /// `2026-03-12`, or empty.
    pub dated: String,
    /// The file's own name.
    pub file_name: String,
}

/// The page of one case: where it is, its sheet and its time line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasePage {
    pub base: String,
    pub case: CaseId,
    /// Grows with every change of the case.
    pub revision: i32,
    pub unit: String,
    pub period: String,
    pub state: CaseState,
    pub until: String,
    pub scheme: Arc<Scheme>,
    pub own: Option<ScoreSheet>,
    pub review: Option<ScoreSheet>,
    /// 说明 of 自评 by criterion.
    pub said: BTreeMap<String, String>,
    /// Reviewer's reasons by criterion.
    pub reasons: BTreeMap<String, String>,
    pub result: Option<ResultLine>,
    pub evidence: u32,
    /// What hung on criteria that a supplementary version took out.
    pub set_aside: Vec<Evidence>,
    pub returns: Vec<Returned>,
    pub may: Allowed,
    /// Whether the reader watches the whole tenant, so that the reviewer's page is theirs to open.
    pub watches: bool,
    /// Whether what is filled in is shown to the reader: before the unit has signed it is the unit's own.
    pub open_to: bool,
    /// Who has the review in hand; empty for nobody, and for whoever does not watch.
    pub reviewer: String,
    /// Where a reviewer goes on when this case is done: address and name.
    pub next: Option<(String, String)>,
    /// What still stands in the way of the reader's next step.
    pub missing: Vec<Missing>,
    /// What of the layer at hand waits for a second person.
    pub unconfirmed: Vec<Missing>,
    /// 加分 of 自评 that no document shows.
    pub unproven: Vec<Missing>,
    /// Before the unit hands over: what claims something no file shows.
    pub unevidenced: Vec<Missing>,
    /// Before the unit hands over: what should be explained, and is not.
    pub terse: Vec<Missing>,
    /// Items that are back with the unit and stand as they stood: handed over so, they need a word why.
    pub untouched: Vec<String>,
    /// Where the work on returned items begins: the first criterion of the first item that stands as it stood.
    pub begins: Option<Missing>,
    /// What the reader has to look at again, since a supplementary version changed it.
    pub unlooked: Vec<Missing>,
    /// Versions that were put in force since the case was opened.
    pub supplements: Vec<Supplemented>,
    /// The weighted sources beside the rubric, as far as the reader may see them.
    pub sources: Vec<SourceLine>,
    /// What was changed about its period that concerns it, the newest first.
    pub changes: Vec<String>,
    /// It is the unit's own, and the unit has left the period, or the period was cancelled.
    pub left: bool,
    pub time_line: Vec<Event>,
}

/// A checklist on paper, nothing filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub base: String,
    pub case: CaseId,
    pub unit: String,
    pub period: String,
    pub until: String,
    pub scheme: Arc<Scheme>,
}

/// A criterion that is not complete, with the page to complete it on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    pub criterion: String,
    pub title: String,
    /// Section page, from 0.
    pub section: u32,
}

/// 留痕 as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub at: Instant,
    /// Name and post.
    pub who: String,
    /// Whose case it concerns; empty where that is clear, or the act concerns the tenant as a whole.
    pub about: String,
    /// What was done.
    pub what: String,
}

/// A decided result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultLine {
    pub rank: u32,
    pub tied: bool,
    pub score: Points,
    pub achievable: Points,
    /// “92.5分”, with the digits that tell it from the limits; empty where nothing is counted.
    pub told: String,
    pub outcome: String,
    /// What was computed; empty for decisions of before.
    pub computed: String,
    /// In what the decision differs from it, and why, in one sentence without the final stop; empty where it does not.
    pub differs: String,
    /// The meeting: “党组会议　2026年12月25日”.
    pub meeting: String,
    /// What earlier meetings had decided, the oldest first: “评定（党组会议　2026年12月25日）”.
    pub earlier: Vec<String>,
    pub published: bool,
}
