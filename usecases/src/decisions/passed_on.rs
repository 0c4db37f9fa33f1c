//! What of a decision is passed on to the commissions above: a copy of each unit's result, and nothing else of the tenant.

use domain::dimensions::Dimension;
use domain::points::Points;
use domain::policy::Permit;
use domain::scheme::Scheme;
use domain::scoring::{ScoreSheet, Sums};
use store::oversight::{self, Projection};
use store::results::ResultRow;
use store::tenants::{self, Tenant};
use store::{Tx, cases::Case};

use crate::desks::Entered;
use crate::periods::progress::dimension_rate;
use crate::{Answered, House, OrFault};

/// To whom, and under which titles.
pub(super) struct Above<'a> {
    pub at: &'a Entered,
    pub permit: &'a Permit,
    pub period: &'a str,
    pub viewers: &'a [Tenant],
}

impl House {
    pub(super) async fn ancestors(&self, at: &Entered) -> Answered<Vec<Tenant>> {
        let platform = self.store().platform_read().await.or_fault()?;
        tenants::ancestors(&platform, at.id()).await.or_fault()
    }

    /// Passes a result on, in place of what was passed on of the case before.
    pub(super) async fn pass_on(
        &self,
        tx: &Tx,
        above: &Above<'_>,
        (rubric, review): (&Scheme, &ScoreSheet),
        (case, unit): (&Case, &str),
        row: &ResultRow,
    ) -> Answered<()> {
        // Who a person or family is, is no business of the commissions above: they compare units.
        if case.applicant.is_some() {
            return Ok(());
        }
        oversight::take_back(tx, above.permit, case.id, (above.period, unit)).await.or_fault()?;
        let sums = Sums::of(review);
        let dimensions: Vec<(Dimension, Points)> = Dimension::ALL
            .into_iter()
            .filter_map(|d| Some((d, dimension_rate(rubric, &[&sums], d)?)))
            .collect();
        for viewer in above.viewers {
            let projection = Projection {
                id: self.edge().id(),
                source: above.at.id(),
                source_name: above.at.tenant.name.clone(),
                period_title: above.period.to_owned(),
                unit_name: unit.to_owned(),
                score: row.score.clone(),
                achievable: row.achievable.clone(),
                rate: row.rate.clone(),
                dimensions: serde_json::to_string(&dimensions).or_fault()?,
                outcome: row.outcome.clone(),
                decided_at: self.edge().now(),
                case: Some(case.id),
            };
            oversight::write(tx, above.permit, viewer.id, &projection).await.or_fault()?;
        }
        Ok(())
    }
}
