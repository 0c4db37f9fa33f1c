//! What the public reads, without login.

use contract::announcement::{Listed, PublicPage};
use domain::ids::{AnnouncementId, TenantCode};
use domain::policy::{Act, Actor, Place, authorise};
use domain::refusal::Refusal;
use store::announcements::{self, Announcement, Kind};
use store::tenants;

use super::standing::{related, withdrawn};
use crate::{Answered, House, OrFault};

impl House {
    /// A tenant's public page, showing one announcement or the latest.
    ///
    /// # Errors
    /// [`Refusal::TenantSuspended`] whatever is asked for while the tenant is suspended.
    pub async fn public_page(&self, code: &str, wanted: Option<AnnouncementId>) -> Answered<PublicPage> {
        let code: TenantCode = code.parse().map_err(|_| Refusal::NotFound)?;
        let platform = self.store().platform_read().await.or_fault()?;
        let tenant = tenants::by_code(&platform, &code).await.or_fault()?;
        drop(platform);
        let tenant = tenant.ok_or(Refusal::NotFound)?;
        if !tenant.active {
            return Err(Refusal::TenantSuspended { tenant: tenant.name });
        }
        authorise(&Actor::Public(tenant.id), Act::ReadPublic, Place::tenant(tenant.id))?;
        let tx = self.store().read(tenant.id).await.or_fault()?;
        let all = announcements::all(&tx).await.or_fault()?;
        let shown = match wanted {
            Some(id) => Some(all.iter().find(|row| row.id == id).ok_or(Refusal::NotFound)?),
            None => all.first(),
        };
        Ok(PublicPage {
            code: tenant.code.to_string(),
            tenant: tenant.name,
            shown: shown.map(|row| serde_json::from_str(&row.body).or_fault()).transpose()?,
            amends: shown.and_then(|row| all.iter().find(|one| Some(one.id) == row.amends)).map(related),
            amended: match shown {
                Some(row) => all.iter().filter(|one| one.amends == Some(row.id)).map(related).collect(),
                None => Vec::new(),
            },
            all: all
                .iter()
                .map(|row| Listed {
                    id: row.id,
                    title: row.title.clone(),
                    dated: row.published_at.day().to_string(),
                    since: since(row, &all),
                })
                .collect(),
        })
    }

    /// Tenants with a public page: (code, name).
    pub async fn public_tenants(&self) -> Answered<Vec<(String, String)>> {
        let platform = self.store().platform_read().await.or_fault()?;
        Ok(tenants::all(&platform)
            .await
            .or_fault()?
            .into_iter()
            .filter(|tenant| tenant.active)
            .map(|tenant| (tenant.code.to_string(), tenant.name))
            .collect())
    }
}

/// What became of an announcement since.
fn since(row: &Announcement, all: &[Announcement]) -> &'static str {
    let corrected = |one: &Announcement| one.kind == Kind::Correction && one.amends == Some(row.id);
    match (withdrawn(row.id, all), all.iter().any(corrected)) {
        (true, _) => "已撤销",
        (false, true) => "已更正",
        (false, false) => "",
    }
}
