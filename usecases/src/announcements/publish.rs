//! 公布: a decision becomes an announcement that anyone can read. What it says is fixed when it is published.

use std::collections::HashMap;

use contract::announcement::{AnnouncedLine, Announcement, Publish, PublishPage};
use domain::ids::{AnnouncementId, DecisionId};
use domain::points::Points;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::{Situation, Step, advance};
use store::journal::{self, NewEntry};
use store::{Tx, announcements, cases, decisions, periods, results, units};

use crate::cases::points;
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::entry_id;
use crate::repeat::just_now;
use crate::wording::{clean, required, required_text};
use crate::{Answered, House, OrFault};

impl House {
    /// The page before publishing, with a suggestion for every field.
    pub async fn publish_page(&self, at: &Entered, id: DecisionId) -> Answered<PublishPage> {
        at.permit(Act::Publish)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let decision = decisions::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let period = periods::find(&tx, decision.period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric(&tx, period.scheme).await?;
        let lines = lines(&tx, id).await?;
        let today = self.edge().now().day();
        let count = announcements::all(&tx).await.or_fault()?.len() + 1;
        let favourable = rubric.outcome.options.first().cloned().unwrap_or_default();
        let named = lines.iter().filter(|line| line.outcome == favourable).count();
        let text = format!(
            "按照《{}》，经单位自评、逐项考核，{}（{}）集体研究，现将{}考评结果予以公布。\n本次共考评{}个单位，其中{}{}个。",
            rubric.title,
            decision.meeting,
            decision.held_on,
            period.title,
            lines.len(),
            favourable,
            named
        );
        Ok(PublishPage {
            decision: id,
            period: period.title.clone(),
            form: Publish {
                number: format!("公告〔{}〕{count}号", today.year()),
                title: format!("关于公布{}清廉创建考评结果的公告", period.title),
                issuer: at.tenant.name.clone(),
                text,
            },
            lines,
            dated: today.to_string(),
        })
    }

    /// Publishes a decision.
    ///
    /// # Errors
    /// [`Refusal::Taken`] if the number is in use or the decision is already public.
    pub async fn publish(&self, at: &Entered, id: DecisionId, form: &Publish) -> Answered<AnnouncementId> {
        match self.announce(at, id, form).await {
            Err(refusal @ (Refusal::Taken { .. } | Refusal::Invalid { .. } | Refusal::WrongState { .. })) => {
                self.just_announced(at, id, form).await?.ok_or(refusal)
            }
            announced => announced,
        }
    }

    /// The announcement this very form published just now.
    async fn just_announced(
        &self,
        at: &Entered,
        id: DecisionId,
        form: &Publish,
    ) -> Answered<Option<AnnouncementId>> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let there = announcements::of_decision(&tx, id).await.or_fault()?;
        tx.commit().await.or_fault()?;
        let mine = there.filter(|there| {
            there.by_name == at.member.name
                && there.number == form.number.trim()
                && there.title == form.title.trim()
                && just_now(there.published_at, self.edge().now())
        });
        Ok(mine.map(|there| there.id))
    }

    async fn announce(&self, at: &Entered, id: DecisionId, form: &Publish) -> Answered<AnnouncementId> {
        let permit = at.permit(Act::Publish)?;
        let number = required("number", "文号", &form.number, 40)?;
        let title = required("title", "标题", &form.title, 80)?;
        let issuer = required("issuer", "发布单位", &form.issuer, 60)?;
        let text = required_text("text", "正文", &form.text, 3_000)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let decision = decisions::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if announcements::of_decision(&tx, id).await.or_fault()?.is_some() {
            return Err(Refusal::invalid("number", "这次决定已经公布，没有重复发布"));
        }
        let what = || format!("文号“{number}”");
        if announcements::all(&tx).await.or_fault()?.iter().any(|known| known.number == number) {
            return Err(Refusal::Taken { what: what() });
        }
        let now = self.edge().now();
        let body = Announcement {
            issuer: issuer.clone(),
            number: number.clone(),
            title: title.clone(),
            text: text.lines().map(clean).filter(|line| !line.is_empty()).collect(),
            lines: lines(&tx, id).await?,
            dated: now.day().to_string(),
        };
        let row = announcements::Announcement {
            id: AnnouncementId(self.edge().id()),
            period: decision.period,
            decision: id,
            number: number.clone(),
            title,
            issuer,
            body: serde_json::to_string(&body).or_fault()?,
            published_at: now,
            by_name: at.member.name.clone(),
        };
        announcements::insert(&tx, &permit, &row).await.or_taken(what)?;
        let mut entry = NewEntry {
            id: entry_id(self.edge()),
            case: None,
            at: now,
            summary: format!("发布{number}“{}”", row.title),
            detail: String::new(),
        };
        journal::append(&tx, &permit, &entry).await.or_fault()?;
        for result in results::of_decision(&tx, id).await.or_fault()? {
            let mut case =
                cases::find_to_change(&tx, result.case).await.or_fault()?.ok_or(Refusal::NotFound)?;
            case.state = advance(case.state, Step::Publish, &Situation::default())?.state;
            case.updated_at = now;
            cases::update(&tx, &permit, &case).await.or_fault()?;
            entry.id = entry_id(self.edge());
            entry.case = Some(case.id);
            entry.summary = format!("结果公布：{number}");
            journal::append(&tx, &permit, &entry).await.or_fault()?;
        }
        journal::checkpoint(&tx, &permit, self.edge().id(), now).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(row.id)
    }
}

async fn lines(tx: &Tx, id: DecisionId) -> Answered<Vec<AnnouncedLine>> {
    let names: HashMap<_, _> =
        units::all(tx).await.or_fault()?.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let mut rows = results::of_decision(tx, id).await.or_fault()?;
    rows.sort_by_key(|row| row.rank);
    Ok(rows
        .into_iter()
        .map(|row| {
            let (score, rate) = match points(&row.achievable) {
                // Nothing is counted.
                Points::ZERO => (String::new(), String::new()),
                _ => (points(&row.score).to_string(), points(&row.rate).percent()),
            };
            let unit = names.get(&row.unit).cloned().unwrap_or_default();
            AnnouncedLine { rank: row.rank, unit, score, rate, outcome: row.outcome }
        })
        .collect())
}
