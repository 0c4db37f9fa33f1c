//! 账号提醒: what changed how somebody proves who they are, or what they are called, is told to them at the next login,
//! whoever did it, until they have read it.

use contract::account::NoticeLine;
use domain::calendar::Instant;
use domain::ids::PersonId;
use store::{PlatformTx, notices};

use super::Somebody;
use crate::{Answered, House, OrFault};

impl House {
    /// Writes down what the owner of an account has to be told, in the transaction of what was done.
    pub(crate) async fn tell_owner(&self, tx: &PlatformTx, person: PersonId, told: &str) -> Answered<()> {
        let (id, now) = (self.edge().id(), self.edge().now());
        notices::tell(tx, id, person, now, told).await.or_fault()
    }

    /// What waits to be read, the oldest first.
    pub async fn notices(&self, me: &Somebody) -> Answered<Vec<NoticeLine>> {
        me.is_free()?;
        let tx = self.store().platform_read().await.or_fault()?;
        let waiting = notices::unread(&tx, me.person).await.or_fault()?;
        Ok(waiting.into_iter().map(|notice| NoticeLine { at: notice.at, told: notice.told }).collect())
    }

    /// What was shown has been read; what came since waits on. `shown`: the moment of the last notice on the page.
    pub async fn notices_are_read(&self, me: &Somebody, shown: Instant) -> Answered<()> {
        me.is_free()?;
        let now = self.edge().now();
        let tx = self.store().platform().await.or_fault()?;
        notices::read(&tx, me.person, shown, now).await.or_fault()?;
        tx.commit().await.or_fault()
    }
}
