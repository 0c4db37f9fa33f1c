//! 事实登记: registering, changing and taking out the facts of a case, and what they mean for its sheets.

use std::collections::{BTreeMap, HashMap};

use contract::case::Layer as Wire;
use contract::fact::{Fact, FactLine, FactsPage, RecordFact, TEXT_LIMIT, TITLE_LIMIT, Touch};
use domain::ids::{CaseId, FactId, PeriodId};
use domain::policy::{Act, Place, authorise};
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::scoring::{Answer, Answers, Circumstances, InputValue, penalised};
use domain::workflow::{CaseState, reviewer_may_score, unit_may_edit};
use serde_json::json;
use store::answers::Layer;
use store::cases::{self, Case};
use store::facts::Fact as Row;
use store::journal::{self, NewEntry};
use store::{Tx, facts, periods, returns};

use super::known::Known;
use super::lookup::Held;
use super::save_answer::{meant, summarise};
use super::{answers_of, checklist};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::periods::day;
use crate::wording::{optional, required};
use crate::{Answered, House, OrFault};

/// Facts per case.
const PER_CASE: usize = 1_000;

impl House {
    /// What the sheets of a case depend on beside its answers.
    pub(crate) async fn circumstances(
        &self,
        tx: &Tx,
        rubric: &Scheme,
        case: &Case,
    ) -> Answered<Circumstances> {
        if !rubric.takes_facts() {
            return Ok(Circumstances::default());
        }
        let period = periods::find(tx, case.period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let registered = facts::of_case(tx, case.id).await.or_fault()?;
        Ok(meaning(period.year(), &registered))
    }

    /// Registers a fact on a layer, or changes one that is registered there. Sent twice, it is done once.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if it says too little, or if it is the other layer's or was changed meanwhile;
    /// [`Refusal::WrongState`] and [`Refusal::ItemNotReturned`] if it is not the time; [`Refusal::BadAnswer`] if an
    /// answer that names it would not fit any more.
    pub async fn record_fact(&self, at: &Entered, layer: Wire, form: &RecordFact) -> Answered<Fact> {
        let (act, layer) = meant(layer);
        let tx = self.store().write(at.id()).await.or_fault()?;
        let held = self.hold_answers(&tx, at, act, form.case).await?;
        let title = required("title", "事由", &form.title, TITLE_LIMIT as usize)?;
        let concerned = optional("who", "涉及人员", &form.who, TEXT_LIMIT as usize)?;
        let basis = optional("basis", "依据", &form.basis, TEXT_LIMIT as usize)?;
        let happened_on = match form.date.trim() {
            "" => None,
            text => Some(day("date", "发生日期", text)?),
        };
        let register = facts::of_case(&tx, form.case).await.or_fault()?;
        let there = register.iter().find(|row| row.id == form.fact);
        let row = Row {
            id: form.fact,
            case: form.case,
            layer,
            title,
            happened_on,
            concerned,
            basis,
            revision: form.based_on.saturating_add(1),
            by_name: at.member.name.clone(),
            at: there.map_or_else(|| self.edge().now(), |row| row.at),
        };
        if let Some(there) = there.filter(|there| same(there, &row)) {
            // What was found may not be durable yet; with this it is.
            let there = there.clone();
            tx.commit().await.or_fault()?;
            return Ok(view(there));
        }
        let touched = self.touched(&tx, &held.rubric, form.case, form.fact).await?;
        may_change(&held, layer, there, &touched, "修改")?;
        let what = match there {
            None if form.based_on > 0 => {
                return Err(Refusal::invalid(
                    "fact",
                    "这一事实已被他人删去，没有保存。仍需登记的，请再按“登记”",
                ));
            }
            None if register.len() >= PER_CASE => {
                return Err(Refusal::invalid("fact", format!("一份申报最多登记{PER_CASE}件事实")));
            }
            None => {
                facts::insert(&tx, &held.permit, &row).await.or_fault()?;
                "登记"
            }
            Some(_) => {
                if !facts::save(&tx, &held.permit, &row).await.or_fault()? {
                    let reason = "这一事实刚被他人修改过，没有保存。请核对后再保存";
                    return Err(Refusal::invalid("fact", reason));
                }
                "修改"
            }
        };
        self.conclude(tx, held, what, there, Some(&row)).await?;
        Ok(view(row))
    }

    /// Takes a fact out of the register, as it stood at a revision. What is not there any more is out already.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] while an answer names it, or if it was changed meanwhile; else as for
    /// [`House::record_fact`].
    pub async fn remove_fact(
        &self,
        at: &Entered,
        layer: Wire,
        case: CaseId,
        (fact, revision): (FactId, u32),
    ) -> Answered<()> {
        let (act, stored) = meant(layer);
        let tx = self.store().write(at.id()).await.or_fault()?;
        let held = self.hold_answers(&tx, at, act, case).await?;
        let Some(there) = facts::find(&tx, case, fact).await.or_fault()? else {
            // That it is out may not be durable yet; with this it is.
            return tx.commit().await.or_fault();
        };
        let touched = self.touched(&tx, &held.rubric, case, fact).await?;
        may_change(&held, stored, Some(&there), &touched, "删去")?;
        // What the other layer names is told only to whoever sees it.
        let mine = touched.iter().filter(|touch| touch.layer == layer).map(|touch| touch.criterion.as_str());
        let mine: Vec<_> = mine.collect();
        if !mine.is_empty() {
            let reason = format!("第{}条还引用这一事实，没有删去。请先在有关细则中去掉它", mine.join("、"));
            return Err(Refusal::invalid("fact", reason));
        }
        if !touched.is_empty() {
            return Err(Refusal::invalid("fact", "对方已引用这一事实，不能删去"));
        }
        if there.revision != revision {
            return Err(Refusal::invalid("fact", "这一事实刚被他人修改过，没有删去。请核对后再操作"));
        }
        facts::remove(&tx, &held.permit, case, fact).await.or_fault()?;
        self.conclude(tx, held, "删去", Some(&there), None).await
    }

    /// The register of a case, with what each fact touches and where it counts.
    pub async fn facts_page(&self, at: &Entered, id: CaseId) -> Answered<FactsPage> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let opened = self.open_case(&tx, at, Act::ViewCase, id).await?;
        let returns = returns::of_case(&tx, id).await.or_fault()?;
        let review = self.visible_review(&tx, at, &opened, &returns).await?;
        let own = answers_of(&tx, id, Layer::SelfAssessment).await?;
        let review: Answers = review.into_iter().map(|(no, given)| (no, given.answer)).collect();
        let shown = self.visible_facts(&tx, at, &opened.case, &own, &review).await?;
        let circumstances = self.circumstances(&tx, &opened.rubric, &opened.case).await?;
        let watches = authorise(&at.actor, Act::ViewProgress, Place::unit(at.id(), opened.case.unit)).is_ok();
        // A review that is not finished, or of which the reader sees a part, does not say where a fact counts.
        let reviewed =
            opened.case.state == CaseState::Published || watches && opened.case.state >= CaseState::Reviewed;
        let (counted_on, counting) = if reviewed { (Wire::Review, &review) } else { (Wire::Own, &own) };
        let mut counted = penalised(&opened.rubric, counting, &circumstances).unwrap_or_default();
        let may = checklist::allowed(at, &opened);
        let registers = if may.fill {
            Some(Wire::Own)
        } else if may.score {
            Some(Wire::Review)
        } else {
            None
        };
        let rubric = &opened.rubric;
        let returned = opened.returned_items();
        let lines = shown.into_iter().map(|fact| {
            let touches = touches(rubric, &own, &review, fact.id);
            let open = registers == Some(fact.layer)
                && still_open(rubric, opened.case.state, &returned, fact.layer, &touches).is_ok();
            FactLine { open, touches, counts: counted.remove(&fact.id.to_string()), fact }
        });
        Ok(FactsPage {
            facts: lines.collect(),
            base: at.base(),
            case: id,
            unit: opened.unit.name.clone(),
            period: opened.period_title(),
            state: opened.case.state,
            registers: registers.filter(|_| rubric.takes_facts()),
            counted_on,
            watches,
            next: FactId(self.edge().id()),
            one_fact_once: rubric.one_fact_once,
        })
    }

    /// The register as a checklist offers it.
    pub async fn facts_of(&self, at: &Entered, id: CaseId) -> Answered<Vec<Fact>> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let opened = self.open_case(&tx, at, Act::ViewCase, id).await?;
        let returns = returns::of_case(&tx, id).await.or_fault()?;
        let review = self.visible_review(&tx, at, &opened, &returns).await?;
        let review: Answers = review.into_iter().map(|(no, given)| (no, given.answer)).collect();
        let own = answers_of(&tx, id, Layer::SelfAssessment).await?;
        self.visible_facts(&tx, at, &opened.case, &own, &review).await
    }

    /// 事实 as far as the reader may see them: what the reviewers registered, the unit sees with the review that names it,
    /// and where its own answers name it.
    pub(super) async fn visible_facts(
        &self,
        tx: &Tx,
        at: &Entered,
        case: &Case,
        own: &Answers,
        review: &Answers,
    ) -> Answered<Vec<Fact>> {
        let whole = authorise(&at.actor, Act::ViewProgress, Place::unit(at.id(), case.unit)).is_ok();
        let named = |fact: FactId| own.values().chain(review.values()).any(|answer| names(answer, fact));
        let rows = facts::of_case(tx, case.id).await.or_fault()?;
        let shown = rows.into_iter().filter(|row| {
            whole || row.layer == Layer::SelfAssessment || case.state == CaseState::Published || named(row.id)
        });
        Ok(shown.map(view).collect())
    }

    /// Where a fact is named, on both layers.
    async fn touched(&self, tx: &Tx, rubric: &Scheme, case: CaseId, fact: FactId) -> Answered<Vec<Touch>> {
        let own = answers_of(tx, case, Layer::SelfAssessment).await?;
        let review = answers_of(tx, case, Layer::Review).await?;
        Ok(touches(rubric, &own, &review, fact))
    }

    /// The figures beside the case follow its facts; the journal keeps what was there and what is.
    async fn conclude(
        &self,
        tx: Tx,
        held: Held,
        what: &str,
        before: Option<&Row>,
        after: Option<&Row>,
    ) -> Answered<()> {
        let Held { mut case, rubric, permit, .. } = held;
        let now = self.edge().now();
        let circumstances = self.circumstances(&tx, &rubric, &case).await?;
        let mut layers = BTreeMap::new();
        for layer in [Layer::SelfAssessment, Layer::Review] {
            layers.insert(layer, Known::read(&tx, case.id, layer).await?);
        }
        summarise(&mut case, &rubric, &circumstances, Layer::SelfAssessment, &layers, now)?;
        cases::update(&tx, &permit, &case).await.or_fault()?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case.id),
            at: now,
            // What it says may name a person, and stands where it can be taken out.
            summary: format!("{what}事实"),
            detail: json!({"before": before.map(told), "after": after.map(told)}).to_string(),
        };
        journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()
    }
}

/// The registers of all cases of a period.
pub(crate) struct Registers {
    year: i32,
    facts: HashMap<CaseId, Vec<Row>>,
}

impl Registers {
    pub(crate) async fn of(tx: &Tx, period: PeriodId) -> Answered<Self> {
        let facts = facts::of_period(tx, period).await.or_fault()?;
        let period = periods::find(tx, period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        Ok(Self { year: period.year(), facts })
    }

    /// What the sheets of one case depend on.
    pub(crate) fn circumstances(&self, case: CaseId) -> Circumstances {
        meaning(self.year, self.facts.get(&case).map_or(&[], Vec::as_slice))
    }
}

fn meaning(year: i32, rows: &[Row]) -> Circumstances {
    let facts = rows.iter().map(|row| {
        (row.id.to_string(), domain::scoring::Fact { title: row.title.clone(), date: row.happened_on })
    });
    Circumstances { facts: facts.collect(), year: Some(year), ..Circumstances::default() }
}

/// Whether a fact may be changed (`what`) on a layer now. `there` is absent for a new one.
fn may_change(held: &Held, layer: Layer, there: Option<&Row>, touched: &[Touch], what: &str) -> Answered<()> {
    if there.is_some_and(|there| there.layer != layer) {
        let by = if layer == Layer::Review { "单位" } else { "考核人员" };
        return Err(Refusal::invalid("fact", format!("这一事实由{by}登记，只能由{by}修改或删去")));
    }
    let layer = wire(layer);
    still_open(&held.rubric, held.case.state, &held.returned, layer, touched)?;
    // What the others gave points for stays as they saw it; what is back with the unit is given anew.
    let back = |touch: &Touch| {
        let item = held.rubric.item_of(&touch.criterion);
        item.is_some_and(|item| held.returned.contains(&item.no.to_string()))
    };
    if touched.iter().any(|touch| touch.layer != layer && !back(touch)) {
        let by = if layer == Wire::Own { "考核中" } else { "单位自评" };
        let reason = format!("{by}已引用这一事实，不能{what}。情况有变的，请另行登记");
        return Err(Refusal::invalid("fact", reason));
    }
    Ok(())
}

/// Whether it is the time for a layer to change a fact that is named there.
fn still_open(
    rubric: &Scheme,
    state: CaseState,
    returned: &[String],
    layer: Wire,
    touched: &[Touch],
) -> Answered<()> {
    if layer == Wire::Review {
        return reviewer_may_score(state);
    }
    // While single items are back with the unit, their facts may come in; those of the others stay as they are.
    if state != CaseState::Returned {
        unit_may_edit(state, "", &[])?;
    }
    for touch in touched.iter().filter(|touch| touch.layer == Wire::Own) {
        let item = rubric.item_of(&touch.criterion).ok_or(Refusal::NotFound)?;
        unit_may_edit(state, &item.no, returned)?;
    }
    Ok(())
}

fn wire(layer: Layer) -> Wire {
    match layer {
        Layer::SelfAssessment => Wire::Own,
        Layer::Review => Wire::Review,
    }
}

/// Where a fact is named, in document order, 自评 first.
fn touches(rubric: &Scheme, own: &Answers, review: &Answers, fact: FactId) -> Vec<Touch> {
    let layers = [(Wire::Own, own), (Wire::Review, review)];
    let named = layers.into_iter().flat_map(|(layer, answers)| {
        let named = move |no: &str| answers.get(no).is_some_and(|answer| names(answer, fact));
        rubric.criteria().filter(move |criterion| named(&criterion.no)).map(move |criterion| Touch {
            layer,
            criterion: criterion.no.to_string(),
            title: criterion.title.clone(),
            section: rubric.section_of(&criterion.no).and_then(|at| u32::try_from(at).ok()).unwrap_or(0),
        })
    });
    named.collect()
}

fn names(answer: &Answer, fact: FactId) -> bool {
    let fact = fact.to_string();
    answer.inputs.values().any(|value| match value {
        InputValue::Entries(entries) => entries.iter().any(|entry| entry.fact == fact),
        _ => false,
    })
}

/// Whether an answer names a fact by an id that the register does not know: it was taken out since it was chosen. What was named by words before there was a register stays.
pub(super) fn missing_fact(answer: &Answer, circumstances: &Circumstances) -> bool {
    let entries = answer.inputs.values().filter_map(|value| match value {
        InputValue::Entries(entries) => Some(entries),
        _ => None,
    });
    entries
        .flatten()
        .any(|entry| entry.fact.parse::<FactId>().is_ok() && !circumstances.facts.contains_key(&entry.fact))
}

/// Whether they say the same, whoever said it when.
fn same(one: &Row, other: &Row) -> bool {
    let said =
        |row: &Row| (row.layer, row.title.clone(), row.happened_on, row.concerned.clone(), row.basis.clone());
    said(one) == said(other)
}

fn told(row: &Row) -> serde_json::Value {
    json!({
        "title": row.title,
        "date": row.happened_on.map(|day| day.iso()),
        "who": row.concerned,
        "basis": row.basis,
    })
}

fn view(row: Row) -> Fact {
    Fact {
        id: row.id,
        layer: wire(row.layer),
        title: row.title,
        date: row.happened_on,
        who: row.concerned,
        basis: row.basis,
        revision: row.revision,
        by: row.by_name,
    }
}
