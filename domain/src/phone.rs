//! Telephone numbers of people, and how others see them.

use crate::figures;

/// A number as it may be kept: digits, with hyphens and a leading plus; `None` if it cannot be one.
pub fn read(text: &str) -> Option<String> {
    // (0391)6630000 is 0391-6630000.
    let text = figures::plain(text).replace('(', "").replace(')', "-");
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let rest = text.strip_prefix('+').unwrap_or(&text);
    let well_formed = rest.chars().all(|c| c.is_ascii_digit() || c == '-')
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.ends_with(|c: char| c.is_ascii_digit());
    (well_formed && (7..=15).contains(&digits)).then_some(text)
}

/// As others see it: “138****0000”.
pub fn masked(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    let shown = if characters.len() >= 11 { (3, 4) } else { (0, 2) };
    let hidden = characters.len().saturating_sub(shown.0 + shown.1);
    let mask = |(at, c): (usize, &char)| {
        if at >= shown.0 && at < shown.0 + hidden { '*' } else { *c }
    };
    characters.iter().enumerate().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_masked() {
        for (text, kept, shown) in [
            ("138 0000 1234", Some("13800001234"), "138****1234"),
            ("0391-6630000", Some("0391-6630000"), "039*****0000"),
            ("+86-13800001234", Some("+86-13800001234"), "+86********1234"),
            ("6630000", Some("6630000"), "*****00"),
            ("１３８００００１２３４", Some("13800001234"), "138****1234"),
            ("（0391）6630000", Some("0391-6630000"), "039*****0000"),
            ("０３９１－６６３００００", Some("0391-6630000"), "039*****0000"),
        ] {
            let read = read(text);
            assert_eq!(read.as_deref(), kept, "{text}");
            assert_eq!(masked(&read.unwrap()), shown);
        }
        for text in ["", "12", "电话", "-1234567", "1234567-", "12345678901234567", "138a0001234"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(masked(""), "");
    }
}
