//! 暂停和恢复: a suspended tenant keeps everything and shows nothing. Its people cannot enter, its public pages are
//! closed; what was decided stays with the commissions above.

use domain::policy::{Act, Actor, Place, authorise, authorise_platform};
use domain::refusal::Refusal;
use store::{platform_journal, tenants};

use crate::journal::note;
use crate::{Answered, House, OrFault};

impl House {
    /// Suspends a tenant, from the next request on.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if there is no such tenant; [`Refusal::Invalid`] if it is suspended already.
    pub async fn suspend_tenant(&self, by: &Actor, code: &str) -> Answered<()> {
        self.set_active(by, code, false).await
    }

    /// Lets a suspended tenant go on as it was.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if there is no such tenant; [`Refusal::Invalid`] if it is not suspended.
    pub async fn resume_tenant(&self, by: &Actor, code: &str) -> Answered<()> {
        self.set_active(by, code, true).await
    }

    async fn set_active(&self, by: &Actor, code: &str, active: bool) -> Answered<()> {
        let tenant = self.tenant_by_code(code).await?;
        let permit = authorise(by, Act::SuspendTenant, Place::tenant(tenant))?;
        let of_platform = authorise_platform(by, Act::SuspendTenant)?;
        let tx = self.store().write(tenant).await.or_fault()?;
        if !tenants::set_active(&tx, &permit, active).await.or_fault()? {
            let already = if active { "没有暂停" } else { "已经暂停" };
            return Err(Refusal::invalid("code", format!("辖区“{code}”{already}，没有变化")));
        }
        let summary = if active { "恢复辖区使用" } else { "暂停辖区使用" };
        note(&tx, &permit, self.edge(), summary.to_owned()).await?;
        let name = tenants::by_id(tx.platform(), tenant).await.or_fault()?.map(|tenant| tenant.name);
        let entry = self.platform_entry(summary, &name.unwrap_or_default());
        platform_journal::append(tx.platform(), &of_platform, &entry).await.or_fault()?;
        tx.commit().await.or_fault()
    }
}
