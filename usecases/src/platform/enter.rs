//! Coming on duty for the platform.

use contract::ops::OpsFrame;
use domain::policy::{Act, Actor, PlatformPermit, Staff, authorise_platform};
use domain::refusal::Refusal;
use store::platform_posts;

use crate::accounts::Somebody;
use crate::{Answered, House, OrFault};

/// Somebody with one of the platform's posts.
#[derive(Clone, Debug)]
pub struct OnDuty {
    pub who: Somebody,
    pub actor: Actor,
    staff: Staff,
    /// The demo's posts ask for no second factor.
    excepted: bool,
}

impl OnDuty {
    pub(crate) fn permit(&self, act: Act) -> Answered<PlatformPermit> {
        Ok(authorise_platform(&self.actor, act)?)
    }

    /// Whether the post is for an act.
    ///
    /// # Errors
    /// [`Refusal::NotYourPost`].
    pub fn may(&self, act: Act) -> Answered<()> {
        self.permit(act).map(drop)
    }

    /// Where the post's work is.
    pub fn own_desk(&self) -> &'static str {
        DESKS.iter().find(|(act, ..)| self.staff.post_for(*act).is_some()).map_or("/account", |desk| desk.1)
    }

    /// The masthead of the platform's pages.
    pub fn frame(&self) -> OpsFrame {
        let post = self.staff.post_for(Act::OpenOps).map_or("", |post| post.name);
        let nav = DESKS.iter().filter(|(act, ..)| self.staff.post_for(*act).is_some());
        OpsFrame {
            person: self.who.name.clone(),
            post: post.to_owned(),
            nav: nav.map(|(_, href, label)| ((*href).to_owned(), *label)).collect(),
            excepted: self.excepted,
        }
    }
}

const DESKS: &[(Act, &str, &str)] = &[
    (Act::OpenTenant, "/ops/tenants", "辖区"),
    (Act::GuardAccounts, "/ops/accounts", "账号"),
    (Act::AuditJournals, "/ops/journal", "审计"),
];

impl House {
    /// Lets a person into the platform's desks.
    ///
    /// # Errors
    /// What the person owes; [`Refusal::NotFound`] without a post of the platform.
    pub async fn enter_platform(&self, who: &Somebody) -> Answered<OnDuty> {
        who.is_free()?;
        let tx = self.store().platform_read().await.or_fault()?;
        let held = platform_posts::of(&tx, who.person).await.or_fault()?;
        drop(tx);
        let excepted = held.iter().any(|post| !post.second_factor);
        let posts = held.into_iter().map(|post| post.post).collect();
        let staff = Staff { person: who.person, name: who.name.clone(), posts };
        let duty = OnDuty { who: who.clone(), actor: Actor::Staff(staff.clone()), staff, excepted };
        duty.permit(Act::OpenOps).map_err(|_| Refusal::NotFound)?;
        Ok(duty)
    }

    /// Whether somebody has one of the platform's posts.
    pub async fn is_of_platform(&self, who: &Somebody) -> Answered<bool> {
        let tx = self.store().platform_read().await.or_fault()?;
        Ok(!platform_posts::of(&tx, who.person).await.or_fault()?.is_empty())
    }
}
