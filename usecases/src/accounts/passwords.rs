//! Passwords: argon2id, and the 等保 profile (at least 10 characters, three classes, no reuse).

use crate::edge::chance;
use crate::fault::fault;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::refusal::{PasswordFault, Refusal};

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
pub(super) async fn verify(password: String, hash: Option<String>) -> Result<bool, Refusal> {
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

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(fault(&error)))
}

/// Checks a new password against the profile.
pub(crate) fn check_profile(login: &str, password: &str) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < 10 {
        return Err(PasswordFault::TooShort);
    }
    if length > 128 {
        return Err(PasswordFault::TooLong);
    }
    let has = |class: fn(char) -> bool| password.chars().any(class);
    let classes = [
        has(|c| c.is_ascii_uppercase()),
        has(|c| c.is_ascii_lowercase()),
        has(|c| c.is_ascii_digit()),
        has(|c| !c.is_ascii_alphanumeric()),
    ];
    if classes.into_iter().filter(|present| *present).count() < 3 {
        return Err(PasswordFault::TooFewClasses);
    }
    if password.to_lowercase().contains(&login.to_lowercase()) {
        return Err(PasswordFault::ContainsLogin);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile() {
        for (password, expect) in [
            ("Short1!", Err(PasswordFault::TooShort)),
            ("alllowercaseletters", Err(PasswordFault::TooFewClasses)),
            ("Wang.Clerk-2026", Err(PasswordFault::ContainsLogin)),
            ("Qing-Lian-2026", Ok(())),
        ] {
            assert_eq!(check_profile("clerk", password), expect, "{password}");
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
