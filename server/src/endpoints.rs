//! Every address the house answers to, with the act it serves and where ids stand in it. The router is built from this
//! list and from nothing else, so that no endpoint can be without an act.

use app::ctx::Caller;
use app::error::AppError;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};
use domain::policy::Act;
use domain::refusal::Refusal;
use serde::Serialize;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::desks::{
    Desk, Office, account, account_rules, applicants, cases, decisions, evidence, facts, health, home, join,
    kit, ops, people, periods, public, reset, schemes, studio,
};
use crate::intake::{Intake, take_in};
use crate::reply::Sorry;
use crate::{guard, menu, retype, session, site};

/// Most of a request's body, 256 KiB.
const BODY: usize = 256 * 1024;
/// Most of a 部分 sent as a plain form, 2 MiB: several long remarks, percent-encoded.
const SECTION: usize = 2 * 1024 * 1024;
/// Most of a form that strangers may send: a login, an invitation.
const STRANGERS: usize = 16 * 1024;
/// Most of a scheme on its way, and what stands around it.
const SCHEME: usize = domain::scheme::SIZE_LIMIT + 64 * 1024;
/// Most of an upload's body: 20 MiB for the file, the rest for the form around it.
const UPLOAD: usize = 20 * 1024 * 1024 + 256 * 1024;
/// Longest silence of a client while it sends a body.
const SILENCE: Duration = Duration::from_secs(20);

/// How an endpoint is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    pub method: String,
    pub path: String,
    /// Code of the act that authorises it.
    pub act: &'static str,
    /// Where ids stand: `path:case`, `query:criterion`, `body:form.case`.
    pub ids: Vec<String>,
}

struct Endpoint {
    method: Method,
    path: &'static str,
    act: Act,
    /// Ids outside the path.
    ids: &'static [&'static str],
    /// Most bytes of its body.
    most: usize,
    /// Strangers may send something, too.
    open: bool,
    /// A large scheme may be worked on for it.
    heavy: bool,
    route: MethodRouter<Office>,
}

fn page(path: &'static str, act: Act, route: MethodRouter<Office>) -> Endpoint {
    Endpoint { method: Method::GET, path, act, ids: &[], most: BODY, open: is_open(act), heavy: false, route }
}

fn act(path: &'static str, act: Act, route: MethodRouter<Office>) -> Endpoint {
    let open = is_open(act);
    let most = if open { STRANGERS } else { BODY };
    Endpoint { method: Method::POST, path, act, ids: &[], most, open, heavy: false, route }
}

/// Whether whoever does it need not be known yet.
fn is_open(act: Act) -> bool {
    matches!(act, Act::ReadPublic | Act::SignIn | Act::AcceptInvitation)
}

impl Endpoint {
    fn ids(self, ids: &'static [&'static str]) -> Self {
        Self { ids, ..self }
    }

    fn takes(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// Whoever is not known any more leaves all the same.
    fn for_anyone(self) -> Self {
        Self { open: true, most: STRANGERS, ..self }
    }

    /// Worked on apart from the threads that answer everybody.
    fn heavy(self) -> Self {
        Self { heavy: true, ..self }
    }
}

/// The act an endpoint is listed with, for whoever looks at who may before what was sent.
#[derive(Clone, Copy)]
pub struct Listing(pub Act);

fn endpoints() -> Vec<Endpoint> {
    use Act::*;
    vec![
        // Anyone.
        page("/healthz", ReadPublic, get(health::alive)),
        page("/readyz", ReadPublic, get(health::ready)),
        page("/favicon.svg", ReadPublic, get(site::favicon)),
        page("/robots.txt", ReadPublic, get(site::robots)),
        page("/pkg/{file}", ReadPublic, get(site::pkg)),
        page("/", ReadPublic, get(home::front)),
        page("/ui", ReadPublic, get(kit::show)),
        page("/p/{code}", ReadPublic, get(public::latest)),
        page("/p/{code}/{announcement}", ReadPublic, get(public::one)),
        // Whoever holds the link of an invitation.
        page("/join/{code}/{token}", AcceptInvitation, get(join::form)),
        act("/join/{code}/{token}", AcceptInvitation, post(join::accept)),
        // One's own account.
        page("/login", SignIn, get(account::sign_in_form)),
        act("/login", SignIn, post(account::sign_in)),
        page("/login/code", SignIn, get(account::code_form)),
        act("/login/code", SignIn, post(account::enter_code)),
        page("/reset/{token}", SignIn, get(reset::form)),
        act("/reset/{token}", SignIn, post(reset::set)).for_anyone(),
        act("/logout", OwnAccount, post(account::sign_out)).for_anyone(),
        page("/password", OwnAccount, get(account::password_form)),
        act("/password", OwnAccount, post(account::change_password)),
        page("/account", OwnAccount, get(account::profile)),
        act("/account", OwnAccount, post(account::change_profile)),
        page("/account/notices", OwnAccount, get(account::notices)),
        act("/account/notices", OwnAccount, post(account::read_notices)),
        act("/account/sessions/end", OwnAccount, post(account::end_session)).ids(&["body:session"]),
        act("/account/sessions/end-others", OwnAccount, post(account::end_other_sessions)),
        page("/account/second-factor", OwnAccount, get(account::second_factor)),
        act("/account/second-factor/begin", OwnAccount, post(account::begin)),
        act("/account/second-factor/confirm", OwnAccount, post(account::confirm)),
        act("/account/second-factor/remove", OwnAccount, post(account::remove)),
        // The platform's own staff.
        page("/ops", OpenOps, get(ops::front)),
        page("/ops/tenants", OpenTenant, get(ops::tenants)),
        act("/ops/tenants", OpenTenant, post(ops::open)).ids(&["body:parent"]),
        act("/ops/tenants/invite", OpenTenant, post(ops::invite)).ids(&["body:tenant"]),
        act("/ops/tenants/suspend", SuspendTenant, post(ops::suspend)).ids(&["body:tenant"]),
        act("/ops/tenants/resume", SuspendTenant, post(ops::resume)).ids(&["body:tenant"]),
        page("/ops/accounts", GuardAccounts, get(ops::find)),
        page("/ops/accounts/{person}", GuardAccounts, get(ops::account)),
        act("/ops/accounts/{person}/unlock", GuardAccounts, post(ops::unlock)),
        act("/ops/accounts/{person}/disable", GuardAccounts, post(ops::disable)),
        act("/ops/accounts/{person}/enable", GuardAccounts, post(ops::enable)),
        act("/ops/accounts/{person}/end-sessions", GuardAccounts, post(ops::end_sessions)),
        act("/ops/accounts/{person}/reset-second-factor", GuardAccounts, post(ops::reset_second_factor)),
        act("/ops/accounts/{person}/consent-to-name", GuardAccounts, post(ops::consent_to_name)),
        act("/ops/accounts/{person}/password-link", GuardAccounts, post(ops::password_link)),
        page("/ops/journal", AuditJournals, get(ops::journal)),
        act("/ops/journal/verify", AuditJournals, post(ops::verify)),
        // A tenant's staff.
        page("/t/{code}", OpenDesk, get(home::desk)),
        page("/t/{code}/schemes", ReadScheme, get(schemes::list)),
        act("/t/{code}/schemes", ConfigureScheme, post(schemes::publish)),
        page("/t/{code}/schemes/{scheme}", ReadScheme, get(schemes::one)).heavy(),
        page("/t/{code}/schemes/{scheme}/file", ReadScheme, get(schemes::file)),
        act("/t/{code}/schemes/{scheme}/share", ConfigureScheme, post(schemes::share)).heavy(),
        act("/t/{code}/schemes/{scheme}/unshare", ConfigureScheme, post(schemes::unshare)),
        act("/t/{code}/studio", ConfigureScheme, post(studio::begin)).ids(&["body:scheme"]).heavy(),
        act("/t/{code}/studio/shared", ConfigureScheme, post(studio::begin_from_others))
            .ids(&["body:shared"])
            .heavy(),
        act("/t/{code}/studio/upload", ConfigureScheme, post(studio::upload)).takes(SCHEME).heavy(),
        page("/t/{code}/studio/{draft}", ConfigureScheme, get(studio::show)).heavy(),
        page("/t/{code}/studio/{draft}/file", ConfigureScheme, get(studio::file)),
        page("/t/{code}/studio/{draft}/preview/{section}", ConfigureScheme, get(studio::preview)).heavy(),
        page("/t/{code}/studio/{draft}/effect", ConfigureScheme, get(studio::effect)).heavy(),
        act("/t/{code}/studio/{draft}/publish", ConfigureScheme, post(studio::publish)).heavy(),
        act("/t/{code}/studio/{draft}/discard", ConfigureScheme, post(studio::discard)).heavy(),
        page("/t/{code}/people", ManagePeople, get(people::roster)),
        page("/t/{code}/people/invite", ManagePeople, get(people::invite_form)),
        act("/t/{code}/people/invite", ManagePeople, post(people::invite)).ids(&["body:place"]),
        act("/t/{code}/invitations/{invitation}/withdraw", ManagePeople, post(people::withdraw)),
        page("/t/{code}/people/{person}", ManagePeople, get(people::person)),
        act("/t/{code}/people/{person}/posts", ManagePeople, post(people::give_post)).ids(&["body:place"]),
        act("/t/{code}/people/{person}/suspend", ManagePeople, post(people::suspend)),
        act("/t/{code}/people/{person}/resume", ManagePeople, post(people::resume)),
        act("/t/{code}/people/{person}/name", ManagePeople, post(people::rename)),
        act("/t/{code}/people/{person}/name/refuse", ManagePeople, post(people::refuse_name)),
        act("/t/{code}/people/{person}/password-link", ManagePeople, post(people::password_link)),
        act("/t/{code}/appointments/{appointment}/end", ManagePeople, post(people::end_post)),
        page("/t/{code}/units", ManagePeople, get(people::places)),
        act("/t/{code}/units", ManagePeople, post(people::add_unit)),
        act("/t/{code}/units/sort", ManagePeople, post(people::sort_units)),
        page("/t/{code}/units/{unit}", ManagePeople, get(people::unit)),
        act("/t/{code}/units/{unit}/name", ManagePeople, post(people::rename_unit)),
        act("/t/{code}/units/{unit}/kind", ManagePeople, post(people::retype_unit)),
        act("/t/{code}/units/{unit}/place", ManagePeople, post(people::put_unit)),
        act("/t/{code}/units/{unit}/end", ManagePeople, post(people::end_unit)),
        act("/t/{code}/units/{unit}/resume", ManagePeople, post(people::resume_unit)),
        act("/t/{code}/units/{unit}/departments", ManagePeople, post(people::add_department)),
        page("/t/{code}/departments/{department}", ManagePeople, get(people::department)),
        act("/t/{code}/departments/{department}/name", ManagePeople, post(people::rename_department)),
        act("/t/{code}/departments/{department}/place", ManagePeople, post(people::put_department)),
        act("/t/{code}/departments/{department}/end", ManagePeople, post(people::end_department)),
        act("/t/{code}/departments/{department}/resume", ManagePeople, post(people::resume_department)),
        act("/t/{code}/lines", ManagePeople, post(people::add_line)),
        page("/t/{code}/lines/{line}", ManagePeople, get(people::line)),
        act("/t/{code}/lines/{line}", ManagePeople, post(people::assign_line)).ids(&["body:unit"]),
        act("/t/{code}/lines/{line}/name", ManagePeople, post(people::rename_line)),
        act("/t/{code}/lines/{line}/place", ManagePeople, post(people::put_line)),
        act("/t/{code}/lines/{line}/end", ManagePeople, post(people::end_line)),
        act("/t/{code}/lines/{line}/resume", ManagePeople, post(people::resume_line)),
        page("/t/{code}/posts", DelegatePost, get(people::own_posts)),
        act("/t/{code}/appointments/{appointment}/delegate", DelegatePost, post(people::delegate))
            .ids(&["body:delegate"]),
        act("/t/{code}/delegations/{appointment}/end", DelegatePost, post(people::end_delegation)),
        page("/t/{code}/account-rules", ManagePeople, get(account_rules::rules)),
        act("/t/{code}/account-rules", ManagePeople, post(account_rules::choose)),
        page("/t/{code}/journal", ViewJournal, get(home::journal)),
        page("/t/{code}/oversight", ViewSubordinates, get(home::oversight)),
        page("/t/{code}/periods", ViewProgress, get(periods::list)),
        page("/t/{code}/periods/new", OpenPeriod, get(periods::open_form)),
        act("/t/{code}/periods", OpenPeriod, post(periods::open)).ids(&["body:scheme", "body:unit"]),
        page("/t/{code}/periods/{period}", ViewProgress, get(periods::progress)),
        page("/t/{code}/periods/{period}/change", OpenPeriod, get(periods::change_form)),
        act("/t/{code}/periods/{period}/deadlines", OpenPeriod, post(periods::move_deadlines)),
        act("/t/{code}/periods/{period}/join", OpenPeriod, post(periods::join)),
        act("/t/{code}/periods/{period}/leave", OpenPeriod, post(periods::leave)),
        act("/t/{code}/periods/{period}/cancel", OpenPeriod, post(periods::cancel)),
        page("/t/{code}/periods/{period}/decision", ViewProgress, get(decisions::ranking)),
        act("/t/{code}/periods/{period}/decision", DecideCollectively, post(decisions::decide))
            .ids(&["body:outcome"])
            .takes(UPLOAD),
        page("/t/{code}/periods/{period}/supplement", Supplement, get(periods::supplement_form)),
        act("/t/{code}/periods/{period}/supplement", Supplement, post(periods::supplement))
            .ids(&["body:scheme"]),
        page("/t/{code}/periods/{period}/assign", OpenPeriod, get(periods::assign_form)),
        act("/t/{code}/periods/{period}/assign", OpenPeriod, post(periods::assign))
            .ids(&["body:case", "body:person"]),
        page("/t/{code}/decisions/{decision}/correction", DecideCollectively, get(decisions::correction)),
        act("/t/{code}/decisions/{decision}/correction", DecideCollectively, post(decisions::correct))
            .ids(&["body:outcome"])
            .takes(UPLOAD),
        page("/t/{code}/decisions/{decision}/publish", Publish, get(decisions::publish_form)),
        act("/t/{code}/decisions/{decision}/publish", Publish, post(decisions::publish)),
        page("/t/{code}/announcements/{announcement}/amend", Publish, get(decisions::amend_form)),
        act("/t/{code}/announcements/{announcement}/amend", Publish, post(decisions::amend)),
        page("/t/{code}/periods/{period}/applicants", Nominate, get(applicants::show)),
        act("/t/{code}/periods/{period}/applicants", Nominate, post(applicants::nominate))
            .ids(&["body:unit"]),
        act("/t/{code}/periods/{period}/headcount", Nominate, post(applicants::headcount))
            .ids(&["body:unit"]),
        page("/t/{code}/periods/{period}/headcounts", OpenPeriod, get(applicants::headcounts)),
        act("/t/{code}/periods/{period}/headcounts", OpenPeriod, post(applicants::confirm))
            .ids(&["body:unit"]),
        page("/t/{code}/cases", ViewCase, get(cases::own)),
        page("/t/{code}/cases/{case}", ViewCase, get(cases::one)),
        page("/t/{code}/cases/{case}/paper", ViewCase, get(cases::paper)),
        page("/t/{code}/cases/{case}/fill/{section}", ViewCase, get(cases::fill)),
        page("/t/{code}/cases/{case}/review/{section}", ViewProgress, get(cases::review)),
        act("/t/{code}/cases/{case}/fill/{section}", FillIn, post(cases::save_fill)).takes(SECTION),
        act("/t/{code}/cases/{case}/review/{section}", ScoreCriteria, post(cases::save_review))
            .takes(SECTION),
        act("/t/{code}/cases/{case}/agree", ScoreCriteria, post(cases::agree_to_all)),
        act("/t/{code}/cases/{case}/confirm", ConfirmOwn, post(cases::confirm_own)),
        act("/t/{code}/cases/{case}/confirm/review", ConfirmReview, post(cases::confirm_review)),
        act("/t/{code}/cases/{case}/hand-over", HandOver, post(cases::hand_over)),
        act("/t/{code}/cases/{case}/take-back", HandOver, post(cases::take_back)),
        act("/t/{code}/cases/{case}/recall", SignAndSubmit, post(cases::recall)),
        act("/t/{code}/cases/{case}/send-back", SignAndSubmit, post(cases::send_back)),
        act("/t/{code}/cases/{case}/sign", SignAndSubmit, post(cases::sign)),
        act("/t/{code}/cases/{case}/close", CloseCase, post(cases::close)),
        act("/t/{code}/cases/{case}/reopen", CloseCase, post(cases::reopen)),
        act("/t/{code}/cases/{case}/withdraw", Nominate, post(applicants::withdraw)),
        act("/t/{code}/cases/{case}/sources", ScoreCriteria, post(cases::enter_sources)),
        page("/t/{code}/cases/{case}/facts", ViewCase, get(facts::register)),
        act("/t/{code}/cases/{case}/facts", FillIn, post(facts::change_own)),
        act("/t/{code}/cases/{case}/facts/review", ScoreCriteria, post(facts::change_review)),
        act("/t/{code}/cases/{case}/facts/{fact}/files", FillIn, post(facts::attach_own)).takes(UPLOAD),
        act("/t/{code}/cases/{case}/facts/{fact}/files/review", ScoreCriteria, post(facts::attach_review))
            .takes(UPLOAD),
        act("/t/{code}/cases/{case}/facts/{fact}/files/{evidence}/remove", FillIn, post(facts::detach_own)),
        act(
            "/t/{code}/cases/{case}/facts/{fact}/files/{evidence}/remove/review",
            ScoreCriteria,
            post(facts::detach_review),
        ),
        act("/t/{code}/cases/{case}/evidence", FillIn, post(evidence::attach))
            .ids(&["query:criterion"])
            .takes(UPLOAD),
        page("/t/{code}/files/{file}", ViewCase, get(evidence::fetch)),
    ]
}

/// Most bytes of a server function's body.
fn body_limit(path: &str) -> usize {
    match path {
        "/api/drafts/save" => SCHEME,
        _ => BODY,
    }
}

/// Whether a server function may work on a large scheme.
fn is_heavy(path: &str) -> bool {
    path.starts_with("/api/drafts/")
}

/// Ids in the bodies of server functions.
fn body_ids(path: &str) -> &'static [&'static str] {
    match path {
        "/api/evidence/remove" => &["body:case", "body:evidence"],
        "/api/facts/list" => &["body:case"],
        "/api/drafts/save" => &["body:form.draft"],
        _ => &["body:form.case"],
    }
}

/// All endpoints, as data.
pub fn list() -> Vec<Listed> {
    let in_path = |path: &str| -> Vec<String> {
        path.split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .map(|name| format!("path:{name}"))
            .collect()
    };
    let plain = endpoints().into_iter().map(|endpoint| Listed {
        method: endpoint.method.to_string(),
        path: endpoint.path.to_owned(),
        act: endpoint.act.code(),
        ids: in_path(endpoint.path)
            .into_iter()
            .chain(endpoint.ids.iter().map(|id| (*id).to_owned()))
            .collect(),
    });
    let functions = app::api::ENDPOINTS.iter().map(|(path, act)| Listed {
        method: "POST".into(),
        path: format!("/t/{{code}}{path}"),
        act: act.code(),
        ids: std::iter::once("path:code".to_owned())
            .chain(body_ids(path).iter().map(|id| (*id).to_owned()))
            .collect(),
    });
    plain.chain(functions).collect()
}

/// The router.
pub fn router(office: Office) -> Router {
    let mut router = Router::new();
    let intake = |most, open, heavy| Intake { office: office.clone(), most, open, heavy };
    for endpoint in endpoints() {
        let Endpoint { path, act, most, open, heavy, route, .. } = endpoint;
        router = router.route(path, bounded(route.layer(Extension(Listing(act))), intake(most, open, heavy)));
    }
    for (path, _) in app::api::ENDPOINTS {
        let intake = intake(body_limit(path), false, is_heavy(path));
        router = router.route(&format!("/t/{{code}}{path}"), bounded(post(server_function), intake));
    }
    router
        .fallback(nothing_here)
        .layer(from_fn(session::renew))
        .layer(from_fn(guard::sentences))
        .layer(from_fn(guard::origin))
        .layer(from_fn_with_state(office.clone(), menu::keep_menu))
        .layer(from_fn_with_state(office.https, guard::headers))
        .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
        .with_state(office)
}

/// A request body has a size and may not stall; axum's own limit counts for some extractors only.
fn bounded(route: MethodRouter<Office>, intake: Intake) -> MethodRouter<Office> {
    let limits = tower::ServiceBuilder::new()
        .layer(RequestBodyLimitLayer::new(intake.most))
        .layer(RequestBodyTimeoutLayer::new(SILENCE))
        .layer(DefaultBodyLimit::disable());
    let kept: MethodRouter<Office> = route.layer(from_fn(retype::keep_typed));
    let taken_in: MethodRouter<Office> = kept.layer(from_fn_with_state(intake, take_in));
    taken_in.layer(limits)
}

async fn nothing_here() -> Sorry {
    Refusal::NotFound.into()
}

/// A call from an island. The tenant stands in the path and is checked before the function runs; the function itself
/// is registered under the rest of the path.
async fn server_function(desk: Desk, request: Request) -> Response {
    let (mut head, body) = request.into_parts();
    let sorry = |refusal| Sorry { refusal, next: None, json: true }.into_response();
    let path = head.uri.path();
    let rest = path.match_indices('/').nth(2).map_or(path, |(at, _)| &path[at..]).to_owned();
    if let Ok(uri) = rest.parse() {
        head.uri = uri;
    }
    // Whoever asks for a page would be redirected to wherever the request says it came from.
    head.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let Desk { house, at, .. } = desk;
    let caller = Caller { house, at };
    let context = move || app::provide_context(caller.clone());
    let request = Request::from_parts(head, body);
    let answered = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    // Use cases set their own status; leptos answers with 500 what it could not read.
    let unread = answered.status() == StatusCode::INTERNAL_SERVER_ERROR
        && answered.headers().contains_key("serverfnerror");
    if !unread {
        return answered;
    }
    let (head, body) = answered.into_parts();
    let bytes = axum::body::to_bytes(body, BODY).await.unwrap_or_default();
    match serde_json::from_slice(&bytes) {
        Ok(AppError::Unreachable) => sorry(Refusal::Malformed),
        // A use case's own fault.
        Ok(AppError::Refused { .. }) | Err(_) => Response::from_parts(head, bytes.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_server_function_is_listed_and_every_listed_one_exists() {
        let mut registered: Vec<_> = app::server_function_paths();
        let mut listed: Vec<_> = app::api::ENDPOINTS.iter().map(|(path, _)| (*path).to_owned()).collect();
        registered.sort();
        listed.sort();
        assert_eq!(registered, listed);
    }

    #[test]
    fn no_get_changes_anything() {
        for endpoint in endpoints() {
            let reads = matches!(
                endpoint.act,
                Act::ReadPublic
                    | Act::SignIn
                    | Act::OwnAccount
                    | Act::OpenDesk
                    | Act::AcceptInvitation
                    | Act::DelegatePost
                    | Act::ReadScheme
                    | Act::ConfigureScheme
                    | Act::ManagePeople
                    | Act::ViewJournal
                    | Act::ViewSubordinates
                    | Act::ViewProgress
                    | Act::ViewCase
                    | Act::OpenPeriod
                    | Act::Nominate
                    | Act::Supplement
                    | Act::Publish
                    | Act::DecideCollectively
                    | Act::OpenOps
                    | Act::OpenTenant
                    | Act::GuardAccounts
                    | Act::AuditJournals
            );
            assert!(endpoint.method == Method::POST || reads, "{}", endpoint.path);
        }
    }
}
