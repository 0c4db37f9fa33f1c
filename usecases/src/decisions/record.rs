//! Recording what the meeting decided. The list it decided is fixed with both layers of every sheet; what differs from what
//! was computed keeps its reason beside it; nothing the form says is passed over.

use std::collections::HashMap;

use contract::decision::{RankedLine, Ranking, RecordDecision};
use domain::deciding::{Against, Computed, against};
use domain::ids::{CaseId, DecisionId, PeriodId, ResultId};
use domain::points::Points;
use domain::policy::{Act, Permit};
use domain::refusal::Refusal;
use domain::workflow::{Situation, Step, advance};
use store::answers::Layer;
use store::decisions::{self, Decision};
use store::journal::{self, NewEntry};
use store::results::{self, ResultRow};
use store::{Tx, cases, periods};

use super::meeting::Told;
use super::passed_on::Above;
use super::quotas::Standing;
use super::ranking::Before;
use super::{DecidedSheet, outcome, said};
use crate::cases::{Subjects, answers_of, own_sheet, review_sheet};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::repeat::just_now;
use crate::vault::Incoming;
use crate::wording::{clean, optional_text};
use crate::{Answered, House, OrFault};

/// Most letters of a reason.
const REASON: usize = 500;

impl House {
    /// Records a decision on every closed case of the period.
    ///
    /// # Errors
    /// [`Refusal::UnitsOpen`] while reviews are open and not expressly left out; [`Refusal::LeftTheList`] if the form decides
    /// on a case that is on no list any more; [`Refusal::Invalid`] with the field.
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
        let now = self.edge().now();
        let told = Told::read(&form.meeting, &form.held_on, &form.present, &form.note, now);
        let (Ok(told), Ok(_)) = (told, at.permit(Act::DecideCollectively)) else { return Ok(None) };
        if form.outcomes.is_empty() {
            return Ok(None);
        }
        let tx = self.store().write(at.id()).await.or_fault()?;
        let recorded = decisions::of_period(&tx, period).await.or_fault()?;
        for decision in recorded.into_iter().filter(|decision| just_now(decision.at, now)) {
            let Decision { id, meeting, held_on, present, note, by_name, .. } = decision;
            let same = by_name == at.member.name
                && (meeting, held_on, present, note)
                    == (told.meeting.clone(), told.held_on, told.present.clone(), told.note.clone());
            if !same {
                continue;
            }
            let decided = results::of_decision(&tx, id).await.or_fault()?;
            let same = form.outcomes.iter().all(|(case, outcome)| {
                let of_it = |row: &&ResultRow| row.case.to_string() == *case;
                decided.iter().find(of_it).is_some_and(|row| {
                    row.outcome == *outcome && row.reason == clean(said(&form.reasons, row.case))
                })
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
        let now = self.edge().now();
        let told = Told::read(&form.meeting, &form.held_on, &form.present, &form.note, now)?;
        // A case that cannot follow a supplementary version is named among those that are still open.
        self.bring_over(at.id(), period).await?;
        let before = self.before_the_meeting(at, period).await?;
        self.heard(at, period, form, &before.ranking).await?;
        let decided = decided(form, &before)?;
        let minutes = self.keep_minutes(at, minutes).await?;
        let ancestors = self.ancestors(at).await?;

        // Places are counted over all decisions: one is recorded after the other.
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        // Two meetings recorded at once come one after the other: the second sees what the first gave.
        let opened = periods::find_to_change(&tx, period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let latest = decisions::of_period(&tx, period).await.or_fault()?;
        if latest.len() != before.ranking.decisions.len() {
            return Err(Refusal::ListChanged);
        }
        if told.held_on < opened.starts_on {
            return Err(Refusal::invalid("held_on", "会议日期早于本周期开始的日期"));
        }
        let of_period = cases::of_period(&tx, period).await.or_fault()?;
        let rubric = self.rubric(&tx, opened.scheme).await?;
        let counting = results::standing(&tx, period).await.or_fault()?;
        let outcomes: Vec<_> = decided.iter().map(|one| (one.line.case, one.outcome.as_str())).collect();
        let standing = Standing::of(&tx, &rubric, period, &of_period, &counting).await?;
        let places = standing.hold(&outcomes, &form.pools)?;
        cases::hold(&tx, decided.iter().map(|one| one.line.case)).await.or_fault()?;
        minutes.insert(&tx, &permit).await?;
        let decision = Decision {
            id: DecisionId(self.edge().id()),
            period,
            meeting: told.meeting,
            held_on: told.held_on,
            present: told.present,
            minutes: minutes.row.id,
            note: told.note,
            by_name: at.member.name.clone(),
            places: if places.is_empty() {
                String::new()
            } else {
                serde_json::to_string(&places).or_fault()?
            },
            at: now,
            corrects: None,
            after_publication: false,
        };
        decisions::insert(&tx, &permit, &decision).await.or_fault()?;
        let title = &before.ranking.title;
        let concerned: Vec<_> =
            of_period.iter().filter(|case| decided.iter().any(|one| one.line.case == case.id)).collect();
        let counted = Subjects::of(&tx, concerned.iter().copied()).await?.counted(concerned);
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: None,
            at: now,
            summary: format!("记录{}（{}）对“{title}”{counted}的决定", decision.meeting, decision.held_on),
            detail: minutes.row.sha256.clone(),
        };
        journal::append(&tx, &permit, &entry).await.or_fault()?;
        let above = Above { at, permit: &permit, period: title, viewers: &ancestors };
        for one in &decided {
            self.decide_case(&tx, &permit, &decision, one, &above).await?;
        }
        minutes.named();
        tx.commit().await.or_fault()?;
        Ok(decision.id)
    }

    /// Whether the form speaks of what is before the meeting, and of nothing else.
    async fn heard(
        &self,
        at: &Entered,
        period: PeriodId,
        form: &RecordDecision,
        ranking: &Ranking,
    ) -> Answered<()> {
        match form.leave_out.as_str() {
            "" | "on" => {}
            other => {
                let reason = format!("“{other}”不是可以选择的内容，请重新勾选尚未办结的单位是否列入");
                return Err(Refusal::invalid("leave_out", reason));
            }
        }
        let on_list = |case: &str| ranking.lines.iter().any(|line| line.case.to_string() == case);
        let spoken_of = form.outcomes.iter().chain(&form.reasons).chain(&form.scores);
        let gone: Vec<&str> =
            spoken_of.map(|(case, _)| case.as_str()).filter(|case| !on_list(case)).collect();
        if !gone.is_empty() {
            return Err(self.gone_meanwhile(at, period, form, &gone).await?);
        }
        if ranking.lines.is_empty() {
            return Err(Refusal::invalid("outcome", "没有已办结考核的单位，暂不能形成决定"));
        }
        if !ranking.open.is_empty() && form.leave_out.is_empty() {
            return Err(Refusal::UnitsOpen { units: ranking.open.clone() });
        }
        // Everyone on the list now must have been on it before the meeting, with the same score.
        let seen = |line: &RankedLine| form.scores.contains(&(line.case.to_string(), line.review.exact()));
        if !ranking.lines.iter().all(seen) {
            return Err(Refusal::ListChanged);
        }
        Ok(())
    }

    /// Why what the form says of some cases cannot be taken: by name, with the outcome the meeting gave.
    async fn gone_meanwhile(
        &self,
        at: &Entered,
        period: PeriodId,
        form: &RecordDecision,
        gone: &[&str],
    ) -> Answered<Refusal> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let of_period = cases::ever_of_period(&tx, period).await.or_fault()?;
        let known: HashMap<String, _> = of_period.iter().map(|case| (case.id.to_string(), case)).collect();
        if gone.iter().any(|case| !known.contains_key(*case)) {
            let reason = "提交的内容里有不属于这一周期的申报，决定没有记录。请刷新页面，按最新名单填写";
            return Ok(Refusal::invalid("outcome", reason));
        }
        let subjects = Subjects::of(&tx, &of_period).await?;
        let mut units: Vec<String> = Vec::new();
        for case in gone.iter().filter_map(|case| known.get(*case)) {
            let told = match said(&form.outcomes, case.id) {
                "" => format!("{}（现为“{}”）", subjects.name(case), case.state.label()),
                outcome => {
                    format!("{}（现为“{}”，所选“{outcome}”）", subjects.name(case), case.state.label())
                }
            };
            if !units.contains(&told) {
                units.push(told);
            }
        }
        Ok(Refusal::LeftTheList { units })
    }

    async fn decide_case(
        &self,
        tx: &Tx,
        permit: &Permit,
        decision: &Decision,
        one: &Decided<'_>,
        above: &Above<'_>,
    ) -> Answered<()> {
        let line = one.line;
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
        let computed = Computed::of(&rubric.outcome, review.reached.as_deref());
        if review.score != line.review || computed != one.computed {
            // The list was read before this transaction: what moved since must be looked at again.
            return Err(Refusal::ListChanged);
        }
        let row = ResultRow {
            id: ResultId(self.edge().id()),
            decision: decision.id,
            period: case.period,
            case: case.id,
            unit: case.unit,
            version: 1,
            rank: line.rank,
            tied: line.tied,
            score: review.score.exact(),
            achievable: review.achievable.exact(),
            // A list that only adds or only deducts has none.
            rate: review.rate().map_or(String::new(), Points::exact),
            outcome: one.outcome.clone(),
            computed: line.computed.clone(),
            found: serde_json::to_string(&line.found).or_fault()?,
            differs: if one.against.asks_reason() { one.against.told().to_owned() } else { String::new() },
            reason: one.reason.clone(),
            sheet: serde_json::to_string(&DecidedSheet { own, review: review.clone(), given }).or_fault()?,
        };
        results::insert(tx, permit, &row).await.or_fault()?;
        case.updated_at = decision.at;
        cases::update(tx, permit, &case).await.or_fault()?;
        let differs = match row.differs.as_str() {
            "" => String::new(),
            differs => format!("（考核结果：{}；{differs}，理由：{}）", row.computed, row.reason),
        };
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case.id),
            at: decision.at,
            summary: format!("{}（{}）研究决定：{}", decision.meeting, decision.held_on, row.outcome),
            detail: differs,
        };
        journal::append(tx, permit, &entry).await.or_fault()?;
        self.pass_on(tx, above, (&rubric, &review), (&case, &line.unit), &row).await
    }
}

/// What the meeting decided about one case.
struct Decided<'a> {
    line: &'a RankedLine,
    outcome: String,
    computed: Computed,
    against: Against,
    reason: String,
}

/// What the form decides, case by case.
///
/// # Errors
/// [`Refusal::Invalid`] if an outcome is missing, or a reason that is owed.
fn decided<'a>(form: &RecordDecision, before: &'a Before) -> Answered<Vec<Decided<'a>>> {
    let Before { ranking, candidates, proposals } = before;
    let places: Vec<u32> = ranking
        .lines
        .iter()
        .map(|line| outcome(&ranking.options, said(&form.outcomes, line.case), &line.unit))
        .collect::<Answered<_>>()?;
    let held = against(candidates, proposals, &places);
    let mut decided = Vec::new();
    let mut owing: Vec<(CaseId, String)> = Vec::new();
    for (((line, candidate), place), against) in ranking.lines.iter().zip(candidates).zip(places).zip(held) {
        let field = format!("reason:{}", line.case);
        let reason = optional_text(&field, "理由", said(&form.reasons, line.case), REASON)?;
        let outcome = ranking.options.get(place as usize).cloned().unwrap_or_default();
        if against.asks_reason() && reason.is_empty() {
            let told =
                format!("“{}”决定“{outcome}”，{}（考核结果：{}）", line.unit, against.told(), line.computed);
            owing.push((line.case, told));
        }
        decided.push(Decided { line, outcome, computed: candidate.computed, against, reason });
    }
    match owing.first() {
        None => Ok(decided),
        Some((case, _)) => {
            let told: Vec<_> = owing.iter().map(|(_, told)| told.as_str()).collect();
            let reason = format!("{}。请在这些单位下面写明理由，理由与决定一并留存", told.join("；"));
            Err(Refusal::invalid(&format!("reason:{case}"), reason))
        }
    }
}
