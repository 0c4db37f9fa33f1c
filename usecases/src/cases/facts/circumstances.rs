//! What the sheets of a case depend on beside its answers: the year that is assessed, the facts that are registered, and the
//! figures of other sources.

use std::collections::{BTreeMap, HashMap};

use domain::ids::{CaseId, PeriodId};
use domain::points::Points;
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::scoring::{Answer, Circumstances};
use store::cases::Case;
use store::facts::Fact as Row;
use store::{Tx, facts, periods, source_figures};

use crate::cases::points;
use crate::cases::sources::entered;
use crate::{Answered, House, OrFault};

impl House {
    /// What the sheets of a case depend on beside its answers.
    pub(crate) async fn circumstances(
        &self,
        tx: &Tx,
        rubric: &Scheme,
        case: &Case,
    ) -> Answered<Circumstances> {
        let sources = entered(tx, rubric, case.id).await?;
        if !rubric.takes_facts() {
            return Ok(Circumstances { sources, ..Circumstances::default() });
        }
        let period = periods::find(tx, case.period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let registered = facts::of_case(tx, case.id).await.or_fault()?;
        Ok(Circumstances { sources, ..meaning(period.year(), &registered) })
    }
}

/// The registers of all cases of a period, and what is entered for their other sources.
pub(crate) struct Registers {
    year: i32,
    facts: HashMap<CaseId, Vec<Row>>,
    sources: HashMap<CaseId, BTreeMap<String, Points>>,
}

impl Registers {
    pub(crate) async fn of(tx: &Tx, period: PeriodId) -> Answered<Self> {
        let facts = facts::of_period(tx, period).await.or_fault()?;
        let mut sources: HashMap<_, BTreeMap<_, _>> = HashMap::new();
        for figure in source_figures::of_period(tx, period).await.or_fault()? {
            sources.entry(figure.case).or_default().insert(figure.source, points(&figure.value));
        }
        let period = periods::find(tx, period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        Ok(Self { year: period.year(), facts, sources })
    }

    /// What the sheets of one case depend on.
    pub(crate) fn circumstances(&self, case: CaseId) -> Circumstances {
        let facts = meaning(self.year, self.facts.get(&case).map_or(&[], Vec::as_slice));
        Circumstances { sources: self.sources.get(&case).cloned().unwrap_or_default(), ..facts }
    }
}

fn meaning(year: i32, rows: &[Row]) -> Circumstances {
    let facts = rows.iter().map(|row| {
        (row.id.to_string(), domain::scoring::Fact { title: row.title.clone(), date: row.happened_on })
    });
    Circumstances { facts: facts.collect(), year: Some(year), ..Circumstances::default() }
}

/// A fact that an answer names, and that the register of its case does not know: taken out since it was chosen, of another
/// case, or made up.
pub(in crate::cases) fn unknown_fact<'a>(
    answer: &'a Answer,
    circumstances: &Circumstances,
) -> Option<&'a str> {
    let named = answer.entries().map(|entry| entry.fact.as_str()).filter(|fact| !fact.trim().is_empty());
    named.into_iter().find(|fact| !circumstances.facts.contains_key(*fact))
}
