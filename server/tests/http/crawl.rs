//! Everything a person can click to, as every person of the demo.

use std::collections::BTreeSet;

use tokio::task::JoinSet;
use usecases::demo::{Login, logins};

use crate::browser::Browser;
use crate::html;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_every_person_is_whole_chinese_and_their_own() {
    let world = World::demo().await;
    let year = world.open_year().await;
    world.get_going(&year).await;
    let mut walks = JoinSet::new();
    for login in logins().into_iter().filter(|login| !passed_over(&login.login)) {
        let browser = world.person(&login.login).await;
        walks.spawn(async move {
            let seen = walk(browser, &login).await;
            (login, seen)
        });
    }
    for (login, seen) in walks.join_all().await {
        let has = |part: &str| seen.iter().any(|path| path.contains(part));
        assert!(has("/account/second-factor"), "{login:?}: {seen:?}");
        if login.url == "/ops" {
            let desks = ["/ops/tenants", "/ops/accounts", "/ops/journal"];
            assert_eq!(desks.iter().filter(|desk| has(desk)).count(), 1, "{login:?}: {seen:?}");
            assert!(!has("/t/"), "{login:?}: {seen:?}");
            continue;
        }
        assert!(has("/schemes/") || login.url == "/t/henan", "{login:?}: {seen:?}");
        // 济源's rubric has four parts.
        let last = if ["/t/jiyuan", "/t/shizhi"].contains(&login.url.as_str()) { 4 } else { 1 };
        match login.post.as_str() {
            "上级纪委" => assert!(has("/oversight"), "{seen:?}"),
            "单位经办人" => {
                assert!(has(&format!("/fill/{last}")) || !has("/cases/"), "{login:?}: {seen:?}")
            }
            "考核人员" => {
                assert!(has(&format!("/review/{last}")) && has("/decision") && has("/files/"), "{seen:?}")
            }
            _ => {}
        }
    }
}

/// One account does not get beyond its first login; the heads of some units see what the heads of others see.
fn passed_over(login: &str) -> bool {
    let head = login.ends_with(".fuze") && !["jy01", "jy02", "jy03", "jy14", "sz01"].contains(&&login[..4]);
    head || login == "jy14.jingban"
}

/// How many cases one person looks into.
const CASES: usize = 2;

/// Follows all links of our own from the person's desk and gives the addresses seen.
pub async fn walk(mut browser: Browser, login: &Login) -> BTreeSet<String> {
    let foreign: Vec<_> = names_outside(&login.url);
    let (mut seen, mut cases, mut pages) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut open = vec![login.url.clone()];
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let mut answer = browser.get(&path).await;
        if path == "/ops" {
            open.push(answer.location());
            answer = browser.get(&open[open.len() - 1]).await;
        }
        assert_eq!(answer.status, 200, "{}: {path}", login.login);
        if !answer.is_html() {
            assert!(path.contains("/files/") || path.ends_with("/file"), "{path}");
            continue;
        }
        let page = answer.text();
        let strange = html::foreign_words(&page);
        assert!(strange.is_empty(), "{}: {path}: {strange:?}", login.login);
        // Whoever works in two tenants reads both names on the own account, and nowhere else.
        let both = login.login == "xunkao" && path == "/account";
        for name in foreign.iter().filter(|_| !both) {
            assert!(!page.contains(name), "{}: {path} tells of {name}", login.login);
        }
        assert!(!page.contains("Qingping-2026"), "{path}");
        // The front page sends staff straight back. Whoever sees all units looks into some: each unit's own people see
        // theirs in full.
        let elsewhere = |link: &String| both && link.starts_with("/t/") && *link != login.url;
        for link in html::links(&page).into_iter().filter(|link| link != "/" && !elsewhere(link)) {
            if let Some((_, case)) = link.split_once("/cases/") {
                let case = case.split('/').next().unwrap_or_default().to_owned();
                if !cases.contains(&case) && cases.len() >= CASES {
                    continue;
                }
                cases.insert(case);
            }
            // Of a long list, the second page stands for those that follow.
            if link.contains("after=") || link.contains("before=") {
                let list = link.split('?').next().unwrap_or_default().to_owned();
                if !pages.insert(list) {
                    continue;
                }
            }
            open.push(link);
        }
    }
    seen
}

/// Names of other tenants and of their units.
fn names_outside(url: &str) -> Vec<String> {
    let everybody = logins();
    // The commission above and the operator see the names of those below.
    let sees_all = url == "/t/henan" || url == "/ops";
    let others = everybody.iter().filter(|login| login.url != url && login.url != "/ops" && !sees_all);
    let own: BTreeSet<_> =
        everybody.iter().filter(|login| login.url == url).map(|login| &login.unit).collect();
    let names: BTreeSet<_> = others
        .flat_map(|login| [login.tenant.clone(), login.unit.clone()])
        .filter(|name| !own.iter().any(|own| own.contains(name)))
        .collect();
    assert_eq!(names.is_empty(), sees_all);
    names.into_iter().collect()
}

#[tokio::test]
async fn the_public_pages_tell_what_was_published_and_nothing_else() {
    let world = World::demo().await;
    let mut visitor = world.visitor();
    let front = visitor.page("/").await;
    let mut open: Vec<_> = html::links(&front);
    assert!(open.contains(&"/p/jiyuan".to_owned()), "{open:?}");
    let mut seen = BTreeSet::new();
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        assert!(!path.starts_with("/t/"), "{path} is for staff");
        let page = visitor.page(&path).await;
        assert!(html::foreign_words(&page).is_empty(), "{path}");
        for person in ["赵演零", "党组会议记录", "同意自评", "现场查看"] {
            assert!(!page.contains(person), "{path} tells {person}");
        }
        open.extend(html::links(&page));
    }
    assert!(seen.contains("/p/jiyuan"), "{seen:?}");
    let announced = world.house.public_page("jiyuan", None).await.unwrap().all;
    let (id, title) = (announced[0].id, &announced[0].title);
    assert!(html::says(&visitor.page(&format!("/p/jiyuan/{id}")).await, title));
    assert_eq!(visitor.get(&format!("/p/shizhi/{id}")).await.status, 404);
}

/// Somebody with posts in two tenants chooses, and each tenant keeps its own in its own pages.
#[tokio::test]
async fn one_person_in_two_tenants() {
    let world = World::demo().await;
    let mut assessor = world.person("xunkao").await;
    let choice = assessor.page("/").await;
    assert_eq!(html::ids(&choice, "/t/").len(), 0);
    for code in ["jiyuan", "shizhi"] {
        assert!(html::links(&choice).contains(&format!("/t/{code}")));
        assessor.page(&format!("/t/{code}")).await;
    }
    assert_eq!(assessor.get("/t/henan").await.status, 404);
}
