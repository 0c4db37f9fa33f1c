//! The checklist by keyboard. Single keys move and choose while the focus is on the list; in a text field nothing is
//! taken but the two keys that lead out of it, and nothing at all while an input method is composing. Whoever is
//! disturbed by single keys (by speech input, say) switches them off; the browser remembers it.

use std::cell::RefCell;

use domain::scheme::{Criterion, InputKind, InputSpec};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use super::desk::Desk;
use super::focus::{blur, choice, click, criterion_around, focus, focus_field, focus_first, is_of, unfold};
use super::status::Status;

/// Where the browser remembers that single keys are off.
const SWITCH: &str = "qingping-keys";

/// Moving about one 部分. What the keys mean is told by the page, in a panel that is not the island's; in it stands the
/// switch.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    pub desk: Desk,
}

thread_local! {
    /// Where the way to what waits led last.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

fn switch() -> Option<HtmlInputElement> {
    document().get_element_by_id("keys-on")?.dyn_into().ok()
}

impl Keys {
    /// In the browser: listens until the owner is gone, and goes to the criterion the address names.
    pub(super) fn listen(self) {
        let store = window().local_storage().ok().flatten();
        let off = store.and_then(|store| store.get_item(SWITCH).ok().flatten()).as_deref() == Some("off");
        if let Some(switch) = switch() {
            switch.set_checked(!off);
        }
        let pressed = window_event_listener(leptos::ev::keydown, move |event| self.pressed(&event));
        let clicked = window_event_listener(leptos::ev::click, move |event| self.clicked(&event.into()));
        on_cleanup(move || {
            pressed.remove();
            clicked.remove();
        });
        let named = window().location().hash().unwrap_or_default();
        if let Some(criterion) = named.strip_prefix("#c-") {
            focus(&format!("c-{criterion}"));
        }
    }

    /// What stands on the page and asks for something here, says it by name.
    fn clicked(self, event: &web_sys::Event) {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let asks =
            target.closest("[data-do]").ok().flatten().and_then(|asking| asking.get_attribute("data-do"));
        match asks.as_deref() {
            Some("open") => {
                // The button has the focus now: it goes on from where it led last.
                self.to_next_open(LAST.take().as_deref());
            }
            Some("keys") => self.help(),
            Some("switch") => {
                let on = switch().is_none_or(|switch| switch.checked());
                if let Ok(Some(store)) = window().local_storage() {
                    // A browser that keeps nothing still obeys until the page is left.
                    let _ = store.set_item(SWITCH, if on { "on" } else { "off" });
                }
            }
            _ => {}
        }
    }

    fn help(self) {
        let panel = document().get_element_by_id("keys");
        if let Some(panel) = panel.and_then(|panel| panel.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
            let _ = panel.show_modal();
        }
    }

    /// To the first answer that has to be put right.
    pub(super) fn to_wrong(self) {
        let wrong = self.desk.list.with_value(|list| {
            let refused = |criterion: &&Criterion| {
                self.desk
                    .cell(&criterion.no)
                    .is_some_and(|cell| cell.status.with_untracked(|now| matches!(now, Status::Refused(_))))
            };
            list.scheme.criteria().find(refused).map(|criterion| criterion.no.to_string())
        });
        if let Some(no) = wrong {
            let _ = window().location().set_href(&self.desk.address(&no));
            focus(&format!("c-{no}"));
        }
    }
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Next,
    Before,
    Open,
    Choose(usize),
    Remark,
    Upload,
    Agree,
    Later,
    Sections,
    Turn(i32),
    Help,
}

/// What a key means outside of text fields; a Chinese layout gives the wide forms of some.
fn meaning(key: &str, alt: bool) -> Option<Step> {
    if alt {
        return match key {
            "ArrowDown" => Some(Step::Next),
            "ArrowUp" => Some(Step::Before),
            _ => None,
        };
    }
    match key {
        "j" | "J" => Some(Step::Next),
        "k" | "K" => Some(Step::Before),
        "n" | "N" => Some(Step::Open),
        "r" | "R" => Some(Step::Remark),
        "u" | "U" => Some(Step::Upload),
        "a" | "A" => Some(Step::Agree),
        "l" | "L" => Some(Step::Later),
        "s" | "S" => Some(Step::Sections),
        "[" | "【" => Some(Step::Turn(-1)),
        "]" | "】" => Some(Step::Turn(1)),
        "?" | "？" => Some(Step::Help),
        digit => {
            let n = digit.parse::<usize>().ok().filter(|n| *n <= 9 && digit.len() == 1)?;
            Some(Step::Choose(n))
        }
    }
}

/// What has the focus, as far as typing goes.
#[derive(PartialEq, Eq)]
enum Typing {
    Nothing,
    Line,
    More,
}

fn typing(focused: Option<&Element>) -> Typing {
    let Some(element) = focused else { return Typing::Nothing };
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => Typing::More,
        "INPUT" => match element.get_attribute("type").as_deref() {
            Some("radio" | "checkbox" | "button" | "submit" | "file") => Typing::Nothing,
            None if element.closest(".count").ok().flatten().is_some() => Typing::Line,
            _ => Typing::More,
        },
        _ => Typing::Nothing,
    }
}

impl Keys {
    fn pressed(self, event: &KeyboardEvent) {
        // 229: the key belongs to an input method, whatever it says it is.
        let composing = event.is_composing() || event.key_code() == 229;
        let occupied = document().query_selector("dialog[open]").ok().flatten().is_some();
        if composing || occupied || event.default_prevented() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let focused = document().active_element();
        let at = focused.as_ref().and_then(criterion_around);
        let key = event.key();
        let taken = match typing(focused.as_ref()) {
            Typing::Line if key == "Enter" => {
                // Leaving the field first: that is when it tells what was typed.
                blur(focused.as_ref());
                self.to_open(at.as_deref());
                true
            }
            Typing::Line | Typing::More => {
                key == "Escape" && at.is_some_and(|criterion| focus(&format!("c-{criterion}")))
            }
            Typing::Nothing => match meaning(&key, event.alt_key()) {
                Some(step) if event.alt_key() || switch().is_none_or(|switch| switch.checked()) => {
                    self.take(step, at.as_deref(), focused.as_ref())
                }
                _ => false,
            },
        };
        if taken {
            event.prevent_default();
        }
    }

    /// Whether the key was used up.
    fn take(self, step: Step, at: Option<&str>, focused: Option<&Element>) -> bool {
        match step {
            Step::Next => self.move_by(at, 1),
            Step::Before => self.move_by(at, -1),
            Step::Open => {
                self.to_open(at);
                true
            }
            Step::Choose(n) => at.is_some_and(|criterion| self.choose(criterion, n, focused)),
            Step::Remark => at.is_some_and(|criterion| unfold(&format!("{criterion}.remark"))),
            Step::Upload => at.is_some_and(|criterion| unfold(&format!("{criterion}.file"))),
            Step::Agree => at.is_some_and(|no| click(&format!("[id='c-{no}'] .stated button"))),
            Step::Later => at.is_some_and(|no| click(&format!("[id='c-{no}'] .later:not([hidden])"))),
            Step::Sections => focus_first(".toc h2 a[aria-current]") || focus_first(".toc a"),
            Step::Turn(by) => self.turn(by),
            Step::Help => {
                self.help();
                true
            }
        }
    }

    /// The criteria of the 部分 on the page, in order.
    fn here(self) -> Vec<String> {
        self.desk.list.with_value(|list| {
            let section = &list.scheme.sections[list.section as usize];
            section.all_criteria().map(|criterion| criterion.no.to_string()).collect()
        })
    }

    fn move_by(self, at: Option<&str>, by: i32) -> bool {
        let here = self.here();
        let now = at.and_then(|at| here.iter().position(|no| no == at));
        let to = match (now, by > 0) {
            (Some(now), true) => (now + 1).min(here.len().saturating_sub(1)),
            (Some(now), false) => now.saturating_sub(1),
            (None, true) => 0,
            (None, false) => here.len().saturating_sub(1),
        };
        here.get(to).is_some_and(|no| focus(&format!("c-{no}")))
    }

    /// To the next place that waits for something: in this criterion, in the 部分, in the checklist; and when nothing
    /// waits, to the step that comes next.
    fn to_open(self, at: Option<&str>) {
        if at.is_some_and(|at| !self.done(at) && self.to_open_field(at)) {
            return;
        }
        self.to_next_open(at);
    }

    /// The same, from the next criterion on. What is marked with 以后再填 comes when nothing else waits.
    fn to_next_open(self, at: Option<&str>) {
        let put_off = |no: &str| self.desk.later.with_untracked(|all| all.contains(no));
        if !self.to_first(at, |no| !self.done(no) && !put_off(no)) && !self.to_first(at, |no| !self.done(no))
        {
            let _ = focus_first(".score .next .btn.primary") || focus_first(".score .next .btn");
        }
    }

    fn to_first(self, at: Option<&str>, waits: impl Fn(&str) -> bool) -> bool {
        let here = self.here();
        let start = at.and_then(|at| here.iter().position(|no| no == at)).map_or(0, |now| now + 1);
        let round = here[start..].iter().chain(&here[..start]);
        if let Some(no) = round.into_iter().find(|no| waits(no)) {
            LAST.set(Some(no.clone()));
            return focus(&format!("c-{no}"));
        }
        let elsewhere = self.desk.list.with_value(|list| {
            let all = list.scheme.criteria().map(|criterion| criterion.no.as_str());
            all.into_iter().find(|no| waits(no)).map(str::to_owned)
        });
        if let Some(no) = &elsewhere {
            let _ = window().location().set_href(&self.desk.address(no));
        }
        elsewhere.is_some()
    }

    /// What cannot be changed waits for nothing.
    fn done(self, criterion: &str) -> bool {
        let open = self.desk.list.with_value(|list| {
            list.scheme.item_of(criterion).is_some_and(|item| untrack(|| self.desk.editable(&item.no)))
        });
        !open
            || !self.desk.is_mine(criterion)
            || self.desk.cell(criterion).is_some_and(|cell| untrack(|| self.desk.settled.is_done(cell.place)))
    }

    /// To the first question of a criterion without an answer, else to its remark.
    fn to_open_field(self, criterion: &str) -> bool {
        match self.unanswered(criterion) {
            Some(question) => focus_field(&question),
            None => unfold(&format!("{criterion}.remark")),
        }
    }

    fn questions(self, criterion: &str) -> Vec<InputSpec> {
        self.desk.list.with_value(|list| {
            let asked = list
                .scheme
                .criterion(criterion)
                .map(|known| list.scheme.inputs_of(known))
                .unwrap_or_default();
            asked.into_iter().filter(|asked| asked.kind != InputKind::NotApplicable).collect()
        })
    }

    fn unanswered(self, criterion: &str) -> Option<InputSpec> {
        let given = self.desk.cell(criterion)?.answer.get_untracked().inputs;
        self.questions(criterion).into_iter().find(|asked| !given.contains_key(&asked.input))
    }

    /// Answers the question that has the focus, else the first that has no answer, else the only one there is.
    fn choose(self, criterion: &str, n: usize, focused: Option<&Element>) -> bool {
        let name = focused.and_then(|element| element.get_attribute("name"));
        let questions = self.questions(criterion);
        let only = (questions.len() == 1).then(|| questions[0].clone());
        let focused =
            questions.into_iter().find(|asked| name.as_ref().is_some_and(|name| is_of(asked, name)));
        let Some(asked) = focused.or_else(|| self.unanswered(criterion)).or(only) else { return false };
        if !matches!(
            asked.kind,
            InputKind::YesNo | InputKind::Choice | InputKind::Elements | InputKind::Facts
        ) {
            // The field takes the digit itself.
            focus_field(&asked);
            return false;
        }
        let Some(choice) = n.checked_sub(1).and_then(|at| choice(&asked, at)) else { return false };
        if choice.disabled() {
            return false;
        }
        choice.click();
        if asked.kind == InputKind::Facts && n > 1 {
            // What happened is registered first.
            return true;
        }
        if asked.kind == InputKind::Elements {
            // There may be more to tick.
            return choice.focus().is_ok();
        }
        match self.unanswered(criterion) {
            Some(next) => focus_field(&next),
            None => choice.focus().is_ok(),
        }
    }

    fn turn(self, by: i32) -> bool {
        let (now, count) =
            self.desk.list.with_value(|list| (list.section as i32, list.scheme.sections.len() as i32));
        let to = now + by;
        if to < 0 || to >= count {
            return false;
        }
        let page = self.desk.list.with_value(|list| list.section_page(self.desk.layer, to as u32));
        let _ = window().location().set_href(&page);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_the_same_on_a_chinese_layout() {
        for (narrow, wide) in [("?", "？"), ("[", "【"), ("]", "】")] {
            assert_eq!(meaning(narrow, false), meaning(wide, false));
            assert!(meaning(narrow, false).is_some());
        }
        assert_eq!(meaning("j", false), meaning("J", false));
    }

    #[test]
    fn only_what_is_told_means_anything() {
        assert_eq!(meaning("3", false), Some(Step::Choose(3)));
        assert_eq!(meaning("ArrowDown", true), Some(Step::Next));
        for (key, alt) in [("ArrowDown", false), ("Enter", false), ("10", false), ("x", false), ("j", true)] {
            assert_eq!(meaning(key, alt), None, "{key}");
        }
    }
}
