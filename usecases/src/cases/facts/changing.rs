//! What registering and taking out have in common: when it may be done, and what follows from it.

use std::collections::BTreeMap;

use contract::case::Layer as Wire;
use contract::fact::Touch;
use domain::ids::{CaseId, FactId};
use domain::policy::Act;
use domain::refusal::Refusal;
use serde_json::json;
use store::Tx;
use store::answers::Layer;
use store::cases;
use store::facts::{self, Fact as Row};
use store::journal::{self, NewEntry};

use super::{still_open, touches, wire};
use crate::cases::known::Known;
use crate::cases::lookup::Held;
use crate::cases::save_answer::{meant, summarise};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::{Answered, House, OrFault};

/// A case whose register somebody may change, held until the transaction ends.
pub(super) struct Changing {
    pub held: Held,
    layers: BTreeMap<Layer, Known>,
}

impl House {
    /// Holds a case to change its register.
    pub(super) async fn hold_register(
        &self,
        tx: &Tx,
        at: &Entered,
        act: Act,
        id: CaseId,
    ) -> Answered<Changing> {
        let held = self.hold_answers(tx, at, act, id).await?;
        Ok(Changing { held, layers: Known::both(tx, id).await? })
    }

    /// Whether files of a fact may be added or taken off on a layer now.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if the case has no such fact; else as for changing it.
    pub(crate) async fn fact_takes_files(
        &self,
        tx: &Tx,
        at: &Entered,
        layer: Wire,
        case: CaseId,
        fact: FactId,
    ) -> Answered<()> {
        let (act, stored) = meant(layer);
        let changing = self.hold_register(tx, at, act, case).await?;
        let there = facts::find(tx, case, fact).await.or_fault()?.ok_or(Refusal::NotFound)?;
        changing.may_change(stored, Some(&there), &changing.touched(fact), "改动材料")
    }

    /// The figures beside the case follow its facts; the journal keeps what was there and what is.
    pub(super) async fn conclude(
        &self,
        tx: Tx,
        changing: Changing,
        what: &str,
        (before, after): (Option<&Row>, Option<&Row>),
    ) -> Answered<()> {
        let Changing { held: Held { mut case, rubric, permit, .. }, layers } = changing;
        let now = self.edge().now();
        let circumstances = self.circumstances(&tx, &rubric, &case).await?;
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

impl Changing {
    /// Where a fact is named, on both layers.
    pub fn touched(&self, fact: FactId) -> Vec<Touch> {
        let [own, review] = [Layer::SelfAssessment, Layer::Review].map(|layer| &self.layers[&layer].answers);
        touches(&self.held.rubric, own, review, fact)
    }

    /// Whether a fact may be changed (`what`) on a layer now. `there` is absent for a new one.
    pub fn may_change(
        &self,
        layer: Layer,
        there: Option<&Row>,
        touched: &[Touch],
        what: &str,
    ) -> Answered<()> {
        let Held { case, rubric, returned, .. } = &self.held;
        if there.is_some_and(|there| there.layer != layer) {
            let by = if layer == Layer::Review { "单位" } else { "考核人员" };
            return Err(Refusal::invalid("fact", format!("这一事实由{by}登记，只能由{by}修改或删去")));
        }
        let layer = wire(layer);
        if layer == Wire::Own {
            for touch in touched.iter().filter(|touch| touch.layer == layer) {
                self.held.fills(&touch.criterion)?;
            }
        }
        still_open(rubric, case.state, returned, layer, touched)?;
        // What the others gave points for stays as they saw it; what is back with the unit is given anew.
        let back = |touch: &Touch| {
            let item = rubric.item_of(&touch.criterion);
            item.is_some_and(|item| returned.contains(&item.no.to_string()))
        };
        if touched.iter().any(|touch| touch.layer != layer && !back(touch)) {
            let by = if layer == Wire::Own { "考核中" } else { "单位自评" };
            let reason = format!("{by}已引用这一事实，不能{what}。情况有变的，请另行登记");
            return Err(Refusal::invalid("fact", reason));
        }
        Ok(())
    }
}

fn told(row: &Row) -> serde_json::Value {
    json!({
        "title": row.title,
        "date": row.happened_on.map(|day| day.iso()),
        "who": row.concerned,
        "basis": row.basis,
    })
}
