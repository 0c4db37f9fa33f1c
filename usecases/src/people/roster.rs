//! 单位与人员: who holds which post where, and who is invited.

use std::collections::{BTreeSet, HashSet};

use contract::list::Wanted;
use contract::people::{Choices, HeldLine, OpenInvitation, PersonPage, PostChoice, Roster, RosterPlace};
use domain::calendar::Instant;
use domain::ids::{PersonId, TenantId, UnitId};
use domain::order::natural;
use domain::policy::{Act, Over, POSTS, Posting};
use domain::refusal::Refusal;
use store::appointments::{self, Held};
use store::persons::Person;
use store::suspensions::{self, Suspension};
use store::{PlatformTx, Tx, departments, invitations, lines, memberships, posts, units};

use super::places::Map;
use crate::desks::Entered;
use crate::lists::{page, slice};
use crate::{Answered, House, OrFault};

/// Most people one search finds by their names.
const FOUND: usize = 200;

impl House {
    /// A page of the tenant: units with their departments and who holds posts over them. Before the first of them 全辖区, every
    /// line, and after the last the members without a post.
    pub async fn roster(&self, at: &Entered, wanted: &Wanted) -> Answered<Roster> {
        at.permit(Act::ManagePeople)?;
        let now = self.edge().now();
        let said = wanted.said();
        let first = wanted.after.is_empty() && wanted.before.is_empty();
        let platform = self.store().platform_read().await.or_fault()?;
        let found = match said {
            "" => Vec::new(),
            said => memberships::named(&platform, at.id(), said, FOUND).await.or_fault()?,
        };
        drop(platform);
        let found: HashSet<PersonId> = found.iter().map(|person| person.id).collect();

        let tx = self.store().read(at.id()).await.or_fault()?;
        let theirs =
            appointments::of_persons(&tx, &Vec::from_iter(found.iter().copied()), now).await.or_fault()?;
        let theirs: Vec<UnitId> = theirs.iter().filter_map(|held| held.posting.unit()).collect();
        let part = units::part(&tx, said, &theirs, &slice(wanted)).await.or_fault()?;
        let lines = lines::all(&tx).await.or_fault()?;
        let over: Vec<UnitId> = part.rows.iter().map(|unit| unit.id).collect();
        let mut held = appointments::over_units(&tx, &over, now).await.or_fault()?;
        if first {
            held.extend(appointments::beyond_units(&tx, now).await.or_fault()?);
        }
        let departments = departments::of_units(&tx, &over).await.or_fault()?;
        let map = Map { units: part.rows.clone(), departments, lines };
        let kept_out = suspensions::all(&tx).await.or_fault()?;
        let holders = if first { appointments::holders(&tx, now).await.or_fault()? } else { HashSet::new() };
        let invitations = match first && said.is_empty() {
            true => self.waiting(&tx).await?,
            false => Vec::new(),
        };
        drop(tx);

        let platform = self.store().platform_read().await.or_fault()?;
        let shown: BTreeSet<PersonId> = held.iter().map(|held| held.person).collect();
        let members = memberships::among(&platform, at.id(), &Vec::from_iter(shown)).await.or_fault()?;
        let idle = match first {
            true => idle(&platform, at.id(), said, &found, &holders).await?,
            false => Vec::new(),
        };
        drop(platform);

        let looked_for =
            |name: &str, held: &Held| said.is_empty() || name.contains(said) || found.contains(&held.person);
        let place = |name: String, wanted: &dyn Fn(Posting) -> bool| RosterPlace {
            held: held
                .iter()
                .filter(|held| wanted(held.posting))
                .filter_map(|held| line(held, &map, &members, &kept_out))
                .collect(),
            name,
        };
        let mut beyond = Vec::new();
        if first {
            beyond.push(place("全辖区".to_owned(), &|posting| posting == Posting::Tenant));
            for known in &map.lines {
                beyond.push(place(known.name.clone(), &|posting| posting == Posting::Line(known.id)));
            }
            if !said.is_empty() {
                for place in &mut beyond {
                    let name = place.name.clone();
                    let people: HashSet<_> =
                        held.iter().filter(|held| looked_for(&name, held)).map(|held| held.person).collect();
                    place.held.retain(|line| people.contains(&line.person));
                }
                beyond.retain(|place| !place.held.is_empty());
            }
        }
        let of_units = part
            .rows
            .iter()
            .map(|unit| place(unit.name.clone(), &|posting| posting.unit() == Some(unit.id)))
            .collect();
        Ok(Roster {
            base: at.base(),
            invitations,
            beyond,
            units: page(wanted, &part, of_units, |unit| Some(units::place(unit))),
            idle,
        })
    }

    /// The invitations that wait.
    async fn waiting(&self, tx: &Tx) -> Answered<Vec<OpenInvitation>> {
        let open = invitations::open(tx, self.edge().now()).await.or_fault()?;
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let (known, map) = (posts::all(tx).await.or_fault()?, Map::look(tx).await?);
        let post = |id| known.iter().find(|post| post.id == id).map(|post| post.name.clone());
        let line = |invitation: invitations::Invitation| OpenInvitation {
            id: invitation.id,
            post: post(invitation.post).unwrap_or_default(),
            place: map.name(invitation.posting).unwrap_or_default(),
            name: invitation.name,
            by: invitation.by_name,
            until: invitation.expires_at.zh(),
        };
        Ok(open.into_iter().map(line).collect())
    }

    /// One member: their posts here, and what can be changed.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for somebody who is no member.
    pub async fn person_page(&self, at: &Entered, person: PersonId) -> Answered<PersonPage> {
        at.permit(Act::ManagePeople)?;
        let members = self.members(at).await?;
        let member = members.iter().find(|member| member.id == person).ok_or(Refusal::NotFound)?;
        let now = self.edge().now();
        let tx = self.store().read(at.id()).await.or_fault()?;
        let map = Map::look(&tx).await?;
        let held = appointments::all(&tx, now).await.or_fault()?;
        let kept_out = suspensions::all(&tx).await.or_fault()?;
        let choices = choices(&tx, &map).await?;
        Ok(PersonPage {
            base: at.base(),
            id: person,
            name: member.name.clone(),
            login: member.login.clone(),
            account_disabled: member.disabled,
            kept_out: kept_out.iter().find(|suspension| suspension.person == person).map(|suspension| {
                format!("{}由{}停用，事由：{}", suspension.at.zh(), suspension.by_name, suspension.reason)
            }),
            held: held
                .iter()
                .filter(|held| held.person == person)
                .filter_map(|held| line(held, &map, &members, &kept_out))
                .collect(),
            choices,
        })
    }

    /// The posts and places an invitation can offer.
    pub async fn invitation_choices(&self, at: &Entered) -> Answered<Choices> {
        at.permit(Act::ManagePeople)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let map = Map::look(&tx).await?;
        choices(&tx, &map).await
    }

    async fn members(&self, at: &Entered) -> Answered<Vec<Person>> {
        let platform = self.store().platform_read().await.or_fault()?;
        memberships::persons_of(&platform, at.id()).await.or_fault()
    }
}

/// Members without a post: of those who are found, or of all.
async fn idle(
    platform: &PlatformTx,
    tenant: TenantId,
    said: &str,
    found: &HashSet<PersonId>,
    holders: &HashSet<PersonId>,
) -> Answered<Vec<(PersonId, String)>> {
    let mut ids = match said {
        "" => memberships::ids_of(platform, tenant).await.or_fault()?,
        _ => Vec::from_iter(found.iter().copied()),
    };
    ids.retain(|id| !holders.contains(id));
    let mut people: Vec<_> = memberships::among(platform, tenant, &ids)
        .await
        .or_fault()?
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect();
    people.sort_by_cached_key(|(_, name)| natural(name));
    Ok(people)
}

async fn choices(tx: &Tx, map: &Map) -> Answered<Choices> {
    let known = posts::all(tx).await.or_fault()?;
    let template = |code: &str| POSTS.iter().find(|template| template.code == code);
    Ok(Choices {
        posts: known
            .into_iter()
            .filter_map(|post| {
                let over = template(&post.code)?.over;
                (over != Over::Platform).then(|| PostChoice {
                    code: post.code,
                    name: post.name,
                    over: over.label(),
                })
            })
            .collect(),
        places: map.choices(),
    })
}

/// `None` for a row whose person is no member any more.
fn line(held: &Held, map: &Map, members: &[Person], kept_out: &[Suspension]) -> Option<HeldLine> {
    let member = members.iter().find(|member| member.id == held.person)?;
    Some(HeldLine {
        id: held.id,
        person: member.id,
        name: member.name.clone(),
        login: member.login.clone(),
        post: held.post.name.clone(),
        place: map.name(held.posting)?,
        since: held.since.day().to_string(),
        acts_for: held
            .delegated
            .as_ref()
            .map(|delegated| format!("代{}，至{}", delegated.holder, Instant(delegated.until.0 - 1).day())),
        rests: member.disabled || kept_out.iter().any(|suspension| suspension.person == member.id),
    })
}
