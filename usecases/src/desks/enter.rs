//! Entering a tenant: the person's posts there, or nothing.

use contract::account::Membership;
use domain::ids::{TenantCode, TenantId};
use domain::policy::{Act, Actor, Member, Permit, Place, Sight, authorise};
use domain::refusal::Refusal;
use store::tenants::Tenant;
use store::{appointments, memberships, suspensions, tenants};

use crate::accounts::Somebody;
use crate::{Answered, House, OrFault};

/// A person inside a tenant.
#[derive(Clone, Debug)]
pub struct Entered {
    pub tenant: Tenant,
    pub member: Member,
    pub actor: Actor,
}

impl Entered {
    /// Authorises an act over the whole tenant.
    pub(crate) fn permit(&self, act: Act) -> Answered<Permit> {
        Ok(authorise(&self.actor, act, Place::tenant(self.tenant.id))?)
    }

    /// How far an act that looks over units may look.
    pub(crate) fn sight(&self, act: Act) -> Answered<Sight> {
        self.member.sight(act).ok_or(Refusal::NotYourPost(act))
    }

    pub(crate) fn id(&self) -> TenantId {
        self.tenant.id
    }

    /// `/t/{code}`.
    pub fn base(&self) -> String {
        format!("/t/{}", self.tenant.code)
    }
}

impl House {
    /// Lets a person into a tenant.
    ///
    /// # Errors
    /// What the person owes; [`Refusal::NotFound`] if there is no such tenant or the person holds no post in it: both look
    /// the same; [`Refusal::TenantSuspended`] to those who hold one; [`Refusal::KeptOut`] if their posts rest.
    pub async fn enter(&self, who: &Somebody, code: &str) -> Answered<Entered> {
        who.is_free()?;
        let code: TenantCode = code.parse().map_err(|_| Refusal::NotFound)?;
        let platform = self.store().platform_read().await.or_fault()?;
        let tenant = tenants::by_code(&platform, &code).await.or_fault()?;
        drop(platform);
        let tenant = tenant.ok_or(Refusal::NotFound)?;
        let tx = self.store().read(tenant.id).await.or_fault()?;
        let held = appointments::of_person(&tx, who.person, self.edge().now()).await.or_fault()?;
        let rests = suspensions::of_person(&tx, who.person).await.or_fault()?.is_some();
        drop(tx);
        if held.is_empty() {
            return Err(Refusal::NotFound);
        }
        if !tenant.active {
            return Err(Refusal::TenantSuspended { tenant: tenant.name });
        }
        if rests {
            return Err(Refusal::KeptOut);
        }
        let member =
            Member { person: who.person, name: who.name.clone(), tenant: tenant.id, appointments: held };
        Ok(Entered { tenant, actor: Actor::Person(member.clone()), member })
    }

    /// The tenants a person holds posts in, the suspended ones too.
    pub async fn tenants_of(&self, who: &Somebody) -> Answered<Vec<Membership>> {
        let tx = self.store().platform_read().await.or_fault()?;
        let tenants = memberships::tenants_of(&tx, who.person).await.or_fault()?;
        Ok(tenants
            .into_iter()
            .map(|tenant| Membership {
                code: tenant.code.to_string(),
                name: tenant.name,
                suspended: !tenant.active,
            })
            .collect())
    }
}
