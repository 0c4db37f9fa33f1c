//! How much of what anybody sends is read, held and given back: strangers are answered in a line, texts and forms have
//! bounds, and what no database keeps is refused in a sentence, wherever it is written.

use axum::http::Method;
use domain::refusal::Refusal;
use domain::scheme::{Scheme, builtin};
use serde_json::{Value, json};
use server::desks::Office;
use server::endpoints;
use server::session::Keys;
use usecases::demo::PASSWORD;

use crate::browser::{Browser, FORM, JSON, OURS, multipart, urlencoded};
use crate::html;
use crate::world::World;

const MISSING: &str = "01930000-0000-7000-8000-000000000000";
const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=grenze");

#[tokio::test]
async fn strangers_are_answered_in_a_line_whatever_they_send() {
    let world = World::demo().await;
    let quotes = "%22".repeat(600_000);
    let fill = format!("/t/jiyuan/cases/{MISSING}/fill/1");
    let mut stranger = world.visitor();
    let plain = stranger.send(Method::POST, &fill, &[OURS, FORM], format!("message={quotes}")).await;
    let form = multipart("minutes", "a.pdf", &vec![b'"'; 1_000_000], &[("note", "x")]);
    let decision = format!("/t/jiyuan/periods/{MISSING}/decision");
    let parts = stranger.send(Method::POST, &decision, &[OURS, MULTIPART], form).await;
    for answer in [plain, parts] {
        assert_eq!(answer.status, 401);
        assert!(answer.body.len() < 4_096 && !answer.text().contains("再次提交"), "{}", answer.text());
    }
    // A cookie that is not ours makes nobody known.
    stranger.cookie = Some("__Host-qingping=eyJhbGciOiJFZERTQSJ9.e30.AAAA".into());
    let forged = stranger.send(Method::POST, &fill, &[OURS, FORM], format!("message={quotes}")).await;
    assert!(forged.status == 401 && forged.body.len() < 4_096);
    // Nor is more read at the doors that are open to everybody.
    let login = format!("login={}&password=x", "a".repeat(20_000));
    let refused = world.visitor().send(Method::POST, "/login", &[OURS, FORM], login).await;
    assert!(refused.status == 413 && html::says(&refused.text(), "过大"));
    let island = world.visitor().call("/t/jiyuan/api/drafts/save", &json!({ "form": quotes })).await;
    island.refuses(Refusal::NotSignedIn);
}

#[tokio::test]
async fn what_comes_back_to_those_who_are_known_has_a_bound() {
    let world = World::demo().await;
    let mut clerk = world.person("jy01.jingban").await;
    let fill = format!("/t/jiyuan/cases/{MISSING}/fill/1");
    let text = "写了半小时的说明".repeat(200);
    let back = clerk.post(&fill, &[("1.1.remark", &text)]).await;
    assert!(back.status == 404 && html::says(&back.text(), &text));
    // Within what is taken in, but each character is six in a page.
    let quotes = format!("1.1.remark={}", "%22".repeat(600_000));
    let long = clerk.send(Method::POST, &fill, &[OURS, FORM], quotes).await;
    assert_eq!(long.status, 404);
    assert!(html::says(&long.text(), "请用浏览器的“后退”回到原来的表格"));
    assert!(long.body.len() < 8_192, "{}", long.body.len());
}

/// Too many fields, what is no text, and what came twice: one of them would be lost, so none is taken.
#[tokio::test]
async fn a_form_has_so_many_fields_of_text_each_once() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let fill = format!("/t/jiyuan/cases/{}/fill/1", year.cases[0]);
    let many: String = (0..200_000).map(|n| format!("a{n}=&")).collect();
    for (form, status) in [
        (many, 413),
        ("1.1.remark=%ff%fe".to_owned(), 400),
        ("1.1.remark=%ed%a0%80".to_owned(), 400),
        ("1.1.remark=one&1.1.remark=two".to_owned(), 400),
    ] {
        let told = form.chars().take(40).collect::<String>();
        let answer = clerk.send(Method::POST, &fill, &[OURS, FORM], form).await;
        assert_eq!(answer.status, status, "{told}");
    }
    assert!(!clerk.page(&fill).await.contains("two"));

    let mut party = world.person("jy.dangzu").await;
    let decision = format!("{}/decision", year.period);
    let outcome = format!("outcome:{}", year.cases[0]);
    let twice = [(outcome.as_str(), "评定为清廉机关"), (outcome.as_str(), "本年度不予评定")];
    let answer = party.post_file(&decision, &twice, ("minutes", "纪要.pdf", b"%PDF-1.7")).await;
    assert_eq!(answer.status, 422);
    assert!(html::says(&answer.text(), "本年度不予评定"), "{}", answer.text());

    let evidence = format!("/t/jiyuan/cases/{}/evidence?criterion=1.1", year.cases[0]);
    for (file, fields) in [("file", &[("title", "一"), ("title", "二")][..]), ("other", &[][..])] {
        let answer = clerk.post_file(&evidence, fields, (file, "a.pdf", b"%PDF-1.7")).await;
        assert_eq!(answer.status, 422, "{file}");
    }
    let sent = json!({"form": {"case": year.cases[0], "layer": "own", "criterion": "1.1", "answer": {},
        "based_on": 0, "client": uuid::Uuid::new_v4().to_string(), "more": "x"}});
    let answer = clerk.call("/t/jiyuan/api/answers/save", &sent).await;
    assert!(answer.status >= 400, "{}", answer.text());
}

#[tokio::test]
async fn a_plain_field_is_not_read_beyond_its_bound() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut council = world.person("jy.dangzu").await;
    let mut clerk = world.person("jy01.jingban").await;
    let field = "题".repeat(30_000);
    let many: Vec<_> = (0..20).map(|_| ("title", &field[..60_000])).collect();
    let decision = format!("{}/decision", year.period);
    let evidence = year.at("/evidence?criterion=1.1");
    let before = world.files();
    for fields in [vec![("title", field.as_str())], many] {
        for (who, path) in [(&mut council, &decision), (&mut clerk, &evidence)] {
            let refused = who.post_file(path, &fields, ("file", "a.pdf", b"%PDF-1.7")).await;
            assert_eq!(refused.status, 413, "{path}");
            assert!(html::says(&refused.text(), "提交的内容过大"), "{}", refused.text());
        }
    }
    assert_eq!(world.files(), before);
}

#[tokio::test]
async fn the_character_0_is_refused_in_a_sentence_wherever_it_is_written() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let mut visitor = world.visitor();
    let login = format!("login=jy01.jingban%00&password={PASSWORD}");
    let join = "/join/jiyuan/AAAA";
    let fields = "name=a%00&login=b&password=c&again=c";
    for (path, body) in [("/login", login.as_str()), ("/login/code", "code=1%00"), (join, fields)] {
        let refused = visitor.send(Method::POST, path, &[OURS, FORM], body.to_owned()).await;
        assert_eq!(refused.status, 400, "{path}");
        assert!(html::says(&refused.text(), "空字符"), "{path}: {}", refused.text());
    }
    for (path, body) in [
        ("/password", "current=a%00&new=b&again=b".to_owned()),
        ("/account", "name=%00&phone=".to_owned()),
        (&*year.at("/fill/1"), urlencoded(&[("1.1.revision", "0"), ("1.1.remark", "a\0b")])),
        (&*year.at("/facts"), "title=a%00".to_owned()),
    ] {
        let refused = clerk.send(Method::POST, path, &[OURS, FORM], body).await;
        assert_eq!(refused.status, 400, "{path}: {}", refused.text());
    }
    let island = format!(r#"{{"form":{{"case":"{}","remark":"a\u0000b"}}}}"#, year.case());
    // Whatever an island's request says it is, JSON is read.
    for kind in [JSON, FORM, ("content-type", "text/plain")] {
        let headers = [OURS, kind, ("accept", "application/json")];
        let refused = clerk.send(Method::POST, "/t/jiyuan/api/answers/save", &headers, island.clone()).await;
        refused.refuses(Refusal::Unwritable);
    }
    let parts = year.at("/evidence?criterion=1.1");
    let refused = clerk.post_file(&parts, &[("title", "a\0b")], ("file", "a.pdf", b"%PDF-1.7")).await;
    assert_eq!(refused.status, 400);
    for path in ["/login?next=%00", &*year.at("/evidence?criterion=%00")] {
        let method = if path.starts_with("/login") { Method::GET } else { Method::POST };
        assert_eq!(clerk.send(method, path, &[OURS], "").await.status, 400, "{path}");
    }
    assert_eq!(clerk.get("/p/ji%00yuan").await.status, 404);
}

#[tokio::test]
async fn a_found_session_guesses_no_more_passwords_than_the_login() {
    let world = World::demo().await;
    let mut thief = world.person("jy01.jingban").await;
    let guess = [("current", "Geraten-2026"), ("new", "Qing-Feng-2027"), ("again", "Qing-Feng-2027")];
    for _ in 0..5 {
        assert_eq!(thief.post("/password", &guess).await.status, 422);
    }
    let right = [("current", PASSWORD), ("new", "Qing-Feng-2027"), ("again", "Qing-Feng-2027")];
    let locked = thief.post("/password", &right).await;
    assert_eq!(locked.status, 429);
    assert!(html::says(&locked.text(), "次数过多"), "{}", locked.text());
    // The same failures count at the login, and the other way round.
    let login = world.visitor().post("/login", &[("login", "jy01.jingban"), ("password", PASSWORD)]).await;
    assert_eq!(login.status, 429);
}

#[tokio::test]
async fn browsers_that_came_by_https_come_by_nothing_else() {
    let world = World::demo().await;
    assert_eq!(world.visitor().get("/login").await.header("strict-transport-security"), None);
    let keys = Keys::open(&world.data.path().join("keys")).unwrap();
    let office = Office { https: true, ..Office::of(world.house.clone(), keys) };
    let mut visitor = Browser::new(endpoints::router(office));
    for path in ["/login", "/healthz", "/nirgends", "/t/jiyuan", "/favicon.svg"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"), "{path}");
    }
}

/// A scheme of so many megabytes.
fn large(name: &str, megabytes: usize) -> Scheme {
    let mut scheme = builtin::load("jiyuan").unwrap();
    scheme.name = name.to_owned();
    let criterion = scheme.sections[0].items[0].criteria[0].clone();
    let many = (0..megabytes * 160).map(|n| {
        let evidence = "查".repeat(2_000);
        domain::scheme::Criterion { no: format!("x{n}").into(), evidence, ..criterion.clone() }
    });
    scheme.sections[0].items[0].criteria = many.collect();
    scheme.accepted.clear();
    scheme.notes.clear();
    scheme
}

#[tokio::test]
async fn what_can_be_loaded_can_be_saved_and_what_is_larger_is_neither() {
    let world = World::demo().await;
    let mut officer = world.person("jy.fangan").await;
    let load = async |officer: &mut Browser, scheme: &Scheme| {
        let text = scheme.to_canonical();
        officer.post_file("/t/jiyuan/studio/upload", &[], ("file", "a.json", text.as_bytes())).await
    };
    let scheme = large("viel", 3);
    assert!(scheme.to_canonical().len() > 3_000_000);
    let draft = load(&mut officer, &scheme).await.location();
    let id = draft.rsplit('/').next().unwrap().to_owned();
    let save = |scheme: &Scheme, based_on: u32| -> Value {
        let client = uuid::Uuid::new_v4().to_string();
        json!({ "form": { "draft": id, "scheme": scheme, "based_on": based_on, "client": client } })
    };
    let saved = officer.call("/t/jiyuan/api/drafts/save", &save(&scheme, 1)).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    // Beyond the limit: by the same words.
    let larger = large("viel", 9);
    let told = "8 MiB";
    let refused = officer.call("/t/jiyuan/api/drafts/save", &save(&larger, 2)).await;
    assert!(matches!(refused.status, 413 | 422), "{}", refused.text());
    let mut crowded = large("voll", 1);
    let rule = crowded.sections[0].items[0].criteria[0].clone();
    let domain::scheme::Body::Scored(parts) = &rule.body else { panic!() };
    let domain::scheme::Body::Scored(many) = &mut crowded.sections[0].items[0].criteria[0].body else {
        panic!()
    };
    many[0].rules = parts[0].rules.iter().cloned().cycle().take(101).collect();
    let refused = officer.call("/t/jiyuan/api/drafts/save", &save(&crowded, 2)).await;
    assert_eq!(refused.status, 422);
    assert!(refused.told().0.contains("超过100个"), "{}", refused.text());
    let refused = load(&mut officer, &crowded).await;
    assert!(refused.status == 422 && html::says(&refused.text(), "超过100个"));
    let refused = load(&mut officer, &larger).await;
    assert!(matches!(refused.status, 413 | 422), "{told}");
}
