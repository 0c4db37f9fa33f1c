//! What every criterion by itself comes to with any of the facts it names gone elsewhere. Where more of a fact may cost less,
//! neither all of them nor none need be the most or the least; all of a sheet follows from the extremes of its criteria.

use std::collections::HashSet;

use super::answers::{AnswerProblem, Answers, Circumstances};
use super::engine::whole;
use super::facts::{Kept, takes_facts};
use super::possible::{keeps_dearer_away, reach_over};
use super::sheet::{CriterionScore, Range, ScoreSheet};
use crate::points::Points;
use crate::scheme::{Criterion, Scheme};

/// How many facts of one criterion are tried each by itself; of more, some go together.
const FACTS: u32 = 6;

/// The facts one criterion names, in as many groups as are tried, and what it came to so far.
struct Named<'a> {
    criterion: &'a Criterion,
    groups: Vec<Vec<&'a str>>,
    least: Option<(Points, usize)>,
    most: Option<(Points, usize)>,
}

impl<'a> Named<'a> {
    fn new(criterion: &'a Criterion, answers: &'a Answers, scheme: &Scheme, tried: u32) -> Option<Self> {
        let answer = answers.get(criterion.no.as_str()).filter(|answer| !answer.not_applicable)?;
        let mut facts: Vec<&str> = answer.entries().map(|entry| entry.fact.as_str()).collect();
        facts.sort_unstable();
        facts.dedup();
        // More of them cost more: all and none are the ends.
        let groups =
            if keeps_dearer_away(scheme, &criterion.no) { facts.len().min(tried as usize) } else { 1 };
        let groups = (0..groups).map(|n| facts.iter().copied().skip(n).step_by(groups).collect());
        (!facts.is_empty()).then(|| Self { criterion, groups: groups.collect(), least: None, most: None })
    }

    /// The facts that are gone the `way`-th time: a bit for each group.
    fn gone(&self, way: usize) -> impl Iterator<Item = (&'a str, &'a str)> {
        let groups = self.groups.iter().enumerate().filter(move |(at, _)| way & (1 << at) != 0);
        groups.flat_map(|(_, facts)| facts.iter().map(|fact| (*fact, self.criterion.no.as_str())))
    }

    fn came_to(&mut self, way: usize, range: Range) {
        if self.least.is_none_or(|(least, _)| range.low < least) {
            self.least = Some((range.low, way));
        }
        if self.most.is_none_or(|(most, _)| range.high > most) {
            self.most = Some((range.high, way));
        }
    }
}

/// Lets the ranges of a sheet reach as far as those of its criteria. `runs`: how often the rubric may be scored for it.
/// `raises`: whether the total may gain by it, too.
pub(super) fn extremes(
    scheme: &Scheme,
    answers: &Answers,
    circumstances: &Circumstances,
    runs: usize,
    raises: bool,
    sheet: &mut ScoreSheet,
) -> Result<(), AnswerProblem> {
    let tried = runs.max(2).ilog2().min(FACTS);
    let criteria = scheme.criteria().filter(|criterion| takes_facts(criterion));
    let mut named: Vec<_> =
        criteria.filter_map(|criterion| Named::new(criterion, answers, scheme, tried)).collect();
    let most = named.iter().map(|one| one.groups.len()).max().unwrap_or_default();
    let score = |gone: HashSet<(&str, &str)>| -> Result<ScoreSheet, AnswerProblem> {
        whole(scheme, answers, circumstances, Some(&Kept::everywhere_but(gone)))
    };
    let mut reach = |one: &mut ScoreSheet| {
        if !raises {
            one.range.high = one.range.high.min(sheet.range.high);
        }
        reach_over(sheet, one);
    };
    // All criteria at once: what is gone from one is no matter to another.
    for way in 0..1_usize << most {
        let mut one = score(named.iter().flat_map(|named| named.gone(way)).collect())?;
        let mut lines = one.criteria();
        for named in &mut named {
            let line: Option<&CriterionScore> = lines.find(|line| line.no == named.criterion.no);
            if let Some(line) = line {
                named.came_to(way, line.range);
            }
        }
        drop(lines);
        reach(&mut one);
    }
    let ends: [fn(&Named<'_>) -> usize; 2] =
        [|named| named.least.map_or(0, |(_, way)| way), |named| named.most.map_or(0, |(_, way)| way)];
    for end in ends {
        reach(&mut score(named.iter().flat_map(|named| named.gone(end(named))).collect())?);
    }
    Ok(())
}
