//! Lockout: how long nobody may try after too many failures. Failures are moments, the oldest first; an attempt that
//! was refused because of a lock is none.

use crate::calendar::Instant;

const MINUTE: i64 = 60_000;
/// Login and address together: 5 failures within 15 minutes lock for 15 minutes.
const PAIR: (usize, i64) = (5, 15 * MINUTE);
/// Login from anywhere: 20 failures within an hour, then a delay that doubles with every five more.
const LOGIN: (usize, i64) = (20, 60 * MINUTE);
/// Address, whatever the login: 30 failures within a minute lock for a minute.
const ADDRESS: (usize, i64) = (30, MINUTE);

/// How far back failures can still matter.
pub const REMEMBERED_MS: i64 = 2 * LOGIN.1;

/// Until when a login stays locked at an address, if it is locked at `now`.
pub fn locked_until(
    now: Instant,
    pair: &[Instant],
    login: &[Instant],
    address: &[Instant],
) -> Option<Instant> {
    let fixed = |failures, (most, within)| latest(failures, most, within, |_| within);
    let locks = [fixed(pair, PAIR), latest(login, LOGIN.0, LOGIN.1, growing), fixed(address, ADDRESS)];
    locks.into_iter().flatten().max().filter(|until| now < *until)
}

/// The end of the last lock: every failure that is at least the `most`-th of a window closes one of its own length.
fn latest(failures: &[Instant], most: usize, within: i64, length: impl Fn(usize) -> i64) -> Option<Instant> {
    let ends = failures.iter().enumerate().filter_map(|(at, failure)| {
        let window = failures[..=at].iter().rev().take_while(|other| failure.0 - other.0 < within);
        let count = window.count();
        (count >= most).then(|| failure.plus_ms(length(count - most)))
    });
    ends.max()
}

/// 1, 2, 4 … minutes, at most an hour.
fn growing(beyond: usize) -> i64 {
    MINUTE * (1_i64 << (beyond / 5).min(6)).min(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: &[i64]) -> Vec<Instant> {
        minutes.iter().map(|minute| Instant(minute * MINUTE)).collect()
    }

    /// In minutes.
    fn pair(failures: &[i64], now: i64) -> Option<i64> {
        locked_until(Instant(now * MINUTE), &at(failures), &[], &[]).map(|until| until.0 / MINUTE)
    }

    #[test]
    fn the_fifth_failure_locks_for_a_quarter_of_an_hour_from_itself() {
        assert_eq!(pair(&[0, 0, 0, 0], 0), None);
        assert_eq!(pair(&[0, 0, 0, 0, 0], 14), Some(15));
        assert_eq!(pair(&[0, 0, 0, 0, 0], 15), None);
        // Spread over the window, the lock is no shorter.
        assert_eq!(pair(&[0, 3, 6, 9, 12], 26), Some(27));
        assert_eq!(pair(&[0, 3, 6, 9, 12], 27), None);
        // Spread wider than the window, there is none.
        assert_eq!(pair(&[0, 4, 8, 12, 16], 16), None);
        // One failure after a lock is not the sixth of the old window.
        assert_eq!(pair(&[0, 0, 0, 0, 0, 15], 15), None);
        assert_eq!(pair(&[0, 0, 10, 10, 10, 25, 25, 25], 25), None);
    }

    #[test]
    fn from_many_addresses_the_delay_grows() {
        let lock = |count: usize| {
            let failures = at(&vec![0; count]);
            locked_until(Instant(0), &[], &failures, &[]).map(|until| until.0 / MINUTE)
        };
        let delays = [19, 20, 24, 25, 30, 35, 49, 50, 200].map(lock);
        assert_eq!(delays, [None, Some(1), Some(1), Some(2), Some(4), Some(8), Some(32), Some(60), Some(60)]);
    }

    #[test]
    fn an_address_is_stopped_for_a_minute() {
        let stopped =
            |count: usize, now: i64| locked_until(Instant(now), &[], &[], &vec![Instant(0); count]).is_some();
        assert!(!stopped(29, 0));
        assert!(stopped(30, 59_999));
        assert!(!stopped(30, 60_000));
    }
}
