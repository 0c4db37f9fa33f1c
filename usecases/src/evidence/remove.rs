//! Taking a file off a criterion or a fact. The file and the act stay in the journal; it is only no longer evidence.

use contract::case::Layer;
use domain::ids::{CaseId, EvidenceId, FactId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::unit_may_edit;
use serde_json::json;
use store::evidence;
use store::journal::{self, NewEntry};

use crate::cases::meant;
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::{Answered, House, OrFault};

impl House {
    /// Removes one piece of evidence from a case.
    pub async fn remove_evidence(&self, at: &Entered, case: CaseId, id: EvidenceId) -> Answered<()> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let opened = self.hold_case(&tx, at, Act::FillIn, case).await?;
        let row = evidence::find(&tx, case, id).await.or_fault()?.filter(|row| row.fact.is_none());
        let row = row.ok_or(Refusal::NotFound)?;
        opened.fills(&row.criterion)?;
        let item = opened.rubric.item_of(&row.criterion).ok_or(Refusal::NotFound)?;
        unit_may_edit(opened.case.state, &item.no, &opened.returned_items())?;
        let now = self.edge().now();
        evidence::remove(&tx, &opened.permit, id, now).await.or_fault()?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case),
            at: now,
            summary: format!("第{}条移除佐证材料“{}”", row.criterion, row.title),
            detail: String::new(),
        };
        journal::append(&tx, &opened.permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()
    }

    /// Removes one file from a fact.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if no such file hangs on the fact; else as for changing the fact.
    pub async fn remove_fact_file(
        &self,
        at: &Entered,
        layer: Layer,
        (case, fact, id): (CaseId, FactId, EvidenceId),
    ) -> Answered<()> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let opened = self.hold_case(&tx, at, meant(layer).0, case).await?;
        let hangs = evidence::find(&tx, case, id).await.or_fault()?;
        let row = hangs.filter(|row| row.fact == Some(fact)).ok_or(Refusal::NotFound)?;
        self.fact_takes_files(&tx, at, layer, case, fact).await?;
        let now = self.edge().now();
        evidence::remove(&tx, &opened.permit, id, now).await.or_fault()?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case),
            at: now,
            summary: "事实移除佐证材料".into(),
            detail: json!({"fact": fact.to_string(), "title": row.title}).to_string(),
        };
        journal::append(&tx, &opened.permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()
    }
}
