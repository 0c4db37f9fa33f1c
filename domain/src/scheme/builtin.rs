//! The schemes that come with the program, each read from an official document. Where the document is unclear, the
//! scheme keeps what is written and carries an accepted finding.

use super::Scheme;

/// Short name and canonical text of every built-in scheme: the five documents, then a short blank one of each kind.
const LIBRARY: [(&str, &str); 9] = [
    ("jiyuan", include_str!("../../schemes/jiyuan.json")),
    ("organ", include_str!("../../schemes/organ.json")),
    ("tangjiafang", include_str!("../../schemes/tangjiafang.json")),
    ("wulingyuan", include_str!("../../schemes/wulingyuan.json")),
    ("yueyang", include_str!("../../schemes/yueyang.json")),
    ("blank-points", include_str!("../../schemes/blank-points.json")),
    ("blank-grades", include_str!("../../schemes/blank-grades.json")),
    ("blank-standards", include_str!("../../schemes/blank-standards.json")),
    ("blank-selection", include_str!("../../schemes/blank-selection.json")),
];

/// Short names of all built-in schemes.
pub fn names() -> impl Iterator<Item = &'static str> {
    LIBRARY.iter().map(|(name, _)| *name)
}

/// The canonical text of a built-in scheme.
pub fn text(name: &str) -> Option<&'static str> {
    LIBRARY.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// A built-in scheme.
pub fn load(name: &str) -> Option<Scheme> {
    // That every built-in text can be read is tested.
    Scheme::read(text(name)?).ok()
}
