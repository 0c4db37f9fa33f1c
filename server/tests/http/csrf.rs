use axum::http::Method;
use domain::refusal::Refusal;
use serde_json::json;

use crate::browser::{FORM, Header, JSON};
use crate::html;
use crate::world::World;

const NOT_OURS: &[&[Header<'static>]] = &[
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "none")],
    &[("sec-fetch-site", "")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:3000")],
    &[("origin", "https://evil.example")],
    &[("origin", "http://127.0.0.1:3001")],
    &[("origin", "http://127.0.0.1:3000.evil.example")],
    &[("origin", "null")],
    &[],
];

#[tokio::test]
async fn what_does_not_come_from_our_pages_changes_nothing() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let (mut officer, mut clerk) = (world.person("jy.fangan").await, world.person("jy01.jingban").await);
    let before = officer.page("/t/jiyuan/periods").await;
    let journal = officer.page("/t/jiyuan/journal").await;
    let opening = html::fields(&officer.page("/t/jiyuan/periods/new").await, "/t/jiyuan/periods");
    let mut fields: Vec<_> = opening.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| *name != "title");
    fields.push(("title", "另一年度"));
    fields.push(("meant", "twice"));
    let form = crate::browser::urlencoded(&fields);
    let save = json!({"form": {"case": year.case(), "layer": "own", "criterion": "1.1", "answer": {"inputs": {}, "remark": ""},
        "based_on": 0, "client": uuid::Uuid::new_v4()}});
    for marks in NOT_OURS {
        let with = |kind| [marks, &[kind][..]].concat();
        for path in ["/t/jiyuan/periods", "/logout", "/password"] {
            let answer = officer.send(Method::POST, path, &with(FORM), form.clone()).await;
            assert_eq!(answer.status, 403, "{path} {marks:?}");
            assert!(html::says(&answer.text(), "请求不是从本系统页面发出的"), "{path}");
        }
        let called =
            clerk.send(Method::POST, "/t/jiyuan/api/answers/save", &with(JSON), save.to_string()).await;
        called.refuses(Refusal::ForeignOrigin);
        let kind = ("content-type", "multipart/form-data; boundary=grenze");
        let body = crate::browser::multipart("file", "a.pdf", b"%PDF-1.7", &[]);
        let sent = clerk.send(Method::POST, &year.at("/evidence?criterion=1.1"), &with(kind), body).await;
        assert_eq!(sent.status, 403, "{marks:?}");
    }
    // Still logged in, nothing new anywhere.
    assert_eq!(officer.page("/t/jiyuan/periods").await, before);
    assert_eq!(officer.page("/t/jiyuan/journal").await, journal);
    // The very same form, from our page.
    officer.post("/t/jiyuan/periods", &fields).await.location();
}

/// Reading is not guarded by where it comes from: a link in a letter works.
#[tokio::test]
async fn a_link_from_elsewhere_works() {
    let world = World::demo().await;
    let mut officer = world.person("jy.fangan").await;
    let answer = officer.send(Method::GET, "/t/jiyuan", &[("sec-fetch-site", "cross-site")], "").await;
    assert_eq!(answer.status, 200);
}
