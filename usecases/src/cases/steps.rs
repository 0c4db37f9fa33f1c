//! The steps a case takes as a whole: 提交负责人, 退回经办人, 签署提交, 办结, 重新考核; taking them back, and 撤回推荐.

use std::collections::BTreeMap;

use contract::case::StepForm;
use domain::ids::CaseId;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::{Effect, Step, advance};
use store::answers::Layer;
use store::cases::{self, Case};
use store::journal::{self, NewEntry};
use store::{Tx, facts, returns, source_figures};

use super::{Known, Opened, own_sheet, points, situation, sources, summarise};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::repeat::just_now;
use crate::wording::{optional_text, required_text, ticked};
use crate::{Answered, House, OrFault};

impl House {
    /// 经办人提交单位负责人, with a word of their own where there is one.
    ///
    /// # Errors
    /// [`Refusal::Incomplete`] with the criteria that are missing; [`Refusal::Invalid`] where an item that was sent back
    /// stands as it stood, and no word says why.
    pub async fn hand_over(&self, at: &Entered, id: CaseId, form: &StepForm) -> Answered<()> {
        let summary = optional_text("message", "附言", &form.message, 500)
            .map(|message| told("提交单位负责人签署", &message));
        self.step(at, id, Step::HandOver, Act::HandOver, summary).await
    }

    /// 经办人撤回, before the head has signed.
    pub async fn take_back(&self, at: &Entered, id: CaseId, form: &StepForm) -> Answered<()> {
        let summary = required_text("message", "撤回的理由", &form.message, 500)
            .map(|message| told("撤回提交", &message));
        self.step(at, id, Step::TakeBack, Act::HandOver, summary).await
    }

    /// 单位负责人撤回签署, before the review has begun.
    ///
    /// # Errors
    /// [`Refusal::ReviewBegun`].
    pub async fn recall(&self, at: &Entered, id: CaseId, form: &StepForm) -> Answered<()> {
        let summary = required_text("message", "撤回的理由", &form.message, 500)
            .map(|message| told("撤回签署", &message));
        self.step(at, id, Step::Recall, Act::SignAndSubmit, summary).await
    }

    /// 单位负责人退回经办人.
    pub async fn send_back(&self, at: &Entered, id: CaseId, form: &StepForm) -> Answered<()> {
        let summary = required_text("message", "退回说明", &form.message, 500)
            .map(|message| told("退回经办人修改", &message));
        self.step(at, id, Step::SendBack, Act::SignAndSubmit, summary).await
    }

    /// 单位负责人签署提交. The head confirms having checked the content.
    ///
    /// # Errors
    /// [`Refusal::CaseChanged`] when it is not what was on the page.
    pub async fn sign(&self, at: &Entered, id: CaseId, form: &StepForm) -> Answered<()> {
        let summary = match ticked("confirm", &form.confirm) {
            Ok(true) => Ok("签署并提交考核".to_owned()),
            Ok(false) => Err(Refusal::invalid("confirm", "请先勾选“已审阅全部内容，对真实性负责”")),
            Err(refusal) => Err(refusal),
        };
        self.step_seen(at, id, (Step::Sign, Act::SignAndSubmit), summary, form).await
    }

    /// 考核人员办结.
    ///
    /// # Errors
    /// [`Refusal::Unreviewed`] with the criteria that have no finished score; [`Refusal::ReturnsOpen`];
    /// [`Refusal::CaseChanged`] when it is not what was on the page.
    pub async fn close_case(&self, at: &Entered, id: CaseId, form: &StepForm) -> Answered<()> {
        self.step_seen(at, id, (Step::Close, Act::CloseCase), Ok("办结考核".into()), form).await
    }

    /// 重新考核, before the decision, with a reason.
    pub async fn reopen_case(&self, at: &Entered, id: CaseId, form: &StepForm) -> Answered<()> {
        let summary = required_text("message", "重新考核的理由", &form.message, 500)
            .map(|message| told("重新考核", &message));
        self.step(at, id, Step::Reopen, Act::CloseCase, summary).await
    }

    /// What the form lacks is told only to those who may take the step.
    pub(crate) async fn step(
        &self,
        at: &Entered,
        id: CaseId,
        step: Step,
        act: Act,
        summary: Answered<String>,
    ) -> Answered<()> {
        self.step_seen(at, id, (step, act), summary, &StepForm::default()).await
    }

    /// The same, of a case as it was on a page, where `form` says so.
    async fn step_seen(
        &self,
        at: &Entered,
        id: CaseId,
        (step, act): (Step, Act),
        summary: Answered<String>,
        form: &StepForm,
    ) -> Answered<()> {
        match (self.take(at, id, (step, act), summary.clone(), form).await, summary) {
            (Err(Refusal::WrongState { .. }), Ok(summary))
                if self.just_taken(at, id, act, &summary).await? =>
            {
                Ok(())
            }
            (taken, _) => taken,
        }
    }

    /// Whether the last thing that happened to the case is this very step, by this very person, just now.
    async fn just_taken(&self, at: &Entered, id: CaseId, act: Act, summary: &str) -> Answered<bool> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let permit = self.open_case(&tx, at, act, id).await?.permit;
        let last = journal::of_case(&tx, id, 1).await.or_fault()?.pop();
        tx.commit().await.or_fault()?;
        Ok(last.is_some_and(|last| {
            last.act == act.code()
                && last.summary == summary
                && last.signature == permit.signature()
                && just_now(last.at, self.edge().now())
        }))
    }

    async fn take(
        &self,
        at: &Entered,
        id: CaseId,
        (step, act): (Step, Act),
        summary: Answered<String>,
        form: &StepForm,
    ) -> Answered<()> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let mut opened = self.hold_case(&tx, at, act, id).await?;
        let summary = summary?;
        let circumstances = self.circumstances(&tx, &opened.rubric, &opened.case).await?;
        let supplements = self.supplements_of(&tx, &opened.period, &opened.case).await?;
        let layers = Known::both(&tx, id).await?;
        let returned = opened.returned_items();
        let mut situation =
            situation(&opened.rubric, &opened.case, returned, &supplements, &circumstances, &layers)?;
        if step == Step::Recall {
            situation.review_begun = review_begun(&tx, id, &layers).await?;
        }
        let outcome = advance(opened.case.state, step, &situation)?;
        as_seen(form, &opened.case)?;
        if step == Step::HandOver {
            self.answer_returns(&tx, &opened, summary.split_once('：').map_or("", |(_, words)| words))
                .await?;
        }
        if step == Step::Close {
            let own = own_sheet(&opened.rubric, &layers[&Layer::SelfAssessment].answers, &circumstances)?;
            sources::all_known(&opened.rubric, &own, &circumstances.sources)?;
        }
        let now = self.edge().now();
        if outcome.effect == Some(Effect::SettleReturns) {
            returns::settle_all(&tx, &opened.permit, id, now).await.or_fault()?;
        }
        match step {
            Step::Sign => {
                opened.case.submitted_at = opened.case.submitted_at.or(Some(now));
                opened.case.signed_by = Some(at.member.name.clone());
            }
            Step::Recall => {
                opened.case.submitted_at = None;
                opened.case.signed_by = None;
            }
            Step::Close => opened.case.closed_at = Some(now),
            Step::Reopen => opened.case.closed_at = None,
            _ => {}
        }
        opened.case.state = outcome.state;
        // From now on others look over it.
        summarise(&mut opened.case, &opened.rubric, &circumstances, Layer::SelfAssessment, &layers, now)?;
        cases::update(&tx, &opened.permit, &opened.case).await.or_fault()?;
        let entry =
            NewEntry { id: entry_id(self.edge()), case: Some(id), at: now, summary, detail: String::new() };
        journal::append(&tx, &opened.permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()
    }

    /// What stands as it stood when it was sent back is handed over again with a word why.
    async fn answer_returns(&self, tx: &Tx, opened: &Opened, words: &str) -> Answered<()> {
        if opened.returned.is_empty() {
            return Ok(());
        }
        let stands = self.what_stands(tx, &opened.rubric, &opened.case).await?;
        let untouched = stands.untouched(&opened.returned)?;
        if untouched.is_empty() {
            return Ok(());
        }
        if words.is_empty() {
            let items = untouched.join("、");
            let reason = format!("第{items}项退回后没有改动。确实不需要改动的，请在附言中写明原因，再提交");
            return Err(Refusal::invalid("message", reason));
        }
        returns::reply(tx, &opened.permit, opened.case.id, &untouched, words).await.or_fault()?;
        Ok(())
    }
}

/// Whether a case is what was on the page, where the form says what that was.
fn as_seen(form: &StepForm, case: &Case) -> Answered<()> {
    let same = |seen: &str, now: String| seen.is_empty() || seen == now;
    match same(&form.seen, case.revision.to_string())
        && same(&form.score, points(&case.review_score).to_string())
    {
        true => Ok(()),
        false => Err(Refusal::CaseChanged),
    }
}

/// What was done, and the words that came with it.
fn told(what: &str, words: &str) -> String {
    if words.is_empty() { what.to_owned() } else { format!("{what}：{words}") }
}

/// Whether a reviewer has scored, returned, entered or registered anything in a case.
pub(super) async fn review_begun(tx: &Tx, case: CaseId, layers: &BTreeMap<Layer, Known>) -> Answered<bool> {
    Ok(layers.get(&Layer::Review).is_some_and(|known| !known.rows.is_empty())
        || !returns::of_case(tx, case).await.or_fault()?.is_empty()
        || !source_figures::of_case(tx, case).await.or_fault()?.is_empty()
        || facts::of_case(tx, case).await.or_fault()?.iter().any(|fact| fact.layer == Layer::Review))
}
