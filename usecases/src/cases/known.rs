//! Answers that were read before. A case's revision grows with every change of its answers, within the transaction that
//! changes them: answers remembered with a revision are current as long as the case still has it, whoever else writes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use domain::ids::{CaseId, TenantId};
use domain::scoring::{Answer, Answers};
use store::Tx;
use store::answers::{self, AnswerRow, Layer};
use store::cases::Case;

use super::read_answer;
use crate::{Answered, OrFault};

/// The most cases whose answers are remembered.
const MOST: usize = 512;
/// Cases with more text than this are read again each time, in bytes.
const LARGE: usize = 64 * 1024;

/// What one layer of a case says.
pub(super) struct Known {
    pub rows: BTreeMap<String, AnswerRow>,
    /// The same, as the engine reads it.
    pub answers: Answers,
}

impl Known {
    /// One more save.
    pub fn saved(&mut self, row: AnswerRow, answer: Answer) {
        self.answers.insert(row.criterion.clone(), answer);
        self.rows.insert(row.criterion.clone(), row);
    }

    fn size(&self) -> usize {
        self.rows.values().map(|row| row.content.len()).sum()
    }
}

type Key = (TenantId, CaseId, Layer);

/// The answers of the cases that are worked on.
#[derive(Default)]
pub(crate) struct KnownAnswers {
    cases: Mutex<HashMap<Key, (i32, Known)>>,
}

impl KnownAnswers {
    /// The answers of a case that is held. Remembered ones are taken out: who changes them gives them back.
    pub(super) async fn of(&self, tx: &Tx, case: &Case, layer: Layer) -> Answered<Known> {
        let known = self.cases().remove(&(tx.tenant(), case.id, layer));
        if let Some((revision, known)) = known
            && revision == case.revision
        {
            return Ok(known);
        }
        let rows = answers::of_case(tx, case.id, layer).await.or_fault()?;
        let answers = rows
            .iter()
            .map(|row| Ok((row.criterion.clone(), read_answer(row)?)))
            .collect::<Answered<Answers>>()?;
        let rows = rows.into_iter().map(|row| (row.criterion.clone(), row)).collect();
        Ok(Known { rows, answers })
    }

    /// Remembers answers as they are at a revision that is durable.
    pub(super) fn remember(&self, tenant: TenantId, case: CaseId, layer: Layer, revision: i32, known: Known) {
        if known.size() > LARGE {
            return;
        }
        let mut cases = self.cases();
        if cases.len() >= MOST {
            cases.clear();
        }
        cases.insert((tenant, case, layer), (revision, known));
    }

    fn cases(&self) -> std::sync::MutexGuard<'_, HashMap<Key, (i32, Known)>> {
        self.cases.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
