//! Running attempts, and holding every answer against its verdict.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use app::error::AppError;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use http_body_util::BodyExt as _;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use super::attempt::{Attempt, Code, Trying};
use super::canary;
use super::doors::Door;
use super::oracle::{Verdict, verdict};
use super::world::World;

/// Attempts under way at once in one house.
const AT_ONCE: usize = 4;
/// How many wrong answers are told in full.
const TOLD: usize = 30;

/// What came of many attempts.
#[derive(Default)]
pub struct Report {
    pub ran: u64,
    pub by_verdict: BTreeMap<&'static str, u64>,
    pub wrong: Vec<String>,
}

impl Report {
    pub fn add(&mut self, other: Report) {
        self.ran += other.ran;
        for (verdict, times) in other.by_verdict {
            *self.by_verdict.entry(verdict).or_default() += times;
        }
        self.wrong.extend(other.wrong);
    }

    /// Fails if anything was wrong.
    pub fn holds(&self) {
        let told: Vec<_> = self.wrong.iter().take(TOLD).cloned().collect();
        assert!(self.wrong.is_empty(), "{} wrong answers:\n{}", self.wrong.len(), told.join("\n"));
    }
}

/// An answer with everything it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl World {
    pub async fn ask(&self, request: Request<Body>) -> Reply {
        let (head, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
        Reply { status: head.status.as_u16(), headers: head.headers, body }
    }
}

/// How everything that is not there answers, as a page and to an island.
pub struct Nothing {
    page: Reply,
    json: Reply,
}

impl Nothing {
    async fn of(world: &World) -> Nothing {
        let ask = async |accept: &str| {
            let request = Request::get("/nirgends").header("accept", accept).body(Body::empty());
            world.ask(request.expect("a request")).await
        };
        Nothing { page: ask("text/html").await, json: ask("application/json").await }
    }
}

/// Runs the attempts with these numbers.
pub async fn run(
    world: &Arc<World>,
    most: u64,
    attempt: impl Fn(&World, u64) -> Attempt + Send + Sync + 'static,
) -> Report {
    let (next, attempt) = (Arc::new(AtomicU64::new(0)), Arc::new(attempt));
    let nothing = Arc::new(Nothing::of(world).await);
    let mut runners = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (world, next, attempt, nothing) = (world.clone(), next.clone(), attempt.clone(), nothing.clone());
        runners.spawn(async move {
            let mut report = Report::default();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= most {
                    return report;
                }
                let attempt = attempt(&world, number);
                let trying = world.trying(&attempt);
                let expected = verdict(&trying, &attempt);
                report.ran += 1;
                *report.by_verdict.entry(expected.label()).or_default() += 1;
                let cookie = world.cookie(attempt.actor, trying.door).await;
                let harmless = expected == Verdict::Allowed;
                let ask = || world.ask(attempt.request(trying.door, cookie.as_deref(), harmless));
                let mut reply = ask().await;
                // What is heavy takes turns; whoever is not let in yet tries again.
                for _ in 0..40 {
                    if reply.status != 503 {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    reply = ask().await;
                }
                if let Err(wrong) = check(&world, &attempt, &trying, expected, &reply, &nothing) {
                    let told = attempt.told(trying.actor, trying.door);
                    report.wrong.push(format!("on {:?}: {told}\n    {wrong}", world.backend));
                }
            }
        });
    }
    let mut all = Report::default();
    while let Some(report) = runners.join_next().await {
        all.add(report.expect("a runner"));
    }
    all
}

fn check(
    world: &World,
    attempt: &Attempt,
    trying: &Trying<'_>,
    expected: Verdict,
    reply: &Reply,
    nothing: &Nothing,
) -> Result<(), String> {
    let Trying { actor, door, .. } = *trying;
    let method = attempt.way.method.as_ref().unwrap_or(&door.method);
    let json = attempt.way.json || door.is_call();
    // A form of a tenant's staff comes back with what was typed.
    let comes_back = !json && *method == Method::POST && door.path.starts_with("/t/");
    let shown = || {
        let body = String::from_utf8_lossy(&reply.body);
        let from = body.find("<main").unwrap_or_default();
        body[from..].chars().take(400).collect::<String>()
    };
    let refusal = expected.refusal(actor, &world.suspended);
    let redirected = !json
        && match expected {
            Verdict::LogIn => *method == Method::GET,
            Verdict::FirstPassword => true,
            _ => false,
        };
    let right = match (&refusal, expected) {
        (_, Verdict::NoSuchMethod) => reply.status == 405,
        (Some(_), _) if redirected => reply.status == 303,
        (Some(refusal), _) => reply.status == refusal.status(),
        (None, Verdict::Refused(status)) => reply.status == status,
        (None, _) => {
            trying.answering(method).recipe.answers.contains(&reply.status) || unsigned(door, method, reply)
        }
    };
    if !right {
        return Err(format!("expected {expected:?}, answered {}: {}", reply.status, shown()));
    }
    if redirected {
        let to = reply.headers.get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
        let asked = door.path.split('{').next().unwrap_or_default();
        let right = match expected {
            Verdict::FirstPassword => to == "/password",
            _ => to.starts_with(&format!("/login?next={asked}")),
        };
        if !right {
            return Err(format!("expected {expected:?}, sent to {to}"));
        }
    } else if let Some(refusal) = refusal.filter(|_| *method != Method::HEAD) {
        let said = if json {
            serde_json::from_slice(&reply.body).is_ok_and(|error: AppError| error == AppError::from(refusal))
        } else {
            let sentence = refusal.sentence();
            let body = String::from_utf8_lossy(&reply.body);
            body.contains(&sentence) || (comes_back && body.contains("再次提交"))
        };
        if !said {
            return Err(format!("expected {expected:?}, said {}", shown()));
        }
        let same = if json { &nothing.json } else { &nothing.page };
        if expected == Verdict::NotThere && !comes_back && plain(reply) != plain(same) {
            return Err(format!("not the answer of what is not there: {reply:?}"));
        }
    }
    canaries(attempt, trying, expected, reply)
}

/// Without the name a server function puts into a header of its refusals, without a renewed cookie, and of a page without
/// the reader's own menu and ways on.
fn plain(reply: &Reply) -> Reply {
    let mut plain = reply.clone();
    plain.headers.remove("serverfnerror");
    plain.headers.remove("set-cookie");
    plain.headers.remove("content-length");
    // Which methods a path knows is no secret.
    plain.headers.remove("allow");
    let body = String::from_utf8_lossy(&reply.body);
    let told = split(&body).1;
    let told = told.split_once(WAYS).map_or(told, |(told, _)| told);
    // Whoever meant to do something reads that nothing was done.
    plain.body = told.replace("<p>本次操作没有执行，已保存的内容不受影响。</p>", "<!>").into_bytes();
    plain
}

/// What nobody has signed yet is its unit's own: others who may see the case are told so.
fn unsigned(door: &Door, method: &Method, reply: &Reply) -> bool {
    let told = "单位还没有签署提交，填报内容暂不能查阅";
    *method == Method::GET
        && door.path.starts_with("/t/{code}/cases/{case}")
        && reply.status == 409
        && String::from_utf8_lossy(&reply.body).contains(told)
}

/// Where the ways on begin in a page that tells a refusal.
const WAYS: &str = "<p class=\"acts\">";

/// A page's menu and what it tells; all else tells as a whole.
fn split(body: &str) -> (&str, &str) {
    body.find("<main").map_or(("", body), |at| body.split_at(at))
}

/// No text of anybody else's, anywhere in an answer; and where nothing is told, none at all.
fn canaries(attempt: &Attempt, trying: &Trying<'_>, expected: Verdict, reply: &Reply) -> Result<(), String> {
    let Trying { actor, door, .. } = *trying;
    let mut text = String::from_utf8_lossy(&reply.body).into_owned();
    for (name, value) in &reply.headers {
        text.push_str(&format!("\n{name}: {}", String::from_utf8_lossy(value.as_bytes())));
    }
    let realm = if let Code::Of(realm) = attempt.code { Some(realm) } else { None };
    let silent = matches!(
        expected,
        Verdict::NotThere
            | Verdict::LogIn
            | Verdict::LinkGone
            | Verdict::KeptOut
            | Verdict::FirstPassword
            | Verdict::ForeignOrigin
            | Verdict::NoSuchMethod
            | Verdict::Unreadable
    );
    // Around a refusal stands the reader's own menu, whatever was asked for.
    let (menu, told) = split(&text);
    let own = |found| canary::in_own_menu(found, actor);
    let seen = |found| !silent && canary::may_be_seen(found, actor, &door.path, realm);
    let told = canary::found(told).into_iter().find(|found| !seen(*found));
    match told.or_else(|| canary::found(menu).into_iter().find(|found| !own(*found) && !seen(*found))) {
        Some(found) => Err(format!("{expected:?} tells of {found:?}")),
        None => Ok(()),
    }
}
