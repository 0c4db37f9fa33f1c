//! Saving by itself: a change is written to a local draft at once and sent after a short pause. One request per answer
//! is under way at a time; a lost one is sent again with the same id until the server has answered, and only then what
//! was typed since.

use std::time::Duration;

use contract::case::{Layer, SaveAnswer, Saved};
use domain::scheme::Criterion;
use domain::scoring::Answer;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::desk::{Cell, Desk};
use super::register::refresh;
use super::status::Status;
use super::wire::{argument, ask, body, read};
use super::{drafts, tabs};
use crate::error::{AppError, Means};
use crate::islands::browser::{fresh_id, post};

/// Pause after the last change before it is sent.
const PAUSE: Duration = Duration::from_millis(500);
/// Pause before a lost request is sent again.
const AGAIN: Duration = Duration::from_secs(3);
/// After so long without an answer a request counts as lost; its id makes sending it again harmless.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is on its way to the server.
#[derive(Clone, Default)]
pub(super) struct Flight {
    /// The revision the next save is based on.
    pub(super) revision: i32,
    /// The act under way and the answer it carries, until the server has answered.
    pub(super) pending: Option<(String, Answer)>,
    /// Counts the requests; an answer to any but the latest is not listened to.
    ticket: u32,
    running: bool,
    timer: Option<TimeoutHandle>,
}

impl Flight {
    pub(super) fn based_on(revision: i32) -> Self {
        Self { revision, ..Self::default() }
    }
}

/// Changes an answer and sees to it that it is kept.
pub(super) fn edit(desk: Desk, criterion: &Criterion, change: impl FnOnce(&mut Answer)) {
    let Some(cell) = desk.cell(&criterion.no) else { return };
    let before = cell.answer.get_untracked();
    let mut answer = before.clone();
    change(&mut answer);
    desk.put_own(&criterion.no, desk.reasoned(criterion, &before, answer));
    keep(desk, cell, &criterion.no);
}

/// Writes down what stands in the fields, and has it sent.
pub(super) fn keep(desk: Desk, cell: Cell, criterion: &str) {
    if desk.is_trial() {
        return super::trial::keep_soon(desk);
    }
    drafts::note(desk, cell, criterion);
    // Between two texts the person chooses first.
    if cell.status.with_untracked(|status| matches!(status, Status::Conflict { .. })) {
        return;
    }
    desk.mark(cell, Status::Saving);
    schedule(desk, cell, criterion.to_owned(), PAUSE);
}

/// Goes on with an act that was under way when the page was left.
pub(super) fn take_up(cell: Cell, pending: Option<(String, Answer)>) {
    cell.flight.update_value(|flight| flight.pending = pending);
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
    if let Some(ticket) = take_off(desk, cell, &criterion) {
        fly(desk, cell, criterion, ticket);
    }
}

/// Sends what is pending, and goes on with what was typed meanwhile.
fn fly(desk: Desk, cell: Cell, criterion: String, ticket: u32) {
    let Some(pending) = cell.flight.with_value(|flight| flight.pending.clone()) else { return };
    let sent = pending.1.clone();
    let (path, arguments) = saying(desk, cell, &criterion, pending);
    let told = move |outcome| {
        // Whoever lost patience with this request has sent it again.
        if cell.flight.with_value(|flight| flight.ticket) != ticket {
            return;
        }
        if settle(desk, cell, &criterion, &sent, read(outcome)) && load(desk, cell, &criterion) {
            return fly(desk, cell, criterion, ticket);
        }
        cell.flight.update_value(|flight| flight.running = false);
    };
    ask(desk, path, &arguments, Box::new(told));
}

/// Makes a request ready, and watches that it is answered.
fn take_off(desk: Desk, cell: Cell, criterion: &str) -> Option<u32> {
    if !load(desk, cell, criterion) {
        return None;
    }
    let mut ticket = 0;
    cell.flight.update_value(|flight| {
        flight.ticket += 1;
        flight.running = true;
        ticket = flight.ticket;
    });
    watch(desk, cell, criterion.to_owned(), ticket);
    Some(ticket)
}

/// What goes next: the act that was not answered, else what stands in the fields. What does not fit its rule is told
/// and not sent.
fn load(desk: Desk, cell: Cell, criterion: &str) -> bool {
    if cell.flight.with_value(|flight| flight.pending.is_some()) {
        return true;
    }
    let rule = desk.list.with_value(|list| list.scheme.criterion(criterion).cloned());
    if let Some(reason) = rule.and_then(|rule| untrack(|| desk.problem(&rule))) {
        desk.mark(cell, Status::Refused(reason));
        return false;
    }
    let typed = cell.answer.get_untracked();
    cell.flight.update_value(|flight| flight.pending = Some((fresh_id(), typed)));
    drafts::note(desk, cell, criterion);
    true
}

fn watch(desk: Desk, cell: Cell, criterion: String, ticket: u32) {
    set_timeout(
        move || {
            let lost = cell.flight.with_value(|flight| flight.running && flight.ticket == ticket);
            if lost {
                cell.flight.update_value(|flight| {
                    flight.running = false;
                    flight.ticket += 1;
                });
                desk.mark(cell, waiting(&AppError::Unreachable));
                schedule(desk, cell, criterion, Duration::ZERO);
            }
        },
        PATIENCE,
    );
}

/// A save as it is sent: where to, and what it says.
fn saying(desk: Desk, cell: Cell, criterion: &str, pending: (String, Answer)) -> (&'static str, String) {
    let (client, answer) = pending;
    let form = SaveAnswer {
        case: desk.list.with_value(|list| list.case),
        layer: desk.layer,
        criterion: criterion.to_owned(),
        answer,
        based_on: cell.flight.with_value(|flight| flight.revision),
        client,
        // A value that changed took its reason away from the field.
        reasons_hold: true,
    };
    let form = argument("form", &form);
    match desk.layer {
        Layer::Own => ("answers/save", form),
        Layer::Review => {
            ("answers/score", format!("{form},{}", argument("seen", &desk.stated_revision(criterion))))
        }
    }
}

/// Takes the server's answer; true if something was typed meanwhile and goes next.
fn settle(desk: Desk, cell: Cell, criterion: &str, sent: &Answer, outcome: Result<Saved, AppError>) -> bool {
    let landed = |revision: Option<i32>| {
        cell.flight.update_value(|flight| {
            flight.pending = None;
            flight.revision = revision.unwrap_or(flight.revision);
        });
    };
    match outcome {
        Ok(saved) => {
            landed(Some(saved.revision));
            cell.known.set_value(desk.own_text(cell, sent.clone()));
            tabs::tell(desk, criterion, sent, saved);
            let unchanged = cell.answer.with_untracked(|now| now == sent);
            if unchanged {
                drafts::forget(desk, criterion);
                desk.mark(cell, Status::Saved(saved.at));
            } else {
                drafts::note(desk, cell, criterion);
            }
            !unchanged
        }
        Err(AppError::Refused { means: Means::Conflict { revision, theirs, by }, .. }) => {
            // The same text twice is no conflict: it goes on from there.
            if theirs.said() == sent.said() {
                landed(Some(revision));
                let unchanged = cell.answer.with_untracked(|now| now == sent);
                cell.known.set_value((*theirs).clone());
                if unchanged {
                    desk.put(criterion, *theirs);
                    drafts::forget(desk, criterion);
                    desk.mark(cell, Status::AsLoaded);
                }
                return !unchanged;
            }
            landed(None);
            drafts::note(desk, cell, criterion);
            if !desk.knows_facts_of(&theirs) {
                refresh(desk);
            }
            cell.known.set_value((*theirs).clone());
            desk.put_own(criterion, cell.answer.get_untracked());
            desk.mark(cell, Status::Conflict { theirs: *theirs, revision, by });
            false
        }
        Err(error) if error.passes() => {
            // The text stays here and in the draft; the next try may go through.
            desk.mark(cell, waiting(&error));
            schedule(desk, cell, criterion.to_owned(), AGAIN);
            false
        }
        Err(error) => {
            landed(None);
            drafts::note(desk, cell, criterion);
            desk.mark(cell, Status::Refused(stays(&error)));
            false
        }
    }
}

fn waiting(error: &AppError) -> Status {
    let AppError::Refused { sentence, means } = error else {
        return Status::Waiting { sentence: error.sentence(), login: false };
    };
    let told = match means {
        Means::LogIn => {
            "登录已失效，这一条还没有保存。内容保留在本页，重新登录后会自动保存。".to_owned()
        }
        Means::AnotherPerson => {
            "这台电脑上现在登录的是另一人，这一条没有保存。内容保留在本页；请由您本人重新登录，登录后会自动保存。"
                .to_owned()
        }
        _ => format!("{}内容保留在本页，会自动重试。", sentence),
    };
    let login = matches!(means, Means::LogIn | Means::AnotherPerson);
    Status::Waiting { sentence: told, login }
}

/// The server's no, and where the text is.
fn stays(error: &AppError) -> String {
    let sentence = match error {
        AppError::Refused { means: Means::NotThere, .. } => {
            "您的岗位或任职单位可能刚刚有变动，这份申报现在不在您的职责范围内。".to_owned()
        }
        other => other.sentence(),
    };
    format!("{sentence}这一条没有保存，您填写的内容仍保留在本页和这台电脑上，可以复制留存。")
}

/// After a conflict: mine goes on top of theirs.
pub(super) fn keep_mine(desk: Desk, criterion: &str, revision: i32) {
    let Some(cell) = desk.cell(criterion) else { return };
    cell.flight.update_value(|flight| flight.revision = revision);
    desk.mark(cell, Status::Saving);
    keep(desk, cell, criterion);
}

/// After a conflict: theirs stays.
pub(super) fn take_theirs(desk: Desk, criterion: &str, theirs: Answer, revision: i32) {
    let Some(cell) = desk.cell(criterion) else { return };
    cell.flight.update_value(|flight| flight.revision = revision);
    desk.put(criterion, theirs);
    desk.mark(cell, Status::AsLoaded);
    drafts::forget(desk, criterion);
}

/// Tries once more what could not be taken: something it depends on has changed.
pub(super) fn send_refused(desk: Desk) {
    send_where(desk, |status| matches!(status, Status::Refused(_)));
}

/// The page is looked away from: what is about to be sent need not wait.
pub(super) fn hurry(desk: Desk) {
    send_where(desk, |status| *status == Status::Saving);
}

/// The page is being left: what is not on the server goes with a message that outlives the page. Whether it arrives is not
/// told any more; the local draft stays, and carries the same id.
pub(super) fn leave(desk: Desk) {
    let about_to = |cell: &Cell| cell.status.with_untracked(|status| *status == Status::Saving);
    desk.cells.with_value(|cells| {
        for (no, cell) in cells.iter().filter(|(_, cell)| about_to(cell)) {
            if !load(desk, *cell, no) {
                continue;
            }
            let Some(pending) = cell.flight.with_value(|flight| flight.pending.clone()) else { continue };
            drafts::note_left(desk, *cell, no);
            let (path, arguments) = saying(desk, *cell, no, pending);
            let address = desk.list.with_value(|list| format!("{}/api/{path}", list.base));
            post(&address, &body(desk, &arguments));
        }
    });
}

/// Sends everything that waits, now.
pub(super) fn send_all(desk: Desk) {
    if desk.safety.with_untracked(|safety| safety.waiting == 0) {
        return;
    }
    send_where(desk, |status| matches!(status, Status::Waiting { .. }));
}

fn send_where(desk: Desk, wanted: fn(&Status) -> bool) {
    desk.cells.with_value(|cells| {
        for (no, cell) in cells {
            if cell.status.with_untracked(wanted) {
                schedule(desk, *cell, no.clone(), Duration::ZERO);
            }
        }
    });
}
