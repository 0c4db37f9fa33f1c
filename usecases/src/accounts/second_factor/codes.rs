//! 备用口令: for the day the telephone is lost.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use domain::ids::PersonId;
use sha2::{Digest, Sha256};

use crate::edge::secret;

/// How many a person gets.
pub(super) const CODES: usize = 10;

/// New codes, each of 80 random bits: too many to be guessed, so that a plain hash may be kept.
pub(super) fn fresh() -> [String; CODES] {
    std::array::from_fn(|_| {
        let letters = BASE32_NOPAD.encode(&secret::<10>()).to_lowercase();
        let groups: Vec<&str> = (0..4).map(|n| &letters[n * 4..n * 4 + 4]).collect();
        groups.join("-")
    })
}

/// What is kept of a code, however it was typed.
pub(super) fn hash(person: PersonId, code: &str) -> String {
    let typed: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut hash = Sha256::new();
    hash.update(person.0.as_bytes());
    hash.update(typed.to_lowercase());
    HEXLOWER.encode(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn codes_differ_and_are_read_however_they_are_typed() {
        let codes = fresh();
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), CODES);
        let (one, another) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let code = &codes[0];
        assert_eq!(code.len(), 19);
        assert_eq!(hash(one, code), hash(one, &code.to_uppercase().replace('-', " ")));
        assert_ne!(hash(one, code), hash(another, code));
        assert_ne!(hash(one, code), hash(one, &codes[1]));
    }
}
