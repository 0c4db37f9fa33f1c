//! Saving one answer, on 自评 by the unit or on 考核 by a reviewer.

use contract::case::{Layer as Wire, SaveAnswer, Saved};
use domain::calendar::Instant;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scoring::score_criterion;
use domain::workflow::{reviewer_may_score, unit_may_edit};
use serde_json::json;
use store::Tx;
use store::answers::{self, Layer, NewAnswer, SaveOutcome};
use store::cases;
use store::journal::{self, NewEntry};
use uuid::Uuid;

use super::{Opened, answers_of, read_answer, sheet, unreviewed};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::{Answered, House, OrFault};

impl House {
    /// Saves one answer durably. The same `client` id again is a retry, not a second act.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] with the other text if somebody saved since `based_on`; [`Refusal::BadAnswer`] if the
    /// answer does not fit its rule; [`Refusal::WrongState`] or [`Refusal::ItemNotReturned`] if it is not the time.
    pub async fn save_answer(&self, at: &Entered, form: &SaveAnswer) -> Answered<Saved> {
        let client: Uuid = form.client.parse().map_err(|_| Refusal::Malformed)?;
        let act = match form.layer {
            Wire::Own => Act::FillIn,
            Wire::Review => Act::ScoreCriteria,
        };
        let layer = stored_layer(form.layer);
        let tx = self.store().write(at.id()).await.or_fault()?;
        let opened = self.hold_case(&tx, at, act, form.case).await?;
        let criterion = opened.rubric.criterion(&form.criterion).ok_or(Refusal::NotFound)?;
        let item = opened.rubric.item_of(&form.criterion).ok_or(Refusal::NotFound)?;
        match layer {
            Layer::SelfAssessment => {
                unit_may_edit(opened.case.state, &item.no, &opened.returned_items())?;
            }
            Layer::Review => reviewer_may_score(opened.case.state)?,
        }
        score_criterion(criterion, Some(&form.answer))
            .map_err(|problem| Refusal::BadAnswer { path: problem.path, reason: problem.reason })?;

        let now = self.edge().now();
        let before = answers::find(&tx, opened.case.id, layer, &criterion.no).await.or_fault()?;
        let new = NewAnswer {
            id: domain::ids::AnswerId(self.edge().id()),
            case: opened.case.id,
            layer,
            criterion: criterion.no.clone(),
            based_on: form.based_on,
            content: serde_json::to_string(&form.answer).or_fault()?,
            by_name: at.member.name.clone(),
            at: now,
            client,
        };
        let revision = match answers::save(&tx, &opened.permit, &new).await.or_fault()? {
            SaveOutcome::AlreadySaved { revision } => {
                // What was found may not be durable yet; with this it is.
                tx.commit().await.or_fault()?;
                return Ok(Saved { revision, at: now });
            }
            SaveOutcome::Conflict(theirs) => {
                return Err(Refusal::Conflict {
                    revision: theirs.revision,
                    theirs: Box::new(read_answer(&theirs)?),
                    by: theirs.by_name,
                });
            }
            SaveOutcome::Saved { revision } => revision,
        };
        let detail = json!({
            "criterion": criterion.no,
            "before": before.map(|row| row.content),
            "after": new.content,
        });
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(opened.case.id),
            at: now,
            summary: format!("保存第{}条", criterion.no),
            detail: detail.to_string(),
        };
        journal::append(&tx, &opened.permit, &entry).await.or_fault()?;
        summarise(&tx, opened, layer, now).await?;
        tx.commit().await.or_fault()?;
        Ok(Saved { revision, at: now })
    }
}

/// The layer as it is stored.
pub(super) fn stored_layer(layer: Wire) -> Layer {
    match layer {
        Wire::Own => Layer::SelfAssessment,
        Wire::Review => Layer::Review,
    }
}

/// Keeps the case's figures beside its answers, so that lists need not score every sheet. A correction can leave a
/// finished score without its reason, so the figures of 考核 follow 自评 too.
async fn summarise(tx: &Tx, opened: Opened, layer: Layer, now: Instant) -> Answered<()> {
    let Opened { mut case, rubric, permit, .. } = opened;
    let own = sheet(&rubric, &answers_of(tx, case.id, Layer::SelfAssessment).await?)?;
    if layer == Layer::SelfAssessment {
        case.self_answered = own.answered;
        case.self_score = own.score.exact();
        case.self_high = own.range.high.exact();
    }
    if case.state.submitted() {
        let given = answers_of(tx, case.id, Layer::Review).await?;
        let review = sheet(&rubric, &given)?;
        let open = u32::try_from(unreviewed(&own, &review, &given).len()).unwrap_or(u32::MAX);
        case.review_answered = review.asked.saturating_sub(open);
        case.review_score = review.score.exact();
    }
    case.updated_at = now;
    cases::update(tx, &permit, &case).await.or_fault()?;
    Ok(())
}
