//! Saving one answer, on 自评 by the unit or on 考核 by a reviewer.

use contract::case::{Layer as Wire, SaveAnswer, Saved};
use domain::calendar::Instant;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scoring::{Answers, score_criterion};
use domain::workflow::{reviewer_may_score, unit_may_edit};
use serde_json::json;
use store::Tx;
use store::answers::{self, AnswerRow, Layer, NewAnswer, SaveOutcome};
use store::cases;
use store::journal::{self, NewEntry};
use uuid::Uuid;

use super::known::Known;
use super::lookup::Held;
use super::{read_answer, sheet, unreviewed};
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
        let held = self.hold_answers(&tx, at, act, form.case).await?;
        let criterion = held.rubric.criterion(&form.criterion).ok_or(Refusal::NotFound)?;
        let item = held.rubric.item_of(&form.criterion).ok_or(Refusal::NotFound)?;
        match layer {
            Layer::SelfAssessment => unit_may_edit(held.case.state, &item.no, &held.returned)?,
            Layer::Review => reviewer_may_score(held.case.state)?,
        }
        score_criterion(criterion, Some(&form.answer))
            .map_err(|problem| Refusal::BadAnswer { path: problem.path, reason: problem.reason })?;

        let now = self.edge().now();
        let mut known = self.known_answers().of(&tx, &held.case, layer).await?;
        let before = known.rows.get(&criterion.no);
        let new = NewAnswer {
            id: domain::ids::AnswerId(self.edge().id()),
            case: held.case.id,
            layer,
            criterion: criterion.no.clone(),
            based_on: form.based_on,
            content: serde_json::to_string(&form.answer).or_fault()?,
            by_name: at.member.name.clone(),
            at: now,
            client,
        };
        let revision = match answers::save_over(&tx, &held.permit, &new, before).await.or_fault()? {
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
            "before": before.map(|row| &row.content),
            "after": new.content,
        });
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(held.case.id),
            at: now,
            summary: format!("保存第{}条", criterion.no),
            detail: detail.to_string(),
        };
        journal::append(&tx, &held.permit, &entry).await.or_fault()?;
        let row = AnswerRow {
            criterion: new.criterion,
            revision,
            content: new.content,
            by_name: new.by_name,
            at: now,
            client,
        };
        known.saved(row, form.answer.clone());
        let (tenant, case) = (at.id(), held.case.id);
        let (case_revision, other) = self.summarise(&tx, held, layer, &known, now).await?;
        tx.commit().await.or_fault()?;
        self.known_answers().remember(tenant, case, layer, case_revision, known);
        if let Some((layer, known)) = other {
            self.known_answers().remember(tenant, case, layer, case_revision, known);
        }
        Ok(Saved { revision, at: now })
    }

    /// Keeps the case's figures beside its answers, so that lists need not score every sheet. A correction can leave a
    /// finished score without its reason, so the figures of 考核 follow 自评 too. Returns the case's new revision, and
    /// the other layer where it was looked at.
    async fn summarise(
        &self,
        tx: &Tx,
        held: Held,
        layer: Layer,
        known: &Known,
        now: Instant,
    ) -> Answered<(i32, Option<(Layer, Known)>)> {
        let Held { mut case, rubric, permit, .. } = held;
        let other_layer = match layer {
            Layer::SelfAssessment => Layer::Review,
            Layer::Review => Layer::SelfAssessment,
        };
        let other = match case.state.submitted() {
            true => Some(self.known_answers().of(tx, &case, other_layer).await?),
            false => None,
        };
        let none = Answers::new();
        let there = other.as_ref().map_or(&none, |other| &other.answers);
        let (own, given) = match layer {
            Layer::SelfAssessment => (&known.answers, there),
            Layer::Review => (there, &known.answers),
        };
        let own = sheet(&rubric, own)?;
        if layer == Layer::SelfAssessment {
            case.self_answered = own.answered;
            case.self_score = own.score.exact();
            case.self_high = own.range.high.exact();
        }
        if other.is_some() {
            let review = sheet(&rubric, given)?;
            let open = u32::try_from(unreviewed(&own, &review, given).len()).unwrap_or(u32::MAX);
            case.review_answered = review.asked.saturating_sub(open);
            case.review_score = review.score.exact();
        }
        case.updated_at = now;
        let revision = cases::update(tx, &permit, &case).await.or_fault()?;
        Ok((revision, other.map(|other| (other_layer, other))))
    }
}

/// The layer as it is stored.
pub(super) fn stored_layer(layer: Wire) -> Layer {
    match layer {
        Wire::Own => Layer::SelfAssessment,
        Wire::Review => Layer::Review,
    }
}
