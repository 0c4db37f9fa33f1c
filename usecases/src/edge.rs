//! The one place where time and chance come in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::calendar::Instant;
use sha2::{Digest, Sha256};
use uuid::{NoContext, Timestamp, Uuid};

/// Clock and identities. Everything below is handed moments and ids as arguments.
#[derive(Clone, Debug, Default)]
pub struct Edge {
    /// Milliseconds added to the system's clock; only the demo and tests move it.
    shift: Arc<AtomicI64>,
}

impl Edge {
    pub fn now(&self) -> Instant {
        Instant(system_ms() + self.shift.load(Ordering::Relaxed))
    }

    /// A UUIDv7 of this moment.
    pub fn id(&self) -> Uuid {
        let ms = u64::try_from(self.now().0).unwrap_or_default();
        let nanos = u32::try_from((ms % 1000) * 1_000_000).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(NoContext, ms / 1000, nanos))
    }

    /// Whether a moment the file system tells lies at least so long ago, by the system's own clock.
    pub(crate) fn is_past(&self, told: SystemTime, age: Duration) -> bool {
        SystemTime::now().duration_since(told).is_ok_and(|since| since >= age)
    }

    /// Moves the clock, so that it is `moment` now and runs on from there.
    pub fn move_to(&self, moment: Instant) {
        self.shift.store(moment.0 - system_ms(), Ordering::Relaxed);
    }

    /// Lets the system's own time hold again.
    pub fn reset(&self) {
        self.shift.store(0, Ordering::Relaxed);
    }
}

/// Sixteen random bytes, for a salt or a number nobody can guess.
pub(crate) fn chance() -> [u8; 16] {
    Uuid::new_v4().into_bytes()
}

/// A key or secret of `N` random bytes.
///
/// # Panics
/// If the machine has no randomness: nothing secret can be made then.
pub(crate) fn secret<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the machine has randomness");
    bytes
}

/// What stands in a link that works once.
pub(crate) fn fresh_token() -> String {
    secret::<32>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the database keeps of it.
pub(crate) fn token_hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn system_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
