//! The desk: every answer as a signal of its own, and the sheet they come to, computed by the same engine as on the
//! server.

use std::collections::{BTreeMap, BTreeSet};

use contract::case::{Checklist, Evidence, Layer, Returned};
use domain::calendar::Instant;
use domain::scheme::{Criterion, Scheme};
use domain::scoring::{
    Answer, AnswerProblem, Answers, Circumstances, CriterionScore, ScoreSheet, score, score_criterion,
};
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
    /// Criteria that are scored otherwise than on 自评, without a reason.
    silent: Memo<BTreeSet<String>>,
    /// Criteria about which nothing is left to do.
    settled: Memo<BTreeSet<String>>,
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
        // Whoever reads a memo pays for each of its sources: the one that has all answers is read by one other only.
        let answers = Memo::new(move |_| {
            let all = cells.with_value(|cells| {
                cells.iter().map(|(no, cell)| (no.clone(), cell.answer.get())).collect::<Answers>()
            });
            list.with_value(|list| fitting(list, all))
        });
        let sheet =
            Memo::new(move |_| list.with_value(|list| answers.with(|answers| sheet_of(list, answers))));
        let own = match layer {
            Layer::Own => sheet,
            Layer::Review => {
                Memo::new(move |_| list.with_value(|list| sheet_of(list, &fitting(list, stated.clone()))))
            }
        };
        let silent = Memo::new(move |_| match layer {
            Layer::Own => BTreeSet::new(),
            Layer::Review => sheet
                .with(|sheet| own.with(|own| answers.with(|answers| without_reason(sheet, own, answers)))),
        });
        let settled = Memo::new(move |_| {
            sheet.with(|sheet| {
                let complete = sheet.criteria().filter(|line| line.complete);
                silent.with(|silent| {
                    complete.map(|line| line.no.to_string()).filter(|no| !silent.contains(no)).collect()
                })
            })
        });
        Self { layer, list, cells, evidence, returns, own, sheet, silent, settled }
    }

    pub(super) fn cell(self, criterion: &str) -> Option<Cell> {
        self.cells.with_value(|cells| cells.get(criterion).copied())
    }

    /// Whether a draft is being tried out: nothing is saved.
    pub(super) fn is_trial(self) -> bool {
        self.list.with_value(|list| list.trial.is_some())
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
        self.settled.with(|settled| settled.contains(criterion))
    }

    pub(super) fn lacks_reason(self, criterion: &str) -> bool {
        self.silent.with(|silent| silent.contains(criterion))
    }

    /// How far an item is that has these criteria.
    pub(super) fn done(self, item: &str, criteria: &[String]) -> Done {
        if self.is_returned(item) {
            return Done::Returned;
        }
        match self.settled.with(|settled| criteria.iter().filter(|no| settled.contains(*no)).count()) {
            0 => Done::None,
            n if n == criteria.len() => Done::Full,
            _ => Done::Part,
        }
    }

    /// Number of criteria that are done, of all.
    pub(super) fn progress(self) -> (u32, u32) {
        (self.settled.with(|settled| settled.len() as u32), self.sheet.with(|sheet| sheet.asked))
    }

    /// What is wrong with the answer as typed, if anything; such an answer is not sent.
    pub(super) fn problem(self, criterion: &Criterion) -> Option<String> {
        let cell = self.cell(&criterion.no)?;
        cell.answer
            .with(|answer| self.list.with_value(|list| scored(&list.scheme, criterion, answer).err()))
            .map(|problem| problem.reason)
    }

    /// Key of a local draft.
    pub(super) fn draft_key(self, criterion: &str) -> String {
        let layer = if self.layer == Layer::Own { "own" } else { "review" };
        self.list.with_value(|list| format!("qingping:{}:{}:{layer}:{criterion}", list.person, list.case))
    }
}

/// An answer that does not fit its rule counts as not given, and is told apart under its criterion.
fn fitting(list: &Checklist, mut answers: Answers) -> Answers {
    let mut kept = Answers::new();
    for criterion in list.scheme.criteria() {
        if let Some((no, answer)) = answers.remove_entry(&criterion.no)
            && scored(&list.scheme, criterion, &answer).is_ok()
        {
            kept.insert(no, answer);
        }
    }
    kept
}

/// What a reviewer scored otherwise than the unit and did not give a reason for.
fn without_reason(review: &ScoreSheet, own: &ScoreSheet, answers: &Answers) -> BTreeSet<String> {
    let silent = |no: &String| answers.get(no).is_none_or(|answer| answer.remark.trim().is_empty());
    // Both sheets have the lines of one rubric, in its order.
    let lines = review.criteria().zip(own.criteria());
    lines
        .filter(|(line, stated)| line.complete && !line.says_the_same(stated))
        .map(|(line, _)| line.no.to_string())
        .filter(silent)
        .collect()
}

/// One criterion by itself.
pub(super) fn scored(
    scheme: &Scheme,
    criterion: &Criterion,
    answer: &Answer,
) -> Result<CriterionScore, AnswerProblem> {
    score_criterion(scheme, criterion, Some(answer), &Circumstances::default())
}

fn sheet_of(list: &Checklist, answers: &Answers) -> ScoreSheet {
    score(&list.scheme, answers)
        .or_else(|_| score(&list.scheme, &Answers::new()))
        .expect("a published scheme scores without answers")
}
