//! 登录: name and password, then, for whoever has one, the second factor. There is no session before both.

use domain::calendar::Instant;
use domain::ids::{PersonId, SessionId};
use domain::refusal::Refusal;
use store::persons::Person;
use store::sessions::Session;
use store::{PlatformTx, login_failures, login_steps, notices, persons, second_factors, sessions};
use uuid::Uuid;

use super::passwords::verify;
use super::{Owed, device};
use crate::{Answered, House, OrFault};

/// A session that has just begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub session: SessionId,
    pub epoch: i32,
    pub ends_at: Instant,
    /// What comes before everything else.
    pub owes: Option<Owed>,
    /// Something was done to the account that its owner has not read yet.
    pub told: bool,
}

/// The password was right, and a second factor is asked for. It opens nothing by itself, and leads into one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub step: Uuid,
    pub person: PersonId,
    pub epoch: i32,
    pub ends_at: Instant,
}

/// What a right password leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstStep {
    In(SignedIn),
    CodeAsked(Ticket),
}

/// Absolute length of a session, 12 hours.
const LENGTH_MINUTES: i64 = 12 * 60;
/// Time between password and code.
const STEP_MINUTES: i64 = 5;
/// How long an ended step is remembered, in minutes.
const FORGOTTEN: i64 = 24 * 60;

impl House {
    /// Begins a session, or asks for the second factor.
    ///
    /// # Errors
    /// [`Refusal::WrongLogin`], whichever of name and password is wrong; [`Refusal::LockedOut`].
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        address: &str,
        user_agent: &str,
    ) -> Answered<FirstStep> {
        let login = login.trim().to_lowercase();
        if login.is_empty() || password.is_empty() || login.chars().count() > 64 || password.len() > 1024 {
            return Err(Refusal::WrongLogin);
        }
        let _turn = self.turns().take(&login).await;
        let tx = self.store().platform_read().await.or_fault()?;
        self.not_locked(&tx, &login, address).await?;
        let person = persons::by_login(&tx, &login).await.or_fault()?;
        drop(tx);

        let usable = person.filter(|person| !person.disabled);
        let hash = usable.as_ref().map(|person| person.password_hash.clone());
        let right = verify(password.to_owned(), hash).await?;
        let Some(person) = usable.filter(|_| right) else {
            self.failed(&login, address).await?;
            return Err(Refusal::WrongLogin);
        };
        let tx = self.store().platform_read().await.or_fault()?;
        let factor = second_factors::of(&tx, person.id).await.or_fault()?;
        drop(tx);
        if factor.is_some_and(|factor| factor.confirmed_at.is_some()) {
            // Failures stay counted: with the password alone nobody earns new attempts at the code.
            let (step, now) = (self.edge().id(), self.edge().now());
            let ends_at = now.plus_minutes(STEP_MINUTES);
            let tx = self.store().platform().await.or_fault()?;
            login_steps::begin(&tx, step, person.id, ends_at, now.plus_minutes(-FORGOTTEN))
                .await
                .or_fault()?;
            tx.commit().await.or_fault()?;
            return Ok(FirstStep::CodeAsked(Ticket {
                step,
                person: person.id,
                epoch: person.epoch,
                ends_at,
            }));
        }
        let tx = self.store().platform().await.or_fault()?;
        let begun = self.begin_session(&tx, &person, false, address, user_agent).await?;
        tx.commit().await.or_fault()?;
        Ok(FirstStep::In(self.with_debts(begun, &person).await?))
    }

    /// The second step: a one-time code, or one of the recovery codes.
    ///
    /// # Errors
    /// [`Refusal::LoginStepEnded`] if too much time has passed, the step led in before or the account changed; [`Refusal::WrongCode`];
    /// [`Refusal::LockedOut`].
    pub async fn enter_code(
        &self,
        ticket: &Ticket,
        code: &str,
        address: &str,
        user_agent: &str,
    ) -> Answered<SignedIn> {
        let tx = self.store().platform_read().await.or_fault()?;
        let person = persons::by_id(&tx, ticket.person).await.or_fault()?;
        drop(tx);
        let person = person.filter(|person| !person.disabled && person.epoch == ticket.epoch);
        let person = person.filter(|_| self.edge().now() < ticket.ends_at);
        let person = person.ok_or(Refusal::LoginStepEnded)?;
        let _turn = self.turns().take(&person.login).await;
        let tx = self.store().platform().await.or_fault()?;
        self.not_locked(&tx, &person.login, address).await?;
        let factor = second_factors::of(&tx, person.id).await.or_fault()?;
        let factor = factor.filter(|factor| factor.confirmed_at.is_some()).ok_or(Refusal::LoginStepEnded)?;
        if let Err(refusal) = self.prove(&tx, &person, &factor, code).await {
            drop(tx);
            if refusal == Refusal::WrongCode {
                self.failed(&person.login, address).await?;
            }
            return Err(refusal);
        }
        // The code may be a fresh one: with the step before it nobody comes in twice.
        if !login_steps::use_up(&tx, ticket.step, person.id, self.edge().now()).await.or_fault()? {
            return Err(Refusal::LoginStepEnded);
        }
        let begun = self.begin_session(&tx, &person, true, address, user_agent).await?;
        tx.commit().await.or_fault()?;
        self.with_debts(begun, &person).await
    }

    pub(super) async fn failed(&self, login: &str, address: &str) -> Answered<()> {
        let now = self.edge().now();
        let tx = self.store().platform().await.or_fault()?;
        login_failures::record(&tx, self.edge().id(), login, address, now).await.or_fault()?;
        // What is a day old locks nothing any more.
        login_failures::prune(&tx, now.plus_minutes(-24 * 60)).await.or_fault()?;
        tracing::info!(address, "login refused");
        tx.commit().await.or_fault()
    }

    async fn begin_session(
        &self,
        tx: &PlatformTx,
        person: &Person,
        proven: bool,
        address: &str,
        user_agent: &str,
    ) -> Answered<Session> {
        let now = self.edge().now();
        login_failures::forget(tx, &person.login, address).await.or_fault()?;
        let session = Session {
            id: SessionId(self.edge().id()),
            person: person.id,
            created_at: now,
            seen_at: now,
            ends_at: now.plus_minutes(LENGTH_MINUTES),
            revoked_at: None,
            device: device::in_words(user_agent),
            proven,
        };
        sessions::insert(tx, &session).await.or_fault()?;
        Ok(session)
    }

    async fn with_debts(&self, session: Session, person: &Person) -> Answered<SignedIn> {
        let standing = self.standing(person.id).await?;
        let tx = self.store().platform_read().await.or_fault()?;
        Ok(SignedIn {
            session: session.id,
            epoch: person.epoch,
            ends_at: session.ends_at,
            owes: Owed::of(person, &standing, session.proven, session.created_at),
            told: notices::wait(&tx, person.id).await.or_fault()?,
        })
    }
}
