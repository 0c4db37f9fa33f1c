//! How many connections are held, in all and from one address. When there are too many, whoever has been silent longest
//! makes room, else whose body comes slowest: a slow client never keeps a quick one out, however many come how fast.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// A body that takes longer than this may be broken off to make room.
const PATIENCE: Duration = Duration::from_secs(5);
/// Before that, one that comes slower than this, bytes per second.
const SLOW: u64 = 4 * 1024;
/// What everybody has who has just come: whoever sends a request sends it in one go, and it is read by then.
const BRIEF: Duration = Duration::from_millis(50);
/// Connections that were sent away and are not gone yet; with so many, newcomers wait, so that nobody can have more memory
/// taken than there are places.
const LEAVING: usize = 256;

/// How many connections there may be.
#[derive(Clone, Debug)]
pub struct Limits {
    pub in_all: usize,
    /// From one address. A whole office may share one, each browser with up to six connections.
    pub from_one: usize,
    /// Proxies speak for many people: to them only `in_all` applies.
    pub proxies: Arc<[IpAddr]>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { in_all: 3_072, from_one: 1_024, proxies: Arc::new([]) }
    }
}

/// Counts connections and lets new ones in.
#[derive(Clone)]
pub struct Gate {
    limits: Limits,
    began: Instant,
    held: Arc<Mutex<Held>>,
    /// Somebody who was sent away is gone.
    left: Arc<Notify>,
}

#[derive(Default)]
struct Held {
    next: u64,
    total: usize,
    /// By address, the oldest first.
    from: HashMap<IpAddr, BTreeMap<u64, Arc<Seat>>>,
    /// How many were sent away and are not gone yet.
    leaving: usize,
}

/// What a connection is at.
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
    fn new(began: Instant) -> Self {
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

    fn is(&self, at: At) -> bool {
        self.at.load(Ordering::Relaxed) == at as u8
    }

    /// How long it has been where it is. `now`: since the gate was opened; asked once for a thousand seats.
    fn age(&self, now: Duration) -> Duration {
        now.saturating_sub(Duration::from_millis(self.since.load(Ordering::Relaxed)))
    }

    /// Whether nothing has come although there was time.
    fn is_silent(&self, now: Duration) -> bool {
        self.is(At::Waiting) && self.age(now) >= BRIEF
    }

    /// Whether that is not known yet.
    fn has_just_come(&self, now: Duration) -> bool {
        !self.is(At::Answering) && self.age(now) < BRIEF
    }

    /// The speed of a body that may be broken off to make room, in bytes per second.
    fn dispensable(&self, now: Duration) -> Option<u64> {
        let age = self.age(now);
        if !self.is(At::Receiving) || age < BRIEF {
            return None;
        }
        let ms = u64::try_from(age.as_millis()).unwrap_or(u64::MAX).max(1);
        let speed = self.received.load(Ordering::Relaxed).saturating_mul(1_000) / ms;
        (age >= PATIENCE || speed < SLOW).then_some(speed)
    }
}

/// Why a connection is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closed {
    /// Some have only just come: in a moment it is known who is silent.
    Soon,
    /// Everybody is busy.
    Full,
}

/// A connection that was let in; dropped, it makes room.
pub struct Place {
    gate: Gate,
    address: IpAddr,
    number: u64,
    pub seat: Arc<Seat>,
}

impl Place {
    /// Resolves when the connection has to make room for others.
    pub async fn asked_to_leave(&self) {
        self.seat.leave.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.gate.held();
        if !held.remove(self.address, self.number) {
            held.leaving -= 1;
            self.gate.left.notify_one();
        }
    }
}

impl Gate {
    pub fn new(limits: Limits) -> Self {
        Self { limits, began: Instant::now(), held: Arc::default(), left: Arc::default() }
    }

    /// Lets a connection in, if need be in the place of a silent one; `None` if everybody is busy. Waits a moment at most:
    /// until those who have just come had the time to say something, and those who were sent away are gone.
    pub async fn enter(&self, address: IpAddr) -> Option<Place> {
        loop {
            self.settled().await;
            match self.try_enter(address) {
                Ok(place) => return Some(place),
                Err(Closed::Full) => return None,
                Err(Closed::Soon) => tokio::time::sleep(BRIEF / 10).await,
            }
        }
    }

    fn try_enter(&self, address: IpAddr) -> Result<Place, Closed> {
        let mut held = self.held();
        let from_here = held.from.get(&address).map_or(0, BTreeMap::len);
        if from_here >= self.limits.from_one && !self.limits.proxies.contains(&address) {
            held.make_room(address, self.began.elapsed())?;
        }
        if held.total >= self.limits.in_all {
            // Whoever has most gives way.
            let most = held.from.iter().max_by_key(|(_, seats)| seats.len()).map(|(address, _)| *address);
            held.make_room(most.ok_or(Closed::Full)?, self.began.elapsed())?;
        }
        let number = held.next;
        held.next += 1;
        held.total += 1;
        let seat = Arc::new(Seat::new(self.began));
        held.from.entry(address).or_default().insert(number, seat.clone());
        drop(held);
        Ok(Place { gate: self.clone(), address, number, seat })
    }

    /// Resolves when most of those who were sent away are gone.
    async fn settled(&self) {
        while self.held().leaving >= LEAVING {
            self.left.notified().await;
        }
    }

    /// How many are in.
    #[cfg(test)]
    fn count(&self) -> usize {
        self.held().total
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Sends away whoever has been silent longest, else whose body comes slowest.
    fn make_room(&mut self, address: IpAddr, now: Duration) -> Result<(), Closed> {
        let seats = self.from.get(&address).ok_or(Closed::Full)?;
        let silent = seats.iter().find(|(_, seat)| seat.is_silent(now));
        let slowest = || {
            let slow = seats.iter().filter_map(|entry| Some((entry.1.dispensable(now)?, entry)));
            slow.min_by_key(|(speed, (number, _))| (*speed, **number)).map(|(_, entry)| entry)
        };
        let Some((number, seat)) = silent.or_else(slowest).map(|(number, seat)| (*number, seat.clone()))
        else {
            let soon = seats.values().any(|seat| seat.has_just_come(now));
            return Err(if soon { Closed::Soon } else { Closed::Full });
        };
        self.remove(address, number);
        self.leaving += 1;
        seat.leave.notify_one();
        Ok(())
    }

    /// Whether it was still in.
    fn remove(&mut self, address: IpAddr, number: u64) -> bool {
        let Some(seats) = self.from.get_mut(&address) else { return false };
        let was_in = seats.remove(&number).is_some();
        if was_in {
            self.total -= 1;
        }
        if seats.is_empty() {
            self.from.remove(&address);
        }
        was_in
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        [10, 0, 0, last].into()
    }

    fn gate(in_all: usize, from_one: usize, proxies: &[IpAddr]) -> Gate {
        Gate::new(Limits { in_all, from_one, proxies: proxies.into() })
    }

    async fn leaves(place: &Place) -> bool {
        tokio::time::timeout(Duration::from_millis(1), place.asked_to_leave()).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_silent_one_of_the_same_address_makes_room() {
        let gate = gate(100, 3, &[]);
        let mut places: Vec<_> = (0..3).map(|_| gate.try_enter(address(1)).unwrap()).collect();
        places[0].seat.answers();
        assert_eq!(gate.try_enter(address(1)).err(), Some(Closed::Soon), "nobody has had the time to speak");
        let newest = gate.enter(address(1)).await.unwrap();
        assert_eq!(gate.count(), 3);
        assert!(!leaves(&places[0]).await, "it is at work");
        assert!(leaves(&places[1]).await);
        assert!(!leaves(&places[2]).await && !leaves(&newest).await);
        // Others have their own room.
        assert!(gate.try_enter(address(2)).is_ok());
        // Who has left twice is counted once.
        places.clear();
        assert_eq!(gate.count(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn who_works_is_not_sent_away_but_a_dripping_body_is() {
        let gate = gate(100, 2, &[]);
        let places: Vec<_> = (0..2).map(|_| gate.try_enter(address(1)).unwrap()).collect();
        places[0].seat.receives();
        places[1].seat.answers();
        assert_eq!(gate.try_enter(address(1)).err(), Some(Closed::Soon), "it has only just begun");
        tokio::time::advance(BRIEF).await;
        let _new = gate.try_enter(address(1)).unwrap();
        assert!(leaves(&places[0]).await && !leaves(&places[1]).await);
    }

    #[tokio::test(start_paused = true)]
    async fn the_slowest_body_gives_way_and_a_quick_one_only_after_a_while() {
        let gate = gate(100, 3, &[]);
        let places: Vec<_> = (0..3).map(|_| gate.try_enter(address(1)).unwrap()).collect();
        for (place, bytes) in places.iter().zip([60, 6, 4_000_000]) {
            place.seat.receives();
            place.seat.has_received(bytes);
        }
        tokio::time::advance(Duration::from_secs(1)).await;
        let enters = || {
            let place = gate.try_enter(address(1))?;
            place.seat.answers();
            Ok::<_, Closed>(place)
        };
        let _first = enters().unwrap();
        assert!(leaves(&places[1]).await && !leaves(&places[0]).await);
        let _second = enters().unwrap();
        assert!(leaves(&places[0]).await);
        assert_eq!(enters().err(), Some(Closed::Full), "a quick upload is not broken off");
        tokio::time::advance(PATIENCE).await;
        assert!(enters().is_ok());
        assert!(leaves(&places[2]).await);
    }

    #[tokio::test(start_paused = true)]
    async fn newcomers_wait_until_those_who_were_sent_away_are_gone() {
        let gate = gate(1_000, LEAVING, &[]);
        let mut away: Vec<_> = (0..LEAVING).map(|_| gate.try_enter(address(1)).unwrap()).collect();
        tokio::time::advance(BRIEF).await;
        let new: Vec<_> = (0..LEAVING).map(|_| gate.try_enter(address(1)).unwrap()).collect();
        let waits = tokio::time::timeout(Duration::from_millis(1), gate.settled());
        assert!(waits.await.is_err());
        away.pop();
        gate.settled().await;
        // Who leaves without having been sent away does not count.
        drop(new);
        away.clear();
        assert_eq!((gate.count(), gate.held().leaving), (0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn when_the_house_is_full_the_largest_crowd_gives_way() {
        let proxy = address(9);
        let gate = gate(5, 2, &[proxy]);
        let crowd: Vec<_> = (0..4).map(|_| gate.try_enter(proxy).unwrap()).collect();
        tokio::time::advance(BRIEF).await;
        let _one = gate.try_enter(address(1)).unwrap();
        let _two = gate.try_enter(address(2)).unwrap();
        assert!(leaves(&crowd[0]).await && !leaves(&crowd[1]).await);
        assert_eq!(gate.count(), 5);
    }
}
