//! Which announcements stand, and which decisions have to be announced yet.

use std::collections::HashSet;

use contract::announcement::{Does, Related};
use domain::ids::{AnnouncementId, DecisionId};
use store::announcements::{Announcement, Kind};
use store::decisions::Decision;

pub(super) fn does(kind: Kind) -> Does {
    match kind {
        Kind::Results => Does::Results,
        Kind::Correction => Does::Correction,
        Kind::Withdrawal => Does::Withdrawal,
    }
}

pub(super) fn related(row: &Announcement) -> Related {
    Related {
        id: row.id,
        does: does(row.kind),
        number: row.number.clone(),
        title: row.title.clone(),
        dated: row.published_at.day().to_string(),
    }
}

/// Whether an announcement was withdrawn, or corrects one that was.
pub(super) fn withdrawn(id: AnnouncementId, all: &[Announcement]) -> bool {
    let by_itself = |id| all.iter().any(|one| one.kind == Kind::Withdrawal && one.amends == Some(id));
    let corrects = all.iter().find(|one| one.id == id && one.kind == Kind::Correction);
    let amends = corrects.and_then(|one| one.amends);
    by_itself(id) || amends.is_some_and(by_itself)
}

/// The announcement that made a first decision public and still stands.
pub(super) fn in_force(first: DecisionId, all: &[Announcement]) -> Option<&Announcement> {
    all.iter().find(|one| one.decision == first && one.kind == Kind::Results && !withdrawn(one.id, all))
}

/// The decisions of a period that have to be announced yet: first ones that are not public, and of what was corrected after
/// it was public the newest correction that no announcement tells.
pub(crate) fn owed(decided: &[Decision], all: &[Announcement]) -> HashSet<DecisionId> {
    let mut owed = HashSet::new();
    for first in decided.iter().filter(|one| one.corrects.is_none()) {
        let Some(standing) = in_force(first.id, all) else {
            owed.insert(first.id);
            continue;
        };
        let id = first.id;
        let corrections = || decided.iter().filter(move |one| one.corrects == Some(id));
        let told = |correction: &Decision| {
            standing.published_at > correction.at
                || corrections()
                    .any(|other| other.at >= correction.at && all.iter().any(|one| one.decision == other.id))
        };
        let untold = corrections().filter(|one| one.after_publication && !told(one));
        owed.extend(untold.max_by_key(|one| one.at).map(|one| one.id));
    }
    owed
}

/// What may still be corrected or withdrawn, the newest first.
pub(crate) fn amendable(all: &[Announcement]) -> Vec<Related> {
    let stands = |one: &&Announcement| one.kind != Kind::Withdrawal && !withdrawn(one.id, all);
    all.iter().filter(stands).map(related).collect()
}
