//! What a password must be. A tenant chooses between two profiles; somebody with posts in several tenants meets the
//! stricter of each rule.

use serde::{Deserialize, Serialize};

use crate::calendar::Instant;
use crate::refusal::PasswordFault;

/// A tenant's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordProfile {
    /// 等级保护 (GB/T 22239): short enough to be typed, of several classes, renewed every 90 days.
    Dengbao,
    /// OWASP ASVS: long and not guessable, kept as long as it is not known to anyone else.
    Asvs,
}

impl PasswordProfile {
    pub const ALL: [PasswordProfile; 2] = [Self::Dengbao, Self::Asvs];

    /// The word in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Dengbao => "dengbao",
            Self::Asvs => "asvs",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.code() == code)
    }

    /// In people's words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dengbao => "等级保护要求",
            Self::Asvs => "长口令要求",
        }
    }

    pub fn rules(self) -> PasswordRules {
        match self {
            Self::Dengbao => PasswordRules {
                least: 10,
                three_classes: true,
                refuses_guessable: false,
                refuses_former: true,
                days: Some(90),
            },
            Self::Asvs => PasswordRules {
                least: 12,
                three_classes: false,
                refuses_guessable: true,
                refuses_former: false,
                days: None,
            },
        }
    }
}

/// The most characters of any password.
pub const PASSWORD_MOST: u32 = 128;

/// The rules one person's password meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// The fewest characters.
    pub least: u32,
    /// Of capital letters, small letters, digits and signs, three are there.
    pub three_classes: bool,
    /// A common, leaked or otherwise guessable password is refused.
    pub refuses_guessable: bool,
    /// A former password may not come back.
    pub refuses_former: bool,
    /// After so many days it has to be changed.
    pub days: Option<u32>,
}

impl PasswordRules {
    /// The stricter of each rule over all profiles; the 等保 profile for whoever has none.
    pub fn of(profiles: impl IntoIterator<Item = PasswordProfile>) -> Self {
        let rules = profiles.into_iter().map(PasswordProfile::rules);
        rules.reduce(Self::stricter).unwrap_or_else(|| PasswordProfile::Dengbao.rules())
    }

    fn stricter(self, other: Self) -> Self {
        Self {
            least: self.least.max(other.least),
            three_classes: self.three_classes || other.three_classes,
            refuses_guessable: self.refuses_guessable || other.refuses_guessable,
            refuses_former: self.refuses_former || other.refuses_former,
            days: match (self.days, other.days) {
                (Some(one), Some(another)) => Some(one.min(another)),
                (one, another) => one.or(another),
            },
        }
    }

    /// Whether a new password keeps the rules that can be seen from itself; `guessable` is what an estimate says of it.
    ///
    /// # Errors
    /// The first rule it breaks.
    pub fn check(self, login: &str, password: &str, guessable: bool) -> Result<(), PasswordFault> {
        let length = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
        if length < self.least {
            return Err(PasswordFault::TooShort { least: self.least });
        }
        if length > PASSWORD_MOST {
            return Err(PasswordFault::TooLong);
        }
        let has = |class: fn(char) -> bool| password.chars().any(class);
        let classes = [
            has(|c| c.is_ascii_uppercase()),
            has(|c| c.is_ascii_lowercase()),
            has(|c| c.is_ascii_digit()),
            has(|c| !c.is_ascii_alphanumeric()),
        ];
        if self.three_classes && classes.into_iter().filter(|present| *present).count() < 3 {
            return Err(PasswordFault::TooFewClasses);
        }
        if password.to_lowercase().contains(&login.to_lowercase()) {
            return Err(PasswordFault::ContainsLogin);
        }
        if self.refuses_guessable && guessable {
            return Err(PasswordFault::Guessable);
        }
        Ok(())
    }

    /// Whether a password of `changed` is too old for a login at `at`.
    pub fn expired(self, changed: Instant, at: Instant) -> bool {
        self.days.is_some_and(|days| at.0 - changed.0 > i64::from(days) * 24 * 3_600_000)
    }

    /// The rules as the form tells them.
    pub fn told(self) -> String {
        let mut text = format!("至少{}个字符，不含登录名", self.least);
        if self.three_classes {
            text.push_str("，包含大写字母、小写字母、数字、符号中的三类");
        }
        if self.refuses_guessable {
            text.push_str("，不能是常见或容易猜到的密码");
        }
        if self.refuses_former {
            text.push_str("，不与最近用过的密码相同");
        }
        if let Some(days) = self.days {
            text.push_str(&format!("，每{days}天更换一次"));
        }
        text.push('。');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rules: PasswordRules, password: &str, guessable: bool, expect: Result<(), PasswordFault>) {
        assert_eq!(rules.check("clerk", password, guessable), expect, "{password}");
    }

    #[test]
    fn each_profile_has_its_own_rules() {
        let dengbao = PasswordProfile::Dengbao.rules();
        check(dengbao, "Short-1", false, Err(PasswordFault::TooShort { least: 10 }));
        check(dengbao, "alllowercaseletters", false, Err(PasswordFault::TooFewClasses));
        check(dengbao, "Wang.Clerk-2026", false, Err(PasswordFault::ContainsLogin));
        check(dengbao, "Qing-Lian-2026", true, Ok(()));
        let asvs = PasswordProfile::Asvs.rules();
        check(asvs, "Qing-Lian-1", false, Err(PasswordFault::TooShort { least: 12 }));
        check(asvs, "alllowercaseletters", false, Ok(()));
        check(asvs, "alllowercaseletters", true, Err(PasswordFault::Guessable));
        check(asvs, &"长".repeat(129), false, Err(PasswordFault::TooLong));
    }

    #[test]
    fn of_several_tenants_the_stricter_of_each_rule_holds() {
        let both = PasswordRules::of(PasswordProfile::ALL);
        assert_eq!(both, PasswordRules::of([PasswordProfile::Asvs, PasswordProfile::Dengbao]));
        let expect = PasswordRules {
            least: 12,
            three_classes: true,
            refuses_guessable: true,
            refuses_former: true,
            days: Some(90),
        };
        assert_eq!(both, expect);
        assert_eq!(PasswordRules::of([]), PasswordProfile::Dengbao.rules());
        assert_eq!(PasswordRules::of([PasswordProfile::Asvs]).days, None);
    }

    #[test]
    fn ninety_days_and_not_a_moment_less() {
        let rules = PasswordProfile::Dengbao.rules();
        let day = 24 * 3_600_000;
        assert!(!rules.expired(Instant(0), Instant(90 * day)));
        assert!(rules.expired(Instant(0), Instant(90 * day + 1)));
        assert!(!PasswordProfile::Asvs.rules().expired(Instant(0), Instant(10_000 * day)));
    }

    #[test]
    fn the_form_says_what_counts() {
        assert_eq!(
            PasswordProfile::Asvs.rules().told(),
            "至少12个字符，不含登录名，不能是常见或容易猜到的密码。"
        );
        assert!(PasswordProfile::Dengbao.rules().told().contains("每90天更换一次"));
    }
}
