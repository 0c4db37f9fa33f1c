//! Canaries: a number in every text of every tenant that says whose it is and what it stands in. Digits come through
//! HTML, JSON, addresses and headers unchanged, so that one search finds them wherever they got to.

use std::fmt;

use domain::policy::Act;

use super::cast::{Actor, Realm};

/// Begins every canary, and nothing else.
const SIGN: &str = "83640927";

/// What a canary stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    TenantName,
    UnitName,
    PersonName,
    SchemeTitle,
    SchemeText,
    Outcome,
    PeriodTitle,
    Remark,
    Reason,
    ReturnMessage,
    EvidenceTitle,
    FileName,
    FileBytes,
    Meeting,
    Present,
    DecisionNote,
    MinutesName,
    MinutesBytes,
    Announcement,
    JournalDetail,
}

impl Kind {
    const ALL: [Kind; 20] = {
        use Kind::*;
        [
            TenantName,
            UnitName,
            PersonName,
            SchemeTitle,
            SchemeText,
            Outcome,
            PeriodTitle,
            Remark,
            Reason,
            ReturnMessage,
            EvidenceTitle,
            FileName,
            FileBytes,
            Meeting,
            Present,
            DecisionNote,
            MinutesName,
            MinutesBytes,
            Announcement,
            JournalDetail,
        ]
    };
}

/// Whose text, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canary {
    pub realm: Realm,
    /// `None`: of the tenant as a whole.
    pub unit: Option<usize>,
    pub kind: Kind,
}

impl fmt::Display for Canary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let realm = Realm::ALL.iter().position(|realm| *realm == self.realm).expect("one of them");
        let kind = Kind::ALL.iter().position(|kind| *kind == self.kind).expect("one of them");
        write!(f, "{SIGN}{realm}{}{kind:02}", self.unit.map_or(0, |unit| unit + 1))
    }
}

impl Canary {
    fn read(digits: &str) -> Option<Canary> {
        let realm = *Realm::ALL.get(digits.get(..1)?.parse::<usize>().ok()?)?;
        let unit = digits.get(1..2)?.parse::<usize>().ok()?.checked_sub(1);
        let kind = *Kind::ALL.get(digits.get(2..4)?.parse::<usize>().ok()?)?;
        Some(Canary { realm, unit, kind })
    }
}

/// All canaries in a text; one that was cut in two is a failure of the search.
pub fn found(text: &str) -> Vec<Canary> {
    text.match_indices(SIGN)
        .map(|(at, _)| Canary::read(&text[at + SIGN.len()..]).expect("a whole canary"))
        .collect()
}

/// What everyone reads on a tenant's public pages.
const ANNOUNCED: &[Kind] = &[Kind::TenantName, Kind::Announcement, Kind::UnitName, Kind::Outcome];
/// What the link of an invitation tells.
const OFFERED: &[Kind] = &[Kind::TenantName, Kind::PersonName, Kind::UnitName];
/// What the commissions above read in 辖区总览.
const PROJECTED: &[Kind] = &[Kind::TenantName, Kind::PeriodTitle, Kind::UnitName, Kind::Outcome];

/// Whether a canary may stand in an answer to this person at this door (its path as it is listed), in this tenant.
pub fn may_be_seen(canary: Canary, actor: &Actor, path: &str, realm: Option<Realm>) -> bool {
    let own_pages = realm == Some(canary.realm);
    match path {
        "/" => canary.kind == Kind::TenantName,
        "/account" => canary.kind == Kind::TenantName || inside(canary, actor),
        // The platform's staff see which tenants and accounts there are.
        _ if path.starts_with("/ops") => matches!(canary.kind, Kind::TenantName | Kind::PersonName),
        _ if path.starts_with("/p/{code}") => {
            let open = canary.realm != Realm::Suspended || canary.kind == Kind::TenantName;
            own_pages && open && ANNOUNCED.contains(&canary.kind)
        }
        "/t/{code}/oversight" if !own_pages => realm.is_some_and(|viewer| {
            canary.realm.stands_below(viewer)
                && actor.over_all(viewer, Act::ViewSubordinates)
                && PROJECTED.contains(&canary.kind)
        }),
        // To whom the link offers a post, by whom and where.
        _ if path.starts_with("/join/") => own_pages && OFFERED.contains(&canary.kind),
        _ if path.starts_with("/t/{code}") => own_pages && inside(canary, actor),
        _ => false,
    }
}

/// Whether a canary may stand in the menu around a page: where the reader works, in which post, and their own name.
pub fn in_own_menu(canary: Canary, actor: &Actor) -> bool {
    matches!(canary.kind, Kind::TenantName | Kind::PersonName | Kind::UnitName) && inside(canary, actor)
}

/// What the people of a tenant see of each other.
fn inside(canary: Canary, actor: &Actor) -> bool {
    let Canary { realm, unit, kind } = canary;
    let member = actor.held_in(realm).next().is_some();
    if realm == Realm::Suspended {
        return member && kind == Kind::TenantName;
    }
    let all = |act| actor.over_all(realm, act);
    let reads = actor.ever(realm, Act::ReadScheme);
    let sees_case = match unit {
        Some(unit) => actor.over_unit(realm, unit, Act::ViewCase),
        None => actor.ever(realm, Act::ViewCase),
    };
    let staff_lists = all(Act::ManagePeople) || all(Act::ViewJournal);
    match kind {
        Kind::TenantName => member,
        Kind::SchemeTitle | Kind::SchemeText | Kind::Outcome | Kind::PeriodTitle | Kind::Announcement => {
            reads
        }
        Kind::UnitName => sees_case || all(Act::ViewProgress) || staff_lists,
        Kind::PersonName => {
            sees_case || staff_lists || (unit.is_none() && (reads || actor.ever(realm, Act::DelegatePost)))
        }
        Kind::Remark
        | Kind::Reason
        | Kind::ReturnMessage
        | Kind::EvidenceTitle
        | Kind::FileName
        | Kind::FileBytes => sees_case,
        Kind::Meeting => all(Act::ViewProgress) || sees_case,
        Kind::Present | Kind::DecisionNote | Kind::MinutesName | Kind::MinutesBytes => all(Act::ViewProgress),
        // Kept for the day it is asked for; no page shows it.
        Kind::JournalDetail => false,
    }
}

#[test]
fn a_canary_is_recognised_wherever_it_got_to() {
    let canary = Canary { realm: Realm::Beside, unit: Some(1), kind: Kind::Remark };
    for text in [format!("说明{canary}。"), format!("{{\"remark\":\"{canary}\"}}"), format!("%E8{canary}%AF")]
    {
        assert_eq!(found(&text), [canary], "{text}");
    }
    assert_eq!(found("无"), []);
}
