//! Recognising the person behind a request: the session row is looked at again after at most one second, so that
//! logout, a changed post and disabling act within it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::calendar::Instant;
use domain::ids::{PersonId, SessionId};
use domain::refusal::Refusal;
use store::sessions;

use crate::{Answered, House, OrFault};

/// A person who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    pub person: PersonId,
    pub session: SessionId,
    pub login: String,
    pub name: String,
    pub must_change: bool,
    /// How long nothing had been heard of the session before this request, in ms.
    pub idle_ms: i64,
}

/// Idle time after which a session ends, in minutes.
const IDLE_MINUTES: i64 = 30;
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

    fn find(&self, session: SessionId, epoch: i32, now: Instant) -> Option<Somebody> {
        let recent = self.recent();
        let (looked_at, known_epoch, somebody) = recent.get(&session)?;
        let fresh = (0..CACHED_MS).contains(&(now.0 - looked_at.0));
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
    /// [`Refusal::SessionEnded`] if it was idle too long, has reached its end, was revoked, or if the account changed
    /// since (`epoch`).
    pub async fn recognise(&self, session: SessionId, epoch: i32) -> Answered<Somebody> {
        let now = self.edge().now();
        if let Some(somebody) = self.recognised().find(session, epoch, now) {
            return Ok(somebody);
        }
        let tx = self.store().platform_read().await.or_fault()?;
        let found = sessions::find(&tx, session).await.or_fault()?;
        drop(tx);
        let (row, person) = found.ok_or(Refusal::SessionEnded)?;
        let idle = now.0 - row.seen_at.0 > IDLE_MINUTES * 60_000;
        if row.revoked_at.is_some() || idle || now >= row.ends_at || person.disabled || person.epoch != epoch
        {
            return Err(Refusal::SessionEnded);
        }
        if now.0 - row.seen_at.0 > TOUCH_MS {
            let tx = self.store().platform().await.or_fault()?;
            sessions::touch(&tx, session, now).await.or_fault()?;
            tx.commit().await.or_fault()?;
        }
        let somebody = Somebody {
            person: person.id,
            session,
            login: person.login,
            name: person.name,
            must_change: person.must_change,
            idle_ms: now.0 - row.seen_at.0,
        };
        self.recognised().keep(&somebody, epoch, now);
        Ok(somebody)
    }
}
