//! Fetching a stored file: evidence with its case, minutes with their decision.

use domain::ids::FileId;
use domain::policy::{Act, Place, authorise};
use domain::refusal::Refusal;
use store::files::StoredFile;
use store::{cases, decisions, evidence, files};
use tokio::fs::File;

use crate::cases::is_open_to;
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

/// A file with its description.
pub struct Fetched {
    pub file: StoredFile,
    pub content: File,
}

impl House {
    /// A file, for whoever may see what it hangs on.
    pub async fn fetch_file(&self, at: &Entered, id: FileId) -> Answered<Fetched> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        // What it hangs on comes first: an id that is not there then takes as many looks as one of somebody else's.
        if let Some((case, fact)) = evidence::case_of_file(&tx, id).await.or_fault()? {
            let case = cases::find(&tx, case).await.or_fault()?.ok_or(Refusal::NotFound)?;
            authorise(&at.actor, Act::ViewCase, Place::unit(at.id(), case.unit))?;
            if !is_open_to(&case, at) {
                return Err(Refusal::NotSubmitted { now: case.state });
            }
            // Files of a fact are seen by whoever sees the fact.
            if let Some(fact) = fact
                && !self.sees_fact(&tx, at, case.id, fact).await?
            {
                return Err(Refusal::NotFound);
            }
        } else if decisions::of_minutes(&tx, id).await.or_fault()?.is_some() {
            // An id answers the same whether it is not there or not for this person.
            authorise(&at.actor, Act::ViewProgress, Place::tenant(at.id())).map_err(|_| Refusal::NotFound)?;
        } else {
            return Err(Refusal::NotFound);
        }
        let file = files::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let content = self.vault().open(at.id(), id).await.or_fault()?;
        Ok(Fetched { file, content })
    }
}
