//! Every post at every door of every tenant, and every place for an id with every kind of id.

use store::Backend;

use super::attempt::{Attempt, Code, Id, Is, Origin, Trying, Way};
use super::cast::{Actor, Realm, Standing};
use super::doors::Door;
use super::oracle::{Verdict, verdict};
use super::recipes::{Ground, Slot, What};
use super::rows::{Thing, first};
use super::world::World;

/// An id of the right shape that nothing has.
pub const MISSING: &str = "01930000-0000-7000-8000-000000000000";
/// A code nobody has, and two nobody can have.
pub const NOWHERE: [Code; 3] = [Code::Nowhere("meiyou"), Code::Nowhere("BENQU"), Code::Nowhere("%FF")];

/// All of it. `shared`: what is decided before ids matter (by having no post there, or without any) is tried with one id
/// of each place, and half on each of the two databases.
pub fn everything(world: &World, shared: bool) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    let mut turn = usize::from(world.backend == Backend::Sqlite);
    for (door_at, door) in world.doors.iter().enumerate() {
        for (actor_at, actor) in world.cast.iter().enumerate() {
            for code in codes(door) {
                let home = if let Code::Of(realm) = code { realm } else { Realm::Own };
                let usual: Vec<_> =
                    door.recipe.ids.iter().map(|slot| usual(&world.things, home, slot)).collect();
                let attempt = |ids, way| Attempt { actor: actor_at, door: door_at, code, ids, way };
                let everyones =
                    matches!(door.recipe.ground, Ground::Open | Ground::Link | Ground::PasswordLink);
                let ids_matter = if everyones {
                    actor.standing == Standing::Nobody || actor_at == 0
                } else {
                    let works_there = actor.held_in(home).next().is_some() && home != Realm::Suspended;
                    !door.has_code() || (works_there && code == Code::Of(home))
                };
                let mut wanted = vec![attempt(usual.clone(), Way::default())];
                if code == Code::Of(Realm::Own) || !door.has_code() {
                    let ways = ways(door).into_iter();
                    wanted.extend(ways.map(|way| attempt(usual.clone(), way)));
                }
                if shared {
                    wanted.retain(|_| {
                        turn += usize::from(!ids_matter);
                        ids_matter || turn.is_multiple_of(2)
                    });
                }
                if ids_matter || !shared {
                    for (at, slot) in door.recipe.ids.iter().enumerate() {
                        for id in others(world, actor, home, slot, &usual[at], ids_matter) {
                            let mut ids = usual.clone();
                            ids[at] = id;
                            wanted.push(attempt(ids, Way::default()));
                        }
                    }
                }
                attempts.extend(wanted);
            }
        }
    }
    attempts.retain(|attempt| leaves_the_world_as_it_is(world, attempt));
    attempts
}

pub fn codes(door: &Door) -> Vec<Code> {
    if door.has_code() {
        Realm::ALL.map(Code::Of).into_iter().chain(NOWHERE).collect()
    } else {
        vec![Code::None]
    }
}

/// Whoever may, may: what still runs would be changed. What is over refuses every change.
pub fn leaves_the_world_as_it_is(world: &World, attempt: &Attempt) -> bool {
    let trying = world.trying(attempt);
    let runs = |id: &Id| matches!(id.is, Is::Thing(index) if !world.things[index].over);
    !(trying.door.is_unsafe()
        && attempt.ids.iter().any(runs)
        && verdict(&trying, attempt) == Verdict::Allowed)
}

/// The tenant's own, of its first unit, over.
fn usual(things: &[Thing], home: Realm, slot: &Slot) -> Id {
    match first(things, home, slot.what) {
        Some(index) => Id { is: Is::Thing(index), text: things[index].id.clone() },
        None => missing(slot.what),
    }
}

/// Own, the sibling unit's, those of every other tenant, one that is not there, one of another kind, and what cannot be
/// an id.
fn others(world: &World, actor: &Actor, home: Realm, slot: &Slot, usual: &Id, thoroughly: bool) -> Vec<Id> {
    let things = &world.things;
    // Of the posts the cast holds, one's own; of the sessions, a few of others, too.
    let counts = |thing: &Thing| {
        let sessions = ["bq.clerk", "bq.scheme_officer", "pt.operator"];
        thing.holder.as_ref().is_none_or(|holder| {
            *holder == actor.login || (slot.what == What::Session && sessions.contains(&holder.as_str()))
        })
    };
    let of_kind = |realm: Realm| {
        let places = things.iter().enumerate();
        places.filter(move |(_, thing)| thing.realm == realm && thing.what == slot.what && counts(thing))
    };
    let id = |(index, thing): (usize, &Thing)| Id { is: Is::Thing(index), text: thing.id.clone() };
    let mut ids: Vec<Id> = vec![missing(slot.what)];
    for realm in Realm::ALL {
        let every = thoroughly && (realm == home || realm == Realm::Own);
        ids.extend(of_kind(realm).map(id).take(if every { usize::MAX } else { 1 }));
        if !thoroughly && realm == Realm::Own {
            break;
        }
    }
    if thoroughly {
        ids.extend(other_kind(things, home, slot.what));
        ids.extend(
            malformed(slot.what).iter().take(2).map(|text| Id { is: Is::Malformed, text: (*text).into() }),
        );
    }
    // What every tenant has alike is everybody's own.
    ids.retain(|id| id.text != usual.text && !is_alike(things, home, slot.what, &id.text));
    ids
}

/// Sections and shared criteria are called the same everywhere.
fn is_alike(things: &[Thing], home: Realm, what: What, text: &str) -> bool {
    matches!(what, What::Section | What::Criterion)
        && first(things, home, what).is_some_and(|index| things[index].id == text)
}

pub fn missing(what: What) -> Id {
    let text = match what {
        What::Section => "99",
        What::Criterion => "99.9",
        What::Asset => "none.js",
        What::Tenant => "meiyou",
        What::Token => "0000000000000000000000000000000000000000000000000000000000000000",
        _ => MISSING,
    };
    Id { is: Is::Missing, text: text.to_owned() }
}

/// The id of something else of the same tenant.
fn other_kind(things: &[Thing], home: Realm, what: What) -> Option<Id> {
    let kind = match what {
        What::Section | What::Criterion | What::Asset | What::Token | What::Tenant => return None,
        What::Case => What::Period,
        _ => What::Case,
    };
    let index = first(things, home, kind)?;
    Some(Id { is: Is::Missing, text: things[index].id.clone() })
}

/// What cannot be an id, as it stands in an address.
pub fn malformed(what: What) -> &'static [&'static str] {
    match what {
        What::Section => &["0", "x", "-1", "1.0", "4294967296", "%20"],
        What::Criterion => &["x", "", "1", "%00"],
        What::Token => &["x", "%FF", "%00", "..%2f"],
        What::Asset => &["..%2fsite.json", "..%5csite.json", "%00", "%FF"],
        _ => &[
            "x",
            "01930000-0000-7000-8000-00000000000g",
            "0",
            "..%2f..%2fqingping.db",
            "%00",
            "%FF",
            "01930000-0000-7000-8000-000000000000%20",
            "01930000-0000-7000-8000-0000000000000",
            "null",
            "*",
            "1%20OR%201=1",
        ],
    }
}

fn ways(door: &Door) -> Vec<Way> {
    let mut ways = vec![Way { json: true, ..Way::default() }];
    if door.is_unsafe() {
        ways.push(Way { origin: Origin::CrossSite, ..Way::default() });
        ways.push(Way { origin: Origin::Silent, ..Way::default() });
    }
    ways
}

impl World {
    pub fn trying(&self, attempt: &Attempt) -> Trying<'_> {
        Trying {
            actor: &self.cast[attempt.actor],
            door: &self.doors[attempt.door],
            doors: &self.doors,
            things: &self.things,
        }
    }
}
