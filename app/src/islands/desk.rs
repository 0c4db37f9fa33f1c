//! The desk: every answer as a signal of its own, and the sheet they come to, computed by the same engine as on the
//! server.

use std::collections::BTreeMap;

use contract::case::{Checklist, Evidence, Layer, Returned};
use domain::calendar::Instant;
use domain::scheme::{Criterion, Item};
use domain::scoring::{Answer, Answers, CriterionScore, ScoreSheet, score, score_criterion};
use leptos::prelude::*;

use super::drafts::Aside;
use super::saving::Flight;

/// The answer to one criterion, and whether it is safe.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub answer: RwSignal<Answer>,
    pub status: RwSignal<Status>,
    /// What the server had before a local draft was found and put on top of it.
    pub found: RwSignal<Option<Answer>>,
    /// Own text that could not be saved and stands in no field.
    pub aside: RwSignal<Option<Aside>>,
    pub flight: StoredValue<Flight>,
}

/// Whether what is on the page is also on the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// As it was loaded.
    AsLoaded,
    /// Typed, not sent yet, or on its way.
    Saving,
    Saved(Instant),
    /// Not saved; it will be tried again.
    Waiting {
        sentence: String,
        /// Whether logging in again is what helps.
        login: bool,
    },
    /// The server will not take it as it is.
    Refused(String),
    /// Somebody else saved first.
    Conflict {
        theirs: Answer,
        revision: i32,
        by: String,
    },
}

impl Status {
    pub(super) fn unsafe_to_leave(&self) -> bool {
        !matches!(self, Status::AsLoaded | Status::Saved(_))
    }
}

/// How far an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    None,
    Part,
    Full,
    Returned,
}

/// One reader's desk with one case.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub layer: Layer,
    pub list: StoredValue<Checklist>,
    pub cells: StoredValue<BTreeMap<String, Cell>>,
    pub evidence: RwSignal<Vec<Evidence>>,
    pub returns: RwSignal<Vec<Returned>>,
    /// 自评: fixed while reviewing.
    pub own: Memo<ScoreSheet>,
    /// What the layer at hand comes to.
    pub sheet: Memo<ScoreSheet>,
}

impl Desk {
    pub(super) fn new(list: Checklist, layer: Layer) -> Self {
        let given = match layer {
            Layer::Own => &list.own,
            Layer::Review => &list.review,
        };
        let cells: BTreeMap<_, _> = list
            .scheme
            .criteria()
            .map(|criterion| {
                let stored = given.get(&criterion.no);
                let cell = Cell {
                    answer: RwSignal::new(stored.map(|given| given.answer.clone()).unwrap_or_default()),
                    status: RwSignal::new(Status::AsLoaded),
                    found: RwSignal::new(None),
                    aside: RwSignal::new(None),
                    flight: StoredValue::new(Flight::based_on(stored.map_or(0, |given| given.revision))),
                };
                (criterion.no.clone(), cell)
            })
            .collect();
        let evidence = RwSignal::new(list.evidence.clone());
        let returns = RwSignal::new(list.returns.clone());
        let stated: Answers = list.own.iter().map(|(no, given)| (no.clone(), given.answer.clone())).collect();
        let list = StoredValue::new(list);
        let cells = StoredValue::new(cells);
        let sheet = Memo::new(move |_| {
            let answers = cells.with_value(|cells| {
                cells.iter().map(|(no, cell)| (no.clone(), cell.answer.get())).collect::<Answers>()
            });
            list.with_value(|list| sheet_of(list, answers))
        });
        let own = Memo::new(move |_| match layer {
            Layer::Own => sheet.get(),
            Layer::Review => list.with_value(|list| sheet_of(list, stated.clone())),
        });
        Self { layer, list, cells, evidence, returns, own, sheet }
    }

    pub(super) fn cell(self, criterion: &str) -> Option<Cell> {
        self.cells.with_value(|cells| cells.get(criterion).copied())
    }

    /// Whose page it is.
    pub(super) fn person(self) -> String {
        self.list.with_value(|list| list.person.clone())
    }

    /// Who saved the answer that was loaded.
    pub(super) fn saved_by(self, criterion: &str) -> String {
        self.list.with_value(|list| {
            let given = if self.layer == Layer::Own { &list.own } else { &list.review };
            given.get(criterion).map(|given| given.by.clone()).unwrap_or_default()
        })
    }

    /// The revision an answer was loaded with.
    pub(super) fn revision(self, criterion: &str) -> i32 {
        self.list.with_value(|list| {
            let given = if self.layer == Layer::Own { &list.own } else { &list.review };
            given.get(criterion).map_or(0, |given| given.revision)
        })
    }

    /// Whether the reader may change the answers of an item now.
    pub(super) fn editable(self, item: &str) -> bool {
        let (may, state) = self.list.with_value(|list| (list.may, list.state));
        match self.layer {
            Layer::Own if state == domain::workflow::CaseState::Returned => {
                may.fill && self.is_returned(item)
            }
            Layer::Own => may.fill,
            Layer::Review => may.score,
        }
    }

    pub(super) fn is_returned(self, item: &str) -> bool {
        self.returns.with(|all| all.iter().any(|back| back.item == item && !back.settled))
    }

    /// The line of one criterion on the layer at hand.
    pub(super) fn line(self, criterion: &str) -> Option<CriterionScore> {
        self.sheet.with(|sheet| sheet.criterion(criterion).cloned())
    }

    /// Whether nothing is left to do about a criterion. A review that differs from 自评 needs its reason.
    pub(super) fn is_done(self, criterion: &str) -> bool {
        let Some(line) = self.line(criterion) else { return false };
        line.complete && (self.layer == Layer::Own || !self.lacks_reason(criterion))
    }

    pub(super) fn lacks_reason(self, criterion: &str) -> bool {
        let stated = self.own.with(|sheet| sheet.criterion(criterion).map(|line| line.score));
        let Some(cell) = self.cell(criterion) else { return false };
        let silent = cell.answer.with(|answer| answer.remark.trim().is_empty());
        self.line(criterion).is_some_and(|line| line.complete && Some(line.score) != stated && silent)
    }

    pub(super) fn done(self, item: &Item) -> Done {
        if self.is_returned(&item.no) {
            return Done::Returned;
        }
        let done = item.criteria.iter().filter(|criterion| self.is_done(&criterion.no)).count();
        match done {
            0 => Done::None,
            n if n == item.criteria.len() => Done::Full,
            _ => Done::Part,
        }
    }

    /// Number of criteria that are done, of all.
    pub(super) fn progress(self) -> (u32, u32) {
        self.list.with_value(|list| {
            let (mut done, mut all) = (0, 0);
            for criterion in list.scheme.criteria() {
                all += 1;
                done += u32::from(self.is_done(&criterion.no));
            }
            (done, all)
        })
    }

    /// What is wrong with the answer as typed, if anything; such an answer is not sent.
    pub(super) fn problem(self, criterion: &Criterion) -> Option<String> {
        let cell = self.cell(&criterion.no)?;
        cell.answer
            .with(|answer| score_criterion(criterion, Some(answer)).err())
            .map(|problem| problem.reason)
    }

    /// Key of a local draft.
    pub(super) fn draft_key(self, criterion: &str) -> String {
        let layer = if self.layer == Layer::Own { "own" } else { "review" };
        self.list.with_value(|list| format!("qingping:{}:{}:{layer}:{criterion}", list.person, list.case))
    }
}

/// The sheet; an answer that does not fit its rule counts as not given, and is told apart under its criterion.
fn sheet_of(list: &Checklist, mut answers: Answers) -> ScoreSheet {
    answers.retain(|no, answer| {
        list.scheme.criterion(no).is_some_and(|criterion| score_criterion(criterion, Some(answer)).is_ok())
    });
    score(&list.scheme, &answers)
        .or_else(|_| score(&list.scheme, &Answers::new()))
        .expect("a published scheme scores without answers")
}
