//! Taking a file off a criterion. The file and the act stay in the journal; it is only no longer evidence.

use domain::ids::{CaseId, EvidenceId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::unit_may_edit;
use store::evidence;
use store::journal::{self, NewEntry};

use crate::desks::Entered;
use crate::journal::entry_id;
use crate::{Answered, House, OrFault};

impl House {
    /// Removes one piece of evidence from a case.
    pub async fn remove_evidence(&self, at: &Entered, case: CaseId, id: EvidenceId) -> Answered<()> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let opened = self.hold_case(&tx, at, Act::FillIn, case).await?;
        let row = evidence::find(&tx, case, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
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
}
