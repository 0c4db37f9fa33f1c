//! Chance that can be repeated: the same seed gives the same run.

use std::time::Duration;

/// SplitMix64.
#[derive(Clone)]
pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64) -> Chance {
        Chance(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// A moment between two.
    pub fn between(&mut self, from: Duration, to: Duration) -> Duration {
        let span = u64::try_from(to.saturating_sub(from).as_micros()).unwrap_or(u64::MAX);
        from + Duration::from_micros(self.below(span + 1))
    }

    /// An id as browsers make them.
    pub fn id(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        let text = format!("{a:016x}{b:016x}");
        format!("{}-{}-4{}-a{}-{}", &text[..8], &text[8..12], &text[13..16], &text[17..20], &text[20..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_run() {
        let (mut one, mut two) = (Chance::of(7), Chance::of(7));
        assert_eq!(
            (0..9).map(|_| one.next()).collect::<Vec<_>>(),
            (0..9).map(|_| two.next()).collect::<Vec<_>>()
        );
        assert_ne!(Chance::of(7).next(), Chance::of(8).next());
        assert_eq!(one.id().len(), 36);
        assert!(one.below(10) < 10);
        let (from, to) = (Duration::from_millis(5), Duration::from_millis(6));
        assert!((from..=to).contains(&one.between(from, to)));
    }
}
