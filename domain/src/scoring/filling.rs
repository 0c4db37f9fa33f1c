//! A rubric while it is filled in. At every key one answer changes; scoring a rubric of two thousand criteria anew each
//! time would cost what all of them cost.

use super::answers::{Answer, AnswerProblem, Answers, Circumstances};
use super::criterion::score_criterion;
use super::engine::{Walk, score_in, summed};
use super::facts::refers_to_facts;
use super::sheet::{HeadingScore, ScoreSheet};
use crate::scheme::{Criterion, Reach, Rule, Scheme};

/// Answers and the sheet they come to. Every change goes through [`Filling::put`], so that both are always of one piece.
///
/// An answer that does not fit its rule counts as not given.
#[derive(Debug)]
pub struct Filling {
    answers: Answers,
    circumstances: Circumstances,
    sheet: ScoreSheet,
    /// Why the answers cannot be scored together. Then the sheet is that of no answer, and nothing may start from it.
    problem: Option<AnswerProblem>,
    /// Number of answers that name a fact.
    with_facts: usize,
    /// 整体不得分 is possible.
    reaches_total: bool,
    /// The rubric asks for something beside points.
    beside_points: bool,
}

impl Filling {
    /// Takes what fits of `answers`.
    pub fn new(scheme: &Scheme, mut answers: Answers, circumstances: Circumstances) -> Self {
        let given = scheme.criteria().filter_map(|one| Some((one, answers.remove_entry(one.no.as_str())?)));
        let fitting =
            given.filter(|(criterion, (_, answer))| fits(scheme, criterion, answer, &circumstances));
        let answers: Answers = fitting.map(|(_, given)| given).collect();
        let parts = scheme.criteria().flat_map(|criterion| criterion.parts());
        let mut filling = Self {
            with_facts: answers.values().filter(|answer| refers_to_facts(answer)).count(),
            reaches_total: parts.flat_map(|part| &part.rules).any(reaches_total),
            beside_points: scheme.criteria().any(|criterion| !criterion.is_scored()),
            answers,
            circumstances,
            sheet: ScoreSheet::default(),
            problem: None,
        };
        let sheet = filling.whole(scheme);
        filling.take(scheme, sheet);
        filling
    }

    /// The answers that fit.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// What they come to, as [`score_in`] says.
    pub fn sheet(&self) -> &ScoreSheet {
        &self.sheet
    }

    /// What they are scored with.
    pub fn circumstances(&self) -> &Circumstances {
        &self.circumstances
    }

    /// Why the answers cannot be scored together, if so: their sum is too large or too exact.
    pub fn problem(&self) -> Option<&AnswerProblem> {
        self.problem.as_ref()
    }

    /// Changes the answer to one criterion. `scheme` is the same as ever.
    pub fn put(&mut self, scheme: &Scheme, no: &str, answer: Answer) {
        let spread = self.spreads(scheme);
        let fits = scheme
            .criterion(no)
            .is_some_and(|criterion| fits(scheme, criterion, &answer, &self.circumstances));
        let (now, before) = match fits {
            true => (refers_to_facts(&answer), self.answers.insert(no.to_owned(), answer)),
            false => (false, self.answers.remove(no)),
        };
        let before = before.is_some_and(|before| refers_to_facts(&before));
        self.with_facts = self.with_facts + usize::from(now) - usize::from(before);
        let sheet = match scheme.section_of(no) {
            Some(at) if !spread && !self.spreads(scheme) => self.with_section(scheme, at),
            _ => self.whole(scheme),
        };
        self.take(scheme, sheet);
    }

    /// Whether what is answered in one 部分 may count in another: an incident that counts once, 整体不得分.
    fn spreads(&self, scheme: &Scheme) -> bool {
        self.problem.is_some() || self.reaches_total || (scheme.one_fact_once && self.with_facts > 0)
    }

    fn whole(&self, scheme: &Scheme) -> Result<ScoreSheet, AnswerProblem> {
        score_in(scheme, &self.answers, &self.circumstances)
    }

    /// The sheet with one 部分 scored anew.
    fn with_section(&mut self, scheme: &Scheme, at: usize) -> Result<ScoreSheet, AnswerProblem> {
        let mut walk = Walk::new(scheme, &self.answers, &self.circumstances, None);
        let section = &scheme.sections[at];
        let mut sections = std::mem::take(&mut self.sheet.sections);
        sections[at] = walk.section(section)?;
        walk.beside_points = self.beside_points || sections.iter().any(has_consequences);
        summed(scheme, &self.circumstances, sections, &walk)
    }

    fn take(&mut self, scheme: &Scheme, sheet: Result<ScoreSheet, AnswerProblem>) {
        (self.sheet, self.problem) = match sheet {
            Ok(sheet) => (sheet, None),
            Err(problem) => {
                // A scheme that cannot be scored without answers is refused when it is read.
                let none = score_in(scheme, &Answers::new(), &self.circumstances);
                (none.unwrap_or_default(), Some(problem))
            }
        };
    }
}

fn fits(scheme: &Scheme, criterion: &Criterion, answer: &Answer, circumstances: &Circumstances) -> bool {
    score_criterion(scheme, criterion, Some(answer), circumstances).is_ok()
}

fn reaches_total(rule: &Rule) -> bool {
    match rule {
        Rule::ZeroUnlessMet { reach, .. } | Rule::ZeroIfCount { reach, .. } => *reach == Reach::Total,
        Rule::Group(group) => group.rules.iter().any(reaches_total),
        _ => false,
    }
}

fn has_consequences(heading: &HeadingScore) -> bool {
    heading.with_below().flat_map(|heading| &heading.criteria).any(|line| !line.consequences.is_empty())
}
