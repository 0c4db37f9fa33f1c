//! How many connections are held, in all and from one address. When there are too many, whoever has been silent longest
//! makes room, else whose body comes slowest: a slow client never keeps a quick one out, however many come how fast.
//!
//! Nobody is waited for while accepting: who cannot be let in at once waits in the queue of its own address, so that a crowd
//! from one address stands before nobody else's door.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::seat::{BRIEF, Seat};

/// Connections that were sent away and are not gone yet; with so many, newcomers wait, so that nobody can have more memory
/// taken than there are places.
const LEAVING: usize = 256;
/// An address with fewer places than this is no crowd: it does not wait for those who leave.
const FEW: usize = 64;

/// How many connections there may be.
#[derive(Clone, Debug)]
pub struct Limits {
    pub in_all: usize,
    /// From one address. A whole office may share one, each browser with up to six connections.
    pub from_one: usize,
    /// How many may wait for a place, half of them from one address.
    pub waiting: usize,
    /// Proxies speak for many people: to them only `in_all` and `waiting` apply.
    pub proxies: Arc<[IpAddr]>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { in_all: 3_072, from_one: 1_024, waiting: 2_048, proxies: Arc::new([]) }
    }
}

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
    /// Who waits for a place, by address.
    queues: HashMap<IpAddr, Queue>,
    waiting: usize,
}

/// Those of one address who wait, one behind the other.
#[derive(Default)]
struct Queue {
    length: usize,
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// What becomes of somebody who comes.
pub enum Received {
    In(Place),
    Waits(Waiting),
    /// Everybody is busy.
    Full,
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

/// Somebody in the queue of its address; dropped, it has left the queue.
pub struct Waiting {
    gate: Gate,
    address: IpAddr,
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Waiting {
    /// Waits a moment at most: until those who have just come had the time to say something, and those who were sent away
    /// are gone. `None` if everybody is busy.
    pub async fn enter(self) -> Option<Place> {
        let _turn = self.turn.lock().await;
        loop {
            let entered = self.gate.held().enter(&self.gate, self.address);
            match entered {
                Ok(place) => return Some(place),
                Err(Closed::Full) => return None,
                Err(Closed::Soon) => tokio::time::sleep(BRIEF / 10).await,
            }
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut held = self.gate.held();
        held.waiting -= 1;
        if let Some(queue) = held.queues.get_mut(&self.address) {
            queue.length -= 1;
            if queue.length == 0 {
                held.queues.remove(&self.address);
            }
        }
    }
}

impl Gate {
    pub fn new(limits: Limits) -> Self {
        Self { limits, began: Instant::now(), held: Arc::default() }
    }

    /// Lets a connection in, if need be in the place of a silent one, or has it wait behind the others of its address.
    pub fn receive(&self, address: IpAddr) -> Received {
        let mut held = self.held();
        if !held.queues.contains_key(&address) {
            match held.enter(self, address) {
                Ok(place) => return Received::In(place),
                Err(Closed::Full) => return Received::Full,
                Err(Closed::Soon) => {}
            }
        }
        let most = self.limits.waiting;
        let from_one = if self.limits.proxies.contains(&address) { most } else { most / 2 };
        let here = held.queues.get(&address).map_or(0, |queue| queue.length);
        if held.waiting >= most || here >= from_one {
            return Received::Full;
        }
        held.waiting += 1;
        let queue = held.queues.entry(address).or_default();
        queue.length += 1;
        let turn = queue.turn.clone();
        Received::Waits(Waiting { gate: self.clone(), address, turn })
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
    fn enter(&mut self, gate: &Gate, address: IpAddr) -> Result<Place, Closed> {
        let now = gate.began.elapsed();
        let from_here = self.from.get(&address).map_or(0, BTreeMap::len);
        if self.leaving >= LEAVING && from_here >= FEW {
            return Err(Closed::Soon);
        }
        if from_here >= gate.limits.from_one && !gate.limits.proxies.contains(&address) {
            self.make_room(address, now)?;
        }
        if self.total >= gate.limits.in_all {
            // Whoever has most gives way.
            let most = self.from.iter().max_by_key(|(_, seats)| seats.len()).map(|(address, _)| *address);
            self.make_room(most.ok_or(Closed::Full)?, now)?;
        }
        let number = self.next;
        self.next += 1;
        self.total += 1;
        let seat = Arc::new(Seat::new(gate.began));
        self.from.entry(address).or_default().insert(number, seat.clone());
        Ok(Place { gate: gate.clone(), address, number, seat })
    }

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
        Gate::new(Limits { in_all, from_one, waiting: 6, proxies: proxies.into() })
    }

    impl Gate {
        fn lets_in(&self, address: IpAddr) -> Place {
            match self.receive(address) {
                Received::In(place) => place,
                Received::Waits(_) => panic!("{address} waits"),
                Received::Full => panic!("no place for {address}"),
            }
        }

        fn has_wait(&self, address: IpAddr) -> Waiting {
            match self.receive(address) {
                Received::Waits(waiting) => waiting,
                Received::In(_) => panic!("{address} is in"),
                Received::Full => panic!("no place for {address}"),
            }
        }

        fn is_full_for(&self, address: IpAddr) -> bool {
            matches!(self.receive(address), Received::Full)
        }
    }

    async fn leaves(place: &Place) -> bool {
        tokio::time::timeout(Duration::from_millis(1), place.asked_to_leave()).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_silent_one_of_the_same_address_makes_room() {
        let gate = gate(100, 3, &[]);
        let mut places: Vec<_> = (0..3).map(|_| gate.lets_in(address(1))).collect();
        places[0].seat.answers();
        // Nobody has had the time to speak.
        let newest = gate.has_wait(address(1)).enter().await.unwrap();
        assert_eq!(gate.count(), 3);
        assert!(!leaves(&places[0]).await, "it is at work");
        assert!(leaves(&places[1]).await);
        assert!(!leaves(&places[2]).await && !leaves(&newest).await);
        // Others have their own room.
        let _other = gate.lets_in(address(2));
        // Who has left twice is counted once.
        places.clear();
        assert_eq!(gate.count(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn who_works_is_not_sent_away_but_a_dripping_body_is() {
        let gate = gate(100, 2, &[]);
        let places: Vec<_> = (0..2).map(|_| gate.lets_in(address(1))).collect();
        places[0].seat.receives();
        places[1].seat.answers();
        drop(gate.has_wait(address(1)));
        tokio::time::advance(BRIEF).await;
        let _new = gate.lets_in(address(1));
        assert!(leaves(&places[0]).await && !leaves(&places[1]).await);
    }

    #[tokio::test(start_paused = true)]
    async fn the_slowest_body_gives_way_and_a_quick_one_only_after_a_while() {
        let gate = gate(100, 3, &[]);
        let places: Vec<_> = (0..3).map(|_| gate.lets_in(address(1))).collect();
        for (place, bytes) in places.iter().zip([60, 6, 4_000_000]) {
            place.seat.receives();
            place.seat.has_received(bytes);
        }
        tokio::time::advance(Duration::from_secs(1)).await;
        let enters = || {
            let place = gate.lets_in(address(1));
            place.seat.answers();
            place
        };
        let _first = enters();
        assert!(leaves(&places[1]).await && !leaves(&places[0]).await);
        let _second = enters();
        assert!(leaves(&places[0]).await);
        assert!(gate.is_full_for(address(1)), "a quick upload is not broken off");
        tokio::time::advance(PATIENCE).await;
        let _third = enters();
        assert!(leaves(&places[2]).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_crowd_waits_until_those_who_were_sent_away_are_gone_and_nobody_else_does() {
        let gate = Gate::new(Limits { in_all: 1_000, from_one: LEAVING, ..Limits::default() });
        let mut away: Vec<_> = (0..LEAVING).map(|_| gate.lets_in(address(1))).collect();
        tokio::time::advance(BRIEF).await;
        let new: Vec<_> = (0..LEAVING).map(|_| gate.lets_in(address(1))).collect();
        tokio::time::advance(BRIEF).await;
        let mut waits = Box::pin(gate.has_wait(address(1)).enter());
        assert!(tokio::time::timeout(BRIEF, &mut waits).await.is_err());
        let other = gate.lets_in(address(2));
        away.pop();
        let entered = waits.await;
        // Who leaves without having been sent away does not count.
        drop((new, other, entered));
        away.clear();
        let held = gate.held();
        assert_eq!((held.total, held.leaving, held.waiting), (0, 0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_enters_in_turn_and_the_queue_has_an_end() {
        let gate = gate(100, 2, &[]);
        let _busy = [(); 2].map(|()| gate.lets_in(address(1)));
        let waiting = [(); 3].map(|()| gate.has_wait(address(1)));
        assert!(gate.is_full_for(address(1)), "half of those who may wait");
        let _other = gate.lets_in(address(2));
        tokio::time::advance(BRIEF).await;
        drop(gate.lets_in(address(3)));
        // Nobody overtakes those who wait.
        let [first, second, third] = waiting;
        drop(third);
        let last = gate.has_wait(address(1));
        let entered = tokio::join!(first.enter(), second.enter(), last.enter());
        let (Some(first), Some(second), Some(last)) = entered else { panic!("somebody was refused") };
        assert!(first.number < second.number && second.number < last.number);
        assert!(gate.held().queues.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn when_the_house_is_full_the_largest_crowd_gives_way() {
        let proxy = address(9);
        let gate = gate(5, 2, &[proxy]);
        let crowd: Vec<_> = (0..4).map(|_| gate.lets_in(proxy)).collect();
        tokio::time::advance(BRIEF).await;
        let _one = gate.lets_in(address(1));
        let _two = gate.lets_in(address(2));
        assert!(leaves(&crowd[0]).await && !leaves(&crowd[1]).await);
        assert_eq!(gate.count(), 5);
    }
}
