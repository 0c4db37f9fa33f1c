//! Saving one 部分 from a plain form, as a browser without WebAssembly sends it: each changed answer is an act of its
//! own; what is refused comes back as it was typed.

use contract::case::{Layer, SaveAnswer, SectionForm, SectionSaved};
use domain::ids::CaseId;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::{Criterion, InputKind};
use domain::scoring::{Answer, InputValue};
use store::answers;

use super::read_answer;
use super::save_answer::stored_layer;
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// Saves the answers of a 部分 (`section` counts from 0) that differ from the stored ones.
    pub async fn save_section(
        &self,
        at: &Entered,
        case: CaseId,
        section: u32,
        layer: Layer,
        form: &SectionForm,
    ) -> Answered<SectionSaved> {
        let act = if layer == Layer::Own { Act::FillIn } else { Act::ScoreCriteria };
        let tx = self.store().read(at.id()).await.or_fault()?;
        let rubric = self.open_case(&tx, at, act, case).await?.rubric;
        let stored: std::collections::BTreeMap<_, _> = answers::of_case(&tx, case, stored_layer(layer))
            .await
            .or_fault()?
            .into_iter()
            .map(|row| Ok((row.criterion.clone(), read_answer(&row)?)))
            .collect::<Result<_, Refusal>>()?;
        drop(tx);
        let section = rubric.sections.get(section as usize).ok_or(Refusal::NotFound)?;
        let mut done = SectionSaved::default();
        for criterion in section.items.iter().flat_map(|item| &item.criteria) {
            // Only criteria that could be edited carry their revision.
            let Some(based_on) = form.fields.get(&format!("{}.revision", criterion.no)) else { continue };
            let typed = typed(criterion, form);
            if stored.get(&criterion.no).cloned().unwrap_or_default() == typed {
                continue;
            }
            let save = SaveAnswer {
                case,
                layer,
                criterion: criterion.no.clone(),
                answer: typed.clone(),
                based_on: based_on.parse().map_err(|_| Refusal::Malformed)?,
                client: self.edge().id().to_string(),
            };
            match self.save_answer(at, &save).await {
                Ok(_) => done.saved += 1,
                Err(refusal) if refusal.status() == 404 => return Err(refusal),
                Err(refusal) => done.kept_back.push((criterion.no.clone(), typed, refusal.sentence())),
            }
        }
        Ok(done)
    }
}

/// The answer a form says. What is no number where one belongs stays as text, so that it is refused with its reason.
fn typed(criterion: &Criterion, form: &SectionForm) -> Answer {
    let mut answer = Answer::default();
    for spec in criterion.inputs() {
        let Some(text) = form.fields.get(&spec.id).map(|text| text.trim()).filter(|text| !text.is_empty())
        else {
            continue;
        };
        let value = match spec.kind {
            InputKind::YesNo => InputValue::Met(text == "yes"),
            InputKind::Count => {
                text.parse().map_or_else(|_| InputValue::Text(text.to_owned()), InputValue::Count)
            }
            InputKind::Choice | InputKind::Points => InputValue::Text(text.to_owned()),
            InputKind::NotApplicable => {
                answer.not_applicable = true;
                continue;
            }
        };
        answer.inputs.insert(spec.input, value);
    }
    let remark = form.fields.get(&format!("{}.remark", criterion.no));
    answer.remark = remark.map(|text| text.replace("\r\n", "\n")).unwrap_or_default();
    answer
}
