//! What is remembered so that it need not be read or written out again. It may weigh so many bytes and no more, whatever it
//! is made of: what was asked for longest ago makes room.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Values by key, each with what it weighs.
pub struct Shelf<K, V> {
    /// Bytes.
    most: usize,
    held: Mutex<Held<K, V>>,
}

struct Held<K, V> {
    things: HashMap<K, Thing<V>>,
    weight: usize,
    /// Counts what was asked for.
    asked: u64,
}

struct Thing<V> {
    value: V,
    weight: usize,
    asked: u64,
}

impl<K: Eq + Hash + Clone, V> Shelf<K, V> {
    /// A shelf for so many bytes.
    pub fn of(most: usize) -> Self {
        let held = Held { things: HashMap::new(), weight: 0, asked: 0 };
        Self { most, held: Mutex::new(held) }
    }

    /// Keeps a value; `weight` is what it and its key take in memory, in bytes. What alone would take an eighth of the shelf
    /// is not kept.
    pub fn put(&self, key: K, value: V, weight: usize) {
        let mut held = self.held();
        held.remove(&key);
        if weight > self.most / 8 {
            return;
        }
        if held.weight + weight > self.most {
            held.make_room(self.most - self.most / 4);
        }
        held.asked += 1;
        held.weight += weight;
        let asked = held.asked;
        held.things.insert(key, Thing { value, weight, asked });
    }

    /// Takes a value off the shelf.
    pub fn take(&self, key: &K) -> Option<V> {
        self.held().remove(key)
    }

    /// What everything on it weighs.
    pub fn weight(&self) -> usize {
        self.held().weight
    }

    fn held(&self) -> MutexGuard<'_, Held<K, V>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Shelf<K, V> {
    pub fn get(&self, key: &K) -> Option<V> {
        let mut held = self.held();
        held.asked += 1;
        let asked = held.asked;
        let thing = held.things.get_mut(key)?;
        thing.asked = asked;
        Some(thing.value.clone())
    }
}

impl<K: Eq + Hash + Clone, V> Held<K, V> {
    fn remove(&mut self, key: &K) -> Option<V> {
        let thing = self.things.remove(key)?;
        self.weight -= thing.weight;
        Some(thing.value)
    }

    /// Drops what was asked for longest ago until no more than so many bytes are left.
    fn make_room(&mut self, left: usize) {
        let mut by_age: Vec<_> = self.things.iter().map(|(key, thing)| (thing.asked, key.clone())).collect();
        by_age.sort_unstable_by_key(|(asked, _)| *asked);
        for (_, key) in by_age {
            if self.weight <= left {
                break;
            }
            self.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_and_what_was_asked_for_longest_ago_makes_room() {
        let shelf = Shelf::of(1_000);
        for n in 0..10 {
            shelf.put(n, n, 100);
        }
        assert_eq!(shelf.weight(), 1_000);
        assert_eq!(shelf.get(&0), Some(0));
        shelf.put(10, 10, 60);
        assert!(shelf.weight() <= 1_000);
        assert_eq!((shelf.get(&0), shelf.get(&1), shelf.get(&10)), (Some(0), None, Some(10)));
        // Put again, it is there once; taken, it weighs nothing.
        shelf.put(10, 11, 80);
        let before = shelf.weight();
        assert_eq!(shelf.take(&10), Some(11));
        assert_eq!(shelf.weight(), before - 80);
        // A giant does not empty the shelf.
        shelf.put(99, 99, 126);
        assert_eq!((shelf.get(&99), shelf.weight()), (None, before - 80));
    }
}
