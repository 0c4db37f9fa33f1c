//! Publishing a version of a scheme. A published version never changes.

use domain::ids::SchemeId;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::{Scheme, builtin};
use store::journal::NewEntry;
use store::schemes::{self, SchemeVersion};

use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::{Answered, House, OrFault, journal};

impl House {
    /// Publishes a scheme from the built-in library as the tenant's next version.
    ///
    /// # Errors
    /// [`Refusal::FindingsOpen`] while the linter's findings are neither mended nor accepted with a reason.
    pub async fn publish_builtin_scheme(&self, at: &Entered, name: &str) -> Answered<SchemeId> {
        let permit = at.permit(Act::ConfigureScheme)?;
        let scheme = builtin::load(name).ok_or_else(|| Refusal::invalid("name", "请选择方案库中的方案"))?;
        publishable(&scheme)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let version = schemes::latest(&tx, name).await.or_fault()?.map_or(0, |latest| latest.version) + 1;
        let now = self.edge().now();
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

fn publishable(scheme: &Scheme) -> Answered<()> {
    scheme.publishable().map_err(|open| Refusal::FindingsOpen {
        places: open.into_iter().map(|finding| finding.message).collect(),
    })
}
