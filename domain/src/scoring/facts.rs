//! 一案一扣: for an incident that several criteria refer to, only its largest deduction stays.

use std::collections::{BTreeMap, HashMap};

use super::answers::{Answer, AnswerProblem, Answers, Circumstances};
use super::given::Given;
use super::sitting::{Sitting, Stop};
use super::value::InputValue;
use crate::points::Points;
use crate::scheme::{CountKind, Criterion, Rule, Scheme};

/// Where each fact counts.
pub(super) struct Kept<'a> {
    /// Fact → criterion and amount.
    facts: HashMap<&'a str, (&'a str, Points)>,
    /// Whether every criterion that takes facts is answered; until then a fact may still move to another one.
    pub(super) is_final: bool,
}

impl Kept<'_> {
    /// The criterion in which the fact counts instead of this one, and its amount there.
    pub(super) fn elsewhere(&self, fact: &str, here: &Criterion) -> Option<(&str, Points)> {
        self.facts.get(fact).filter(|(no, _)| *no != here.no).copied()
    }
}

/// Compares what each fact costs in each criterion, before clamping; the first of equals keeps it. A case's amount in a
/// criterion is the sum over its persons. `None` when no fact is referred to.
pub(super) fn keep<'a>(
    scheme: &'a Scheme,
    answers: &'a Answers,
    circumstances: &'a Circumstances,
) -> Result<Option<Kept<'a>>, AnswerProblem> {
    if !scheme.one_fact_once || !answers.values().any(refers_to_facts) {
        return Ok(None);
    }
    let mut kept = Kept { facts: HashMap::new(), is_final: true };
    for criterion in scheme.criteria().filter(|criterion| takes_facts(criterion)) {
        let answer = answers.get(criterion.no.as_str());
        if answer.is_some_and(|answer| answer.not_applicable) {
            continue;
        }
        let (amounts, complete) =
            amounts(criterion, answer, circumstances).map_err(|stop| stop.at(&criterion.no))?;
        kept.is_final &= complete;
        for (fact, amount) in amounts {
            let known = kept.facts.entry(fact).or_insert((&criterion.no, amount));
            if amount > known.1 {
                *known = (&criterion.no, amount);
            }
        }
    }
    Ok(Some(kept))
}

/// Where 一案一扣 makes a fact count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penalised {
    pub criterion: String,
    /// What it costs there by itself, before the limits it shares with others.
    pub points: Points,
    /// Whether every criterion that takes facts is answered; until then it may still move to another one.
    pub is_final: bool,
}

/// Where 一案一扣 makes each fact count, by its id. Facts that cost nothing are not told; nothing is where one fact may
/// count twice.
pub fn penalised(
    scheme: &Scheme,
    answers: &Answers,
    circumstances: &Circumstances,
) -> Result<BTreeMap<String, Penalised>, AnswerProblem> {
    let Some(Kept { facts, is_final }) = keep(scheme, answers, circumstances)? else {
        return Ok(BTreeMap::new());
    };
    let costly = facts.into_iter().filter(|(_, (_, points))| *points > Points::ZERO);
    let told = costly.map(|(fact, (no, points))| {
        (fact.to_owned(), Penalised { criterion: no.to_owned(), points, is_final })
    });
    Ok(told.collect())
}

pub(super) fn refers_to_facts(answer: &Answer) -> bool {
    answer.inputs.values().any(|value| matches!(value, InputValue::Entries(_)))
}

/// Whether a deduction of the criterion takes incidents from the register.
fn takes_facts(criterion: &Criterion) -> bool {
    criterion.rules().any(|rule| match rule {
        Rule::DeductEach { input, .. }
        | Rule::DeductTiered { input, .. }
        | Rule::DeductMatrix { input, .. }
        | Rule::DeductCountTiers { input, .. } => input.kind == CountKind::Facts,
        _ => false,
    })
}

/// Fact and what it costs.
type Costs<'a> = Vec<(&'a str, Points)>;

/// What each fact costs in one criterion by itself, within the limits of rules and groups: what another fact uses up of
/// a limit must not decide where this one counts.
fn amounts<'a>(
    criterion: &'a Criterion,
    answer: Option<&'a Answer>,
    circumstances: &'a Circumstances,
) -> Result<(Costs<'a>, bool), Stop> {
    let mut facts: Vec<&str> = Vec::new();
    for entry in answer.into_iter().flat_map(Answer::entries) {
        if !facts.contains(&entry.fact.as_str()) {
            facts.push(&entry.fact);
        }
    }
    let mut amounts = Costs::with_capacity(facts.len());
    for fact in facts {
        let mut sitting = Sitting::new(Given::new(criterion, answer), circumstances, None, Vec::new());
        sitting.only = Some(fact);
        deduct(&mut sitting)?;
        // A piece of work that only earns points is nobody's penalty.
        if !sitting.moves.is_empty() {
            amounts.push((fact, Points::sum(sitting.moves.iter().map(|one| one.shown))?));
        }
    }
    let mut whole = Sitting::new(Given::new(criterion, answer), circumstances, None, Vec::new());
    deduct(&mut whole)?;
    Ok((amounts, whole.given.complete))
}

fn deduct(sitting: &mut Sitting<'_>) -> Result<(), Stop> {
    for part in sitting.given.criterion.parts() {
        for rule in part.rules.iter().filter(|rule| rule.deducts()) {
            sitting.collect(rule, part.points)?;
        }
    }
    Ok(())
}
