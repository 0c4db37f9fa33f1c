//! What stands in the way of the steps of a case.

use std::collections::BTreeMap;

use domain::scheme::Scheme;
use domain::scoring::{Circumstances, confirmed_throughout, unconfirmed};
use domain::workflow::Situation;
use store::answers::Layer;
use store::cases::Case;

use super::rewritten::Supplements;
use super::{Known, own_sheet, review_sheet, unanswered, unreviewed};
use crate::Answered;

/// `returned`: items that are back with the unit. Whether the review has begun is looked up by who asks.
pub(crate) fn situation(
    rubric: &Scheme,
    case: &Case,
    returned: Vec<String>,
    supplements: &Supplements,
    circumstances: &Circumstances,
    layers: &BTreeMap<Layer, Known>,
) -> Answered<Situation> {
    let [stated, given] = [Layer::SelfAssessment, Layer::Review].map(|layer| &layers[&layer].answers);
    let own = own_sheet(rubric, &confirmed_throughout(stated), circumstances)?;
    let review = review_sheet(rubric, &own, &confirmed_throughout(given), circumstances)?;
    let (own_unlooked, review_unlooked) = supplements.unlooked(rubric, case, &returned, layers);
    Ok(Situation {
        unanswered: unanswered(&own),
        unreviewed: unreviewed(&own, &review, given),
        own_unlooked,
        review_unlooked,
        own_unconfirmed: unconfirmed(rubric, stated),
        review_unconfirmed: unconfirmed(rubric, given),
        returned,
        review_begun: false,
    })
}
