//! 修改密码.

use contract::account::ChangePassword;
use domain::policy::own_account;
use domain::refusal::{PasswordFault, Refusal};
use store::{password_links, persons, platform_journal, sessions};

use super::passwords::{check_new, hash_password, verify};
use super::{Owed, SignedIn, Somebody};
use crate::{Answered, House, OrFault};

/// How many former passwords may not come back.
const REMEMBERED: u64 = 5;

impl House {
    /// What one's own password has to be, in people's words.
    pub async fn password_rules(&self, me: &Somebody) -> Answered<String> {
        Ok(self.standing(me.person).await?.passwords.told())
    }

    /// Changes one's own password. All other sessions of the person end; the present one goes on under a new epoch. Whoever
    /// found a session open guesses no more passwords here than at the login: failures count together.
    ///
    /// # Errors
    /// [`Refusal::WeakPassword`] with what is wrong; [`Refusal::LockedOut`]; nothing is changed then.
    pub async fn change_password(
        &self,
        me: &Somebody,
        form: &ChangePassword,
        address: &str,
    ) -> Answered<SignedIn> {
        let weak = |fault| Err(Refusal::WeakPassword(fault));
        // A field left empty is no guess.
        if form.current.is_empty() {
            return weak(PasswordFault::WrongCurrent);
        }
        let standing = self.standing(me.person).await?;
        let _turn = self.turns().take(&me.login).await;
        let tx = self.store().platform_read().await.or_fault()?;
        self.not_locked(&tx, &me.login, address).await?;
        let person = persons::by_id(&tx, me.person).await.or_fault()?.ok_or(Refusal::SessionEnded)?;
        let remembered = if standing.passwords.refuses_former { REMEMBERED } else { 1 };
        let former = persons::recent_hashes(&tx, me.person, remembered).await.or_fault()?;
        drop(tx);
        // Whoever sets the first password of their own knows of it.
        let must_change = person.must_change;
        // Longer than any password is none, and not worked on.
        let may_be = form.current.len() <= 1024;
        if !may_be || !verify(form.current.clone(), Some(person.password_hash)).await? {
            self.failed(&me.login, address).await?;
            return weak(PasswordFault::WrongCurrent);
        }
        if form.new != form.again {
            return weak(PasswordFault::NotRepeated);
        }
        check_new(standing.passwords, &person.login, &person.name, &form.new).await?;
        for hash in former {
            if verify(form.new.clone(), Some(hash)).await? {
                return weak(PasswordFault::UsedBefore);
            }
        }
        let hash = hash_password(form.new.clone()).await?;
        let now = self.edge().now();
        let tx = self.store().platform().await.or_fault()?;
        persons::set_password(&tx, me.person, &hash, false, now, self.edge().id()).await.or_fault()?;
        sessions::revoke_all_but(&tx, me.person, me.session, now).await.or_fault()?;
        // A link issued for the password that was forgotten has lost its reason.
        password_links::withdraw_all(&tx, me.person, now).await.or_fault()?;
        let (session, person) =
            sessions::find(&tx, me.session).await.or_fault()?.ok_or(Refusal::SessionEnded)?;
        if !must_change {
            self.tell_owner(&tx, me.person, "您的密码已修改，其他设备上的登录已退出").await?;
        }
        let entry = self.platform_entry("修改密码", &person.login);
        let permit = own_account(me.person, &me.name);
        platform_journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        self.recognised().forget_person(me.person);
        Ok(SignedIn {
            session: session.id,
            epoch: person.epoch,
            ends_at: session.ends_at,
            owes: Owed::of(&person, &standing, session.proven, now),
            told: false,
        })
    }
}
