//! The schemes that come with the program, each read from an official document. Where the document is unclear, the
//! scheme keeps what is written and carries an accepted finding.

use super::Scheme;

/// 济源示范区清廉机关创建考评细则.
const JIYUAN: &str = include_str!("../../schemes/jiyuan.json");

/// Short names of all built-in schemes.
pub fn names() -> &'static [&'static str] {
    &["jiyuan"]
}

/// The canonical text of a built-in scheme.
pub fn text(name: &str) -> Option<&'static str> {
    match name {
        "jiyuan" => Some(JIYUAN),
        _ => None,
    }
}

/// A built-in scheme.
pub fn load(name: &str) -> Option<Scheme> {
    // That every built-in text can be read is tested.
    Scheme::read(text(name)?).ok()
}
