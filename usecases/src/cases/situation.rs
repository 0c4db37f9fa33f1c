//! What stands in the way of the steps of a case.

use std::collections::BTreeMap;

use domain::scheme::Scheme;
use domain::scoring::Circumstances;
use domain::workflow::Situation;
use store::answers::Layer;
use store::cases::Case;

use super::rewritten::Supplements;
use super::{Known, own_sheet, sheet, unanswered, unreviewed};
use crate::Answered;

/// `returned`: items that are back with the unit.
pub(crate) fn situation(
    rubric: &Scheme,
    case: &Case,
    returned: Vec<String>,
    supplements: &Supplements,
    circumstances: &Circumstances,
    layers: &BTreeMap<Layer, Known>,
) -> Answered<Situation> {
    let [own, given] = [Layer::SelfAssessment, Layer::Review].map(|layer| &layers[&layer].answers);
    let own = own_sheet(rubric, own, circumstances)?;
    let review = sheet(rubric, given, circumstances)?;
    let (own_unlooked, review_unlooked) = supplements.unlooked(rubric, case, &returned, layers);
    Ok(Situation {
        unanswered: unanswered(&own),
        unreviewed: unreviewed(&own, &review, given),
        own_unlooked,
        review_unlooked,
        returned,
    })
}
