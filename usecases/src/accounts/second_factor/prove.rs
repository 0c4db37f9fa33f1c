//! Showing the second factor: a one-time code, or one of the recovery codes.

use domain::figures;
use domain::policy::own_account;
use domain::refusal::Refusal;
use store::persons::Person;
use store::second_factors::SecondFactor;
use store::{PlatformTx, platform_journal, recovery_codes, second_factors};

use super::{codes, totp};
use crate::{Answered, House, OrFault};

impl House {
    /// Uses up a code within the transaction of what it is shown for.
    ///
    /// # Errors
    /// [`Refusal::WrongCode`] for one that is wrong, too old, or used before.
    pub(in crate::accounts) async fn prove(
        &self,
        tx: &PlatformTx,
        person: &Person,
        factor: &SecondFactor,
        code: &str,
    ) -> Answered<()> {
        let now = self.edge().now();
        let typed: String = figures::plain(code).chars().take(64).collect();
        if typed.len() == 6 && typed.chars().all(|c| c.is_ascii_digit()) {
            let secret = self.secret_of(factor)?;
            let step = totp::matching_step(&secret, &typed, now, factor.last_step);
            let step = step.ok_or(Refusal::WrongCode)?;
            let unused = second_factors::use_step(tx, person.id, step).await.or_fault()?;
            return if unused { Ok(()) } else { Err(Refusal::WrongCode) };
        }
        let hash = codes::hash(person.id, &typed);
        if !recovery_codes::use_one(tx, person.id, &hash, now).await.or_fault()? {
            return Err(Refusal::WrongCode);
        }
        let entry = self.platform_entry("使用备用口令", &person.login);
        platform_journal::append(tx, &own_account(person.id, &person.name), &entry).await.or_fault()
    }
}
