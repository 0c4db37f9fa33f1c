//! The order of evaluation: rules inside a part, 不得分, clamping the part, the criterion, the item, the section and
//! the whole. Everything is computed as a range, so that what is unanswered stays open instead of counting as “no”.

use std::collections::btree_map;
use std::iter::Peekable;
use std::ops::Bound;

use super::answers::{Answer, AnswerProblem, Answers, REMARK_LIMIT};
use super::part::Sitting;
use super::sheet::{CriterionScore, Explanation, ItemScore, Range, ScoreSheet, SectionScore};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{Criterion, Item, Scheme, Section};

/// Scores a whole rubric.
pub fn score(scheme: &Scheme, answers: &Answers) -> Result<ScoreSheet, AnswerProblem> {
    let mut given = Given::new(answers);
    let mut total = Sum::default();
    let mut asked = 0;
    let mut sections = Vec::with_capacity(scheme.sections.len());
    for section in &scheme.sections {
        let line = score_section(section, &mut given)?;
        total.add(line.range, line.achievable).map_err(|_| overflow(&section.no))?;
        total.answered += line.items.iter().map(|item| item.answered).sum::<u32>();
        asked += line.items.iter().map(|item| item.criteria.len() as u32).sum::<u32>();
        sections.push(line);
    }
    if given.used != answers.len()
        && let Some(unknown) = answers.keys().find(|no| scheme.criterion(no).is_none())
    {
        return Err(AnswerProblem::new(shortened(unknown), "本方案没有这条评分细则"));
    }
    let range = total.within(scheme.points);
    Ok(ScoreSheet {
        score: range.low,
        declared: scheme.points,
        achievable: total.achievable,
        range,
        answered: total.answered,
        asked,
        sections,
    })
}

fn score_section(section: &Section, given: &mut Given<'_>) -> Result<SectionScore, AnswerProblem> {
    let mut total = Sum::default();
    let mut items = Vec::with_capacity(section.items.len());
    for item in &section.items {
        let line = score_item(item, given)?;
        total.add(line.range, line.achievable).map_err(|_| overflow(&item.no))?;
        items.push(line);
    }
    let range = total.within(section.points);
    Ok(SectionScore {
        no: section.no.clone(),
        score: range.low,
        declared: section.points,
        achievable: total.achievable,
        range,
        items,
    })
}

fn score_item(item: &Item, given: &mut Given<'_>) -> Result<ItemScore, AnswerProblem> {
    let mut total = Sum::default();
    let mut criteria = Vec::with_capacity(item.criteria.len());
    for criterion in &item.criteria {
        let line = score_criterion(criterion, given.answer(&criterion.no))?;
        total.add(line.range, line.points).map_err(|_| overflow(&criterion.no))?;
        total.answered += u32::from(line.complete);
        criteria.push(line);
    }
    let range = total.within(item.points);
    Ok(ItemScore {
        no: item.no.clone(),
        score: range.low,
        declared: item.points,
        achievable: total.achievable,
        range,
        answered: total.answered,
        criteria,
    })
}

/// Scores one 评分细则.
///
/// The steps add up: a part that only deducts starts at its points, any other at 0, and a deduction that finds less
/// than it asks for takes what is left and says so.
pub fn score_criterion(
    criterion: &Criterion,
    answer: Option<&Answer>,
) -> Result<CriterionScore, AnswerProblem> {
    if let Some(answer) = answer {
        // A character has at least one byte: most remarks need no counting.
        if answer.remark.len() > REMARK_LIMIT && answer.remark.chars().count() > REMARK_LIMIT {
            return Err(AnswerProblem::new(
                format!("{}.remark", criterion.no),
                format!("说明超过{REMARK_LIMIT}字"),
            ));
        }
        if answer.not_applicable && criterion.not_applicable.is_none() {
            return Err(AnswerProblem::new(format!("{}.not_applicable", criterion.no), "本项不能申报不涉及"));
        }
    }
    let mut sitting = Sitting { criterion, answer, seen: 0, complete: true, steps: Vec::new() };
    let mut total = Sum::default();
    let mut shown = Points::ZERO;
    for part in &criterion.parts {
        let tally = sitting.score_part(part).map_err(|stop| stop.at(&criterion.no))?;
        let range = Range {
            low: tally.low.within(Points::ZERO, part.points),
            high: tally.high.within(Points::ZERO, part.points),
        };
        total.add(range, Points::ZERO).map_err(|_| overflow(&criterion.no))?;
        shown = shown.checked_add(tally.shown).ok_or_else(|| overflow(&criterion.no))?;
    }
    sitting.refuse_unknown_inputs()?;
    if shown > criterion.points {
        let over = criterion.points.checked_sub(shown).ok_or_else(|| overflow(&criterion.no))?;
        sitting
            .steps
            .push(Explanation { text: "各部分合计超过本项满分".to_owned(), points: over });
    }
    let (mut range, mut complete, mut steps) =
        (total.within(criterion.points), sitting.complete, sitting.steps);
    let not_applicable = answer.is_some_and(|answer| answer.not_applicable);
    if not_applicable {
        range = Range { low: criterion.points, high: criterion.points };
        complete = true;
        steps = vec![Explanation { text: "不涉及，不扣分".to_owned(), points: Points::ZERO }];
    }
    Ok(CriterionScore {
        no: criterion.no.clone(),
        score: range.low,
        points: criterion.points,
        range,
        complete,
        not_applicable,
        steps,
    })
}

/// The answers, taken in document order. That is nearly the order of the map, so that most need no search.
struct Given<'a> {
    answers: &'a Answers,
    rest: Peekable<btree_map::Range<'a, String, Answer>>,
    used: usize,
}

impl<'a> Given<'a> {
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

/// Adds up what lies below an item, a section or the whole.
#[derive(Default)]
struct Sum {
    low: Points,
    high: Points,
    achievable: Points,
    answered: u32,
}

impl Sum {
    fn add(&mut self, range: Range, achievable: Points) -> Result<(), PointsOverflow> {
        self.low = self.low.checked_add(range.low).ok_or(PointsOverflow)?;
        self.high = self.high.checked_add(range.high).ok_or(PointsOverflow)?;
        self.achievable = self.achievable.checked_add(achievable).ok_or(PointsOverflow)?;
        Ok(())
    }

    fn within(&self, points: Points) -> Range {
        Range { low: self.low.within(Points::ZERO, points), high: self.high.within(Points::ZERO, points) }
    }
}

pub(super) fn overflow(path: &str) -> AnswerProblem {
    AnswerProblem::new(path, PointsOverflow.to_string())
}

/// At most 40 characters of a name that is not ours.
pub(super) fn shortened(name: &str) -> String {
    name.chars().take(40).collect()
}
