//! 公布: a decision becomes an announcement that anyone can read. What is published is the text that was seen.

use contract::announcement::{Publish, PublishPage, Target};
use domain::ids::{AnnouncementId, DecisionId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::{CaseState, Situation, Step, advance};
use store::announcements::{self, Announcement, Kind};
use store::journal::{self, NewEntry};
use store::{cases, decisions, periods};

use super::draft::{Draft, mark, seen, set, set_anyhow};
use super::standing::related;
use super::suggest;
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::entry_id;
use crate::repeat::just_now;
use crate::wording::ticked;
use crate::{Answered, House, OrFault};

impl House {
    /// The page before publishing, with a suggestion for every field.
    pub async fn publish_page(&self, at: &Entered, id: DecisionId) -> Answered<PublishPage> {
        self.publish_page_with(at, id, None).await
    }

    /// The same with what was typed: exactly what would be published now.
    pub async fn publish_page_with(
        &self,
        at: &Entered,
        id: DecisionId,
        typed: Option<Publish>,
    ) -> Answered<PublishPage> {
        at.permit(Act::Publish)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let chosen = typed.as_ref().map(|typed| typed.only_chosen == "on");
        let draft = self.draft(&tx, id, chosen).await?;
        let today = self.edge().now().day();
        let mut form = match typed {
            Some(typed) => typed,
            None => {
                let all = announcements::all(&tx).await.or_fault()?;
                suggest::decision(&draft, &at.tenant.name, &all, today)
            }
        };
        let Draft { lines, notes, amends, .. } = &draft;
        let preview = set_anyhow(&form, lines.clone(), notes.clone(), today.to_string());
        form.seen = mark(kind(&draft), &preview)?;
        Ok(PublishPage {
            period: draft.period.title.clone(),
            target: Target::Decision(id),
            preview,
            amends: amends.as_ref().map(related),
            may_leave_out: amends.is_none() && draft.rubric.outcome.options.len() > 1,
            record: draft.record,
            form,
        })
    }

    /// Publishes a decision, or what a further meeting made of one that is public.
    ///
    /// # Errors
    /// [`Refusal::Taken`] if the number is in use; [`Refusal::Invalid`] with the field, `seen` if the text is not the one that
    /// was seen.
    pub async fn publish(&self, at: &Entered, id: DecisionId, form: &Publish) -> Answered<AnnouncementId> {
        match self.announce(at, id, form).await {
            Err(refusal @ (Refusal::Taken { .. } | Refusal::Invalid { .. } | Refusal::WrongState { .. })) => {
                self.just_announced(at, id, form).await?.ok_or(refusal)
            }
            announced => announced,
        }
    }

    /// The announcement this very form published just now.
    pub(super) async fn just_announced(
        &self,
        at: &Entered,
        id: DecisionId,
        form: &Publish,
    ) -> Answered<Option<AnnouncementId>> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let there = announcements::of_decision(&tx, id).await.or_fault()?;
        tx.commit().await.or_fault()?;
        let mine = there.into_iter().find(|there| {
            there.by_name == at.member.name
                && there.number == form.number.trim()
                && there.title == form.title.trim()
                && just_now(there.published_at, self.edge().now())
        });
        Ok(mine.map(|there| there.id))
    }

    async fn announce(&self, at: &Entered, id: DecisionId, form: &Publish) -> Answered<AnnouncementId> {
        let permit = at.permit(Act::Publish)?;
        let only_chosen = ticked("only_chosen", &form.only_chosen)?;
        // One decision is announced once, whoever presses at the same moment.
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let decision = decisions::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        // A meeting that decides or corrects comes before or after.
        periods::find_to_change(&tx, decision.period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let draft = self.draft(&tx, id, Some(only_chosen)).await?;
        let now = self.edge().now();
        let body = set(form, draft.lines.clone(), draft.notes.clone(), now.day().to_string())?;
        let what = || format!("文号“{}”", body.number);
        if announcements::all(&tx).await.or_fault()?.iter().any(|known| known.number == body.number) {
            return Err(Refusal::Taken { what: what() });
        }
        seen(form, &mark(kind(&draft), &body)?)?;
        let row = Announcement {
            id: AnnouncementId(self.edge().id()),
            period: decision.period,
            decision: id,
            number: body.number.clone(),
            title: body.title.clone(),
            issuer: body.issuer.clone(),
            body: serde_json::to_string(&body).or_fault()?,
            published_at: now,
            by_name: at.member.name.clone(),
            kind: kind(&draft),
            amends: draft.amends.as_ref().map(|before| before.id),
        };
        announcements::insert(&tx, &permit, &row).await.or_taken(what)?;
        let mut entry = NewEntry {
            id: entry_id(self.edge()),
            case: None,
            at: now,
            summary: format!("发布{}“{}”", row.number, row.title),
            detail: form.seen.clone(),
        };
        journal::append(&tx, &permit, &entry).await.or_fault()?;
        let word = if draft.amends.is_some() { "更正公布" } else { "公布" };
        cases::hold(&tx, draft.told.iter().map(|(case, _)| case.id)).await.or_fault()?;
        for (case, _) in &draft.told {
            let mut case = cases::find_to_change(&tx, case.id).await.or_fault()?.ok_or(Refusal::NotFound)?;
            // What a further meeting corrected is public already.
            if !(draft.amends.is_some() && case.state == CaseState::Published) {
                case.state = advance(case.state, Step::Publish, &Situation::default())?.state;
            }
            case.updated_at = now;
            cases::update(&tx, &permit, &case).await.or_fault()?;
            entry.id = entry_id(self.edge());
            entry.case = Some(case.id);
            entry.summary = format!("结果{word}：{}", row.number);
            journal::append(&tx, &permit, &entry).await.or_fault()?;
        }
        journal::checkpoint(&tx, &permit, self.edge().id(), now).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(row.id)
    }
}

fn kind(draft: &Draft) -> Kind {
    if draft.amends.is_some() { Kind::Correction } else { Kind::Results }
}
