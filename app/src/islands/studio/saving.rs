//! Saving by itself: after a short pause the whole draft is sent; until the server has it, a copy lies in the browser.

use std::sync::Arc;
use std::time::Duration;

use contract::scheme::{DraftSaved, SaveDraft};
use domain::calendar::Instant;
use domain::scheme::Scheme;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::bench::Bench;
use crate::api;
use crate::error::{AppError, Means};
use crate::islands::browser::{drop_draft, fresh_id, keep_draft, read_draft};
use crate::ui::{Notice, SaveMark, SaveState, Tone};

/// Pause after the last change before it is sent.
const PAUSE: Duration = Duration::from_millis(800);
/// Pause before a lost request is sent again.
const AGAIN: Duration = Duration::from_secs(3);

/// Whether the draft is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    AsLoaded,
    /// Changed, not sent yet, or on its way.
    Saving,
    Saved(Instant),
    /// Not saved; it will be tried again.
    Waiting(String),
    /// Not saved, and trying again does not help.
    Refused(String),
    /// Somebody else saved first.
    Conflict {
        revision: u32,
        sentence: String,
    },
}

impl Status {
    pub(super) fn unsafe_to_leave(&self) -> bool {
        !matches!(self, Status::AsLoaded | Status::Saved(_))
    }
}

/// What is on its way to the server.
#[derive(Default)]
pub(super) struct Flight {
    /// The revision the next save is based on.
    revision: u32,
    /// The act under way, until the server has answered.
    pending: Option<(String, Arc<Scheme>)>,
    running: bool,
    timer: Option<TimeoutHandle>,
}

impl Flight {
    pub(super) fn based_on(revision: u32) -> Self {
        Self { revision, ..Self::default() }
    }

    pub(super) fn revision(&self) -> u32 {
        self.revision
    }
}

/// The copy in the browser.
#[derive(Serialize, Deserialize)]
struct Copy {
    revision: u32,
    scheme: Arc<Scheme>,
}

fn key(bench: Bench) -> String {
    bench.loaded.with_value(|loaded| format!("qingping:{}:draft:{}", loaded.person, loaded.draft))
}

/// Has the draft sent after a pause.
pub(super) fn keep(bench: Bench) {
    // Between two drafts the person chooses first.
    if bench.status.with_untracked(|status| matches!(status, Status::Conflict { .. })) {
        return;
    }
    bench.status.set(Status::Saving);
    schedule(bench, PAUSE);
}

fn schedule(bench: Bench, pause: Duration) {
    bench.flight.update_value(|flight| {
        if let Some(timer) = flight.timer.take() {
            timer.clear();
        }
    });
    let timer = set_timeout_with_handle(move || send(bench), pause).ok();
    bench.flight.update_value(|flight| flight.timer = timer);
}

fn send(bench: Bench) {
    // Between two drafts the person chooses first.
    if bench.status.with_untracked(|status| matches!(status, Status::Conflict { .. })) {
        return;
    }
    let scheme = bench.scheme.get_untracked();
    let revision = bench.flight.with_value(Flight::revision);
    if let Ok(text) = serde_json::to_string(&Copy { revision, scheme: scheme.clone() }) {
        keep_draft(&key(bench), &text);
    }
    if bench.flight.with_value(|flight| flight.running) {
        return;
    }
    bench.flight.update_value(|flight| {
        flight.running = true;
        // What was not answered goes first, as the same act.
        flight.pending.get_or_insert_with(|| (fresh_id(), scheme));
    });
    let Some((client, sent)) = bench.flight.with_value(|flight| flight.pending.clone()) else { return };
    let (draft, person) = bench.loaded.with_value(|loaded| (loaded.draft, loaded.person.clone()));
    spawn_local(async move {
        let form = SaveDraft { draft, scheme: sent.clone(), based_on: revision, client };
        let outcome = api::save_scheme_draft(form, person).await;
        bench.flight.update_value(|flight| flight.running = false);
        settle(bench, &sent, outcome);
    });
}

fn settle(bench: Bench, sent: &Arc<Scheme>, outcome: Result<DraftSaved, AppError>) {
    match outcome {
        Ok(saved) => {
            bench.flight.update_value(|flight| {
                flight.pending = None;
                flight.revision = saved.revision;
            });
            if bench.scheme.with_untracked(|now| now == sent) {
                drop_draft(&key(bench));
                bench.status.set(Status::Saved(saved.at));
            } else {
                schedule(bench, PAUSE);
            }
        }
        Err(AppError::Refused { means: Means::DraftChanged { revision }, sentence }) => {
            bench.flight.update_value(|flight| flight.pending = None);
            bench.status.set(Status::Conflict { revision, sentence });
        }
        Err(error) if error.passes() => {
            bench.status.set(Status::Waiting(error.sentence()));
            schedule(bench, AGAIN);
        }
        Err(error) => {
            bench.flight.update_value(|flight| flight.pending = None);
            bench.status.set(Status::Refused(error.sentence()));
        }
    }
}

/// What was written and not saved when the page was left.
pub(super) fn restore(bench: Bench) {
    let Some(text) = read_draft(&key(bench)) else { return };
    let Ok(copy) = serde_json::from_str::<Copy>(&text) else {
        drop_draft(&key(bench));
        return;
    };
    let (revision, same) =
        bench.loaded.with_value(|loaded| (loaded.revision, *loaded.scheme == *copy.scheme));
    if same {
        drop_draft(&key(bench));
        return;
    }
    // Before it is shown: what somebody else saved is not written over unasked.
    if copy.revision != revision {
        bench.status.set(Status::Conflict {
            revision,
            sentence: "上次离开时有没保存的改动，而草稿后来又有人修改过。请选择保留哪一份。".to_owned(),
        });
    }
    bench.replace(copy.scheme);
}

/// Keeps one's own over what somebody else saved.
fn insist(bench: Bench, revision: u32) {
    bench.flight.update_value(|flight| flight.revision = revision);
    bench.status.set(Status::Saving);
    schedule(bench, Duration::ZERO);
}

/// Takes what somebody else saved.
fn give_way(bench: Bench) {
    drop_draft(&key(bench));
    bench.status.set(Status::AsLoaded);
    let _ = window().location().reload();
}

/// 已保存 / 保存中 / 未保存.
#[component]
pub(super) fn Safety(bench: Bench) -> impl IntoView {
    let mark = move || {
        match bench.status.get() {
        Status::AsLoaded => view! { <SaveMark state=SaveState::Untouched/> }.into_any(),
        Status::Saving => view! { <SaveMark state=SaveState::Saving/> }.into_any(),
        Status::Saved(at) => view! { <SaveMark state=SaveState::Saved(at.clock())/> }.into_any(),
        Status::Waiting(sentence) => view! {
            <Notice tone=Tone::Bad>
                {sentence}
                <button type="button" class="quiet" on:click=move |_| schedule(bench, Duration::ZERO)>"重试"</button>
            </Notice>
        }
        .into_any(),
        Status::Refused(sentence) => view! { <Notice tone=Tone::Bad>{format!("没有保存。{sentence}")}</Notice> }.into_any(),
        Status::Conflict { revision, sentence } => view! {
            <Notice tone=Tone::Bad>
                {sentence}
                <span class="choices">
                    <button type="button" class="btn" on:click=move |_| insist(bench, revision)>"保留我的"</button>
                    <button type="button" class="btn" on:click=move |_| give_way(bench)>"载入对方的"</button>
                </span>
            </Notice>
        }
        .into_any(),
    }
    };
    view! {
        <p class="waking" role="status"><span aria-hidden="true">"◌"</span>"正在准备编辑"</p>
        <div class="awake">{mark}</div>
    }
}
