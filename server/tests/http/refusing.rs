//! A refusal keeps the menu, and what leads to one is not offered.

use axum::http::Method;
use domain::policy::Posting;
use usecases::demo::Login;
use usecases::people::NewPerson;

use crate::browser::{FORM, OURS};
use crate::crawl::walk;
use crate::html;
use crate::world::World;

const MISSING: &str = "01930000-0000-7000-8000-000000000000";

#[tokio::test]
async fn a_refusal_keeps_the_menu_of_whoever_was_refused() {
    let world = World::demo().await;
    let mut officer = world.person("jy.fangan").await;
    let missing = format!("/t/jiyuan/periods/{MISSING}");
    for path in [missing.as_str(), "/t/jiyuan/nirgends", "/nirgends"] {
        let refused = officer.get(path).await;
        let page = refused.text();
        assert_eq!(refused.status, 404, "{path}");
        for told in ["周期与进度", "单位与人员", "退出", "回到待办", "没有找到"] {
            assert!(html::says(&page, told), "{path}: {told}");
        }
        assert!(html::links(&page).contains(&"/t/jiyuan".to_owned()), "{path}");
    }
    // Whoever came from a page of ours goes back there; what was not done is said.
    let from = ("referer", "http://127.0.0.1:3000/t/jiyuan/people?q=%E5%B1%80");
    let path = format!("/t/jiyuan/appointments/{MISSING}/end");
    let page = officer.send(Method::POST, &path, &[OURS, FORM, from], "").await.text();
    assert!(html::links(&page).contains(&"/t/jiyuan/people?q=%E5%B1%80".to_owned()), "{page}");
    assert!(html::says(&page, "本次操作没有执行，已保存的内容不受影响。"));
    for foreign in ["https://evil.example/t/jiyuan/people", "http://127.0.0.1:3000//evil.example/", "x"] {
        let page = officer.send(Method::GET, "/t/jiyuan/nirgends", &[("referer", foreign)], "").await.text();
        assert!(!page.contains("evil.example") && !html::says(&page, "返回上一页"), "{foreign}");
    }

    // An act that is not theirs, a county that is not theirs, a platform that is not theirs.
    let mut clerk = world.person("jy01.jingban").await;
    for (path, status) in [("/t/jiyuan/journal", 403), ("/t/henan", 404), ("/ops/tenants", 404)] {
        let refused = clerk.get(path).await;
        let page = refused.text();
        assert_eq!(refused.status, status, "{path}");
        let links = html::links(&page);
        assert!(links.contains(&"/t/jiyuan/cases".to_owned()), "{path}: {links:?}");
        assert!(!links.contains(&"/t/jiyuan/journal".to_owned()), "{path}: {links:?}");
    }
    let mut operator = world.person("pt.yunwei").await;
    let page = operator.get("/ops/journal").await.text();
    assert!(html::says(&page, "回到平台工作台") && html::links(&page).contains(&"/ops/tenants".to_owned()));

    // Nobody who is not known gets a menu.
    let page = world.visitor().get("/nirgends").await.text();
    assert!(!page.contains("主导航") && html::says(&page, "回到首页"));
}

#[tokio::test]
async fn whatever_is_offered_to_those_who_only_watch_is_there() {
    let world = World::demo().await;
    let year = world.open_year().await;
    world.get_going(&year).await;
    let officer = world.entered("jy.fangan", "jiyuan").await;
    let units: Vec<_> = world.house.places(&officer, &Default::default()).await.unwrap().units.lines;
    let line = world.house.add_line(&officer, "东片区").await.unwrap();
    let first: Vec<_> = units.iter().take(3).map(|unit| unit.id.to_string()).collect();
    world.house.assign_line(&officer, line, &first).await.unwrap();
    let permit = domain::policy::authorise(
        &domain::policy::Actor::Job(officer.tenant.id),
        domain::policy::Act::ManagePeople,
        domain::policy::Place::tenant(officer.tenant.id),
    )
    .unwrap();
    for (n, (post, posting)) in [
        ("personnel", Posting::Tenant),
        ("stationed_inspection", Posting::Tenant),
        ("stationed_inspection", Posting::Line(line)),
        ("line_lead", Posting::Tenant),
        ("line_lead", Posting::Line(line)),
        ("reviewer", Posting::Line(line)),
    ]
    .into_iter()
    .enumerate()
    {
        let login = format!("kan{n}.kan");
        let new = NewPerson {
            login: login.clone(),
            name: "演旁观".into(),
            password: Some(usecases::demo::PASSWORD.to_owned()),
            must_change: false,
            post: post.to_owned(),
            posting,
        };
        world.house.appoint(&permit, &new).await.unwrap();
        let browser = world.person(&login).await;
        let login = Login { login, ..of_the_demo() };
        let seen = walk(browser, &login).await;
        assert!(seen.iter().any(|path| path.contains("/periods/")), "{post}: {seen:?}");
    }
}

fn of_the_demo() -> Login {
    usecases::demo::logins().into_iter().find(|login| login.login == "jy.fangan").expect("the officer")
}
