//! 启用动态口令: a secret is made, shown, and confirmed by its first code.

use domain::figures;
use domain::policy::own_account;
use domain::refusal::Refusal;
use store::{platform_journal, recovery_codes, second_factors, sessions};

use super::{codes, totp};
use crate::accounts::Somebody;
use crate::edge::secret;
use crate::{Answered, House, OrFault};

impl House {
    /// Makes a new secret; nothing asks for it until it is confirmed.
    ///
    /// # Errors
    /// [`Refusal::SecondFactorState`] if one is in use already.
    pub async fn begin_second_factor(&self, me: &Somebody) -> Answered<()> {
        me.has_a_password()?;
        let permit = own_account(me.person, &me.name);
        let sealed = self.seal().close(me.person.0.as_bytes(), &secret::<{ totp::SECRET }>());
        let tx = self.store().platform().await.or_fault()?;
        let now = self.edge().now();
        if !second_factors::begin(&tx, &permit, me.person, &sealed, now).await.or_fault()? {
            return Err(Refusal::SecondFactorState { enrolled: true });
        }
        tx.commit().await.or_fault()
    }

    /// Confirms the secret by a first code and gives the recovery codes, which are never shown again. The person's other
    /// sessions end.
    ///
    /// # Errors
    /// [`Refusal::WrongCode`]; [`Refusal::SecondFactorState`] if there is nothing to confirm.
    pub async fn confirm_second_factor(&self, me: &Somebody, code: &str) -> Answered<Vec<String>> {
        me.has_a_password()?;
        let permit = own_account(me.person, &me.name);
        let now = self.edge().now();
        let tx = self.store().platform().await.or_fault()?;
        let factor = second_factors::of(&tx, me.person).await.or_fault()?;
        let factor = factor.ok_or(Refusal::SecondFactorState { enrolled: false })?;
        if factor.confirmed_at.is_some() {
            return Err(Refusal::SecondFactorState { enrolled: true });
        }
        let typed = figures::plain(code);
        let step = totp::matching_step(&self.secret_of(&factor)?, &typed, now, factor.last_step);
        let step = step.ok_or(Refusal::WrongCode)?;
        if !second_factors::use_step(&tx, me.person, step).await.or_fault()? {
            return Err(Refusal::WrongCode);
        }
        second_factors::confirm(&tx, &permit, me.person, now).await.or_fault()?;
        // The code was shown to this session; the others, and whoever is on the way in, never saw one.
        sessions::prove(&tx, &permit, me.session).await.or_fault()?;
        sessions::revoke_all_but(&tx, me.person, me.session, now).await.or_fault()?;
        self.tell_owner(&tx, me.person, "您的账号启用了动态口令，其他设备上的登录已退出").await?;
        let fresh = codes::fresh();
        let hashes: Vec<_> =
            fresh.iter().map(|code| (self.edge().id(), codes::hash(me.person, code))).collect();
        recovery_codes::replace(&tx, &permit, me.person, &hashes).await.or_fault()?;
        let entry = self.platform_entry("启用动态口令", &me.login);
        platform_journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        self.recognised().forget_person(me.person);
        Ok(fresh.to_vec())
    }

    /// The secret behind a seal.
    pub(super) fn secret_of(&self, factor: &second_factors::SecondFactor) -> Answered<Vec<u8>> {
        self.seal().reopen(factor.person.0.as_bytes(), &factor.sealed).ok_or_else(|| {
            crate::fault::fault(&std::io::Error::other("a second factor was sealed with another key"))
        })
    }
}
