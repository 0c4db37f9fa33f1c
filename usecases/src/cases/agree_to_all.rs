//! 全部同意: one act by which a reviewer takes over what the unit says, for all that nobody has scored yet.

use contract::case::SectionForm;
use domain::ids::{AnswerId, CaseId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scoring::{Answers, agreeable};
use domain::workflow::reviewer_may_score;
use serde_json::{Map, json};
use store::answers::{self, AnswerRow, Layer, NewAnswer, SaveOutcome};
use store::cases;
use store::journal::{self, NewEntry};

use super::lookup::Held;
use super::{Known, summarise};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::{Answered, House, OrFault};

impl House {
    /// Agrees to the criteria a form names with the revision of 自评 its sender saw (`agree.4.2` = `3`). Returns those that are
    /// not as they were seen any more, in document order: nothing is agreed to there.
    ///
    /// # Errors
    /// [`domain::refusal::Refusal::WrongState`] if it is not the time.
    ///
    /// # Errors
    /// [`Refusal::UnknownFields`] for whatever else it says; [`Refusal::Malformed`] for a revision that is none. Nothing is
    /// agreed to then.
    pub async fn agree_to_all(&self, at: &Entered, id: CaseId, form: &SectionForm) -> Answered<Vec<String>> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let Held { mut case, rubric, returned, permit, .. } =
            self.hold_answers(&tx, at, Act::ScoreCriteria, id).await?;
        reviewer_may_score(case.state)?;
        let criterion =
            |name: &str| name.strip_prefix("agree.").and_then(|no| rubric.criterion(no)).is_some();
        Refusal::unless_asked(form.others(|name| ["person", "section"].contains(&name) || criterion(name)))?;
        let revisions = form.fields.iter().filter(|(name, _)| criterion(name));
        if revisions.map(|(_, seen)| seen.parse::<i32>()).any(|revision| revision.is_err()) {
            return Err(Refusal::Malformed);
        }
        let circumstances = self.circumstances(&tx, &rubric, &case).await?;
        let mut layers = Known::both(&tx, id).await?;
        let nothing = Answers::new();
        let said = |layer| layers.get(&layer).map_or(&nothing, |known: &Known| &known.answers);
        let open = agreeable(&rubric, said(Layer::SelfAssessment), said(Layer::Review), &circumstances);
        let now = self.edge().now();
        let (mut agreed, mut left) = (Map::new(), Vec::new());
        for criterion in rubric.criteria() {
            let no = criterion.no.to_string();
            let Some(seen) = form.fields.get(&format!("agree.{no}")) else { continue };
            let stated = layers.get(&Layer::SelfAssessment).and_then(|own| {
                let row = own.rows.get(&no).filter(|row| row.revision.to_string() == *seen)?;
                Some((row, own.answers.get(&no)?))
            });
            let back = rubric.item_of(&no).is_some_and(|item| returned.contains(&item.no.to_string()));
            let (Some((_, stated)), true, false) = (stated, open.contains(&no), back) else {
                left.push(no);
                continue;
            };
            let Some(review) = layers.get(&Layer::Review) else { continue };
            let before = review.answers.get(&no).cloned().unwrap_or_default();
            let there = review.rows.get(&no);
            let answer = stated.agreed_to(&before).given_over(Some(&before), None, permit.by());
            let new = NewAnswer {
                id: AnswerId(self.edge().id()),
                case: id,
                layer: Layer::Review,
                criterion: no.clone(),
                based_on: there.map_or(0, |row| row.revision),
                content: serde_json::to_string(&answer).or_fault()?,
                by_name: at.member.name.clone(),
                at: now,
                client: self.edge().id(),
            };
            let SaveOutcome::Saved { revision } =
                answers::save_over(&tx, &permit, &new, there).await.or_fault()?
            else {
                left.push(no);
                continue;
            };
            agreed.insert(no.clone(), json!(new.content));
            let row = AnswerRow {
                criterion: no,
                revision,
                content: new.content,
                person: permit.by(),
                by_name: new.by_name,
                at: now,
                client: new.client,
            };
            if let Some(review) = layers.get_mut(&Layer::Review) {
                review.saved(row, answer);
            }
        }
        if !agreed.is_empty() {
            // As the document orders them.
            let all = rubric.criteria().map(|criterion| criterion.no.as_str());
            let all = all.filter(|no| agreed.contains_key(*no)).collect::<Vec<_>>().join("、");
            let entry = NewEntry {
                id: entry_id(self.edge()),
                case: Some(id),
                at: now,
                summary: format!("同意自评{}条：{all}", agreed.len()),
                detail: json!({ "after": agreed }).to_string(),
            };
            journal::append(&tx, &permit, &entry).await.or_fault()?;
            summarise(&mut case, &rubric, &circumstances, Layer::Review, &layers, now)?;
            cases::update(&tx, &permit, &case).await.or_fault()?;
        }
        tx.commit().await.or_fault()?;
        Ok(left)
    }
}
