//! Deciding: an actor, an act and a place make a permit or a denial.

use serde::{Deserialize, Serialize};

use super::{Act, Staff};
use crate::ids::{DepartmentId, LineId, PersonId, TenantId, UnitId};

/// How far a post reaches.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "over", rename_all = "snake_case")]
pub enum Reach {
    /// The whole tenant.
    Tenant,
    /// One unit with its departments.
    Unit { unit: UnitId },
    /// One department of a unit.
    Department { unit: UnitId, department: DepartmentId },
    /// The units of a 片区 or 行业, as they are now.
    Line { line: LineId, units: Vec<UnitId> },
}

impl Reach {
    fn covers(&self, act: Act, place: Place) -> bool {
        match self {
            Reach::Tenant => true,
            Reach::Unit { unit } => place.unit == Some(*unit),
            // A department sees the whole of its unit, and acts on what is its own.
            Reach::Department { unit, department } => {
                place.unit == Some(*unit) && (act == Act::ViewCase || place.department == Some(*department))
            }
            Reach::Line { units, .. } => place.unit.is_some_and(|unit| units.contains(&unit)),
        }
    }

    /// The unit the post's holder belongs to; whoever looks after a line belongs to none of its units.
    fn unit(&self) -> Option<UnitId> {
        match self {
            Reach::Tenant | Reach::Line { .. } => None,
            Reach::Unit { unit } | Reach::Department { unit, .. } => Some(*unit),
        }
    }

    fn units(&self) -> &[UnitId] {
        match self {
            Reach::Tenant => &[],
            Reach::Unit { unit } | Reach::Department { unit, .. } => std::slice::from_ref(unit),
            Reach::Line { units, .. } => units,
        }
    }
}

/// The units somebody's acts extend to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Every unit of the tenant.
    Whole,
    /// These, each once.
    Units(Vec<UnitId>),
}

impl Sight {
    /// The units, if it is not every one.
    pub fn units(&self) -> Option<&[UnitId]> {
        match self {
            Sight::Whole => None,
            Sight::Units(units) => Some(units),
        }
    }

    pub fn includes(&self, unit: UnitId) -> bool {
        match self {
            Sight::Whole => true,
            Sight::Units(units) => units.contains(&unit),
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
    /// Whose post it is, if it is held as a delegate (代理): named wherever the delegate acts.
    pub acts_for: Option<String>,
}

impl Appointment {
    /// “单位负责人”, “单位负责人（代李明（演示））”.
    pub fn title(&self) -> String {
        match &self.acts_for {
            None => self.post.clone(),
            Some(holder) => format!("{}（代{holder}）", self.post),
        }
    }
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
    /// Whoever holds the link of an open invitation to the tenant; the name is the invited one's.
    Invited { tenant: TenantId, name: String },
    /// Whoever works on the machine itself, by the command line: opens tenants, never sees the content of cases.
    Operator(PersonId),
    /// A logged-in person with a post of the platform.
    Staff(Staff),
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
        Actor::Invited { tenant, name } if *tenant == place.tenant && act == Act::AcceptInvitation => {
            Ok(permit(*tenant, act, None, format!("{name}·受邀人")))
        }
        Actor::Operator(person) if matches!(act, Act::OpenTenant | Act::SuspendTenant) => {
            Ok(permit(place.tenant, act, Some(*person), "平台运维".into()))
        }
        // Of all the platform does, only opening and suspending a tenant happens in one.
        Actor::Staff(staff) if matches!(act, Act::OpenTenant | Act::SuspendTenant) => {
            let post = staff.post_for(act).ok_or(Denied::NotYourPost(act))?;
            Ok(permit(place.tenant, act, Some(staff.person), format!("{}·{}", staff.name, post.name)))
        }
        _ => Err(Denied::Hidden),
    }
}

fn authorise_member(member: &Member, act: Act, place: Place) -> Result<Permit, Denied> {
    if member.tenant != place.tenant || member.appointments.is_empty() {
        return Err(Denied::Hidden);
    }
    // Desk, scheme and one's own posts are everybody's in the tenant, however far the post reaches.
    let common = matches!(act, Act::OpenDesk | Act::ReadScheme | Act::DelegatePost);
    let does = |held: &&Appointment| held.acts.contains(&act) && (common || held.reach.covers(act, place));
    let Some(held) = member.appointments.iter().find(does) else {
        // Whoever may at least look at a unit's case learns that the act is not theirs; others learn nothing.
        let looks = |held: &Appointment| {
            held.acts.contains(&Act::ViewCase) && held.reach.covers(Act::ViewCase, place)
        };
        let sees = place.unit.is_none() || member.appointments.iter().any(looks);
        return Err(if sees { Denied::NotYourPost(act) } else { Denied::Hidden });
    };
    let own_unit = |held: &Appointment| held.reach.unit().is_some() && held.reach.unit() == place.unit;
    if act.judges() && member.appointments.iter().any(own_unit) {
        return Err(Denied::Recusal);
    }
    Ok(permit(member.tenant, act, Some(member.person), format!("{}·{}", member.name, held.title())))
}

fn permit(tenant: TenantId, act: Act, by: Option<PersonId>, signature: String) -> Permit {
    Permit { tenant, act, by, signature }
}

impl Actor {
    /// The tenant acted in, if it is one.
    pub fn tenant(&self) -> Option<TenantId> {
        match self {
            Actor::Person(member) => Some(member.tenant),
            Actor::Public(tenant) | Actor::Job(tenant) | Actor::Invited { tenant, .. } => Some(*tenant),
            Actor::Operator(_) | Actor::Staff(_) => None,
        }
    }
}

impl Member {
    /// Whether any of the person's posts includes `act`, wherever it reaches.
    pub fn ever_does(&self, act: Act) -> bool {
        self.appointments.iter().any(|held| held.acts.contains(&act))
    }

    /// How far the person's posts let them do `act`; `None` if none of them does.
    pub fn sight(&self, act: Act) -> Option<Sight> {
        let holding = || self.appointments.iter().filter(|held| held.acts.contains(&act));
        holding().next()?;
        if holding().any(|held| held.reach == Reach::Tenant) {
            return Some(Sight::Whole);
        }
        let mut units: Vec<_> = holding().flat_map(|held| held.reach.units()).copied().collect();
        units.sort();
        units.dedup();
        Some(Sight::Units(units))
    }

    /// The units that posts of the person's reach over by name, each once; posts over the whole tenant name none.
    pub fn units(&self) -> Vec<UnitId> {
        let mut units: Vec<_> =
            self.appointments.iter().flat_map(|held| held.reach.units()).copied().collect();
        units.sort();
        units.dedup();
        units
    }

    /// The units the person belongs to, each once.
    pub fn own_units(&self) -> Vec<UnitId> {
        let mut units: Vec<_> = self.appointments.iter().filter_map(|held| held.reach.unit()).collect();
        units.sort();
        units.dedup();
        units
    }

    /// Whether the person belongs to a unit; whoever looks after it from above does not.
    pub fn belongs_to(&self, unit: UnitId) -> bool {
        self.appointments.iter().any(|held| held.reach.unit() == Some(unit))
    }

    /// The departments of a unit for which the person does `act`.
    pub fn departments(&self, act: Act, of: UnitId) -> Vec<DepartmentId> {
        let held = self.appointments.iter().filter(|held| held.acts.contains(&act));
        let departments = held.filter_map(|held| match held.reach {
            Reach::Department { unit, department } if unit == of => Some(department),
            _ => None,
        });
        departments.collect()
    }

    /// The names of all posts held, each once.
    pub fn posts(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for held in &self.appointments {
            if !names.contains(&held.title()) {
                names.push(held.title());
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
                    Appointment {
                        post: post.name.into(),
                        acts: post.acts.to_vec(),
                        reach: reach.clone(),
                        acts_for: None,
                    }
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

    #[test]
    fn whoever_looks_after_a_line_sees_its_units_and_no_other() {
        let units = vec![unit(5), unit(6)];
        let line = Reach::Line { line: LineId(Uuid::from_u128(3)), units: units.clone() };
        let lead = holding(&[("line_lead", line.clone())]);
        assert!(authorise(&lead, Act::ViewCase, Place::unit(tenant(1), unit(6))).is_ok());
        assert_eq!(authorise(&lead, Act::ViewCase, Place::unit(tenant(1), unit(7))), Err(Denied::Hidden));
        let Actor::Person(member) = &lead else { unreachable!() };
        assert_eq!(member.sight(Act::ViewProgress), Some(Sight::Units(units)));
        assert_eq!(member.sight(Act::FillIn), None);
        // Reviewing a line is no 任职 in its units.
        let reviewer = holding(&[("reviewer", line)]);
        assert!(authorise(&reviewer, Act::ScoreCriteria, Place::unit(tenant(1), unit(5))).is_ok());
    }

    #[test]
    fn a_department_sees_its_unit_whole_and_fills_only_its_own() {
        let department = DepartmentId(Uuid::from_u128(8));
        let clerk = holding(&[("clerk", Reach::Department { unit: unit(5), department })]);
        let whole = Place::unit(tenant(1), unit(5));
        assert!(authorise(&clerk, Act::ViewCase, whole).is_ok());
        assert_eq!(authorise(&clerk, Act::FillIn, whole), Err(Denied::NotYourPost(Act::FillIn)));
        assert!(authorise(&clerk, Act::FillIn, Place { department: Some(department), ..whole }).is_ok());
    }

    #[test]
    fn a_delegate_is_named_with_whom_they_stand_in_for() {
        let mut actor = holding(&[("unit_head", Reach::Unit { unit: unit(5) })]);
        let Actor::Person(member) = &mut actor else { unreachable!() };
        member.appointments[0].acts_for = Some("李某".into());
        let permit = authorise(&actor, Act::SignAndSubmit, Place::unit(tenant(1), unit(5))).unwrap();
        assert_eq!(permit.signature(), "某人·单位负责人（代李某）");
    }

    #[test]
    fn an_invitation_opens_nothing_but_itself() {
        let invited = Actor::Invited { tenant: tenant(1), name: "王某".into() };
        for act in Act::ALL {
            let here = authorise(&invited, *act, Place::tenant(tenant(1))).is_ok();
            assert_eq!(here, *act == Act::AcceptInvitation, "{act:?}");
            assert_eq!(authorise(&invited, *act, Place::tenant(tenant(2))), Err(Denied::Hidden));
        }
    }
}
