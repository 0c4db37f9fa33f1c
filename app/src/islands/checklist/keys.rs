//! The checklist by keyboard. Single keys move and choose while the focus is on the list; in a text field nothing is
//! taken but the two keys that lead out of it, and nothing at all while an input method is composing. Whoever is
//! disturbed by single keys (by speech input, say) switches them off; the browser remembers it.

use domain::scheme::{Criterion, InputKind, InputSpec};
use leptos::either::Either;
use leptos::prelude::*;
use web_sys::{Element, KeyboardEvent};

use super::desk::Desk;
use super::focus::{blur, choice, click, criterion_around, focus, focus_field, focus_first, is_of, unfold};

/// The keys as people are told them.
const TOLD: &[(&[&str], &str)] = &[
    (&["J", "Alt ↓"], "下一条评分细则"),
    (&["K", "Alt ↑"], "上一条评分细则"),
    (&["N"], "下一处没有填完的地方"),
    (&["1", "…", "9"], "选第几项；要填数字的，直接输入数字"),
    (&["回车"], "填完数字，到下一处"),
    (&["Esc"], "离开输入框，回到这一条"),
    (&["R"], "写说明或评分理由"),
    (&["U"], "添加佐证材料"),
    (&["A"], "同意自评（考核时）"),
    (&["S"], "到考评项目列表"),
    (&["[", "]"], "上一部分、下一部分"),
    (&["?"], "打开本说明"),
];

/// Where the browser remembers that single keys are off.
const SWITCH: &str = "qingping-keys";

/// The help panel and the switch, for whoever shows them.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    help: NodeRef<leptos::html::Dialog>,
    on: RwSignal<bool>,
}

impl Keys {
    pub(super) fn new() -> Self {
        Self { help: NodeRef::new(), on: RwSignal::new(true) }
    }

    /// In the browser: listens until the owner is gone, and goes to the criterion the address names.
    pub(super) fn listen(self, desk: Desk) {
        let store = window().local_storage().ok().flatten();
        self.on.set(store.and_then(|store| store.get_item(SWITCH).ok().flatten()).as_deref() != Some("off"));
        let list = Walk { desk, keys: self };
        let pressed = window_event_listener(leptos::ev::keydown, move |event| list.pressed(&event));
        on_cleanup(move || pressed.remove());
        let named = window().location().hash().unwrap_or_default();
        if let Some(criterion) = named.strip_prefix("#c-") {
            focus(&format!("c-{criterion}"));
        }
    }

    fn open(self) {
        if let Some(help) = self.help.get_untracked() {
            let _ = help.show_modal();
        }
    }

    fn switch(self, on: bool) {
        self.on.set(on);
        if let Ok(Some(store)) = window().local_storage() {
            // A browser that keeps nothing still obeys until the page is left.
            let _ = store.set_item(SWITCH, if on { "on" } else { "off" });
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

/// Moving about one 部分.
#[derive(Clone, Copy)]
struct Walk {
    desk: Desk,
    keys: Keys,
}

impl Walk {
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
                Some(step) if event.alt_key() || self.keys.on.get_untracked() => {
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
            Step::Sections => focus_first(".toc h2 a[aria-current]") || focus_first(".toc a"),
            Step::Turn(by) => self.turn(by),
            Step::Help => {
                self.keys.open();
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
        let here = self.here();
        let start = at.and_then(|at| here.iter().position(|no| no == at)).map_or(0, |now| now + 1);
        let round = here[start..].iter().chain(&here[..start]);
        if let Some(no) = round.into_iter().find(|no| !self.done(no)) {
            focus(&format!("c-{no}"));
            return;
        }
        let elsewhere = self.desk.list.with_value(|list| {
            let waits = |criterion: &&Criterion| !self.done(&criterion.no);
            let mut sections = list.scheme.sections.iter().zip(1_u32..);
            sections.find_map(|(section, number)| {
                let criterion = section.all_criteria().find(waits)?;
                Some((number, criterion.no.clone()))
            })
        });
        match elsewhere {
            Some((section, criterion)) => self.leave_for(section, &format!("#c-{criterion}")),
            None => {
                let _ = focus_first(".score .next .btn.primary") || focus_first(".score .next .btn");
            }
        }
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
        if !matches!(asked.kind, InputKind::YesNo | InputKind::Choice | InputKind::Elements) {
            // The field takes the digit itself.
            focus_field(&asked);
            return false;
        }
        let Some(choice) = n.checked_sub(1).and_then(|at| choice(&asked, at)) else { return false };
        if choice.disabled() {
            return false;
        }
        choice.click();
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
        self.leave_for(to as u32 + 1, "");
        true
    }

    /// Another 部分, by its number from 1.
    fn leave_for(self, section: u32, fragment: &str) {
        let page = self.desk.list.with_value(|list| list.section_page(self.desk.layer, section - 1));
        let _ = window().location().set_href(&format!("{page}{fragment}"));
    }
}

/// The keys in words, beside the list.
#[component]
pub(super) fn KeysLine() -> impl IntoView {
    let keys = expect_context::<Keys>();
    view! {
        <p class="keys awake noprint">
            <span><kbd>"J"</kbd>"下一条"</span>" "
            <span><kbd>"K"</kbd>"上一条"</span>" "
            <span><kbd>"N"</kbd>"下一处未填"</span>" "
            <span><kbd>"1"</kbd>"…"<kbd>"9"</kbd>"选择"</span>" "
            <button type="button" class="quiet" aria-keyshortcuts="?" on:click=move |_| keys.open()>
                <kbd>"?"</kbd>"全部快捷键"
            </button>
        </p>
    }
}

/// All keys, and the switch.
#[component]
pub(super) fn KeysHelp() -> impl IntoView {
    let keys = expect_context::<Keys>();
    let lines = TOLD
        .iter()
        .map(|(names, does)| {
            let names = names
                .iter()
                .map(|name| match *name {
                    "…" => Either::Left("… "),
                    name => Either::Right(view! { <kbd>{name}</kbd>" " }),
                })
                .collect_view();
            view! { <dt>{names}</dt><dd>{*does}</dd> }
        })
        .collect_view();
    let close = move |_| {
        if let Some(help) = keys.help.get_untracked() {
            help.close();
        }
    };
    view! {
        <dialog node_ref=keys.help aria-labelledby="keys-title">
            <h2 id="keys-title">"键盘快捷键"</h2>
            <dl>{lines}</dl>
            <p class="check">
                <input
                    type="checkbox"
                    id="keys-on"
                    prop:checked=move || keys.on.get()
                    on:change=move |event| keys.switch(event_target_checked(&event))
                />
                <label for="keys-on">"启用单键快捷键（在输入框中打字时始终不起作用）"</label>
            </p>
            <p><button type="button" class="btn" on:click=close>"关闭"</button></p>
        </dialog>
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
