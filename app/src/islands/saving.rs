//! Saving by itself: a change is written to a local draft at once and sent after a short pause. One request per answer
//! is under way at a time; a lost one is sent again with the same id until the server has answered, and only then what
//! was typed since.

use std::time::Duration;

use contract::case::{Layer, SaveAnswer, Saved};
use domain::refusal::Refusal;
use domain::scheme::Criterion;
use domain::scoring::Answer;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::browser::{drop_draft, fresh_id, keep_draft, read_draft};
use super::desk::{Cell, Desk, Status};
use crate::api;
use crate::error::AppError;

/// Pause after the last change before it is sent.
const PAUSE: Duration = Duration::from_millis(500);
/// Pause before a lost request is sent again.
const AGAIN: Duration = Duration::from_secs(3);

/// What is on its way to the server.
#[derive(Clone, Default)]
pub(super) struct Flight {
    /// The revision the next save is based on.
    revision: i32,
    /// The act under way and the answer it carries, until the server has answered.
    pending: Option<(String, Answer)>,
    running: bool,
    timer: Option<TimeoutHandle>,
}

impl Flight {
    pub(super) fn based_on(revision: i32) -> Self {
        Self { revision, ..Self::default() }
    }
}

/// What a local draft keeps.
#[derive(Serialize, Deserialize)]
struct Draft {
    answer: Answer,
    based_on: i32,
}

/// Changes an answer and sees to it that it is kept.
pub(super) fn edit(desk: Desk, criterion: &Criterion, change: impl FnOnce(&mut Answer)) {
    let Some(cell) = desk.cell(&criterion.no) else { return };
    cell.answer.update(change);
    keep(desk, cell, criterion);
}

fn keep(desk: Desk, cell: Cell, criterion: &Criterion) {
    let draft =
        Draft { answer: cell.answer.get_untracked(), based_on: cell.flight.with_value(|f| f.revision) };
    if let Ok(text) = serde_json::to_string(&draft) {
        keep_draft(&desk.draft_key(&criterion.no), &text);
    }
    if let Some(reason) = untrack(|| desk.problem(criterion)) {
        cell.status.set(Status::Refused(reason));
        return;
    }
    cell.status.set(Status::Saving);
    schedule(desk, cell, criterion.no.clone(), PAUSE);
}

fn schedule(desk: Desk, cell: Cell, criterion: String, pause: Duration) {
    cell.flight.update_value(|flight| {
        if let Some(timer) = flight.timer.take() {
            timer.clear();
        }
    });
    let timer = set_timeout_with_handle(move || send(desk, cell, criterion), pause).ok();
    cell.flight.update_value(|flight| flight.timer = timer);
}

fn send(desk: Desk, cell: Cell, criterion: String) {
    if cell.flight.with_value(|flight| flight.running) {
        return;
    }
    cell.flight.update_value(|flight| flight.running = true);
    spawn_local(async move {
        loop {
            let typed = cell.answer.get_untracked();
            cell.flight.update_value(|flight| {
                flight.pending.get_or_insert_with(|| (fresh_id(), typed));
            });
            let Some((client, answer)) = cell.flight.with_value(|flight| flight.pending.clone()) else {
                break;
            };
            let form = SaveAnswer {
                case: desk.list.with_value(|list| list.case),
                layer: desk.layer,
                criterion: criterion.clone(),
                answer: answer.clone(),
                based_on: cell.flight.with_value(|flight| flight.revision),
                client,
            };
            let outcome = match desk.layer {
                Layer::Own => api::save_own_answer(form).await,
                Layer::Review => api::save_review_answer(form).await,
            };
            if !settle(desk, cell, &criterion, &answer, outcome) {
                break;
            }
        }
        cell.flight.update_value(|flight| flight.running = false);
    });
}

/// Takes the server's answer; true if something was typed meanwhile and goes next.
fn settle(desk: Desk, cell: Cell, criterion: &str, sent: &Answer, outcome: Result<Saved, AppError>) -> bool {
    match outcome {
        Ok(saved) => {
            cell.flight.update_value(|flight| {
                flight.pending = None;
                flight.revision = saved.revision;
            });
            let unchanged = cell.answer.with_untracked(|now| now == sent);
            if unchanged {
                drop_draft(&desk.draft_key(criterion));
                cell.status.set(Status::Saved(saved.at));
            }
            !unchanged
        }
        Err(AppError::Refused(Refusal::Conflict { revision, theirs, by })) => {
            cell.flight.update_value(|flight| flight.pending = None);
            cell.status.set(Status::Conflict { theirs: *theirs, revision, by });
            false
        }
        Err(error @ AppError::Unreachable)
        | Err(
            error @ AppError::Refused(
                Refusal::Unavailable | Refusal::Fault { .. } | Refusal::LockedOut { .. },
            ),
        ) => {
            cell.status.set(Status::Waiting(error.sentence()));
            schedule(desk, cell, criterion.to_owned(), AGAIN);
            false
        }
        Err(error @ AppError::Refused(Refusal::SessionEnded | Refusal::NotSignedIn)) => {
            // The text stays here and in the draft; after a new login in another tab the next try goes through.
            cell.status.set(Status::Waiting(error.sentence()));
            schedule(desk, cell, criterion.to_owned(), AGAIN);
            false
        }
        Err(error) => {
            cell.flight.update_value(|flight| flight.pending = None);
            cell.status.set(Status::Refused(error.sentence()));
            false
        }
    }
}

/// After a conflict: mine goes on top of theirs.
pub(super) fn keep_mine(desk: Desk, criterion: &Criterion, revision: i32) {
    let Some(cell) = desk.cell(&criterion.no) else { return };
    cell.flight.update_value(|flight| flight.revision = revision);
    keep(desk, cell, criterion);
}

/// After a conflict: theirs stays.
pub(super) fn take_theirs(desk: Desk, criterion: &Criterion, theirs: Answer, revision: i32) {
    let Some(cell) = desk.cell(&criterion.no) else { return };
    cell.flight.update_value(|flight| flight.revision = revision);
    cell.answer.set(theirs);
    cell.status.set(Status::AsLoaded);
    drop_draft(&desk.draft_key(&criterion.no));
}

/// Sends everything that waits, now.
pub(super) fn send_all(desk: Desk) {
    desk.cells.with_value(|cells| {
        for (no, cell) in cells {
            if matches!(cell.status.get_untracked(), Status::Waiting(_)) {
                schedule(desk, *cell, no.clone(), Duration::ZERO);
            }
        }
    });
}

/// Brings back what a closed tab or a crash left behind.
pub(super) fn restore_drafts(desk: Desk) {
    let criteria: Vec<Criterion> = desk.list.with_value(|list| list.scheme.criteria().cloned().collect());
    for criterion in &criteria {
        let key = desk.draft_key(&criterion.no);
        let Some(draft) = read_draft(&key).and_then(|text| serde_json::from_str::<Draft>(&text).ok()) else {
            continue;
        };
        let Some(cell) = desk.cell(&criterion.no) else { continue };
        let editable = desk.list.with_value(|list| {
            list.scheme.item_of(&criterion.no).is_some_and(|item| untrack(|| desk.editable(&item.no)))
        });
        let stored = cell.answer.get_untracked();
        let revision = cell.flight.with_value(|flight| flight.revision);
        if draft.answer == stored || !editable {
            drop_draft(&key);
        } else if draft.based_on == revision {
            cell.answer.set(draft.answer);
            keep(desk, cell, criterion);
        } else {
            let by = desk.list.with_value(|list| {
                let given = if desk.layer == Layer::Own { &list.own } else { &list.review };
                given.get(&criterion.no).map(|given| given.by.clone()).unwrap_or_default()
            });
            cell.answer.set(draft.answer);
            cell.status.set(Status::Conflict { theirs: stored, revision, by });
        }
    }
}
