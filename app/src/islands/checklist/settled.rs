//! What there is nothing left to do about, criterion by criterion and item by item.

use std::collections::BTreeMap;
use std::ops::Range;

use contract::case::Layer;
use domain::scheme::Scheme;
use domain::scoring::{Answers, CriterionScore, ScoreSheet};
use leptos::prelude::*;

/// How far an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    None,
    Part,
    Full,
    Returned,
}

impl Done {
    /// By how many of its criteria are done.
    pub(crate) fn of(done: &[bool]) -> Self {
        match done.iter().filter(|done| **done).count() {
            0 => Self::None,
            n if n == done.len() => Self::Full,
            _ => Self::Part,
        }
    }

    /// The class of its mark, and what the mark says.
    pub(crate) fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::None => ("st none", "未填"),
            Self::Part => ("st part", "填了一部分"),
            Self::Full => ("st full", "已完成"),
            Self::Returned => ("st ret", "已退回"),
        }
    }
}

/// Criteria are known here by their places in the document, from 0: on a rubric of two thousand nobody could look for
/// their numbers at every key.
#[derive(Clone, Copy)]
pub(super) struct Settled {
    /// By place: what is scored otherwise than on 自评, without a reason.
    silent: RwSignal<Vec<bool>>,
    /// By place: that nothing is left to do.
    done: RwSignal<Vec<bool>>,
    /// By place: that it is asked on this layer.
    asked: StoredValue<Vec<bool>>,
    /// In document order. A signal each: the side list shows all of them, and a key changes one.
    items: StoredValue<Vec<Item>>,
}

struct Item {
    no: String,
    places: Range<usize>,
    done: RwSignal<Done>,
}

impl Settled {
    pub(super) fn new(scheme: &Scheme, layer: Layer) -> Self {
        let mut next = 0;
        let items = scheme.items().map(|item| {
            let first = next;
            next += item.criteria.len();
            Item { no: item.no.to_string(), places: first..next, done: RwSignal::new(Done::None) }
        });
        let items = StoredValue::new(items.collect());
        let own = layer == Layer::Own;
        let asked = scheme.criteria().map(|criterion| !(own && criterion.left_to().is_some()));
        let asked = StoredValue::new(asked.collect());
        Self { silent: RwSignal::new(Vec::new()), done: RwSignal::new(Vec::new()), asked, items }
    }

    /// Works out what is settled by `sheet`; against `own`, 自评, while reviewing. Only what has changed is told: whoever
    /// hears of a change works, and all items of the side list would hear of every key.
    ///
    /// `waiting`: the lines that lack a second person, as they are with one. Returns how many lack nothing else.
    pub(super) fn update(
        self,
        (sheet, waiting): (&ScoreSheet, &BTreeMap<String, CriterionScore>),
        own: Option<&ScoreSheet>,
        answers: &Answers,
    ) -> u32 {
        let silent = own.map(|own| without_reason((sheet, waiting), own, answers)).unwrap_or_default();
        let silences = || silent.iter().copied().chain(std::iter::repeat(false));
        let lacks_nothing_else = |(line, silent): (&CriterionScore, bool)| {
            !silent && waiting.get(line.no.as_str()).is_some_and(|line| line.complete)
        };
        let counted = match waiting.is_empty() {
            true => 0,
            false => sheet.criteria().zip(silences()).filter(|one| lacks_nothing_else(*one)).count() as u32,
        };
        let done: Vec<bool> =
            sheet.criteria().zip(silences()).map(|(line, silent)| line.complete && !silent).collect();
        if self.silent.with_untracked(|before| *before != silent) {
            self.silent.set(silent);
        }
        if self.done.with_untracked(|before| *before == done) {
            return counted;
        }
        self.items.with_value(|items| {
            for item in items {
                let now = Done::of(&done[item.places.clone()]);
                if item.done.get_untracked() != now {
                    item.done.set(now);
                }
            }
        });
        self.done.set(done);
        counted
    }

    /// Whether there is nothing left to do about a criterion. A review that differs from 自评 needs its reason.
    pub(super) fn is_done(self, place: usize) -> bool {
        self.done.with(|done| done.get(place) == Some(&true))
    }

    pub(super) fn lacks_reason(self, place: usize) -> bool {
        self.silent.with(|silent| silent.get(place) == Some(&true))
    }

    /// How many criteria of an item are done, of how many.
    pub(super) fn of_item(self, item: &str) -> (usize, usize) {
        let found = |items: &Vec<Item>| items.iter().find(|one| one.no == item).map(|one| one.places.clone());
        let places = self.items.with_value(found).unwrap_or_default();
        let places: Vec<_> =
            self.asked.with_value(|asked| places.filter(|place| asked.get(*place) == Some(&true)).collect());
        let done =
            self.done.with(|done| places.iter().filter(|place| done.get(**place) == Some(&true)).count());
        (done, places.len())
    }

    /// How many criteria are done.
    pub(super) fn count(self) -> u32 {
        let asked = |done: &Vec<bool>| {
            self.asked
                .with_value(|asked| done.iter().zip(asked).filter(|(done, asked)| **done && **asked).count())
        };
        self.done.with(asked) as u32
    }

    /// The items by number, and how far each is, in document order; apart from being returned.
    pub(super) fn items(self) -> Vec<(String, RwSignal<Done>)> {
        self.items.with_value(|items| items.iter().map(|item| (item.no.clone(), item.done)).collect())
    }
}

/// By place: what a reviewer scored otherwise than the unit and did not give a reason for.
fn without_reason(
    (review, waiting): (&ScoreSheet, &BTreeMap<String, CriterionScore>),
    own: &ScoreSheet,
    answers: &Answers,
) -> Vec<bool> {
    // Both sheets have the lines of one rubric, in its order.
    let lines = review.criteria().zip(own.criteria());
    lines
        .map(|(line, stated)| {
            // A reason is not due only once somebody has confirmed.
            let line = waiting.get(line.no.as_str()).unwrap_or(line);
            let differs = line.complete && !line.says_the_same(stated);
            differs && answers.get(line.no.as_str()).is_none_or(|answer| answer.remark.trim().is_empty())
        })
        .collect()
}
