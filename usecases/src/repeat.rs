//! The same form sent twice — a double click, a reload after an answer that never arrived — is one act. When an act is
//! refused because its result is already there, the use case looks whether this very person did this very thing just
//! now, and if so answers as it did then. It looks in a unit of work of its own that writes nothing and is kept all the
//! same: what it saw may be of a unit that shares its COMMIT, and is told only when that is durable.

use domain::calendar::Instant;

/// How long after an act the same form counts as its repetition, in ms.
const JUST_NOW_MS: i64 = 60_000;

/// Whether `then` is so recent that the same form again is its repetition.
pub(crate) fn just_now(then: Instant, now: Instant) -> bool {
    (0..=JUST_NOW_MS).contains(&(now.0 - then.0))
}
