use server::endpoints;
use usecases::demo::PASSWORD;

use crate::browser::{Browser, OURS};
use crate::endpoints::filled;
use crate::html;
use crate::world::World;

#[tokio::test]
async fn the_cookie_is_for_this_server_only_and_out_of_reach_of_scripts() {
    let world = World::demo().await;
    let fields = [("login", " JY.Fangan "), ("password", PASSWORD)];
    let answer = world.visitor().post("/login", &fields).await;
    assert_eq!(answer.location(), "/");
    let cookie = answer.header("set-cookie").unwrap();
    let mut parts: Vec<_> = cookie.split("; ").collect();
    assert!(parts.remove(0).starts_with("__Host-qingping=ey"), "{cookie}");
    parts.sort_unstable();
    assert_eq!(parts, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_says_nothing_more() {
    let world = World::demo().await;
    let mut texts = Vec::new();
    for (login, password) in [("jy.fangan", "Falsch-2026"), ("jy.niemand", PASSWORD), ("jy.fangan", "")] {
        let fields = [("login", login), ("password", password), ("next", "/t/jiyuan/periods")];
        let answer = world.visitor().post("/login", &fields).await;
        assert_eq!(answer.status, 422);
        assert!(answer.header("set-cookie").is_none());
        let page = answer.text();
        let form = html::fields(&page, "/login");
        assert!(form.contains(&("login".into(), login.into())), "{form:?}");
        assert!(form.contains(&("next".into(), "/t/jiyuan/periods".into())), "{form:?}");
        assert!(form.contains(&("password".into(), String::new())), "{form:?}");
        texts.push(page.replace(login, "…"));
    }
    assert!(texts.iter().all(|text| *text == texts[0]));
}

#[tokio::test]
async fn what_was_typed_as_a_name_stays_text() {
    let world = World::demo().await;
    let (name, next) = ("\"><img src=x onerror=a>", "\"><script>a</script>");
    let fields = [("login", name), ("password", "x"), ("next", next)];
    let sent = world.visitor().post("/login", &fields).await;
    assert_eq!(sent.status, 422);
    let form = html::fields(&sent.text(), "/login");
    assert!(
        form.contains(&("login".into(), name.into())) && form.contains(&("next".into(), next.into())),
        "{form:?}"
    );
}

#[tokio::test]
async fn after_logging_in_one_stays_inside() {
    let world = World::demo().await;
    for (next, target) in [
        ("/t/jiyuan/cases", "/t/jiyuan/cases"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/t/", "/"),
        ("/t//evil.example", "/"),
        ("/t/\\evil.example", "/"),
        ("/t/jiyuan\r\nSet-Cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
        ("/logout", "/"),
    ] {
        let fields = [("login", "jy01.jingban"), ("password", PASSWORD), ("next", next)];
        let answer = world.visitor().post("/login", &fields).await;
        assert_eq!(answer.location(), target, "{next:?}");
    }
    // Whoever is in already goes straight on.
    let mut clerk = world.person("jy01.jingban").await;
    assert_eq!(clerk.get("/login?next=/t/jiyuan/cases").await.location(), "/t/jiyuan/cases");
    assert_eq!(clerk.get("/login?next=//evil.example").await.location(), "/");
}

#[tokio::test]
async fn logging_out_ends_the_session_at_once() {
    let world = World::demo().await;
    let mut clerk = world.person("jy01.jingban").await;
    let mut elsewhere = world.person("jy01.jingban").await;
    let mut copied = clerk.clone();
    copied.page("/t/jiyuan").await;
    let answer = clerk.post("/logout", &[]).await;
    assert_eq!(answer.location(), "/login");
    assert_eq!(answer.header("clear-site-data"), Some("\"storage\""));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-qingping=;") && cookie.contains("Max-Age=0"), "{cookie}");
    assert_eq!(clerk.cookie, None);
    assert_eq!(copied.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan");
    // Other devices stay; logging out twice is no error.
    elsewhere.page("/t/jiyuan").await;
    assert_eq!(copied.post("/logout", &[]).await.location(), "/login");
    assert_eq!(world.visitor().post("/logout", &[]).await.location(), "/login");
}

#[tokio::test]
async fn the_first_login_changes_the_password_before_anything_else() {
    const NEW: &str = "Neues-Kennwort-7";
    let world = World::demo().await;
    let fields = [("login", "jy14.jingban"), ("password", PASSWORD), ("next", "/t/jiyuan/cases")];
    let mut clerk = world.visitor();
    assert_eq!(clerk.post("/login", &fields).await.location(), "/password");
    for listed in endpoints::list().iter().filter(|listed| listed.path.starts_with("/t/")) {
        let path = filled(listed, "jiyuan", "01930000-0000-7000-8000-000000000000");
        let answer = clerk.send(listed.method.parse().unwrap(), &path, &[OURS], "").await;
        if path.contains("/api/") {
            answer.refuses(domain::refusal::Refusal::PasswordMustChange);
        } else {
            assert_eq!(answer.location(), "/password", "{path}");
        }
    }
    assert_eq!(clerk.get("/").await.location(), "/password");
    assert!(html::says(&clerk.page("/password").await, "首次登录"));

    for (current, new, again, told) in [
        ("falsch", NEW, NEW, "当前密码不正确"),
        (PASSWORD, NEW, "anders", "不一致"),
        (PASSWORD, "Kurz-1", "Kurz-1", "至少需要10个字符"),
        (PASSWORD, "nurkleinbuchstaben", "nurkleinbuchstaben", "至少三类"),
        (PASSWORD, "Jy14.Jingban-1", "Jy14.Jingban-1", "不能包含登录名"),
        (PASSWORD, PASSWORD, PASSWORD, "最近用过"),
    ] {
        let answer = clerk.post("/password", &[("current", current), ("new", new), ("again", again)]).await;
        assert_eq!(answer.status, 422, "{told}");
        assert!(html::says(&answer.text(), told), "{told}");
        assert!(!answer.text().contains(new), "a password is never sent back");
    }
    let mut elsewhere = clerk.clone();
    let changed = clerk.post("/password", &[("current", PASSWORD), ("new", NEW), ("again", NEW)]).await;
    assert_eq!(changed.status, 200);
    clerk.page("/t/jiyuan").await;
    // The cookie from before names an account that has changed since.
    assert_eq!(elsewhere.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan");
    let old = world.visitor().post("/login", &fields).await;
    assert_eq!(old.status, 422);
}

#[tokio::test]
async fn changing_the_password_ends_other_sessions() {
    const NEW: &str = "Neues-Kennwort-7";
    let world = World::demo().await;
    let (mut here, mut there) = (world.person("jy01.jingban").await, world.person("jy01.jingban").await);
    here.post("/password", &[("current", PASSWORD), ("new", NEW), ("again", NEW)]).await;
    assert_eq!(there.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan");
    here.page("/t/jiyuan").await;
}

async fn fails(browser: &mut Browser, login: &str) -> u16 {
    browser.post("/login", &[("login", login), ("password", "Falsch-2026")]).await.status
}

#[tokio::test]
async fn five_failures_lock_the_account_at_this_address() {
    let world = World::demo().await;
    let mut visitor = world.visitor();
    for _ in 0..5 {
        assert_eq!(fails(&mut visitor, "jy.fangan").await, 422);
    }
    let fields = [("login", "jy.fangan"), ("password", PASSWORD)];
    let locked = visitor.post("/login", &fields).await;
    assert_eq!(locked.status, 429);
    assert!(html::says(&locked.text(), "登录失败次数过多，请于"), "{}", locked.text());
    assert!(html::fields(&locked.text(), "/login").contains(&("login".into(), "jy.fangan".into())));
    // Others, and the person elsewhere, are not locked out.
    world.person("jy.kaohe").await;
    let mut elsewhere = Browser { peer: ([10, 1, 1, 1], 40_000).into(), ..world.visitor() };
    assert_eq!(elsewhere.post("/login", &fields).await.status, 303);
    // A name nobody has is locked in the same way.
    for _ in 0..5 {
        assert_eq!(fails(&mut visitor, "jy.niemand").await, 422);
    }
    assert_eq!(fails(&mut visitor, "jy.niemand").await, 429);
    let now = world.house.edge().now();
    world.house.edge().move_to(now.plus_minutes(16));
    assert_eq!(visitor.post("/login", &fields).await.status, 303);
}
