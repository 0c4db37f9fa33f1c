//! Sharing a version with other tenants. They read a copy and begin drafts of their own from it; nothing else of the tenant
//! is theirs to see, and what they drafted stays theirs when the copy is taken back.

use contract::scheme::{ShareForm, SharedLine};
use domain::ids::{SchemeId, ShareId};
use domain::policy::Act;
use domain::refusal::Refusal;
use store::schemes;
use store::shared_schemes::{self, SharedHead, SharedScheme};

use crate::desks::Entered;
use crate::wording::ticked;
use crate::{Answered, House, OrFault, journal};

impl House {
    /// Shares a version. Pressed twice, it is shared once.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] unless the officer confirms that others may read it.
    pub async fn share_scheme(&self, at: &Entered, id: SchemeId, form: &ShareForm) -> Answered<()> {
        let permit = at.permit(Act::ConfigureScheme)?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let version = schemes::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if !ticked("confirm", &form.confirm)? {
            return Err(Refusal::invalid("confirm", "请先勾选“同意其他辖区查看并取用这一版”"));
        }
        let there = shared_schemes::all(&tx).await.or_fault()?;
        if !there.iter().any(|one| one.source == at.id() && one.scheme == id) {
            let shared = SharedScheme {
                id: ShareId(self.edge().id()),
                source: at.id(),
                source_name: at.tenant.name.clone(),
                scheme: id,
                title: version.title.clone(),
                version: version.version,
                document: version.document,
                by_name: at.member.name.clone(),
                at: self.edge().now(),
            };
            shared_schemes::insert(&tx, &permit, &shared).await.or_fault()?;
            let summary = format!("向其他辖区共享方案“{}”第{}版", version.title, version.version);
            journal::note(&tx, &permit, self.edge(), summary).await?;
        }
        tx.commit().await.or_fault()
    }

    /// Takes a shared version back. What is not shared is taken back already.
    pub async fn unshare_scheme(&self, at: &Entered, id: SchemeId) -> Answered<()> {
        let permit = at.permit(Act::ConfigureScheme)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let version = schemes::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if shared_schemes::remove(&tx, &permit, id).await.or_fault()? {
            let summary = format!("停止共享方案“{}”第{}版", version.title, version.version);
            journal::note(&tx, &permit, self.edge(), summary).await?;
        }
        tx.commit().await.or_fault()
    }

    /// What other tenants share.
    pub async fn shared_by_others(&self, at: &Entered) -> Answered<Vec<SharedLine>> {
        at.permit(Act::ConfigureScheme)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let all = shared_schemes::all(&tx).await.or_fault()?;
        let others = all.into_iter().filter(|one| one.source != at.id());
        let told = |one: SharedHead| SharedLine {
            id: one.id,
            title: format!("{}：{}（第{}版）", one.source_name, one.title, one.version),
        };
        Ok(others.map(told).collect())
    }
}
