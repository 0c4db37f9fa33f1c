//! 更正公告 and 撤销公告 in words: what is public is never changed, a further announcement speaks of it. A withdrawn result is
//! not public any more; it may be corrected by the meeting and published anew.

use contract::announcement::{Publish, PublishPage, Target};
use domain::ids::AnnouncementId;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::{CaseState, Situation, Step, advance};
use store::announcements::{self, Announcement, Kind};
use store::journal::{self, NewEntry};
use store::{Tx, cases, periods, results};

use super::draft::{mark, seen, set, set_anyhow};
use super::standing::{related, withdrawn};
use super::suggest;
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::entry_id;
use crate::{Answered, House, OrFault};

impl House {
    /// The page on which an announcement is corrected or withdrawn; `typed` says which.
    pub async fn amend_page(
        &self,
        at: &Entered,
        id: AnnouncementId,
        typed: Publish,
    ) -> Answered<PublishPage> {
        at.permit(Act::Publish)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let before = standing(&tx, id).await?;
        let kind = read_kind(&typed.does, &before)?;
        let period = periods::find(&tx, before.period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let today = self.edge().now().day();
        let mut form = if typed.act.is_empty() {
            let all = announcements::all(&tx).await.or_fault()?;
            suggest::amendment(&before, kind, &at.tenant.name, &all, today)
        } else {
            typed
        };
        let preview = set_anyhow(&form, Vec::new(), Vec::new(), today.to_string());
        form.seen = mark(kind, &preview)?;
        Ok(PublishPage {
            period: period.title,
            target: Target::Announcement(id),
            form,
            preview,
            amends: Some(related(&before)),
            may_leave_out: false,
            record: Vec::new(),
        })
    }

    /// Publishes a correction or a withdrawal.
    ///
    /// # Errors
    /// As [`House::publish`].
    pub async fn amend(&self, at: &Entered, id: AnnouncementId, form: &Publish) -> Answered<AnnouncementId> {
        match self.amended(at, id, form).await {
            Err(refusal @ (Refusal::Taken { .. } | Refusal::Invalid { .. })) => {
                let tx = self.store().read(at.id()).await.or_fault()?;
                let before = announcements::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
                drop(tx);
                self.just_announced(at, before.decision, form).await?.ok_or(refusal)
            }
            amended => amended,
        }
    }

    async fn amended(&self, at: &Entered, id: AnnouncementId, form: &Publish) -> Answered<AnnouncementId> {
        let permit = at.permit(Act::Publish)?;
        if !form.only_chosen.is_empty() {
            return Err(Refusal::invalid("only_chosen", "更正、撤销公告没有这一选择，请刷新页面后重新填写"));
        }
        let tx = self.store().write(at.id()).await.or_fault()?;
        let known = announcements::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        periods::find_to_change(&tx, known.period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let before = standing(&tx, id).await?;
        let kind = read_kind(&form.does, &before)?;
        let now = self.edge().now();
        let body = set(form, Vec::new(), Vec::new(), now.day().to_string())?;
        let what = || format!("文号“{}”", body.number);
        if announcements::all(&tx).await.or_fault()?.iter().any(|known| known.number == body.number) {
            return Err(Refusal::Taken { what: what() });
        }
        seen(form, &mark(kind, &body)?)?;
        says_what(kind, &body.text)?;
        let row = Announcement {
            id: AnnouncementId(self.edge().id()),
            period: before.period,
            decision: before.decision,
            number: body.number.clone(),
            title: body.title.clone(),
            issuer: body.issuer.clone(),
            body: serde_json::to_string(&body).or_fault()?,
            published_at: now,
            by_name: at.member.name.clone(),
            kind,
            amends: Some(before.id),
        };
        announcements::insert(&tx, &permit, &row).await.or_taken(what)?;
        let word = if kind == Kind::Withdrawal { "撤销" } else { "更正" };
        let mut entry = NewEntry {
            id: entry_id(self.edge()),
            case: None,
            at: now,
            summary: format!("发布{}“{}”，{word}{}", row.number, row.title, before.number),
            detail: form.seen.clone(),
        };
        journal::append(&tx, &permit, &entry).await.or_fault()?;
        if kind == Kind::Withdrawal {
            let decided = results::of_decision(&tx, before.decision).await.or_fault()?;
            cases::hold(&tx, decided.iter().map(|result| result.case)).await.or_fault()?;
            for result in decided {
                let mut case =
                    cases::find_to_change(&tx, result.case).await.or_fault()?.ok_or(Refusal::NotFound)?;
                if case.state != CaseState::Published {
                    continue;
                }
                case.state = advance(case.state, Step::Withhold, &Situation::default())?.state;
                case.updated_at = now;
                cases::update(&tx, &permit, &case).await.or_fault()?;
                entry.id = entry_id(self.edge());
                entry.case = Some(case.id);
                entry.summary = format!("公布的结果撤销：{}", row.number);
                journal::append(&tx, &permit, &entry).await.or_fault()?;
            }
        }
        journal::checkpoint(&tx, &permit, self.edge().id(), now).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(row.id)
    }
}

/// # Errors
/// [`Refusal::Invalid`] for one that was withdrawn, or withdraws another.
async fn standing(tx: &Tx, id: AnnouncementId) -> Answered<Announcement> {
    let before = announcements::find(tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
    let all = announcements::of_period(tx, before.period).await.or_fault()?;
    if before.kind == Kind::Withdrawal || withdrawn(id, &all) {
        let reason = "这份公告已经撤销，或者本身是撤销公告，不能再更正、撤销";
        return Err(Refusal::invalid("does", reason));
    }
    Ok(before)
}

/// The words that are offered end where what is corrected, or why something is withdrawn, has to be said.
fn says_what(kind: Kind, text: &[String]) -> Answered<()> {
    if !text.last().is_some_and(|last| last.ends_with(['：', ':'])) {
        return Ok(());
    }
    let what = if kind == Kind::Withdrawal { "撤销的原因" } else { "更正的内容" };
    Err(Refusal::invalid("text", format!("正文停在冒号处，请接着写明{what}，预览后再公布")))
}

fn read_kind(does: &str, before: &Announcement) -> Answered<Kind> {
    match does {
        "correction" => Ok(Kind::Correction),
        "withdrawal" if before.kind == Kind::Results => Ok(Kind::Withdrawal),
        "withdrawal" => Err(Refusal::invalid("does", "更正公告不能单独撤销；请撤销原公告，或再发布更正公告")),
        _ => Err(Refusal::invalid("does", "请选择更正还是撤销")),
    }
}
