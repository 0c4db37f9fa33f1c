//! Figures beside cases that a corrected rule changed: found portion by portion, written, told in the tenant's journal and
//! to its officers.

use domain::ids::{CaseId, TenantId};
use domain::policy::{Act, Actor, Permit, Place, authorise};
use domain::scoring::{Reached, Sums};
use domain::workflow::CaseState;
use store::cases::{self, Case};
use store::{StoreError, Tx, case_sums, journal};

use super::{BothSums, Subjects, points};
use crate::journal::note;
use crate::{Answered, House, OrFault};

/// Cases that are looked through in one go; in between others have their turn.
const PORTION: u64 = 50;
/// How the journal begins what it tells of points that changed though nobody changed an answer.
const CORRECTED: &str = "计分规则更正";
/// So many days the officer is told.
const LATELY: i64 = 14;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl House {
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

    /// The journal of the tenant tells of points and results that changed though nobody changed an answer.
    async fn tell_change(&self, tx: &Tx, permit: &Permit, before: &Case, after: &Case) -> Answered<()> {
        let layers = [
            ("自评", &before.self_score, &after.self_score, after.self_answered),
            ("考核", &before.review_score, &after.review_score, after.review_answered),
        ];
        let changed = layers.into_iter().filter(|(_, before, after, given)| *given > 0 && before != after);
        let mut told: Vec<_> = changed
            .map(|(layer, before, after, _)| format!("{layer}由{}分变为{}分", points(before), points(after)))
            .collect();
        if let (Some(before), Some(after)) = (&before.sums, &after.sums) {
            let (before, after) = (BothSums::read(before)?, BothSums::read(after)?);
            let layers = [("自评", before.own, after.own), ("考核", before.review, after.review)];
            told.extend(
                layers.iter().filter_map(|(layer, before, after)| result_changed(layer, before, after)),
            );
        }
        if told.is_empty() {
            return Ok(());
        }
        let name = Subjects::of(tx, [after]).await?.name(after);
        let summary = format!("{CORRECTED}，重新计算“{name}”尚未审定的申报：{}", told.join("，"));
        note(tx, permit, self.edge(), summary).await
    }

    /// What the officer is told of it, for some time.
    pub(crate) async fn corrected_lately(&self, tx: &Tx) -> Answered<Option<String>> {
        let since = self.edge().now().plus_ms(-LATELY * DAY_MS);
        let told = |cases| {
            format!(
                "{CORRECTED}，近{LATELY}天有{cases}份尚未审定的申报重新计算后得分或考核结果有变；每份变了什么，可在“留痕”中查找“{CORRECTED}”"
            )
        };
        let cases = journal::count_beginning(tx, CORRECTED, since).await.or_fault()?;
        Ok((cases > 0).then(|| told(cases)))
    }
}

/// What of a result changed beside its points: the verdict, or the 等次.
fn result_changed(layer: &str, before: &Sums, after: &Sums) -> Option<String> {
    let (before, after) = (before.reached.as_deref()?, after.reached.as_deref()?);
    if (before.verdict, &before.bands) == (after.verdict, &after.bands) {
        return None;
    }
    let told = |reached: &Reached| reached.told().concat().trim_end_matches('。').to_owned();
    Some(format!("{layer}结果由“{}”变为“{}”", told(before), told(after)))
}

#[cfg(test)]
mod tests {
    use domain::scheme::builtin;
    use domain::scoring::{Answer, Answers, InputValue, score};

    use super::*;

    #[test]
    fn a_result_that_changed_without_points_is_told_in_words() {
        let scheme = builtin::load("tangjiafang").unwrap();
        let graded = |grade: &str| {
            let mut answers = Answers::new();
            for criterion in scheme.criteria() {
                for asked in scheme.inputs_of(criterion) {
                    let chosen = asked.options.iter().find(|option| option.label == grade);
                    let Some(chosen) = chosen.or(asked.options.first()) else { continue };
                    let answer: &mut Answer = answers.entry(criterion.no.to_string()).or_default();
                    answer.inputs.insert(asked.input, InputValue::Text(chosen.id.clone()));
                }
            }
            Sums::of(&score(&scheme, &answers).unwrap())
        };
        let (good, bad) = (graded("好"), graded("差"));
        assert_eq!(result_changed("考核", &good, &good), None);
        let told = result_changed("考核", &good, &bad).unwrap();
        assert!(told.starts_with("考核结果由“") && told.contains("”变为“"), "{told}");
    }
}
