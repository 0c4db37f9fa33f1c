//! 启用补充版: a newer version of its scheme is put in force while a period runs. Every undecided case follows it from
//! then on; what was given is kept, what no longer fits has to be given anew, what was scored is looked at again.

use std::collections::{BTreeMap, BTreeSet};

use contract::period::{SupplementForm, SupplementLine, SupplementPage};
use domain::ids::{PeriodId, ReturnId, SchemeId, SupplementId};
use domain::policy::{Act, Permit};
use domain::refusal::Refusal;
use domain::scheme::{Criterion, Scheme};
use domain::workflow::{CaseState, Situation, Step, advance};
use serde_json::json;
use store::Tx;
use store::answers::{self, AnswerRow, Layer};
use store::cases::{self, Case};
use store::journal::{self, NewEntry};
use store::periods::{self, Period};
use store::returns::{self, Return};
use store::schemes::{self, VersionHead};
use store::supplements::{self, Supplement};

use super::bring_over::{Crossing, written};
use crate::cases::sight::OF_REVIEW;
use crate::cases::{Known, Subjects, points, situation, summarise};
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::entry_id;
use crate::repeat::just_now;
use crate::wording::required_text;
use crate::{Answered, House, OrFault};

/// Characters of the reason.
const REASON: usize = 500;
/// A case follows one version after the other.
const STILL_REACHING: &str = "上一个补充版还在逐份启用，请过一会儿再启用新的版本";
/// So many of those that wait for the version before are named.
const TOLD: u64 = 5;

impl House {
    /// The versions that can be put in force, and what the chosen one would make of each open case. Nothing is changed.
    ///
    /// # Errors
    /// [`Refusal::NotFound`]; what speaks against the chosen version is told on the page.
    pub async fn supplement_page(
        &self,
        at: &Entered,
        id: PeriodId,
        form: SupplementForm,
    ) -> Answered<SupplementPage> {
        at.permit(Act::Supplement)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let period = periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let (current, newer) = versions(&schemes::all(&tx).await.or_fault()?, &period)?;
        let of_period = cases::of_period(&tx, id).await.or_fault()?;
        let (open, decided): (Vec<_>, Vec<_>) =
            of_period.into_iter().partition(|case| case.state < CaseState::Decided);
        let mut page = SupplementPage {
            base: at.base(),
            period: id,
            title: period.title.clone(),
            current: told(&current),
            versions: newer.iter().map(|version| (version.id, told(version))).collect(),
            open: u32::try_from(open.len()).unwrap_or(u32::MAX),
            decided: u32::try_from(decided.len()).unwrap_or(u32::MAX),
            changes: Vec::new(),
            lines: Vec::new(),
            against: None,
            form,
        };
        let Some(chosen) = newer.iter().find(|version| version.id.to_string() == page.form.scheme) else {
            return Ok(page);
        };
        let (older, rubric) = (self.rubric(&tx, current.id).await?, self.rubric(&tx, chosen.id).await?);
        page.changes = older.changes_to(&rubric).into_iter().map(|change| change.text).collect();
        let types = cases::open_types(&tx, id).await.or_fault()?;
        let unfit = match open.iter().any(|case| case.awaits.is_some()) {
            true => Err(STILL_REACHING.to_owned()),
            false => fits(&older, &rubric, &types),
        };
        if let Err(reason) = unfit {
            page.against = Some(format!("{reason}。"));
            return Ok(page);
        }
        let id = SupplementId(self.edge().id());
        let supplement = self.supplement_of(at, id, &period, chosen.id, String::new());
        let mut crossing = Crossing::new(period, supplement);
        let subjects = Subjects::of(&tx, &open).await?;
        for case in open {
            let unit = subjects.name(&case);
            page.lines.push(self.turn(&tx, &mut crossing, case).await?.line(unit));
            // Others go on while many cases are looked through.
            tokio::task::yield_now().await;
        }
        Ok(page)
    }

    /// Puts a newer version in force: from now on the period follows it, and every open case waits to be brought over
    /// ([`House::bring_over`]).
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if it is no newer version of the same scheme, has no place for a 单位类型 of the period, or no
    /// reason is given. Nothing is changed then.
    pub async fn supplement(&self, at: &Entered, id: PeriodId, form: &SupplementForm) -> Answered<()> {
        let permit = at.permit(Act::Supplement)?;
        // A case follows one version after the other.
        self.bring_over(at.id(), id).await?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let period = periods::find_to_change(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let reason = required_text("reason", "启用补充版的理由", &form.reason, REASON)?;
        if self.just_supplemented(&tx, at, &period, form, &reason).await? {
            return tx.commit().await.or_fault();
        }
        let (current, newer) = versions(&schemes::all(&tx).await.or_fault()?, &period)?;
        let chosen = newer.iter().find(|version| version.id.to_string() == form.scheme);
        let Some(chosen) = chosen else {
            let reason = "请选择同一方案中比现行版本更新的已发布版本";
            return Err(Refusal::invalid("scheme", reason));
        };
        let waiting = cases::awaiting(&tx, id, None, TOLD + 1).await.or_fault()?;
        if !waiting.is_empty() {
            let subjects = Subjects::of(&tx, &waiting).await?;
            let units: Vec<_> = waiting.iter().map(|case| subjects.name(case)).take(TOLD as usize).collect();
            let more = if waiting.len() > units.len() { "等单位" } else { "" };
            let reason = format!("{STILL_REACHING}：{}{more}还没有启用上一个补充版", units.join("、"));
            return Err(Refusal::invalid("scheme", reason));
        }
        let types = cases::open_types(&tx, id).await.or_fault()?;
        let open: u32 = types.iter().map(|(_, cases)| cases).sum();
        if open == 0 {
            return Err(Refusal::invalid("scheme", "本周期的申报都已审定，不能再启用补充版"));
        }
        let (older, newest) = (self.rubric(&tx, current.id).await?, self.rubric(&tx, chosen.id).await?);
        fits(&older, &newest, &types).map_err(|reason| Refusal::invalid("scheme", reason))?;
        // Who was withdrawn may come back, and follows what is in force then; but not to what is not judged any more.
        let mut may_come_back: Vec<_> = newest.unit_types.iter().map(|one| one.code.clone()).collect();
        if may_come_back.is_empty() {
            // A scheme that is the same for everyone.
            may_come_back.push(String::new());
        }
        let in_force = SupplementId(self.edge().id());
        cases::await_supplement(&tx, &permit, (id, in_force), &may_come_back).await.or_fault()?;
        // In force from when nobody saves by the older version any more.
        let supplement = self.supplement_of(at, in_force, &period, chosen.id, reason);
        // Whoever came first has changed the period; two at once are one after the other.
        if !periods::supplement(&tx, &permit, id, (current.id, chosen.id)).await.or_fault()? {
            return Err(Refusal::invalid("scheme", "这一周期的方案版本刚刚有变动，请刷新页面后再操作"));
        }
        supplements::insert(&tx, &permit, &supplement).await.or_taken(|| told(chosen))?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: None,
            at: supplement.at,
            summary: format!("“{}”启用补充版（第{}版）：{}", period.title, chosen.version, supplement.reason),
            detail: json!({"older": current.version, "newer": chosen.version, "cases": open}).to_string(),
        };
        journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()
    }

    fn supplement_of(
        &self,
        at: &Entered,
        id: SupplementId,
        period: &Period,
        newer: SchemeId,
        reason: String,
    ) -> Supplement {
        Supplement {
            id,
            period: period.id,
            older: period.scheme,
            newer,
            reason,
            by_name: at.member.name.clone(),
            at: self.edge().now(),
        }
    }

    /// Whether this very form was taken just now: pressed twice, it is done once.
    async fn just_supplemented(
        &self,
        tx: &Tx,
        at: &Entered,
        period: &Period,
        form: &SupplementForm,
        reason: &str,
    ) -> Answered<bool> {
        if period.scheme.to_string() != form.scheme {
            return Ok(false);
        }
        let last = supplements::of_period(tx, period.id).await.or_fault()?.pop();
        Ok(last.is_some_and(|last| {
            last.newer == period.scheme
                && last.by_name == at.member.name
                && last.reason == reason
                && just_now(last.at, self.edge().now())
        }))
    }

    /// What the version makes of a case; nothing is written.
    pub(super) async fn turn(&self, tx: &Tx, crossing: &mut Crossing, mut case: Case) -> Answered<Turned> {
        let mut known = crossing.changes(self, tx, &case).await?;
        let supplement = &crossing.supplement;
        case.scheme = supplement.newer;
        let rubric = self.rubric_of(tx, &case).await?;
        let circumstances = self.circumstances(tx, &rubric, &case).await?;
        let mut layers = Known::both(tx, case.id).await?;
        let open = returns::open_of_case(tx, case.id).await.or_fault()?;
        let returned = open.into_iter().map(|back| back.item).collect();
        let mut situation = situation(&rubric, &case, returned, &known, &circumstances, &layers)?;
        let mut back: Vec<(String, String)> = Vec::new();
        if case.submitted_at.is_some() {
            for no in &situation.unanswered {
                let Some(item) =
                    rubric.item_of(no).filter(|item| !situation.returned.contains(&item.no.to_string()))
                else {
                    continue;
                };
                situation.returned.push(item.no.to_string());
                back.push((item.no.to_string(), item.title.clone()));
            }
        }
        let changeable = |no: &str| {
            case.submitted_at.is_none()
                || rubric.item_of(no).is_some_and(|item| situation.returned.contains(&item.no.to_string()))
        };
        let changed = known.criteria.iter().filter(|(_, one)| one.at == supplement.at).map(|(no, _)| no);
        let unconfirmed = unconfirm(&mut layers, changed, &changeable)?;
        let before =
            Before { state: case.state, own: case.self_score.clone(), review: case.review_score.clone() };
        case.state = advance(case.state, Step::Supplement, &situation)?.state;
        if case.state < CaseState::Reviewed {
            case.closed_at = None;
        }
        let now = supplement.at;
        summarise(&mut case, &rubric, &circumstances, Layer::SelfAssessment, &layers, now)?;
        let note = known.notes.pop();
        let version = note.as_ref().map_or(0, |note| note.version);
        let changes = note.map(|note| note.changes).unwrap_or_default();
        let counts = rubric.criteria().any(Criterion::is_scored);
        Ok(Turned { case, version, before, changes, back, unconfirmed, situation, counts })
    }

    /// Writes a case as the version makes it. Tells whether it did: not if somebody changed the case since it was read.
    pub(super) async fn put_in_force(
        &self,
        tx: &Tx,
        permit: &Permit,
        supplement: &Supplement,
        turned: Turned,
    ) -> Answered<bool> {
        if !written(cases::update(tx, permit, &turned.arrived()).await)? {
            return Ok(false);
        }
        let Turned { case, changes, back, unconfirmed, version, .. } = turned;
        for (item, _) in &back {
            let back = Return {
                id: ReturnId(self.edge().id()),
                case: case.id,
                item: item.clone(),
                message: format!("启用补充版（第{version}版）后，这一项须按新规定填报。"),
                by_name: supplement.by_name.clone(),
                at: supplement.at,
                settled_at: None,
                // What a version asks anew counts as corrected once it is given again.
                stood: String::new(),
                reply: String::new(),
            };
            returns::insert(tx, permit, &back).await.or_fault()?;
        }
        for (layer, row) in &unconfirmed {
            answers::attest(tx, permit, (case.id, *layer), row).await.or_fault()?;
        }
        let by = &supplement.by_name;
        let mut summary =
            format!("启用补充版（第{version}版，由{by}启用），对本申报的改动{}处", changes.len());
        if !back.is_empty() {
            let items: Vec<_> = back.iter().map(|(no, _)| no.as_str()).collect();
            summary.push_str(&format!("；第{}项退回填报", items.join("、")));
        }
        // What is said of 考核 comes last: the unit reads it once the result is published.
        for (layer, begins) in [(Layer::SelfAssessment, "；自评第"), (Layer::Review, OF_REVIEW)] {
            let of_layer = unconfirmed.iter().filter(|(of, _)| *of == layer);
            let criteria: BTreeSet<_> = of_layer.map(|(_, row)| row.criterion.as_str()).collect();
            if !criteria.is_empty() {
                let criteria = Vec::from_iter(criteria).join("、");
                summary.push_str(&format!("{begins}{criteria}条酌情分须重新确认"));
            }
        }
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case.id),
            at: supplement.at,
            summary,
            detail: json!({"supplement": supplement.id.to_string()}).to_string(),
        };
        journal::append(tx, permit, &entry).await.or_fault()?;
        Ok(true)
    }
}

/// Whether the cases of a period can follow a version, by the 单位类型 they are judged as; else why not.
fn fits(older: &Scheme, newer: &Scheme, types: &[(String, u32)]) -> Result<(), String> {
    for (code, _) in types {
        if code.is_empty() != newer.unit_types.is_empty() {
            return Err("这一版改变了是否按单位类型考评，本周期不能启用；请用于下一周期".to_owned());
        }
        if !code.is_empty() && newer.unit_type(code).is_none() {
            let title = older.unit_type(code).map_or("", |one| one.title.as_str());
            return Err(format!("这一版没有本周期用到的单位类型“{title}”，不能启用"));
        }
    }
    Ok(())
}

/// What a second person confirmed was the answer to what stood there before: nobody stands behind it any more. Of 自评 only
/// what the unit can still change is touched. What is returned has to be written.
fn unconfirm<'a>(
    layers: &mut BTreeMap<Layer, Known>,
    changed: impl Iterator<Item = &'a String>,
    changeable: &dyn Fn(&str) -> bool,
) -> Answered<Vec<(Layer, AnswerRow)>> {
    let mut rows = Vec::new();
    for no in changed {
        for (layer, known) in layers.iter_mut() {
            let (Some(row), Some(answer)) = (known.rows.get(no), known.answers.get(no)) else { continue };
            let unconfirmed = answer.unconfirmed();
            if unconfirmed == *answer || (*layer == Layer::SelfAssessment && !changeable(no)) {
                continue;
            }
            let content = serde_json::to_string(&unconfirmed).or_fault()?;
            let row = AnswerRow { content, ..row.clone() };
            known.saved(row.clone(), unconfirmed);
            rows.push((*layer, row));
        }
    }
    Ok(rows)
}

/// A case as a version makes it.
pub(super) struct Turned {
    pub(super) case: Case,
    /// The number of the version.
    version: u32,
    before: Before,
    /// Whether the rubric counts points.
    counts: bool,
    /// What is different for this unit.
    changes: Vec<String>,
    /// Items that go back to the unit: number and title.
    back: Vec<(String, String)>,
    /// Answers behind which no second person stands any more.
    unconfirmed: Vec<(Layer, AnswerRow)>,
    situation: Situation,
}

/// A case as it was.
struct Before {
    state: CaseState,
    own: String,
    review: String,
}

impl Turned {
    fn line(self, unit: String) -> SupplementLine {
        let Self { case, before, changes, situation, counts, .. } = self;
        let count = |criteria: &[String]| u32::try_from(criteria.len()).unwrap_or(u32::MAX);
        let submitted = case.state.submitted();
        SupplementLine {
            unit,
            changes: count(&changes),
            anew: if submitted || before.state == CaseState::Signing {
                count(&situation.unanswered)
            } else {
                0
            },
            unlooked: count(if submitted { &situation.review_unlooked } else { &situation.own_unlooked }),
            states: (before.state, case.state),
            own: (counts && case.self_answered > 0).then(|| (points(&before.own), points(&case.self_score))),
            review: (counts && submitted && case.review_answered > 0)
                .then(|| (points(&before.review), points(&case.review_score))),
        }
    }
}

/// The version a period follows, and the newer ones of the same scheme, the newest first.
fn versions(all: &[VersionHead], period: &Period) -> Answered<(VersionHead, Vec<VersionHead>)> {
    let current = all.iter().find(|version| version.id == period.scheme).ok_or(Refusal::NotFound)?;
    let newer = |version: &&VersionHead| version.name == current.name && version.version > current.version;
    Ok((current.clone(), all.iter().filter(newer).cloned().collect()))
}

/// The versions that could be put in force in a period.
pub(super) fn newer(all: &[VersionHead], period: &Period) -> Answered<Vec<VersionHead>> {
    Ok(versions(all, period)?.1)
}

fn told(version: &VersionHead) -> String {
    format!("{}（第{}版）", version.title, version.version)
}
