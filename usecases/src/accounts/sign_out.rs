//! 退出登录.

use domain::ids::SessionId;
use store::sessions;

use crate::{Answered, House, OrFault};

impl House {
    /// Ends a session at once.
    pub async fn sign_out(&self, session: SessionId) -> Answered<()> {
        let tx = self.store().platform().await.or_fault()?;
        sessions::revoke(&tx, session, self.edge().now()).await.or_fault()?;
        tx.commit().await.or_fault()?;
        self.recognised().forget(session);
        Ok(())
    }
}
