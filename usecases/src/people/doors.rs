//! Every door by which somebody comes to hold a post asks here first: 三员 and the posts of tenants exclude one another,
//! whichever came first. Whoever is asked about is held until the transaction ends, so that of two doors at once one
//! sees what the other gave.

use domain::ids::PersonId;
use domain::policy::{Giving, may_also_hold};
use domain::refusal::Refusal;
use store::{PlatformTx, appointments, memberships, persons, platform_posts};

use crate::{Answered, House, OrFault};

impl House {
    /// Passes for somebody who may hold a post in a tenant.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for nobody; [`Refusal::PlatformApart`] for whoever is of the platform.
    pub(crate) async fn may_serve_a_tenant(&self, tx: &PlatformTx, person: PersonId) -> Answered<()> {
        persons::hold(tx, person).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let held = platform_posts::of(tx, person).await.or_fault()?;
        let held: Vec<_> = held.iter().map(|held| held.post.as_str()).collect();
        Ok(may_also_hold(&held, false, Giving::OfTenant)?)
    }

    /// Passes for somebody who may hold one of the platform's posts; the transaction goes through every tenant they are
    /// known in, and comes back.
    ///
    /// # Errors
    /// [`Refusal::ExclusivePosts`], [`Refusal::PlatformApart`].
    pub(crate) async fn may_serve_the_platform(
        &self,
        mut tx: PlatformTx,
        person: PersonId,
        post: &str,
    ) -> Answered<PlatformTx> {
        persons::hold(&tx, person).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let held = platform_posts::of(&tx, person).await.or_fault()?;
        let mut serves = false;
        for tenant in memberships::tenants_of(&tx, person).await.or_fault()? {
            let within = tx.enter(tenant.id).await.or_fault()?;
            let posts = appointments::of_person(&within, person, self.edge().now()).await.or_fault()?;
            serves |= !posts.is_empty();
            tx = within.leave().await.or_fault()?;
        }
        let held: Vec<_> = held.iter().map(|held| held.post.as_str()).collect();
        may_also_hold(&held, serves, Giving::OfPlatform(post))?;
        Ok(tx)
    }
}
