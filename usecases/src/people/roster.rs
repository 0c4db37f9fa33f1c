//! 单位与人员: who holds which post where, and who is invited.

use contract::people::{Choices, HeldLine, OpenInvitation, PersonPage, PostChoice, Roster, RosterPlace};
use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::policy::{Act, Over, POSTS, Posting};
use domain::refusal::Refusal;
use store::appointments::{self, Held};
use store::persons::Person;
use store::suspensions::{self, Suspension};
use store::{Tx, invitations, memberships, posts};

use super::places::Map;
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// The whole tenant: 全辖区, every line, every unit with its departments, and members without a post.
    pub async fn roster(&self, at: &Entered) -> Answered<Roster> {
        at.permit(Act::ManagePeople)?;
        let now = self.edge().now();
        let tx = self.store().read(at.id()).await.or_fault()?;
        let map = Map::look(&tx).await?;
        let held = appointments::all(&tx, now).await.or_fault()?;
        let kept_out = suspensions::all(&tx).await.or_fault()?;
        let open = invitations::open(&tx, now).await.or_fault()?;
        let known = posts::all(&tx).await.or_fault()?;
        drop(tx);
        let members = self.members(at).await?;
        let line = |held: &Held| line(held, &map, &members, &kept_out);
        let place = |name: String, wanted: &dyn Fn(Posting) -> bool| RosterPlace {
            name,
            held: held.iter().filter(|held| wanted(held.posting)).filter_map(line).collect(),
        };
        let mut places = vec![place("全辖区".to_owned(), &|posting| posting == Posting::Tenant)];
        for known in &map.lines {
            places.push(place(known.name.clone(), &|posting| posting == Posting::Line(known.id)));
        }
        for unit in &map.units {
            places.push(place(unit.name.clone(), &|posting| posting.unit() == Some(unit.id)));
        }
        let idle = members.iter().filter(|member| held.iter().all(|held| held.person != member.id));
        Ok(Roster {
            base: at.base(),
            invitations: open
                .iter()
                .map(|invitation| OpenInvitation {
                    id: invitation.id,
                    name: invitation.name.clone(),
                    post: known
                        .iter()
                        .find(|post| post.id == invitation.post)
                        .map(|post| post.name.clone())
                        .unwrap_or_default(),
                    place: map.name(invitation.posting).unwrap_or_default(),
                    by: invitation.by_name.clone(),
                    until: invitation.expires_at.zh(),
                })
                .collect(),
            places,
            idle: idle.map(|member| (member.id, member.name.clone())).collect(),
        })
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
