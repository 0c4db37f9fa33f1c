//! 任命: a person is given a post over a place.

use domain::calendar::Instant;
use domain::ids::{AppointmentId, PersonId};
use domain::policy::{Act, Over, Permit, Posting, post_template};
use domain::refusal::Refusal;
use store::appointments::{self, NewAppointment};
use store::persons::{self, Person};
use store::posts::Post;
use store::{Tx, memberships, posts};

use super::places::Map;
use crate::accounts::hash_password;
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::note;
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// A person to be given a post.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub login: String,
    pub name: String,
    /// Only for a person who has no account yet.
    pub password: Option<String>,
    /// Whether the first login must change it.
    pub must_change: bool,
    /// A post's code, such as `clerk`.
    pub post: String,
    pub posting: Posting,
}

/// A post of the tenant and a place where it may be held.
pub(super) struct Seat {
    pub post: Post,
    pub posting: Posting,
    /// “全辖区”, “城市管理局”.
    pub place: String,
}

impl Seat {
    /// Looks post and place up.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when the tenant has no such post or place, or the post is not held there.
    pub(super) async fn look(tx: &Tx, post: &str, posting: Posting) -> Answered<Seat> {
        let unknown = || Refusal::invalid("post", "没有这个岗位，请重新选择");
        let template = post_template(post).filter(|t| t.over != Over::Platform).ok_or_else(unknown)?;
        let post = posts::by_code(tx, post).await.or_fault()?.ok_or_else(unknown)?;
        let place = Map::look(tx).await?.name(posting);
        let place = place.ok_or_else(|| Refusal::invalid("place", "没有这个任职范围，请重新选择"))?;
        if !template.over.allows(posting) {
            let over = template.over.label();
            return Err(Refusal::invalid("place", format!("“{}”的任职范围应为{over}", post.name)));
        }
        Ok(Seat { post, posting, place })
    }
}

/// A login as people type it, made regular.
///
/// # Errors
/// [`Refusal::Invalid`].
pub(crate) fn login(text: &str) -> Answered<String> {
    let login = text.trim().to_lowercase();
    let well_formed = (3..=32).contains(&login.len())
        && login.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if well_formed {
        Ok(login)
    } else {
        Err(Refusal::invalid("login", "登录名只能由3至32个字母、数字、点、横线组成"))
    }
}

impl House {
    /// Whether there is an account with this login.
    pub async fn has_account(&self, login: &str) -> Answered<bool> {
        let platform = self.store().platform_read().await.or_fault()?;
        Ok(persons::by_login(&platform, &login.trim().to_lowercase()).await.or_fault()?.is_some())
    }

    /// Gives a person a post in the tenant the permit is for, with an account if they have none.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for an unknown post or place, or a new person without a password; nothing is kept then.
    pub async fn appoint(&self, permit: &Permit, new: &NewPerson) -> Answered<PersonId> {
        let login = login(&new.login)?;
        let tx = self.store().read(permit.tenant()).await.or_fault()?;
        Seat::look(&tx, &new.post, new.posting).await?;
        drop(tx);
        let now = self.edge().now();
        let platform = self.store().platform_read().await.or_fault()?;
        let known = persons::by_login(&platform, &login).await.or_fault()?;
        drop(platform);
        let person = match known {
            Some(person) => person.id,
            None => {
                let password = new.password.clone();
                let missing = || Refusal::invalid("password", format!("“{login}”还没有账号，请给出初始密码"));
                self.add_person(&login, &new.name, password.ok_or_else(missing)?, new.must_change).await?
            }
        };
        self.make_member(permit, person).await?;
        let tx = self.store().write(permit.tenant()).await.or_fault()?;
        let seat = Seat::look(&tx, &new.post, new.posting).await?;
        self.seat(&tx, permit, person, &new.name, &seat, now).await?;
        tx.commit().await.or_fault()?;
        Ok(person)
    }

    /// Gives a member one more post.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for somebody who is no member; [`Refusal::Invalid`] as [`House::appoint`];
    /// [`Refusal::Taken`] if they hold the post there already.
    pub async fn give_post(&self, at: &Entered, person: PersonId, post: &str, place: &str) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let who = self.member(at, person).await?;
        let posting = place.parse().map_err(|_| Refusal::invalid("place", "请选择任职范围"))?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let seat = Seat::look(&tx, post, posting).await?;
        self.seat(&tx, &permit, person, &who.name, &seat, self.edge().now()).await?;
        tx.commit().await.or_fault()
    }

    /// A member of the tenant.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub(super) async fn member(&self, at: &Entered, person: PersonId) -> Answered<Person> {
        let platform = self.store().platform_read().await.or_fault()?;
        let members = memberships::persons_of(&platform, at.id()).await.or_fault()?;
        members.into_iter().find(|member| member.id == person).ok_or(Refusal::NotFound)
    }

    /// Makes an account.
    ///
    /// # Errors
    /// [`Refusal::Taken`] for a login in use.
    pub(super) async fn add_person(
        &self,
        login: &str,
        name: &str,
        password: String,
        must_change: bool,
    ) -> Answered<PersonId> {
        let now = self.edge().now();
        let person = Person {
            id: PersonId(self.edge().id()),
            login: login.to_owned(),
            name: required("name", "姓名", name, 40)?,
            password_hash: hash_password(password).await?,
            must_change,
            password_changed_at: now,
            epoch: 0,
            disabled: false,
            created_at: now,
        };
        let platform = self.store().platform().await.or_fault()?;
        persons::insert(&platform, &person).await.or_taken(|| format!("登录名“{login}”"))?;
        platform.commit().await.or_fault()?;
        Ok(person.id)
    }

    /// Whoever is to hold a post is a member first. A member without a post is let in nowhere.
    pub(super) async fn make_member(&self, permit: &Permit, person: PersonId) -> Answered<()> {
        let platform = self.store().platform().await.or_fault()?;
        let members = memberships::persons_of(&platform, permit.tenant()).await.or_fault()?;
        if members.iter().all(|member| member.id != person) {
            memberships::add(&platform, person, permit.tenant()).await.or_fault()?;
        }
        platform.commit().await.or_fault()
    }

    /// Writes the appointment down.
    pub(super) async fn seat(
        &self,
        tx: &Tx,
        permit: &Permit,
        person: PersonId,
        name: &str,
        seat: &Seat,
        since: Instant,
    ) -> Answered<()> {
        let held = appointments::all(tx, since).await.or_fault()?;
        let same = held.iter().any(|held| {
            held.person == person
                && held.post.id == seat.post.id
                && held.posting == seat.posting
                && held.delegated.is_none()
        });
        if same {
            return Err(Refusal::Taken {
                what: format!("{name}已任{}（{}），岗位", seat.post.name, seat.place),
            });
        }
        let appointment = NewAppointment {
            id: AppointmentId(self.edge().id()),
            person,
            post: seat.post.id,
            posting: seat.posting,
            since,
            delegated: None,
        };
        appointments::insert(tx, permit, &appointment).await.or_fault()?;
        note(tx, permit, self.edge(), format!("任命{name}为{}（{}）", seat.post.name, seat.place)).await
    }
}
