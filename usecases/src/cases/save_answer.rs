//! Saving one answer, on 自评 by the unit or on 考核 by a reviewer.

use std::collections::BTreeMap;

use contract::case::{Layer as Wire, SaveAnswer, Saved};
use domain::calendar::Instant;
use domain::ids::{AnswerId, FactId};
use domain::policy::{Act, Permit, Place, authorise};
use domain::refusal::Refusal;
use domain::scheme::{Criterion, Scheme};
use domain::scoring::{Answer, Answers, Circumstances, Reasons, score_criterion, unconfirmed};
use domain::workflow::{CaseState, reviewer_may_score, unit_may_edit};
use serde_json::json;
use store::Backend;
use store::answers::{self, AnswerRow, Layer, NewAnswer, SaveOutcome};
use store::cases::{self, Case};
use store::journal::{self, NewEntry};
use store::saves::{self, Save};
use uuid::Uuid;

use super::facts::unknown_fact;
use super::known::{Known, Remembered};
use super::lookup::Held;
use super::{BothSums, of_unit, own_sheet, read_answer, review_sheet, unreviewed};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::wording::visible;
use crate::{Answered, House, OrFault};

impl House {
    /// Saves one answer durably. The same `client` id again is a retry, not a second act.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] with the other text if somebody saved since `based_on`; [`Refusal::BadAnswer`] if the
    /// answer does not fit its rule; [`Refusal::WrongState`] or [`Refusal::ItemNotReturned`] if it is not the time.
    pub async fn save_answer(&self, at: &Entered, form: &SaveAnswer) -> Answered<Saved> {
        let client: Uuid = form.client.parse().map_err(|_| Refusal::Malformed)?;
        match self.known_cases().take(at.id(), form.case) {
            Some(remembered) if self.store().backend() == Backend::Sqlite => {
                match self.save_remembered(at, form, client, remembered).await? {
                    Some(saved) => Ok(saved),
                    None => self.save_read(at, form, client, None).await,
                }
            }
            remembered => self.save_read(at, form, client, remembered).await,
        }
    }

    /// Saves without reading first what was read or written just before. Whether all of it still holds, the writes find
    /// out; `None` if it does not, or if anything speaks against the save: then everything is read and judged anew.
    async fn save_remembered(
        &self,
        at: &Entered,
        form: &SaveAnswer,
        client: Uuid,
        remembered: Remembered,
    ) -> Answered<Option<Saved>> {
        let Remembered { mut case, rubric, circumstances, head, mut layers } = remembered;
        let (act, layer) = meant(form.layer);
        let Ok(permit) = authorise(&at.actor, act, Place::unit(at.id(), case.unit)) else { return Ok(None) };
        // What is back with the unit is not remembered.
        let fits = case.state != CaseState::Returned
            && judge(&rubric, &circumstances, case.state, &[], form).is_ok();
        let complete = !case.state.submitted() || layers.contains_key(&other(layer));
        let (true, true, Some(mut known)) = (fits, complete, layers.remove(&layer)) else { return Ok(None) };
        let there = known.rows.get(&form.criterion).cloned();
        if there.as_ref().map_or(0, |row| row.revision) != form.based_on
            || there.as_ref().is_some_and(|row| row.client == client)
        {
            return Ok(None);
        }
        let now = self.edge().now();
        let given = Giving { form, known: &known, stated: stated(&layers, form), permit: &permit };
        let answer = given.answer(&rubric, &circumstances);
        let new = self.new_answer(at, form, &answer, client, now)?;
        let entry = self.entry(form, &new);
        known.saved(row_of(&new, &permit, form.based_on + 1), answer);
        layers.insert(layer, known);
        let before = case.revision;
        summarise(&mut case, &rubric, &circumstances, layer, &layers, now)?;
        let save = Save { case: &case, answer: &new, there: there.as_ref(), entry: &entry, head: &head };
        let tx = self.store().write(at.id()).await.or_fault()?;
        let Some(done) = saves::at_once(&tx, &permit, save).await.or_fault()? else {
            tracing::debug!(%case.id, before, "not as remembered");
            return Ok(None);
        };
        tx.commit().await.or_fault()?;
        case.revision = done.case_revision;
        let remembered = Remembered { case, rubric, circumstances, head: done.head, layers };
        self.known_cases().remember(at.id(), remembered);
        Ok(Some(Saved { revision: done.revision, at: now }))
    }

    /// Saves on what is there; answers that are remembered need not be read if the case still has their revision.
    async fn save_read(
        &self,
        at: &Entered,
        form: &SaveAnswer,
        client: Uuid,
        remembered: Option<Remembered>,
    ) -> Answered<Saved> {
        let (act, layer) = meant(form.layer);
        let tx = self.store().write(at.id()).await.or_fault()?;
        let held = self.hold_answers(&tx, at, act, form.case).await?;
        if form.layer == Wire::Own {
            held.fills(&form.criterion)?;
        }
        let Held { mut case, rubric, returned, permit, .. } = held;
        let current = remembered.filter(|remembered| remembered.case.revision == case.revision);
        let (circumstances, mut layers) = match current {
            Some(remembered) => (remembered.circumstances, remembered.layers),
            None => (self.circumstances(&tx, &rubric, &case).await?, BTreeMap::new()),
        };
        judge(&rubric, &circumstances, case.state, &returned, form)?;

        let now = self.edge().now();
        let mut known = match layers.remove(&layer) {
            Some(known) => known,
            None => Known::read(&tx, case.id, layer).await?,
        };
        let other = other(layer);
        if case.state.submitted() && !layers.contains_key(&other) {
            layers.insert(other, Known::read(&tx, case.id, other).await?);
        }
        let before = known.rows.get(&form.criterion);
        let given = Giving { form, known: &known, stated: stated(&layers, form), permit: &permit };
        let answer = given.answer(&rubric, &circumstances);
        let new = self.new_answer(at, form, &answer, client, now)?;
        let revision = match answers::save_over(&tx, &permit, &new, before).await.or_fault()? {
            SaveOutcome::AlreadySaved { revision } => {
                // What was found may not be durable yet; with this it is.
                tx.commit().await.or_fault()?;
                return Ok(Saved { revision, at: now });
            }
            SaveOutcome::Conflict(theirs) => {
                return Err(Refusal::Conflict {
                    revision: theirs.revision,
                    theirs: Box::new(read_answer(&theirs)?.shown_to(at.member.person, theirs.person)),
                    by: theirs.by_name,
                });
            }
            SaveOutcome::Saved { revision } => revision,
        };
        let entry = self.entry(form, &new);
        let head = journal::append(&tx, &permit, &entry).await.or_fault()?;
        known.saved(row_of(&new, &permit, revision), answer);
        layers.insert(layer, known);
        summarise(&mut case, &rubric, &circumstances, layer, &layers, now)?;
        case.revision = cases::update(&tx, &permit, &case).await.or_fault()?;
        tx.commit().await.or_fault()?;
        self.known_cases().remember(at.id(), Remembered { case, rubric, circumstances, head, layers });
        Ok(Saved { revision, at: now })
    }

    fn new_answer(
        &self,
        at: &Entered,
        form: &SaveAnswer,
        answer: &Answer,
        client: Uuid,
        now: Instant,
    ) -> Answered<NewAnswer> {
        Ok(NewAnswer {
            id: AnswerId(self.edge().id()),
            case: form.case,
            layer: stored_layer(form.layer),
            criterion: form.criterion.clone(),
            based_on: form.based_on,
            content: serde_json::to_string(answer).or_fault()?,
            by_name: at.member.name.clone(),
            at: now,
            client,
        })
    }

    /// What stood there before is what the entry before tells of the same criterion: it is not written twice.
    fn entry(&self, form: &SaveAnswer, new: &NewAnswer) -> NewEntry {
        let detail = json!({ "criterion": form.criterion, "after": new.content });
        NewEntry {
            id: entry_id(self.edge()),
            case: Some(form.case),
            at: new.at,
            summary: format!("保存第{}条", form.criterion),
            detail: detail.to_string(),
        }
    }
}

/// As much of what somebody calls a fact as a sentence repeats.
const FACT_NAMED: usize = 20;

/// Whether an answer may be saved now, names only facts of its case, and fits its rule.
fn judge(
    rubric: &Scheme,
    circumstances: &Circumstances,
    state: CaseState,
    returned: &[String],
    form: &SaveAnswer,
) -> Answered<()> {
    let criterion: &Criterion = rubric.criterion(&form.criterion).ok_or(Refusal::NotFound)?;
    let item = rubric.item_of(&form.criterion).ok_or(Refusal::NotFound)?;
    match form.layer {
        Wire::Own => unit_may_edit(state, &item.no, returned)?,
        Wire::Review => reviewer_may_score(state)?,
    }
    if let Some(fact) = unknown_fact(&form.answer, circumstances) {
        let reason = match fact.parse::<FactId>() {
            Ok(_) => "引用的事实已不在本申报的登记簿中，请重新选择".to_owned(),
            Err(_) => {
                let named: String = fact.chars().take(FACT_NAMED).collect();
                format!("引用的“{named}”没有在本申报中登记。请先登记这件事，再选择")
            }
        };
        return Err(Refusal::BadAnswer { path: form.criterion.clone(), reason });
    }
    let scored = match form.layer {
        Wire::Own => score_criterion(rubric, criterion, Some(&form.answer), &of_unit(circumstances)),
        Wire::Review => score_criterion(rubric, criterion, Some(&form.answer), circumstances),
    };
    scored.map(drop).map_err(|problem| problem.refusal(rubric))
}

/// What is sent, over what is there.
struct Giving<'a> {
    form: &'a SaveAnswer,
    known: &'a Known,
    /// What the unit says, while it is reviewed.
    stated: Option<&'a Answer>,
    permit: &'a Permit,
}

impl Giving<'_> {
    /// The answer with what is not for the sender to say: which reasons were given for its values, who gave and confirmed
    /// what is left to discretion in it, and whether it agrees with the unit.
    fn answer(&self, rubric: &Scheme, circumstances: &Circumstances) -> Answer {
        let no = &self.form.criterion;
        let mut sent = self.form.answer.clone();
        sent.remark = visible(&sent.remark);
        let (before, row) = (self.known.answers.get(no), self.known.rows.get(no));
        let reasoned = match before {
            None => Answer { earlier: BTreeMap::new(), ..sent },
            Some(before) => {
                let known = Reasons {
                    remark: self.form.layer == Wire::Review,
                    given: !before.remark.is_empty()
                        && !sent.says_as(before)
                        && was_given(rubric, no, before, circumstances),
                    hold: self.form.reasons_hold,
                };
                sent.reasoned_over(before, known)
            }
        };
        let mut answer = reasoned.given_over(before, row.and_then(|row| row.person), self.permit.by());
        answer.agrees &= self.stated.is_some_and(|stated| stated.says_as(&answer));
        answer
    }
}

/// What the unit says on the criterion, if it is reviewed.
fn stated<'a>(layers: &'a BTreeMap<Layer, Known>, form: &SaveAnswer) -> Option<&'a Answer> {
    let own = layers.get(&Layer::SelfAssessment).filter(|_| form.layer == Wire::Review)?;
    own.answers.get(&form.criterion)
}

/// Whether an answer was complete, but perhaps for its second person.
fn was_given(rubric: &Scheme, no: &str, answer: &Answer, circumstances: &Circumstances) -> bool {
    let confirmed = answer.clone().once_confirmed();
    let line = rubric.criterion(no).map(|one| score_criterion(rubric, one, Some(&confirmed), circumstances));
    line.is_some_and(|line| line.is_ok_and(|line| line.complete))
}

fn row_of(new: &NewAnswer, permit: &Permit, revision: i32) -> AnswerRow {
    AnswerRow {
        criterion: new.criterion.clone(),
        revision,
        content: new.content.clone(),
        person: permit.by(),
        by_name: new.by_name.clone(),
        at: new.at,
        client: new.client,
    }
}

/// Keeps the case's figures beside its answers, so that lists need not score every sheet. A correction can leave a finished
/// score without its reason, so the figures of 考核 follow 自评 too; both layers are needed once the case is submitted.
pub(crate) fn summarise(
    case: &mut Case,
    rubric: &Scheme,
    circumstances: &Circumstances,
    changed: Layer,
    layers: &BTreeMap<Layer, Known>,
    now: Instant,
) -> Answered<()> {
    let none = Answers::new();
    let given = |layer| layers.get(&layer).map_or(&none, |known| &known.answers);
    let own = own_sheet(rubric, given(Layer::SelfAssessment), circumstances)?;
    if changed == Layer::SelfAssessment {
        case.self_answered = own.answered;
        case.self_score = own.score.exact();
        case.self_high = own.range.high.exact();
        case.self_unconfirmed = counted(unconfirmed(rubric, given(Layer::SelfAssessment)).len());
    }
    if case.state.submitted() {
        let given = given(Layer::Review);
        let review = review_sheet(rubric, &own, given, circumstances)?;
        let open = counted(unreviewed(&own, &review, given).len());
        case.review_answered = review.asked.saturating_sub(open);
        case.review_unconfirmed = counted(unconfirmed(rubric, given).len());
        case.review_score = review.score.exact();
        case.sums = Some(BothSums::of(&own, &review).stored()?);
    }
    case.updated_at = now;
    Ok(())
}

fn counted(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The act a save is, and the layer it changes.
pub(crate) fn meant(layer: Wire) -> (Act, Layer) {
    match layer {
        Wire::Own => (Act::FillIn, Layer::SelfAssessment),
        Wire::Review => (Act::ScoreCriteria, Layer::Review),
    }
}

/// The layer beside it.
fn other(layer: Layer) -> Layer {
    match layer {
        Layer::SelfAssessment => Layer::Review,
        Layer::Review => Layer::SelfAssessment,
    }
}

/// The layer as it is stored.
pub(super) fn stored_layer(layer: Wire) -> Layer {
    meant(layer).1
}
