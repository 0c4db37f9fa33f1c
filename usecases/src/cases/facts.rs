//! 事实登记: registering, changing and taking out the facts of a case, and what they mean for its sheets.

use std::collections::{BTreeMap, HashMap};

use contract::case::{Given, Layer as Wire};
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
use store::{Tx, facts, periods};

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
        Ok(meaning(period.ends_on.year(), &registered))
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
        let title = required("title", "何事", &form.title, TITLE_LIMIT)?;
        let concerned = optional("who", "何人", &form.who, TEXT_LIMIT)?;
        let basis = optional("basis", "依据", &form.basis, TEXT_LIMIT)?;
        let happened_on = match form.date.trim() {
            "" => None,
            text => Some(day("date", "时间", text)?),
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
        may_change(&held, layer, there, &touched)?;
        let what = match there {
            None if form.based_on > 0 => {
                return Err(Refusal::invalid("fact", "这一事实已被删去，没有保存。请刷新页面后重新登记"));
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
                    let reason = "这一事实刚被他人修改过，没有保存。请刷新页面，核对后再改";
                    return Err(Refusal::invalid("fact", reason));
                }
                "修改"
            }
        };
        self.conclude(tx, held, what, there, Some(&row)).await?;
        Ok(view(row))
    }

    /// Takes a fact out of the register. What is not there any more is out already.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] while an answer names it.
    pub async fn remove_fact(&self, at: &Entered, layer: Wire, case: CaseId, fact: FactId) -> Answered<()> {
        let (act, layer) = meant(layer);
        let tx = self.store().write(at.id()).await.or_fault()?;
        let held = self.hold_answers(&tx, at, act, case).await?;
        let Some(there) = facts::find(&tx, case, fact).await.or_fault()? else { return Ok(()) };
        let touched = self.touched(&tx, &held.rubric, case, fact).await?;
        if !touched.is_empty() {
            let mut numbers: Vec<_> = touched.into_iter().map(|touch| touch.criterion).collect();
            numbers.dedup();
            let reason =
                format!("第{}条还引用这一事实，没有删去。请先在这些细则中去掉它", numbers.join("、"));
            return Err(Refusal::invalid("fact", reason));
        }
        may_change(&held, layer, Some(&there), &[])?;
        facts::remove(&tx, &held.permit, case, fact).await.or_fault()?;
        self.conclude(tx, held, "删去", Some(&there), None).await
    }

    /// The register of a case, with what each fact touches and where it counts.
    pub async fn facts_page(&self, at: &Entered, id: CaseId) -> Answered<FactsPage> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let opened = self.open_case(&tx, at, Act::ViewCase, id).await?;
        let review = self.visible_review(&tx, at, &opened, &opened.returned).await?;
        let shown = self.visible_facts(&tx, at, &opened.case, &review).await?;
        let own = answers_of(&tx, id, Layer::SelfAssessment).await?;
        let review: Answers = review.into_iter().map(|(no, given)| (no, given.answer)).collect();
        let registered = self.circumstances(&tx, &opened.rubric, &opened.case).await?;
        // What counts is what stands on the latest layer the reader sees.
        let latest = if review.is_empty() { &own } else { &review };
        let counted = penalised(&opened.rubric, latest, &registered).unwrap_or_default();
        let may = checklist::allowed(at, &opened);
        let registers = match () {
            () if may.fill => Some(Wire::Own),
            () if may.score => Some(Wire::Review),
            () => None,
        };
        let lines = shown.into_iter().map(|fact| {
            let touches = touches(&opened.rubric, &own, &review, fact.id);
            let counts = counted.get(&fact.id.to_string()).cloned();
            FactLine { open: registers == Some(fact.layer), touches, counts, fact }
        });
        Ok(FactsPage {
            facts: lines.collect(),
            base: at.base(),
            case: id,
            unit: opened.unit.name.clone(),
            period: opened.period_title(),
            state: opened.case.state,
            registers: registers.filter(|_| opened.rubric.takes_facts()),
            next: FactId(self.edge().id()),
            one_fact_once: opened.rubric.one_fact_once,
        })
    }

    /// 事实 as far as the reader may see them: what the reviewers registered, the unit sees with the review that names it.
    pub(super) async fn visible_facts(
        &self,
        tx: &Tx,
        at: &Entered,
        case: &Case,
        review: &BTreeMap<String, Given>,
    ) -> Answered<Vec<Fact>> {
        let whole = authorise(&at.actor, Act::ViewProgress, Place::unit(at.id(), case.unit)).is_ok();
        let named = |fact: FactId| review.values().any(|given| names(&given.answer, fact));
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
        let title = after.or(before).map_or("", |row| row.title.as_str());
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case.id),
            at: now,
            summary: format!("{what}事实“{title}”"),
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
        Ok(Self { year: period.ends_on.year(), facts })
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

/// Whether a fact may be changed on a layer now. `there` is absent for a new one.
fn may_change(held: &Held, layer: Layer, there: Option<&Row>, touched: &[Touch]) -> Answered<()> {
    if there.is_some_and(|there| there.layer != layer) {
        let by = if layer == Layer::Review { "单位" } else { "考核人员" };
        return Err(Refusal::invalid("fact", format!("这一事实由{by}登记，只能由{by}修改")));
    }
    let state = held.case.state;
    if layer == Layer::Review {
        return reviewer_may_score(state);
    }
    // While single items are back with the unit, their facts may come in; those of the others stay as they are.
    if state != CaseState::Returned {
        unit_may_edit(state, "", &[])?;
    }
    for touch in touched.iter().filter(|touch| touch.layer == Wire::Own) {
        let item = held.rubric.item_of(&touch.criterion).ok_or(Refusal::NotFound)?;
        unit_may_edit(state, &item.no, &held.returned)?;
    }
    Ok(())
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
        layer: if row.layer == Layer::Review { Wire::Review } else { Wire::Own },
        title: row.title,
        date: row.happened_on,
        who: row.concerned,
        basis: row.basis,
        revision: row.revision,
        by: row.by_name,
    }
}
