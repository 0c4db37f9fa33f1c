//! How every endpoint is tried: on which ground it stands, what its ids are, what a body that means it looks like, and
//! what it answers somebody who may. **Whoever adds an endpoint adds a line to [`RECIPES`]**; a test says which.

use serde_json::json;

use super::cast::Realm;
use crate::browser::{multipart, urlencoded};

/// Which part of a tenant an endpoint's act is about; with the act, the posts and their reach it gives the verdict
/// (`oracle`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Everyone's.
    Open,
    /// One's own password, before the first change of it, too.
    Password,
    /// One's own account.
    Account,
    /// The platform; to whoever has none of its posts nothing of it is there.
    Platform,
    /// The whole tenant: others of its staff learn that the act is not theirs.
    Tenant,
    /// Whatever of the tenant the act reaches.
    Anywhere,
    /// The unit of the case: others do not learn that the case is there, unless they may look at it.
    Case,
    /// The unit of the case, and only for those who watch the whole tenant; to others the page is not there.
    WatchedCase,
    /// The unit a form names: others do not learn that it is there, unless they may look at its cases.
    FormUnit,
    /// An open invitation, whoever holds its link.
    Link,
    /// A link to a new password, of which none is out.
    PasswordLink,
    /// A post of one's own; another's is not there.
    OwnPost,
    /// A delegation of a post of one's own. Nobody of the cast has given one.
    OwnDelegation,
    /// The case evidence hangs on, or what minutes belong to; to others the file is not there.
    File,
}

/// What an id is the id of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Scheme,
    Draft,
    Period,
    Case,
    Section,
    Criterion,
    Unit,
    Evidence,
    /// Within its case.
    Fact,
    File,
    Decision,
    Announcement,
    Person,
    Appointment,
    Invitation,
    Line,
    Department,
    /// The secret of an invitation's link.
    Token,
    Session,
    /// A tenant, by its code.
    Tenant,
    /// A file of the site.
    Asset,
}

/// What becomes of an id that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The address is not there, whoever asks.
    NoAddress,
    /// The body cannot be read, whoever sends it.
    Unreadable,
    /// Refused with this status, if the sender may.
    Refused(u16),
    /// As one that is not there.
    Missing,
}

/// What becomes of an id that is not there, or not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    NotThere,
    /// Refused with this status, if the sender may.
    Refused(u16),
    /// Passed over.
    Ignored,
}

/// A place for an id.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// As it is listed.
    pub name: &'static str,
    pub what: What,
    pub malformed: Malformed,
    pub lost: Lost,
}

const fn slot(name: &'static str, what: What, malformed: Malformed) -> Slot {
    Slot { name, what, malformed, lost: Lost::NotThere }
}

const fn path(name: &'static str, what: What) -> Slot {
    slot(name, what, Malformed::NoAddress)
}

/// Chosen in a form.
const fn chosen(name: &'static str, what: What) -> Slot {
    Slot { name, what, malformed: Malformed::Refused(422), lost: Lost::Refused(422) }
}

const CASE: Slot = path("path:case", What::Case);
const FACT: Slot = path("path:fact", What::Fact);
const EVIDENCE: Slot = path("path:evidence", What::Evidence);
const SECTION: Slot = path("path:section", What::Section);
const DRAFT: Slot = path("path:draft", What::Draft);
const PERIOD: Slot = path("path:period", What::Period);
const DECISION: Slot = path("path:decision", What::Decision);
const UNIT_PATH: Slot = path("path:unit", What::Unit);
const DEPARTMENT: Slot = path("path:department", What::Department);
const LINE: Slot = path("path:line", What::Line);
const PERSON: Slot = path("path:person", What::Person);
const APPOINTMENT: Slot = path("path:appointment", What::Appointment);
/// Where a post is to be held; beside the form, if it is no place of the tenant.
const PLACE: Slot = chosen("body:place", What::Unit);
/// The unit a form is about.
const UNIT: Slot = slot("body:unit", What::Unit, Malformed::Missing);
const FORM_CASE: Slot = slot("body:form.case", What::Case, Malformed::Unreadable);

/// What a request brings with it.
pub enum Sent {
    Nothing,
    Form(String),
    Json(String),
    Parts(Vec<u8>),
}

/// What a body is made of.
pub struct Filling<'a> {
    /// By the names of the slots.
    pub ids: Vec<(&'static str, &'a str)>,
    /// The sender may: the world has to stay as it is, so it must be refused for what it says.
    pub harmless: bool,
    /// The title of the tenant's period that is over.
    pub past: String,
}

impl Filling<'_> {
    fn id(&self, name: &str) -> &str {
        self.ids.iter().find(|(of, _)| *of == name).expect("a slot of this endpoint").1
    }
}

pub struct Recipe {
    /// Method and path, as they are listed.
    pub door: &'static str,
    pub ground: Ground,
    /// All ids but the tenant's code, in the order they are listed.
    pub ids: &'static [Slot],
    pub sends: fn(&Filling<'_>) -> Sent,
    /// What it answers somebody who may: cases and periods that are over are not changed any more.
    pub answers: &'static [u16],
}

fn nothing(_: &Filling<'_>) -> Sent {
    Sent::Nothing
}

fn form(fields: &[(&str, &str)]) -> Sent {
    Sent::Form(urlencoded(fields))
}

const fn page(door: &'static str, ground: Ground, ids: &'static [Slot]) -> Recipe {
    Recipe { door, ground, ids, sends: nothing, answers: &[200] }
}

const fn act(
    door: &'static str,
    ground: Ground,
    ids: &'static [Slot],
    sends: fn(&Filling<'_>) -> Sent,
    answers: &'static [u16],
) -> Recipe {
    Recipe { door, ground, ids, sends, answers }
}

/// Every endpoint.
pub const RECIPES: &[Recipe] = {
    use Ground::*;
    &[
        // Anyone. Files of the site are there only when it is built.
        page("GET /healthz", Open, &[]),
        page("GET /readyz", Open, &[]),
        Recipe { answers: &[200, 404], ..page("GET /favicon.svg", Open, &[]) },
        Recipe { answers: &[200, 404], ..page("GET /robots.txt", Open, &[]) },
        page("GET /pkg/{file}", Open, &[slot("path:file", What::Asset, Malformed::Missing)]),
        // A script that asks for somebody who owes a password is told so.
        Recipe { answers: &[200, 303, 403], ..page("GET /", Open, &[]) },
        page("GET /ui", Open, &[]),
        page("GET /p/{code}", Open, &[]),
        page("GET /p/{code}/{announcement}", Open, &[path("path:announcement", What::Announcement)]),
        // Whoever holds the link of an invitation.
        page("GET /join/{code}/{token}", Link, &[slot("path:token", What::Token, Malformed::Missing)]),
        act(
            "POST /join/{code}/{token}",
            Link,
            &[slot("path:token", What::Token, Malformed::Missing)],
            |_| {
                form(&[
                    ("login", "shi.ren"),
                    ("name", "试"),
                    ("new", "Qing-Lian-2026"),
                    ("again", "Qing-Lian-2026"),
                ])
            },
            &[303],
        ),
        // One's own account. Without a password nothing is counted as a failure.
        Recipe { answers: &[200, 303], ..page("GET /login", Open, &[]) },
        act("POST /login", Open, &[], |_| form(&[("login", "niemand")]), &[422]),
        act("POST /logout", Open, &[], |_| form(&[]), &[303]),
        Recipe { answers: &[303], ..page("GET /login/code", Open, &[]) },
        act("POST /login/code", Open, &[], |_| form(&[("code", "000000")]), &[401]),
        page("GET /reset/{token}", PasswordLink, &[slot("path:token", What::Token, Malformed::Missing)]),
        act(
            "POST /reset/{token}",
            PasswordLink,
            &[slot("path:token", What::Token, Malformed::Missing)],
            |_| form(&[("new", "Qing-Lian-2026"), ("again", "Qing-Lian-2026")]),
            &[303],
        ),
        page("GET /password", Password, &[]),
        act("POST /password", Password, &[], |_| form(&[("new", "y")]), &[422]),
        page("GET /account", Account, &[]),
        act("POST /account", Account, &[], |_| form(&[("name", "")]), &[422]),
        page("GET /account/notices", Account, &[]),
        act("POST /account/notices", Account, &[], |_| form(&[]), &[303]),
        act(
            "POST /account/sessions/end",
            Account,
            &[slot("body:session", What::Session, Malformed::Missing)],
            |filling| form(&[("session", filling.id("body:session"))]),
            &[303],
        ),
        act("POST /account/sessions/end-others", Account, &[], |_| form(&[]), &[303]),
        page("GET /account/second-factor", Account, &[]),
        act("POST /account/second-factor/begin", Account, &[], |_| form(&[]), &[303]),
        act("POST /account/second-factor/confirm", Account, &[], |_| form(&[]), &[409, 422]),
        act("POST /account/second-factor/remove", Account, &[], |_| form(&[]), &[409]),
        // The platform's own staff.
        Recipe { answers: &[303], ..page("GET /ops", Platform, &[]) },
        page("GET /ops/tenants", Platform, &[]),
        act(
            "POST /ops/tenants",
            Platform,
            &[Slot { lost: Lost::Ignored, ..slot("body:parent", What::Tenant, Malformed::Missing) }],
            opening,
            &[422],
        ),
        // They all have an officer.
        act(
            "POST /ops/tenants/invite",
            Platform,
            &[slot("body:tenant", What::Tenant, Malformed::Missing)],
            |filling| form(&[("tenant", filling.id("body:tenant")), ("officer", "试")]),
            &[409],
        ),
        // The one is suspended already, the other is not.
        act(
            "POST /ops/tenants/suspend",
            Platform,
            &[slot("body:tenant", What::Tenant, Malformed::Missing)],
            |filling| turned(filling, Realm::Suspended),
            &[422],
        ),
        act(
            "POST /ops/tenants/resume",
            Platform,
            &[slot("body:tenant", What::Tenant, Malformed::Missing)],
            |filling| turned(filling, Realm::Own),
            &[422],
        ),
        page("GET /ops/accounts", Platform, &[]),
        page("GET /ops/accounts/{person}", Platform, &[PERSON]),
        act("POST /ops/accounts/{person}/unlock", Platform, &[PERSON], reason, &[422]),
        act("POST /ops/accounts/{person}/disable", Platform, &[PERSON], reason, &[422]),
        act("POST /ops/accounts/{person}/enable", Platform, &[PERSON], reason, &[422]),
        act("POST /ops/accounts/{person}/end-sessions", Platform, &[PERSON], reason, &[422]),
        act("POST /ops/accounts/{person}/reset-second-factor", Platform, &[PERSON], reason, &[422]),
        act("POST /ops/accounts/{person}/consent-to-name", Platform, &[PERSON], reason, &[422]),
        act("POST /ops/accounts/{person}/password-link", Platform, &[PERSON], reason, &[422]),
        page("GET /ops/journal", Platform, &[]),
        act("POST /ops/journal/verify", Platform, &[], |_| form(&[]), &[200]),
        // A tenant's staff.
        page("GET /t/{code}", Tenant, &[]),
        page("GET /t/{code}/schemes", Tenant, &[]),
        act("POST /t/{code}/schemes", Tenant, &[], scheme, &[422]),
        page("GET /t/{code}/schemes/{scheme}", Tenant, &[path("path:scheme", What::Scheme)]),
        // Not confirmed, so that nobody's scheme is shown to the others.
        act(
            "POST /t/{code}/schemes/{scheme}/share",
            Tenant,
            &[path("path:scheme", What::Scheme)],
            |_| form(&[]),
            &[422],
        ),
        act(
            "POST /t/{code}/schemes/{scheme}/unshare",
            Tenant,
            &[path("path:scheme", What::Scheme)],
            |_| form(&[]),
            &[303],
        ),
        page("GET /t/{code}/schemes/{scheme}/file", Tenant, &[path("path:scheme", What::Scheme)]),
        // Each tenant has a draft of its scheme: it is gone on with.
        act(
            "POST /t/{code}/studio",
            Tenant,
            &[slot("body:scheme", What::Scheme, Malformed::Missing)],
            |filling| form(&[("scheme", filling.id("body:scheme"))]),
            &[303],
        ),
        // What is shared is everybody's; the ids of the tenants' own versions are not among them.
        act(
            "POST /t/{code}/studio/shared",
            Tenant,
            &[chosen("body:shared", What::Scheme)],
            |filling| form(&[("shared", filling.id("body:shared"))]),
            &[422],
        ),
        act("POST /t/{code}/studio/upload", Tenant, &[], |_| no_scheme(), &[422]),
        page("GET /t/{code}/studio/{draft}", Tenant, &[DRAFT]),
        page("GET /t/{code}/studio/{draft}/file", Tenant, &[DRAFT]),
        page("GET /t/{code}/studio/{draft}/effect", Tenant, &[DRAFT]),
        page("GET /t/{code}/studio/{draft}/preview/{section}", Tenant, &[DRAFT, SECTION]),
        act(
            "POST /t/{code}/studio/{draft}/publish",
            Tenant,
            &[DRAFT],
            |_| form(&[("revision", "0")]),
            &[422],
        ),
        act("POST /t/{code}/studio/{draft}/discard", Tenant, &[DRAFT], |_| form(&[]), &[422]),
        // Its people.
        page("GET /t/{code}/people", Tenant, &[]),
        page("GET /t/{code}/people/invite", Tenant, &[]),
        act("POST /t/{code}/people/invite", Tenant, &[PLACE], invitation, &[422]),
        act(
            "POST /t/{code}/invitations/{invitation}/withdraw",
            Tenant,
            &[path("path:invitation", What::Invitation)],
            |_| form(&[]),
            &[303],
        ),
        page("GET /t/{code}/people/{person}", Tenant, &[PERSON]),
        act("POST /t/{code}/people/{person}/posts", Tenant, &[PERSON, PLACE], post, &[422]),
        act("POST /t/{code}/people/{person}/suspend", Tenant, &[PERSON], reason, &[422]),
        // Nobody of the tenant's own people is kept out.
        act("POST /t/{code}/people/{person}/resume", Tenant, &[PERSON], |_| form(&[]), &[404]),
        act(
            "POST /t/{code}/people/{person}/name",
            Tenant,
            &[PERSON],
            |_| form(&[("name", ""), ("reason", "")]),
            &[422],
        ),
        // Nobody has asked for another name.
        act(
            "POST /t/{code}/people/{person}/name/refuse",
            Tenant,
            &[PERSON],
            |_| form(&[("name", "某人")]),
            &[404],
        ),
        act("POST /t/{code}/people/{person}/password-link", Tenant, &[PERSON], reason, &[422]),
        act("POST /t/{code}/appointments/{appointment}/end", Tenant, &[APPOINTMENT], |_| form(&[]), &[303]),
        page("GET /t/{code}/units", Tenant, &[]),
        act("POST /t/{code}/units", Tenant, &[], name, &[422]),
        act("POST /t/{code}/units/sort", Tenant, &[], |_| form(&[]), &[303]),
        page("GET /t/{code}/units/{unit}", Tenant, &[UNIT_PATH]),
        act("POST /t/{code}/units/{unit}/name", Tenant, &[UNIT_PATH], |_| form(&[("name", "")]), &[422]),
        act("POST /t/{code}/units/{unit}/kind", Tenant, &[UNIT_PATH], |_| form(&[("kind", "")]), &[422]),
        act("POST /t/{code}/units/{unit}/place", Tenant, &[UNIT_PATH], |_| form(&[("to", "0")]), &[422]),
        act("POST /t/{code}/units/{unit}/end", Tenant, &[UNIT_PATH], |_| form(&[("reason", "")]), &[422]),
        // None has ended.
        act("POST /t/{code}/units/{unit}/resume", Tenant, &[UNIT_PATH], |_| form(&[]), &[303]),
        page("GET /t/{code}/departments/{department}", Tenant, &[DEPARTMENT]),
        act(
            "POST /t/{code}/departments/{department}/name",
            Tenant,
            &[DEPARTMENT],
            |_| form(&[("name", "")]),
            &[422],
        ),
        act(
            "POST /t/{code}/departments/{department}/place",
            Tenant,
            &[DEPARTMENT],
            |_| form(&[("to", "0")]),
            &[422],
        ),
        act(
            "POST /t/{code}/departments/{department}/end",
            Tenant,
            &[DEPARTMENT],
            |_| form(&[("reason", "")]),
            &[422],
        ),
        act("POST /t/{code}/departments/{department}/resume", Tenant, &[DEPARTMENT], |_| form(&[]), &[303]),
        page("GET /t/{code}/lines/{line}", Tenant, &[LINE]),
        act("POST /t/{code}/lines/{line}/name", Tenant, &[LINE], |_| form(&[("name", "")]), &[422]),
        act("POST /t/{code}/lines/{line}/place", Tenant, &[LINE], |_| form(&[("to", "0")]), &[422]),
        act("POST /t/{code}/lines/{line}/end", Tenant, &[LINE], |_| form(&[("reason", "")]), &[422]),
        act("POST /t/{code}/lines/{line}/resume", Tenant, &[LINE], |_| form(&[]), &[303]),
        act(
            "POST /t/{code}/units/{unit}/departments",
            Tenant,
            &[path("path:unit", What::Unit)],
            name,
            &[422],
        ),
        act("POST /t/{code}/lines", Tenant, &[], name, &[422]),
        act(
            "POST /t/{code}/lines/{line}",
            Tenant,
            &[path("path:line", What::Line), slot("body:unit", What::Unit, Malformed::Missing)],
            |filling| form(&[("unit", filling.id("body:unit"))]),
            &[303],
        ),
        page("GET /t/{code}/account-rules", Tenant, &[]),
        act("POST /t/{code}/account-rules", Tenant, &[], rules, &[422]),
        page("GET /t/{code}/posts", Tenant, &[]),
        act(
            "POST /t/{code}/appointments/{appointment}/delegate",
            OwnPost,
            &[APPOINTMENT, chosen("body:delegate", What::Person)],
            delegation,
            &[422],
        ),
        act(
            "POST /t/{code}/delegations/{appointment}/end",
            OwnDelegation,
            &[APPOINTMENT],
            |_| form(&[]),
            &[303],
        ),
        page("GET /t/{code}/journal", Tenant, &[]),
        page("GET /t/{code}/oversight", Tenant, &[]),
        page("GET /t/{code}/periods", Anywhere, &[]),
        page("GET /t/{code}/periods/new", Tenant, &[]),
        act(
            "POST /t/{code}/periods",
            Tenant,
            &[
                slot("body:scheme", What::Scheme, Malformed::Refused(422)),
                slot("body:unit", What::Unit, Malformed::Refused(400)),
            ],
            period,
            &[409],
        ),
        page("GET /t/{code}/periods/{period}", Anywhere, &[PERIOD]),
        page("GET /t/{code}/periods/{period}/change", Tenant, &[PERIOD]),
        // Without a reason nothing is changed.
        act("POST /t/{code}/periods/{period}/deadlines", Tenant, &[PERIOD], |_| form(&[]), &[422]),
        act("POST /t/{code}/periods/{period}/join", Tenant, &[PERIOD], |_| form(&[]), &[422]),
        act("POST /t/{code}/periods/{period}/leave", Tenant, &[PERIOD], |_| form(&[]), &[422]),
        act("POST /t/{code}/periods/{period}/cancel", Tenant, &[PERIOD], |_| form(&[]), &[422]),
        page("GET /t/{code}/periods/{period}/decision", Tenant, &[PERIOD]),
        act(
            "POST /t/{code}/periods/{period}/decision",
            Tenant,
            &[
                PERIOD,
                // Cases that are not on the list are told.
                chosen("body:outcome", What::Case),
            ],
            decision,
            &[409, 422],
        ),
        page("GET /t/{code}/periods/{period}/supplement", Tenant, &[PERIOD]),
        act(
            "POST /t/{code}/periods/{period}/supplement",
            Tenant,
            &[PERIOD, chosen("body:scheme", What::Scheme)],
            |of| form(&[("scheme", of.id("body:scheme")), ("reason", "演示")]),
            &[422],
        ),
        page("GET /t/{code}/periods/{period}/assign", Tenant, &[PERIOD]),
        // What is decided is not assigned any more.
        act(
            "POST /t/{code}/periods/{period}/assign",
            Tenant,
            &[PERIOD, chosen("body:case", What::Case), chosen("body:person", What::Person)],
            |of| form(&[("case", of.id("body:case")), ("person", of.id("body:person"))]),
            &[422],
        ),
        page("GET /t/{code}/decisions/{decision}/correction", Tenant, &[DECISION]),
        act(
            "POST /t/{code}/decisions/{decision}/correction",
            Tenant,
            &[DECISION, chosen("body:outcome", What::Case)],
            decision,
            &[422],
        ),
        // They are public: nothing is left to publish.
        Recipe { answers: &[422], ..page("GET /t/{code}/decisions/{decision}/publish", Tenant, &[DECISION]) },
        act("POST /t/{code}/decisions/{decision}/publish", Tenant, &[DECISION], announcement, &[422]),
        page(
            "GET /t/{code}/announcements/{announcement}/amend",
            Tenant,
            &[path("path:announcement", What::Announcement)],
        ),
        // Never seen before.
        act(
            "POST /t/{code}/announcements/{announcement}/amend",
            Tenant,
            &[path("path:announcement", What::Announcement)],
            amendment,
            &[422],
        ),
        page("GET /t/{code}/periods/{period}/applicants", Anywhere, &[PERIOD]),
        // Their scheme judges units only.
        act("POST /t/{code}/periods/{period}/applicants", FormUnit, &[PERIOD, UNIT], applicant, &[422]),
        act("POST /t/{code}/periods/{period}/headcount", FormUnit, &[PERIOD, UNIT], people, &[422]),
        page("GET /t/{code}/periods/{period}/headcounts", Tenant, &[PERIOD]),
        // Nobody has stated any.
        act("POST /t/{code}/periods/{period}/headcounts", Tenant, &[PERIOD, UNIT], headcount, &[422]),
        page("GET /t/{code}/cases", Anywhere, &[]),
        page("GET /t/{code}/cases/{case}", Case, &[CASE]),
        page("GET /t/{code}/cases/{case}/paper", Case, &[CASE]),
        page("GET /t/{code}/cases/{case}/fill/{section}", Case, &[CASE, SECTION]),
        page("GET /t/{code}/cases/{case}/review/{section}", WatchedCase, &[CASE, SECTION]),
        act("POST /t/{code}/cases/{case}/fill/{section}", Case, &[CASE, SECTION], section, &[422]),
        act("POST /t/{code}/cases/{case}/review/{section}", Case, &[CASE, SECTION], section, &[422]),
        act("POST /t/{code}/cases/{case}/agree", Case, &[CASE], step, &[409]),
        act("POST /t/{code}/cases/{case}/confirm", Case, &[CASE], judged, &[409]),
        act("POST /t/{code}/cases/{case}/confirm/review", Case, &[CASE], judged, &[409]),
        act("POST /t/{code}/cases/{case}/hand-over", Case, &[CASE], step, &[409]),
        act("POST /t/{code}/cases/{case}/take-back", Case, &[CASE], step, &[409]),
        act("POST /t/{code}/cases/{case}/recall", Case, &[CASE], step, &[409]),
        act("POST /t/{code}/cases/{case}/send-back", Case, &[CASE], step, &[409]),
        act("POST /t/{code}/cases/{case}/sign", Case, &[CASE], step, &[409]),
        act("POST /t/{code}/cases/{case}/close", Case, &[CASE], |_| form(&[]), &[409]),
        act("POST /t/{code}/cases/{case}/reopen", Case, &[CASE], step, &[409]),
        // Units' own cases are not withdrawn.
        act("POST /t/{code}/cases/{case}/withdraw", Case, &[CASE], |_| form(&[]), &[422]),
        act("POST /t/{code}/cases/{case}/sources", Case, &[CASE], |_| form(&[]), &[303, 409]),
        page("GET /t/{code}/cases/{case}/facts", Case, &[CASE]),
        act("POST /t/{code}/cases/{case}/facts", Case, &[CASE], fact_form, &[409, 422]),
        act("POST /t/{code}/cases/{case}/facts/review", Case, &[CASE], fact_form, &[409, 422]),
        act("POST /t/{code}/cases/{case}/facts/{fact}/files", Case, &[CASE, FACT], no_file, &[409, 422]),
        act(
            "POST /t/{code}/cases/{case}/facts/{fact}/files/review",
            Case,
            &[CASE, FACT],
            no_file,
            &[409, 422],
        ),
        // Nobody has hung a file on a fact.
        act(
            "POST /t/{code}/cases/{case}/facts/{fact}/files/{evidence}/remove",
            Case,
            &[CASE, FACT, EVIDENCE],
            |_| form(&[]),
            &[409],
        ),
        act(
            "POST /t/{code}/cases/{case}/facts/{fact}/files/{evidence}/remove/review",
            Case,
            &[CASE, FACT, EVIDENCE],
            |_| form(&[]),
            &[409],
        ),
        act(
            "POST /t/{code}/cases/{case}/evidence",
            Case,
            &[CASE, slot("query:criterion", What::Criterion, Malformed::Missing)],
            |_| Sent::Parts(multipart("file", "试.pdf", b"%PDF-1.7", &[("title", "试")])),
            &[409],
        ),
        page("GET /t/{code}/files/{file}", File, &[path("path:file", What::File)]),
        // Server functions.
        act("POST /t/{code}/api/answers/save", Case, &[FORM_CASE], answer, &[409]),
        act("POST /t/{code}/api/answers/score", Case, &[FORM_CASE], answer, &[409]),
        act(
            "POST /t/{code}/api/facts/list",
            Case,
            &[slot("body:case", What::Case, Malformed::Unreadable)],
            |filling| Sent::Json(json!({"case": filling.id("body:case")}).to_string()),
            &[200],
        ),
        act("POST /t/{code}/api/facts/record", Case, &[FORM_CASE], fact, &[409, 422]),
        act("POST /t/{code}/api/facts/review", Case, &[FORM_CASE], fact, &[409, 422]),
        act("POST /t/{code}/api/items/return", Case, &[FORM_CASE], item, &[409]),
        act(
            "POST /t/{code}/api/evidence/remove",
            Case,
            &[
                slot("body:case", What::Case, Malformed::Unreadable),
                slot("body:evidence", What::Evidence, Malformed::Unreadable),
            ],
            evidence,
            &[409],
        ),
        act(
            "POST /t/{code}/api/drafts/save",
            Tenant,
            &[slot("body:form.draft", What::Draft, Malformed::Unreadable)],
            draft,
            &[409],
        ),
    ]
};

/// A file that is no scheme.
fn no_scheme() -> Sent {
    Sent::Parts(multipart("file", "scheme.json", b"{}", &[]))
}

/// A save on a revision that never was.
fn draft(filling: &Filling<'_>) -> Sent {
    let scheme = json!({
        "format": 2, "name": "versuch", "title": "试", "sections": [],
        "outcome": {"decided_by": "党组", "options": ["通过"]},
    });
    let client = "01890000-0000-7000-8000-000000000001";
    let form = json!({
        "draft": filling.id("body:form.draft"), "scheme": scheme, "based_on": 0, "client": client,
    });
    Sent::Json(json!({ "form": form }).to_string())
}

fn invitation(filling: &Filling<'_>) -> Sent {
    let name = if filling.harmless { "" } else { "试" };
    form(&[("name", name), ("post", "clerk"), ("place", &format!("unit:{}", filling.id("body:place")))])
}

fn post(filling: &Filling<'_>) -> Sent {
    let post = if filling.harmless { "" } else { "clerk" };
    form(&[("post", post), ("place", &format!("unit:{}", filling.id("body:place")))])
}

fn reason(filling: &Filling<'_>) -> Sent {
    form(&[("reason", if filling.harmless { "" } else { "试" })])
}

fn name(filling: &Filling<'_>) -> Sent {
    form(&[("name", if filling.harmless { "" } else { "试" }), ("kind", "机关")])
}

/// Puts nobody forward.
fn applicant(filling: &Filling<'_>) -> Sent {
    form(&[("unit", filling.id("body:unit")), ("unit_type", "post"), ("name", "试")])
}

/// Says nothing of how many there are.
fn people(filling: &Filling<'_>) -> Sent {
    form(&[("unit", filling.id("body:unit")), ("people", "")])
}

/// Suspends or resumes a tenant; `as_it_is` is in that state already.
fn turned(filling: &Filling<'_>, as_it_is: Realm) -> Sent {
    let tenant = if filling.harmless { as_it_is.code() } else { filling.id("body:tenant") };
    form(&[("tenant", tenant)])
}

fn opening(filling: &Filling<'_>) -> Sent {
    let code = if filling.harmless { "" } else { "xinqu" };
    form(&[("code", code), ("name", "试"), ("kind", "县"), ("parent", filling.id("body:parent"))])
}

fn rules(filling: &Filling<'_>) -> Sent {
    form(&[("passwords", if filling.harmless { "" } else { "asvs" }), ("second_factor", "")])
}

fn delegation(filling: &Filling<'_>) -> Sent {
    form(&[("delegate", filling.id("body:delegate")), ("until", "2026-11-20"), ("reason", "试")])
}

fn scheme(filling: &Filling<'_>) -> Sent {
    form(&[("name", if filling.harmless { "" } else { "jiyuan" })])
}

fn period(filling: &Filling<'_>) -> Sent {
    form(&[
        ("title", if filling.harmless { &filling.past } else { "试开" }),
        ("kind", "年度"),
        ("scheme", filling.id("body:scheme")),
        ("starts_on", "2026-01-01"),
        ("ends_on", "2026-12-31"),
        ("fill_by", "2026-12-10"),
        ("review_by", "2026-12-25"),
        ("unit", filling.id("body:unit")),
    ])
}

fn decision(filling: &Filling<'_>) -> Sent {
    let outcome = format!("outcome:{}", filling.id("body:outcome"));
    let fields = [
        ("meeting", "党组会议"),
        ("held_on", "2026-11-02"),
        ("present", "孙演二、李演三、王演四"),
        ("leave_out", "on"),
        (outcome.as_str(), "评定为清廉单位"),
    ];
    Sent::Parts(multipart("minutes", "纪要.pdf", b"%PDF-1.7", &fields))
}

fn announcement(_: &Filling<'_>) -> Sent {
    form(&[
        ("number", "试〔2026〕9号"),
        ("title", "试"),
        ("issuer", "试"),
        ("text", "试"),
        ("act", "publish"),
    ])
}

fn amendment(_: &Filling<'_>) -> Sent {
    form(&[
        ("number", "试〔2026〕9号"),
        ("title", "试"),
        ("issuer", "试"),
        ("text", "试"),
        ("does", "correction"),
        ("act", "publish"),
    ])
}

/// Confirms what nobody stated.
fn headcount(filling: &Filling<'_>) -> Sent {
    form(&[("unit", filling.id("body:unit")), ("people", "7")])
}

fn section(_: &Filling<'_>) -> Sent {
    form(&[("1.1.revision", "0"), ("1.1.missing", "3"), ("1.1.remark", "试")])
}

fn judged(_: &Filling<'_>) -> Sent {
    form(&[("criterion", "1.1"), ("input", "missing"), ("value", "0"), ("reason", "试")])
}

fn step(_: &Filling<'_>) -> Sent {
    form(&[("confirm", "yes"), ("message", "试")])
}

fn answer(filling: &Filling<'_>) -> Sent {
    let form = json!({
        "case": filling.id("body:form.case"), "layer": "own", "criterion": "1.1",
        "answer": {"inputs": {"missing": 0}, "remark": "试"}, "based_on": 0,
        "client": "01930000-0000-7000-8000-000000000001",
    });
    Sent::Json(json!({ "form": form }).to_string())
}

fn item(filling: &Filling<'_>) -> Sent {
    let form = json!({"case": filling.id("body:form.case"), "item": "1", "message": "试"});
    Sent::Json(json!({ "form": form }).to_string())
}

const NEW_FACT: &str = "01930000-0000-7000-8000-000000000002";

/// A file of a kind that is not taken.
fn no_file(_: &Filling<'_>) -> Sent {
    Sent::Parts(multipart("file", "试.exe", b"MZ", &[]))
}

/// Says nothing: whoever may register facts is refused for that, or because it is not the time.
fn fact_form(_: &Filling<'_>) -> Sent {
    form(&[("fact", NEW_FACT), ("title", " ")])
}

fn fact(filling: &Filling<'_>) -> Sent {
    let form = json!({
        "case": filling.id("body:form.case"), "fact": NEW_FACT, "title": " ", "date": "", "who": "", "basis": "",
        "based_on": 0,
    });
    Sent::Json(json!({ "form": form }).to_string())
}

fn evidence(filling: &Filling<'_>) -> Sent {
    let body = json!({"case": filling.id("body:case"), "evidence": filling.id("body:evidence")});
    Sent::Json(body.to_string())
}
