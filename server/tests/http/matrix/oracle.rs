//! What has to become of an attempt: worked out from posts, their acts and their reach, and from how the tenants stand
//! to each other; never by asking the code that decides it.

use axum::http::Method;
use domain::policy::{Act, post_template};
use domain::refusal::Refusal;

use super::attempt::{Attempt, Code, Id, Is, Trying};
use super::cast::{Actor, Realm, Standing};
use super::recipes::{Ground, Lost, Malformed, Slot};
use super::rows::Thing;

/// What has to become of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Allowed,
    /// Refused with this status for an id that cannot be one, to somebody who may.
    Refused(u16),
    NotThere,
    NotYourPost(Act),
    Recusal,
    Suspended,
    KeptOut,
    LinkGone,
    PasswordLinkGone,
    LogIn,
    FirstPassword,
    ForeignOrigin,
    NoSuchMethod,
    Unreadable,
}

impl Verdict {
    pub fn label(self) -> &'static str {
        match self {
            Verdict::Allowed => "放行",
            Verdict::Refused(_) => "放行后因填写被拒",
            Verdict::NotThere => "如同不存在",
            Verdict::NotYourPost(_) => "不是本岗位职责",
            Verdict::Recusal => "回避",
            Verdict::Suspended => "辖区已暂停",
            Verdict::KeptOut => "岗位已停用",
            Verdict::LinkGone => "邀请链接无效",
            Verdict::PasswordLinkGone => "重设密码的链接无效",
            Verdict::LogIn => "请先登录",
            Verdict::FirstPassword => "请先修改密码",
            Verdict::ForeignOrigin => "不是本系统页面发出",
            Verdict::NoSuchMethod => "没有这种请求方法",
            Verdict::Unreadable => "内容无法读取",
        }
    }

    /// The refusal that is told, where one is.
    pub fn refusal(self, actor: &Actor, suspended: &str) -> Option<Refusal> {
        Some(match self {
            Verdict::Allowed | Verdict::Refused(_) => return None,
            Verdict::NotThere | Verdict::NoSuchMethod => Refusal::NotFound,
            Verdict::NotYourPost(act) => Refusal::NotYourPost(act),
            Verdict::Recusal => Refusal::Recusal,
            Verdict::Suspended => Refusal::TenantSuspended { tenant: suspended.to_owned() },
            Verdict::KeptOut => Refusal::KeptOut,
            Verdict::LinkGone => Refusal::InvitationGone,
            Verdict::PasswordLinkGone => Refusal::PasswordLinkGone,
            Verdict::LogIn if actor.standing == Standing::Nobody => Refusal::NotSignedIn,
            Verdict::LogIn => Refusal::SessionEnded,
            Verdict::FirstPassword => Refusal::PasswordMustChange,
            Verdict::ForeignOrigin => Refusal::ForeignOrigin,
            Verdict::Unreadable => Refusal::Malformed,
        })
    }
}

/// Acts that judge a unit: nobody does them to their own.
const JUDGING: [Act; 4] = [Act::ScoreCriteria, Act::ConfirmReview, Act::ReturnItems, Act::CloseCase];
/// Acts that everybody of a tenant does, however far the post reaches.
const COMMON: [Act; 3] = [Act::OpenDesk, Act::ReadScheme, Act::DelegatePost];

pub fn verdict(trying: &Trying<'_>, attempt: &Attempt) -> Verdict {
    let Trying { actor, door, things, .. } = *trying;
    let method = attempt.way.method.as_ref().unwrap_or(&door.method);
    let brings_cookie = actor.standing != Standing::Nobody;
    if !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
        && !attempt.way.origin.is_ours(brings_cookie)
    {
        return Verdict::ForeignOrigin;
    }
    if holds_nul(attempt, door.recipe.ids) {
        return Verdict::NotThere;
    }
    if !trying.knows(method) {
        return Verdict::NoSuchMethod;
    }
    let logged_in = !matches!(actor.standing, Standing::Nobody | Standing::LoggedOut);
    let first = actor.standing == Standing::FirstLogin;
    match door.recipe.ground {
        Ground::Open => return open(attempt, door.recipe.ids, things),
        Ground::Link => return link(attempt, things),
        Ground::PasswordLink => return Verdict::PasswordLinkGone,
        Ground::Password if logged_in => return Verdict::Allowed,
        _ if !logged_in => return Verdict::LogIn,
        _ if first => return Verdict::FirstPassword,
        Ground::Account => return own_account(actor, attempt, things),
        Ground::Platform => return platform(trying, attempt),
        _ => {}
    }
    if has_no_address(attempt, door.recipe.ids) {
        return Verdict::NotThere;
    }
    let Code::Of(realm) = attempt.code else { return Verdict::NotThere };
    if actor.held_in(realm).next().is_none() {
        return Verdict::NotThere;
    }
    if realm == Realm::Suspended {
        return Verdict::Suspended;
    }
    if actor.standing == Standing::KeptOut && realm == Realm::Own {
        return Verdict::KeptOut;
    }
    staff(trying, attempt, realm)
}

/// For everyone, but in a suspended tenant nothing is open.
fn open(attempt: &Attempt, slots: &[Slot], things: &[Thing]) -> Verdict {
    if let Some(early) = unreadable(attempt, slots) {
        return early;
    }
    match attempt.code {
        Code::Nowhere(_) => return Verdict::NotThere,
        Code::Of(Realm::Suspended) => return Verdict::Suspended,
        Code::Of(_) | Code::None => {}
    }
    let realm = if let Code::Of(realm) = attempt.code { Some(realm) } else { None };
    if attempt.ids.iter().all(|id| there(id.is, realm, things)) {
        Verdict::Allowed
    } else {
        Verdict::NotThere
    }
}

/// What is one's own; another's session is not there.
fn own_account(actor: &Actor, attempt: &Attempt, things: &[Thing]) -> Verdict {
    let own = |is| matches!(is, Is::Thing(index) if things[index].holder.as_ref() == Some(&actor.login));
    if attempt.ids.iter().all(|id| own(id.is)) { Verdict::Allowed } else { Verdict::NotThere }
}

/// 三员: each does what the own post includes; every account and every tenant is within their reach.
fn platform(trying: &Trying<'_>, attempt: &Attempt) -> Verdict {
    let Trying { actor, door, .. } = *trying;
    let Some(post) = actor.platform.and_then(post_template) else { return Verdict::NotThere };
    if !post.acts.contains(&door.act) {
        return Verdict::NotYourPost(door.act);
    }
    if let Some(early) = unreadable(attempt, door.recipe.ids) {
        return early;
    }
    let lost = attempt
        .ids
        .iter()
        .zip(door.recipe.ids)
        .any(|(id, slot)| slot.lost == Lost::NotThere && !matches!(id.is, Is::Thing(_)));
    if lost { Verdict::NotThere } else { Verdict::Allowed }
}

/// Whoever holds the link, and to everybody else whatever is wrong with it is the same.
fn link(attempt: &Attempt, things: &[Thing]) -> Verdict {
    match attempt.code {
        Code::Of(realm) if realm != Realm::Suspended && there(attempt.ids[0].is, Some(realm), things) => {
            Verdict::Allowed
        }
        _ => Verdict::LinkGone,
    }
}

fn staff(trying: &Trying<'_>, attempt: &Attempt, realm: Realm) -> Verdict {
    let Trying { actor, door, things, .. } = *trying;
    let slots = door.recipe.ids;
    if let Some(early) = unreadable(attempt, slots) {
        return early;
    }
    // What the act is about is the first of the ids.
    let about = attempt.ids.first().and_then(|id| match id.is {
        Is::Thing(index) if things[index].realm == realm => Some(&things[index]),
        _ => None,
    });
    let not_yours = match door.recipe.ground {
        Ground::Open
        | Ground::Password
        | Ground::Account
        | Ground::Platform
        | Ground::Link
        | Ground::PasswordLink => {
            unreachable!("answered before")
        }
        Ground::Tenant if COMMON.contains(&door.act) => !actor.ever(realm, door.act),
        Ground::Tenant => !actor.over_all(realm, door.act),
        Ground::Anywhere => !actor.ever(realm, door.act),
        Ground::Case => {
            let Some(unit) = about.and_then(|case| case.unit) else { return Verdict::NotThere };
            let may = actor.over_unit(realm, unit, door.act);
            if !may && !actor.over_unit(realm, unit, Act::ViewCase) {
                return Verdict::NotThere;
            }
            if may && JUDGING.contains(&door.act) && actor.belongs_to(realm, unit) {
                return Verdict::Recusal;
            }
            !may
        }
        Ground::FormUnit => {
            let mut named = attempt.ids.iter().zip(slots).filter(|(_, slot)| slot.name == "body:unit");
            let unit = named.find_map(|(id, _)| match id.is {
                Is::Thing(index) if things[index].realm == realm => things[index].unit,
                _ => None,
            });
            let Some(unit) = unit else { return Verdict::NotThere };
            let may = actor.over_unit(realm, unit, door.act);
            if !may && !actor.over_unit(realm, unit, Act::ViewCase) {
                return Verdict::NotThere;
            }
            !may
        }
        Ground::WatchedCase => {
            let unit = about.and_then(|case| case.unit);
            let seen = unit.is_some_and(|unit| actor.over_unit(realm, unit, Act::ViewCase));
            if !seen || !actor.ever(realm, door.act) {
                return Verdict::NotThere;
            }
            false
        }
        Ground::OwnPost | Ground::OwnDelegation if !actor.ever(realm, door.act) => true,
        Ground::OwnPost => {
            if about.is_none_or(|post| post.holder.as_ref() != Some(&actor.login)) {
                return Verdict::NotThere;
            }
            false
        }
        Ground::OwnDelegation => return Verdict::NotThere,
        Ground::File => {
            let seen = match about {
                Some(Thing { unit: Some(unit), .. }) => actor.over_unit(realm, *unit, Act::ViewCase),
                Some(Thing { unit: None, .. }) => actor.over_all(realm, Act::ViewProgress),
                None => false,
            };
            if !seen {
                return Verdict::NotThere;
            }
            false
        }
    };
    if not_yours {
        return Verdict::NotYourPost(door.act);
    }
    let each = || attempt.ids.iter().zip(slots);
    let is_lost = |id: &Id| !there(id.is, Some(realm), things);
    // What stands in the path first, then whether a form can be read, then what it chooses.
    if each().any(|(id, slot)| slot.name.starts_with("path:") && slot.lost == Lost::NotThere && is_lost(id)) {
        return Verdict::NotThere;
    }
    let refused = each()
        .find_map(|(id, slot)| match slot.malformed {
            Malformed::Refused(status) if id.is == Is::Malformed => Some(status),
            _ => None,
        })
        .or_else(|| {
            each().find_map(|(id, slot)| match slot.lost {
                Lost::Refused(status) if is_lost(id) => Some(status),
                _ => None,
            })
        });
    if let Some(status) = refused {
        return Verdict::Refused(status);
    }
    let lost = each().any(|(id, slot)| slot.lost == Lost::NotThere && is_lost(id));
    // Evidence is taken only from the case it hangs on, and a fact is known only in its own. None has a file yet.
    let strayed = each().any(|(id, slot)| match (slot.name, about, id.is) {
        ("body:evidence" | "path:fact", Some(case), Is::Thing(index)) => !things[index].hangs_on(case),
        ("path:evidence", ..) => true,
        _ => false,
    });
    if lost || strayed { Verdict::NotThere } else { Verdict::Allowed }
}

/// Bytes in the path that are no text: no page is there, whoever asks, and nothing of the tenant is looked at.
fn has_no_address(attempt: &Attempt, slots: &[Slot]) -> bool {
    attempt.ids.iter().zip(slots).any(|(id, slot)| slot.name.starts_with("path:") && id.text.contains("%FF"))
}

/// The character 0 in the path: no page has such an address, whoever asks and however.
fn holds_nul(attempt: &Attempt, slots: &[Slot]) -> bool {
    attempt.ids.iter().zip(slots).any(|(id, slot)| slot.name.starts_with("path:") && id.text.contains("%00"))
}

/// What is answered before anybody asks who may.
fn unreadable(attempt: &Attempt, slots: &[Slot]) -> Option<Verdict> {
    let malformed =
        |how| attempt.ids.iter().zip(slots).any(|(id, slot)| id.is == Is::Malformed && slot.malformed == how);
    if malformed(Malformed::NoAddress) {
        Some(Verdict::NotThere)
    } else if malformed(Malformed::Unreadable) {
        Some(Verdict::Unreadable)
    } else {
        None
    }
}

fn there(is: Is, realm: Option<Realm>, things: &[Thing]) -> bool {
    matches!(is, Is::Thing(index) if Some(things[index].realm) == realm)
}
