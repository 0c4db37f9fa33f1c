//! Publishing a version of a scheme. A published version never changes.

use domain::ids::SchemeId;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::{Scheme, builtin};
use store::journal::NewEntry;
use store::schemes::{self, SchemeVersion};

use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::repeat::just_now;
use crate::{Answered, House, OrFault, journal};

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
        let tx = self.store().write(at.id()).await.or_fault()?;
        let latest = schemes::latest(&tx, name).await.or_fault()?;
        let now = self.edge().now();
        if let Some(latest) = latest.as_ref().filter(|latest| latest.document == scheme.to_canonical()) {
            let reason = format!("这份方案的第{}版已经发布，内容完全相同，没有重复发布", latest.version);
            return Err(Refusal::invalid("name", reason));
        }
        let version = latest.map_or(0, |latest| latest.version) + 1;
        let row = SchemeVersion {
            id: SchemeId(self.edge().id()),
            name: name.to_owned(),
            version,
            title: scheme.title.clone(),
            document: scheme.to_canonical(),
            published_at: now,
            published_by: at.member.name.clone(),
        };
        schemes::insert(&tx, &permit, &row).await.or_taken(|| format!("“{}”第{version}版", row.title))?;
        let entry = NewEntry {
            id: journal::entry_id(self.edge()),
            case: None,
            at: now,
            summary: format!("发布创建方案“{}”第{version}版", row.title),
            detail: String::new(),
        };
        store::journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(row.id)
    }
}

/// The built-in schemes a tenant can publish as they are: without 单位类型, because its units have none, and not the blank
/// ones, which are there to be changed.
pub fn library() -> impl Iterator<Item = Scheme> {
    let ready = |scheme: &Scheme| scheme.unit_types.is_empty() && !scheme.name.starts_with("blank-");
    builtin::names().filter_map(builtin::load).filter(ready)
}

fn publishable(scheme: &Scheme) -> Answered<()> {
    scheme.publishable().map_err(|open| Refusal::FindingsOpen {
        places: open.into_iter().map(|finding| finding.message).collect(),
    })
}
