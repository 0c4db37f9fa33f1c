//! Taking a fact out of the register.

use contract::case::Layer as Wire;
use domain::ids::{CaseId, FactId};
use domain::refusal::Refusal;
use store::{evidence, facts};

use crate::cases::save_answer::meant;
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
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
        let changing = self.hold_register(&tx, at, act, case).await?;
        let Some(there) = facts::find(&tx, case, fact).await.or_fault()? else {
            // That it is out may not be durable yet; with this it is.
            return tx.commit().await.or_fault();
        };
        let touched = changing.touched(fact);
        changing.may_change(stored, Some(&there), &touched, "删去")?;
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
        let permit = &changing.held.permit;
        evidence::remove_of_fact(&tx, permit, case, fact, self.edge().now()).await.or_fault()?;
        facts::remove(&tx, permit, case, fact).await.or_fault()?;
        self.conclude(tx, changing, "删去", (Some(&there), None)).await
    }
}
