//! Sums that were read before. Who looks over a period again and again reads only what has moved since.

use std::sync::Arc;

use domain::ids::{CaseId, TenantId};
use store::case_sums;
use store::cases::Case;

use super::BothSums;
use crate::shelf::Shelf;

/// Bytes of sums that are remembered: of some ten thousand cases.
const KNOWN: usize = 32 * 1024 * 1024;

/// By case, with the revision they were read at: whatever changes them changes that.
pub(crate) struct KnownSums(Shelf<(TenantId, CaseId), (i32, Arc<BothSums>)>);

impl Default for KnownSums {
    fn default() -> Self {
        Self(Shelf::of(KNOWN))
    }
}

impl KnownSums {
    pub(super) fn get(&self, tenant: TenantId, case: &Case) -> Option<Arc<BothSums>> {
        let (revision, sums) = self.0.get(&(tenant, case.id))?;
        (revision == case.revision).then_some(sums)
    }

    pub(super) fn remember(
        &self,
        tenant: TenantId,
        case: &Case,
        sums: &Arc<BothSums>,
        stored: &case_sums::Sums,
    ) {
        // Read, they take about twice what is written.
        let weight = 2 * (stored.own.len() + stored.review.len()) + 200;
        self.0.put((tenant, case.id), (case.revision, sums.clone()), weight);
    }
}
