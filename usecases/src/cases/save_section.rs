//! Saving one 部分 from a plain form, as a browser without WebAssembly sends it: each changed answer is an act of its
//! own; what is refused comes back as it was typed.

use std::cell::RefCell;
use std::collections::BTreeSet;

use contract::case::{Layer, SaveAnswer, SectionForm, SectionSaved};
use domain::figures::Field;
use domain::ids::CaseId;
use domain::policy::Act;
use domain::refusal::{Refusal, Unasked};
use domain::scheme::{Criterion, Heading, InputKind, InputSpec, Scheme};
use domain::scoring::{Answer, COUNT_LIMIT, Entry, InputValue, Judged};
use store::answers;

use super::read_answer;
use super::save_answer::stored_layer;
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// Saves the answers of a 部分 (`section` counts from 0) that differ from the stored ones, and the one that was looked
    /// at again after a supplementary version (`looked`).
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
        for (criterion, based_on, mut typed) in said(&rubric, section, form)? {
            let there = stored.get(criterion.no.as_str()).map(Answer::said).unwrap_or_default();
            typed.agrees = there.agrees && typed.says_as(&there);
            typed.earlier = there.earlier.clone();
            let mut pressed = Pressed::read(form, &criterion.no);
            if pressed.clears {
                typed = Answer { earlier: typed.earlier, ..Answer::default() };
            }
            if let Some(field) = pressed.takes_up.take() {
                typed.takes_up(field);
            }
            if there == typed && !pressed.looked {
                continue;
            }
            let save = SaveAnswer {
                case,
                layer,
                criterion: criterion.no.to_string(),
                answer: typed.clone(),
                based_on: based_on.parse().map_err(|_| Refusal::Malformed)?,
                client: self.edge().id().to_string(),
                reasons_hold: false,
            };
            match self.save_answer(at, &save).await {
                Ok(_) => done.saved += 1,
                Err(refusal) if refusal.status() == 404 => return Err(refusal),
                Err(refusal) => done.kept_back.push((criterion.no.to_string(), typed, refusal.sentence())),
            }
        }
        Ok(done)
    }
}

/// What a form says of a 部分: the criteria that could be edited, each with the revision it is based on.
///
/// # Errors
/// [`Refusal::UnknownFields`] for whatever else it says: nothing is saved then.
fn said<'a>(
    rubric: &'a Scheme,
    section: &'a Heading,
    form: &SectionForm,
) -> Answered<Vec<(&'a Criterion, String, Answer)>> {
    let heard = Heard { form, asked: RefCell::default() };
    let known = |no: &str| section.all_criteria().any(|criterion| criterion.no == no);
    for button in ["looked", "clears", "takes_up"] {
        let pressed = heard.get(button).filter(|no| !no.is_empty());
        let of_question =
            |no: &str| button == "takes_up" && no.rsplit_once('.').is_some_and(|(no, _)| known(no));
        if let Some(no) = pressed.filter(|no| !known(no) && !of_question(no)) {
            return Err(Refusal::invalid(button, format!("这一部分没有第{no}条，请刷新页面后重新填写")));
        }
    }
    let mut all = Vec::new();
    for criterion in section.all_criteria() {
        // Only criteria that could be edited carry their revision.
        let Some(based_on) = heard.get(&format!("{}.revision", criterion.no)) else { continue };
        all.push((criterion, based_on.to_owned(), typed(rubric, criterion, &heard)));
    }
    Refusal::unless_asked(heard.unasked())?;
    Ok(all)
}

/// A form that remembers what it was asked for.
struct Heard<'a> {
    form: &'a SectionForm,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Heard<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        let said = self.form.fields.get(name)?;
        self.asked.borrow_mut().insert(name.to_owned());
        Some(said.as_str())
    }

    /// A box that is ticked; another value than a box has is not taken for it.
    fn ticked(&self, name: &str) -> bool {
        match self.form.fields.get(name).map(|value| value.trim()) {
            Some("yes" | "on") => self.get(name).is_some(),
            _ => false,
        }
    }

    /// What nobody asked for.
    fn unasked(&self) -> Vec<Unasked> {
        let asked = self.asked.borrow();
        self.form.others(|name| asked.contains(name))
    }
}

/// Which button of a criterion the form was sent with.
struct Pressed<'a> {
    /// 已核对, after a supplementary version.
    looked: bool,
    /// 恢复为未填.
    clears: bool,
    /// Of which question a reason that was set aside is given again.
    takes_up: Option<&'a str>,
}

impl<'a> Pressed<'a> {
    fn read(form: &'a SectionForm, no: &str) -> Self {
        let named = |button: &str| form.fields.get(button).is_some_and(|pressed| pressed == no);
        let takes_up = form.fields.get("takes_up").and_then(|text| text.strip_prefix(no)?.strip_prefix('.'));
        Self { looked: named("looked"), clears: named("clears"), takes_up }
    }
}

/// The answer a form says. What is no number where one belongs stays as text, so that it is refused with its reason.
fn typed(rubric: &Scheme, criterion: &Criterion, form: &Heard<'_>) -> Answer {
    let mut answer = Answer::default();
    let field = |name: &str| form.get(name).map(str::trim).filter(|text| !text.is_empty());
    for spec in rubric.inputs_of(criterion) {
        let whole = !matches!(
            spec.kind,
            InputKind::Elements | InputKind::Facts | InputKind::Judged | InputKind::NotApplicable
        );
        let text = if whole { field(&spec.id) } else { None };
        let value = match spec.kind {
            InputKind::YesNo => text.map(|text| match text {
                "yes" => InputValue::Met(true),
                "no" => InputValue::Met(false),
                // Refused with its reason.
                other => InputValue::Text(other.to_owned()),
            }),
            InputKind::Count | InputKind::Points | InputKind::Quantity | InputKind::Quantities => {
                text.and_then(|text| spec.typed(text))
            }
            InputKind::Choice | InputKind::Text => text.map(|text| InputValue::Text(text.to_owned())),
            InputKind::Elements => ticked(&spec, form),
            InputKind::Facts => entered(&spec, &field, form),
            InputKind::Judged => judged(&spec, &field),
            InputKind::NotApplicable => {
                answer.not_applicable = form.ticked(&spec.id);
                None
            }
        };
        if let Some(value) = value {
            answer.inputs.insert(spec.input, value);
        }
    }
    let remark = form.get(&format!("{}.remark", criterion.no));
    answer.remark = remark.map(|text| text.replace("\r\n", "\n")).unwrap_or_default();
    answer
}

/// What a form says under a name, if anything.
type Typed<'a> = dyn Fn(&str) -> Option<&'a str> + 'a;

/// A list of check boxes; that none applies is a box of its own.
fn ticked(spec: &InputSpec, form: &Heard<'_>) -> Option<InputValue> {
    let chosen = |id: &str| form.ticked(&format!("{}.{id}", spec.id));
    let picks: Vec<_> =
        spec.options.iter().filter(|option| chosen(&option.id)).map(|option| option.id.clone()).collect();
    let none = chosen("none");
    (!picks.is_empty() || none).then_some(InputValue::Picks(picks))
}

/// The rows of a register; a row without a fact is not there.
fn entered(spec: &InputSpec, field: &Typed<'_>, form: &Heard<'_>) -> Option<InputValue> {
    let cell =
        |row: u32, name: &str| field(&format!("{}.{row}.{name}", spec.id)).unwrap_or_default().to_owned();
    let many = Field::whole(1, COUNT_LIMIT).of(&spec.unit);
    let entries: Vec<_> = (0..ROWS)
        .map(|row| Entry {
            fact: cell(row, "fact"),
            // What is no number is refused as 0.
            n: Some(cell(row, "n")).filter(|n| !n.is_empty()).map_or(1, |n| many.count(&n).unwrap_or(0)),
            level: cell(row, "level"),
            row: cell(row, "row"),
            column: cell(row, "column"),
            judged: spec
                .judged
                .is_some()
                .then(|| Judged::new(&spec.figure(&cell(row, "value")), &cell(row, "reason"))),
        })
        .filter(|entry| !entry.fact.is_empty())
        .collect();
    // Whoever chooses 没有 takes back what was registered here.
    let none = form.ticked(&format!("{}.none", spec.id));
    if none {
        return Some(InputValue::Entries(Vec::new()));
    }
    (!entries.is_empty()).then_some(InputValue::Entries(entries))
}

/// The most rows of a register a plain form can send for one question.
const ROWS: u32 = 200;

fn judged(spec: &InputSpec, field: &Typed<'_>) -> Option<InputValue> {
    let cell = |name: &str| field(&format!("{}.{name}", spec.id)).unwrap_or_default().to_owned();
    let judged = Judged::new(&spec.figure(&cell("value")), &cell("reason"));
    (judged != Judged::default()).then_some(InputValue::Judged(judged))
}
