//! The order of evaluation over the tree: criteria, headings, the base total, 加减分, and what all that comes to.
//! Everything is computed as a range, so that what is unanswered stays open instead of counting as “no”.

use std::collections::btree_map;
use std::iter::Peekable;
use std::ops::Bound;

use super::answers::{Answer, AnswerProblem, Answers, Circumstances};
use super::beside::Beside;
use super::conclude::{conclude, is_asked_for};
use super::criterion::{Scored, Setting, scored};
use super::facts::{Kept, keep};
use super::given::cut;
use super::moves::Move;
use super::part::Bounds;
use super::possible::widen;
use super::sheet::{HeadingScore, Range, ScoreSheet};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{Heading, Reach, Role, Scheme};

/// Scores a whole rubric from its answers alone.
pub fn score(scheme: &Scheme, answers: &Answers) -> Result<ScoreSheet, AnswerProblem> {
    score_in(scheme, answers, &Circumstances::default())
}

/// Scores a whole rubric, with the fact register, the figures of other sources and the assessed year.
pub fn score_in(
    scheme: &Scheme,
    answers: &Answers,
    circumstances: &Circumstances,
) -> Result<ScoreSheet, AnswerProblem> {
    let kept = keep(scheme, answers, circumstances)?;
    let mut sheet = whole(scheme, answers, circumstances, kept.as_ref())?;
    if let Some(kept) = &kept {
        widen(scheme, answers, circumstances, kept, &mut sheet)?;
    }
    Ok(sheet)
}

/// The sheet as facts count now.
pub(super) fn whole(
    scheme: &Scheme,
    answers: &Answers,
    circumstances: &Circumstances,
    kept: Option<&Kept<'_>>,
) -> Result<ScoreSheet, AnswerProblem> {
    let mut walk = Walk::new(scheme, answers, circumstances, kept);
    let mut sections = Vec::with_capacity(scheme.sections.len());
    for section in &scheme.sections {
        sections.push(walk.section(section)?);
    }
    let used = walk.answers.used;
    if used != answers.len()
        && let Some(unknown) = answers.keys().find(|no| scheme.criterion(no).is_none())
    {
        return Err(AnswerProblem::new(cut(unknown), "本方案没有这条评分细则"));
    }
    summed(scheme, circumstances, sections, &walk)
}

/// The lines of all 部分 added up, and what follows from them.
pub(super) fn summed(
    scheme: &Scheme,
    circumstances: &Circumstances,
    sections: Vec<HeadingScore>,
    walk: &Walk<'_>,
) -> Result<ScoreSheet, AnswerProblem> {
    let (mut base, mut bonus, mut known_bonus) = (Sum::default(), Sum::default(), None::<Points>);
    for (section, line) in scheme.sections.iter().zip(&sections) {
        let sum = match section.role {
            Role::Base => &mut base,
            Role::Bonus => {
                let known = known_bonus.unwrap_or_default().checked_add(line.score);
                known_bonus = Some(known.ok_or_else(|| overflow(&section.no))?);
                &mut bonus
            }
        };
        sum.add(line.range, line.achievable).map_err(|_| overflow(&section.no))?;
    }
    let limits = Bounds { bottom: Some(Points::ZERO), top: scheme.points };
    let mut range = base.within(limits);
    let denied = (walk.zero == Some(Reach::Total), walk.zero_open == Some(Reach::Total));
    range.deny(denied.0, denied.1);
    let mut sheet = ScoreSheet {
        score: range.low,
        declared: scheme.points,
        achievable: base.achievable,
        range,
        answered: sections.iter().map(|line| line.answered).sum(),
        asked: sections.iter().map(|line| line.asked).sum(),
        sections,
        reached: None,
    };
    if known_bonus.is_some() || walk.beside_points || is_asked_for(scheme) {
        let bonus = known_bonus.map(|known| (Range { low: bonus.low, high: bonus.high }, known));
        conclude(scheme, circumstances, bonus, denied, &mut sheet).map_err(|_| overflow(""))?;
    }
    Ok(sheet)
}

pub(super) struct Walk<'a> {
    scheme: &'a Scheme,
    circumstances: &'a Circumstances,
    kept: Option<&'a Kept<'a>>,
    answers: InOrder<'a>,
    /// The farthest 整项不得分 or 整体不得分 met so far that was not applied yet.
    zero: Option<Reach>,
    zero_open: Option<Reach>,
    /// Whether the rubric asks for anything beside points.
    pub(super) beside_points: bool,
    /// Emptied after each rule, and handed on so that it is allocated once.
    moves: Vec<Move<'a>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        scheme: &'a Scheme,
        answers: &'a Answers,
        circumstances: &'a Circumstances,
        kept: Option<&'a Kept<'a>>,
    ) -> Self {
        let answers = InOrder::new(answers);
        let (zero, zero_open, beside_points) = (None, None, false);
        Self { scheme, circumstances, kept, answers, zero, zero_open, beside_points, moves: Vec::new() }
    }

    /// A 部分 and everything under it.
    pub(super) fn section(&mut self, section: &'a Heading) -> Result<HeadingScore, AnswerProblem> {
        self.heading(section, section.role, false).map(|within| within.line)
    }

    /// `shared`: the rows below take from the points of a heading above.
    fn heading(&mut self, heading: &'a Heading, role: Role, shared: bool) -> Result<Within, AnswerProblem> {
        let mut total = Sum::default();
        let shares = heading.shares_its_points();
        if shares {
            // Its rows take from the heading's full points.
            let full = heading.points.unwrap_or_default();
            total.add(Range { low: full, high: full }, full).map_err(|_| overflow(&heading.no))?;
        }
        let mut beside = Beside::default();
        let mut criteria = Vec::with_capacity(heading.criteria.len());
        // What is left to others is not asked here.
        let mut asked = 0;
        let (mut zero_here, mut zero_open_here) = (false, false);
        for criterion in &heading.criteria {
            let answer = self.answers.answer(&criterion.no);
            let setting = Setting {
                scheme: self.scheme,
                circumstances: self.circumstances,
                kept: self.kept,
                role,
                shared: shared || shares,
            };
            let Scored { line, achievable, zero, zero_open } =
                scored(setting, criterion, answer, &mut self.moves)?;
            self.beside_points |= !criterion.is_scored() || !line.consequences.is_empty();
            zero_here |= zero >= Some(Reach::Item);
            zero_open_here |= zero_open >= Some(Reach::Item);
            self.zero = self.zero.max(zero);
            self.zero_open = self.zero_open.max(zero_open);
            total.add(line.range, achievable).map_err(|_| overflow(&criterion.no))?;
            if role == Role::Bonus {
                beside.add(line.range, line.score).map_err(|_| overflow(&criterion.no))?;
            }
            if !line.is_left() {
                asked += 1;
                total.answered += u32::from(line.complete);
            }
            criteria.push(line);
        }
        let mut items = Vec::with_capacity(heading.items.len());
        for item in &heading.items {
            let Within { line, beside: within, zero, zero_open } =
                self.heading(item, role, shared || shares)?;
            zero_here |= zero;
            zero_open_here |= zero_open;
            beside.join(&within).map_err(|_| overflow(&item.no))?;
            total.add(line.range, line.achievable).map_err(|_| overflow(&item.no))?;
            total.answered += line.answered;
            asked += line.asked;
            items.push(line);
        }
        let (range, score) = match role {
            Role::Base => {
                // Rows that share the points of a heading above may come to less than nothing here.
                let bottom =
                    (total.achievable > Points::ZERO || heading.points.is_some()).then_some(Points::ZERO);
                let mut range = total.within(Bounds { bottom, top: heading.points });
                if !shared {
                    range.deny(zero_here, zero_open_here);
                }
                (range, range.low)
            }
            Role::Bonus => {
                beside.limit(heading);
                beside.deny(zero_here, zero_open_here);
                beside.comes_to().map_err(|_| overflow(&heading.no))?
            }
        };
        let line = HeadingScore {
            no: heading.no.clone(),
            score,
            declared: heading.points,
            achievable: total.achievable,
            range,
            answered: total.answered,
            asked,
            criteria,
            items,
        };
        // What takes everything from rows that share points takes the points they share.
        let (zero, zero_open) = (shared && zero_here, shared && zero_open_here);
        Ok(Within { line, beside, zero, zero_open })
    }
}

/// What a heading comes to, and what it does to the one above.
struct Within {
    line: HeadingScore,
    beside: Beside,
    zero: bool,
    zero_open: bool,
}

/// The answers, taken in document order. That is nearly the order of the map, so that most need no search.
struct InOrder<'a> {
    answers: &'a Answers,
    rest: Peekable<btree_map::Range<'a, String, Answer>>,
    used: usize,
}

impl<'a> InOrder<'a> {
    fn new(answers: &'a Answers) -> Self {
        Self { answers, rest: answers.range::<str, _>(..).peekable(), used: 0 }
    }

    fn answer(&mut self, no: &str) -> Option<&'a Answer> {
        if self.rest.peek().is_none_or(|(next, _)| *next != no) {
            self.rest = self.answers.range::<str, _>((Bound::Included(no), Bound::Unbounded)).peekable();
        }
        let (_, answer) = self.rest.next_if(|(next, _)| *next == no)?;
        self.used += 1;
        Some(answer)
    }
}

/// Adds up what lies below a criterion, a heading or the whole.
#[derive(Default)]
pub(super) struct Sum {
    pub(super) low: Points,
    pub(super) high: Points,
    pub(super) achievable: Points,
    pub(super) answered: u32,
}

impl Sum {
    #[inline]
    pub(super) fn add(&mut self, range: Range, achievable: Points) -> Result<(), PointsOverflow> {
        self.low = self.low.checked_add(range.low).ok_or(PointsOverflow)?;
        self.high = self.high.checked_add(range.high).ok_or(PointsOverflow)?;
        self.achievable = self.achievable.checked_add(achievable).ok_or(PointsOverflow)?;
        Ok(())
    }

    pub(super) fn within(&self, bounds: Bounds) -> Range {
        Range { low: bounds.hold(self.low), high: bounds.hold(self.high) }
    }
}

pub(super) fn overflow(path: &str) -> AnswerProblem {
    AnswerProblem::new(path, PointsOverflow.to_string())
}
