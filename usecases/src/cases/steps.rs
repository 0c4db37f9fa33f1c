//! The steps a case takes as a whole: 提交负责人, 退回经办人, 签署提交, 办结, 重新考核, and 撤回推荐.

use contract::case::StepForm;
use domain::ids::CaseId;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::{Effect, Step, advance};
use store::answers::Layer;
use store::journal::{self, NewEntry};
use store::{cases, returns};

use super::{Known, own_sheet, situation, sources};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::repeat::just_now;
use crate::wording::required_text;
use crate::{Answered, House, OrFault};

impl House {
    /// 经办人提交单位负责人.
    ///
    /// # Errors
    /// [`Refusal::Incomplete`] with the criteria that are missing.
    pub async fn hand_over(&self, at: &Entered, id: CaseId) -> Answered<()> {
        self.step(at, id, Step::HandOver, Act::HandOver, Ok("提交单位负责人签署".into())).await
    }

    /// 单位负责人退回经办人.
    pub async fn send_back(&self, at: &Entered, id: CaseId, form: &StepForm) -> Answered<()> {
        let summary = required_text("message", "退回说明", &form.message, 500)
            .map(|message| format!("退回经办人修改：{message}"));
        self.step(at, id, Step::SendBack, Act::SignAndSubmit, summary).await
    }

    /// 单位负责人签署提交. The head confirms having checked the content.
    pub async fn sign(&self, at: &Entered, id: CaseId, form: &StepForm) -> Answered<()> {
        let summary = if form.confirm.is_empty() {
            Err(Refusal::invalid("confirm", "请先勾选“已审阅全部内容，对真实性负责”"))
        } else {
            Ok("签署并提交考核".to_owned())
        };
        self.step(at, id, Step::Sign, Act::SignAndSubmit, summary).await
    }

    /// 考核人员办结.
    ///
    /// # Errors
    /// [`Refusal::Unreviewed`] with the criteria that have no finished score; [`Refusal::ReturnsOpen`].
    pub async fn close_case(&self, at: &Entered, id: CaseId) -> Answered<()> {
        self.step(at, id, Step::Close, Act::CloseCase, Ok("办结考核".into())).await
    }

    /// 重新考核, before the decision, with a reason.
    pub async fn reopen_case(&self, at: &Entered, id: CaseId, form: &StepForm) -> Answered<()> {
        let summary = required_text("message", "重新考核的理由", &form.message, 500)
            .map(|message| format!("重新考核：{message}"));
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
        match (self.take(at, id, step, act, summary.clone()).await, summary) {
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
        step: Step,
        act: Act,
        summary: Answered<String>,
    ) -> Answered<()> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let mut opened = self.hold_case(&tx, at, act, id).await?;
        let summary = summary?;
        let circumstances = self.circumstances(&tx, &opened.rubric, &opened.case).await?;
        let supplements = self.supplements_of(&tx, &opened.period, &opened.case).await?;
        let layers = Known::both(&tx, id).await?;
        let returned = opened.returned_items();
        let situation =
            situation(&opened.rubric, &opened.case, returned, &supplements, &circumstances, &layers)?;
        let outcome = advance(opened.case.state, step, &situation)?;
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
            Step::Close => opened.case.closed_at = Some(now),
            Step::Reopen => opened.case.closed_at = None,
            _ => {}
        }
        opened.case.state = outcome.state;
        opened.case.updated_at = now;
        cases::update(&tx, &opened.permit, &opened.case).await.or_fault()?;
        let entry =
            NewEntry { id: entry_id(self.edge()), case: Some(id), at: now, summary, detail: String::new() };
        journal::append(&tx, &opened.permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()
    }
}
