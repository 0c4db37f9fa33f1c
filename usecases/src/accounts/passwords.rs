//! Passwords: argon2id, and what a new one has to be.

use crate::edge::chance;
use crate::fault::fault;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::passwords::PasswordRules;
use domain::refusal::{PasswordFault, Refusal};
use tokio::sync::Semaphore;

/// OWASP's second recommended setting: 19 MiB, two passes, one lane.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("constant parameters are valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A hash to keep. Takes about 30 ms of processor time, off the request threads.
pub async fn hash_password(password: String) -> Result<String, Refusal> {
    blocking(move || {
        let salt = SaltString::encode_b64(&chance()).map_err(|_| Refusal::Malformed)?;
        hasher()
            .hash_password(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|_| Refusal::WeakPassword(PasswordFault::TooLong))
    })
    .await
}

/// Whether the password is the one that was hashed. Without a hash (an unknown person) it takes the same time.
pub(crate) async fn verify(password: String, hash: Option<String>) -> Result<bool, Refusal> {
    /// Of a password nobody has.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$cWluZ3BpbmctcWluZ3Bpbmc$8QyVJ8Gq2vNKXx9fJdJ0oKcM7m1zq0cU0d6m8b4R1yE";
    blocking(move || {
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODY.to_owned());
        let parsed = PasswordHash::new(&text).map_err(|_| Refusal::Malformed)?;
        Ok(hasher().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

/// How many passwords are worked on at a time: each takes 19 MiB and a processor.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let _place = AT_ONCE.acquire().await;
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(fault(&error)))
}

/// Whether little effort guesses it: common and leaked passwords, names, rows of keys, dates, and what is made of them.
/// What a guesser would try first is the login and the name.
async fn guessable(password: String, about: [String; 2]) -> Result<bool, Refusal> {
    /// Fewer guesses than these are made against a stolen hash in hours.
    const FEW: u64 = 100_000_000;
    blocking(move || {
        // The estimate of a long text takes long, and a long beginning is enough to be hard.
        let beginning: String = password.chars().take(48).collect();
        let about = about.each_ref().map(String::as_str);
        Ok(zxcvbn::zxcvbn(&beginning, &about).guesses() < FEW)
    })
    .await
}

/// Checks a new password against the rules that hold for its person.
///
/// # Errors
/// [`Refusal::WeakPassword`] with the first rule it breaks.
pub(crate) async fn check_new(
    rules: PasswordRules,
    login: &str,
    name: &str,
    password: &str,
) -> Result<(), Refusal> {
    let guessable = rules.refuses_guessable
        && guessable(password.to_owned(), [login.to_owned(), name.to_owned()]).await?;
    rules.check(login, password, guessable).map_err(Refusal::WeakPassword)
}

#[cfg(test)]
mod tests {
    use domain::passwords::PasswordProfile;

    use super::*;

    #[tokio::test]
    async fn what_everybody_tries_first_is_guessable() {
        let rules = PasswordProfile::Asvs.rules();
        for (password, expect) in [
            ("password1234", Err(PasswordFault::Guessable)),
            ("qwertyuiop[]", Err(PasswordFault::Guessable)),
            ("aaaaaaaaaaaaaaaa", Err(PasswordFault::Guessable)),
            ("123456789012", Err(PasswordFault::Guessable)),
            ("1qaz2wsx3edc", Err(PasswordFault::Guessable)),
            ("iloveyou2026!", Err(PasswordFault::Guessable)),
            ("zhengju tang7 kaoyu", Ok(())),
            ("清风拂面不惹尘埃三更月白", Ok(())),
        ] {
            let checked = check_new(rules, "wang.clerk", "王某", password).await;
            assert_eq!(checked, expect.map_err(Refusal::WeakPassword), "{password}");
        }
    }

    #[tokio::test]
    async fn a_password_is_recognised_and_nothing_else_is() {
        let hash = hash_password("Qing-Lian-2026".into()).await.unwrap();
        assert!(verify("Qing-Lian-2026".into(), Some(hash.clone())).await.unwrap());
        assert!(!verify("Qing-Lian-2027".into(), Some(hash)).await.unwrap());
        assert!(!verify("Qing-Lian-2026".into(), None).await.unwrap());
    }
}
