//! What a sheet may still come to where facts are not all told: 一案一扣 keeps a fact where it costs most, so a list that is
//! not filled in yet may take a known fact away from where it counts now. Each such case is scored; the ranges of the sheet
//! reach over all of them, and so are results that can really happen.

use super::answers::{Answer, AnswerProblem, Answers, Circumstances};
use super::engine::{overflow, whole};
use super::extremes::extremes;
use super::facts::{Kept, cost_of, is_list_of_facts, keep, takes_facts};
use super::reached::{Reached, Verdict};
use super::sheet::{CriterionScore, HeadingScore, Range, ScoreSheet};
use super::value::{Entry, InputValue};
use super::{Judged, answers::COUNT_LIMIT};
use crate::points::Points;
use crate::scheme::{Count, Criterion, POINTS_LIMIT, Rule, Scheme, Take};

/// How many criteria may be scored beside the sheet itself; beyond that the ranges are wider than they need be.
const BUDGET: usize = 10_000;
/// How many times it may be tried whether a list could take a fact; beyond that every list is taken to.
const TRIALS: usize = 2_000;
/// Up to how many 人次 are tried one by one.
const FEW: i64 = 5;
/// The most open 加倍 and 减半 that are tried both ways.
const CONDITIONS: usize = 4;

/// Widens the ranges of a sheet whose facts are not all told.
pub(super) fn widen(
    scheme: &Scheme,
    answers: &Answers,
    circumstances: &Circumstances,
    kept: &Kept<'_>,
    sheet: &mut ScoreSheet,
) -> Result<(), AnswerProblem> {
    if kept.is_final {
        return Ok(());
    }
    let runs = BUDGET / scheme.criteria().count().max(1);
    let conditions = open_conditions(scheme, answers);
    if conditions.len() > CONDITIONS || may_cost_less(scheme, answers) {
        return extremes(scheme, answers, circumstances, runs, true, sheet);
    }
    if conditions.is_empty() {
        return moved(scheme, answers, circumstances, kept, runs, sheet);
    }
    let tried = conditions;
    for chosen in 0..1_u32 << tried.len() {
        let mut with = answers.clone();
        for (at, (no, input)) in tried.iter().enumerate() {
            let answer = with.entry((*no).to_owned()).or_default();
            answer.inputs.insert((*input).to_owned(), InputValue::Met(chosen & (1 << at) != 0));
        }
        let kept = keep(scheme, &with, circumstances)?;
        let mut one = whole(scheme, &with, circumstances, kept.as_ref())?;
        if let Some(kept) = &kept {
            moved(scheme, &with, circumstances, kept, runs >> tried.len(), &mut one)?;
        }
        reach_over(sheet, &one);
    }
    Ok(())
}

/// Every way in which open lists may take known facts away from where they count.
fn moved(
    scheme: &Scheme,
    answers: &Answers,
    circumstances: &Circumstances,
    kept: &Kept<'_>,
    runs: usize,
    sheet: &mut ScoreSheet,
) -> Result<(), AnswerProblem> {
    let mut facts: Vec<Held<'_>> =
        kept.costly().map(|(fact, no, costs)| Held { fact, no, costs, to: Vec::new() }).collect();
    facts.sort_unstable_by_key(|held| held.fact);
    let takers = takers(scheme, answers);
    let few = facts.len().saturating_mul(takers.len()) <= TRIALS;
    for held in &mut facts {
        for taker in takers.iter().filter(|taker| taker.criterion.no != held.no) {
            let answer = answers.get(taker.criterion.no.as_str());
            if !few || taker.could_take(scheme, answer, circumstances, held) {
                let way = taker.cheapest(scheme, answer, circumstances, held);
                held.to.push(To { taker, way });
            }
        }
    }
    facts.retain(|held| !held.to.is_empty());
    if facts.is_empty() {
        return Ok(());
    }
    sink(scheme, answers, circumstances, kept, &facts, runs, sheet)?;
    // A single line may be relieved of all that can go elsewhere.
    let free = kept.without(facts.iter().map(|held| held.fact));
    let relieved = whole(scheme, answers, circumstances, Some(&free))?;
    for (section, other) in sheet.sections.iter_mut().zip(&relieved.sections) {
        heading(section, other);
    }
    let mixed = facts.iter().any(|held| keeps_dearer_away(scheme, held.no));
    // The total gains only where the criterion it goes to cannot lose as much any more. Where rules stand in groups, several
    // facts may cost no more than one of them, or take the place of something dearer: that is tried.
    let freed = Points::sum(facts.iter().map(|held| held.costs)).map_err(|_| overflow(""))?;
    // A condition of a 等次 looks at lines, too.
    let conditions = scheme.outcome.bands.iter().any(|band| !band.conditions.is_empty());
    for held in &mut facts {
        held.to.retain(|to| {
            conditions
                || to.way.is_none()
                || to.taker.grouped
                || may_lose(sheet, to.taker.criterion).is_none_or(|room| room < freed)
        });
    }
    facts.retain(|held| !held.to.is_empty());
    if mixed {
        // Several lines may gain by different facts: one by what leaves it, one by what stays.
        extremes(scheme, answers, circumstances, runs, false, sheet)?;
    }
    let certain = facts.iter().flat_map(|held| &held.to).all(|to| to.way.is_some());
    let ways = facts.iter().try_fold(1_usize, |ways, held| ways.checked_mul(held.to.len() + 1));
    let Some(ways) = ways.filter(|ways| few && certain && *ways <= runs.max(2)) else {
        // More than can be tried: as if none of these facts cost anything.
        reach_over(sheet, &relieved);
        if mixed {
            extremes(scheme, answers, circumstances, runs, true, sheet)?;
        }
        return Ok(());
    };
    for way in 1..ways {
        let mut with = answers.clone();
        let mut rest = way;
        for held in &facts {
            let (choice, left) = (rest % (held.to.len() + 1), rest / (held.to.len() + 1));
            rest = left;
            let Some(to) = choice.checked_sub(1).map(|at| &held.to[at]) else { continue };
            let answer = with.entry(to.taker.criterion.no.to_string()).or_default();
            for (input, entry) in to.way.iter().flatten() {
                let list = answer.inputs.entry((*input).to_owned());
                if let InputValue::Entries(entries) = list.or_insert(InputValue::Entries(Vec::new())) {
                    entries.push(entry.clone());
                }
            }
        }
        let kept = keep(scheme, &with, circumstances)?;
        reach_over(sheet, &whole(scheme, &with, circumstances, kept.as_ref())?);
    }
    Ok(())
}

/// What is lost where an open list takes a fact: beside it in a criterion that names it already, and where it counted if it
/// kept something dearer away.
fn sink(
    scheme: &Scheme,
    answers: &Answers,
    circumstances: &Circumstances,
    kept: &Kept<'_>,
    facts: &[Held<'_>],
    runs: usize,
    sheet: &mut ScoreSheet,
) -> Result<(), AnswerProblem> {
    let mut coming = Vec::new();
    for held in facts {
        let names = |no: &&str| {
            answers.get(*no).is_some_and(|answer| answer.entries().any(|entry| entry.fact == held.fact))
        };
        let mut to: Vec<&str> =
            held.to.iter().map(|to| to.taker.criterion.no.as_str()).filter(names).collect();
        let left = keeps_dearer_away(scheme, held.no);
        if left && to.len() < held.to.len() {
            to.push("");
        }
        if !to.is_empty() {
            coming.push((held.fact, to));
        }
    }
    let ways = coming.iter().try_fold(1_usize, |ways, (_, to)| ways.checked_mul(to.len() + 1));
    let lower = |sheet: &mut ScoreSheet, kept: &Kept<'_>| -> Result<(), AnswerProblem> {
        let mut one = whole(scheme, answers, circumstances, Some(kept))?;
        one.range.high = one.range.high.min(sheet.range.high);
        reach_over(sheet, &one);
        Ok(())
    };
    let Some(ways) = ways.filter(|ways| *ways <= runs.max(2)) else {
        // More than can be tried together.
        return extremes(scheme, answers, circumstances, runs, false, sheet);
    };
    for way in 1..ways {
        let mut rest = way;
        let mut there = Vec::new();
        for (fact, to) in &coming {
            if let Some(no) = (rest % (to.len() + 1)).checked_sub(1).map(|at| to[at]) {
                there.push((*fact, no));
            }
            rest /= to.len() + 1;
        }
        lower(sheet, &kept.at(there))?;
    }
    Ok(())
}

/// A fact that costs something, where, and to which criteria it may go.
struct Held<'a> {
    fact: &'a str,
    no: &'a str,
    costs: Points,
    to: Vec<To<'a>>,
}

/// A criterion a fact may go to. `way`: what its open lists name so that it goes there cheapest; absent where there are too
/// many lists to try.
struct To<'a> {
    taker: &'a Taker<'a>,
    way: Option<Vec<(&'a str, Entry)>>,
}

/// A criterion with lists of facts that are not filled in yet.
struct Taker<'a> {
    criterion: &'a Criterion,
    lists: Vec<(&'a Rule, &'a Count)>,
    /// One of the lists stands in a group of rules.
    grouped: bool,
}

fn takers<'a>(scheme: &'a Scheme, answers: &Answers) -> Vec<Taker<'a>> {
    let mut takers = Vec::new();
    for criterion in scheme.criteria().filter(|criterion| takes_facts(criterion)) {
        let answer = answers.get(criterion.no.as_str());
        if answer.is_some_and(|answer| answer.not_applicable) {
            continue;
        }
        let open = |rule: &'a Rule| {
            let input = is_list_of_facts(rule)?;
            let told = answer.is_some_and(|answer| answer.inputs.contains_key(&input.input));
            (!told).then_some((rule, input))
        };
        let lists: Vec<_> = criterion.rules().filter_map(open).collect();
        let rules = || criterion.parts().iter().flat_map(|part| &part.rules);
        let grouped = rules().any(|rule| {
            matches!(rule, Rule::Group(_)) && rule.with_inner().any(|inner| open(inner).is_some())
        });
        if !lists.is_empty() {
            takers.push(Taker { criterion, lists, grouped });
        }
    }
    takers
}

impl<'a> Taker<'a> {
    /// Whether a fact counts here once it costs as much; of equals the first in document order keeps it.
    fn wins(&self, scheme: &Scheme, held: &Held<'_>, cost: Points) -> bool {
        let first = scheme.criteria().find(|one| one.no == self.criterion.no || one.no == held.no);
        cost > held.costs || (cost == held.costs && first.is_some_and(|first| first.no == self.criterion.no))
    }

    /// Whether it could take a fact at all: named in every open list, at its dearest.
    fn could_take(
        &self,
        scheme: &Scheme,
        answer: Option<&Answer>,
        circumstances: &Circumstances,
        held: &Held<'_>,
    ) -> bool {
        let mut with = answer.cloned().unwrap_or_default();
        for (rule, input) in &self.lists {
            let entry = dearest(rule, held.fact);
            with.inputs.insert(input.input.clone(), InputValue::Entries(vec![entry]));
        }
        cost_of(held.fact, self.criterion, &with, circumstances)
            .is_none_or(|cost| self.wins(scheme, held, cost))
    }

    /// The cheapest entries by which it takes a fact; `None` where there are too many lists to try.
    fn cheapest(
        &self,
        scheme: &Scheme,
        answer: Option<&Answer>,
        circumstances: &Circumstances,
        held: &Held<'_>,
    ) -> Option<Vec<(&'a str, Entry)>> {
        let falls = self.lists.iter().any(|(rule, _)| falls(rule));
        if falls || self.lists.len() > 2 {
            return None;
        }
        let choices: Vec<Vec<Option<Entry>>> = self
            .lists
            .iter()
            .map(|(rule, _)| {
                std::iter::once(None).chain(entries_of(rule, held).into_iter().map(Some)).collect()
            })
            .collect();
        let ways = choices.iter().map(Vec::len).product::<usize>();
        let mut best: Option<(Points, Vec<(&str, Entry)>)> = None;
        for way in 1..ways {
            let (mut rest, mut named) = (way, Vec::new());
            let mut with = answer.cloned().unwrap_or_default();
            for ((_, input), choices) in self.lists.iter().zip(&choices) {
                if let Some(entry) = &choices[rest % choices.len()] {
                    with.inputs.insert(input.input.clone(), InputValue::Entries(vec![entry.clone()]));
                    named.push((input.input.as_str(), entry.clone()));
                }
                rest /= choices.len();
            }
            let Some(cost) = cost_of(held.fact, self.criterion, &with, circumstances) else { continue };
            if self.wins(scheme, held, cost) && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, named));
            }
        }
        best.map(|(_, named)| named)
    }
}

/// The entry that costs most in a list.
fn dearest(rule: &Rule, fact: &str) -> Entry {
    let most = Entry { fact: fact.to_owned(), n: COUNT_LIMIT, ..Entry::default() };
    match rule {
        Rule::DeductTiered { options, .. } => {
            let level = options.iter().max_by_key(|option| option.amount).map(|option| option.id.clone());
            Entry { level: level.unwrap_or_default(), ..most }
        }
        Rule::DeductMatrix { rows, columns, amounts, .. } => {
            let cells = rows.iter().zip(amounts).flat_map(|(row, amounts)| {
                columns.iter().zip(amounts).map(move |(column, amount)| (amount, row, column))
            });
            let cell = cells.max_by_key(|(amount, ..)| **amount);
            let (row, column) =
                cell.map(|(_, row, column)| (row.id.clone(), column.id.clone())).unwrap_or_default();
            Entry { row, column, ..most }
        }
        Rule::DeductCountTiers { tiers, .. } => {
            // 不得分 costs all there is.
            let dearest = tiers.iter().max_by_key(|tier| (tier.amount.is_none(), tier.amount));
            Entry { n: dearest.map_or(1, |tier| tier.from.clamp(1, COUNT_LIMIT)), ..most }
        }
        Rule::DeductDiscretionEach { max, .. } => {
            let value = max.unwrap_or(POINTS_LIMIT).to_string();
            let judged = Judged { second: "？".to_owned(), ..Judged::new(&value, "？") };
            Entry { n: 1, judged: Some(judged), ..most }
        }
        _ => most,
    }
}

/// How much a criterion can still lose so that the total loses as much; `None` where a limit above it may swallow some.
fn may_lose(sheet: &ScoreSheet, criterion: &Criterion) -> Option<Points> {
    // What was earned beyond its points is lost without a loss.
    let earns = criterion.rules().any(|rule| !rule.deducts());
    let free = criterion.points == Points::ZERO;
    // What goes below zero takes nothing more from the heading above.
    let below = criterion.parts().iter().any(|part| part.below_zero.is_some());
    if earns || free || below {
        return None;
    }
    let section = sheet.sections.iter().find(|section| {
        section.with_below().any(|heading| heading.criteria.iter().any(|line| line.no == criterion.no))
    })?;
    let mut above = section;
    loop {
        let parts = above.criteria.iter().map(|line| line.range.high);
        let parts = parts.chain(above.items.iter().map(|item| item.range.high));
        if Points::sum(parts).ok()? != above.range.high {
            return None;
        }
        if let Some(line) = above.criteria.iter().find(|line| line.no == criterion.no) {
            let swallowed = Points::sum(sheet.sections.iter().map(|section| section.range.high)).ok()?;
            let limited = sheet.range.high < swallowed && sheet.declared.is_some();
            return (!limited).then(|| line.range.high.checked_sub(line.range.low)).flatten();
        }
        above = above.items.iter().find(|item| {
            item.with_below().any(|heading| heading.criteria.iter().any(|line| line.no == criterion.no))
        })?;
    }
}

/// Whether more of something costs less: tiers whose amounts fall.
fn falls(rule: &Rule) -> bool {
    let Rule::DeductCountTiers { tiers, .. } = rule else { return false };
    tiers.windows(2).any(|pair| match (pair[0].amount, pair[1].amount) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(less), Some(more)) => more < less,
    })
}

/// Whether a criterion may cost more once a fact does not count in it any more.
pub(super) fn keeps_dearer_away(scheme: &Scheme, no: &str) -> bool {
    let parts = scheme.criterion(no).into_iter().flat_map(Criterion::parts);
    parts.flat_map(|part| &part.rules).any(keeps_away)
}

/// The same of a rule.
fn keeps_away(rule: &Rule) -> bool {
    match rule {
        Rule::Group(group) => group.take == Take::First || group.rules.iter().any(keeps_away),
        rule => falls(rule),
    }
}

/// Entries worth trying: one of each place, with just as many 人次 as it takes.
fn entries_of(rule: &Rule, held: &Held<'_>) -> Vec<Entry> {
    let fact = || Entry { fact: held.fact.to_owned(), n: 1, ..Entry::default() };
    let times = |entry: &Entry, amount: Points| -> Vec<Entry> {
        let Some(n) = held.costs.checked_div(amount).map(Points::floor) else { return Vec::new() };
        let mut counts: Vec<i64> = (1..=n.min(FEW)).chain([1, n, n.saturating_add(1)]).collect();
        counts.sort_unstable();
        counts.dedup();
        let counts = counts.into_iter().filter_map(|n| u32::try_from(n).ok());
        let counts = counts.filter(|n| (1..=COUNT_LIMIT).contains(n));
        counts.map(|n| Entry { n, ..entry.clone() }).collect()
    };
    match rule {
        Rule::DeductEach { amount, .. } => times(&fact(), *amount),
        Rule::DeductTiered { options, .. } => options
            .iter()
            .flat_map(|option| times(&Entry { level: option.id.clone(), ..fact() }, option.amount))
            .collect(),
        Rule::DeductMatrix { rows, columns, amounts, .. } => rows
            .iter()
            .zip(amounts)
            .flat_map(|(row, amounts)| {
                columns.iter().zip(amounts).map(move |(column, amount)| (row, column, amount))
            })
            .flat_map(|(row, column, amount)| {
                times(&Entry { row: row.id.clone(), column: column.id.clone(), ..fact() }, *amount)
            })
            .collect(),
        Rule::DeductCountTiers { tiers, .. } => {
            let counts = tiers.iter().map(|tier| tier.from.max(1)).filter(|n| *n <= COUNT_LIMIT);
            counts.map(|n| Entry { n, ..fact() }).collect()
        }
        Rule::DeductDiscretionEach { min, max, .. } => {
            let cent = Points::ratio(1, 100).unwrap_or_default();
            let values = [Some(*min), Some(held.costs), held.costs.checked_add(cent), *max];
            let judged =
                |value: Points| Judged { second: "？".to_owned(), ..Judged::new(&value.to_string(), "？") };
            values
                .into_iter()
                .flatten()
                .map(|value| Entry { judged: Some(judged(value)), ..fact() })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a named fact may still cost less where it is: of rules that exclude each other, an earlier one is open.
fn may_cost_less(scheme: &Scheme, answers: &Answers) -> bool {
    fn excluded(rule: &Rule, answer: &Answer) -> bool {
        let Rule::Group(group) = rule else { return false };
        let told = |list: &Count| answer.inputs.contains_key(&list.input);
        let lists = || rule.with_inner().filter_map(is_list_of_facts);
        let first = group.take == Take::First && lists().any(told) && !lists().all(told);
        first || group.rules.iter().any(|inner| excluded(inner, answer))
    }
    scheme.criteria().any(|criterion| {
        let answer = answers.get(criterion.no.as_str());
        answer.is_some_and(|answer| {
            criterion.parts().iter().flat_map(|part| &part.rules).any(|rule| excluded(rule, answer))
        })
    })
}

/// 加倍, 减半 over facts that are named, not answered yet.
fn open_conditions<'a>(scheme: &'a Scheme, answers: &Answers) -> Vec<(&'a str, &'a str)> {
    let mut open = Vec::new();
    for criterion in scheme.criteria().filter(|criterion| takes_facts(criterion)) {
        let none = Answer::default();
        let answer = answers.get(criterion.no.as_str()).unwrap_or(&none);
        if answer.not_applicable {
            continue;
        }
        for rule in criterion.parts().iter().flat_map(|part| &part.rules).filter(|rule| rule.deducts()) {
            for_each_times(rule, answer, &mut |input| open.push((criterion.no.as_str(), input)));
        }
    }
    open
}

/// Hands on the unanswered conditions that multiply what facts cost that are named or may still be.
pub(super) fn for_each_times<'a>(rule: &'a Rule, answer: &Answer, open: &mut dyn FnMut(&'a str)) {
    let Rule::Group(group) = rule else { return };
    group.rules.iter().for_each(|inner| for_each_times(inner, answer, open));
    let Some(times) = &group.times else { return };
    let named = rule
        .with_inner()
        .filter_map(is_list_of_facts)
        .any(|list| answer.inputs.get(&list.input).is_none_or(|value| !value.entries().is_empty()));
    if named && !answer.inputs.contains_key(&times.condition.input) {
        open(&times.condition.input);
    }
}

/// Lets every range of a sheet reach over what another one says.
pub(super) fn reach_over(sheet: &mut ScoreSheet, other: &ScoreSheet) {
    stretch(&mut sheet.range, other.range);
    for (section, other) in sheet.sections.iter_mut().zip(&other.sections) {
        heading(section, other);
    }
    if let (Some(reached), Some(other)) = (&mut sheet.reached, &other.reached) {
        conclusion(reached, other);
    }
}

fn heading(line: &mut HeadingScore, other: &HeadingScore) {
    stretch(&mut line.range, other.range);
    for (line, other) in line.criteria.iter_mut().zip(&other.criteria) {
        criterion(line, other);
    }
    for (line, other) in line.items.iter_mut().zip(&other.items) {
        heading(line, other);
    }
}

fn criterion(line: &mut CriterionScore, other: &CriterionScore) {
    stretch(&mut line.range, other.range);
}

fn stretch(range: &mut Range, other: Range) {
    range.low = range.low.min(other.low);
    range.high = range.high.max(other.high);
}

fn conclusion(reached: &mut Reached, other: &Reached) {
    stretch(&mut reached.base, other.base);
    if let (Some(bonus), Some(other)) = (&mut reached.bonus, other.bonus) {
        stretch(bonus, other);
    }
    if let (Some(weighted), Some(other)) = (&mut reached.weighted, &other.weighted) {
        stretch(&mut weighted.total, other.total);
        for (line, other) in weighted.lines.iter_mut().zip(&other.lines) {
            stretch(&mut line.score, other.score);
            stretch(&mut line.adds, other.adds);
        }
    }
    for band in &other.bands {
        if !reached.bands.contains(band) {
            reached.bands.push(band.clone());
        }
    }
    if reached.verdict != other.verdict {
        reached.verdict = Some(Verdict::Open);
    }
}
