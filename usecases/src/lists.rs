//! Long lists, page by page: from what the address wants to a part of the store's, and back.

use contract::list::{Page, Wanted};
use store::slices::{From, Part, Place, Slice};

/// The part of a list that is wanted. An address that names no place of it shows its beginning.
pub(crate) fn slice(wanted: &Wanted) -> Slice {
    let place = |text: &str| text.parse::<Place>().ok();
    let from = match (place(&wanted.after), place(&wanted.before)) {
        (Some(place), _) => From::After(place),
        (None, Some(place)) => From::Before(place),
        (None, None) => From::Start,
    };
    Slice { from, size: Page::<()>::SIZE }
}

/// The page of a part; `place`: where a row stands.
pub(crate) fn page<R, T>(
    wanted: &Wanted,
    part: &Part<R>,
    lines: Vec<T>,
    place: impl Fn(&R) -> Option<Place>,
) -> Page<T> {
    let shown = u64::try_from(part.rows.len()).unwrap_or(u64::MAX);
    let at = |row: Option<&R>| row.and_then(&place).map(|place| place.to_string());
    let (first, last) = (at(part.rows.first()), at(part.rows.last()));
    Page {
        lines,
        wanted: wanted.clone(),
        matching: part.matching,
        before: part.before,
        previous: first.filter(|_| part.before > 0),
        next: last.filter(|_| part.before.saturating_add(shown) < part.matching),
    }
}
