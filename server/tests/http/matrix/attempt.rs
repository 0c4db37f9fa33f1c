//! One person at one door: who, where, with which ids, in which way.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use std::net::SocketAddr;

use super::cast::{Actor, Realm, Standing};
use super::doors::Door;
use super::recipes::{Filling, Sent};
use super::rows::Thing;
use super::year;

/// The tenant in the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Of(Realm),
    /// A code nobody has, or one that nobody can have.
    Nowhere(&'static str),
    /// The path has none.
    None,
}

/// What an id is the id of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// By its place in the list of things.
    Thing(usize),
    /// Nothing of the kind has it.
    Missing,
    /// It cannot be an id.
    Malformed,
}

#[derive(Clone, Debug)]
pub struct Id {
    pub is: Is,
    pub text: String,
}

/// What the request says of the page it comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    #[default]
    Ours,
    OurAddress,
    OtherAddress,
    CrossSite,
    SameSite,
    Silent,
}

impl Origin {
    pub const ALL: [Origin; 6] = {
        use Origin::*;
        [Ours, OurAddress, OtherAddress, CrossSite, SameSite, Silent]
    };

    /// A request without a session may come from a program that says nothing.
    pub fn is_ours(self, brings_cookie: bool) -> bool {
        match self {
            Origin::Ours | Origin::OurAddress => true,
            Origin::OtherAddress | Origin::CrossSite | Origin::SameSite => false,
            Origin::Silent => !brings_cookie,
        }
    }

    fn header(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Origin::Ours => ("sec-fetch-site", "same-origin"),
            Origin::CrossSite => ("sec-fetch-site", "cross-site"),
            Origin::SameSite => ("sec-fetch-site", "same-site"),
            Origin::OurAddress => ("origin", "http://127.0.0.1:3000"),
            Origin::OtherAddress => ("origin", "https://evil.example"),
            Origin::Silent => return None,
        })
    }
}

/// How the request is made; by default as a page of ours makes it.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// Instead of the door's own.
    pub method: Option<Method>,
    pub origin: Origin,
    /// Asks for JSON instead of a page.
    pub json: bool,
    /// Headers that should make no difference.
    pub more: Vec<(&'static str, &'static str)>,
    /// The code's letters written as %XX.
    pub escaped_code: bool,
}

/// Actor and door are places in their lists.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub actor: usize,
    pub door: usize,
    pub code: Code,
    /// One for each slot of the recipe.
    pub ids: Vec<Id>,
    pub way: Way,
}

/// Who tries which door, and what there is.
#[derive(Clone, Copy)]
pub struct Trying<'a> {
    pub actor: &'a Actor,
    pub door: &'a Door,
    pub doors: &'a [Door],
    pub things: &'a [Thing],
}

impl Trying<'_> {
    /// Whether the door's path has this method.
    pub fn knows(&self, method: &Method) -> bool {
        let listed = |method: &Method| {
            self.doors.iter().any(|door| door.path == self.door.path && door.method == *method)
        };
        listed(method) || (*method == Method::HEAD && listed(&Method::GET))
    }

    /// Which door of the path answers: HEAD is answered where GET is.
    pub fn answering(&self, method: &Method) -> &Door {
        let method = if *method == Method::HEAD { &Method::GET } else { method };
        let same = |door: &&Door| door.path == self.door.path && door.method == *method;
        self.doors.iter().find(same).unwrap_or(self.door)
    }
}

impl Attempt {
    /// The path with everything filled in, and the query.
    pub fn address(&self, door: &Door) -> String {
        let code = match self.code {
            Code::Of(realm) => realm.code(),
            Code::Nowhere(code) => code,
            Code::None => "",
        };
        let slots = || door.recipe.ids.iter().zip(&self.ids);
        let part = |part: &str| -> String {
            let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
                return part.to_owned();
            };
            if name == "code" {
                return if self.way.escaped_code { escaped(code) } else { code.to_owned() };
            }
            let id = slots().find(|(slot, _)| slot.name.strip_prefix("path:") == Some(name));
            id.expect("a slot for every place of the path").1.text.replace('{', "%7B").replace('}', "%7D")
        };
        let path = door.path.split('/').map(part).collect::<Vec<_>>().join("/");
        let query: Vec<_> = slots()
            .filter_map(|(slot, id)| Some(format!("{}={}", slot.name.strip_prefix("query:")?, id.text)))
            .collect();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    /// The request; `harmless` if the sender may.
    pub fn request(&self, door: &Door, cookie: Option<&str>, harmless: bool) -> Request<Body> {
        let method = self.way.method.clone().unwrap_or_else(|| door.method.clone());
        let mut request =
            Request::builder().method(method).uri(self.address(door)).header(header::HOST, "127.0.0.1:3000");
        if let Some((name, value)) = self.way.origin.header() {
            request = request.header(name, value);
        }
        if self.way.json {
            request = request.header(header::ACCEPT, "application/json");
        }
        for (name, value) in &self.way.more {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, format!("theme=light; {cookie}"));
        }
        let ids = door.recipe.ids.iter().zip(&self.ids).map(|(slot, id)| (slot.name, id.text.as_str()));
        let past = if let Code::Of(realm) = self.code { year::past_title(realm) } else { String::new() };
        let filling = Filling { ids: ids.collect(), harmless, past };
        let (kind, body) = match (door.recipe.sends)(&filling) {
            Sent::Nothing => (None, Body::empty()),
            Sent::Form(form) => (Some("application/x-www-form-urlencoded"), Body::from(form)),
            Sent::Json(json) => (Some("application/json"), Body::from(json)),
            Sent::Parts(parts) => (Some("multipart/form-data; boundary=grenze"), Body::from(parts)),
        };
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let mut request = request.body(body).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
        request
    }

    /// For a message.
    pub fn told(&self, actor: &Actor, door: &Door) -> String {
        let who = match actor.standing {
            Standing::Nobody => "nobody",
            _ => actor.login.as_str(),
        };
        let ids: Vec<_> = door.recipe.ids.iter().zip(&self.ids).map(|(slot, id)| (slot.name, id)).collect();
        format!("{who}: {} {} {ids:?} {:?}", door.method, self.address(door), self.way)
    }
}

fn escaped(code: &str) -> String {
    code.bytes().map(|byte| if byte == b'%' { "%".to_owned() } else { format!("%{byte:02X}") }).collect()
}
