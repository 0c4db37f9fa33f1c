//! Deciding: an actor, an act and a place make a permit or a denial.

use serde::{Deserialize, Serialize};

use super::Act;
use crate::ids::{DepartmentId, PersonId, TenantId, UnitId};

/// How far a post reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "over", rename_all = "snake_case")]
pub enum Reach {
    /// The whole tenant.
    Tenant,
    /// One unit with its departments.
    Unit { unit: UnitId },
    /// One department of a unit.
    Department { unit: UnitId, department: DepartmentId },
}

impl Reach {
    fn covers(self, place: Place) -> bool {
        match self {
            Reach::Tenant => true,
            Reach::Unit { unit } => place.unit == Some(unit),
            Reach::Department { unit, department } => {
                place.unit == Some(unit) && place.department == Some(department)
            }
        }
    }

    fn unit(self) -> Option<UnitId> {
        match self {
            Reach::Tenant => None,
            Reach::Unit { unit } | Reach::Department { unit, .. } => Some(unit),
        }
    }
}

/// Where an act takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub tenant: TenantId,
    pub unit: Option<UnitId>,
    pub department: Option<DepartmentId>,
}

impl Place {
    /// Something that concerns the whole tenant.
    pub fn tenant(tenant: TenantId) -> Self {
        Self { tenant, unit: None, department: None }
    }

    /// Something of one unit.
    pub fn unit(tenant: TenantId, unit: UnitId) -> Self {
        Self { tenant, unit: Some(unit), department: None }
    }
}

/// A post a person holds in a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// The post's name: “考核人员”.
    pub post: String,
    pub acts: Vec<Act>,
    pub reach: Reach,
}

/// A logged-in person within one tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub person: PersonId,
    pub name: String,
    pub tenant: TenantId,
    pub appointments: Vec<Appointment>,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person with posts in the tenant.
    Person(Member),
    /// Anyone, on a tenant's public pages.
    Public(TenantId),
    /// The system itself, for a tenant: a deadline passes, a job runs.
    Job(TenantId),
    /// The platform's own staff: tenants and accounts, never the content of cases.
    Operator(PersonId),
}

/// The proof that an act was authorised. Every write asks for one; only [`authorise`] makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    tenant: TenantId,
    act: Act,
    by: Option<PersonId>,
    /// Name and post as the journal remembers them.
    signature: String,
}

impl Permit {
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    pub fn act(&self) -> Act {
        self.act
    }

    /// The person, if it was one.
    pub fn by(&self) -> Option<PersonId> {
        self.by
    }

    /// “陈一鸣（演示）·考核人员”.
    pub fn signature(&self) -> &str {
        &self.signature
    }
}

/// Why an act was not authorised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The place is none of the actor's business: it must look as if it did not exist.
    Hidden,
    /// The actor may see the place, but not do this.
    NotYourPost(Act),
    /// 回避.
    Recusal,
}

impl From<Denied> for crate::refusal::Refusal {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::NotFound,
            Denied::NotYourPost(act) => Self::NotYourPost(act),
            Denied::Recusal => Self::Recusal,
        }
    }
}

/// Decides whether `actor` may do `act` at `place`.
pub fn authorise(actor: &Actor, act: Act, place: Place) -> Result<Permit, Denied> {
    match actor {
        Actor::Person(member) => authorise_member(member, act, place),
        Actor::Public(tenant) if *tenant == place.tenant => match act {
            Act::ReadPublic => Ok(permit(*tenant, act, None, "公众".into())),
            _ => Err(Denied::Hidden),
        },
        Actor::Job(tenant) if *tenant == place.tenant => Ok(permit(*tenant, act, None, "系统".into())),
        Actor::Operator(person) if act == Act::OpenTenant => {
            Ok(permit(place.tenant, act, Some(*person), "平台运维".into()))
        }
        _ => Err(Denied::Hidden),
    }
}

fn authorise_member(member: &Member, act: Act, place: Place) -> Result<Permit, Denied> {
    if member.tenant != place.tenant || member.appointments.is_empty() {
        return Err(Denied::Hidden);
    }
    // Desk and scheme are everybody's in the tenant, however far the post reaches.
    let common = matches!(act, Act::OpenDesk | Act::ReadScheme);
    let here = || member.appointments.iter().filter(|held| common || held.reach.covers(place));
    let Some(held) = here().find(|held| held.acts.contains(&act)) else {
        // Whoever may at least look at a unit's case learns that the act is not theirs; others learn nothing.
        let sees = place.unit.is_none() || here().any(|held| held.acts.contains(&Act::ViewCase));
        return Err(if sees { Denied::NotYourPost(act) } else { Denied::Hidden });
    };
    let judges = matches!(act, Act::ScoreCriteria | Act::ReturnItems | Act::CloseCase);
    let own_unit = |held: &Appointment| held.reach.unit().is_some() && held.reach.unit() == place.unit;
    if judges && member.appointments.iter().any(own_unit) {
        return Err(Denied::Recusal);
    }
    Ok(permit(member.tenant, act, Some(member.person), format!("{}·{}", member.name, held.post)))
}

fn permit(tenant: TenantId, act: Act, by: Option<PersonId>, signature: String) -> Permit {
    Permit { tenant, act, by, signature }
}

impl Actor {
    /// The tenant acted in, if it is one.
    pub fn tenant(&self) -> Option<TenantId> {
        match self {
            Actor::Person(member) => Some(member.tenant),
            Actor::Public(tenant) | Actor::Job(tenant) => Some(*tenant),
            Actor::Operator(_) => None,
        }
    }
}

impl Member {
    /// Whether any of the person's posts includes `act`, wherever it reaches.
    pub fn ever_does(&self, act: Act) -> bool {
        self.appointments.iter().any(|held| held.acts.contains(&act))
    }

    /// The units the person's posts include `act` for; `None` means all units of the tenant.
    pub fn units_for(&self, act: Act) -> Option<Vec<UnitId>> {
        let holding = || self.appointments.iter().filter(|held| held.acts.contains(&act));
        if holding().any(|held| held.reach == Reach::Tenant) {
            return None;
        }
        let mut units: Vec<_> = holding().filter_map(|held| held.reach.unit()).collect();
        units.sort();
        units.dedup();
        Some(units)
    }

    /// The names of all posts held, each once.
    pub fn posts(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for held in &self.appointments {
            if !names.contains(&held.post.as_str()) {
                names.push(&held.post);
            }
        }
        names.join("、")
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::policy::post_template;

    fn tenant(n: u128) -> TenantId {
        TenantId(Uuid::from_u128(n))
    }

    fn unit(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    fn holding(posts: &[(&str, Reach)]) -> Actor {
        Actor::Person(Member {
            person: PersonId(Uuid::from_u128(9)),
            name: "某人".into(),
            tenant: tenant(1),
            appointments: posts
                .iter()
                .map(|(code, reach)| {
                    let post = post_template(code).unwrap();
                    Appointment { post: post.name.into(), acts: post.acts.to_vec(), reach: *reach }
                })
                .collect(),
        })
    }

    #[test]
    fn a_clerk_reaches_only_the_own_unit() {
        let clerk = holding(&[("clerk", Reach::Unit { unit: unit(5) })]);
        let own = Place::unit(tenant(1), unit(5));
        let sibling = Place::unit(tenant(1), unit(6));
        let foreign = Place::unit(tenant(2), unit(5));
        assert!(authorise(&clerk, Act::FillIn, own).is_ok());
        assert_eq!(authorise(&clerk, Act::SignAndSubmit, own), Err(Denied::NotYourPost(Act::SignAndSubmit)));
        assert!(authorise(&clerk, Act::OpenDesk, Place::tenant(tenant(1))).is_ok());
        assert_eq!(authorise(&clerk, Act::OpenDesk, Place::tenant(tenant(2))), Err(Denied::Hidden));
        assert_eq!(authorise(&clerk, Act::FillIn, sibling), Err(Denied::Hidden));
        assert_eq!(authorise(&clerk, Act::FillIn, foreign), Err(Denied::Hidden));
        assert_eq!(
            authorise(&clerk, Act::OpenPeriod, Place::tenant(tenant(1))),
            Err(Denied::NotYourPost(Act::OpenPeriod))
        );
    }

    #[test]
    fn nobody_judges_the_own_unit() {
        let both = holding(&[("reviewer", Reach::Tenant), ("clerk", Reach::Unit { unit: unit(5) })]);
        assert_eq!(
            authorise(&both, Act::ScoreCriteria, Place::unit(tenant(1), unit(5))),
            Err(Denied::Recusal)
        );
        assert!(authorise(&both, Act::ScoreCriteria, Place::unit(tenant(1), unit(6))).is_ok());
    }

    #[test]
    fn the_higher_commission_sees_no_case() {
        let above = holding(&[("higher_commission", Reach::Tenant)]);
        assert!(authorise(&above, Act::ViewSubordinates, Place::tenant(tenant(1))).is_ok());
        assert_eq!(authorise(&above, Act::ViewCase, Place::unit(tenant(1), unit(5))), Err(Denied::Hidden));
    }

    #[test]
    fn only_the_public_act_is_public() {
        let public = Actor::Public(tenant(1));
        for act in Act::ALL {
            let allowed = authorise(&public, *act, Place::tenant(tenant(1))).is_ok();
            assert_eq!(allowed, *act == Act::ReadPublic, "{act:?}");
        }
    }
}
