//! 我的账号 as a browser without scripts meets it.

use axum::http::Method;

use crate::browser::{Browser, OURS};
use crate::html;
use crate::world::World;

#[tokio::test]
async fn the_profile_is_changed_by_a_plain_form_and_keeps_what_was_typed() {
    let world = World::demo().await;
    let mut clerk = world.person("jy01.jingban").await;
    let desk = clerk.page("/t/jiyuan").await;
    assert!(html::links(&desk).contains(&"/account".to_owned()), "the masthead leads there");
    let page = clerk.page("/account").await;
    assert!(html::says(&page, "jy01.jingban") && html::says(&page, "单位经办人"));
    assert!(html::links(&page).contains(&"/password".to_owned()));
    assert!(html::links(&page).contains(&"/t/jiyuan".to_owned()));

    let (name, phone) = ("\"><b>林演</b>", "电话一二三");
    let refused = clerk.post("/account", &[("name", name), ("phone", phone)]).await;
    assert_eq!(refused.status, 422);
    let form = html::fields(&refused.text(), "/account");
    assert!(form.contains(&("name".into(), name.into())), "{form:?}");
    assert!(form.contains(&("phone".into(), phone.into())), "{form:?}");
    assert!(html::says(&refused.text(), "联系电话只能由7至15位数字和横线组成"));
    let fields = [("name", name), ("reason", "户籍更名"), ("phone", "138-0000-1234")];
    let refused = clerk.post("/account", &fields).await;
    assert_eq!(refused.status, 422);
    assert!(html::says(&refused.text(), "姓名不能含有“<”或“>”"));

    let fields = [("name", "林演新"), ("reason", ""), ("phone", "138-0000-1234")];
    let refused = clerk.post("/account", &fields).await;
    assert!(html::says(&refused.text(), "请填写更名事由"));
    let fields = [("name", "林演新"), ("reason", "户籍更名"), ("phone", "138-0000-1234")];
    let saved = clerk.post("/account", &fields).await;
    assert_eq!(saved.location(), "/account?done=name");
    let page = clerk.page("/account?done=name").await;
    assert!(html::says(&page, "更名申请已提交") && html::says(&page, "已申请更名为林演新"));
    assert!(!html::says(&clerk.page("/t/jiyuan").await, "林演新"), "not before the officer consents");
    // The officer finds it, consents, and it stands everywhere.
    let mut officer = world.person("jy.fangan").await;
    let people = officer.page("/t/jiyuan/people").await;
    assert!(html::says(&people, "申请更名为林演新"));
    let (before, _) = people.split_once("申请更名为").expect("a link to the person");
    let at = before.rfind("/t/jiyuan/people/").expect("its address");
    let page = before[at..].split('"').next().unwrap_or_default().to_owned();
    let consent = html::fields(&officer.page(&page).await, &format!("{page}/name"));
    let consent: Vec<_> = consent[..2].iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(officer.post(&format!("{page}/name"), &consent).await.location(), page);
    assert!(html::says(&clerk.page("/t/jiyuan").await, "林演新"));
    assert!(html::says(&clerk.page("/account/notices").await, "改为林演新"));
    let journal = officer.page("/t/jiyuan/journal").await;
    assert!(html::says(&journal, "更名为林演新，事由：户籍更名"));
    // Others do not read the number.
    assert!(!world.person("jy.fangan").await.page("/t/jiyuan/people").await.contains("138-0000-1234"));
}

#[tokio::test]
async fn a_session_that_is_ended_elsewhere_is_refused_at_its_next_request() {
    let world = World::demo().await;
    let (mut here, mut there) = (world.person("jy01.jingban").await, world.person("jy01.jingban").await);
    let mut third = world.person("jy01.jingban").await;
    for browser in [&mut there, &mut third] {
        browser.page("/t/jiyuan").await;
    }
    let page = here.page("/account").await;
    let ends = |page: &str| html::fields(page, "/account/sessions/end");
    let session = ends(&page).into_iter().find(|(name, _)| name == "session").unwrap().1;
    assert_eq!(ends(&page).len(), 2, "not the one that asks");
    let mut stranger = world.person("jy02.jingban").await;
    let foreign = stranger.post("/account/sessions/end", &[("session", &session)]).await;
    assert_eq!(foreign.status, 404);
    let done = here.post("/account/sessions/end", &[("session", &session)]).await;
    assert_eq!(done.location(), "/account?done=session");
    let mut still = 0;
    for browser in [&mut there, &mut third] {
        still += u32::from(browser.get("/t/jiyuan").await.status == 200);
    }
    assert_eq!(still, 1);
    let done = here.post("/account/sessions/end-others", &[]).await;
    assert_eq!(done.location(), "/account?done=others");
    for browser in [&mut there, &mut third] {
        assert_eq!(browser.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan");
    }
    assert!(html::says(&here.page("/account").await, "本次登录"));
}

#[tokio::test]
async fn nobody_without_a_session_gets_to_an_account_or_a_desk_of_the_platform() {
    let world = World::demo().await;
    let listed = server::endpoints::list();
    let own = |path: &str| path.starts_with("/account") || path.starts_with("/ops") || path == "/password";
    for listed in listed.iter().filter(|listed| own(&listed.path)) {
        let path = crate::endpoints::filled(listed, "", "01930000-0000-7000-8000-000000000000");
        let method: Method = listed.method.parse().unwrap();
        let answer = world.visitor().send(method.clone(), &path, &[OURS], "").await;
        if method == Method::GET {
            assert_eq!(answer.location(), format!("/login?next={path}"));
        } else {
            assert_eq!(answer.status, 401, "{path}");
        }
    }
}

#[tokio::test]
async fn the_cookie_renews_itself_while_the_session_is_used() {
    let world = World::demo().await;
    let mut clerk = world.person("jy01.jingban").await;
    let first = clerk.cookie.clone().unwrap();
    let start = world.house.edge().now();
    let at = |minutes| world.house.edge().move_to(start.plus_minutes(minutes));
    at(2);
    assert!(clerk.get("/t/jiyuan").await.header("set-cookie").is_none(), "not with every answer");
    at(6);
    let renewed = clerk.get("/t/jiyuan").await;
    let cookie = renewed.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-qingping=ey") && cookie.contains("HttpOnly"), "{cookie}");
    assert_ne!(clerk.cookie.as_deref(), Some(first.as_str()));
    for minutes in (20..700).step_by(20) {
        at(minutes);
        clerk.page("/t/jiyuan").await;
    }
    at(721);
    assert_eq!(clerk.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan", "twelve hours are the most");
    // The first cookie alone has long lost its force.
    at(50);
    let mut old = Browser { cookie: Some(first), ..world.visitor() };
    assert_eq!(old.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan");
}

#[tokio::test]
async fn the_officers_quarter_of_an_hour_is_not_lengthened_by_other_pages() {
    let world = World::demo().await;
    let (mut officer, mut clerk) = (world.person("jy.fangan").await, world.person("jy01.jingban").await);
    let start = world.house.edge().now();
    world.house.edge().move_to(start.plus_minutes(16));
    assert_eq!(officer.get("/account").await.location(), "/login?next=/account");
    assert_eq!(officer.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan");
    clerk.page("/account").await;
}

#[tokio::test]
async fn somebody_with_posts_in_two_tenants_works_in_both_in_two_tabs() {
    let world = World::demo().await;
    world.open_year().await;
    // Two tabs share the cookie.
    let mut one = world.person("xunkao").await;
    let mut other = one.clone();
    for _ in 0..2 {
        let (here, there) = (one.page("/t/jiyuan/periods").await, other.page("/t/shizhi/periods").await);
        // Both run the same scheme; the names of the tenants tell them apart.
        assert!(here.contains("济源示范区（演示）") && !here.contains("示例市直机关（演示）"));
        assert!(there.contains("示例市直机关（演示）") && !there.contains("济源示范区（演示）"));
    }
    let account = one.page("/account").await;
    for code in ["jiyuan", "shizhi"] {
        assert!(html::links(&account).contains(&format!("/t/{code}")));
    }
}

#[tokio::test]
async fn the_officer_chooses_the_account_rules() {
    let world = World::demo().await;
    let mut officer = world.person("jy.fangan").await;
    let path = "/t/jiyuan/account-rules";
    assert!(html::links(&officer.page("/t/jiyuan").await).contains(&path.to_owned()));
    let shown = html::fields(&officer.page(path).await, path);
    assert_eq!(shown, [("passwords".to_owned(), "dengbao".to_owned())], "the demo asks for no second factor");
    let refused = officer.post(path, &[("passwords", "king"), ("second_factor", "on")]).await;
    assert_eq!(refused.status, 422);
    let kept = html::fields(&refused.text(), path);
    assert_eq!(kept, [("second_factor".to_owned(), "on".to_owned())]);
    let saved = officer.post(path, &[("passwords", "asvs"), ("second_factor", "on")]).await;
    assert!(html::says(&saved.text(), "已保存，并记入留痕"));
    // It holds from the next request on: the officer enrols first, the clerk works on.
    world.house.edge().move_to(world.house.edge().now().plus_ms(1_001));
    assert_eq!(officer.get(path).await.location(), "/account/second-factor");
    assert_eq!(officer.get("/account").await.location(), "/account/second-factor");
    assert_eq!(officer.get("/").await.location(), "/account/second-factor");
    let mut clerk = world.person("jy01.jingban").await;
    clerk.page("/t/jiyuan").await;
    assert!(html::says(&clerk.page("/password").await, "至少12个字符"));
    assert_eq!(clerk.get(path).await.status, 403);
}
