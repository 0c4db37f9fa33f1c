//! Recognising the person behind a request: the session row is looked at again after at most one second, so that
//! logout, a changed post and disabling act within it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::calendar::Instant;
use domain::ids::{PersonId, SessionId};
use domain::refusal::Refusal;
use store::{second_factors, sessions};

use super::Owed;
use crate::{Answered, House, OrFault};

/// A person who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    pub person: PersonId,
    pub session: SessionId,
    pub login: String,
    pub name: String,
    /// When the session ends, however busy it is.
    pub ends_at: Instant,
    /// What the person has to do before anything else.
    pub owes: Option<Owed>,
}

impl Somebody {
    /// Passes if the person owes nothing.
    ///
    /// # Errors
    /// What is owed.
    pub fn is_free(&self) -> Answered<()> {
        self.owes.map_or(Ok(()), |owed| Err(owed.refusal()))
    }

    /// Passes if at least the password is in order.
    ///
    /// # Errors
    /// What is owed.
    pub fn has_a_password(&self) -> Answered<()> {
        match self.owes {
            Some(owed @ (Owed::FirstPassword | Owed::FreshPassword)) => Err(owed.refusal()),
            Some(Owed::SecondFactor) | None => Ok(()),
        }
    }
}

/// How long a look at the session row holds, in ms.
const CACHED_MS: i64 = 1_000;
/// How often use is written down, in ms.
const TOUCH_MS: i64 = 60_000;

/// Sessions looked at within the last second.
#[derive(Default)]
pub(crate) struct Recognised {
    recent: Mutex<HashMap<SessionId, (Instant, i32, Somebody)>>,
}

impl Recognised {
    pub(crate) fn forget(&self, session: SessionId) {
        self.recent().remove(&session);
    }

    pub(crate) fn forget_person(&self, person: PersonId) {
        self.recent().retain(|_, (_, _, somebody)| somebody.person != person);
    }

    fn find(&self, session: SessionId, epoch: i32, now: Instant) -> Option<Somebody> {
        let recent = self.recent();
        let (looked_at, known_epoch, somebody) = recent.get(&session)?;
        let fresh = (0..CACHED_MS).contains(&(now.0 - looked_at.0)) && now < somebody.ends_at;
        (fresh && *known_epoch == epoch).then(|| somebody.clone())
    }

    fn keep(&self, somebody: &Somebody, epoch: i32, now: Instant) {
        let mut recent = self.recent();
        if recent.len() > 10_000 {
            recent.retain(|_, (looked_at, ..)| now.0 - looked_at.0 < CACHED_MS);
        }
        recent.insert(somebody.session, (now, epoch, somebody.clone()));
    }

    fn recent(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, (Instant, i32, Somebody)>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl House {
    /// The person a session belongs to.
    ///
    /// # Errors
    /// [`Refusal::SessionEnded`] if it was idle too long for the person's posts, has reached its end, was revoked, if the
    /// account changed since (`epoch`), or if it was never shown the second factor the person has.
    pub async fn recognise(&self, session: SessionId, epoch: i32) -> Answered<Somebody> {
        let now = self.edge().now();
        if let Some(somebody) = self.recognised().find(session, epoch, now) {
            return Ok(somebody);
        }
        let tx = self.store().platform_read().await.or_fault()?;
        let found = sessions::find(&tx, session).await.or_fault()?;
        let (row, person) = found.ok_or(Refusal::SessionEnded)?;
        let factor = second_factors::of(&tx, person.id).await.or_fault()?;
        drop(tx);
        if row.revoked_at.is_some() || now >= row.ends_at || person.disabled || person.epoch != epoch {
            return Err(Refusal::SessionEnded);
        }
        // Whoever has a second factor has shown it to this very session, not to another.
        if factor.is_some_and(|factor| factor.confirmed_at.is_some()) && !row.proven {
            return Err(Refusal::SessionEnded);
        }
        let standing = self.standing(person.id).await?;
        if now.0 - row.seen_at.0 > standing.idle_minutes * 60_000 {
            return Err(Refusal::SessionEnded);
        }
        if now.0 - row.seen_at.0 > TOUCH_MS {
            // Written down where that is possible: with a full disk people still read, and keep what they see.
            if let Err(refusal) = self.touch(session, now).await {
                tracing::warn!(?refusal, "a session's use was not written down");
            }
        }
        let somebody = Somebody {
            // A password does not grow too old in the middle of the work.
            owes: Owed::of(&person, &standing, row.proven, row.created_at),
            person: person.id,
            session,
            login: person.login,
            name: person.name,
            ends_at: row.ends_at,
        };
        self.recognised().keep(&somebody, epoch, now);
        Ok(somebody)
    }

    async fn touch(&self, session: SessionId, now: Instant) -> Answered<()> {
        let tx = self.store().platform().await.or_fault()?;
        sessions::touch(&tx, session, now).await.or_fault()?;
        tx.commit().await.or_fault()
    }
}
