//! What overviews show of both sheets of a case. Once a case is submitted it is written with every act that changes the
//! sheets ([`super::summarise`]), so that whoever looks over a period need not score it. Only where it is not there, in data
//! of before, the sheets are scored for it.

use std::collections::HashMap;
use std::sync::Arc;

use domain::ids::{CaseId, PeriodId};
use domain::scoring::{ScoreSheet, Sums};
use serde::de::DeserializeOwned;
use store::answers::Layer;
use store::cases::Case;
use store::{Tx, case_sums};

use super::{Known, summarise};
use crate::{Answered, House, OrFault};

/// Cases whose sums are asked for by their ids; of more, those of the whole period are.
const FEW: usize = 100;

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

    pub(super) fn read(stored: &case_sums::Sums) -> Answered<Self> {
        Ok(Self { own: read(&stored.own)?, review: read(&stored.review)? })
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

    /// The sums of a case as its sheets come to them; of a decided one, as it was decided.
    pub(super) async fn sums_anew(&self, tx: &Tx, case: &Case) -> Answered<BothSums> {
        let rubric = self.rubric_of(tx, case).await?;
        let circumstances = self.circumstances(tx, &rubric, case).await?;
        let layers = Known::both(tx, case.id).await?;
        let (own, review) = self.sheets(tx, case, &rubric, &circumstances, &layers).await?;
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
}
