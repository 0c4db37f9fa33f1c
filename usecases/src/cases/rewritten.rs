//! 补充版 as one case sees it: what supplementary versions changed for its unit, and what has to be looked at again.

use std::collections::BTreeMap;

use contract::case::{Rewritten, Supplemented};
use domain::calendar::Instant;
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::workflow::CaseState;
use store::answers::Layer;
use store::cases::Case;
use store::periods::Period;
use store::supplements::{self, Supplement};
use store::{Tx, schemes};

use super::known::Known;
use crate::{Answered, House, OrFault};

/// What supplementary versions changed for a case since it was opened.
#[derive(Clone, Default)]
pub(crate) struct Supplements {
    /// In the order they were put in force.
    pub notes: Vec<Supplemented>,
    pub criteria: BTreeMap<String, Rewritten>,
}

impl House {
    /// What led to the version a case follows now.
    pub(crate) async fn supplements_of(
        &self,
        tx: &Tx,
        period: &Period,
        case: &Case,
    ) -> Answered<Supplements> {
        let mut known = Supplements::default();
        if period.supplements == 0 {
            return Ok(known);
        }
        let all = supplements::of_period(tx, period.id).await.or_fault()?;
        // A case that was decided before a version was put in force does not follow it.
        let followed = all.iter().position(|one| one.newer == case.scheme).map_or(0, |last| last + 1);
        for supplement in &all[..followed] {
            self.add_supplement(tx, &mut known, supplement, &case.unit_type).await?;
        }
        Ok(known)
    }

    /// Adds what one more version changes for units of a type.
    pub(crate) async fn add_supplement(
        &self,
        tx: &Tx,
        known: &mut Supplements,
        supplement: &Supplement,
        unit_type: &str,
    ) -> Answered<()> {
        let version = schemes::find(tx, supplement.newer).await.or_fault()?.ok_or(Refusal::NotFound)?.version;
        let older = self.rubric_for(tx, supplement.older, unit_type).await?;
        let newer = self.rubric_for(tx, supplement.newer, unit_type).await?;
        for (no, told) in older.rewritten_in(&newer) {
            let entry = known.criteria.entry(no).or_default();
            entry.at = supplement.at;
            entry.told.extend(told);
        }
        known.notes.push(Supplemented {
            version,
            at: supplement.at,
            by: supplement.by_name.clone(),
            reason: supplement.reason.clone(),
            changes: older.changes_to(&newer).into_iter().map(|change| change.text).collect(),
        });
        Ok(())
    }
}

impl Supplements {
    /// Criteria whose answers on both layers were given before a version changed them, in document order: those the unit
    /// can change, and those of the reviewers. `returned`: items that are back with the unit.
    pub(crate) fn unlooked(
        &self,
        rubric: &Scheme,
        case: &Case,
        returned: &[String],
        layers: &BTreeMap<Layer, Known>,
    ) -> (Vec<String>, Vec<String>) {
        if self.criteria.is_empty() {
            return Default::default();
        }
        let changeable = |no: &str| {
            case.state == CaseState::Draft
                || case.submitted_at.is_none()
                || rubric.item_of(no).is_some_and(|item| returned.contains(&item.no.to_string()))
        };
        let of = |layer| -> Vec<String> {
            let given = |no: &str| -> Option<Instant> { Some(layers.get(&layer)?.rows.get(no)?.at) };
            let unlooked = rubric.criteria().map(|criterion| criterion.no.as_str()).filter(|no| {
                self.criteria.get(*no).zip(given(no)).is_some_and(|(rewritten, at)| rewritten.after(at))
            });
            unlooked.map(str::to_owned).collect()
        };
        let mut own = of(Layer::SelfAssessment);
        own.retain(|no| changeable(no));
        (own, of(Layer::Review))
    }
}
