//! Recording what the meeting decided. One person cannot stand in for it: meeting, date, those present and the minutes
//! are asked for, and the list it decided is fixed with both layers of every sheet.

use contract::decision::{RankedLine, RecordDecision};
use domain::dimensions::Dimension;
use domain::ids::{CaseId, DecisionId, PeriodId, ResultId};
use domain::policy::{Act, Permit};
use domain::refusal::Refusal;
use domain::scoring::Sums;
use domain::workflow::{Situation, Step, advance};
use store::answers::Layer;
use store::decisions::{self, Decision};
use store::files::{self, StoredFile};
use store::journal::{self, NewEntry};
use store::oversight::{self, Projection};
use store::results::{self, ResultRow};
use store::tenants::{self, Tenant};
use store::{Tx, cases, periods};

use super::quotas::Standing;
use super::{DecidedSheet, outcome};
use crate::cases::{Subjects, answers_of, own_sheet, review_sheet};
use crate::desks::Entered;
use crate::evidence::{file_name, recognise};
use crate::journal::entry_id;
use crate::periods::day;
use crate::periods::progress::dimension_rate;
use crate::repeat::just_now;
use crate::vault::Incoming;
use crate::wording::{clean, optional_text, required};
use crate::{Answered, House, OrFault};

impl House {
    /// Records a decision on every closed case of the period.
    ///
    /// # Errors
    /// [`Refusal::UnitsOpen`] while reviews are open and not expressly left out; [`Refusal::Invalid`] with the field.
    pub async fn record_decision(
        &self,
        at: &Entered,
        period: PeriodId,
        form: &RecordDecision,
        minutes: Option<(String, Incoming)>,
    ) -> Answered<DecisionId> {
        match self.record(at, period, form, minutes).await {
            Ok(id) => Ok(id),
            Err(refusal) => self.just_recorded(at, period, form).await?.ok_or(refusal),
        }
    }

    /// The decision this very form recorded just now: same person, same meeting, and every unit of the form among those
    /// it decided.
    async fn just_recorded(
        &self,
        at: &Entered,
        period: PeriodId,
        form: &RecordDecision,
    ) -> Answered<Option<DecisionId>> {
        if at.permit(Act::DecideCollectively).is_err() || form.outcomes.is_empty() {
            return Ok(None);
        }
        let tx = self.store().write(at.id()).await.or_fault()?;
        let recorded = decisions::of_period(&tx, period).await.or_fault()?;
        let now = self.edge().now();
        let said = (clean(&form.meeting), clean(&form.present), clean(&form.note));
        for decision in recorded.into_iter().filter(|decision| just_now(decision.at, now)) {
            let Decision { id, meeting, held_on, present, note, by_name, .. } = decision;
            if by_name != at.member.name || (meeting, present, note) != said || held_on.iso() != form.held_on
            {
                continue;
            }
            let decided = results::of_decision(&tx, id).await.or_fault()?;
            let same = form.outcomes.iter().all(|(case, outcome)| {
                decided.iter().any(|row| row.case.to_string() == *case && row.outcome == *outcome)
            });
            if same {
                tx.commit().await.or_fault()?;
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    async fn record(
        &self,
        at: &Entered,
        period: PeriodId,
        form: &RecordDecision,
        minutes: Option<(String, Incoming)>,
    ) -> Answered<DecisionId> {
        let permit = at.permit(Act::DecideCollectively)?;
        let meeting = required("meeting", "会议名称", &form.meeting, 60)?;
        let held_on = day("held_on", "会议日期", &form.held_on)?;
        let now = self.edge().now();
        if held_on > now.day() {
            return Err(Refusal::invalid("held_on", "会议日期晚于今天，会后再记录决定"));
        }
        let present = required("present", "出席人员", &form.present, 500)?;
        let note = optional_text("note", "研究意见", &form.note, 2_000)?;
        self.bring_over(at.id(), period).await?;
        let ranking = self.ranking(at, period).await?;
        if ranking.lines.is_empty() {
            return Err(Refusal::invalid("outcome", "没有已办结考核的单位，暂不能形成决定"));
        }
        if !ranking.open.is_empty() && form.leave_out.is_empty() {
            return Err(Refusal::UnitsOpen { units: ranking.open });
        }
        // Everyone on the list now must have been on it before the meeting, with the same score. Who has left it is simply
        // not decided.
        let seen = |line: &RankedLine| form.scores.contains(&(line.case.to_string(), line.review.exact()));
        if !ranking.lines.iter().all(seen) {
            return Err(Refusal::ListChanged);
        }
        let chosen = |case: CaseId| {
            let id = case.to_string();
            form.outcomes.iter().find(|(of, _)| *of == id).map_or("", |(_, outcome)| outcome.as_str())
        };
        for line in &ranking.lines {
            let decided = outcome(&ranking.options, chosen(line.case), &line.unit)?;
            // The computed result stays beside the decision; that the one is not the other is not overlooked.
            if line.unfit && note.is_empty() && ranking.options.first().is_some_and(|title| title == decided)
            {
                let unit = &line.unit;
                let reason =
                    format!("“{unit}”不符合规定的条件，会议仍决定“{decided}”的，请在研究意见中写明理由");
                return Err(Refusal::invalid("note", reason));
            }
        }
        let Some((name, mut incoming)) = minutes else {
            return Err(Refusal::invalid("minutes", "请上传会议纪要"));
        };
        let name = file_name("minutes", &name)?;
        incoming.flush().await?;
        let kind = recognise(&name, incoming.path())?;
        let (file, size) = (incoming.id(), incoming.size());
        let kept = incoming.keep().await?;
        let above = self.ancestors(at).await?;

        let tx = self.store().write(at.id()).await.or_fault()?;
        let of_period = cases::of_period(&tx, period).await.or_fault()?;
        let opened = periods::find(&tx, period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if held_on < opened.starts_on {
            return Err(Refusal::invalid("held_on", "会议日期早于本周期开始的日期"));
        }
        let rubric = self.rubric(&tx, opened.scheme).await?;
        let outcomes: Vec<_> = ranking.lines.iter().map(|line| (line.case, chosen(line.case))).collect();
        let standing = Standing::of(&tx, &rubric, period, &of_period).await?;
        let places = standing.hold(&outcomes, &form.pools)?;
        let stored = StoredFile {
            id: file,
            name,
            kind: kind.code().to_owned(),
            size: i64::try_from(size).unwrap_or(i64::MAX),
            sha256: kept.sha256.clone(),
            person: at.member.person,
            by_name: at.member.name.clone(),
            at: now,
        };
        files::insert(&tx, &permit, &stored).await.or_fault()?;
        let decision = Decision {
            id: DecisionId(self.edge().id()),
            period,
            meeting,
            held_on,
            present,
            minutes: file,
            note,
            by_name: at.member.name.clone(),
            places: if places.is_empty() {
                String::new()
            } else {
                serde_json::to_string(&places).or_fault()?
            },
            at: now,
        };
        decisions::insert(&tx, &permit, &decision).await.or_fault()?;
        let decided: Vec<_> = ranking.lines.iter().map(|line| line.case).collect();
        let decided = cases::by_ids(&tx, &decided).await.or_fault()?;
        let counted = Subjects::of(&tx, &decided).await?.counted(&decided);
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: None,
            at: now,
            summary: format!(
                "记录{}（{}）对“{}”{}的决定",
                decision.meeting, decision.held_on, ranking.title, counted
            ),
            detail: stored.sha256,
        };
        journal::append(&tx, &permit, &entry).await.or_fault()?;
        let meeting =
            Meeting { at, permit: &permit, decision: &decision, title: &ranking.title, above: &above };
        for line in &ranking.lines {
            let outcome = outcome(&ranking.options, chosen(line.case), &line.unit)?;
            self.decide_case(&tx, &meeting, line, outcome).await?;
        }
        kept.named();
        tx.commit().await.or_fault()?;
        Ok(decision.id)
    }

    async fn decide_case(
        &self,
        tx: &Tx,
        meeting: &Meeting<'_>,
        line: &RankedLine,
        outcome: &str,
    ) -> Answered<()> {
        let Meeting { permit, decision, .. } = meeting;
        let mut case = cases::find_to_change(tx, line.case).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if case.awaits.is_some() {
            // A supplementary version was put in force after the list was read.
            return Err(Refusal::ListChanged);
        }
        let rubric = self.rubric_of(tx, &case).await?;
        case.state = advance(case.state, Step::Decide, &Situation::default())?.state;
        let given = answers_of(tx, case.id, Layer::Review).await?;
        let circumstances = self.circumstances(tx, &rubric, &case).await?;
        let own = answers_of(tx, case.id, Layer::SelfAssessment).await?;
        let own = own_sheet(&rubric, &own, &circumstances)?;
        let review = review_sheet(&rubric, &own, &given, &circumstances)?;
        if review.score != line.review {
            // The list was read before this transaction: a score that moved since must be looked at again.
            return Err(Refusal::ListChanged);
        }
        let sums = Sums::of(&review);
        let dimensions: Vec<_> = Dimension::ALL
            .into_iter()
            .filter_map(|d| Some((d, dimension_rate(&rubric, &[&sums], d)?)))
            .collect();
        let row = ResultRow {
            id: ResultId(self.edge().id()),
            decision: decision.id,
            period: case.period,
            case: case.id,
            unit: case.unit,
            rank: line.rank,
            tied: line.tied,
            score: review.score.exact(),
            achievable: review.achievable.exact(),
            rate: review.rate().exact(),
            outcome: outcome.to_owned(),
            sheet: serde_json::to_string(&DecidedSheet { own, review, given }).or_fault()?,
        };
        results::insert(tx, permit, &row).await.or_fault()?;
        case.updated_at = decision.at;
        cases::update(tx, permit, &case).await.or_fault()?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case.id),
            at: decision.at,
            summary: format!("{}（{}）研究决定：{outcome}", decision.meeting, decision.held_on),
            detail: String::new(),
        };
        journal::append(tx, permit, &entry).await.or_fault()?;
        // Who a person or family is, is no business of the commissions above: they compare units.
        let above = if case.applicant.is_some() { &[] } else { meeting.above };
        for viewer in above {
            let projection = Projection {
                id: self.edge().id(),
                source: meeting.at.id(),
                source_name: meeting.at.tenant.name.clone(),
                period_title: meeting.title.to_owned(),
                unit_name: line.unit.clone(),
                score: row.score.clone(),
                achievable: row.achievable.clone(),
                rate: row.rate.clone(),
                dimensions: serde_json::to_string(&dimensions).or_fault()?,
                outcome: outcome.to_owned(),
                decided_at: decision.at,
            };
            oversight::write(tx, permit, viewer.id, &projection).await.or_fault()?;
        }
        Ok(())
    }

    async fn ancestors(&self, at: &Entered) -> Answered<Vec<Tenant>> {
        let platform = self.store().platform_read().await.or_fault()?;
        tenants::ancestors(&platform, at.id()).await.or_fault()
    }
}

/// What all cases of one decision share.
struct Meeting<'a> {
    at: &'a Entered,
    permit: &'a Permit,
    decision: &'a Decision,
    title: &'a str,
    above: &'a [Tenant],
}
