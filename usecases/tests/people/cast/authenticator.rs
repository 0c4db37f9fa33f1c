//! A telephone: reads the secret from the page, as a person would type it, and makes codes by the clock.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, Mac as _};
use sha1::Sha1;

pub struct Authenticator {
    secret: Vec<u8>,
}

impl Authenticator {
    /// Takes the secret in groups of four.
    pub fn new(groups: &str) -> Self {
        let letters: String = groups.split_whitespace().collect();
        Self { secret: BASE32_NOPAD.decode(letters.as_bytes()).expect("a secret in base 32") }
    }

    /// The code of a moment, in ms since 1970.
    pub fn code(&self, ms: i64) -> String {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.secret).expect("any key");
        mac.update(&(ms / 30_000).to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 15);
        let number = hash[at..at + 4].iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
        format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
    }
}
