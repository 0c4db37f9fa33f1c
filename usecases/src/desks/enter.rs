//! Entering a tenant: the person's posts there, or nothing.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use contract::account::Membership;
use domain::calendar::Instant;
use domain::ids::{PersonId, TenantCode, TenantId};
use domain::policy::{Act, Actor, Appointment, Member, Permit, Place, Sight, authorise};
use domain::refusal::Refusal;
use store::tenants::Tenant;
use store::{appointments, memberships, suspensions, tenants};

use crate::accounts::Somebody;
use crate::people::names::called;
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

/// What a person holds in a tenant.
#[derive(Clone)]
struct Postings {
    /// What the person is called there.
    name: String,
    held: Vec<Appointment>,
    /// 停用.
    rests: bool,
}

/// How long a look holds, in ms.
const CACHED_MS: i64 = 1_000;

struct Look {
    at: Instant,
    /// [`store::Store::staffing`] before it.
    staffing: u64,
    found: Postings,
}

/// Postings looked up within the last second.
#[derive(Default)]
pub(crate) struct LookedUp {
    recent: Mutex<HashMap<(PersonId, TenantId), Look>>,
}

impl LookedUp {
    fn find(&self, person: PersonId, tenant: TenantId, staffing: u64, now: Instant) -> Option<Postings> {
        let recent = self.recent();
        let look = recent.get(&(person, tenant))?;
        let fresh = look.staffing == staffing && (0..CACHED_MS).contains(&(now.0 - look.at.0));
        fresh.then(|| look.found.clone())
    }

    fn keep(&self, person: PersonId, tenant: TenantId, staffing: u64, now: Instant, found: &Postings) {
        let mut recent = self.recent();
        if recent.len() > 10_000 {
            recent.retain(|_, look| now.0 - look.at.0 < CACHED_MS);
        }
        recent.insert((person, tenant), Look { at: now, staffing, found: found.clone() });
    }

    fn recent(&self) -> std::sync::MutexGuard<'_, HashMap<(PersonId, TenantId), Look>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
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
        let Postings { name, held, rests } = self.postings(who.person, tenant.id).await?;
        if held.is_empty() {
            return Err(Refusal::NotFound);
        }
        if !tenant.active {
            return Err(Refusal::TenantSuspended { tenant: tenant.name });
        }
        if rests {
            return Err(Refusal::KeptOut);
        }
        let member = Member { person: who.person, name, tenant: tenant.id, appointments: held };
        Ok(Entered { tenant, actor: Actor::Person(member.clone()), member })
    }

    /// What a person holds in a tenant. A look holds for at most a second, and ends when this process changes anything
    /// about who may do what.
    async fn postings(&self, person: PersonId, tenant: TenantId) -> Answered<Postings> {
        let (now, staffing) = (self.edge().now(), self.store().staffing());
        if let Some(known) = self.looked_up().find(person, tenant, staffing, now) {
            return Ok(known);
        }
        let tx = self.store().read(tenant).await.or_fault()?;
        let held = appointments::of_person(&tx, person, now).await.or_fault()?;
        let rests = suspensions::of_person(&tx, person).await.or_fault()?.is_some();
        let name = called(&tx, person).await?;
        drop(tx);
        let postings = Postings { name, held, rests };
        self.looked_up().keep(person, tenant, staffing, now, &postings);
        Ok(postings)
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
