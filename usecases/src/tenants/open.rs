//! Opening a tenant: its row, its posts.

use domain::ids::{PostId, TenantCode, TenantId};
use domain::jurisdiction::{KINDS, may_stand_above};
use domain::passwords::PasswordProfile;
use domain::policy::{Act, Actor, Over, POSTS, Place, authorise, authorise_platform};
use domain::refusal::Refusal;
use store::account_rules::{self, AccountRules};
use store::platform_journal;
use store::posts::{self, Post};
use store::tenants::{self, Tenant};

use crate::fault::OrTaken;
use crate::journal::note;
use crate::wording::required;
use crate::{Answered, House, OrFault};

impl House {
    /// Opens a tenant under an optional parent and gives it the built-in posts. Its officers need a second factor until
    /// it chooses otherwise.
    ///
    /// # Errors
    /// [`Refusal::Taken`] if the code is in use; [`Refusal::Invalid`] for a malformed code, an unknown kind or parent, a
    /// parent that cannot be one, or a name another of its tenants bears.
    pub async fn open_tenant(
        &self,
        by: &Actor,
        code: &str,
        name: &str,
        kind: &str,
        parent: Option<&str>,
    ) -> Answered<TenantId> {
        let code: TenantCode = code.parse().map_err(|error| Refusal::invalid("code", format!("{error}")))?;
        let name = required("name", "辖区名称", name, 60)?;
        if !KINDS.contains(&kind) {
            return Err(Refusal::invalid("kind", format!("辖区类别应为{}之一", KINDS.join("、"))));
        }
        let id = TenantId(self.edge().id());
        let permit = authorise(by, Act::OpenTenant, Place::tenant(id))?;
        let platform_permit = authorise_platform(by, Act::OpenTenant)?;
        let now = self.edge().now();
        let platform = self.store().platform().await.or_fault()?;
        // Two that are opened at once see each other's names.
        tenants::hold(&platform).await.or_fault()?;
        let what = || format!("辖区代码“{code}”");
        if tenants::by_code(&platform, &code).await.or_fault()?.is_some() {
            return Err(Refusal::Taken { what: what() });
        }
        let parent = match parent {
            None => None,
            Some(above) => {
                let above: TenantCode =
                    above.parse().map_err(|error| Refusal::invalid("parent", format!("{error}")))?;
                let row = tenants::by_code(&platform, &above).await.or_fault()?;
                let row = row.ok_or_else(|| Refusal::invalid("parent", format!("没有上级辖区“{above}”")))?;
                if !may_stand_above(&row.kind) {
                    let reason = format!("“{}”是{}，不能作上级辖区，请选择其他上级", row.name, row.kind);
                    return Err(Refusal::invalid("parent", reason));
                }
                Some(row.id)
            }
        };
        let siblings = tenants::all(&platform).await.or_fault()?;
        if let Some(there) = siblings.iter().find(|there| there.parent == parent && there.name == name) {
            let reason =
                format!("同一上级之下已有“{name}”（代码{}），不能重名；请核对，或换一个名称", there.code);
            return Err(Refusal::invalid("name", reason));
        }
        let tenant = Tenant {
            id,
            code: code.clone(),
            name,
            kind: kind.to_owned(),
            parent,
            active: true,
            created_at: now,
        };
        tenants::insert(&platform, &permit, &tenant).await.or_taken(what)?;
        let told = self.platform_entry(&format!("开设辖区“{}”", tenant.name), "");
        platform_journal::append(&platform, &platform_permit, &told).await.or_fault()?;
        // In the same transaction: a tenant is there with its posts and rules, or not at all.
        let tx = platform.enter(id).await.or_fault()?;
        for template in POSTS.iter().filter(|template| template.over != Over::Platform) {
            let post = Post {
                id: PostId(self.edge().id()),
                code: template.code.to_owned(),
                name: template.name.to_owned(),
                acts: template.acts.to_vec(),
            };
            posts::insert(&tx, &permit, &post).await.or_fault()?;
        }
        let rules = AccountRules { passwords: PasswordProfile::Dengbao, second_factor: true };
        account_rules::set(&tx, &permit, rules, now).await.or_fault()?;
        note(&tx, &permit, self.edge(), format!("开设辖区“{}”", tenant.name)).await?;
        tx.commit().await.or_fault()?;
        Ok(id)
    }
}
