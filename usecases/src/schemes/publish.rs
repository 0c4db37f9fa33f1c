//! Publishing a version of a scheme. A published version never changes.

use domain::ids::{DraftId, SchemeId};
use domain::policy::{Act, Permit};
use domain::refusal::Refusal;
use domain::scheme::{Scheme, builtin};
use store::schemes::{self, SchemeVersion};
use store::{Tx, scheme_drafts};

use super::draft::{is_blank, stored};
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::repeat::just_now;
use crate::{Answered, House, OrFault, journal};

/// The most versions of all its schemes together a tenant may publish. A version never goes away.
pub const VERSIONS: usize = 1_000;

impl House {
    /// Publishes a scheme from the built-in library as the tenant's next version.
    ///
    /// # Errors
    /// [`Refusal::FindingsOpen`] while the linter's findings are neither mended nor accepted with a reason;
    /// [`Refusal::Invalid`] if the newest version is already this very document.
    pub async fn publish_builtin_scheme(&self, at: &Entered, name: &str) -> Answered<SchemeId> {
        match self.publish_scheme(at, name).await {
            Err(refusal @ (Refusal::Taken { .. } | Refusal::Invalid { .. })) => {
                // Pressed twice, it is published once.
                let tx = self.store().write(at.id()).await.or_fault()?;
                let latest = schemes::latest(&tx, name).await.or_fault()?.filter(|latest| {
                    latest.published_by == at.member.name && just_now(latest.published_at, self.edge().now())
                });
                tx.commit().await.or_fault()?;
                latest.map(|latest| latest.id).ok_or(refusal)
            }
            published => published,
        }
    }

    async fn publish_scheme(&self, at: &Entered, name: &str) -> Answered<SchemeId> {
        let permit = at.permit(Act::ConfigureScheme)?;
        let scheme = library().find(|scheme| scheme.name == name);
        let scheme = scheme.ok_or_else(|| Refusal::invalid("name", "请选择方案库中的方案"))?;
        publishable(&scheme)?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let id = self.publish_within(&tx, &permit, at, &scheme).await?;
        tx.commit().await.or_fault()?;
        Ok(id)
    }

    /// Publishes a draft as the tenant's next version of this name; the draft is done with. `revision` is the one the
    /// officer saw.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if somebody changed it since; otherwise as [`House::publish_builtin_scheme`].
    pub async fn publish_draft(&self, at: &Entered, id: DraftId, revision: u32) -> Answered<SchemeId> {
        let permit = at.permit(Act::ConfigureScheme)?;
        // Looked through before it is written: a large scheme keeps nobody else from writing meanwhile.
        let tx = self.store().read(at.id()).await.or_fault()?;
        let seen = scheme_drafts::find(&tx, id).await.or_fault()?;
        drop(tx);
        let scheme = seen.as_ref().map(stored).transpose()?;
        if let Some((scheme, draft)) = scheme.as_ref().zip(seen.as_ref())
            && draft.revision == revision
        {
            publishable(scheme)?;
        }
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let found = scheme_drafts::all(&tx).await.or_fault()?.into_iter().find(|draft| draft.id == id);
        let (Some(draft), Some(scheme)) = (found, scheme) else {
            // Pressed twice, it is published once: the draft is done with.
            let all = schemes::all(&tx).await.or_fault()?;
            tx.commit().await.or_fault()?;
            let mine = all.into_iter().find(|version| {
                version.published_by == at.member.name && just_now(version.published_at, self.edge().now())
            });
            return mine.map(|version| version.id).ok_or(Refusal::NotFound);
        };
        if draft.revision != revision {
            let reason = format!("草稿已由{}改过，没有发布；请核对最新内容后再发布", draft.changed_by);
            return Err(Refusal::invalid("revision", reason));
        }
        if seen.is_none_or(|seen| seen.revision != revision) {
            return Err(Refusal::invalid("revision", "草稿刚刚改过，没有发布；请核对最新内容后再发布"));
        }
        let published = self.publish_within(&tx, &permit, at, &scheme).await?;
        scheme_drafts::remove(&tx, &permit, id).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(published)
    }

    async fn publish_within(
        &self,
        tx: &Tx,
        permit: &Permit,
        at: &Entered,
        scheme: &Scheme,
    ) -> Answered<SchemeId> {
        let latest = schemes::latest(tx, &scheme.name).await.or_fault()?;
        let document = scheme.to_canonical();
        if let Some(latest) = latest.as_ref().filter(|latest| latest.document == document) {
            let reason = format!("这份方案的第{}版已经发布，内容完全相同，没有重复发布", latest.version);
            return Err(Refusal::invalid("name", reason));
        }
        if schemes::all(tx).await.or_fault()?.len() >= VERSIONS {
            let reason = format!("本辖区已发布{VERSIONS}版方案，达到上限，没有发布；请联系平台运维员");
            return Err(Refusal::invalid("name", reason));
        }
        let version = latest.map_or(0, |latest| latest.version) + 1;
        let row = SchemeVersion {
            id: SchemeId(self.edge().id()),
            name: scheme.name.clone(),
            version,
            title: scheme.title.clone(),
            document,
            published_at: self.edge().now(),
            published_by: at.member.name.clone(),
        };
        schemes::insert(tx, permit, &row).await.or_taken(|| format!("“{}”第{version}版", row.title))?;
        let summary = format!("发布创建方案“{}”第{version}版", row.title);
        journal::note(tx, permit, self.edge(), summary).await?;
        Ok(row.id)
    }
}

/// The built-in schemes a tenant can publish as they are: not the blank ones, which are there to be changed.
pub fn library() -> impl Iterator<Item = Scheme> {
    let ready = |scheme: &Scheme| !is_blank(scheme);
    builtin::names().filter_map(builtin::load).filter(ready)
}

fn publishable(scheme: &Scheme) -> Answered<()> {
    scheme.publishable().map_err(|open| Refusal::FindingsOpen {
        places: open.into_iter().map(|finding| finding.message).collect(),
    })
}
