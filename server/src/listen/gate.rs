//! How many connections are held whose requests have begun, in all and from one address. When there are too many, whoever
//! has been silent longest makes room, else whose body comes slowest: a slow client never keeps a quick one out, however
//! many come how fast. Whose request is there to its end finds a place kept for such.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::time::Instant;

use super::Limits;
use super::seat::{BRIEF, Seat};

/// Connections that were sent away and are not gone yet; with so many, newcomers wait, so that nobody can have more memory
/// taken than there are places.
const LEAVING: usize = 256;

/// Counts connections and lets new ones in.
#[derive(Clone)]
pub struct Gate {
    limits: Limits,
    began: Instant,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    next: u64,
    total: usize,
    /// By address, the oldest first.
    from: HashMap<IpAddr, BTreeMap<u64, Arc<Seat>>>,
    /// How many were sent away and are not gone yet.
    leaving: usize,
    /// Those of one address who wait do it one behind the other.
    turns: HashMap<IpAddr, Weak<tokio::sync::Mutex<()>>>,
}

/// Why a connection is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closed {
    /// Some have only just come, or are about to be gone: in a moment there is more to know.
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
        self.seat.asked_to_leave().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.gate.held();
        if !held.remove(self.address, self.number) {
            held.leaving -= 1;
        }
    }
}

impl Gate {
    pub fn new(limits: Limits) -> Self {
        Self { limits, began: Instant::now(), held: Arc::default() }
    }

    /// Lets a connection in, if need be in the place of a silent one; `None` if everybody is busy. `whole`: its request only
    /// has to be answered. Others wait a moment at most: until it is known who of those before them is silent or slow.
    pub async fn enter(&self, address: IpAddr, whole: bool) -> Option<Place> {
        let turn = (!whole).then(|| self.held().turn(address));
        let _turn = match &turn {
            Some(turn) => Some(turn.lock().await),
            None => None,
        };
        loop {
            match self.try_enter(address, whole) {
                Ok(place) => return Some(place),
                Err(Closed::Full) => return None,
                Err(Closed::Soon) => tokio::time::sleep(BRIEF / 10).await,
            }
        }
    }

    fn try_enter(&self, address: IpAddr, whole: bool) -> Result<Place, Closed> {
        let mut held = self.held();
        let now = self.began.elapsed();
        let kept = if whole { self.limits.kept } else { 0 };
        if !whole && held.leaving >= LEAVING {
            return Err(Closed::Soon);
        }
        let from_here = held.from.get(&address).map_or(0, BTreeMap::len);
        if from_here >= self.limits.from_one && !self.limits.proxies.contains(&address) {
            held.make_room(address, now, from_here < self.limits.from_one + kept)?;
        }
        if held.total >= self.limits.in_all {
            // Whoever has most gives way.
            let most = held.from.iter().max_by_key(|(_, seats)| seats.len()).map(|(address, _)| *address);
            let room = held.total < self.limits.in_all + kept;
            held.make_room(most.ok_or(Closed::Full)?, now, room)?;
        }
        let number = held.next;
        held.next += 1;
        held.total += 1;
        let seat = Arc::new(Seat::new(self.began));
        held.from.entry(address).or_default().insert(number, seat.clone());
        drop(held);
        Ok(Place { gate: self.clone(), address, number, seat })
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
    fn turn(&mut self, address: IpAddr) -> Arc<tokio::sync::Mutex<()>> {
        if let Some(turn) = self.turns.get(&address).and_then(Weak::upgrade) {
            return turn;
        }
        self.turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        self.turns.insert(address, Arc::downgrade(&turn));
        turn
    }

    /// Sends away whoever has been silent longest, else whose body comes slowest; where there is room, nobody has to go.
    fn make_room(&mut self, address: IpAddr, now: Duration, room: bool) -> Result<(), Closed> {
        let seats = self.from.get(&address).ok_or(Closed::Full)?;
        let silent = seats.iter().find(|(_, seat)| seat.is_silent(now));
        let slowest = || {
            let slow = seats.iter().filter_map(|entry| Some((entry.1.dispensable(now)?, entry)));
            slow.min_by_key(|(speed, (number, _))| (*speed, **number)).map(|(_, entry)| entry)
        };
        let Some((number, seat)) = silent.or_else(slowest).map(|(number, seat)| (*number, seat.clone()))
        else {
            let soon = seats.values().any(|seat| seat.has_just_come(now));
            return match (room, soon) {
                (true, _) => Ok(()),
                (false, true) => Err(Closed::Soon),
                (false, false) => Err(Closed::Full),
            };
        };
        self.remove(address, number);
        self.leaving += 1;
        seat.is_to_leave();
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
    use super::super::seat::PATIENCE;
    use super::*;

    fn address(last: u8) -> IpAddr {
        [10, 0, 0, last].into()
    }

    fn gate(in_all: usize, from_one: usize, proxies: &[IpAddr]) -> Gate {
        Gate::new(Limits { in_all, from_one, kept: 4, proxies: proxies.into(), ..Limits::default() })
    }

    impl Gate {
        /// Somebody whose request has only begun.
        fn lets_in(&self, address: IpAddr) -> Result<Place, Closed> {
            self.try_enter(address, false)
        }
    }

    async fn leaves(place: &Place) -> bool {
        tokio::time::timeout(Duration::from_millis(1), place.asked_to_leave()).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_silent_one_of_the_same_address_makes_room() {
        let gate = gate(100, 3, &[]);
        let mut places: Vec<_> = (0..3).map(|_| gate.lets_in(address(1)).unwrap()).collect();
        places[0].seat.answers();
        assert_eq!(gate.lets_in(address(1)).err(), Some(Closed::Soon), "nobody has had the time to speak");
        let newest = gate.enter(address(1), false).await.unwrap();
        assert_eq!(gate.count(), 3);
        assert!(!leaves(&places[0]).await, "it is at work");
        assert!(leaves(&places[1]).await);
        assert!(!leaves(&places[2]).await && !leaves(&newest).await);
        // Others have their own room.
        assert!(gate.lets_in(address(2)).is_ok());
        // Who has left twice is counted once.
        places.clear();
        assert_eq!(gate.count(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn who_works_is_not_sent_away_but_a_dripping_body_is() {
        let gate = gate(100, 2, &[]);
        let places: Vec<_> = (0..2).map(|_| gate.lets_in(address(1)).unwrap()).collect();
        places[0].seat.receives();
        places[1].seat.answers();
        assert_eq!(gate.lets_in(address(1)).err(), Some(Closed::Soon), "it has only just begun");
        tokio::time::advance(BRIEF).await;
        let _new = gate.lets_in(address(1)).unwrap();
        assert!(leaves(&places[0]).await && !leaves(&places[1]).await);
    }

    #[tokio::test(start_paused = true)]
    async fn the_slowest_body_gives_way_and_a_quick_one_only_after_a_while() {
        let gate = gate(100, 3, &[]);
        let places: Vec<_> = (0..3).map(|_| gate.lets_in(address(1)).unwrap()).collect();
        for (place, bytes) in places.iter().zip([60, 6, 4_000_000]) {
            place.seat.receives();
            place.seat.has_received(bytes);
        }
        tokio::time::advance(Duration::from_secs(1)).await;
        let enters = || {
            let place = gate.lets_in(address(1))?;
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
    async fn a_whole_request_waits_for_nobody() {
        let gate = gate(100, 2, &[]);
        let crowd = [(); 2].map(|()| gate.lets_in(address(1)).unwrap());
        assert_eq!(gate.lets_in(address(1)).err(), Some(Closed::Soon));
        let answered = [(); 4].map(|()| {
            let place = gate.try_enter(address(1), true).unwrap();
            place.seat.answers();
            place
        });
        assert!(gate.try_enter(address(1), true).is_err(), "even those places have an end");
        drop(answered);
        // Once it is known who is silent, they give way to it as to everybody.
        tokio::time::advance(BRIEF).await;
        let _whole = gate.try_enter(address(1), true).unwrap();
        assert!(leaves(&crowd[0]).await && !leaves(&crowd[1]).await);
    }

    #[tokio::test(start_paused = true)]
    async fn newcomers_wait_in_turn_until_those_who_were_sent_away_are_gone() {
        let gate = gate(1_000, LEAVING, &[]);
        let mut away: Vec<_> = (0..LEAVING).map(|_| gate.lets_in(address(1)).unwrap()).collect();
        tokio::time::advance(BRIEF).await;
        let new: Vec<_> = (0..LEAVING).map(|_| gate.lets_in(address(1)).unwrap()).collect();
        tokio::time::advance(BRIEF).await;
        let mut waits = [(); 2].map(|()| Box::pin(gate.enter(address(1), false)));
        let [first, second] = &mut waits;
        assert!(tokio::time::timeout(BRIEF, &mut *first).await.is_err());
        assert!(tokio::time::timeout(BRIEF, &mut *second).await.is_err());
        away.truncate(LEAVING - 2);
        let (first, second) = (first.await.unwrap(), second.await.unwrap());
        assert!(first.number < second.number);
        // Who leaves without having been sent away does not count.
        drop((new, first, second));
        away.clear();
        let held = gate.held();
        assert_eq!((held.total, held.leaving), (0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn when_the_house_is_full_the_largest_crowd_gives_way() {
        let proxy = address(9);
        let gate = gate(5, 2, &[proxy]);
        let crowd: Vec<_> = (0..4).map(|_| gate.lets_in(proxy).unwrap()).collect();
        tokio::time::advance(BRIEF).await;
        let _one = gate.lets_in(address(1)).unwrap();
        let _two = gate.lets_in(address(2)).unwrap();
        assert!(leaves(&crowd[0]).await && !leaves(&crowd[1]).await);
        assert_eq!(gate.count(), 5);
    }
}
