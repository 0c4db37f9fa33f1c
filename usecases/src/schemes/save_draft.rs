//! Saving a draft: the whole document, on the revision it was based on.

use contract::scheme::{DraftSaved, SaveDraft};
use domain::policy::Act;
use domain::refusal::Refusal;
use store::scheme_drafts::{self, SchemeDraft};
use uuid::Uuid;

use super::draft::too_large;
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::{Answered, House, OrFault};

impl House {
    /// Saves a draft durably. The same `client` id again is a retry, not a second act.
    ///
    /// # Errors
    /// [`Refusal::DraftChanged`] if somebody saved since `based_on`; [`Refusal::Taken`] if another draft has the short
    /// name; [`Refusal::Invalid`] with the limit, if the scheme is larger than one may be.
    pub async fn save_draft(&self, at: &Entered, form: &SaveDraft) -> Answered<DraftSaved> {
        let client: Uuid = form.client.parse().map_err(|_| Refusal::Malformed)?;
        let permit = at.permit(Act::ConfigureScheme)?;
        let document = form.scheme.to_document().map_err(|error| too_large(&error))?;
        let now = self.edge().now();
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let there = scheme_drafts::find(&tx, form.draft).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if there.client == client {
            // What was found may not be durable yet; with this it is.
            tx.commit().await.or_fault()?;
            return Ok(DraftSaved { revision: there.revision, at: there.changed_at });
        }
        let draft = SchemeDraft {
            id: form.draft,
            name: form.scheme.name.clone(),
            title: form.scheme.title.clone(),
            document,
            revision: form.based_on.saturating_add(1),
            client,
            changed_at: now,
            changed_by: at.member.name.clone(),
        };
        let saved = scheme_drafts::save(&tx, &permit, &draft)
            .await
            .or_taken(|| format!("简称“{}”已属于另一份草稿，", draft.name))?;
        if !saved {
            return Err(Refusal::DraftChanged {
                revision: there.revision,
                by: there.changed_by,
                at: there.changed_at,
            });
        }
        tx.commit().await.or_fault()?;
        Ok(DraftSaved { revision: draft.revision, at: now })
    }
}
