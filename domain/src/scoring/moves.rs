//! What a rule gives or takes before anything is clamped, and what groups of rules do with it.

use super::given::cut;
use super::sitting::{Sitting, Stop};
use super::told::told_met;
use crate::calendar::Day;
use crate::points::{Points, PointsOverflow};
use crate::scheme::{Group, Span, SpanCap, Take, Times};

/// One amount a rule comes to, as a magnitude: what a deduction takes is positive here, too.
pub(super) struct Move<'a> {
    /// Why, in words; empty as long as the amount is open.
    pub(super) text: String,
    /// The least and the most it may come to.
    pub(super) low: Points,
    pub(super) high: Points,
    /// What it comes to by what is known; 0 as long as it is open.
    pub(super) shown: Points,
    /// While it is open: the least it can be if it comes to anything.
    pub(super) least: Points,
    /// The incident or piece it is for.
    pub(super) fact: Option<&'a str>,
    pub(super) date: Option<Day>,
}

impl<'a> Move<'a> {
    pub(super) fn known(text: String, amount: Points) -> Self {
        Self { text, low: amount, high: amount, shown: amount, least: amount, fact: None, date: None }
    }

    pub(super) fn open(low: Points, high: Points, least: Points) -> Self {
        Self { text: String::new(), low, high, shown: Points::ZERO, least, fact: None, date: None }
    }

    pub(super) fn is_open(&self) -> bool {
        self.text.is_empty()
    }

    /// Changes a known amount, and says why if that shows.
    fn change(
        &mut self,
        by: impl Fn(Points) -> Result<Points, PointsOverflow>,
        why: &str,
    ) -> Result<(), PointsOverflow> {
        let shown = by(self.shown)?;
        if shown != self.shown {
            self.text.push_str(why);
        }
        (self.low, self.high, self.shown) = (by(self.low)?, by(self.high)?, shown);
        Ok(())
    }

    /// Lets it count no more than this.
    fn limit(&mut self, most: Points, why: &str) {
        // Taking the lesser of two amounts cannot overflow.
        let _ = self.change(|amount| Ok(amount.min(most)), why);
    }
}

/// The least and the most some moves come to, and what is known of it.
#[derive(Clone, Copy)]
struct Total {
    low: Points,
    high: Points,
    shown: Points,
    /// The least they come to if they come to anything.
    least: Points,
}

fn sum(moves: &[Move<'_>]) -> Result<Total, PointsOverflow> {
    let low = Points::sum(moves.iter().map(|one| one.low))?;
    let positive = moves.iter().filter(|one| one.high > Points::ZERO);
    let least = if low == Points::ZERO { positive.map(|one| one.least).min() } else { None };
    Ok(Total {
        low,
        high: Points::sum(moves.iter().map(|one| one.high))?,
        shown: Points::sum(moves.iter().map(|one| one.shown))?,
        least: least.unwrap_or(low),
    })
}

impl<'a> Sitting<'a> {
    /// A group's rules, then what the group does with what they come to.
    pub(super) fn group(&mut self, group: &Group, points: Points) -> Result<(), Stop> {
        let start = self.moves.len();
        let mut ends = Vec::with_capacity(group.rules.len());
        for rule in &group.rules {
            self.collect(rule, points)?;
            ends.push(self.moves.len());
        }
        if let Some(times) = &group.times {
            self.multiply(times, start, &mut ends)?;
        }
        let mut moves = self.moves.split_off(start);
        let bounds = ends.iter().scan(0, |from, end| {
            let range = *from..(end - start);
            *from = end - start;
            Some(range)
        });
        let bounds: Vec<_> = bounds.collect();
        if let Some(cap) = &group.at_most_per {
            // Of rules that exclude each other only one is limited in the end: each is compared within the limit.
            match group.take {
                Take::Sum => cap_per_span(&mut moves, cap, self)?,
                _ => {
                    bounds.iter().try_for_each(|range| cap_per_span(&mut moves[range.clone()], cap, self))?
                }
            }
        }
        match group.take {
            Take::Sum => {}
            Take::Highest => highest(&mut moves, bounds)?,
            Take::First => first(&mut moves, bounds)?,
        }
        if let Some(most) = group.at_most {
            cap(&mut moves, most)?;
        }
        self.moves.append(&mut moves);
        Ok(())
    }

    /// 加倍, 减半: known amounts become larger or smaller, open ones wider; while the condition is open, so is the rest.
    fn multiply(&mut self, times: &Times, start: usize, ends: &mut [usize]) -> Result<(), Stop> {
        let factor = times.factor;
        let scaled = |amount: Points| amount.checked_mul(factor).ok_or(PointsOverflow);
        match self.given.met(&times.condition)? {
            Some(false) => {}
            Some(true) => {
                let why = format!("（{}，按{factor}倍计）", told_met(&times.condition, true));
                for one in &mut self.moves[start..] {
                    if one.is_open() {
                        (one.low, one.high, one.least) =
                            (scaled(one.low)?, scaled(one.high)?, scaled(one.least)?);
                    } else {
                        one.change(scaled, &why)?;
                    }
                }
            }
            None => {
                // What the condition may still change is open, rule by rule, so that each rule's share stays known.
                let all = self.moves.split_off(start);
                let mut all = all.into_iter();
                let mut from = start;
                for end in ends {
                    let mut low = Points::ZERO;
                    let mut high = Points::ZERO;
                    for mut one in all.by_ref().take(*end - from) {
                        let (less, more) = (scaled(one.low)?, scaled(one.high)?);
                        if one.is_open() {
                            (one.low, one.high) = (one.low.min(less), one.high.max(more));
                            one.least = one.least.min(scaled(one.least)?);
                        } else {
                            let down = less.checked_sub(one.low).ok_or(PointsOverflow)?;
                            let up = more.checked_sub(one.high).ok_or(PointsOverflow)?;
                            low = low.checked_add(down.min(Points::ZERO)).ok_or(PointsOverflow)?;
                            high = high.checked_add(up.max(Points::ZERO)).ok_or(PointsOverflow)?;
                        }
                        self.moves.push(one);
                    }
                    from = *end;
                    if low != high {
                        self.moves.push(Move::open(low, high, high.max(Points::ZERO)));
                    }
                    *end = self.moves.len();
                }
            }
        }
        Ok(())
    }
}

/// 就高不累加: the rule that comes to most counts, the first one of equals.
fn highest(moves: &mut Vec<Move<'_>>, bounds: Vec<std::ops::Range<usize>>) -> Result<(), PointsOverflow> {
    let sums = sums(moves, &bounds)?;
    let low = sums.iter().map(|sum| sum.low).max().unwrap_or_default();
    let high = sums.iter().map(|sum| sum.high).max().unwrap_or_default();
    let mut best = 0;
    for (at, sum) in sums.iter().enumerate() {
        if sum.shown > sums[best].shown {
            best = at;
        }
    }
    keep(moves, bounds, best, "（就高计，不累加）", low, high)
}

/// 互不重复: the first rule that comes to anything counts.
fn first(moves: &mut Vec<Move<'_>>, bounds: Vec<std::ops::Range<usize>>) -> Result<(), PointsOverflow> {
    let zero = Points::ZERO;
    let sums = sums(moves, &bounds)?;
    // What each rule may come to stands open as long as those before it may come to nothing.
    let (mut low, mut high) = (None::<Points>, None::<Points>);
    let mut nothing = true;
    for one in sums.iter().filter(|one| one.low != zero || one.high != zero) {
        // What comes to nothing leaves the place to the next.
        let least = if one.low == zero { one.least } else { one.low };
        low = Some(low.map_or(least, |low| low.min(least)));
        high = Some(high.map_or(one.high, |high| high.max(one.high)));
        if one.low > zero || one.high < zero {
            nothing = false;
            break;
        }
    }
    let (mut low, mut high) = (low.unwrap_or_default(), high.unwrap_or_default());
    if nothing {
        (low, high) = (low.min(zero), high.max(zero));
    }
    let best = sums.iter().position(|one| one.shown != zero).unwrap_or(0);
    keep(moves, bounds, best, "（与前一项不重复计）", low, high)
}

fn sums(moves: &[Move<'_>], bounds: &[std::ops::Range<usize>]) -> Result<Vec<Total>, PointsOverflow> {
    bounds.iter().map(|range| sum(&moves[range.clone()])).collect()
}

/// Keeps the known moves of the rule at `best`, sets the other known ones to 0, and holds the rest open so that all
/// together come to `low..=high`.
fn keep(
    moves: &mut Vec<Move<'_>>,
    bounds: Vec<std::ops::Range<usize>>,
    best: usize,
    why: &str,
    low: Points,
    high: Points,
) -> Result<(), PointsOverflow> {
    for (at, range) in bounds.into_iter().enumerate() {
        if at != best {
            for one in moves[range].iter_mut().filter(|one| !one.is_open()) {
                one.change(|_| Ok(Points::ZERO), why)?;
            }
        }
    }
    hold_open(moves, low, high)
}

/// Leaves one open move, such that all together come to `low..=high`.
fn hold_open(moves: &mut Vec<Move<'_>>, low: Points, high: Points) -> Result<(), PointsOverflow> {
    let least =
        moves.iter().filter(|one| one.is_open() && one.high > Points::ZERO).map(|one| one.least).min();
    moves.retain(|one| !one.is_open());
    let known = sum(moves)?;
    let (low, high) = (
        low.checked_sub(known.low).ok_or(PointsOverflow)?,
        high.checked_sub(known.high).ok_or(PointsOverflow)?,
    );
    if low != Points::ZERO || high != Points::ZERO {
        let least = least.unwrap_or(high).min(high).max(low);
        moves.push(Move::open(low, high, least));
    }
    Ok(())
}

/// 最高: known moves fill the limit in order, what is open fills the rest.
fn cap(moves: &mut Vec<Move<'_>>, most: Points) -> Result<(), PointsOverflow> {
    let all = sum(moves)?;
    let why = format!("（最高{most}分）");
    // What takes away leaves that much more room.
    let taken = moves.iter().filter(|one| !one.is_open()).map(|one| one.shown.min(Points::ZERO));
    let mut left = most.checked_sub(Points::sum(taken)?).ok_or(PointsOverflow)?;
    for one in moves.iter_mut().filter(|one| !one.is_open() && one.shown >= Points::ZERO) {
        one.limit(left.max(Points::ZERO), &why);
        left = left.checked_sub(one.shown).ok_or(PointsOverflow)?;
    }
    hold_open(moves, all.low.min(most), all.high.min(most))
}

/// 每月（季、年）最高: the same within each stretch of the calendar. What is open may fall anywhere.
fn cap_per_span(moves: &mut [Move<'_>], cap: &SpanCap, sitting: &Sitting<'_>) -> Result<(), Stop> {
    let mut used: Vec<((i32, u32), Points)> = Vec::new();
    let name = cap.span.label();
    let why = format!("（每{name}最高{}分）", cap.points);
    // What happens once more falls into one stretch, however many there are.
    for one in moves.iter_mut().filter(|one| one.is_open()) {
        one.least = one.least.min(cap.points);
    }
    for one in moves.iter_mut().filter(|one| !one.is_open() && one.high != Points::ZERO) {
        let Some(date) = one.date else {
            let fact = one.fact.unwrap_or_default();
            let known = sitting.circumstances.facts.get(fact).map(|fact| fact.title.as_str());
            let title = cut(known.filter(|title| !title.is_empty()).unwrap_or(fact));
            let reason = format!("“{title}”须登记发生日期，才能按{name}限分");
            return Err(Stop::Problem(sitting.given.problem("date", reason)));
        };
        let bucket = match cap.span {
            Span::Month => (date.year(), date.month()),
            Span::Quarter => (date.year(), date.month().div_ceil(3)),
            Span::Year => (date.year(), 0),
        };
        let at = used.iter().position(|(known, _)| *known == bucket).unwrap_or_else(|| {
            used.push((bucket, Points::ZERO));
            used.len() - 1
        });
        let left = cap.points.checked_sub(used[at].1).ok_or(PointsOverflow)?.max(Points::ZERO);
        one.limit(left, &why);
        used[at].1 = used[at].1.checked_add(one.shown).ok_or(PointsOverflow)?;
    }
    Ok(())
}
