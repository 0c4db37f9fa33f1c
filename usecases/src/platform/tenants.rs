//! 平台运维员: which tenants there are, and opening one.

use std::collections::HashMap;

use contract::ops::{FirstOfficerForm, OpenTenantForm, TenantLine};
use contract::people::Invited;
use domain::order::natural;
use domain::policy::Act;
use store::tenants;

use super::OnDuty;
use crate::{Answered, House, OrFault};

impl House {
    /// All tenants, those above first.
    pub async fn all_tenants(&self, duty: &OnDuty) -> Answered<Vec<TenantLine>> {
        duty.permit(Act::OpenTenant)?;
        let tx = self.store().platform_read().await.or_fault()?;
        let all = tenants::all(&tx).await.or_fault()?;
        let names: HashMap<_, _> = all.iter().map(|tenant| (tenant.id, tenant.name.clone())).collect();
        let mut lines: Vec<_> = all
            .into_iter()
            .map(|tenant| TenantLine {
                code: tenant.code.to_string(),
                name: tenant.name,
                kind: tenant.kind,
                parent: tenant.parent.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
                active: tenant.active,
                opened_at: tenant.created_at,
            })
            .collect();
        lines.sort_by_cached_key(|line| {
            (!line.parent.is_empty(), natural(&line.parent), natural(&line.name), line.code.clone())
        });
        Ok(lines)
    }

    /// Opens a tenant; its officers need a second factor until it chooses otherwise.
    ///
    /// # Errors
    /// As [`House::open_tenant`].
    pub async fn opens_tenant(&self, duty: &OnDuty, form: &OpenTenantForm) -> Answered<()> {
        duty.permit(Act::OpenTenant)?;
        let parent = Some(form.parent.as_str()).filter(|code| !code.is_empty());
        let code = form.code.trim();
        self.open_tenant(&duty.actor, code, &form.name, &form.kind, parent).await.map(|_| ())
    }

    /// Suspends a tenant, or lets it go on.
    ///
    /// # Errors
    /// As [`House::suspend_tenant`] and [`House::resume_tenant`].
    pub async fn turns_tenant(&self, duty: &OnDuty, code: &str, active: bool) -> Answered<()> {
        duty.permit(Act::SuspendTenant)?;
        match active {
            true => self.resume_tenant(&duty.actor, code).await,
            false => self.suspend_tenant(&duty.actor, code).await,
        }
    }

    /// Offers the post of 方案管理员 in a tenant where nobody can give posts. The link stands in the answer and nowhere else.
    ///
    /// # Errors
    /// As [`House::invite_officer`].
    pub async fn invites_officer(&self, duty: &OnDuty, form: &FirstOfficerForm) -> Answered<Invited> {
        duty.permit(Act::OpenTenant)?;
        self.invite_officer(&duty.actor, &form.tenant, &form.officer, &form.reason).await
    }
}
