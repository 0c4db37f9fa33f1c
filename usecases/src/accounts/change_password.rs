//! 修改密码.

use contract::account::ChangePassword;
use domain::refusal::{PasswordFault, Refusal};
use store::{persons, sessions};

use super::passwords::{check_profile, hash_password, verify};
use super::{SignedIn, Somebody};
use crate::{Answered, House, OrFault};

/// How many former passwords may not come back.
const REMEMBERED: u64 = 5;

impl House {
    /// Changes one's own password. All other sessions of the person end; the present one goes on under a new epoch.
    ///
    /// # Errors
    /// [`Refusal::WeakPassword`] with what is wrong; nothing is changed then.
    pub async fn change_password(&self, me: &Somebody, form: &ChangePassword) -> Answered<SignedIn> {
        let weak = |fault| Err(Refusal::WeakPassword(fault));
        let tx = self.store().platform_read().await.or_fault()?;
        let person = persons::by_id(&tx, me.person).await.or_fault()?.ok_or(Refusal::SessionEnded)?;
        let former = persons::recent_hashes(&tx, me.person, REMEMBERED).await.or_fault()?;
        drop(tx);
        if !verify(form.current.clone(), Some(person.password_hash.clone())).await? {
            return weak(PasswordFault::WrongCurrent);
        }
        if form.new != form.again {
            return weak(PasswordFault::NotRepeated);
        }
        check_profile(&person.login, &form.new).map_err(Refusal::WeakPassword)?;
        for hash in former.into_iter().chain([person.password_hash]) {
            if verify(form.new.clone(), Some(hash)).await? {
                return weak(PasswordFault::UsedBefore);
            }
        }
        let hash = hash_password(form.new.clone()).await?;
        let now = self.edge().now();
        let tx = self.store().platform().await.or_fault()?;
        persons::set_password(&tx, me.person, &hash, false, now, self.edge().id()).await.or_fault()?;
        sessions::revoke_all_but(&tx, me.person, me.session, now).await.or_fault()?;
        let (session, person) =
            sessions::find(&tx, me.session).await.or_fault()?.ok_or(Refusal::SessionEnded)?;
        tx.commit().await.or_fault()?;
        self.recognised().forget(me.session);
        Ok(SignedIn {
            session: session.id,
            epoch: person.epoch,
            ends_at: session.ends_at,
            must_change: false,
        })
    }
}
