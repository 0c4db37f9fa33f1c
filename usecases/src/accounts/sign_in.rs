//! 登录.

use domain::calendar::Instant;
use domain::ids::SessionId;
use domain::refusal::Refusal;
use store::sessions::Session;
use store::{login_failures, persons, sessions};

use super::passwords::verify;
use crate::{Answered, House, OrFault};

/// A session that has just begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub session: SessionId,
    pub epoch: i32,
    pub ends_at: Instant,
    /// The first login goes to the password page.
    pub must_change: bool,
}

/// Absolute length of a session, 12 hours.
const LENGTH_MINUTES: i64 = 12 * 60;
/// Account + address: 5 failures in 15 minutes lock for 15 minutes.
const PAIR: (u64, i64) = (5, 15);
/// Account: 20 failures in an hour.
const LOGIN: (u64, i64) = (20, 60);
/// Address: 30 failures a minute.
const ADDRESS: (u64, i64) = (30, 1);

impl House {
    /// Begins a session.
    ///
    /// # Errors
    /// [`Refusal::WrongLogin`], whichever of name and password is wrong; [`Refusal::LockedOut`].
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        address: &str,
        device: &str,
    ) -> Answered<SignedIn> {
        let login = login.trim().to_lowercase();
        let now = self.edge().now();
        if login.is_empty() || password.is_empty() || login.chars().count() > 64 || password.len() > 1024 {
            return Err(Refusal::WrongLogin);
        }
        let tx = self.store().platform_read().await.or_fault()?;
        let ago = |minutes: i64| now.plus_minutes(-minutes);
        let pair = login_failures::count(&tx, &login, address, ago(PAIR.1)).await.or_fault()?;
        let account = login_failures::count_login(&tx, &login, ago(LOGIN.1)).await.or_fault()?;
        let place = login_failures::count_address(&tx, address, ago(ADDRESS.1)).await.or_fault()?;
        let person = persons::by_login(&tx, &login).await.or_fault()?;
        drop(tx);
        let wait =
            [(pair >= PAIR.0, PAIR.1), (account >= LOGIN.0, delay(account)), (place >= ADDRESS.0, ADDRESS.1)];
        if let Some((_, minutes)) = wait.into_iter().filter(|(locked, _)| *locked).max_by_key(|(_, m)| *m) {
            return Err(Refusal::LockedOut { until: now.plus_minutes(minutes) });
        }

        let usable = person.filter(|person| !person.disabled);
        let hash = usable.as_ref().map(|person| person.password_hash.clone());
        let right = verify(password.to_owned(), hash).await?;
        let tx = self.store().platform().await.or_fault()?;
        let Some(person) = usable.filter(|_| right) else {
            login_failures::record(&tx, self.edge().id(), &login, address, now).await.or_fault()?;
            tx.commit().await.or_fault()?;
            tracing::info!(address, "login refused");
            return Err(Refusal::WrongLogin);
        };
        login_failures::forget(&tx, &login, address).await.or_fault()?;
        let session = Session {
            id: SessionId(self.edge().id()),
            person: person.id,
            created_at: now,
            seen_at: now,
            ends_at: now.plus_minutes(LENGTH_MINUTES),
            revoked_at: None,
            device: device.chars().take(120).collect(),
        };
        sessions::insert(&tx, &session).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(SignedIn {
            session: session.id,
            epoch: person.epoch,
            ends_at: session.ends_at,
            must_change: person.must_change,
        })
    }
}

/// Growing delay of an account under attack from many addresses, in minutes.
fn delay(failures: u64) -> i64 {
    let beyond = failures.saturating_sub(LOGIN.0) / 5;
    (1 << beyond.min(6)).min(60)
}
