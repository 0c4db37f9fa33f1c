//! Cases that were worked on just before. A case's revision grows with every change of its answers, within the transaction
//! that changes them: what is remembered with a revision is current as long as the case still has it, whoever else writes.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::ids::{CaseId, TenantId};
use domain::scheme::Scheme;
use domain::scoring::{Answer, Answers, Circumstances};
use store::Tx;
use store::answers::{self, AnswerRow, Layer};
use store::cases::Case;
use store::journal::Head;

use super::read_answer;
use crate::shelf::Shelf;
use crate::{Answered, OrFault};

/// Bytes of cases that are remembered.
const MOST: usize = 32 * 1024 * 1024;
/// What a case weighs beside its texts: the row, the journal's end, an answer's bookkeeping.
const FRAME: usize = 2 * 1024;
/// Cases with more text than this are read again each time, in bytes.
const LARGE: usize = 64 * 1024;

/// What one layer of a case says.
#[derive(Default)]
pub(crate) struct Known {
    pub rows: BTreeMap<String, AnswerRow>,
    /// The same, as the engine reads it.
    pub answers: Answers,
}

impl Known {
    /// Both layers as they are stored.
    pub async fn both(tx: &Tx, case: CaseId) -> Answered<BTreeMap<Layer, Self>> {
        let mut layers = BTreeMap::new();
        for layer in [Layer::SelfAssessment, Layer::Review] {
            layers.insert(layer, Self::read(tx, case, layer).await?);
        }
        Ok(layers)
    }

    /// As it is stored.
    pub async fn read(tx: &Tx, case: CaseId, layer: Layer) -> Answered<Self> {
        let rows = answers::of_case(tx, case, layer).await.or_fault()?;
        let answers = rows
            .iter()
            .map(|row| Ok((row.criterion.clone(), read_answer(row)?)))
            .collect::<Answered<Answers>>()?;
        let rows = rows.into_iter().map(|row| (row.criterion.clone(), row)).collect();
        Ok(Self { rows, answers })
    }

    /// One more save.
    pub fn saved(&mut self, row: AnswerRow, answer: Answer) {
        self.answers.insert(row.criterion.clone(), answer);
        self.rows.insert(row.criterion.clone(), row);
    }

    fn size(&self) -> usize {
        self.rows.values().map(|row| row.content.len()).sum()
    }

    /// Texts stand here twice, as they are stored and as they are read.
    fn weight(&self) -> usize {
        2 * self.size() + self.rows.len() * 512
    }
}

/// A case as its last save left it.
pub(super) struct Remembered {
    pub case: Case,
    pub rubric: Arc<Scheme>,
    /// What its facts mean for the sheets.
    pub circumstances: Circumstances,
    /// The end of its journal.
    pub head: Head,
    pub layers: BTreeMap<Layer, Known>,
}

impl Remembered {
    fn weight(&self) -> usize {
        let layers: usize = self.layers.values().map(Known::weight).sum();
        let facts: usize =
            self.circumstances.facts.iter().map(|(id, fact)| id.len() + fact.title.len() + 128).sum();
        FRAME + layers + facts
    }
}

/// The cases that are worked on.
pub(crate) struct KnownCases(Shelf<(TenantId, CaseId), Remembered>);

impl Default for KnownCases {
    fn default() -> Self {
        Self(Shelf::of(MOST))
    }
}

impl KnownCases {
    /// Takes a case out: who changes it gives it back.
    pub(super) fn take(&self, tenant: TenantId, case: CaseId) -> Option<Remembered> {
        self.0.take(&(tenant, case))
    }

    /// Remembers a case as it is at a revision that is durable.
    pub(super) fn remember(&self, tenant: TenantId, remembered: Remembered) {
        if remembered.layers.values().map(Known::size).sum::<usize>() > LARGE {
            return;
        }
        // What overviews show of it is told anew with the next save.
        let remembered = Remembered { case: Case { sums: None, ..remembered.case }, ..remembered };
        let weight = remembered.weight();
        self.0.put((tenant, remembered.case.id), remembered, weight);
    }
}
