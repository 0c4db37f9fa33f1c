//! 公布: a decision becomes an announcement that anyone can read. What it says is fixed when it is published.

use contract::announcement::{AnnouncedLine, Announcement, Publish, PublishPage};
use domain::ids::{AnnouncementId, DecisionId};
use domain::points::Points;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::{Situation, Step, advance};
use store::journal::{self, NewEntry};
use store::{Tx, announcements, cases, decisions, periods, results};

use crate::cases::{Subjects, points};
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
        let Announced { lines, counted } = self.announced(&tx, id).await?;
        let today = self.edge().now().day();
        let all = announcements::all(&tx).await.or_fault()?;
        let this_year = |row: &&announcements::Announcement| row.published_at.day().year() == today.year();
        let count = all.iter().filter(this_year).count() + 1;
        let favourable = rubric.outcome.options.first().cloned().unwrap_or_default();
        let named = lines.iter().filter(|line| line.outcome == favourable).count();
        let text = format!(
            "按照《{}》，经单位自评、逐项考核，并经{}（{}）集体研究决定，现将{}考评结果予以公布。\n本次共考评{}，其中“{}”{}个。",
            rubric.title, decision.meeting, decision.held_on, period.title, counted, favourable, named
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
        // One decision is announced once, whoever presses at the same moment.
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
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
            lines: self.announced(&tx, id).await?.lines,
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

/// What a decision announces.
struct Announced {
    lines: Vec<AnnouncedLine>,
    /// “3个单位、1名个人”.
    counted: String,
}

impl House {
    /// What a decision announces, award by award and in the order of ranks.
    async fn announced(&self, tx: &Tx, id: DecisionId) -> Answered<Announced> {
        let rows = results::of_decision(tx, id).await.or_fault()?;
        let decided: Vec<_> = rows.iter().map(|row| row.case).collect();
        let decided = cases::by_ids(tx, &decided).await.or_fault()?;
        let subjects = Subjects::of(tx, &decided).await?;
        let mut lines = Vec::new();
        for row in rows {
            let case = decided.iter().find(|case| case.id == row.case).ok_or(Refusal::NotFound)?;
            let rubric = self.rubric_of(tx, case).await?;
            // Units answer for their work in public; who of the people was not chosen is nobody's business.
            if case.applicant.is_some() && rubric.outcome.options.first() != Some(&row.outcome) {
                continue;
            }
            let (score, rate) = match points(&row.achievable) {
                // Nothing is counted.
                Points::ZERO => (String::new(), String::new()),
                _ => (points(&row.score).to_string(), points(&row.rate).percent()),
            };
            let list = rubric.list_of(&case.unit_type);
            let award =
                rubric.unit_type(&case.unit_type).map(|known| known.title.clone()).unwrap_or_default();
            let unit = subjects.name(case);
            lines.push((
                list,
                AnnouncedLine { rank: row.rank, award, unit, score, rate, outcome: row.outcome },
            ));
        }
        lines.sort_by_key(|(list, line)| (*list, line.rank));
        let lines = lines.into_iter().map(|(_, line)| line).collect();
        Ok(Announced { lines, counted: subjects.counted(&decided) })
    }
}
