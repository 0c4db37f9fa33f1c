//! Attempts without end, drawn from a seed: the same number is always the same attempt.

use axum::http::Method;

use super::attempt::{Attempt, Code, Id, Is, Origin, Way};
use super::cast::Realm;
use super::doors::Door;
use super::plan::{codes, leaves_the_world_as_it_is, malformed, missing};
use super::recipes::{Slot, What};
use super::world::World;

/// Numbers that look like chance (Steele, Lea and Flood's SplitMix).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).expect("less than a usize")
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// So many times in a hundred.
    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Headers that must make no difference to who may do what.
const MORE: &[(&str, &str)] = &[
    ("x-forwarded-for", "127.0.0.1"),
    ("forwarded", "for=127.0.0.1;host=evil.example"),
    ("x-original-url", "/t/linqu"),
    ("x-rewrite-url", "/healthz"),
    ("x-http-method-override", "GET"),
    ("x-tenant-id", "linqu"),
    ("x-forwarded-host", "evil.example"),
    ("authorization", "Basic YWRtaW46YWRtaW4="),
    ("cookie", "__Host-qingpin=x; qingping=y; __Host-qingping2=z"),
    ("referer", "https://evil.example/t/linqu"),
    ("range", "bytes=0-3"),
    ("if-none-match", "*"),
    ("if-modified-since", "Mon, 02 Nov 2026 01:00:00 GMT"),
    ("accept-language", "en"),
    ("x-requested-with", "XMLHttpRequest"),
    ("te", "trailers"),
];

/// The attempt with this number.
pub fn attempt(world: &World, seed: u64, number: u64) -> Attempt {
    let mut draw = Draw(seed ^ number.wrapping_mul(0xd6e8_feb8_6659_fd93));
    loop {
        let attempt = drawn(world, &mut draw);
        if leaves_the_world_as_it_is(world, &attempt) {
            return attempt;
        }
    }
}

fn drawn(world: &World, draw: &mut Draw) -> Attempt {
    let door_at = draw.below(world.doors.len());
    let door = &world.doors[door_at];
    let code =
        if draw.percent(50) && door.has_code() { Code::Of(Realm::Own) } else { *draw.one(&codes(door)) };
    let home = if let Code::Of(realm) = code { realm } else { Realm::Own };
    let ids = door.recipe.ids.iter().map(|slot| id(world, draw, home, slot)).collect();
    let mut way = Way {
        json: draw.percent(15),
        escaped_code: draw.percent(10),
        origin: if draw.percent(85) { Origin::Ours } else { *draw.one(&Origin::ALL) },
        ..Way::default()
    };
    if draw.percent(5) {
        let methods = ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "PROPFIND"];
        way.method = Method::from_bytes(draw.one(&methods).as_bytes()).ok();
        // Where the path has a page, too, that is what answers HEAD; it has a door of its own.
        let page = |other: &Door| other.path == door.path && other.method == Method::GET;
        if way.method == Some(Method::HEAD) && door.method != Method::GET && world.doors.iter().any(page) {
            way.method = None;
        }
    }
    while draw.percent(25) && way.more.len() < 3 {
        way.more.push(*draw.one(MORE));
    }
    Attempt { actor: draw.below(world.cast.len()), door: door_at, code, ids, way }
}

fn id(world: &World, draw: &mut Draw, home: Realm, slot: &Slot) -> Id {
    let of_kind = |realm: Option<Realm>| -> Vec<usize> {
        let fits = |index: &usize| {
            let thing = &world.things[*index];
            thing.what == slot.what && realm.is_none_or(|realm| thing.realm == realm)
        };
        (0..world.things.len()).filter(fits).collect()
    };
    let known = match draw.below(100) {
        0..50 => of_kind(Some(home)),
        50..75 => of_kind(None),
        75..85 => return missing(slot.what),
        85..90 => {
            let thing = draw.one(&world.things);
            let shared = matches!(
                slot.what,
                What::Section | What::Criterion | What::Asset | What::Token | What::Tenant
            );
            return if shared || thing.what == slot.what || thing.id.len() != 36 {
                missing(slot.what)
            } else {
                Id { is: Is::Missing, text: thing.id.clone() }
            };
        }
        _ => {
            let text = (*draw.one(malformed(slot.what))).to_owned();
            return Id { is: Is::Malformed, text };
        }
    };
    if known.is_empty() {
        return missing(slot.what);
    }
    let index = *draw.one(&known);
    let thing = &world.things[index];
    // What is called the same everywhere is one's own.
    let alike = of_kind(Some(home)).into_iter().find(|own| world.things[*own].id == thing.id);
    Id { is: Is::Thing(alike.unwrap_or(index)), text: spelled(draw, slot, &thing.id) }
}

/// Other ways to write the same id.
fn spelled(draw: &mut Draw, slot: &Slot, id: &str) -> String {
    if id.len() != 36 || draw.percent(60) {
        return id.to_owned();
    }
    let simple = id.replace('-', "");
    match draw.below(5) {
        0 => id.to_uppercase(),
        1 => simple,
        2 => format!("{{{id}}}"),
        3 => format!("urn:uuid:{id}"),
        _ if slot.name.starts_with("path:") => id.bytes().map(|byte| format!("%{byte:02x}")).collect(),
        _ => simple.to_uppercase(),
    }
}
