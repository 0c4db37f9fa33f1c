//! The scheme at hand, what is chosen in it, and the way back.

use std::sync::Arc;

use contract::scheme::Studio as Loaded;
use domain::scheme::edit::{Place, document_of};
use domain::scheme::{Change, Finding, Scheme};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use serde_json::Value;

use super::saving::{self, Flight, Status};

/// How many steps lead back.
const STEPS: usize = 200;
/// Rest after the last change before it is checked.
const REST: std::time::Duration = std::time::Duration::from_millis(250);

/// A scheme as it was, and what was chosen then.
type Step = (Arc<Scheme>, Place);

/// One officer's bench with one draft.
#[derive(Clone, Copy)]
pub(super) struct Bench {
    pub loaded: StoredValue<Loaded>,
    pub scheme: RwSignal<Arc<Scheme>>,
    pub place: RwSignal<Place>,
    /// Grows when the form has to be drawn anew; typing in a blank does not.
    pub drawn: RwSignal<u32>,
    /// The document of what is chosen, as its blanks read it.
    pub document: Memo<Value>,
    pub findings: RwSignal<Vec<Finding>>,
    pub changes: RwSignal<Vec<Change>>,
    pub status: RwSignal<Status>,
    pub flight: StoredValue<Flight>,
    past: RwSignal<Vec<Step>>,
    future: RwSignal<Vec<Step>>,
    /// The blank that is being typed in: its changes are one step.
    typing: StoredValue<Option<(Place, String)>>,
    rest: StoredValue<Option<TimeoutHandle>>,
}

impl Bench {
    pub(super) fn new(loaded: Loaded) -> Self {
        let scheme = RwSignal::new(loaded.scheme.clone());
        let place = RwSignal::new(Place::Whole);
        let document =
            Memo::new(move |_| scheme.with(|scheme| place.with(|place| document_of(scheme, place))));
        let bench = Self {
            flight: StoredValue::new(Flight::based_on(loaded.revision)),
            loaded: StoredValue::new(loaded),
            scheme,
            place,
            drawn: RwSignal::new(0),
            document,
            findings: RwSignal::new(Vec::new()),
            changes: RwSignal::new(Vec::new()),
            status: RwSignal::new(Status::AsLoaded),
            past: RwSignal::new(Vec::new()),
            future: RwSignal::new(Vec::new()),
            typing: StoredValue::new(None),
            rest: StoredValue::new(None),
        };
        bench.check();
        bench
    }

    /// In the browser: what was not saved when the page was left is found again.
    pub(super) fn wake(self) {
        saving::restore(self);
    }

    pub(super) fn is_unsaved(self) -> bool {
        self.status.with_untracked(Status::unsafe_to_leave)
    }

    /// Fills one blank of what is chosen. Typing on in the same blank is one step.
    ///
    /// # Errors
    /// Why it does not fit, without the final stop; nothing is changed then.
    pub(super) fn fill(self, pointer: &str, value: Option<Value>) -> Result<(), String> {
        let place = self.place.get_untracked();
        let mut next = self.scheme.get_untracked();
        Arc::make_mut(&mut next).fill(&place, pointer, value)?;
        let blank = Some((place, pointer.to_owned()));
        if self.typing.with_value(|typing| *typing != blank) {
            self.remember();
            self.typing.set_value(blank);
        }
        self.take(next);
        Ok(())
    }

    /// The same for what changes which blanks there are: the form is drawn anew.
    pub(super) fn reshape(self, pointer: &str, value: Option<Value>) {
        self.typing.set_value(None);
        if self.fill(pointer, value).is_ok() {
            self.typing.set_value(None);
            self.redraw();
        }
    }

    /// Changes what stands where, and chooses what stands there then. Whether anything was changed.
    pub(super) fn change(self, by: impl FnOnce(&mut Scheme, &Place) -> Option<Place>) -> bool {
        let mut next = self.scheme.get_untracked();
        let Some(place) = self.place.with_untracked(|place| by(Arc::make_mut(&mut next), place)) else {
            return false;
        };
        self.remember();
        self.typing.set_value(None);
        self.place.set(place);
        self.take(next);
        self.redraw();
        true
    }

    /// Changes something beside the form; what is chosen stays.
    pub(super) fn change_quietly(self, by: impl FnOnce(&mut Scheme)) {
        let mut next = self.scheme.get_untracked();
        by(Arc::make_mut(&mut next));
        self.remember();
        self.typing.set_value(None);
        self.take(next);
    }

    /// Draws the form anew, with the names as they are now.
    pub(super) fn redraw(self) {
        self.drawn.update(|drawn| *drawn += 1);
    }

    /// Chooses a place.
    pub(super) fn choose(self, place: Place) {
        self.typing.set_value(None);
        self.place.set(place);
        self.drawn.update(|drawn| *drawn += 1);
    }

    /// Takes over a whole scheme: a local copy that was found, or what somebody else saved.
    pub(super) fn replace(self, scheme: Arc<Scheme>) {
        self.remember();
        self.show((scheme, Place::Whole));
    }

    pub(super) fn can_undo(self) -> bool {
        self.past.with(|past| !past.is_empty())
    }

    pub(super) fn can_redo(self) -> bool {
        self.future.with(|future| !future.is_empty())
    }

    pub(super) fn undo(self) {
        self.travel(self.past, self.future);
    }

    pub(super) fn redo(self) {
        self.travel(self.future, self.past);
    }

    fn travel(self, from: RwSignal<Vec<Step>>, to: RwSignal<Vec<Step>>) {
        let Some(step) = from.try_update(Vec::pop).flatten() else { return };
        let now = (self.scheme.get_untracked(), self.place.get_untracked());
        to.update(|steps| steps.push(now));
        self.show(step);
    }

    fn show(self, (scheme, place): Step) {
        self.typing.set_value(None);
        self.place.set(place);
        self.take(scheme);
        self.drawn.update(|drawn| *drawn += 1);
    }

    fn remember(self) {
        let now = (self.scheme.get_untracked(), self.place.get_untracked());
        self.past.update(|past| {
            if past.len() == STEPS {
                past.remove(0);
            }
            past.push(now);
        });
        self.future.update(Vec::clear);
    }

    fn take(self, scheme: Arc<Scheme>) {
        self.scheme.set(scheme);
        saving::keep(self);
        self.rest.update_value(|rest| {
            if let Some(rest) = rest.take() {
                rest.clear();
            }
        });
        let rest = set_timeout_with_handle(move || self.check(), REST).ok();
        self.rest.set_value(rest);
    }

    /// The linter, and the comparison with what is published.
    fn check(self) {
        let (findings, changes) = self.scheme.with_untracked(|scheme| {
            let changes = self.loaded.with_value(|loaded| {
                loaded.published.as_ref().map(|published| published.changes_to(scheme)).unwrap_or_default()
            });
            (scheme.findings_so_far(), changes)
        });
        self.findings.set(findings);
        self.changes.set(changes);
    }
}
