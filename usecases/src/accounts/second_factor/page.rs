//! How far the second factor is.

use contract::account::{SecondFactorPage, SecondFactorState};
use store::{recovery_codes, second_factors};

use super::picture;
use crate::accounts::Somebody;
use crate::{Answered, House, OrFault};

impl House {
    /// The page of one's own second factor; a secret that was begun is shown until it is confirmed.
    ///
    /// # Errors
    /// [`domain::refusal::Refusal::PasswordMustChange`] and the like: the password comes first.
    pub async fn second_factor_page(&self, me: &Somebody) -> Answered<SecondFactorPage> {
        me.has_a_password()?;
        let required = self.standing(me.person).await?.second_factor;
        let tx = self.store().platform_read().await.or_fault()?;
        let state = match second_factors::of(&tx, me.person).await.or_fault()? {
            None => SecondFactorState::Off,
            Some(factor) => match factor.confirmed_at {
                Some(since) => {
                    let codes_left = recovery_codes::unused(&tx, me.person).await.or_fault()?;
                    SecondFactorState::On { since, codes_left }
                }
                None => SecondFactorState::Begun(picture::of(&me.login, &self.secret_of(&factor)?)),
            },
        };
        Ok(SecondFactorPage { required, state })
    }
}
