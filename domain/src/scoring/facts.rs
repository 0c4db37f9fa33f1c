//! 一案一扣: for an incident that several criteria refer to, only its largest deduction stays.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::answers::{Answer, AnswerProblem, Answers, Circumstances};
use super::given::Given;
use super::possible::for_each_times;
use super::sitting::{Sitting, Stop};
use super::value::InputValue;
use crate::points::Points;
use crate::scheme::{Count, CountKind, Criterion, Rule, Scheme};

/// Where each fact counts.
pub(super) struct Kept<'a> {
    /// Fact → criterion and amount.
    facts: HashMap<&'a str, (&'a str, Points)>,
    /// Facts that do not count in some criterion: fact and criterion.
    gone: HashSet<(&'a str, &'a str)>,
    /// Whether every list of facts is filled in; until then a fact may still move to another criterion.
    pub(super) is_final: bool,
}

impl<'a> Kept<'a> {
    /// The facts that cost something: fact, criterion, amount.
    pub(super) fn costly(&self) -> impl Iterator<Item = (&'a str, &'a str, Points)> {
        let all = self.facts.iter().map(|(fact, (no, costs))| (*fact, *no, *costs));
        all.filter(|(.., costs)| *costs > Points::ZERO)
    }

    /// As if every fact cost something wherever it is named, but for some facts in some criteria: fact and criterion.
    pub(super) fn everywhere_but(gone: HashSet<(&'a str, &'a str)>) -> Self {
        Kept { facts: HashMap::new(), gone, is_final: false }
    }

    /// The same, but for some facts, which count nowhere.
    pub(super) fn without<'b>(&self, facts: impl Iterator<Item = &'b str>) -> Kept<'a> {
        let mut kept = self.facts.clone();
        for fact in facts {
            if let Some((no, _)) = kept.get_mut(fact) {
                *no = "";
            }
        }
        Kept { facts: kept, gone: HashSet::new(), is_final: false }
    }

    /// The same, but for some facts, which count in another criterion: fact and criterion.
    pub(super) fn at(&self, facts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Kept<'a> {
        let mut kept = self.facts.clone();
        for (fact, criterion) in facts {
            if let Some((no, _)) = kept.get_mut(fact) {
                *no = criterion;
            }
        }
        Kept { facts: kept, gone: HashSet::new(), is_final: false }
    }

    /// The criterion in which the fact counts instead of this one, and its amount there.
    pub(super) fn elsewhere(&self, fact: &str, here: &Criterion) -> Option<(&str, Points)> {
        if !self.gone.is_empty() && self.gone.contains(&(fact, here.no.as_str())) {
            return Some(("", Points::ZERO));
        }
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
    let mut kept = Kept { facts: HashMap::new(), gone: HashSet::new(), is_final: true };
    for criterion in scheme.criteria().filter(|criterion| takes_facts(criterion)) {
        let answer = answers.get(criterion.no.as_str());
        if answer.is_some_and(|answer| answer.not_applicable) {
            continue;
        }
        let amounts = amounts(criterion, answer, circumstances).map_err(|stop| stop.at(&criterion.no))?;
        kept.is_final &= is_told(criterion, answer);
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
    /// Whether every list of facts is filled in; until then it may still move to another criterion.
    pub is_final: bool,
}

/// Where 一案一扣 makes each fact count, by its id. Facts that cost nothing are not told; nothing is where one fact may
/// count twice.
pub fn penalised(
    scheme: &Scheme,
    answers: &Answers,
    circumstances: &Circumstances,
) -> Result<BTreeMap<String, Penalised>, AnswerProblem> {
    let Some(Kept { facts, is_final, .. }) = keep(scheme, answers, circumstances)? else {
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
pub(super) fn takes_facts(criterion: &Criterion) -> bool {
    criterion.rules().any(|rule| is_list_of_facts(rule).is_some())
}

/// The list from which a single deduction takes incidents of the register, if it does.
pub(super) fn is_list_of_facts(rule: &Rule) -> Option<&Count> {
    match rule {
        Rule::DeductEach { input, .. }
        | Rule::DeductTiered { input, .. }
        | Rule::DeductMatrix { input, .. }
        | Rule::DeductDiscretionEach { input, .. }
        | Rule::DeductCountTiers { input, .. } => Some(input).filter(|input| input.kind == CountKind::Facts),
        _ => None,
    }
}

/// Whether all that decides what facts cost in a criterion is answered: its lists, and what multiplies them.
fn is_told(criterion: &Criterion, answer: Option<&Answer>) -> bool {
    let Some(answer) = answer else { return false };
    let mut told = true;
    for rule in criterion.parts().iter().flat_map(|part| &part.rules).filter(|rule| rule.deducts()) {
        let mut lists = rule.with_inner().filter_map(is_list_of_facts);
        told &= lists.all(|list| answer.inputs.contains_key(&list.input));
        for_each_times(rule, answer, &mut |_| told = false);
    }
    told
}

/// What one fact costs in a criterion by itself; `None` if the answer does not fit.
pub(super) fn cost_of(
    fact: &str,
    criterion: &Criterion,
    answer: &Answer,
    circumstances: &Circumstances,
) -> Option<Points> {
    let amounts = amounts(criterion, Some(answer), circumstances).ok()?;
    Some(amounts.into_iter().find(|(known, _)| *known == fact).map_or(Points::ZERO, |(_, amount)| amount))
}

/// Fact and what it costs.
type Costs<'a> = Vec<(&'a str, Points)>;

/// What each fact costs in one criterion by itself, within the limits of rules and groups: what another fact uses up of
/// a limit must not decide where this one counts.
fn amounts<'a>(
    criterion: &'a Criterion,
    answer: Option<&'a Answer>,
    circumstances: &'a Circumstances,
) -> Result<Costs<'a>, Stop> {
    let mut facts: Vec<&str> = Vec::new();
    for entry in answer.into_iter().flat_map(Answer::entries) {
        if !facts.contains(&entry.fact.as_str()) {
            facts.push(&entry.fact);
        }
    }
    let mut amounts = Costs::with_capacity(facts.len());
    for fact in facts {
        let given = Given::new(criterion, answer, &circumstances.facts);
        let mut sitting = Sitting::new(given, circumstances, None, Vec::new());
        sitting.only = Some(fact);
        deduct(&mut sitting)?;
        // A piece of work that only earns points is nobody's penalty.
        if !sitting.moves.is_empty() {
            amounts.push((fact, Points::sum(sitting.moves.iter().map(|one| one.shown))?));
        }
    }
    Ok(amounts)
}

fn deduct(sitting: &mut Sitting<'_>) -> Result<(), Stop> {
    for part in sitting.given.criterion.parts() {
        for rule in part.rules.iter().filter(|rule| rule.deducts()) {
            sitting.collect(rule, part.points)?;
        }
    }
    Ok(())
}
