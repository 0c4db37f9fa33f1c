//! What must be read again but by nobody else: sealed with a key that lies beside the database, not in it.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use data_encoding::HEXLOWER;

use crate::edge::secret;

/// Bytes of the number used once, in front of what is sealed.
const NONCE: usize = 24;

/// Closes and opens. XChaCha20-Poly1305; what is sealed opens only together with whose it is.
#[derive(Clone)]
pub struct Seal {
    cipher: XChaCha20Poly1305,
}

impl Seal {
    /// The seal of a deployment: the key in `folder`, made at the first time, readable by its owner only.
    ///
    /// # Errors
    /// If the folder cannot be read or written, or the key is damaged.
    pub fn open(folder: &Path) -> io::Result<Seal> {
        let path = folder.join("second-factor.secret");
        let key = match std::fs::read(&path) {
            Ok(bytes) => {
                bytes.try_into().map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a damaged key"))?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = secret();
                std::fs::create_dir_all(folder)?;
                let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
                file.write_all(&key)?;
                file.sync_all()?;
                std::fs::File::open(folder)?.sync_all()?;
                key
            }
            Err(error) => return Err(error),
        };
        Ok(Self::with(key))
    }

    /// A seal that ends with the process, for a house that keeps no keys.
    pub fn passing() -> Seal {
        Self::with(secret())
    }

    fn with(key: [u8; 32]) -> Seal {
        Self { cipher: XChaCha20Poly1305::new(&key.into()) }
    }

    /// Closes `plain` for its owner, in hexadecimal.
    pub(crate) fn close(&self, owner: &[u8], plain: &[u8]) -> String {
        let nonce: [u8; NONCE] = secret();
        let payload = Payload { msg: plain, aad: owner };
        let closed = self.cipher.encrypt(&nonce.into(), payload);
        let closed = closed.expect("a few bytes can always be encrypted");
        HEXLOWER.encode(&[&nonce[..], &closed].concat())
    }

    /// Opens it again; `None` if it was closed by another key, for somebody else, or changed.
    pub(crate) fn reopen(&self, owner: &[u8], closed: &str) -> Option<Vec<u8>> {
        let bytes = HEXLOWER.decode(closed.as_bytes()).ok()?;
        let (nonce, closed) = bytes.split_first_chunk::<NONCE>()?;
        self.cipher.decrypt(&(*nonce).into(), Payload { msg: closed, aad: owner }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_opens_and_only_for_the_same_owner() {
        let seal = Seal::passing();
        let closed = seal.close(b"one", b"secret");
        assert!(!closed.contains(&HEXLOWER.encode(b"secret")));
        assert_ne!(closed, seal.close(b"one", b"secret"), "nothing shows that two are equal");
        assert_eq!(seal.reopen(b"one", &closed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(seal.reopen(b"another", &closed), None);
        assert_eq!(Seal::passing().reopen(b"one", &closed), None);
        let changed = closed.replace(|c: char| c.is_ascii_digit(), "0");
        assert_eq!(seal.reopen(b"one", &changed), None);
        for text in ["", "00", "xyz"] {
            assert_eq!(seal.reopen(b"one", text), None, "{text}");
        }
    }

    #[test]
    fn the_key_is_made_once_and_kept_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("keys");
        let closed = Seal::open(&keys).unwrap().close(b"one", b"secret");
        assert!(Seal::open(&keys).unwrap().reopen(b"one", &closed).is_some());
        let path = keys.join("second-factor.secret");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&path, b"short").unwrap();
        assert!(Seal::open(&keys).is_err());
    }
}
