//! 单位与人员: who holds which post where, and who is invited.

use std::collections::{BTreeSet, HashMap, HashSet};

use contract::list::Wanted;
use contract::people::{
    Choices, FormerPerson, HeldLine, OpenInvitation, PersonPage, PostChoice, Roster, RosterPlace,
};
use domain::calendar::Instant;
use domain::ids::{PersonId, UnitId};
use domain::policy::{Act, Over, POSTS, Posting};
use domain::refusal::Refusal;
use store::appointments::{self, Held};
use store::persons::{self, Person};
use store::suspensions::{self, Suspension};
use store::{Tx, departments, invitations, lines, memberships, posts, renamings, units};

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
        let (former, asking) = match first {
            true => gone_and_asking(&tx, said, &found, &kept_out, now).await?,
            false => Default::default(),
        };
        let invitations = match first && said.is_empty() {
            true => self.waiting(&tx).await?,
            false => Vec::new(),
        };
        drop(tx);

        let platform = self.store().platform_read().await.or_fault()?;
        let shown: BTreeSet<PersonId> = held.iter().map(|held| held.person).collect();
        let members = memberships::among(&platform, at.id(), &Vec::from_iter(shown)).await.or_fault()?;
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
            former,
            asking,
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
        let now = self.edge().now();
        let tx = self.store().read(at.id()).await.or_fault()?;
        let members = members(&tx).await?;
        let member = members.iter().find(|member| member.id == person).ok_or(Refusal::NotFound)?;
        let map = Map::look(&tx).await?;
        let held = appointments::all(&tx, now).await.or_fault()?;
        let kept_out = suspensions::all(&tx).await.or_fault()?;
        let choices = choices(&tx, &map).await?;
        let (name_told, name_asked) = self.told_of_name(&tx, member).await?;
        Ok(PersonPage {
            base: at.base(),
            id: person,
            name: member.name.clone(),
            login: member.login.clone(),
            account_disabled: member.disabled,
            name_told,
            name_asked,
            own: person == at.member.person,
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
}

/// By login.
async fn members(tx: &Tx) -> Answered<Vec<Person>> {
    memberships::persons_of(tx.platform(), tx.tenant()).await.or_fault()
}

/// Who was here and no longer works, and who asks for another name: of those who are found, or of all.
async fn gone_and_asking(
    tx: &Tx,
    said: &str,
    found: &HashSet<PersonId>,
    kept_out: &[Suspension],
    now: Instant,
) -> Answered<(Vec<FormerPerson>, Vec<(PersonId, String)>)> {
    let platform = tx.platform();
    let ids = match said {
        "" => memberships::ids_of(platform, tx.tenant()).await.or_fault()?,
        _ => Vec::from_iter(found.iter().copied()),
    };
    let asked = renamings::of_these(platform, &ids).await.or_fault()?;
    let asking: Vec<_> = asked.iter().map(|asked| asked.person).collect();
    let asking = memberships::among(platform, tx.tenant(), &asking).await.or_fault()?;
    let asking = asking.into_iter().filter_map(|person| {
        let asked = asked.iter().find(|asked| asked.person == person.id)?;
        Some((person.id, format!("{}（{}）申请更名为{}", person.name, person.login, asked.name)))
    });
    let holders = appointments::holders(tx, now).await.or_fault()?;
    let left = appointments::former(tx, now).await.or_fault()?;
    let closed = persons::disabled_of(platform, &ids).await.or_fault()?;
    let rests = |id: &PersonId| kept_out.iter().any(|suspension| suspension.person == *id);
    let gone: Vec<_> =
        ids.into_iter().filter(|id| !holders.contains(id) || closed.contains(id) || rests(id)).collect();
    let gone = memberships::among(platform, tx.tenant(), &gone).await.or_fault()?;
    Ok((former(&gone, &holders, &left, kept_out), asking.collect()))
}

/// Since when they no longer work; those who left last first.
fn former(
    gone: &[Person],
    holders: &HashSet<PersonId>,
    left: &HashMap<PersonId, Instant>,
    kept_out: &[Suspension],
) -> Vec<FormerPerson> {
    let mut told: Vec<(Instant, FormerPerson)> = Vec::new();
    for person in gone {
        let rests = kept_out.iter().find(|suspension| suspension.person == person.id);
        let ended = left.get(&person.id).filter(|_| !holders.contains(&person.id));
        let (at, since) = match (rests, ended) {
            (Some(rests), _) => (rests.at, format!("{}起停用，事由：{}", rests.at.day(), rests.reason)),
            (None, Some(ended)) => (*ended, format!("{}起没有岗位", ended.day())),
            (None, None) if holders.contains(&person.id) => (Instant(0), String::new()),
            (None, None) => (person.created_at, "没有任过岗位".to_owned()),
        };
        let closed = if person.disabled { "账号已由平台安全管理员停用" } else { "" };
        let since: Vec<_> = [since.as_str(), closed].into_iter().filter(|part| !part.is_empty()).collect();
        let since = since.join("；");
        let (id, name, login) = (person.id, person.name.clone(), person.login.clone());
        told.push((at, FormerPerson { id, name, login, since }));
    }
    told.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    told.into_iter().map(|(_, person)| person).collect()
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
