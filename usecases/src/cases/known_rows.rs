//! Cases that were read before. Who looks over a period again and again reads which revision each case has, and only those
//! that have moved since.

use std::collections::HashMap;

use domain::ids::{CaseId, PeriodId, TenantId};
use store::Tx;
use store::cases::{self, Case};

use crate::shelf::Shelf;
use crate::{Answered, House, OrFault};

/// Bytes of cases that are remembered: of some ten thousand.
const KNOWN: usize = 8 * 1024 * 1024;
/// What a case takes beside its texts, in bytes.
const FRAME: usize = 512;
/// Cases that are asked for by their ids; of more, those of the whole period are.
const FEW: usize = 100;

/// By case, as it was at its revision: whatever changes it changes that.
pub(crate) struct KnownRows(Shelf<(TenantId, CaseId), Case>);

impl Default for KnownRows {
    fn default() -> Self {
        Self(Shelf::of(KNOWN))
    }
}

impl KnownRows {
    fn get(&self, tenant: TenantId, (id, revision): (CaseId, i32)) -> Option<Case> {
        self.0.get(&(tenant, id)).filter(|case| case.revision == revision)
    }

    fn remember(&self, tenant: TenantId, case: &Case) {
        let texts = [&case.unit_type, &case.self_score, &case.self_high, &case.review_score];
        let texts = texts.into_iter().chain(&case.signed_by).map(String::len).sum::<usize>();
        self.0.put((tenant, case.id), case.clone(), FRAME + texts);
    }
}

impl House {
    /// The cases of a period, in the order of lists. For transactions that read: a revision that is undone with its
    /// transaction must not be remembered.
    pub(crate) async fn cases_of_period(&self, tx: &Tx, period: PeriodId) -> Answered<Vec<Case>> {
        let known = &self.known_rows();
        let wanted = cases::revisions_of_period(tx, period).await.or_fault()?;
        let there: Vec<Option<Case>> = wanted.iter().map(|one| known.get(tx.tenant(), *one)).collect();
        let moved = wanted.iter().zip(&there).filter(|(_, there)| there.is_none());
        let moved: Vec<CaseId> = moved.map(|((id, _), _)| *id).collect();
        let read = match moved.len() {
            0 => Vec::new(),
            few if few <= FEW => cases::by_ids(tx, &moved).await.or_fault()?,
            _ => cases::of_period(tx, period).await.or_fault()?,
        };
        read.iter().for_each(|case| known.remember(tx.tenant(), case));
        let mut read: HashMap<CaseId, Case> = read.into_iter().map(|case| (case.id, case)).collect();
        let ids = wanted.iter().map(|(id, _)| id);
        Ok(ids.zip(there).filter_map(|(id, there)| there.or_else(|| read.remove(id))).collect())
    }
}
