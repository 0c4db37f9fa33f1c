//! What a draft would have made of the last period: the reviews of its units, scored by the draft.

use contract::scheme::{Effect, EffectLine};
use domain::ids::{DraftId, SchemeId};
use domain::points::Points;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::scoring::{Answers, Circumstances, ScoreSheet};
use domain::workflow::CaseState;
use store::answers::Layer;
use store::periods::Period;
use store::{Tx, cases, periods, scheme_drafts, schemes};

use super::draft::stored;
use crate::cases::{Registers, Subjects, answers_of, own_sheet, review_sheet};
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// The last period of the same scheme in which reviews were closed, as it was and as it would have been. Without such
    /// a period its lines are empty.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] while the structure of the draft is broken.
    pub async fn effect_of_draft(&self, at: &Entered, id: DraftId) -> Answered<Effect> {
        at.permit(Act::ConfigureScheme)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let draft = scheme_drafts::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let newer = stored(&draft)?;
        newer.check().map_err(|error| {
            let reason = format!("{}，改正后才能试算", error.told());
            Refusal::invalid("draft", reason)
        })?;
        let mut effect = Effect {
            base: at.base(),
            draft: id,
            title: draft.title,
            period: String::new(),
            lines: Vec::new(),
        };
        let Some(period) = last_period(&tx, &draft.name).await? else { return Ok(effect) };
        let registers = Registers::of(&tx, period.id).await?;
        let of_period = cases::of_period(&tx, period.id).await.or_fault()?;
        let subjects = Subjects::of(&tx, &of_period).await?;
        for case in of_period {
            if case.state < CaseState::Reviewed {
                continue;
            }
            let older = self.rubric_of(&tx, &case).await?;
            let unit = subjects.name(&case);
            let given = Layers {
                own: answers_of(&tx, case.id, Layer::SelfAssessment).await?,
                review: answers_of(&tx, case.id, Layer::Review).await?,
                circumstances: registers.circumstances(case.id),
            };
            effect.lines.push(line(unit, &older, &newer, &case.unit_type, &given));
        }
        effect.period = period.title;
        Ok(effect)
    }
}

/// What was given in one case.
struct Layers {
    own: Answers,
    review: Answers,
    circumstances: Circumstances,
}

impl Layers {
    /// 考核 by a rubric, as far as it can be computed.
    fn sheet(&self, rubric: &Scheme) -> Option<ScoreSheet> {
        let own = own_sheet(rubric, &self.own, &self.circumstances).ok()?;
        review_sheet(rubric, &own, &self.review, &self.circumstances).ok()
    }
}

/// One unit, as it was and as it would have been.
fn line(unit: String, older: &Scheme, newer: &Scheme, unit_type: &str, given: &Layers) -> EffectLine {
    let gone = unit_type.is_empty() != newer.unit_types.is_empty()
        || !unit_type.is_empty() && newer.unit_type(unit_type).is_none();
    let newer = if unit_type.is_empty() { newer.clone() } else { newer.for_unit_type(unit_type) };
    let sheets = given.sheet(older).zip(given.sheet(&newer));
    let Some((before, after)) = sheets.filter(|_| !gone) else {
        let note = if gone { "单位类型已不适用" } else { "无法计算" }.to_owned();
        return EffectLine { unit, note, ..EffectLine::default() };
    };
    let anew = u32::try_from(after.criteria().filter(|line| !line.complete).count()).unwrap_or(u32::MAX);
    let told = |sheet: &ScoreSheet| sheet.reached.as_ref().map(|one| one.told().concat()).unwrap_or_default();
    let note = match (anew, told(&before), told(&after)) {
        (1.., ..) => format!("{anew}条须重新填报"),
        (0, before, after) if before != after => format!("原为：{before}按草稿：{after}"),
        _ => String::new(),
    };
    let counts = before.achievable > Points::ZERO || after.achievable > Points::ZERO;
    EffectLine {
        unit,
        counts,
        before: before.score,
        after: after.score,
        after_high: after.range.high,
        anew,
        note,
    }
}

/// The period opened last on any version of this name in which a review was closed.
async fn last_period(tx: &Tx, name: &str) -> Answered<Option<Period>> {
    let versions: Vec<SchemeId> = schemes::all(tx)
        .await
        .or_fault()?
        .into_iter()
        .filter(|version| version.name == name)
        .map(|version| version.id)
        .collect();
    let mut periods = periods::all(tx).await.or_fault()?;
    periods.retain(|period| versions.contains(&period.scheme));
    periods.sort_by_key(|period| std::cmp::Reverse(period.opened_at));
    for period in periods {
        let cases = cases::of_period(tx, period.id).await.or_fault()?;
        if cases.iter().any(|case| case.state >= CaseState::Reviewed) {
            return Ok(Some(period));
        }
    }
    Ok(None)
}
