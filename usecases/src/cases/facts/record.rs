//! Registering a fact, or changing one.

use contract::case::Layer as Wire;
use contract::fact::{Fact, RecordFact, TEXT_LIMIT, TITLE_LIMIT};
use domain::refusal::Refusal;
use store::facts::Fact as Row;
use store::{evidence, facts};

use super::view;
use crate::cases::save_answer::meant;
use crate::desks::Entered;
use crate::periods::day;
use crate::wording::{optional, required};
use crate::{Answered, House, OrFault};

/// Facts per case.
const PER_CASE: usize = 1_000;

impl House {
    /// Registers a fact on a layer, or changes one that is registered there. Sent twice, it is done once.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if it says too little, or if it is the other layer's or was changed meanwhile;
    /// [`Refusal::WrongState`] and [`Refusal::ItemNotReturned`] if it is not the time; [`Refusal::BadAnswer`] if an
    /// answer that names it would not fit any more.
    pub async fn record_fact(&self, at: &Entered, layer: Wire, form: &RecordFact) -> Answered<Fact> {
        let (act, layer) = meant(layer);
        let tx = self.store().write(at.id()).await.or_fault()?;
        let changing = self.hold_register(&tx, at, act, form.case).await?;
        let title = required("title", "事由", &form.title, TITLE_LIMIT as usize)?;
        let concerned = optional("who", "涉及人员", &form.who, TEXT_LIMIT as usize)?;
        let basis = optional("basis", "依据", &form.basis, TEXT_LIMIT as usize)?;
        let happened_on = match form.date.trim() {
            "" => None,
            text => Some(day("date", "发生日期", text)?),
        };
        if happened_on.is_some_and(|on| on > self.edge().now().day()) {
            let today = self.edge().now().day();
            return Err(Refusal::invalid(
                "date",
                format!("发生日期应为今天（{today}）或者更早的日期，请核对"),
            ));
        }
        let register = facts::of_case(&tx, form.case).await.or_fault()?;
        let there = register.iter().find(|row| row.id == form.fact);
        let hung = match there {
            Some(_) => evidence::of_case(&tx, form.case).await.or_fault()?,
            None => Vec::new(),
        };
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
            return Ok(view(there, &hung));
        }
        changing.may_change(layer, there, &changing.touched(form.fact), "修改")?;
        let permit = &changing.held.permit;
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
                facts::insert(&tx, permit, &row).await.or_fault()?;
                "登记"
            }
            Some(_) => {
                if !facts::save(&tx, permit, &row).await.or_fault()? {
                    let reason = "这一事实刚被他人修改过，没有保存。请核对后再保存";
                    return Err(Refusal::invalid("fact", reason));
                }
                "修改"
            }
        };
        self.conclude(tx, changing, what, (there, Some(&row))).await?;
        Ok(view(row, &hung))
    }
}

/// Whether they say the same, whoever said it when.
fn same(one: &Row, other: &Row) -> bool {
    let said =
        |row: &Row| (row.layer, row.title.clone(), row.happened_on, row.concerned.clone(), row.basis.clone());
    said(one) == said(other)
}
