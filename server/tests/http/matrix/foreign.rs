//! What belongs to others answers exactly like what is not there: the same status, headers and body, after the same
//! questions to the database, in the same time.

use std::time::{Duration, Instant};

use domain::policy::Act;
use store::testing::TestDatabases;

use super::attempt::{Attempt, Code, Id, Is, Way};
use super::cast::Realm;
use super::oracle::{Verdict, verdict};
use super::plan::missing;
use super::recipes::{Ground, Lost, What};
use super::rows::first;
use super::run::Reply;
use super::world::World;

/// An attempt with somebody else's id, and the same one with an id nothing has.
struct Pair {
    foreign: Attempt,
    nowhere: Attempt,
}

#[tokio::test]
async fn a_foreign_id_is_answered_as_one_that_is_not_there() {
    for database in TestDatabases::both().await {
        let world = World::on(database).await;
        let pairs = pairs(&world);
        assert!(pairs.len() > 200, "{}", pairs.len());
        for pair in &pairs {
            let door = &world.doors[pair.foreign.door];
            let told = pair.foreign.told(&world.cast[pair.foreign.actor], door);
            let (mut foreign, mut nowhere) =
                (heard(&world, &pair.foreign).await, heard(&world, &pair.nowhere).await);
            // A look at session and posts holds for a second: whoever meets its end asks again.
            for _ in 0..5 {
                if foreign.1 == nowhere.1 {
                    break;
                }
                (foreign, nowhere) = (heard(&world, &pair.foreign).await, heard(&world, &pair.nowhere).await);
            }
            assert_eq!(without(&foreign.0, &pair.foreign), without(&nowhere.0, &pair.nowhere), "{told}");
            assert_eq!(foreign.1, nowhere.1, "{told}: other questions to the database");
        }
    }
}

/// What a clock at the other end could tell, with requests of both kinds in turn: the middle one of each kind takes as
/// long as that of the other, give or take a third. A busy machine may spoil a round, not five.
#[tokio::test]
async fn a_foreign_id_takes_as_long_as_one_that_is_not_there() {
    let world = World::on(TestDatabases::sqlite().await).await;
    let wanted = [
        "GET /t/{code}/cases/{case}",
        "GET /t/{code}/files/{file}",
        "GET /t/{code}/decisions/{decision}/publish",
        "POST /t/{code}/api/answers/save",
    ];
    for door in wanted {
        let pairs = pairs(&world);
        let pair = pairs.iter().find(|pair| world.doors[pair.foreign.door].recipe.door == door);
        let pair = pair.expect("somebody to try it");
        let mut rounds = Vec::new();
        while rounds.len() < 5 {
            let (foreign, nowhere) = medians(&world, pair).await;
            let (less, more) = (foreign.min(nowhere), foreign.max(nowhere));
            rounds.push((foreign, nowhere));
            if more * 3 <= less * 4 {
                break;
            }
        }
        let (foreign, nowhere) = rounds[rounds.len() - 1];
        println!("{door}: foreign {foreign:?}, missing {nowhere:?}, {} round(s)", rounds.len());
        assert!(foreign.max(nowhere) * 3 <= foreign.min(nowhere) * 4, "{door}: {rounds:?}");
    }
}

async fn medians(world: &World, pair: &Pair) -> (Duration, Duration) {
    const REQUESTS: usize = 200;
    let (mut foreign, mut nowhere) = (Vec::new(), Vec::new());
    for _ in 0..REQUESTS {
        for (attempt, took) in [(&pair.foreign, &mut foreign), (&pair.nowhere, &mut nowhere)] {
            let door = &world.doors[attempt.door];
            let cookie = world.cookie(attempt.actor, door).await;
            let request = attempt.request(door, cookie.as_deref(), false);
            let since = Instant::now();
            world.ask(request).await;
            took.push(since.elapsed());
        }
    }
    foreign.sort();
    nowhere.sort();
    (foreign[REQUESTS / 2], nowhere[REQUESTS / 2])
}

/// The answer, and what the database was asked for it by somebody who was recognised just before.
async fn heard(world: &World, attempt: &Attempt) -> (Reply, Vec<String>) {
    let door = &world.doors[attempt.door];
    let cookie = world.cookie(attempt.actor, door).await;
    world.ask(attempt.request(door, cookie.as_deref(), false)).await;
    let request = attempt.request(door, cookie.as_deref(), false);
    store::statements::listen();
    let reply = world.ask(request).await;
    (reply, store::statements::heard().into_iter().map(|statement| statement.sql).collect())
}

/// The reply without what the request said itself, and without a renewed cookie.
fn without(reply: &Reply, attempt: &Attempt) -> Reply {
    let mut reply = reply.clone();
    reply.headers.remove("set-cookie");
    let echo = |text: &str| attempt.ids.iter().fold(text.to_owned(), |text, id| text.replace(&id.text, "*"));
    reply.body = echo(&String::from_utf8_lossy(&reply.body)).into_bytes();
    if let Some(to) = reply.headers.get("location").and_then(|to| to.to_str().ok()) {
        reply.headers.insert("location", echo(to).parse().expect("a header"));
    }
    reply
}

/// For every place for an id: somebody who may do the act to what is their own, and somebody who may not do it at all;
/// with the id of every other tenant, and of the sibling unit where that is out of reach.
fn pairs(world: &World) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (door_at, door) in world.doors.iter().enumerate() {
        if matches!(door.recipe.ground, Ground::Account | Ground::Platform) || !door.has_code() {
            continue;
        }
        for (at, slot) in door.recipe.ids.iter().enumerate() {
            if matches!(slot.what, What::Section | What::Criterion | What::Asset)
                || slot.lost == Lost::Ignored
            {
                continue;
            }
            let own: Vec<Id> = door
                .recipe
                .ids
                .iter()
                .map(|slot| match first(&world.things, Realm::Own, slot.what) {
                    Some(index) => Id { is: Is::Thing(index), text: world.things[index].id.clone() },
                    None => missing(slot.what),
                })
                .collect();
            let attempt = |actor, id: Option<Id>| {
                let mut ids = own.clone();
                if let Some(id) = id {
                    ids[at] = id;
                }
                Attempt { actor, door: door_at, code: Code::Of(Realm::Own), ids, way: Way::default() }
            };
            let decided = |attempt: &Attempt| verdict(&world.trying(attempt), attempt);
            let actors = 0..world.cast.len();
            let may = actors.clone().filter(|actor| decided(&attempt(*actor, None)) == Verdict::Allowed);
            let may_not = actors.filter(|actor| decided(&attempt(*actor, None)) != Verdict::Allowed);
            for actor in may.take(2).chain(may_not.take(2)) {
                for (index, thing) in world.things.iter().enumerate() {
                    let one = thing.realm == Realm::Own
                        || first(&world.things, thing.realm, thing.what) == Some(index);
                    if thing.what != slot.what || thing.holder.is_some() || !one {
                        continue;
                    }
                    let foreign = attempt(actor, Some(Id { is: Is::Thing(index), text: thing.id.clone() }));
                    let nowhere = attempt(actor, Some(missing(slot.what)));
                    let sibling = thing
                        .unit
                        .is_some_and(|unit| !world.cast[actor].over_unit(Realm::Own, unit, Act::ViewCase));
                    let out_of_reach = thing.realm != Realm::Own || sibling;
                    if out_of_reach && decided(&foreign) == decided(&nowhere) {
                        pairs.push(Pair { foreign, nowhere });
                    }
                }
            }
        }
    }
    pairs
}
