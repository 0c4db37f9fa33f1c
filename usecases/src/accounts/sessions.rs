//! One's own sessions, and ending them.

use contract::account::SessionLine;
use domain::calendar::Instant;
use domain::ids::{PersonId, SessionId};
use domain::policy::own_account;
use domain::refusal::Refusal;
use store::{PlatformTx, platform_journal, sessions};

use super::Somebody;
use crate::{Answered, House, OrFault};

impl House {
    /// Ends one of one's own sessions; it is refused from its next request on.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a session of somebody else, or none.
    pub async fn end_session(&self, me: &Somebody, session: &str) -> Answered<()> {
        me.is_free()?;
        let session: SessionId = session.parse().map_err(|_| Refusal::NotFound)?;
        let permit = own_account(me.person, &me.name);
        let now = self.edge().now();
        let tx = self.store().platform().await.or_fault()?;
        if !sessions::revoke_own(&tx, &permit, me.person, session, now).await.or_fault()? {
            return Err(Refusal::NotFound);
        }
        let entry = self.platform_entry("退出一台设备上的登录", &me.login);
        platform_journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        self.recognised().forget(session);
        Ok(())
    }

    /// Ends all of one's own sessions but the present one.
    pub async fn end_other_sessions(&self, me: &Somebody) -> Answered<()> {
        me.is_free()?;
        let permit = own_account(me.person, &me.name);
        let tx = self.store().platform().await.or_fault()?;
        sessions::revoke_all_but(&tx, me.person, me.session, self.edge().now()).await.or_fault()?;
        let entry = self.platform_entry("退出其他设备上的登录", &me.login);
        platform_journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        self.recognised().forget_person(me.person);
        Ok(())
    }
}

/// How long an ended session is remembered, in days.
const REMEMBERED: i64 = 30;

impl House {
    /// Forgets sessions that ended long ago; what people did in them stands in the journals. How many they were.
    pub async fn forget_ended_sessions(&self) -> Answered<u64> {
        let before = self.edge().now().plus_minutes(-REMEMBERED * 24 * 60);
        let tx = self.store().platform().await.or_fault()?;
        let forgotten = sessions::forget_ended(&tx, before).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(forgotten)
    }
}

/// The sessions of a person that still run.
pub(crate) async fn running(
    tx: &PlatformTx,
    person: PersonId,
    here: Option<SessionId>,
    idle_minutes: i64,
    now: Instant,
) -> Answered<Vec<SessionLine>> {
    let rows = sessions::running(tx, person, now).await.or_fault()?;
    let used = rows.into_iter().filter(|row| now.0 - row.seen_at.0 <= idle_minutes * 60_000);
    let line = |row: sessions::Session| SessionLine {
        here: here == Some(row.id),
        id: row.id,
        device: row.device,
        since: row.created_at,
        last_used: row.seen_at,
    };
    Ok(used.map(line).collect())
}
