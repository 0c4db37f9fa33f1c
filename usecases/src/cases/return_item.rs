//! 退回单项: one item goes back to its unit with a message; the unit corrects only that.

use contract::case::{ReturnItem, Returned};
use domain::ids::ReturnId;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::{Situation, Step, advance};
use store::cases;
use store::journal::{self, NewEntry};
use store::returns::{self, Return};

use crate::desks::Entered;
use crate::journal::entry_id;
use crate::repeat::just_now;
use crate::wording::required_text;
use crate::{Answered, House, OrFault};

impl House {
    /// Sends one item back.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] without a message; [`Refusal::Taken`] if the item is back with the unit already.
    pub async fn return_item(&self, at: &Entered, form: &ReturnItem) -> Answered<Returned> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let mut opened = self.hold_case(&tx, at, Act::ReturnItems, form.case).await?;
        let message = required_text("message", "退回说明", &form.message, 500)?;
        let item = opened.rubric.item(&form.item).ok_or(Refusal::NotFound)?;
        let there = opened.returned.iter().find(|back| back.item == item.no);
        if let Some(there) = there {
            let mine = there.message == message && there.by_name == at.member.name;
            if mine && just_now(there.at, self.edge().now()) {
                let there = there.clone();
                // It may be of a unit that shares this one's COMMIT: told only when that is durable.
                tx.commit().await.or_fault()?;
                return Ok(just_returned(there));
            }
            return Err(Refusal::invalid("item", format!("第{}项已经退回，单位尚未补正", item.no)));
        }
        let outcome = advance(opened.case.state, Step::ReturnItem, &Situation::default())?;
        let now = self.edge().now();
        let back = Return {
            id: ReturnId(self.edge().id()),
            case: opened.case.id,
            item: item.no.to_string(),
            message: message.clone(),
            by_name: at.member.name.clone(),
            at: now,
            settled_at: None,
            stood: self.what_stands(&tx, &opened.rubric, &opened.case).await?.written(item)?,
            reply: String::new(),
        };
        returns::insert(&tx, &opened.permit, &back).await.or_fault()?;
        opened.case.state = outcome.state;
        opened.case.updated_at = now;
        cases::update(&tx, &opened.permit, &opened.case).await.or_fault()?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(opened.case.id),
            at: now,
            summary: format!("退回第{}项“{}”：{message}", item.no, item.title),
            detail: String::new(),
        };
        journal::append(&tx, &opened.permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(just_returned(back))
    }
}

/// Nothing of it is corrected yet.
fn just_returned(back: Return) -> Returned {
    let Return { item, message, by_name: by, at, reply, .. } = back;
    Returned { item, message, by, at, settled: false, changed: Vec::new(), reply }
}
