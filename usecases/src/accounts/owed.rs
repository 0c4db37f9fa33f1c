//! What somebody who is logged in has to do before anything else.

use domain::calendar::Instant;
use domain::refusal::Refusal;
use store::persons::Person;

use super::standing::Standing;

/// Nothing else works until it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    /// The first login sets one's own password.
    FirstPassword,
    /// The password has reached its age.
    FreshPassword,
    /// A post asks for a second factor.
    SecondFactor,
}

impl Owed {
    /// `since` is the moment of the login, `proven` whether the session was shown the second factor.
    pub(super) fn of(person: &Person, standing: &Standing, proven: bool, since: Instant) -> Option<Owed> {
        if person.must_change {
            Some(Self::FirstPassword)
        } else if standing.passwords.expired(person.password_changed_at, since) {
            Some(Self::FreshPassword)
        } else if standing.second_factor && !proven {
            Some(Self::SecondFactor)
        } else {
            None
        }
    }

    pub fn refusal(self) -> Refusal {
        match self {
            Self::FirstPassword => Refusal::PasswordMustChange,
            Self::FreshPassword => Refusal::PasswordExpired,
            Self::SecondFactor => Refusal::SecondFactorMissing,
        }
    }
}
