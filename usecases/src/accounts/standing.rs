//! What follows for an account from the posts its person holds, wherever that is.

use domain::ids::PersonId;
use domain::passwords::PasswordRules;
use domain::policy::{Appointment, post_template};
use store::platform_posts::PlatformPost;
use store::tenants::Tenant;
use store::{account_rules, appointments, memberships, platform_posts, suspensions};

use crate::{Answered, House, OrFault};

/// Idle time after which a session ends, in minutes.
const IDLE_MINUTES: i64 = 30;
/// The same for officers and the platform's own posts.
const OFFICERS_IDLE_MINUTES: i64 = 15;

/// A person's posts in all tenants that are open, and on the platform.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub places: Vec<(Tenant, Vec<Appointment>)>,
    pub platform: Vec<PlatformPost>,
    /// The stricter of each rule over all tenants.
    pub passwords: PasswordRules,
    /// One of the posts asks for a second factor.
    pub second_factor: bool,
    pub idle_minutes: i64,
}

impl Standing {
    /// The platform post's name.
    pub(crate) fn platform_post(&self) -> Option<String> {
        let post = self.platform.iter().find_map(|held| post_template(&held.post));
        post.map(|post| post.name.to_owned())
    }
}

impl House {
    pub(crate) async fn standing(&self, person: PersonId) -> Answered<Standing> {
        let tx = self.store().platform_read().await.or_fault()?;
        let tenants = memberships::tenants_of(&tx, person).await.or_fault()?;
        let platform = platform_posts::of(&tx, person).await.or_fault()?;
        drop(tx);
        let (mut places, mut profiles) = (Vec::new(), Vec::new());
        let mut officer = !platform.is_empty();
        let mut second_factor = platform.iter().any(|post| post.second_factor);
        for tenant in tenants.into_iter().filter(|tenant| tenant.active) {
            let tx = self.store().read(tenant.id).await.or_fault()?;
            let held = appointments::of_person(&tx, person, self.edge().now()).await.or_fault()?;
            // Posts that rest ask for nothing.
            let rests = suspensions::of_person(&tx, person).await.or_fault()?.is_some();
            if held.is_empty() || rests {
                continue;
            }
            let rules = account_rules::of_tenant(&tx).await.or_fault()?;
            let officer_here = held.iter().flat_map(|held| &held.acts).any(|act| act.is_of_officers());
            officer |= officer_here;
            second_factor |= officer_here && rules.second_factor;
            profiles.push(rules.passwords);
            places.push((tenant, held));
        }
        Ok(Standing {
            places,
            platform,
            passwords: PasswordRules::of(profiles),
            second_factor,
            idle_minutes: if officer { OFFICERS_IDLE_MINUTES } else { IDLE_MINUTES },
        })
    }
}
