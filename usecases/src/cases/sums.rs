//! What overviews show of both sheets of a case. Once a case is submitted it is written with every act that changes the
//! sheets ([`super::summarise`]), so that whoever looks over a period need not score it. Only where it is not there, in data
//! of before, the sheets are scored for it.

use std::collections::HashMap;
use std::sync::Arc;

use domain::calendar::Instant;
use domain::ids::{CaseId, PeriodId, TenantId};
use domain::policy::{Act, Actor, Permit, Place, authorise};
use domain::scoring::{ScoreSheet, Sums};
use domain::workflow::CaseState;
use serde::de::DeserializeOwned;
use store::answers::Layer;
use store::cases::{self, Case};
use store::{StoreError, Tx, case_sums, journal, results};

use super::{Known, Subjects, own_sheet, points, review_sheet, summarise};
use crate::decisions::DecidedSheet;
use crate::journal::note;
use crate::shelf::Shelf;
use crate::{Answered, House, OrFault};

/// Cases that are looked through in one go; in between others have their turn.
const PORTION: u64 = 50;
/// Cases whose sums are asked for by their ids; of more, those of the whole period are.
const FEW: usize = 100;
/// How the journal begins what it tells of points that changed though nobody changed an answer.
const CORRECTED: &str = "计分规则更正";
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// So long the officer is told.
const LATELY_MS: i64 = 14 * DAY_MS;
/// Bytes of sums that are remembered: of some ten thousand cases.
const KNOWN: usize = 32 * 1024 * 1024;

/// The sums of both sheets of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BothSums {
    pub own: Sums,
    pub review: Sums,
}

impl BothSums {
    pub(super) fn of(own: &ScoreSheet, review: &ScoreSheet) -> Self {
        Self { own: Sums::of(own), review: Sums::of(review) }
    }

    /// As they are stored.
    pub(super) fn stored(&self) -> Answered<case_sums::Sums> {
        Ok(case_sums::Sums {
            own: serde_json::to_string(&self.own).or_fault()?,
            review: serde_json::to_string(&self.review).or_fault()?,
        })
    }

    fn read(stored: &case_sums::Sums) -> Answered<Self> {
        Ok(Self { own: read(&stored.own)?, review: read(&stored.review)? })
    }
}

/// Sums that were read before, with the revision of the case they were read at: whatever changes them changes that. Who
/// looks over a period again and again reads only what has moved since.
pub(crate) struct KnownSums(Shelf<(TenantId, CaseId), (i32, Arc<BothSums>)>);

impl Default for KnownSums {
    fn default() -> Self {
        Self(Shelf::of(KNOWN))
    }
}

impl KnownSums {
    fn get(&self, tenant: TenantId, case: &Case) -> Option<Arc<BothSums>> {
        let (revision, sums) = self.0.get(&(tenant, case.id))?;
        (revision == case.revision).then_some(sums)
    }

    fn remember(&self, tenant: TenantId, case: &Case, sums: &Arc<BothSums>, stored: &case_sums::Sums) {
        // Read, they take about twice what is written.
        let weight = 2 * (stored.own.len() + stored.review.len()) + 200;
        self.0.put((tenant, case.id), (case.revision, sums.clone()), weight);
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Answered<T> {
    serde_json::from_str(text).or_fault()
}

impl House {
    /// The sums of these cases of a period. Those of a case that is not with the reviewers are not kept beside it.
    pub(crate) async fn sums_of(
        &self,
        tx: &Tx,
        period: PeriodId,
        wanted: &[&Case],
    ) -> Answered<HashMap<CaseId, Arc<BothSums>>> {
        let known = self.known_sums();
        let mut sums: HashMap<_, _> =
            wanted.iter().filter_map(|case| Some((case.id, known.get(tx.tenant(), case)?))).collect();
        let missing: Vec<_> = wanted.iter().filter(|case| !sums.contains_key(&case.id)).collect();
        let stored = match missing.len() {
            0 => return Ok(sums),
            few if few <= FEW => {
                let missing: Vec<_> = missing.iter().map(|case| case.id).collect();
                case_sums::by_ids(tx, &missing).await.or_fault()?
            }
            _ => case_sums::of_period(tx, period).await.or_fault()?,
        };
        for case in missing {
            let both = match stored.get(&case.id).filter(|_| case.state.submitted()) {
                Some(stored) => {
                    let both = Arc::new(BothSums::read(stored)?);
                    known.remember(tx.tenant(), case, &both, stored);
                    both
                }
                None => Arc::new(self.sums_anew(tx, case).await?),
            };
            sums.insert(case.id, both);
        }
        Ok(sums)
    }

    /// Both sheets of a case that is decided, as the meeting had them before it: whatever the engine makes of the answers
    /// later, these were decided and announced.
    pub(crate) async fn as_decided(&self, tx: &Tx, case: &Case) -> Answered<Option<DecidedSheet>> {
        if case.state < CaseState::Decided {
            return Ok(None);
        }
        let result = results::of_case(tx, case.id).await.or_fault()?;
        Ok(result.and_then(|result| serde_json::from_str(&result.sheet).ok()))
    }

    /// The sums of a case as its sheets come to them; of a decided one, as it was decided.
    async fn sums_anew(&self, tx: &Tx, case: &Case) -> Answered<BothSums> {
        if let Some(decided) = self.as_decided(tx, case).await? {
            return Ok(BothSums::of(&decided.own, &decided.review));
        }
        let rubric = self.rubric_of(tx, case).await?;
        let circumstances = self.circumstances(tx, &rubric, case).await?;
        let layers = Known::both(tx, case.id).await?;
        let own = own_sheet(&rubric, &layers[&Layer::SelfAssessment].answers, &circumstances)?;
        let review = review_sheet(&rubric, &own, &layers[&Layer::Review].answers, &circumstances)?;
        Ok(BothSums::of(&own, &review))
    }

    /// Brings the figures beside a case in line with its answers as they are.
    pub(crate) async fn summarise_anew(&self, tx: &Tx, case: &mut Case) -> Answered<()> {
        let rubric = self.rubric_of(tx, case).await?;
        let circumstances = self.circumstances(tx, &rubric, case).await?;
        let layers = Known::both(tx, case.id).await?;
        let then = case.updated_at;
        summarise(case, &rubric, &circumstances, Layer::SelfAssessment, &layers, then)
    }

    /// Brings the figures beside all cases in line with the engine of today: those of before there were any, and those of
    /// open cases that an older engine came to. What is decided stays as it was decided. Where points changed, the
    /// tenant's journal says so. Returns how many cases it wrote.
    ///
    /// # Errors
    /// What the database says; what was written stays, and the rest is found the next time.
    pub async fn renew_sums(&self) -> Answered<u32> {
        let (mut written, mut failed) = (0, None);
        for tenant in self.every_tenant().await? {
            match self.renew_sums_of(tenant.id).await {
                Ok(cases) => written += cases,
                // The other tenants are looked through all the same.
                Err(refusal) => failed = failed.or(Some(refusal)),
            }
        }
        failed.map_or(Ok(written), Err)
    }

    async fn renew_sums_of(&self, tenant: TenantId) -> Answered<u32> {
        let (mut written, mut last) = (0, None);
        loop {
            let tx = self.store().read(tenant).await.or_fault()?;
            let portion = cases::after(&tx, last, PORTION).await.or_fault()?;
            let differing = self.differing(&tx, &portion).await?;
            drop(tx);
            let Some(end) = portion.last() else { return Ok(written) };
            last = Some(end.id);
            written += self.write_sums(tenant, differing).await?;
            tokio::task::yield_now().await;
        }
    }

    /// The cases of a tenant whose figures are not those of their answers, by id.
    pub async fn check_sums(&self, tenant: TenantId) -> Answered<Vec<CaseId>> {
        let mut wrong = Vec::new();
        let mut last = None;
        loop {
            let tx = self.store().read(tenant).await.or_fault()?;
            let portion = cases::after(&tx, last, PORTION).await.or_fault()?;
            let differing = self.differing(&tx, &portion).await?.into_iter();
            // What was never written is written when the house is opened; it is not wrong.
            let wrong_there = differing.filter(|(there, anew)| match there.sums {
                Some(_) => true,
                None => Case { sums: None, ..anew.clone() } != *there,
            });
            wrong.extend(wrong_there.map(|(there, _)| there.id));
            match portion.last() {
                Some(end) => last = Some(end.id),
                None => return Ok(wrong),
            }
        }
    }

    /// Of these cases those whose figures are not what they should be, before and after.
    async fn differing(&self, tx: &Tx, portion: &[Case]) -> Answered<Vec<(Case, Case)>> {
        let ids: Vec<_> = portion.iter().map(|case| case.id).collect();
        let stored = case_sums::by_ids(tx, &ids).await.or_fault()?;
        let mut differing = Vec::new();
        // A case that waits for a supplementary version gets its figures with it.
        for case in portion.iter().filter(|case| case.awaits.is_none()) {
            let mut anew = case.clone();
            if case.state < CaseState::Decided {
                self.summarise_anew(tx, &mut anew).await?;
            } else {
                anew.sums = Some(self.sums_anew(tx, case).await?.stored()?);
            }
            let there =
                Case { sums: stored.get(&case.id).filter(|_| anew.sums.is_some()).cloned(), ..case.clone() };
            if there != anew {
                differing.push((there, anew));
            }
        }
        Ok(differing)
    }

    async fn write_sums(&self, tenant: TenantId, differing: Vec<(Case, Case)>) -> Answered<u32> {
        if differing.is_empty() {
            return Ok(0);
        }
        let permit = authorise(&Actor::Job(tenant), Act::ViewProgress, Place::tenant(tenant))?;
        let tx = self.store().write(tenant).await.or_fault()?;
        cases::hold(&tx, differing.iter().map(|(case, _)| case.id)).await.or_fault()?;
        let mut written = Vec::new();
        for (before, after) in differing {
            match cases::update(&tx, &permit, &after).await {
                Ok(_) => written.push((before, after)),
                // Somebody changed it meanwhile, and its figures with it.
                Err(StoreError::Stale(_)) => {}
                Err(error) => return Err(error).or_fault(),
            }
        }
        // The tenant's chain comes after the cases: whoever holds it waits for no case any more.
        for (before, after) in &written {
            self.tell_change(&tx, &permit, before, after).await?;
        }
        tx.commit().await.or_fault()?;
        Ok(u32::try_from(written.len()).unwrap_or(u32::MAX))
    }

    /// The journal of the tenant tells of points that changed though nobody changed an answer.
    async fn tell_change(&self, tx: &Tx, permit: &Permit, before: &Case, after: &Case) -> Answered<()> {
        let layers = [
            ("自评", &before.self_score, &after.self_score, after.self_answered),
            ("考核", &before.review_score, &after.review_score, after.review_answered),
        ];
        let changed = layers.into_iter().filter(|(_, before, after, given)| *given > 0 && before != after);
        let told: Vec<_> = changed
            .map(|(layer, before, after, _)| format!("{layer}由{}分变为{}分", points(before), points(after)))
            .collect();
        if told.is_empty() {
            return Ok(());
        }
        let name = Subjects::of(tx, [after]).await?.name(after);
        let summary = format!("{CORRECTED}，重新计算“{name}”尚未审定的申报：{}", told.join("，"));
        note(tx, permit, self.edge(), summary).await
    }

    /// What the officer is told of it, for some time.
    pub(crate) async fn corrected_lately(&self, tx: &Tx) -> Answered<Option<String>> {
        let since = Instant(self.edge().now().0 - LATELY_MS);
        let told = |cases| {
            format!(
                "{CORRECTED}，近{}天有{cases}份尚未审定的申报重新计算后分数有变；每份由多少分变为多少分，可在“留痕”中查找“{CORRECTED}”",
                LATELY_MS / DAY_MS
            )
        };
        let cases = journal::count_beginning(tx, CORRECTED, since).await.or_fault()?;
        Ok((cases > 0).then(|| told(cases)))
    }
}
