//! 任命: a person is given a post over a place.

use domain::calendar::Instant;
use domain::ids::{AppointmentId, PersonId};
use domain::policy::{Act, Over, Permit, Posting, post_template};
use domain::refusal::Refusal;
use store::appointments::{self, NewAppointment};
use store::persons::{self, Person};
use store::posts::Post;
use store::{Tx, memberships, posts};

use super::names::{called, persons_name};
use super::places::Map;
use crate::accounts::hash_password;
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::note;
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

/// Who is given a post: somebody with an account, or somebody who gets one in the same transaction.
pub(super) enum Arriving {
    Known(Person),
    New(Person),
}

impl Arriving {
    pub(super) fn id(&self) -> PersonId {
        match self {
            Self::Known(person) | Self::New(person) => person.id,
        }
    }

    /// # Errors
    /// [`Refusal::Taken`] for a login in use.
    pub(super) async fn comes_in(self, tx: &Tx) -> Answered<Person> {
        match self {
            Self::Known(person) => Ok(person),
            Self::New(person) => {
                let inserted = persons::insert(tx.platform(), &person).await;
                inserted.or_taken(|| format!("登录名“{}”", person.login))?;
                Ok(person)
            }
        }
    }
}

impl House {
    /// Whether there is an account with this login.
    pub async fn has_account(&self, login: &str) -> Answered<bool> {
        let platform = self.store().platform_read().await.or_fault()?;
        Ok(persons::by_login(&platform, &login.trim().to_lowercase()).await.or_fault()?.is_some())
    }

    /// Gives a person a post in the tenant the permit is for, with an account if they have none: all of it or nothing.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for an unknown post or place, or a new person without a password; [`Refusal::PlatformApart`].
    pub async fn appoint(&self, permit: &Permit, new: &NewPerson) -> Answered<PersonId> {
        let login = login(&new.login)?;
        let tx = self.store().read(permit.tenant()).await.or_fault()?;
        Seat::look(&tx, &new.post, new.posting).await?;
        let known = persons::by_login(tx.platform(), &login).await.or_fault()?;
        drop(tx);
        let person = match known {
            Some(person) => Arriving::Known(person),
            None => {
                let password = new.password.clone();
                let missing = || Refusal::invalid("password", format!("“{login}”还没有账号，请给出初始密码"));
                let password = password.ok_or_else(missing)?;
                Arriving::New(self.new_account(&login, &new.name, password, new.must_change).await?)
            }
        };
        let tx = self.store().write_in_turn(permit.tenant()).await.or_fault()?;
        let person = person.comes_in(&tx).await?;
        let seat = Seat::look(&tx, &new.post, new.posting).await?;
        self.seat(&tx, permit, &person, &seat, self.edge().now()).await?;
        tx.commit().await.or_fault()?;
        Ok(person.id)
    }

    /// Gives a member one more post.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for somebody who is no member; [`Refusal::Invalid`] as [`House::appoint`];
    /// [`Refusal::Taken`] if they hold the post there already.
    pub async fn give_post(&self, at: &Entered, person: PersonId, post: &str, place: &str) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let posting = place.parse().map_err(|_| Refusal::invalid("place", "请选择任职范围"))?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let who = self.member(&tx, person).await?;
        let seat = Seat::look(&tx, post, posting).await?;
        self.seat(&tx, &permit, &who, &seat, self.edge().now()).await?;
        tx.commit().await.or_fault()
    }

    /// A member of the tenant.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub(super) async fn member(&self, tx: &Tx, person: PersonId) -> Answered<Person> {
        memberships::person_of(tx.platform(), tx.tenant(), person).await.or_fault()?.ok_or(Refusal::NotFound)
    }

    /// An account as it will be; making its password's hash takes a moment, so it happens before a transaction.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a name that cannot be borne.
    pub(crate) async fn new_account(
        &self,
        login: &str,
        name: &str,
        password: String,
        must_change: bool,
    ) -> Answered<Person> {
        let now = self.edge().now();
        Ok(Person {
            id: PersonId(self.edge().id()),
            login: login.to_owned(),
            name: persons_name("name", name)?,
            password_hash: hash_password(password).await?,
            must_change,
            password_changed_at: now,
            epoch: 0,
            disabled: false,
            created_at: now,
        })
    }

    /// Makes a person a member, if they are none yet, and writes the appointment down.
    ///
    /// # Errors
    /// [`Refusal::PlatformApart`]; [`Refusal::Taken`] if they hold the post there already.
    pub(super) async fn seat(
        &self,
        tx: &Tx,
        permit: &Permit,
        person: &Person,
        seat: &Seat,
        since: Instant,
    ) -> Answered<()> {
        self.may_serve_a_tenant(tx.platform(), person.id).await?;
        memberships::add(tx.platform(), person.id, tx.tenant()).await.or_fault()?;
        let name = called(tx, person.id).await?;
        let held = appointments::all(tx, since).await.or_fault()?;
        let same = held.iter().any(|held| {
            held.person == person.id
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
            person: person.id,
            post: seat.post.id,
            posting: seat.posting,
            since,
            delegated: None,
        };
        appointments::insert(tx, permit, &appointment).await.or_fault()?;
        note(tx, permit, self.edge(), format!("任命{name}为{}（{}）", seat.post.name, seat.place)).await
    }
}
