//! What an island starts from, small on the wire and cheap to read: reading a whole 创建方案 as JSON took a third of the
//! browser's code.
//!
//! A value is written in binary and put into an attribute of the page as text. Most of it is Chinese text already and
//! stays as it is, so that the page compresses well; other bytes become characters of the private use area.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that travels inside the page. Both ends are of one build: it is never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed<T>(pub T);

/// The text is not what [`Packed`] writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Where the 256 bytes that are not text stand among the characters.
const FIRST: u32 = 0xE000;

impl<T: BorshSerialize> Packed<T> {
    /// The value as text without control characters.
    pub fn to_text(&self) -> String {
        let bytes = borsh::to_vec(&self.0).expect("memory takes everything");
        let mut text = String::with_capacity(bytes.len() * 2);
        for chunk in bytes.utf8_chunks() {
            for c in chunk.valid().chars() {
                if c.is_control() || byte_of(c).is_some() {
                    let mut buffer = [0; 4];
                    text.extend(c.encode_utf8(&mut buffer).bytes().map(char_of));
                } else {
                    text.push(c);
                }
            }
            text.extend(chunk.invalid().iter().copied().map(char_of));
        }
        text
    }
}

impl<T: BorshDeserialize> Packed<T> {
    /// Reads what [`Packed::to_text`] wrote.
    pub fn from_text(text: &str) -> Result<Self, Unreadable> {
        let mut bytes = Vec::with_capacity(text.len());
        for c in text.chars() {
            match byte_of(c) {
                Some(byte) => bytes.push(byte),
                None => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        borsh::from_slice(&bytes).map(Packed).map_err(|_| Unreadable)
    }
}

fn char_of(byte: u8) -> char {
    char::from_u32(FIRST + u32::from(byte)).expect("the private use area has room")
}

fn byte_of(c: char) -> Option<u8> {
    u32::from(c).checked_sub(FIRST).and_then(|byte| u8::try_from(byte).ok())
}

impl<T: BorshSerialize> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // An island wakes through the function that renders it on the server and writes down its props once more; in the
        // browser nobody reads them.
        #[cfg(target_family = "wasm")]
        let text = "";
        #[cfg(not(target_family = "wasm"))]
        let text = &self.to_text();
        serializer.serialize_str(text)
    }
}

impl<'de, T: BorshDeserialize> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: String = Deserialize::deserialize(deserializer)?;
        Self::from_text(&text).map_err(|Unreadable| D::Error::custom("not of this build"))
    }
}

#[cfg(test)]
mod tests {
    use domain::scheme::{Scheme, builtin};

    use super::*;

    #[test]
    fn every_scheme_comes_back_as_it_was() {
        for name in builtin::names() {
            let scheme = builtin::load(name).unwrap();
            let text = Packed(&scheme).to_text();
            assert!(!text.contains(char::is_control), "{name}");
            assert_eq!(Packed::<Scheme>::from_text(&text), Ok(Packed(scheme)));
        }
    }

    #[test]
    fn every_byte_and_every_character_survives() {
        let bytes: Vec<u8> = (0..=255).chain([0xE6, 0xB8, 0x85, 0xE6, 0xB8]).collect();
        assert_eq!(Packed::from_text(&Packed(&bytes).to_text()), Ok(Packed(bytes)));
        for words in ["清评 “<>&\"'”", "\u{e000}\u{e0ff}\u{e100}", "\0\r\n\u{7f}\u{85}\u{2028}", "𠮷"]
        {
            let words = words.to_owned();
            assert_eq!(Packed::from_text(&Packed(&words).to_text()), Ok(Packed(words)));
        }
    }

    #[test]
    fn damaged_text_is_refused() {
        let text = Packed(vec!["清".to_owned(), "评".to_owned()]).to_text();
        assert!(Packed::<Vec<String>>::from_text(&text).is_ok());
        let shorter: String = text.chars().skip(1).collect();
        for damaged in ["", "清", &shorter, &format!("{text}评")] {
            assert_eq!(Packed::<Vec<String>>::from_text(damaged), Err(Unreadable), "{damaged}");
        }
    }
}
