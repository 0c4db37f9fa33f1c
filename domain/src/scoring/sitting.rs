//! One criterion being scored: what is looked at, and what was found so far.

use super::answers::{AnswerProblem, Circumstances};
use super::engine::overflow;
use super::facts::Kept;
use super::given::{Given, distinct};
use super::moves::Move;
use super::sheet::Explanation;
use super::value::Entry;
use crate::calendar::Day;
use crate::points::{Points, PointsOverflow};
use crate::scheme::{Count, CountKind, Reach};

/// One criterion being scored.
pub(super) struct Sitting<'a> {
    pub(super) given: Given<'a>,
    pub(super) circumstances: &'a Circumstances,
    /// Where each fact counts; absent while that is being found out.
    pub(super) kept: Option<&'a Kept<'a>>,
    /// The one fact that is looked at, while it is found out what it costs by itself.
    pub(super) only: Option<&'a str>,
    /// It has no points of its own and takes from those of a heading above.
    pub(super) acts_on_parent: bool,
    pub(super) steps: Vec<Explanation>,
    /// What the rule at hand comes to; emptied when it is applied.
    pub(super) moves: Vec<Move<'a>>,
    /// 不得分 beyond the part: how far it reaches for certain, and how far it still may.
    pub(super) zero: Option<Reach>,
    pub(super) zero_open: Option<Reach>,
    /// What follows without points.
    pub(super) consequences: Vec<String>,
}

/// Why a criterion cannot be scored.
pub(super) enum Stop {
    Problem(AnswerProblem),
    Overflow,
}

impl From<AnswerProblem> for Stop {
    fn from(problem: AnswerProblem) -> Self {
        Self::Problem(problem)
    }
}

impl From<PointsOverflow> for Stop {
    fn from(_: PointsOverflow) -> Self {
        Self::Overflow
    }
}

impl Stop {
    pub(super) fn at(self, no: &str) -> AnswerProblem {
        match self {
            Self::Problem(problem) => problem,
            Self::Overflow => overflow(no),
        }
    }
}

impl<'a> Sitting<'a> {
    pub(super) fn new(
        given: Given<'a>,
        circumstances: &'a Circumstances,
        kept: Option<&'a Kept<'a>>,
        moves: Vec<Move<'a>>,
    ) -> Self {
        Self {
            given,
            circumstances,
            kept,
            only: None,
            acts_on_parent: false,
            steps: Vec::new(),
            moves,
            zero: None,
            zero_open: None,
            consequences: Vec::new(),
        }
    }

    pub(super) fn known(&mut self, text: String, amount: Points) {
        if self.only.is_none() {
            self.moves.push(Move::known(text, amount));
        }
    }

    pub(super) fn award(&mut self, mut text: String, amount: Points) {
        if amount == Points::ZERO {
            text.push_str("，不得分");
        }
        self.known(text, amount);
    }

    /// What is not answered yet: between `low` and `high`; `least` is the least it can be if it is not 0.
    pub(super) fn open(&mut self, low: Points, high: Points, least: Points) {
        if self.only.is_none() {
            self.moves.push(Move::open(low.min(high), high.max(low), least));
        }
    }

    pub(super) fn remark(&mut self, text: String) {
        self.known(text, Points::ZERO);
    }

    /// The number a count comes to. Facts that are named twice count once, and that is said.
    pub(super) fn number(&mut self, input: &Count) -> Result<Option<u32>, Stop> {
        let n = self.given.number(input)?;
        if input.kind == CountKind::Facts {
            let entries = self.given.entries(input).unwrap_or_default();
            let once = distinct(entries, |entry| &entry.fact);
            self.repeated(entries, &once);
        }
        Ok(n)
    }

    /// Says which facts a list names more than once; `once` is what counts of it.
    pub(super) fn repeated(&mut self, entries: &'a [Entry], once: &[&'a Entry]) {
        if entries.len() == once.len() {
            return;
        }
        for entry in once {
            let named = entries.iter().filter(|other| other.fact == entry.fact).count();
            let counted = once.iter().filter(|other| other.fact == entry.fact).count();
            let is_first = once.iter().find(|other| other.fact == entry.fact);
            if named > counted && is_first.is_some_and(|first| std::ptr::eq(*first, *entry)) {
                self.remark(format!("{}在这里登记了{named}次，只计{counted}次", self.title(entry)));
            }
        }
    }

    /// One incident or piece. An incident that counts elsewhere costs nothing here and uses up no limit.
    pub(super) fn incident(&mut self, entry: &'a Entry, what: &str, amount: Points) {
        if self.only.is_some_and(|only| only != entry.fact) {
            return;
        }
        let mut one = Move::known(format!("{}：{what}", self.title(entry)), amount);
        if let Some((elsewhere, there)) =
            self.kept.and_then(|kept| kept.elsewhere(&entry.fact, self.given.criterion))
        {
            one.text.push_str(&format!("（同一事实已在{elsewhere}按{there}分扣，不重复扣分）"));
            (one.low, one.high, one.shown) = (Points::ZERO, Points::ZERO, Points::ZERO);
        }
        self.moves.push(Move { fact: Some(&entry.fact), date: self.date(entry), ..one });
    }

    /// How many count here: an incident that counts in another criterion does not.
    pub(super) fn counts_here(&self, input: &Count) -> Option<u32> {
        let entries = self.given.entries(input);
        let Some((entries, kept)) = entries.zip(self.kept) else { return self.given.again(input) };
        let here = |entry: &&&Entry| kept.elsewhere(&entry.fact, self.given.criterion).is_none();
        Some(distinct(entries, |entry| &entry.fact).iter().filter(here).map(|entry| entry.n).sum())
    }

    pub(super) fn title(&self, entry: &'a Entry) -> &'a str {
        let known = self.circumstances.facts.get(&entry.fact);
        known.map(|fact| fact.title.as_str()).filter(|title| !title.is_empty()).unwrap_or(&entry.fact)
    }

    pub(super) fn date(&self, entry: &Entry) -> Option<Day> {
        self.circumstances.facts.get(&entry.fact).and_then(|fact| fact.date)
    }
}
