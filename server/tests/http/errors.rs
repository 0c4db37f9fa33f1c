use app::error::Means;
use axum::body::Body;
use axum::http::Method;
use contract::case::Layer;
use domain::refusal::Refusal;
use domain::scoring::Answer;
use store::testing::execute;
use tokio_util::io::ReaderStream;

use crate::browser::{Browser, FORM, Header, JSON, OURS};
use crate::world::{World, answer};

const MISSING: &str = "01930000-0000-7000-8000-000000000000";

/// Asks for a page and for JSON; both say the same in their own way. That the page is Chinese and ours is checked with
/// every answer.
async fn refused(
    who: &mut Browser,
    method: &str,
    path: &str,
    headers: &[Header<'_>],
    body: &str,
    status: u16,
) {
    let method: Method = method.parse().unwrap();
    let page = who.send(method.clone(), path, headers, body.to_owned()).await;
    assert_eq!(page.status, status, "{method} {path}: {}", page.text());
    assert!(page.is_html() || path.contains("/api/"), "{method} {path}: {}", page.text());
    if status != 405 {
        let headers = [headers, &[("accept", "application/json")]].concat();
        let island = who.send(method.clone(), path, &headers, body.to_owned()).await;
        assert_eq!(island.status, status, "{method} {path}: {}", island.text());
        island.told();
    }
}

#[tokio::test]
async fn addresses_that_are_not_there() {
    let world = World::demo().await;
    let mut officer = world.person("jy.fangan").await;
    for path in [
        "/nirgends",
        "/t",
        "/t/",
        "/t/nirgends",
        "/t/JIYUAN'",
        "/t/%FF",
        "/t/jiyuan/nirgends",
        "/t/jiyuan/",
        "/t/jiyuan/api/nirgends",
        "/api/answers/save",
        "/t/jiyuan/cases/x",
        "/t/jiyuan/cases/%00",
        &format!("/t/jiyuan/cases/{MISSING}"),
        &format!("/t/jiyuan/cases/{MISSING}/fill/1"),
        &format!("/t/jiyuan/cases/{MISSING}/review/1"),
        &format!("/t/jiyuan/periods/{MISSING}"),
        &format!("/t/jiyuan/periods/{MISSING}/decision"),
        &format!("/t/jiyuan/decisions/{MISSING}/publish"),
        &format!("/t/jiyuan/schemes/{MISSING}"),
        &format!("/t/jiyuan/files/{MISSING}"),
        "/t/jiyuan/files/..%2f..%2fqingping.db",
        "/p/nirgends",
        "/p/jiyuan/x",
        &format!("/p/jiyuan/{MISSING}"),
        "/pkg/none.js",
        "/pkg/..%2fsite.json",
        "/pkg/..%2f..%2f..%2fCargo.toml",
    ] {
        refused(&mut officer, "GET", path, &[], "", 404).await;
    }
}

#[tokio::test]
async fn sections_that_are_not_there() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    for section in ["0", "-1", "99", "4294967296", "x", "1.0"] {
        refused(&mut clerk, "GET", &year.at(&format!("/fill/{section}")), &[], "", 404).await;
    }
}

#[tokio::test]
async fn methods_that_are_not_there() {
    let world = World::demo().await;
    let mut officer = world.person("jy.fangan").await;
    for (method, path) in [
        ("GET", "/logout"),
        ("POST", "/healthz"),
        ("POST", "/"),
        ("DELETE", "/login"),
        ("PUT", "/t/jiyuan/periods"),
        ("GET", "/t/jiyuan/api/answers/save"),
        ("POST", "/p/jiyuan"),
        ("TRACE", "/t/jiyuan"),
    ] {
        refused(&mut officer, method, path, &[OURS], "", 405).await;
    }
}

#[tokio::test]
async fn bodies_that_cannot_be_read() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let (mut officer, mut clerk) = (world.person("jy.fangan").await, world.person("jy01.jingban").await);
    let mut party = world.person("jy.dangzu").await;
    let decision = format!("{}/decision", year.period);
    for (path, kind, body) in [
        ("/t/jiyuan/periods", JSON, "{}"),
        ("/t/jiyuan/periods", FORM, "title=a&title=b"),
        ("/t/jiyuan/periods", ("content-type", "text/plain"), "title=a"),
        ("/t/jiyuan/schemes", JSON, "{}"),
        ("/login", JSON, "{}"),
        ("/password", JSON, "{}"),
    ] {
        refused(&mut officer, "POST", path, &[OURS, kind], body, 400).await;
    }
    refused(&mut officer, "GET", "/login?next=a&next=b", &[], "", 400).await;
    // Files without multipart, or with one that is cut off.
    let broken = ("content-type", "multipart/form-data; boundary=x");
    for (kind, body) in [
        (FORM, "a=b"),
        (JSON, "{}"),
        (("content-type", "multipart/form-data"), ""),
        (broken, "--x\r\nContent-"),
    ] {
        refused(&mut clerk, "POST", &year.at("/evidence?criterion=1.1"), &[OURS, kind], body, 400).await;
        refused(&mut party, "POST", &decision, &[OURS, kind], body, 400).await;
    }
    // Server functions.
    let long = format!("{{\"form\":{}}}", "[".repeat(5_000));
    for body in ["", "{", "null", "[]", "{\"form\":{}}", "{\"form\":{\"case\":\"x\"}}", "\u{feff}{}", &long] {
        for path in ["answers/save", "answers/score", "items/return", "evidence/remove"] {
            refused(&mut clerk, "POST", &format!("/t/jiyuan/api/{path}"), &[OURS, JSON], body, 400).await;
        }
    }
    let unread =
        clerk.send(Method::POST, "/t/jiyuan/api/answers/save", &[OURS, JSON], vec![0xff, 0xfe]).await;
    unread.refuses(Refusal::Malformed);
}

#[tokio::test]
async fn bodies_that_are_too_large() {
    const MOST: usize = 256 * 1024;
    let world = World::demo().await;
    let year = world.open_year().await;
    let (mut officer, clerk) = (world.person("jy.fangan").await, world.person("jy01.jingban").await);
    let form = format!("title={}", "a".repeat(MOST));
    let json = format!("{{\"form\":\"{}\"}}", "a".repeat(MOST));
    for (who, path, kind, body) in [
        (officer.clone(), "/t/jiyuan/periods", FORM, &form),
        (world.visitor(), "/login", FORM, &form),
        (clerk.clone(), "/t/jiyuan/api/answers/save", JSON, &json),
        (clerk, "/logout", FORM, &form),
    ] {
        let mut who = who;
        // Told beforehand …
        let length = ("content-length", body.len().to_string());
        let headers = [OURS, kind, (length.0, length.1.as_str())];
        refused(&mut who, "POST", path, &headers, body, 413).await;
        // … or found out on the way. Whoever does not read the body does not mind its size.
        if path != "/logout" {
            let stream =
                Body::from_stream(ReaderStream::new(std::io::Cursor::new(body.clone().into_bytes())));
            let answer = who.send(Method::POST, path, &[OURS, kind], stream).await;
            assert_eq!(answer.status, 413, "{path}: {}", answer.text());
        }
    }
    // A body that just fits is read.
    let fits = format!("title={}", "a".repeat(MOST - "title=".len()));
    assert_eq!(officer.send(Method::POST, "/t/jiyuan/periods", &[OURS, FORM], fits).await.status, 422);
    // Fields of an upload are bounded, too.
    let note = "字".repeat(30_000);
    let path = format!("{}/decision", year.period);
    let mut party = world.person("jy.dangzu").await;
    let answer = party.post_file(&path, &[("note", &note)], ("minutes", "a.pdf", b"%PDF-1.7")).await;
    assert_eq!(answer.status, 413, "{}", answer.text());
}

#[tokio::test]
async fn cookies_that_do_not_hold() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let clerk = world.person("jy01.jingban").await;
    let token = clerk.cookie.clone().unwrap();
    let (head, signature) = token.rsplit_once('.').unwrap();
    let claims = head.rsplit_once('.').unwrap().1;
    // {"alg":"none"}
    let unsigned = format!("__Host-qingping=eyJhbGciOiJub25lIn0.{claims}.");
    let flipped: String = signature.chars().rev().collect();
    let longer = format!("{token}x");
    for cookie in
        [format!("{head}.{flipped}"), format!("{head}."), unsigned, longer, "__Host-qingping=x".into()]
    {
        nobody(&world, &year.at("/fill/1"), Some(cookie)).await;
    }
    let mut idle = world.person("jy01.jingban").await;
    let now = world.house.edge().now();
    world.house.edge().move_to(now.plus_minutes(29));
    idle.page(&year.at("/fill/1")).await;
    world.house.edge().move_to(now.plus_minutes(60));
    nobody(&world, &year.at("/fill/1"), idle.cookie).await;
    world.house.edge().move_to(now.plus_minutes(13 * 60));
    nobody(&world, &year.at("/fill/1"), clerk.cookie).await;
}

async fn nobody(world: &World, path: &str, cookie: Option<String>) {
    let mut browser = Browser { cookie, ..world.visitor() };
    assert_eq!(browser.get(path).await.location(), format!("/login?next={path}"));
    let posted = browser.post("/t/jiyuan/periods", &[]).await;
    assert_eq!(posted.status, 401);
    assert!(posted.text().contains("href=\"/login\""));
    let called = browser.call("/t/jiyuan/api/answers/save", &serde_json::json!({})).await;
    assert_eq!((called.status, called.told().1), (401, Means::LogIn));
    assert_eq!(browser.get("/password").await.location(), "/login?next=/password");
    assert_eq!(browser.get("/").await.status, 200);
}

/// Whoever wrote something must not be told that it was wrong when it was the server that broke.
#[tokio::test]
async fn a_fault_reaches_an_island_as_a_fault() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let tx =
        world.house.store().write(world.entered("jy01.jingban", "jiyuan").await.tenant.id).await.unwrap();
    execute(&tx, "ALTER TABLE answers RENAME TO lost").await.unwrap();
    tx.commit().await.unwrap();
    let save = answer(year.case(), Layer::Own, "1.1", Answer { remark: "甲".into(), ..Answer::default() }, 0);
    let called = clerk.call("/t/jiyuan/api/answers/save", &save).await;
    let (sentence, means) = called.told();
    assert_eq!((called.status, means), (500, Means::Later));
    assert!(sentence.starts_with("系统出现故障"), "{sentence}");
}
