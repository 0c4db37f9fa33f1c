//! A further meeting corrects a decision, with minutes, date and people of its own. Both stay; the newer one counts. What was
//! public already is corrected by a further announcement, never in silence.

use contract::decision::{CorrectDecision, CorrectionLine, CorrectionPage};
use domain::deciding::Computed;
use domain::ids::{CaseId, DecisionId, PeriodId, ResultId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use store::cases::{self, Case};
use store::decisions::{self, Decision};
use store::journal::{self, NewEntry};
use store::results::{self, ResultRow};
use store::{Tx, periods};

use super::list::{Written, award, counts};
use super::meeting::Told;
use super::passed_on::Above;
use super::quotas::Standing;
use super::recorded::{found, told};
use super::{DecidedSheet, outcome, said};
use crate::cases::{Subjects, points};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::repeat::just_now;
use crate::vault::Incoming;
use crate::wording::{clean, required_text};
use crate::{Answered, House, OrFault};

const REASON: usize = 500;

/// A decision that may be corrected: the first meeting's, and what counts now of the cases it decided.
struct Correctable {
    first: Decision,
    /// The day of the last meeting about it.
    last_held: domain::calendar::Day,
    cases: Vec<Case>,
    counting: Vec<ResultRow>,
}

impl Correctable {
    /// What corrects a correction corrects what that one corrected.
    async fn find(tx: &Tx, id: DecisionId) -> Answered<Correctable> {
        let named = decisions::find(tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let first = match named.corrects {
            None => named,
            Some(first) => decisions::find(tx, first).await.or_fault()?.ok_or(Refusal::NotFound)?,
        };
        let of_period = decisions::of_period(tx, first.period).await.or_fault()?;
        let about_it = of_period.iter().filter(|one| one.corrects == Some(first.id));
        let last_held = about_it.map(|one| one.held_on).fold(first.held_on, Ord::max);
        let decided = results::of_decision(tx, first.id).await.or_fault()?;
        let concerned = |row: &ResultRow| decided.iter().any(|first| first.case == row.case);
        let mut counting = results::standing(tx, first.period).await.or_fault()?;
        counting.retain(concerned);
        let ids: Vec<CaseId> = counting.iter().map(|row| row.case).collect();
        let cases = cases::by_ids(tx, &ids).await.or_fault()?;
        Ok(Correctable { first, last_held, cases, counting })
    }

    fn case(&self, id: CaseId) -> Answered<&Case> {
        self.cases.iter().find(|case| case.id == id).ok_or(Refusal::NotFound)
    }

    fn published(&self) -> bool {
        self.cases.iter().any(|case| case.state == CaseState::Published)
    }
}

/// One result that is corrected.
struct Changed {
    case: CaseId,
    unit: String,
    version: u32,
    outcome: String,
    reason: String,
}

impl House {
    /// The page on which a further meeting corrects a decision.
    pub async fn correction_page(&self, at: &Entered, id: DecisionId) -> Answered<CorrectionPage> {
        at.permit(Act::DecideCollectively)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let known = Correctable::find(&tx, id).await?;
        let period = periods::find(&tx, known.first.period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric(&tx, period.scheme).await?;
        let subjects = Subjects::of(&tx, &known.cases).await?;
        let figures: Vec<_> =
            known.counting.iter().map(|row| (points(&row.score), points(&row.achievable))).collect();
        let written = Written::of(&rubric, &figures);
        let mut lines = Vec::new();
        for row in &known.counting {
            let case = known.case(row.case)?;
            let own_rubric = self.rubric_of(&tx, case).await?;
            let counted = counts(&own_rubric);
            lines.push(CorrectionLine {
                case: row.case,
                award: award(&rubric, &case.unit_type),
                unit: subjects.name(case),
                score: match counted {
                    true => written.score(points(&row.score), points(&row.achievable)),
                    false => String::new(),
                },
                found: found(row),
                computed: row.computed.clone(),
                outcome: row.outcome.clone(),
                reason: row.reason.clone(),
                version: row.version,
            });
        }
        Ok(CorrectionPage {
            period: period.id,
            period_title: period.title,
            decision: known.first.id,
            decided_by: rubric.outcome.decided_by.clone(),
            meeting: told(&known.first),
            options: rubric.outcome.options.clone(),
            lines,
            published: known.published(),
        })
    }

    /// Corrects a decision by a further meeting; answers with the period.
    ///
    /// # Errors
    /// [`Refusal::ListChanged`] if another meeting was recorded since the page was opened; [`Refusal::Invalid`] with the field.
    pub async fn correct_decision(
        &self,
        at: &Entered,
        id: DecisionId,
        form: &CorrectDecision,
        minutes: Option<(String, Incoming)>,
    ) -> Answered<PeriodId> {
        match self.correct(at, id, form, minutes).await {
            Ok(period) => Ok(period),
            Err(refusal) => self.just_corrected(at, id, form).await?.ok_or(refusal),
        }
    }

    /// The correction this very form recorded just now.
    async fn just_corrected(
        &self,
        at: &Entered,
        id: DecisionId,
        form: &CorrectDecision,
    ) -> Answered<Option<PeriodId>> {
        let now = self.edge().now();
        let heard = Told::read(&form.meeting, &form.held_on, &form.present, &form.note, now);
        let (Ok(heard), Ok(_)) = (heard, at.permit(Act::DecideCollectively)) else { return Ok(None) };
        let tx = self.store().write(at.id()).await.or_fault()?;
        let known = Correctable::find(&tx, id).await?;
        let all = decisions::of_period(&tx, known.first.period).await.or_fault()?;
        let mine = |one: &&Decision| {
            one.corrects == Some(known.first.id)
                && just_now(one.at, now)
                && one.by_name == at.member.name
                && (&one.meeting, one.held_on, &one.present, &one.note)
                    == (&heard.meeting, heard.held_on, &heard.present, &heard.note)
        };
        let same = all.iter().any(|one| mine(&one))
            && form.outcomes.iter().all(|(case, outcome)| {
                let row = known.counting.iter().find(|row| row.case.to_string() == *case);
                row.is_some_and(|row| {
                    let reason = clean(said(&form.reasons, row.case));
                    row.outcome == *outcome && (reason.is_empty() || row.reason == reason)
                })
            });
        tx.commit().await.or_fault()?;
        Ok(same.then_some(known.first.period))
    }

    async fn correct(
        &self,
        at: &Entered,
        id: DecisionId,
        form: &CorrectDecision,
        minutes: Option<(String, Incoming)>,
    ) -> Answered<PeriodId> {
        let permit = at.permit(Act::DecideCollectively)?;
        let opened = self.edge().now();
        let heard = Told::read(&form.meeting, &form.held_on, &form.present, &form.note, opened)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let known = Correctable::find(&tx, id).await?;
        let period = periods::find(&tx, known.first.period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric(&tx, period.scheme).await?;
        let subjects = Subjects::of(&tx, &known.cases).await?;
        drop(tx);
        if heard.held_on < known.last_held {
            let reason = format!("更正须由以后的会议作出，不能早于{}", known.last_held);
            return Err(Refusal::invalid("held_on", reason));
        }
        let changed = changed(form, &known, &subjects, &rubric.outcome.options)?;
        let minutes = self.keep_minutes(at, minutes).await?;
        let ancestors = self.ancestors(at).await?;

        let tx = self.store().write(at.id()).await.or_fault()?;
        periods::find_to_change(&tx, period.id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        // Only now it is this act's turn: what was announced while its minutes came in was announced before.
        let now = self.edge().now();
        let of_period = cases::of_period(&tx, period.id).await.or_fault()?;
        let mut counting = results::standing(&tx, period.id).await.or_fault()?;
        counting.retain(|row| changed.iter().all(|one| one.case != row.case));
        let standing = Standing::of(&tx, &rubric, period.id, &of_period, &counting).await?;
        let outcomes: Vec<_> = changed.iter().map(|one| (one.case, one.outcome.as_str())).collect();
        let places = standing.hold(&outcomes, &[])?;
        cases::hold(&tx, changed.iter().map(|one| one.case)).await.or_fault()?;
        minutes.insert(&tx, &permit).await?;
        let concerned: Vec<CaseId> = known.cases.iter().map(|case| case.id).collect();
        let published =
            of_period.iter().any(|case| concerned.contains(&case.id) && case.state == CaseState::Published);
        let decision = Decision {
            id: DecisionId(self.edge().id()),
            period: period.id,
            meeting: heard.meeting,
            held_on: heard.held_on,
            present: heard.present,
            minutes: minutes.row.id,
            note: heard.note,
            by_name: at.member.name.clone(),
            places: if places.is_empty() {
                String::new()
            } else {
                serde_json::to_string(&places).or_fault()?
            },
            at: now,
            corrects: Some(known.first.id),
            after_publication: published,
        };
        decisions::insert(&tx, &permit, &decision).await.or_fault()?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: None,
            at: now,
            summary: format!(
                "记录{}（{}）对{}（{}）决定的更正，涉及{}份申报",
                decision.meeting,
                decision.held_on,
                known.first.meeting,
                known.first.held_on,
                changed.len()
            ),
            detail: minutes.row.sha256.clone(),
        };
        journal::append(&tx, &permit, &entry).await.or_fault()?;
        let above = Above { at, permit: &permit, period: &period.title, viewers: &ancestors };
        for one in &changed {
            self.decide_anew(&tx, &decision, one, &above).await?;
        }
        minutes.named();
        tx.commit().await.or_fault()?;
        Ok(period.id)
    }

    async fn decide_anew(
        &self,
        tx: &Tx,
        decision: &Decision,
        one: &Changed,
        above: &Above<'_>,
    ) -> Answered<()> {
        let mut case = cases::find_to_change(tx, one.case).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if !matches!(case.state, CaseState::Decided | CaseState::Published) {
            return Err(Refusal::WrongState { now: case.state });
        }
        let before = results::of_case(tx, case.id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if before.version != one.version {
            return Err(Refusal::ListChanged);
        }
        let rubric = self.rubric_of(tx, &case).await?;
        let sheet: DecidedSheet = serde_json::from_str(&before.sheet).or_fault()?;
        let place = outcome(&rubric.outcome.options, &one.outcome, &one.unit)?;
        let computed = Computed::of(&rubric.outcome, sheet.review.reached.as_deref());
        let differs = match computed {
            Computed::Is(computed) if place < computed => "优于考核结果，系更正",
            Computed::Is(computed) if place > computed => "低于考核结果，系更正",
            _ => "系更正",
        };
        let row = ResultRow {
            id: ResultId(self.edge().id()),
            decision: decision.id,
            version: before.version + 1,
            outcome: one.outcome.clone(),
            differs: differs.to_owned(),
            reason: one.reason.clone(),
            ..before
        };
        results::insert(tx, above.permit, &row).await.or_fault()?;
        case.updated_at = decision.at;
        cases::update(tx, above.permit, &case).await.or_fault()?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case.id),
            at: decision.at,
            summary: format!("{}（{}）更正决定：{}", decision.meeting, decision.held_on, row.outcome),
            detail: format!("（理由：{}）", row.reason),
        };
        journal::append(tx, above.permit, &entry).await.or_fault()?;
        self.pass_on(tx, above, (&rubric, &sheet.review), (&case, &one.unit), &row).await
    }
}

/// What the form changes.
///
/// # Errors
/// [`Refusal::Invalid`] for what is not of this decision, is missing, or changes nothing; [`Refusal::ListChanged`] if a result
/// was decided anew since the page was opened.
fn changed(
    form: &CorrectDecision,
    known: &Correctable,
    subjects: &Subjects,
    options: &[String],
) -> Answered<Vec<Changed>> {
    let of_it = |case: &str| known.counting.iter().any(|row| row.case.to_string() == case);
    let mut spoken_of = form.outcomes.iter().chain(&form.reasons).chain(&form.versions);
    if !spoken_of.all(|(case, _)| of_it(case)) {
        let reason = "提交的内容里有不属于这次决定的申报，更正没有记录。请刷新页面后重新填写";
        return Err(Refusal::invalid("outcome", reason));
    }
    let mut changed = Vec::new();
    for row in &known.counting {
        let unit = subjects.name(known.case(row.case)?);
        if said(&form.versions, row.case) != row.version.to_string() {
            return Err(Refusal::ListChanged);
        }
        let place = outcome(options, said(&form.outcomes, row.case), &unit)?;
        let decided = options.get(place as usize).cloned().unwrap_or_default();
        let field = format!("reason:{}", row.case);
        let given = said(&form.reasons, row.case);
        if decided == row.outcome {
            if !clean(given).is_empty() {
                let reason = format!("“{unit}”写了更正理由，但决定没有改动。请改动决定，或删去理由");
                return Err(Refusal::invalid(&field, reason));
            }
            continue;
        }
        let reason = required_text(&field, &format!("“{unit}”的更正理由"), given, REASON)?;
        changed.push(Changed { case: row.case, unit, version: row.version, outcome: decided, reason });
    }
    if changed.is_empty() {
        let reason = "没有改动任何单位的决定，没有需要更正的内容";
        return Err(Refusal::invalid("outcome", reason));
    }
    Ok(changed)
}
