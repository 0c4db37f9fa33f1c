//! Whether a login may be tried at all.

use domain::lockout::{REMEMBERED_MS, locked_until};
use domain::refusal::Refusal;
use store::{PlatformTx, login_failures};

use crate::{Answered, House, OrFault};

impl House {
    /// Passes if nothing locks this login at this address. A name nobody has is locked in the same way.
    ///
    /// # Errors
    /// [`Refusal::LockedOut`].
    pub(super) async fn not_locked(&self, tx: &PlatformTx, login: &str, address: &str) -> Answered<()> {
        let now = self.edge().now();
        let since = now.plus_ms(-REMEMBERED_MS);
        let pair = login_failures::of_pair(tx, login, address, since).await.or_fault()?;
        let all = login_failures::of_login(tx, login, since).await.or_fault()?;
        // Of an address only the last two minutes matter, and there may be many.
        let here = login_failures::of_address(tx, address, now.plus_minutes(-2)).await.or_fault()?;
        match locked_until(now, &pair, &all, &here) {
            Some(until) => Err(Refusal::LockedOut { until }),
            None => Ok(()),
        }
    }
}
