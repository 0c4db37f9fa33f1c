//! The desk: every answer as a signal of its own, and the sheet they come to, computed by the same engine as on the
//! server.

use std::collections::{BTreeMap, BTreeSet};

use contract::case::{Checklist, Evidence, Given, Layer, Returned};
use domain::calendar::Instant;
use domain::scheme::{Criterion, Heading, Scheme};
use domain::scoring::{
    Answer, AnswerProblem, Answers, Circumstances, CriterionScore, HeadingScore, InputValue, ScoreSheet,
    rescore, score, score_criterion,
};
use leptos::prelude::*;

use super::drafts::Aside;
use super::saving::Flight;

/// The answer to one criterion, and whether it is safe. Both are changed through the [`Desk`], which keeps the sums over
/// all of them: on a rubric of two thousand criteria nobody could ask each of them at every key.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub answer: ReadSignal<Answer>,
    set_answer: WriteSignal<Answer>,
    pub status: ReadSignal<Status>,
    set_status: WriteSignal<Status>,
    /// The criterion's place in the document, from 0.
    pub place: usize,
    /// What the server had before a local draft was found and put on top of it.
    pub found: RwSignal<Option<Answer>>,
    /// Own text that could not be saved and stands in no field.
    pub aside: RwSignal<Option<Aside>>,
    pub flight: StoredValue<Flight>,
}

impl Cell {
    fn new(place: usize, stored: Option<&Given>) -> Self {
        let (answer, set_answer) = signal(stored.map(|given| given.answer.clone()).unwrap_or_default());
        let (status, set_status) = signal(Status::AsLoaded);
        let flight = StoredValue::new(Flight::based_on(stored.map_or(0, |given| given.revision)));
        let (found, aside) = (RwSignal::new(None), RwSignal::new(None));
        Self { answer, set_answer, status, set_status, place, found, aside, flight }
    }
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

/// How safe all answers together are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Safety {
    /// Not saved, and not about to be.
    pub waiting: u32,
    pub saving: u32,
    pub saved: Option<Instant>,
}

impl Safety {
    /// Whether every answer is on the server.
    pub(super) fn is_whole(self) -> bool {
        self.waiting == 0 && self.saving == 0
    }

    fn change(&mut self, from: &Status, to: &Status) {
        if let Some(count) = self.count(from) {
            *count = count.saturating_sub(1);
        }
        if let Some(count) = self.count(to) {
            *count += 1;
        }
        if let Status::Saved(at) = to {
            self.saved = self.saved.max(Some(*at));
        }
    }

    fn count(&mut self, status: &Status) -> Option<&mut u32> {
        match status {
            Status::AsLoaded | Status::Saved(_) => None,
            Status::Saving => Some(&mut self.saving),
            Status::Waiting { .. } | Status::Refused(_) | Status::Conflict { .. } => Some(&mut self.waiting),
        }
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
    pub own: RwSignal<ScoreSheet>,
    /// What the layer at hand comes to.
    pub sheet: RwSignal<ScoreSheet>,
    pub safety: RwSignal<Safety>,
    /// Every answer that fits its rule; the others count as not given, and are told apart under their criteria. The
    /// sheet is what they come to; both change together.
    given: StoredValue<Answers>,
    /// By place: what is scored otherwise than on 自评, without a reason.
    silent: RwSignal<Vec<bool>>,
    /// By place: that nothing is left to do.
    settled: RwSignal<Vec<bool>>,
    /// How far each item is, in document order. A signal each: the side list shows all of them, and a key changes one.
    items: StoredValue<Vec<Item>>,
}

/// How far an item is, by its criteria.
#[derive(Clone)]
struct Item {
    no: String,
    places: Vec<usize>,
    done: RwSignal<Done>,
}

impl Desk {
    pub(super) fn new(list: Checklist, layer: Layer) -> Self {
        let stored = match layer {
            Layer::Own => &list.own,
            Layer::Review => &list.review,
        };
        let cells: BTreeMap<_, _> = (list.scheme.criteria().enumerate())
            .map(|(place, criterion)| (criterion.no.clone(), Cell::new(place, stored.get(&criterion.no))))
            .collect();
        let stated = fitting(&list, answers_of(&list.own));
        let given = fitting(&list, answers_of(stored));
        let sheet = RwSignal::new(sheet_of(&list, &given));
        let own = match layer {
            Layer::Own => sheet,
            Layer::Review => RwSignal::new(sheet_of(&list, &stated)),
        };
        let given = StoredValue::new(given);
        let evidence = RwSignal::new(list.evidence.clone());
        let returns = RwSignal::new(list.returns.clone());
        let list = StoredValue::new(list);
        let places = |item: &Heading| {
            let cells = item.criteria.iter().filter_map(|criterion| cells.get(&criterion.no));
            cells.map(|cell| cell.place).collect()
        };
        let item = |item: &Heading| Item {
            no: item.no.clone(),
            places: places(item),
            done: RwSignal::new(Done::None),
        };
        let items = StoredValue::new(list.with_value(|list| list.scheme.items().map(item).collect()));
        let cells = StoredValue::new(cells);
        let safety = RwSignal::new(Safety::default());
        let (silent, settled) = (RwSignal::new(Vec::new()), RwSignal::new(Vec::new()));
        let desk =
            Self { layer, list, cells, evidence, returns, own, sheet, safety, given, silent, settled, items };
        desk.settle();
        desk
    }

    /// Works out what is settled by the sheet at hand. Only what has changed is told: whoever hears of a change works,
    /// and all items of the side list would hear of every key.
    fn settle(self) {
        let silent = match self.layer {
            Layer::Own => Vec::new(),
            Layer::Review => self.sheet.with_untracked(|sheet| {
                self.own
                    .with_untracked(|own| self.given.with_value(|given| without_reason(sheet, own, given)))
            }),
        };
        let settled: Vec<bool> = self.sheet.with_untracked(|sheet| {
            let silent = silent.iter().copied().chain(std::iter::repeat(false));
            sheet.criteria().zip(silent).map(|(line, silent)| line.complete && !silent).collect()
        });
        if self.silent.with_untracked(|before| *before != silent) {
            self.silent.set(silent);
        }
        if self.settled.with_untracked(|before| *before == settled) {
            return;
        }
        self.items.with_value(|items| {
            for item in items {
                let done = match item.places.iter().filter(|at| settled.get(**at) == Some(&true)).count() {
                    0 => Done::None,
                    n if n == item.places.len() => Done::Full,
                    _ => Done::Part,
                };
                if item.done.get_untracked() != done {
                    item.done.set(done);
                }
            }
        });
        self.settled.set(settled);
    }

    /// Puts an answer into the fields of a criterion.
    pub(super) fn put(self, criterion: &str, answer: Answer) {
        let Some(cell) = self.cell(criterion) else { return };
        let fits = self.list.with_value(|list| {
            let rule = list.scheme.criterion(criterion);
            rule.is_some_and(|rule| scored(&list.scheme, rule, &answer).is_ok())
        });
        self.given.update_value(|given| match fits {
            true => drop(given.insert(criterion.to_owned(), answer.clone())),
            false => drop(given.remove(criterion)),
        });
        cell.set_answer.set(answer);
        self.sheet.update(|sheet| {
            self.list.with_value(|list| {
                self.given.with_value(|given| {
                    *sheet = rescore(&list.scheme, given, std::mem::take(sheet), criterion)
                        .unwrap_or_else(|_| sheet_of(list, given));
                });
            });
        });
        self.settle();
    }

    /// Puts an answer into the fields of every criterion; none where `answers` has none.
    pub(super) fn put_all(self, mut answers: Answers) {
        let given = self.list.with_value(|list| fitting(list, answers.clone()));
        let sheet = self.list.with_value(|list| sheet_of(list, &given));
        self.given.set_value(given);
        self.cells.with_value(|cells| {
            for (no, cell) in cells {
                cell.set_answer.set(answers.remove(no).unwrap_or_default());
                self.mark(*cell, Status::AsLoaded);
            }
        });
        self.sheet.set(sheet);
        self.settle();
    }

    /// Says whether an answer is safe.
    pub(super) fn mark(self, cell: Cell, status: Status) {
        let before = cell.status.get_untracked();
        let mut safety = self.safety.get_untracked();
        safety.change(&before, &status);
        if safety != self.safety.get_untracked() {
            self.safety.set(safety);
        }
        cell.set_status.set(status);
    }

    /// Every fact that is named anywhere in the checklist.
    pub(super) fn facts(self) -> BTreeSet<String> {
        self.sheet.track();
        self.given.with_value(|given| {
            let values = given.values().flat_map(|answer| answer.inputs.values());
            let entries = values.filter_map(|value| match value {
                InputValue::Entries(entries) => Some(entries),
                _ => None,
            });
            entries.flatten().map(|entry| entry.fact.clone()).collect()
        })
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

    /// The line of one criterion of the 部分 on the page, on the layer at hand.
    pub(super) fn line(self, criterion: &str) -> Option<CriterionScore> {
        self.on_page(|section| {
            let mut lines = section.with_below().flat_map(|heading| &heading.criteria);
            lines.find(|line| line.no == criterion).cloned()
        })
    }

    /// What an item of the 部分 on the page has come to, as people read it.
    pub(super) fn item_score(self, item: &str) -> String {
        let score =
            self.on_page(|section| section.with_below().find(|line| line.no == item).map(|line| line.score));
        score.map(|score| score.to_string()).unwrap_or_default()
    }

    /// Looks at the 部分 on the page alone.
    fn on_page<T>(self, look: impl FnOnce(&HeadingScore) -> Option<T>) -> Option<T> {
        let section = self.list.with_value(|list| list.section as usize);
        self.sheet.with(|sheet| sheet.sections.get(section).and_then(look))
    }

    /// How many of these criteria there is nothing left to do about. A review that differs from 自评 needs its reason.
    pub(super) fn done_of(self, places: &[usize]) -> usize {
        self.settled.with(|settled| places.iter().filter(|at| settled.get(**at) == Some(&true)).count())
    }

    pub(super) fn is_done(self, criterion: &str) -> bool {
        self.cell(criterion).is_some_and(|cell| self.done_of(&[cell.place]) == 1)
    }

    pub(super) fn lacks_reason(self, place: usize) -> bool {
        self.silent.with(|silent| silent.get(place) == Some(&true))
    }

    /// The places of an item's criteria.
    pub(super) fn places(self, item: &str) -> Vec<usize> {
        let found = |items: &Vec<Item>| items.iter().find(|one| one.no == item).map(|one| one.places.clone());
        self.items.with_value(found).unwrap_or_default()
    }

    /// How far each item is, in document order; apart from being returned.
    pub(super) fn items(self) -> Vec<RwSignal<Done>> {
        self.items.with_value(|items| items.iter().map(|item| item.done).collect())
    }

    /// Number of criteria that are done, of all.
    pub(super) fn progress(self) -> (u32, u32) {
        let done = self.settled.with(|settled| settled.iter().filter(|settled| **settled).count());
        (done as u32, self.sheet.with(|sheet| sheet.asked))
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

fn answers_of(given: &BTreeMap<String, Given>) -> Answers {
    given.iter().map(|(no, given)| (no.clone(), given.answer.clone())).collect()
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

/// By place: what a reviewer scored otherwise than the unit and did not give a reason for.
fn without_reason(review: &ScoreSheet, own: &ScoreSheet, answers: &Answers) -> Vec<bool> {
    // Both sheets have the lines of one rubric, in its order.
    let lines = review.criteria().zip(own.criteria());
    lines
        .map(|(line, stated)| {
            let differs = line.complete && !line.says_the_same(stated);
            differs && answers.get(line.no.as_str()).is_none_or(|answer| answer.remark.trim().is_empty())
        })
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
