//! A supplementary version reaches the cases of its period in portions. Putting it in force marks every open case, in one
//! short act; each is then brought over by itself: made ready outside of any writing transaction, and written together with a
//! few others, so that what others save passes in between. A case that somebody touches before its turn is brought over
//! with that act; what was still waiting when a server stopped is found by the next one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::ids::{CaseId, PeriodId, SchemeId, SupplementId, TenantId};
use domain::policy::{Act, Actor, Permit, Place, authorise};
use domain::refusal::Refusal;
use store::cases::{self, Case};
use store::periods::{self, Period};
use store::supplements::{self, Supplement};
use store::{StoreError, Tx};

use super::supplement::Turned;
use crate::cases::Supplements;
use crate::{Answered, House, OrFault};

/// Cases that are written together: others wait some milliseconds for them.
const PORTION: u64 = 25;

/// The way of cases from one version to the next. What supplementary versions changed is the same for all of a 单位类型.
pub(crate) struct Crossing {
    pub period: Period,
    pub supplement: Supplement,
    changes: HashMap<(SchemeId, String), Supplements>,
}

impl Crossing {
    pub(super) fn new(period: Period, supplement: Supplement) -> Self {
        Self { period, supplement, changes: HashMap::new() }
    }

    async fn of(tx: &Tx, period: PeriodId, supplement: SupplementId) -> Answered<Self> {
        let period = periods::find(tx, period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let all = supplements::of_period(tx, period.id).await.or_fault()?;
        let supplement = all.into_iter().find(|one| one.id == supplement).ok_or(Refusal::NotFound)?;
        Ok(Self::new(period, supplement))
    }

    /// What led a case to the version before, and this one.
    pub(super) async fn changes(&mut self, house: &House, tx: &Tx, case: &Case) -> Answered<Supplements> {
        let there = match self.changes.entry((case.scheme, case.unit_type.clone())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let mut known = house.supplements_of(tx, &self.period, case).await?;
                house.add_supplement(tx, &mut known, &self.supplement, &case.unit_type).await?;
                place.insert(known)
            }
        };
        Ok(there.clone())
    }
}

impl House {
    /// Brings every case of a period over to the supplementary version it waits for. What stands in one case's way keeps no
    /// other waiting; that one waits on, and is tried again. Returns how many wait on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn bring_over(&self, tenant: TenantId, period: PeriodId) -> Answered<u32> {
        let permit = crosses(tenant)?;
        let mut stuck = 0;
        let mut crossing: Option<Crossing> = None;
        let mut last: Option<CaseId> = None;
        loop {
            let tx = self.store().read(tenant).await.or_fault()?;
            let waiting = cases::awaiting(&tx, period, last, PORTION).await.or_fault()?;
            let Some(end) = waiting.last() else { return Ok(stuck) };
            last = Some(end.id);
            let mut ready = Vec::new();
            for case in waiting {
                let Some(supplement) = case.awaits else { continue };
                let crossing = match &mut crossing {
                    Some(known) if known.supplement.id == supplement => known,
                    other => other.insert(Crossing::of(&tx, period, supplement).await?),
                };
                match self.turn(&tx, crossing, case).await {
                    Ok(turned) => ready.push(turned),
                    Err(fault) => {
                        tracing::warn!(?fault, %period, "a case was not brought over");
                        stuck += 1;
                    }
                }
                tokio::task::yield_now().await;
            }
            drop(tx);
            let Some(crossing) = &crossing else { continue };
            let tx = self.store().write(tenant).await.or_fault()?;
            for turned in ready {
                // Who was changed meanwhile was brought over with that, by whoever changed it.
                self.put_in_force(&tx, &permit, &crossing.supplement, turned).await?;
            }
            tx.commit().await.or_fault()?;
        }
    }

    /// The same for every period of every tenant: what was still under way when a server stopped. Returns how many periods
    /// there were.
    ///
    /// # Errors
    /// As [`House::bring_over`], the first there was; it keeps no other period waiting.
    pub async fn bring_all_over(&self) -> Answered<u32> {
        let (mut periods, mut failed) = (0, None);
        for tenant in self.every_tenant().await? {
            let tx = self.store().read(tenant.id).await.or_fault()?;
            let waiting = cases::periods_awaiting(&tx).await.or_fault()?;
            drop(tx);
            for period in waiting {
                periods += 1;
                if let Err(refusal) = self.bring_over(tenant.id, period).await {
                    failed = failed.or(Some(refusal));
                }
            }
        }
        failed.map_or(Ok(periods), Err)
    }

    /// A case that is held, brought over to the version it waits for before anything else happens to it.
    pub(crate) async fn brought_over(&self, tx: &Tx, case: Case) -> Answered<Case> {
        let Some(supplement) = case.awaits else { return Ok(case) };
        let (id, permit) = (case.id, crosses(tx.tenant())?);
        let mut crossing = Crossing::of(tx, case.period, supplement).await?;
        let turned = self.turn(tx, &mut crossing, case).await?;
        self.put_in_force(tx, &permit, &crossing.supplement, turned).await?;
        cases::find_to_change(tx, id).await.or_fault()?.ok_or(Refusal::NotFound)
    }
}

/// Cases cross by themselves; who put the version in force is told with each.
fn crosses(tenant: TenantId) -> Answered<Permit> {
    Ok(authorise(&Actor::Job(tenant), Act::Supplement, Place::tenant(tenant))?)
}

/// Whether a case was written; somebody else may have changed it since it was read.
pub(super) fn written(updated: Result<i32, StoreError>) -> Answered<bool> {
    match updated {
        Err(StoreError::Stale(_)) => Ok(false),
        updated => updated.or_fault().map(|_| true),
    }
}

impl Turned {
    /// As it is written: it waits no more.
    pub(super) fn arrived(&self) -> Case {
        Case { awaits: None, ..self.case.clone() }
    }
}
