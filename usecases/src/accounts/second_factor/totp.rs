//! One-time codes that follow from a secret and the time (RFC 6238): six digits, half a minute, SHA-1, as every
//! authenticator on a telephone makes them.

use domain::calendar::Instant;
use hmac::{Hmac, Mac as _};
use sha1::Sha1;

/// Length of a secret in bytes (RFC 4226 recommends 20).
pub(super) const SECRET: usize = 20;
/// How long a code is shown, in ms.
const STEP_MS: i64 = 30_000;
/// Codes of one step before and after count, too: telephones' clocks differ.
const TOLERANCE: i64 = 1;

/// The step whose code this is, among those that count now and come after `last`: a code is good once.
pub(super) fn matching_step(secret: &[u8], code: &str, now: Instant, last: i64) -> Option<i64> {
    let present = now.0.div_euclid(STEP_MS);
    // All are compared, so that the time taken does not tell which one it was.
    let steps = (present - TOLERANCE)..=(present + TOLERANCE);
    let fitting = steps.filter(|step| equal(code_at(secret, *step).as_bytes(), code.as_bytes()));
    fitting.filter(|step| *step > last).max()
}

/// The code of a moment.
#[cfg(test)]
fn code_of(secret: &[u8], now: Instant) -> String {
    code_at(secret, now.0.div_euclid(STEP_MS))
}

fn code_at(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("a key of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[hash.len() - 1] & 0x0f);
    let number = u32::from_be_bytes([hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

fn equal(one: &[u8], another: &[u8]) -> bool {
    one.len() == another.len() && one.iter().zip(another).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, by the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_of(b"12345678901234567890", Instant(seconds * 1000)), code);
        }
    }

    #[test]
    fn a_code_counts_one_step_around_and_once() {
        let (secret, at) = (b"12345678901234567890", Instant(1_111_111_111_000));
        let (code, step) = (code_of(secret, at), at.0 / STEP_MS);
        let found = |moved, last| matching_step(secret, &code, at.plus_ms(moved * STEP_MS), last);
        assert_eq!(
            [-2, -1, 0, 1, 2].map(|moved| found(moved, 0)),
            [None, Some(step), Some(step), Some(step), None]
        );
        assert_eq!(found(0, step), None, "used before");
        assert_eq!(found(1, step - 1), Some(step));
        for other in ["", "0", "05047", "0504710", "050472", "０５０４７１"] {
            assert_eq!(matching_step(secret, other, at, 0), None, "{other}");
        }
    }
}
