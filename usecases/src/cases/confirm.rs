//! 第二人确认: whoever did not give a discretionary value stands behind it, under their own account.

use contract::case::{ConfirmJudged, Layer as Wire};
use domain::ids::CaseId;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scoring::Judged;
use domain::workflow::{reviewer_may_score, unit_may_confirm};
use serde_json::json;
use store::answers::{self, AnswerRow};
use store::cases;
use store::journal::{self, NewEntry};

use super::known::Known;
use super::lookup::Held;
use super::save_answer::{stored_layer, summarise};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::{Answered, House, OrFault};

impl House {
    /// Confirms a discretionary value on a layer that waits, and was given by somebody else. Returns the 部分 the criterion
    /// stands in, from 0.
    ///
    /// # Errors
    /// [`Refusal::OwnJudgement`] if it is one's own; [`Refusal::JudgedAnew`] if it is not what was seen any more, or does not
    /// wait; [`Refusal::WrongState`] or [`Refusal::ItemNotReturned`] if it is not the time.
    pub async fn confirm_judged(
        &self,
        at: &Entered,
        id: CaseId,
        layer: Wire,
        form: &ConfirmJudged,
    ) -> Answered<u32> {
        let (act, stored) = match layer {
            Wire::Own => (Act::ConfirmOwn, stored_layer(layer)),
            Wire::Review => (Act::ConfirmReview, stored_layer(layer)),
        };
        let tx = self.store().write(at.id()).await.or_fault()?;
        let Held { mut case, rubric, returned, permit, .. } = self.hold_answers(&tx, at, act, id).await?;
        let no = form.criterion.as_str();
        let item = rubric.item_of(no).ok_or(Refusal::NotFound)?;
        let section =
            rubric.section_of(no).and_then(|section| u32::try_from(section).ok()).unwrap_or_default();
        match layer {
            Wire::Own => unit_may_confirm(case.state, &item.no, &returned)?,
            Wire::Review => reviewer_may_score(case.state)?,
        }
        let mut layers = Known::both(&tx, id).await?;
        let known = layers.get_mut(&stored).ok_or(Refusal::NotFound)?;
        let anew = || Refusal::JudgedAnew { criterion: no.to_owned() };
        let row = known.rows.get(no).ok_or_else(anew)?;
        let answer = known.answers.get(no).ok_or_else(anew)?;
        let seen = Judged::new(&form.value, &form.reason);
        let second = (at.member.person, at.member.name.as_str());
        let confirmed = answer.confirmed((no, &form.input), &seen, second, row.person)?;
        if confirmed == *answer {
            // Pressed twice. What is there may not be durable yet; with this it is.
            tx.commit().await.or_fault()?;
            return Ok(section);
        }
        let content = serde_json::to_string(&confirmed).or_fault()?;
        let now = self.edge().now();
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(id),
            at: now,
            // What is deducted is not told before the result is published.
            summary: format!("确认第{no}条酌情分"),
            detail: json!({ "criterion": no, "before": row.content, "after": content }).to_string(),
        };
        let row = AnswerRow { content, ..row.clone() };
        answers::attest(&tx, &permit, (id, stored), &row).await.or_fault()?;
        known.saved(row, confirmed);
        let circumstances = self.circumstances(&tx, &rubric, &case).await?;
        summarise(&mut case, &rubric, &circumstances, stored, &layers, now)?;
        cases::update(&tx, &permit, &case).await.or_fault()?;
        journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(section)
    }
}
