//! 委托代理: somebody else acts in one's post for a time, and is named with whom they stand in for.

use contract::people::{Colleague, Delegate, OwnPost, OwnPosts};
use domain::calendar::Instant;
use domain::ids::{AppointmentId, PersonId};
use domain::policy::Act;
use domain::refusal::Refusal;
use store::appointments::{self, Delegated, Held, NewAppointment};

use super::names::{all_called, called};
use super::places::Map;
use crate::desks::Entered;
use crate::fault::OrGone;
use crate::journal::note;
use crate::periods::day;
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// The longest delegation, in days.
const LONGEST: i64 = 90;

impl House {
    /// Lets a colleague act in one's own post, from now to the end of a day.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a post that is not one's own; [`Refusal::Invalid`] for a post that is itself held as
    /// a delegate, somebody who is no colleague there, a day that is past or more than 90 days ahead, a missing reason;
    /// [`Refusal::Taken`] if the post is delegated already.
    pub async fn delegate(&self, at: &Entered, id: AppointmentId, form: &Delegate) -> Answered<()> {
        let permit = at.permit(Act::DelegatePost)?;
        let now = self.edge().now();
        let today = now.day();
        let until = day("until", "代理的最后一天", &form.until)?;
        if !(0..=LONGEST).contains(&today.days_until(until)) {
            return Err(Refusal::invalid("until", format!("代理的最后一天应在今天至{LONGEST}天之内")));
        }
        let reason = required("reason", "委托事由", &form.reason, 200)?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let all = appointments::all(&tx, now).await.or_fault()?;
        let held = own(&all, at, id)?;
        if held.delegated.is_some() {
            return Err(Refusal::invalid("delegate", "代理的岗位不能再委托他人"));
        }
        if all.iter().any(|other| stands_in_for(other, id)) {
            return Err(Refusal::Taken {
                what: "这个岗位已有代理人，须先终止，代理".into()
            });
        }
        let person: Option<PersonId> = form.delegate.parse().ok();
        let person = person
            .filter(|person| colleagues(&all, held).contains(person))
            .ok_or_else(|| Refusal::invalid("delegate", "请从名单中选择代理人"))?;
        self.may_serve_a_tenant(tx.platform(), person).await?;
        let name = called(&tx, person).await?;
        let appointment = NewAppointment {
            id: AppointmentId(self.edge().id()),
            person,
            post: held.post.id,
            posting: held.posting,
            since: now,
            delegated: Some(Delegated {
                of: id,
                holder: at.member.name.clone(),
                until: Instant(until.end().0 + 1),
            }),
        };
        appointments::insert(&tx, &permit, &appointment).await.or_fault()?;
        let place = Map::look(&tx).await?.name(held.posting).unwrap_or_default();
        let what = format!("委托{name}代理{}（{place}）至{until}，事由：{reason}", held.post.name);
        note(&tx, &permit, self.edge(), what).await?;
        tx.commit().await.or_fault()
    }

    /// Takes one's own post back from its delegate.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if nobody stands in for the person there.
    pub async fn end_delegation(&self, at: &Entered, id: AppointmentId) -> Answered<()> {
        let permit = at.permit(Act::DelegatePost)?;
        let now = self.edge().now();
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let all = appointments::all(&tx, now).await.or_fault()?;
        let delegation = all.iter().find(|held| held.id == id).ok_or(Refusal::NotFound)?;
        let of = delegation.delegated.as_ref().ok_or(Refusal::NotFound)?.of;
        own(&all, at, of)?;
        appointments::end(&tx, &permit, id, now).await.or_gone()?;
        let name = called(&tx, delegation.person).await?;
        note(&tx, &permit, self.edge(), format!("终止{name}的代理（{}）", delegation.post.name)).await?;
        tx.commit().await.or_fault()
    }

    /// One's own posts in the tenant, who stands in for one, and who could.
    pub async fn own_posts(&self, at: &Entered) -> Answered<OwnPosts> {
        at.permit(Act::DelegatePost)?;
        let now = self.edge().now();
        let tx = self.store().read(at.id()).await.or_fault()?;
        let all = appointments::all(&tx, now).await.or_fault()?;
        let map = Map::look(&tx).await?;
        let mut posts = Vec::new();
        for held in all.iter().filter(|held| held.person == at.member.person) {
            let delegation = all.iter().find(|other| stands_in_for(other, held.id));
            let shown: Vec<_> = delegation.map(|other| other.person).into_iter().collect();
            let stands_in = all_called(&tx, &shown).await?.into_iter().next().zip(delegation);
            posts.push(OwnPost {
                id: held.id,
                post: held.post.name.clone(),
                place: map.name(held.posting).unwrap_or_default(),
                acts: held.post.acts.iter().map(|act| act.label()).collect(),
                acts_for: held.delegated.as_ref().map(|delegated| {
                    (delegated.holder.clone(), Instant(delegated.until.0 - 1).day().to_string())
                }),
                delegate: stands_in.and_then(|((_, name), other)| {
                    let last = Instant(other.delegated.as_ref()?.until.0 - 1).day();
                    Some((other.id, name, last.to_string()))
                }),
                colleagues: all_called(&tx, &colleagues(&all, held))
                    .await?
                    .into_iter()
                    .map(|(id, name)| Colleague { id, name })
                    .collect(),
            });
        }
        Ok(OwnPosts { base: at.base(), posts, today: now.day().iso() })
    }
}

/// One's own post.
fn own<'a>(all: &'a [Held], at: &Entered, id: AppointmentId) -> Answered<&'a Held> {
    all.iter().find(|held| held.id == id && held.person == at.member.person).ok_or(Refusal::NotFound)
}

fn stands_in_for(held: &Held, id: AppointmentId) -> bool {
    held.delegated.as_ref().is_some_and(|delegated| delegated.of == id)
}

/// Whoever belongs to the same unit; for a post over no unit, whoever else belongs to none.
fn colleagues(all: &[Held], of: &Held) -> Vec<PersonId> {
    let mut people: Vec<_> = all
        .iter()
        .filter(|held| held.person != of.person && held.delegated.is_none())
        .filter(|held| held.posting.unit() == of.posting.unit())
        .map(|held| held.person)
        .collect();
    people.sort();
    people.dedup();
    people
}
