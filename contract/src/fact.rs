//! 事实登记: the incidents and pieces of work of a case, each registered once.

use borsh::{BorshDeserialize, BorshSerialize};
use domain::calendar::Day;
use domain::ids::{CaseId, FactId};
use domain::scoring::Penalised;
use domain::workflow::CaseState;
use serde::{Deserialize, Serialize};

use crate::case::{Evidence, Layer};

/// The most characters of 事由.
pub const TITLE_LIMIT: u32 = 64;
/// The most characters of 涉及人员 and of 依据.
pub const TEXT_LIMIT: u32 = 200;

/// A fact as the checklist offers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Fact {
    pub id: FactId,
    /// Who registered it.
    pub layer: Layer,
    /// 事由.
    pub title: String,
    /// 发生日期.
    pub date: Option<Day>,
    /// 涉及人员; may be empty.
    pub who: String,
    /// 依据; may be empty.
    pub basis: String,
    /// Counts the saves, from 1.
    pub revision: u32,
    pub by: String,
    /// How many files show it.
    pub files: u32,
}

impl Fact {
    /// “某科违规接待（2026年3月5日，王某某）”.
    pub fn label(&self) -> String {
        let date = self.date.map(|day| day.to_string());
        let who = (!self.who.is_empty()).then(|| self.who.clone());
        let beside: Vec<_> = date.into_iter().chain(who).collect();
        if beside.is_empty() {
            self.title.clone()
        } else {
            format!("{}（{}）", self.title, beside.join("，"))
        }
    }

    /// As far as scoring needs it, by its id.
    pub fn scored(&self) -> (String, domain::scoring::Fact) {
        (self.id.to_string(), domain::scoring::Fact { title: self.title.clone(), date: self.date })
    }
}

/// Registers a fact, or changes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordFact {
    pub case: CaseId,
    /// Made by whoever registers it: sent again, it is not a second one.
    pub fact: FactId,
    pub title: String,
    /// `2026-03-12`, or empty.
    pub date: String,
    pub who: String,
    pub basis: String,
    /// The revision the typist saw; 0 for a new one.
    pub based_on: u32,
}

/// The register as its own page sends it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FactForm {
    pub fact: FactId,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub date: String,
    #[serde(default)]
    pub who: String,
    #[serde(default)]
    pub basis: String,
    #[serde(default)]
    pub based_on: u32,
    /// Which of the form's two buttons was pressed: anything but empty takes the fact out.
    #[serde(default)]
    pub remove: String,
}

impl FactForm {
    /// Nothing filled in yet.
    pub fn blank(fact: FactId) -> Self {
        let [title, date, who, basis, remove] = [(); 5].map(|()| String::new());
        Self { fact, title, date, who, basis, based_on: 0, remove }
    }

    /// As a fact is registered.
    pub fn of_fact(fact: &Fact) -> Self {
        Self {
            fact: fact.id,
            title: fact.title.clone(),
            date: fact.date.map(|day| day.iso()).unwrap_or_default(),
            who: fact.who.clone(),
            basis: fact.basis.clone(),
            based_on: fact.revision,
            remove: String::new(),
        }
    }

    /// What registering it, or changing it, asks of a case.
    pub fn recording(&self, case: CaseId) -> RecordFact {
        let Self { fact, title, date, who, basis, based_on, .. } = self.clone();
        RecordFact { case, fact, title, date, who, basis, based_on }
    }
}

/// The register of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactsPage {
    pub base: String,
    pub case: CaseId,
    pub unit: String,
    pub period: String,
    pub state: CaseState,
    pub facts: Vec<FactLine>,
    /// On which layer the reader registers facts now, if on any.
    pub registers: Option<Layer>,
    /// Whose answers say where facts count.
    pub counted_on: Layer,
    /// Whether the reader watches the whole tenant, so that the reviewer's page is theirs to open.
    pub watches: bool,
    /// The id of the next one.
    pub next: FactId,
    /// 一案一扣 holds.
    pub one_fact_once: bool,
}

/// A fact with what it touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactLine {
    pub fact: Fact,
    pub touches: Vec<Touch>,
    /// Where 一案一扣 makes it count; none while nothing is penalised for it.
    pub counts: Option<Penalised>,
    /// Whether the reader may change it now.
    pub open: bool,
    /// What shows it.
    pub files: Vec<Evidence>,
}

/// A criterion in whose answer a fact is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    pub layer: Layer,
    pub criterion: String,
    pub title: String,
    /// Section page, from 0.
    pub section: u32,
}
