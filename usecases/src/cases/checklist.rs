//! The checklist, for the unit that fills it and the reviewer who scores it.

use std::collections::BTreeMap;

use contract::case::{Allowed, Checklist, Given};
use domain::calendar::Day;
use domain::ids::CaseId;
use domain::policy::{Act, Place, authorise};
use domain::refusal::Refusal;
use domain::scoring::Answers;
use domain::workflow::{CaseState, Situation, Step, advance};
use store::answers::{self, Layer};
use store::returns::Return;
use store::{Tx, evidence, returns};

use super::sight::ReviewSight;
use super::sources::entered;
use super::{Opened, own_figure, own_sheet, read_answer};
use crate::desks::Entered;
use crate::periods::deadlines::due;
use crate::{Answered, House, OrFault};

impl House {
    /// One 部分 of a case's checklist; `section` counts from 0.
    pub async fn checklist(&self, at: &Entered, id: CaseId, section: u32) -> Answered<Checklist> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let opened = self.open_case(&tx, at, Act::ViewCase, id).await?;
        opened.read_by(at)?;
        if section as usize >= opened.rubric.sections.len() {
            return Err(Refusal::NotFound);
        }
        let own = given(&tx, at, id, Layer::SelfAssessment).await?;
        let returns = returns::of_case(&tx, id).await.or_fault()?;
        let review = self.visible_review(&tx, at, &opened, &returns).await?;
        let sight = ReviewSight::of(at, &opened.case);
        let mut evidence = evidence::of_case(&tx, id).await.or_fault()?;
        let said = |given: &BTreeMap<String, Given>| -> Answers {
            given.iter().map(|(no, given)| (no.clone(), given.answer.clone())).collect()
        };
        let facts = match opened.rubric.takes_facts() {
            true => {
                let layers = [&said(&own), &said(&review)];
                self.visible_facts(&tx, at, &opened.case, layers, &evidence).await?
            }
            false => Vec::new(),
        };
        let mut sources = BTreeMap::new();
        if sight.whole() {
            sources = entered(&tx, &opened.rubric, id).await?;
            if opened.rubric.own_source().is_some() {
                let circumstances = self.circumstances(&tx, &opened.rubric, &opened.case).await?;
                let stated = own_sheet(&opened.rubric, &said(&own), &circumstances)?;
                sources.extend(own_figure(&opened.rubric, &stated));
            }
        }
        // What hangs on a fact is shown with the fact, to whoever sees it.
        evidence.retain(|row| row.fact.is_none());
        Ok(Checklist {
            base: at.base(),
            case: id,
            unit: opened.subject(),
            period: opened.period_title(),
            state: opened.case.state,
            days: Some(opened.period.days()),
            year: opened.period.year(),
            until: due(&opened.case, &opened.period, self.edge().now().day()).told,
            section,
            own,
            review,
            evidence: evidence.into_iter().map(crate::evidence::view).collect(),
            facts,
            sources,
            returns: self.returns_told(&tx, &opened.rubric, &opened.case, returns).await?,
            rewritten: self.supplements_of(&tx, &opened.period, &opened.case).await?.criteria,
            may: allowed(at, &opened, self.edge().now().day()),
            mine: opened.blocks.as_ref().map(|blocks| blocks.criteria.clone()),
            person: at.member.person.to_string(),
            reader: at.member.name.clone(),
            scheme: opened.rubric.clone(),
            trial: None,
        })
    }

    /// 考核 as far as the reader may see it: whoever watches the whole tenant always; the unit once the result is
    /// published, before that only on items that were returned to it.
    pub(super) async fn visible_review(
        &self,
        tx: &Tx,
        at: &Entered,
        opened: &Opened,
        returns: &[Return],
    ) -> Answered<BTreeMap<String, Given>> {
        if !opened.case.state.submitted() {
            return Ok(BTreeMap::new());
        }
        let mut review = given(tx, at, opened.case.id, Layer::Review).await?;
        if !ReviewSight::of(at, &opened.case).whole() {
            let items: Vec<_> = returns.iter().map(|back| back.item.as_str()).collect();
            review.retain(|criterion, _| {
                opened.rubric.item_of(criterion).is_some_and(|item| items.contains(&item.no.as_str()))
            });
        }
        Ok(review)
    }
}

/// What the reader may do with the case now.
pub(super) fn allowed(at: &Entered, opened: &Opened, today: Day) -> Allowed {
    let place = Place::unit(at.id(), opened.case.unit);
    let may = |act| authorise(&at.actor, act, place).is_ok();
    let state = opened.case.state;
    let filling = matches!(state, CaseState::Draft | CaseState::Returned);
    let scoring = matches!(state, CaseState::Reviewing | CaseState::Returned);
    Allowed {
        fill: filling && (may(Act::FillIn) || opened.blocks.is_some()),
        hand_over: filling && may(Act::HandOver),
        take_back: state == CaseState::Signing && may(Act::HandOver),
        sign: state == CaseState::Signing && may(Act::SignAndSubmit),
        // Whether the review has begun, the page of the case finds out.
        recall: state == CaseState::Reviewing && may(Act::SignAndSubmit),
        score: scoring && may(Act::ScoreCriteria),
        confirm_own: (filling || state == CaseState::Signing) && may(Act::ConfirmOwn),
        confirm_review: scoring && may(Act::ConfirmReview),
        return_items: scoring && may(Act::ReturnItems),
        close: state == CaseState::Reviewing && may(Act::CloseCase),
        reopen: state == CaseState::Reviewed && may(Act::CloseCase),
        withdraw: opened.applicant.is_some()
            && today <= opened.period.ends_on
            && advance(state, Step::Withdraw, &Situation::default()).is_ok()
            && may(Act::Nominate),
    }
}

/// The answers of a layer with their revisions, as a reader is shown them.
pub(super) async fn given(
    tx: &Tx,
    at: &Entered,
    case: CaseId,
    layer: Layer,
) -> Answered<BTreeMap<String, Given>> {
    let rows = answers::of_case(tx, case, layer).await.or_fault()?;
    rows.into_iter()
        .map(|row| {
            let answer = read_answer(&row)?.shown_to(at.member.person, row.person);
            Ok((row.criterion, Given { answer, revision: row.revision, by: row.by_name, at: row.at }))
        })
        .collect()
}
