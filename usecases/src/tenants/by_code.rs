use domain::ids::TenantId;
use domain::refusal::Refusal;
use store::tenants;

use crate::{Answered, House, OrFault};

impl House {
    /// The tenant with this code, whoever asks: for the command line.
    pub async fn tenant_by_code(&self, code: &str) -> Answered<TenantId> {
        let code = code.parse().map_err(|_| Refusal::NotFound)?;
        let platform = self.store().platform_read().await.or_fault()?;
        let tenant = tenants::by_code(&platform, &code).await.or_fault()?;
        Ok(tenant.ok_or(Refusal::NotFound)?.id)
    }
}
