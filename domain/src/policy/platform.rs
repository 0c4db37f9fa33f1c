//! The platform's own acts, which belong to no tenant: those of the three posts (三员) and those on one's own account.

use super::{Act, Actor, Denied, Over, POSTS, Permit, PostTemplate, post_template};
use crate::ids::PersonId;

/// A person with a post of the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    pub person: PersonId,
    pub name: String,
    /// Codes of the posts held; of the three, nobody holds two.
    pub posts: Vec<String>,
}

impl Staff {
    /// The post by which the person does something.
    pub fn post_for(&self, act: Act) -> Option<&'static PostTemplate> {
        let held = self.posts.iter().filter_map(|code| post_template(code));
        held.filter(|post| post.over == Over::Platform).find(|post| post.acts.contains(&act))
    }
}

/// The proof that an act on the platform's own tables was authorised; only [`authorise_platform`] and [`own_account`]
/// make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformPermit {
    act: Act,
    by: Option<PersonId>,
    /// Name and post as the platform's journal remembers them.
    signature: String,
}

impl PlatformPermit {
    pub fn act(&self) -> Act {
        self.act
    }

    pub fn by(&self) -> Option<PersonId> {
        self.by
    }

    /// “孙平台·安全管理员”.
    pub fn signature(&self) -> &str {
        &self.signature
    }
}

/// Decides whether `actor` may do `act` for the platform.
///
/// # Errors
/// [`Denied::Hidden`] for whoever is not of the platform, [`Denied::NotYourPost`] for another of its posts.
pub fn authorise_platform(actor: &Actor, act: Act) -> Result<PlatformPermit, Denied> {
    match actor {
        Actor::Operator(person)
            if matches!(act, Act::OpenTenant | Act::SuspendTenant | Act::AppointStaff) =>
        {
            Ok(PlatformPermit { act, by: Some(*person), signature: "平台运维".into() })
        }
        Actor::Staff(staff) if staff.post_for(Act::OpenOps).is_some() => {
            let post = staff.post_for(act).ok_or(Denied::NotYourPost(act))?;
            let signature = format!("{}·{}", staff.name, post.name);
            Ok(PlatformPermit { act, by: Some(staff.person), signature })
        }
        _ => Err(Denied::Hidden),
    }
}

/// Everyone manages their own account.
pub fn own_account(person: PersonId, name: &str) -> PlatformPermit {
    PlatformPermit { act: Act::OwnAccount, by: Some(person), signature: format!("{name}·本人") }
}

/// What an officer does to the account of one of the tenant's people, as the platform's journal remembers it.
///
/// # Errors
/// [`Denied::NotYourPost`] for any other act.
pub fn upon_account(permit: &Permit) -> Result<PlatformPermit, Denied> {
    match permit.act() {
        act @ Act::ManagePeople => {
            Ok(PlatformPermit { act, by: permit.by(), signature: permit.signature().to_owned() })
        }
        other => Err(Denied::NotYourPost(other)),
    }
}

/// The codes of the three posts that exclude one another (三员互斥).
pub fn exclusive_posts() -> impl Iterator<Item = &'static str> {
    POSTS.iter().filter(|post| post.over == Over::Platform).map(|post| post.code)
}

/// A post that is about to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giving<'a> {
    /// Any post of a tenant, as a delegate too.
    OfTenant,
    /// One of the three, by its code.
    OfPlatform(&'a str),
}

/// Why nobody holds two posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// 三员互斥.
    AmongTheThree,
    /// Whoever runs, guards or audits the platform takes no part in what tenants do on it.
    PlatformAndTenant,
}

impl From<Exclusion> for crate::refusal::Refusal {
    fn from(exclusion: Exclusion) -> Self {
        match exclusion {
            Exclusion::AmongTheThree => Self::ExclusivePosts,
            Exclusion::PlatformAndTenant => Self::PlatformApart,
        }
    }
}

/// Whether somebody may be given a post besides what they hold: posts of the platform by their codes, and whether any of a
/// tenant. Every door by which posts are given asks this.
///
/// # Errors
/// [`Exclusion`].
pub fn may_also_hold(of_platform: &[&str], of_tenant: bool, new: Giving<'_>) -> Result<(), Exclusion> {
    let of_three = |code: &str| exclusive_posts().any(|one| one == code);
    match new {
        Giving::OfTenant if of_platform.iter().any(|held| of_three(held)) => {
            Err(Exclusion::PlatformAndTenant)
        }
        Giving::OfTenant => Ok(()),
        Giving::OfPlatform(_) if of_tenant => Err(Exclusion::PlatformAndTenant),
        Giving::OfPlatform(post) if of_platform.iter().any(|held| *held != post && of_three(held)) => {
            Err(Exclusion::AmongTheThree)
        }
        Giving::OfPlatform(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::TenantId;
    use crate::policy::{Place, authorise};

    fn holding(posts: &[&str]) -> Actor {
        let posts = posts.iter().map(|code| (*code).to_owned()).collect();
        Actor::Staff(Staff { person: PersonId(Uuid::from_u128(9)), name: "孙平台".into(), posts })
    }

    #[test]
    fn each_of_the_three_does_its_own_and_nothing_else() {
        let own = [
            ("operator", &[Act::OpenTenant, Act::SuspendTenant][..]),
            ("security_admin", &[Act::GuardAccounts]),
            ("audit_admin", &[Act::AuditJournals]),
        ];
        for (post, duties) in own {
            for act in Act::ALL {
                let answer = authorise_platform(&holding(&[post]), *act);
                match answer {
                    Ok(permit) => {
                        assert!(duties.contains(act) || *act == Act::OpenOps, "{post} does {act:?}");
                        assert!(permit.signature().starts_with("孙平台·"));
                    }
                    Err(denied) => assert_eq!(denied, Denied::NotYourPost(*act), "{post}"),
                }
            }
        }
        assert_eq!(exclusive_posts().collect::<Vec<_>>(), own.map(|(post, _)| post));
    }

    #[test]
    fn no_act_in_a_tenant_is_the_platforms_but_opening_and_suspending_it() {
        let place = Place::tenant(TenantId(Uuid::from_u128(1)));
        for post in exclusive_posts() {
            for act in Act::ALL {
                let allowed = authorise(&holding(&[post]), *act, place).is_ok();
                let of_operator = matches!(act, Act::OpenTenant | Act::SuspendTenant);
                assert_eq!(allowed, post == "operator" && of_operator, "{post} {act:?}");
            }
        }
    }

    #[test]
    fn the_three_exclude_one_another_and_every_post_of_a_tenant() {
        use Exclusion::{AmongTheThree, PlatformAndTenant};
        for (of_platform, of_tenant, new, expect) in [
            (&[][..], false, Giving::OfTenant, Ok(())),
            (&[], true, Giving::OfTenant, Ok(())),
            (&["operator"], false, Giving::OfTenant, Err(PlatformAndTenant)),
            (&["audit_admin"], true, Giving::OfTenant, Err(PlatformAndTenant)),
            (&[], false, Giving::OfPlatform("operator"), Ok(())),
            (&[], true, Giving::OfPlatform("operator"), Err(PlatformAndTenant)),
            (&["operator"], false, Giving::OfPlatform("operator"), Ok(())),
            (&["operator"], false, Giving::OfPlatform("audit_admin"), Err(AmongTheThree)),
            (&["security_admin"], true, Giving::OfPlatform("operator"), Err(PlatformAndTenant)),
        ] {
            assert_eq!(
                may_also_hold(of_platform, of_tenant, new),
                expect,
                "{of_platform:?} {of_tenant} {new:?}"
            );
        }
    }

    #[test]
    fn a_tenants_post_is_no_post_of_the_platform() {
        for posts in [&[][..], &["scheme_officer"], &["king"]] {
            assert_eq!(authorise_platform(&holding(posts), Act::OpenOps), Err(Denied::Hidden));
        }
        let tenant = TenantId(Uuid::from_u128(1));
        for stranger in [Actor::Job(tenant), Actor::Public(tenant)] {
            assert_eq!(authorise_platform(&stranger, Act::AuditJournals), Err(Denied::Hidden));
        }
    }

    #[test]
    fn acts_of_the_platform_are_in_no_tenants_post() {
        for post in POSTS {
            let of_platform = post.acts.iter().filter(|act| act.is_of_platform()).count();
            let expect = if post.over == Over::Platform { post.acts.len() } else { 0 };
            assert_eq!(of_platform, expect, "{}", post.code);
        }
    }
}
