//! 事实登记: registering, changing and taking out the facts of a case, and what they mean for its sheets.

mod changing;
mod circumstances;
mod page;
mod record;
mod remove;

use contract::case::Layer as Wire;
use contract::fact::{Fact, Touch};
use domain::ids::FactId;
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::scoring::{Answer, Answers};
use domain::workflow::{CaseState, reviewer_may_score, unit_may_edit};
use store::answers::Layer;
use store::evidence::Evidence;
use store::facts::Fact as Row;

use crate::Answered;
pub(crate) use circumstances::Registers;
pub(super) use circumstances::unknown_fact;

/// Whether it is the time for a layer to change a fact that is named there.
fn still_open(
    rubric: &Scheme,
    state: CaseState,
    returned: &[String],
    layer: Wire,
    touched: &[Touch],
) -> Answered<()> {
    if layer == Wire::Review {
        return reviewer_may_score(state);
    }
    // While single items are back with the unit, their facts may come in; those of the others stay as they are.
    if state != CaseState::Returned {
        unit_may_edit(state, "", &[])?;
    }
    for touch in touched.iter().filter(|touch| touch.layer == Wire::Own) {
        let item = rubric.item_of(&touch.criterion).ok_or(Refusal::NotFound)?;
        unit_may_edit(state, &item.no, returned)?;
    }
    Ok(())
}

/// Where a fact is named, in document order, 自评 first.
fn touches(rubric: &Scheme, own: &Answers, review: &Answers, fact: FactId) -> Vec<Touch> {
    let layers = [(Wire::Own, own), (Wire::Review, review)];
    let named = layers.into_iter().flat_map(|(layer, answers)| {
        let named = move |no: &str| answers.get(no).is_some_and(|answer| names(answer, fact));
        rubric.criteria().filter(move |criterion| named(&criterion.no)).map(move |criterion| Touch {
            layer,
            criterion: criterion.no.to_string(),
            title: criterion.title.clone(),
            section: rubric.section_of(&criterion.no).and_then(|at| u32::try_from(at).ok()).unwrap_or(0),
        })
    });
    named.collect()
}

fn names(answer: &Answer, fact: FactId) -> bool {
    let fact = fact.to_string();
    answer.entries().any(|entry| entry.fact == fact)
}

fn wire(layer: Layer) -> Wire {
    match layer {
        Layer::SelfAssessment => Wire::Own,
        Layer::Review => Wire::Review,
    }
}

/// `hung`: files of the case, each on a criterion or a fact.
fn view(row: Row, hung: &[Evidence]) -> Fact {
    let files = hung.iter().filter(|file| file.fact == Some(row.id)).count();
    Fact {
        files: u32::try_from(files).unwrap_or(u32::MAX),
        id: row.id,
        layer: wire(row.layer),
        title: row.title,
        date: row.happened_on,
        who: row.concerned,
        basis: row.basis,
        revision: row.revision,
        by: row.by_name,
    }
}
