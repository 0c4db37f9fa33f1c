//! What a connection is at: the gate asks it to know who may be sent away.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// A body that takes longer than this may be broken off to make room.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Before that, one that comes slower than this, bytes per second.
const SLOW: u64 = 4 * 1024;
/// What everybody has who has just come: whoever sends a request sends it in one go, and it is read by then.
pub(super) const BRIEF: Duration = Duration::from_millis(50);

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum At {
    /// Nothing, or half a head, has come.
    Waiting,
    /// A body is coming.
    Receiving,
    /// The request is complete; the answer is made or sent.
    Answering,
}

/// One connection, as its request and its answer see it.
pub struct Seat {
    at: AtomicU8,
    /// When it came there, in ms since the gate was opened.
    since: AtomicU64,
    /// Bytes of the body that is coming.
    received: AtomicU64,
    began: Instant,
    leave: Notify,
}

impl Seat {
    /// `began`: when the gate was opened.
    pub(super) fn new(began: Instant) -> Self {
        let (at, since, received) = (AtomicU8::new(0), AtomicU64::new(0), AtomicU64::new(0));
        let seat = Self { at, since, received, began, leave: Notify::new() };
        seat.comes_to(At::Waiting);
        seat
    }

    fn comes_to(&self, at: At) {
        let now = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.at.store(at as u8, Ordering::Relaxed);
        self.since.store(now, Ordering::Relaxed);
    }

    /// A body follows the head.
    pub fn receives(&self) {
        self.received.store(0, Ordering::Relaxed);
        self.comes_to(At::Receiving);
    }

    /// So many more bytes of it have come.
    pub fn has_received(&self, bytes: u64) {
        self.received.fetch_add(bytes, Ordering::Relaxed);
    }

    /// The request is complete.
    pub fn answers(&self) {
        self.comes_to(At::Answering);
    }

    /// The answer is sent.
    pub fn waits(&self) {
        self.comes_to(At::Waiting);
    }

    /// Somebody else needs its place.
    pub(super) fn is_to_leave(&self) {
        self.leave.notify_one();
    }

    /// Resolves when somebody else needs its place.
    pub(super) async fn asked_to_leave(&self) {
        self.leave.notified().await;
    }

    fn is(&self, at: At) -> bool {
        self.at.load(Ordering::Relaxed) == at as u8
    }

    /// How long it has been where it is. `now`: since the gate was opened; asked once for a thousand seats.
    fn age(&self, now: Duration) -> Duration {
        now.saturating_sub(Duration::from_millis(self.since.load(Ordering::Relaxed)))
    }

    /// Whether nothing has come although there was time.
    pub(super) fn is_silent(&self, now: Duration) -> bool {
        self.is(At::Waiting) && self.age(now) >= BRIEF
    }

    /// Whether that is not known yet.
    pub(super) fn has_just_come(&self, now: Duration) -> bool {
        !self.is(At::Answering) && self.age(now) < BRIEF
    }

    /// The speed of a body that may be broken off to make room, in bytes per second.
    pub(super) fn dispensable(&self, now: Duration) -> Option<u64> {
        let age = self.age(now);
        if !self.is(At::Receiving) || age < BRIEF {
            return None;
        }
        let ms = u64::try_from(age.as_millis()).unwrap_or(u64::MAX).max(1);
        let speed = self.received.load(Ordering::Relaxed).saturating_mul(1_000) / ms;
        (age >= PATIENCE || speed < SLOW).then_some(speed)
    }
}
