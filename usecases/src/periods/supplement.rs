//! 启用补充版: a newer version of its scheme is put in force while a period runs. Every undecided case follows it from
//! then on; what was given is kept, what no longer fits has to be given anew, what was scored is looked at again.

use std::collections::{BTreeMap, BTreeSet};

use contract::period::{SupplementForm, SupplementLine, SupplementPage};
use domain::ids::{PeriodId, ReturnId, SchemeId, SupplementId};
use domain::policy::{Act, Permit};
use domain::refusal::Refusal;
use domain::scheme::Criterion;
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
        let (current, newer) = versions(&tx, &period).await?;
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
        let supplement = self.supplement_of(at, &period, chosen.id, String::new());
        let subjects = Subjects::of(&tx, &open).await?;
        for case in open {
            let unit = subjects.name(&case);
            match self.turn(&tx, &period, &supplement, case).await {
                Ok(turned) => page.lines.push(turned.line(unit)),
                Err(Refusal::Invalid { reason, .. }) => page.against = Some(format!("{reason}。")),
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(page)
    }

    /// Puts a newer version in force.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if it is no newer version of the same scheme, has no place for a 单位类型 of the period, or no
    /// reason is given. Nothing is changed then.
    pub async fn supplement(&self, at: &Entered, id: PeriodId, form: &SupplementForm) -> Answered<()> {
        let permit = at.permit(Act::Supplement)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let period = periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let reason = required_text("reason", "启用补充版的理由", &form.reason, REASON)?;
        if self.just_supplemented(&tx, at, &period, form, &reason).await? {
            return tx.commit().await.or_fault();
        }
        let (current, newer) = versions(&tx, &period).await?;
        let chosen = newer.iter().find(|version| version.id.to_string() == form.scheme);
        let Some(chosen) = chosen else {
            let reason = "请选择同一方案中比现行版本更新的已发布版本";
            return Err(Refusal::invalid("scheme", reason));
        };
        let supplement = self.supplement_of(at, &period, chosen.id, reason);
        // Whoever came first has changed the period; two at once are one after the other.
        if !periods::supplement(&tx, &permit, id, (current.id, chosen.id)).await.or_fault()? {
            return Err(Refusal::invalid("scheme", "这一周期的方案版本刚刚有变动，请刷新页面后再操作"));
        }
        supplements::insert(&tx, &permit, &supplement).await.or_taken(|| told(chosen))?;
        let newest = self.rubric(&tx, chosen.id).await?;
        let mut open = 0_u32;
        for case in cases::ever_of_period(&tx, id).await.or_fault()? {
            let case = cases::find_to_change(&tx, case.id).await.or_fault()?.ok_or(Refusal::NotFound)?;
            // Who was withdrawn from what is not judged any more cannot come back.
            let gone = case.state == CaseState::Withdrawn && newest.unit_type(&case.unit_type).is_none();
            if case.state < CaseState::Decided && !gone {
                // Who was withdrawn may come back, and follows what is in force then.
                open += u32::from(case.state != CaseState::Withdrawn);
                let turned = self.turn(&tx, &period, &supplement, case).await?;
                self.put_in_force(&tx, &permit, &supplement, chosen, turned).await?;
            }
        }
        if open == 0 {
            return Err(Refusal::invalid("scheme", "本周期的申报都已审定，不能再启用补充版"));
        }
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

    fn supplement_of(&self, at: &Entered, period: &Period, newer: SchemeId, reason: String) -> Supplement {
        Supplement {
            id: SupplementId(self.edge().id()),
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
    async fn turn(
        &self,
        tx: &Tx,
        period: &Period,
        supplement: &Supplement,
        mut case: Case,
    ) -> Answered<Turned> {
        let whole = self.rubric(tx, supplement.newer).await?;
        if case.unit_type.is_empty() != whole.unit_types.is_empty() {
            let reason = "这一版改变了是否按单位类型考评，本周期不能启用；请用于下一周期";
            return Err(Refusal::invalid("scheme", reason));
        }
        if !case.unit_type.is_empty() && whole.unit_type(&case.unit_type).is_none() {
            let older = self.rubric(tx, supplement.older).await?;
            let title = older.unit_type(&case.unit_type).map_or("", |one| one.title.as_str());
            let reason = format!("这一版没有本周期用到的单位类型“{title}”，不能启用");
            return Err(Refusal::invalid("scheme", reason));
        }
        let mut known = self.supplements_of(tx, period, &case).await?;
        self.add_supplement(tx, &mut known, supplement, &case.unit_type).await?;
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
        let changes = known.notes.pop().map(|note| note.changes).unwrap_or_default();
        let counts = rubric.criteria().any(Criterion::is_scored);
        Ok(Turned { case, before, changes, back, unconfirmed, situation, counts })
    }

    async fn put_in_force(
        &self,
        tx: &Tx,
        permit: &Permit,
        supplement: &Supplement,
        version: &VersionHead,
        turned: Turned,
    ) -> Answered<()> {
        let Turned { case, changes, back, unconfirmed, .. } = turned;
        cases::follow(tx, permit, case.id, case.scheme).await.or_fault()?;
        cases::update(tx, permit, &case).await.or_fault()?;
        for (item, _) in &back {
            let back = Return {
                id: ReturnId(self.edge().id()),
                case: case.id,
                item: item.clone(),
                message: format!("启用补充版（第{}版）后，这一项须按新规定填报。", version.version),
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
        let mut summary = format!("启用补充版（第{}版），对本申报的改动{}处", version.version, changes.len());
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
        Ok(())
    }
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
struct Turned {
    case: Case,
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
pub(super) async fn versions(tx: &Tx, period: &Period) -> Answered<(VersionHead, Vec<VersionHead>)> {
    let mut newer = schemes::all(tx).await.or_fault()?;
    let current = newer.iter().find(|version| version.id == period.scheme).cloned();
    let current = current.ok_or(Refusal::NotFound)?;
    newer.retain(|version| version.name == current.name && version.version > current.version);
    Ok((current, newer))
}

fn told(version: &VersionHead) -> String {
    format!("{}（第{}版）", version.title, version.version)
}
