//! The desk: every answer as a signal of its own, and the sheet they come to, computed by the same engine as on the
//! server.

use std::collections::{BTreeMap, BTreeSet};

use contract::case::{Checklist, Evidence, Given, Layer, Returned};
use contract::fact::Fact;
use domain::ids::{FactId, PersonId};
use domain::scheme::Criterion;
use domain::scoring::{
    Answer, AnswerProblem, Answers, CriterionScore, Filling, HeadingScore, Reasons, ScoreSheet,
    score_criterion,
};
use leptos::prelude::*;

use super::drafts::Aside;
use super::saving::Flight;
use super::settled::Settled;
use super::status::{Safety, Status};
use crate::islands::browser::{keep_draft, read_draft};

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
    /// Questions whose register was opened with 有 before anything stands in it.
    pub opened: RwSignal<Vec<String>>,
    pub flight: StoredValue<Flight>,
    /// What the server is known to have: it says who gave and confirmed what is left to discretion.
    pub known: StoredValue<Answer>,
}

impl Cell {
    fn new(place: usize, stored: Option<&Given>) -> Self {
        let known = stored.map(|given| given.answer.clone()).unwrap_or_default();
        let (answer, set_answer) = signal(known.clone());
        let (status, set_status) = signal(Status::AsLoaded);
        let flight = StoredValue::new(Flight::based_on(stored.map_or(0, |given| given.revision)));
        let (found, aside) = (RwSignal::new(None), RwSignal::new(None));
        let (opened, known) = (RwSignal::new(Vec::new()), StoredValue::new(known));
        Self { answer, set_answer, status, set_status, place, found, aside, opened, flight, known }
    }
}

/// One reader's desk with one case.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub layer: Layer,
    /// Whose page it is.
    pub reader: Option<PersonId>,
    pub list: StoredValue<Checklist>,
    pub cells: StoredValue<BTreeMap<String, Cell>>,
    pub evidence: RwSignal<Vec<Evidence>>,
    pub returns: RwSignal<Vec<Returned>>,
    /// 事实登记.
    pub facts: RwSignal<Vec<Fact>>,
    /// The answers on the layer at hand, and what they come to.
    filling: RwSignal<Filling>,
    /// 自评, while reviewing: it does not change.
    own: StoredValue<Option<ScoreSheet>>,
    pub settled: Settled,
    /// Criteria where only the second person is missing.
    pub waiting: RwSignal<u32>,
    pub safety: RwSignal<Safety>,
    /// Criteria marked with 以后再填.
    pub later: RwSignal<BTreeSet<String>>,
}

impl Desk {
    pub(super) fn new(list: Checklist, layer: Layer) -> Self {
        let stored = match layer {
            Layer::Own => &list.own,
            Layer::Review => &list.review,
        };
        let cells = (list.scheme.criteria().enumerate())
            .map(|(place, criterion)| {
                (criterion.no.to_string(), Cell::new(place, stored.get(criterion.no.as_str())))
            })
            .collect();
        let filling = |given, layer| {
            Filling::new(&list.scheme, answers_of(given), list.circumstances(layer, &list.facts))
        };
        let own = (layer == Layer::Review).then(|| filling(&list.own, Layer::Own).sheet().clone());
        let desk = Self {
            layer,
            reader: list.person.parse().ok(),
            filling: RwSignal::new(filling(stored, layer)),
            own: StoredValue::new(own),
            settled: Settled::new(&list.scheme, layer),
            waiting: RwSignal::new(0),
            safety: RwSignal::new(Safety::default()),
            later: RwSignal::new(BTreeSet::new()),
            evidence: RwSignal::new(list.evidence.clone()),
            returns: RwSignal::new(list.returns.clone()),
            facts: RwSignal::new(list.facts.clone()),
            cells: StoredValue::new(cells),
            list: StoredValue::new(list),
        };
        desk.settle();
        desk
    }

    fn settle(self) {
        self.filling.with_untracked(|filling| {
            let waiting = self.waiting_lines(filling);
            let counted = self.own.with_value(|own| {
                self.settled.update((filling.sheet(), &waiting), own.as_ref(), filling.answers())
            });
            if self.waiting.get_untracked() != counted {
                self.waiting.set(counted);
            }
        });
    }

    /// Lines of criteria that wait for a second person, as they are once confirmed.
    fn waiting_lines(self, filling: &Filling) -> BTreeMap<String, CriterionScore> {
        let waiting = filling.answers().iter().filter(|(_, answer)| answer.waits());
        let line = |(no, answer): (&String, &Answer)| {
            let confirmed = answer.clone().once_confirmed();
            let line = self.list.with_value(|list| {
                let criterion = list.scheme.criterion(no)?;
                score_criterion(&list.scheme, criterion, Some(&confirmed), filling.circumstances()).ok()
            });
            Some((no.clone(), line?))
        };
        waiting.filter_map(line).collect()
    }

    /// Puts an answer into the fields of a criterion.
    pub(super) fn put(self, criterion: &str, answer: Answer) {
        let Some(cell) = self.cell(criterion) else { return };
        cell.set_answer.set(answer.clone());
        self.filling
            .update(|filling| self.list.with_value(|list| filling.put(&list.scheme, criterion, answer)));
        self.settle();
    }

    /// Puts text of the reader's own into the fields: who confirmed what in it, the server's answer tells.
    pub(super) fn put_own(self, criterion: &str, answer: Answer) {
        let Some(cell) = self.cell(criterion) else { return };
        self.put(criterion, self.own_text(cell, answer));
    }

    /// Text of the reader's own, with who gave and confirmed what in it.
    pub(super) fn own_text(self, cell: Cell, answer: Answer) -> Answer {
        // Where nothing is kept, names are only tried out.
        if self.is_trial() {
            return answer;
        }
        cell.known.with_value(|known| answer.given_over(Some(known), None, self.reader))
    }

    /// An answer that takes the place of another, as the server will see it: a reason that was given for another value is
    /// set aside, and who changes what was agreed to does not agree any more.
    pub(super) fn reasoned(self, criterion: &Criterion, before: &Answer, answer: Answer) -> Answer {
        let review = self.layer == Layer::Review;
        let given = review && !before.remark.is_empty() && !answer.says_as(before) && {
            let confirmed = before.clone().once_confirmed();
            untrack(|| self.scored(criterion, &confirmed)).is_ok_and(|line| line.complete)
        };
        let mut answer = answer.reasoned_over(before, Reasons { remark: review, given, hold: false });
        answer.agrees &= self.list.with_value(|list| {
            list.own.get(criterion.no.as_str()).is_some_and(|stated| stated.answer.says_as(&answer))
        });
        answer
    }

    /// Puts an answer into the fields of every criterion; none where `answers` has none.
    pub(super) fn put_all(self, mut answers: Answers) {
        let filling = self.filled(answers.clone());
        self.cells.with_value(|cells| {
            for (no, cell) in cells {
                cell.set_answer.set(answers.remove(no).unwrap_or_default());
                self.mark(*cell, Status::AsLoaded);
            }
        });
        self.filling.set(filling);
        self.settle();
    }

    /// A fact has come into the register: answers that name it may mean more now.
    pub(super) fn registered(self, fact: Fact) {
        self.facts.update(|all| {
            all.retain(|known| known.id != fact.id);
            all.push(fact);
        });
        self.score_anew();
    }

    /// The register as it is now.
    pub(super) fn take_register(self, facts: Vec<Fact>) {
        self.facts.set(facts);
        self.score_anew();
    }

    /// Whether every fact an answer names by its id stands in the register as this page knows it.
    pub(super) fn knows_facts_of(self, answer: &Answer) -> bool {
        self.facts.with_untracked(|known| {
            answer.entries().all(|entry| {
                let id = entry.fact.parse::<FactId>();
                id.is_err() || known.iter().any(|fact| Ok(fact.id) == id)
            })
        })
    }

    fn score_anew(self) {
        let answers = self.cells.with_value(|cells| {
            cells.iter().map(|(no, cell)| (no.clone(), cell.answer.get_untracked())).collect()
        });
        self.filling.set(self.filled(answers));
        self.settle();
    }

    fn filled(self, answers: Answers) -> Filling {
        self.list.with_value(|list| {
            let circumstances = self.facts.with_untracked(|facts| list.circumstances(self.layer, facts));
            Filling::new(&list.scheme, answers, circumstances)
        })
    }

    /// Says whether an answer is safe.
    pub(super) fn mark(self, cell: Cell, status: Status) {
        let before = self.safety.get_untracked();
        let mut safety = before;
        cell.status.with_untracked(|from| safety.change(from, &status));
        if safety != before {
            self.safety.set(safety);
        }
        cell.set_status.set(status);
    }

    /// Every fact that is named anywhere in the checklist, registered or not.
    pub(super) fn named_facts(self) -> BTreeSet<String> {
        self.filling.with(|filling| {
            let entries = filling.answers().values().flat_map(Answer::entries);
            entries.map(|entry| entry.fact.clone()).collect()
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

    /// Whether it is the reader's to fill: who fills for a department fills what that is responsible for.
    pub(super) fn is_mine(self, criterion: &str) -> bool {
        self.list.with_value(|list| list.mine.as_ref().is_none_or(|mine| mine.contains(criterion)))
    }

    pub(super) fn is_returned(self, item: &str) -> bool {
        self.returns.with(|all| all.iter().any(|back| back.item == item && !back.settled))
    }

    /// Where a criterion is.
    pub(super) fn address(self, criterion: &str) -> String {
        self.list.with_value(|list| match list.scheme.section_of(criterion) {
            Some(section) if section as u32 != list.section => {
                format!("{}#c-{criterion}", list.section_page(self.layer, section as u32))
            }
            _ => format!("#c-{criterion}"),
        })
    }

    /// 责任科室 of a criterion.
    pub(super) fn duties(self, criterion: &str) -> Option<String> {
        self.list.with_value(|list| {
            let all = list.scheme.criteria_with_duties();
            all.into_iter().find(|(one, _)| one.no == criterion)?.1.told()
        })
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
        self.sheet(|sheet| sheet.sections.get(section).and_then(look))
    }

    /// Looks at what the answers come to.
    pub(super) fn sheet<T>(self, look: impl FnOnce(&ScoreSheet) -> T) -> T {
        self.filling.with(|filling| look(filling.sheet()))
    }

    /// Why the answers cannot be scored together, if so.
    pub(super) fn unscored(self) -> Option<String> {
        self.filling.with(|filling| filling.problem().map(|problem| problem.reason.clone()))
    }

    /// Looks at 自评, while reviewing.
    pub(super) fn own<T>(self, look: impl FnOnce(&ScoreSheet) -> T) -> Option<T> {
        self.own.with_value(|own| own.as_ref().map(look))
    }

    /// Number of criteria that are done, of all.
    pub(super) fn progress(self) -> (u32, u32) {
        (self.settled.count(), self.sheet(|sheet| sheet.asked))
    }

    /// The same of what the reader fills for a department.
    pub(super) fn own_progress(self) -> Option<(u32, u32)> {
        let mine = self.list.with_value(|list| list.mine.clone())?;
        let done = |no: &&String| self.cell(no).is_some_and(|cell| self.settled.is_done(cell.place));
        Some((mine.iter().filter(done).count() as u32, mine.len() as u32))
    }

    /// What is wrong with the answer as typed, if anything; such an answer is not sent.
    pub(super) fn problem(self, criterion: &Criterion) -> Option<String> {
        let cell = self.cell(&criterion.no)?;
        cell.answer.with(|answer| self.scored(criterion, answer).err()).map(|problem| problem.reason)
    }

    /// One criterion by itself.
    pub(super) fn scored(
        self,
        criterion: &Criterion,
        answer: &Answer,
    ) -> Result<CriterionScore, AnswerProblem> {
        // Beside the answer itself, only the register changes what it means.
        self.facts.track();
        self.list.with_value(|list| {
            self.filling.with_untracked(|filling| {
                score_criterion(&list.scheme, criterion, Some(answer), filling.circumstances())
            })
        })
    }

    /// Marks a criterion with 以后再填, or takes the mark away. The browser remembers it.
    pub(super) fn put_off(self, criterion: &str) {
        self.later.update(|all| {
            if !all.remove(criterion) {
                all.insert(criterion.to_owned());
            }
        });
        let told =
            self.later.with_untracked(|all| all.iter().map(String::as_str).collect::<Vec<_>>().join(" "));
        keep_draft(&self.draft_key("later"), &told);
    }

    /// What was marked before.
    pub(super) fn recall_put_off(self) {
        let told = read_draft(&self.draft_key("later")).unwrap_or_default();
        let known = told.split(' ').filter(|no| self.cell(no).is_some()).map(str::to_owned);
        self.later.set(known.collect());
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
