//! Local drafts: what was typed lies in the browser, keyed by person and case, until the server has it. What cannot be
//! saved any more (the case moved on, a post ended) is kept aside and shown, never dropped and never applied silently.

use domain::scoring::Answer;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use contract::case::Layer;

use super::desk::{Cell, Desk};
use super::json::from_json;
use super::saving::{keep, take_up};
use super::status::Status;
use crate::islands::browser::{drop_draft, keep_draft, read_draft};

/// What a local draft keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Draft {
    answer: Answer,
    based_on: i32,
    /// The act on its way to the server when this was written. After a crash the same id makes it the same act, and the
    /// same answer on the server is known as one's own.
    #[serde(default)]
    under_way: Option<(String, Answer)>,
    /// The revision of 自评 a score was given to.
    #[serde(default)]
    seen: i32,
    /// The page was left with it on its way: whoever comes to the next page need not be told.
    #[serde(default)]
    left: bool,
}

/// Text of one's own that stands nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Aside {
    pub answer: Answer,
    pub why: &'static str,
    /// Whether it may still be put into the fields.
    pub usable: bool,
}

/// What becomes of a draft when its page is opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    /// The server has it.
    Done,
    /// It goes on top of what the server has.
    Restore { resend: Option<(String, Answer)> },
    /// Somebody saved something else meanwhile: the person chooses.
    Conflict,
    /// It is shown beside the fields.
    Aside { why: &'static str, usable: bool },
}

/// The page as it was loaded, as far as a draft is concerned.
struct Loaded<'a> {
    stored: &'a Answer,
    revision: i32,
    /// Revision of 自评, when reviewing.
    stated: i32,
    editable: bool,
}

impl Draft {
    fn fate(&self, now: &Loaded<'_>) -> Fate {
        if self.answer.said() == now.stored.said() {
            return Fate::Done;
        }
        if !now.editable {
            return Fate::Aside {
                why: "这是您以前填写、没有来得及保存的内容。现在这一条不能修改，没有写入；您可以复制留存。",
                usable: false,
            };
        }
        if self.seen != now.stated {
            return Fate::Aside {
                why: "这是您以前填写、没有保存的打分。单位后来补正了自评，请对照新的自评，再决定是否采用。",
                usable: true,
            };
        }
        if self.based_on == now.revision {
            return Fate::Restore { resend: self.under_way.clone() };
        }
        // What was under way arrived, and nobody has saved since.
        let arrived = self.under_way.as_ref().is_some_and(|(_, sent)| sent.said() == now.stored.said());
        if arrived && self.based_on + 1 == now.revision {
            return Fate::Restore { resend: None };
        }
        Fate::Conflict
    }
}

/// Writes down what stands in the fields.
pub(super) fn note(desk: Desk, cell: Cell, criterion: &str) {
    write(desk, cell, criterion, false);
}

/// The same, when the page is left.
pub(super) fn note_left(desk: Desk, cell: Cell, criterion: &str) {
    write(desk, cell, criterion, true);
}

fn write(desk: Desk, cell: Cell, criterion: &str, left: bool) {
    let (based_on, under_way) = cell.flight.with_value(|flight| (flight.revision, flight.pending.clone()));
    let draft = Draft {
        answer: cell.answer.get_untracked(),
        based_on,
        under_way,
        seen: desk.stated_revision(criterion),
        left,
    };
    if let Ok(text) = serde_json::to_string(&draft) {
        keep_draft(&desk.draft_key(criterion), &text);
    }
}

/// The server has it.
pub(super) fn forget(desk: Desk, criterion: &str) {
    drop_draft(&desk.draft_key(criterion));
}

fn aside_key(desk: Desk, criterion: &str) -> String {
    format!("{}:aside", desk.draft_key(criterion))
}

fn read(key: &str) -> Option<Draft> {
    from_json(&read_draft(key)?)
}

/// Brings back what a closed tab, a crash or an ended session left behind.
pub(super) fn restore(desk: Desk) {
    let scheme = desk.list.with_value(|list| list.scheme.clone());
    for item in scheme.items() {
        let editable = untrack(|| desk.editable(&item.no));
        for criterion in &item.criteria {
            restore_one(desk, &criterion.no, editable && desk.is_mine(&criterion.no));
        }
    }
}

fn restore_one(desk: Desk, criterion: &str, editable: bool) {
    let Some(cell) = desk.cell(criterion) else { return };
    let (aside, draft) = (read(&aside_key(desk, criterion)), read(&desk.draft_key(criterion)));
    if aside.is_none() && draft.is_none() {
        return;
    }
    let loaded = cell.answer.get_untracked();
    let now = Loaded {
        stored: &loaded,
        revision: cell.flight.with_value(|flight| flight.revision),
        stated: desk.stated_revision(criterion),
        editable,
    };
    if let Some(aside) = aside {
        show_aside(desk, cell, criterion, &aside, &now);
    }
    if let Some(draft) = draft {
        bring_back(desk, cell, criterion, draft, &now);
    }
}

fn bring_back(desk: Desk, cell: Cell, criterion: &str, draft: Draft, now: &Loaded<'_>) {
    match draft.fate(now) {
        Fate::Done => forget(desk, criterion),
        Fate::Restore { resend } => {
            if !draft.left {
                cell.found.set(Some(now.stored.clone()));
            }
            desk.put_own(criterion, draft.answer);
            take_up(cell, resend);
            keep(desk, cell, criterion);
        }
        Fate::Conflict => {
            let by = desk.saved_by(criterion);
            desk.put_own(criterion, draft.answer);
            desk.mark(cell, Status::Conflict { theirs: now.stored.clone(), revision: now.revision, by });
        }
        Fate::Aside { .. } => {
            // Out of the way of what is typed from now on, and still there when the page is opened again.
            if let Ok(text) = serde_json::to_string(&draft) {
                keep_draft(&aside_key(desk, criterion), &text);
                forget(desk, criterion);
            }
            show_aside(desk, cell, criterion, &draft, now);
        }
    }
}

fn show_aside(desk: Desk, cell: Cell, criterion: &str, draft: &Draft, now: &Loaded<'_>) {
    if draft.answer.said() == now.stored.said() {
        drop_draft(&aside_key(desk, criterion));
        return;
    }
    let (why, usable) = match draft.fate(now) {
        Fate::Aside { why, usable } => (why, usable),
        // It may be changed again, and meanwhile something else may have been saved.
        _ => ("这是您以前填写、没有保存的内容。请与现在的内容对照，再决定是否采用。", true),
    };
    cell.aside.set(Some(Aside { answer: draft.answer.clone(), why, usable }));
}

/// Puts text that was kept aside into the fields.
pub(super) fn use_aside(desk: Desk, criterion: &str) {
    let Some(cell) = desk.cell(criterion) else { return };
    let Some(aside) = cell.aside.get_untracked() else { return };
    desk.put_own(criterion, aside.answer);
    keep(desk, cell, criterion);
    drop_aside(desk, criterion);
}

/// The person needs it no more.
pub(super) fn drop_aside(desk: Desk, criterion: &str) {
    let Some(cell) = desk.cell(criterion) else { return };
    cell.aside.set(None);
    drop_draft(&aside_key(desk, criterion));
}

/// The person prefers what the server had before the draft was found.
pub(super) fn undo_found(desk: Desk, criterion: &str) {
    let Some(cell) = desk.cell(criterion) else { return };
    let Some(before) = cell.found.get_untracked() else { return };
    cell.found.set(None);
    desk.put_own(criterion, before);
    keep(desk, cell, criterion);
}

impl Desk {
    /// The revision of 自评 on the page, when reviewing; else 0.
    pub(super) fn stated_revision(self, criterion: &str) -> i32 {
        match self.layer {
            Layer::Own => 0,
            Layer::Review => {
                self.list.with_value(|list| list.own.get(criterion).map_or(0, |given| given.revision))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(remark: &str) -> Answer {
        Answer { remark: remark.to_owned(), ..Answer::default() }
    }

    fn draft(remark: &str, based_on: i32) -> Draft {
        Draft { answer: said(remark), based_on, under_way: None, seen: 0, left: false }
    }

    fn loaded(stored: &Answer, revision: i32) -> Loaded<'_> {
        Loaded { stored, revision, stated: 0, editable: true }
    }

    #[test]
    fn a_draft_is_never_applied_over_what_is_newer() {
        let (old, new) = (said("旧"), said("新"));
        assert_eq!(draft("旧", 1).fate(&loaded(&old, 1)), Fate::Done);
        assert_eq!(draft("我的", 1).fate(&loaded(&old, 1)), Fate::Restore { resend: None });
        assert_eq!(draft("我的", 1).fate(&loaded(&new, 2)), Fate::Conflict);
    }

    /// Who confirmed it is not what the person typed.
    #[test]
    fn a_confirmation_that_came_meanwhile_is_no_other_text() {
        use domain::scoring::{InputValue, Judged};
        let judged = |second: &str| {
            let judged = Judged { second: second.to_owned(), ..Judged::new("1", "有") };
            Answer { inputs: [("a".to_owned(), InputValue::Judged(judged))].into(), ..Answer::default() }
        };
        let stored = judged("乙");
        let draft = Draft { answer: judged(""), ..draft("", 1) };
        assert_eq!(draft.fate(&loaded(&stored, 2)), Fate::Done);
        assert_eq!(draft.fate(&Loaded { editable: false, ..loaded(&stored, 2) }), Fate::Done);
    }

    #[test]
    fn ones_own_save_that_arrived_is_no_conflict() {
        let sent = said("一半");
        let typing = Draft { under_way: Some(("a".into(), sent.clone())), ..draft("一半又一半", 1) };
        // It arrived; it did not; it arrived and somebody saved since.
        assert_eq!(typing.fate(&loaded(&sent, 2)), Fate::Restore { resend: None });
        let resend = Some(("a".to_owned(), sent.clone()));
        assert_eq!(typing.fate(&loaded(&said("旧"), 1)), Fate::Restore { resend });
        assert_eq!(typing.fate(&loaded(&sent, 3)), Fate::Conflict);
    }

    #[test]
    fn what_may_not_be_saved_is_shown_and_not_dropped() {
        let stored = said("旧");
        let closed = Loaded { editable: false, ..loaded(&stored, 1) };
        assert!(matches!(draft("我的", 1).fate(&closed), Fate::Aside { usable: false, .. }));
        let corrected = Loaded { stated: 4, ..loaded(&stored, 1) };
        assert!(matches!(draft("我的", 1).fate(&corrected), Fate::Aside { usable: true, .. }));
    }
}
