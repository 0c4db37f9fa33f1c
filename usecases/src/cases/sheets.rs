//! Both sheets of a case, as everybody reads them.

use std::collections::BTreeMap;

use domain::scheme::Scheme;
use domain::scoring::{Circumstances, ScoreSheet};
use domain::workflow::CaseState;
use store::answers::Layer;
use store::cases::Case;
use store::{Tx, results};

use super::{Known, own_sheet, review_sheet};
use crate::decisions::DecidedSheet;
use crate::{Answered, House, OrFault};

impl House {
    /// The unit's own sheet and the reviewers': as the meeting had them before it, once it has decided, else as the answers
    /// come to them. Whatever the engine makes of the answers later, the former were decided and announced.
    pub(crate) async fn sheets(
        &self,
        tx: &Tx,
        case: &Case,
        rubric: &Scheme,
        circumstances: &Circumstances,
        layers: &BTreeMap<Layer, Known>,
    ) -> Answered<(ScoreSheet, ScoreSheet)> {
        if let Some(DecidedSheet { own, review, .. }) = as_decided(tx, case).await? {
            return Ok((own, review));
        }
        let own = own_sheet(rubric, &layers[&Layer::SelfAssessment].answers, circumstances)?;
        let review = review_sheet(rubric, &own, &layers[&Layer::Review].answers, circumstances)?;
        Ok((own, review))
    }
}

async fn as_decided(tx: &Tx, case: &Case) -> Answered<Option<DecidedSheet>> {
    if case.state < CaseState::Decided {
        return Ok(None);
    }
    let result = results::of_case(tx, case.id).await.or_fault()?;
    Ok(result.and_then(|result| serde_json::from_str(&result.sheet).ok()))
}
