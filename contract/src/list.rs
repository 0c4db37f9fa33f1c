//! Long lists: what of one is wanted, as the address bar has it, and the page of it that is shown.

use std::ops::Deref;

use serde::Deserialize;

/// What of a list is wanted. All of it stands in the address, so that going back, a bookmark and a colleague show the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Wanted {
    /// What is looked for, as it was typed.
    #[serde(default)]
    pub q: String,
    /// The line before the first that is wanted.
    #[serde(default)]
    pub after: String,
    /// The line after the last that is wanted.
    #[serde(default)]
    pub before: String,
}

impl Wanted {
    /// What is looked for, without blanks around it.
    pub fn said(&self) -> &str {
        self.q.trim()
    }

    /// The address of a list with this in it.
    pub fn address(&self, path: &str) -> String {
        let fields = [("q", self.said()), ("after", &self.after), ("before", &self.before)];
        let fields = fields.iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<_> = fields.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }
}

/// A text within an address.
fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    let each = |byte: u8| {
        if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(each).collect()
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page<T> {
    pub lines: Vec<T>,
    pub wanted: Wanted,
    /// How many lines there are of what is wanted.
    pub matching: u64,
    /// How many of them stand before the first that is shown.
    pub before: u64,
    /// Where the page before and the page after begin; none where there is none.
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Lines one page has at most.
    pub const SIZE: u64 = 50;

    /// What is wanted on the page before.
    pub fn back(&self) -> Option<Wanted> {
        let before = self.previous.clone()?;
        Some(Wanted { q: self.wanted.q.clone(), before, ..Wanted::default() })
    }

    /// What is wanted on the page after.
    pub fn forth(&self) -> Option<Wanted> {
        let after = self.next.clone()?;
        Some(Wanted { q: self.wanted.q.clone(), after, ..Wanted::default() })
    }
}

impl<T> Deref for Page<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.lines
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.lines.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_view_stands_in_the_address() {
        let wanted = Wanted { q: " 第10 & 城管 ".into(), after: "7~0a".into(), before: String::new() };
        assert_eq!(wanted.address("/t/x"), "/t/x?q=%E7%AC%AC10%20%26%20%E5%9F%8E%E7%AE%A1&after=7~0a");
        assert_eq!(Wanted::default().address("/t/x"), "/t/x");
        let page = Page::<u32> { wanted, next: Some("9~0b".into()), ..Page::default() };
        assert_eq!(page.back(), None);
        assert!(page.forth().is_some_and(|next| next.address("").ends_with("after=9~0b")));
    }
}
