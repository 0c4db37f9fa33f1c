//! 停用动态口令: only by whoever has both factors.

use contract::account::RemoveSecondFactor;
use domain::policy::own_account;
use domain::refusal::{PasswordFault, Refusal};
use store::{
    login_failures, login_steps, persons, platform_journal, recovery_codes, second_factors, sessions,
};

use crate::accounts::Somebody;
use crate::accounts::passwords::verify;
use crate::{Answered, House, OrFault};

impl House {
    /// Takes one's own second factor away; the person's other sessions end. Failures count towards the lockout like failures to log in.
    ///
    /// # Errors
    /// [`Refusal::WeakPassword`] for a wrong password, [`Refusal::WrongCode`], [`Refusal::LockedOut`],
    /// [`Refusal::SecondFactorState`] if there is none.
    pub async fn remove_second_factor(
        &self,
        me: &Somebody,
        form: &RemoveSecondFactor,
        address: &str,
    ) -> Answered<()> {
        me.has_a_password()?;
        let permit = own_account(me.person, &me.name);
        let _turn = self.turns().take(&me.login).await;
        let tx = self.store().platform_read().await.or_fault()?;
        self.not_locked(&tx, &me.login, address).await?;
        let person = persons::by_id(&tx, me.person).await.or_fault()?.ok_or(Refusal::SessionEnded)?;
        drop(tx);
        let right = verify(form.password.clone(), Some(person.password_hash.clone())).await?;
        let tx = self.store().platform().await.or_fault()?;
        let factor = second_factors::of(&tx, me.person).await.or_fault()?;
        let factor = factor.filter(|factor| factor.confirmed_at.is_some());
        let factor = factor.ok_or(Refusal::SecondFactorState { enrolled: false })?;
        let proven = if right {
            self.prove(&tx, &person, &factor, &form.code).await
        } else {
            Err(Refusal::WeakPassword(PasswordFault::WrongCurrent))
        };
        if let Err(refusal) = proven {
            let (id, now) = (self.edge().id(), self.edge().now());
            login_failures::record(&tx, id, &me.login, address, now).await.or_fault()?;
            tx.commit().await.or_fault()?;
            return Err(refusal);
        }
        second_factors::remove(&tx, &permit, me.person).await.or_fault()?;
        recovery_codes::remove(&tx, &permit, me.person).await.or_fault()?;
        let now = self.edge().now();
        sessions::revoke_all_but(&tx, me.person, me.session, now).await.or_fault()?;
        sessions::unprove(&tx, &permit, me.session).await.or_fault()?;
        login_steps::end_all(&tx, me.person, now).await.or_fault()?;
        self.tell_owner(&tx, me.person, "您的账号停用了动态口令，其他设备上的登录已退出").await?;
        let entry = self.platform_entry("停用动态口令", &me.login);
        platform_journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        self.recognised().forget_person(me.person);
        Ok(())
    }
}
