//! 动态口令 as a browser without scripts meets it.

use usecases::demo::PASSWORD;

use crate::authenticator::Authenticator;
use crate::browser::Browser;
use crate::html;
use crate::world::World;

const HERE: &str = "/account/second-factor";

/// Enrols through the forms; gives the telephone and the page with the recovery codes.
pub async fn enrol(world: &World, who: &mut Browser) -> (Authenticator, Vec<String>) {
    assert!(html::says(&who.page(HERE).await, "开始启用"));
    assert_eq!(who.post(&format!("{HERE}/begin"), &[]).await.location(), HERE);
    let page = who.page(HERE).await;
    assert!(page.contains("<svg viewBox=\"0 0 ") && page.contains("class=\"qr\""), "{page}");
    let (_, rest) = page.split_once("<code class=\"secret\">").unwrap();
    let telephone = Authenticator::new(rest.split('<').next().unwrap());
    let wrong = who.post(&format!("{HERE}/confirm"), &[("code", "000000")]).await;
    assert_eq!(wrong.status, 422);
    assert!(html::says(&wrong.text(), "动态口令不正确"));
    assert!(wrong.text().contains(rest.split('<').next().unwrap()), "the same secret is still there");
    let code = telephone.code(world.house.edge().now().0);
    let done = who.post(&format!("{HERE}/confirm"), &[("code", &code)]).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let shown = done.text();
    let codes: Vec<_> =
        shown.split("<code>").skip(1).filter_map(|rest| rest.split('<').next().map(str::to_owned)).collect();
    assert_eq!(codes.len(), 10, "{shown}");
    let page = who.page(HERE).await;
    assert!(html::says(&page, "备用口令还剩10个") && !page.contains(&codes[0]), "shown once");
    (telephone, codes)
}

#[tokio::test]
async fn logging_in_takes_two_steps_with_no_session_in_between() {
    let world = World::demo().await;
    let mut officer = world.person("jy.fangan").await;
    let (telephone, codes) = enrol(&world, &mut officer).await;
    let later = |steps: i64| {
        let now = world.house.edge().now();
        world.house.edge().move_to(now.plus_ms(steps * 30_000));
        telephone.code(world.house.edge().now().0)
    };

    let fields = [("login", "jy.fangan"), ("password", PASSWORD), ("next", "/t/jiyuan/journal")];
    let mut browser = world.visitor();
    let step = browser.post("/login", &fields).await.location();
    assert_eq!(step, "/login/code?next=/t/jiyuan/journal");
    assert_eq!(browser.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan", "no session yet");
    assert_eq!(browser.get("/account").await.location(), "/login?next=/account");
    let form = html::fields(&browser.page(&step).await, "/login/code");
    assert!(form.contains(&("next".into(), "/t/jiyuan/journal".into())), "{form:?}");
    let wrong = browser.post("/login/code", &[("code", "000000"), ("next", "/t/jiyuan/journal")]).await;
    assert_eq!(wrong.status, 422);
    assert!(html::says(&wrong.text(), "动态口令不正确"));
    let code = later(1);
    let fields = [("code", code.as_str()), ("next", "/t/jiyuan/journal")];
    // That it was enrolled is told first.
    let told = browser.post("/login/code", &fields).await.location();
    assert_eq!(told, "/account/notices?next=/t/jiyuan/journal");
    assert!(html::says(&browser.page(&told).await, "启用了动态口令"));
    browser.page("/t/jiyuan/journal").await;

    // Not twice, not without the first step, not after too long a time.
    let mut again = world.visitor();
    again.post("/login", &[("login", "jy.fangan"), ("password", PASSWORD)]).await;
    assert_eq!(again.post("/login/code", &[("code", &code)]).await.status, 422);
    let direct = world.visitor().post("/login/code", &[("code", &later(1))]).await;
    assert_eq!(direct.status, 401);
    assert!(html::says(&direct.text(), "登录步骤已超时"));
    assert_eq!(world.visitor().get("/login/code").await.location(), "/login?next=/");
    let late = later(11);
    assert_eq!(again.post("/login/code", &[("code", &late)]).await.status, 401);

    // Without the telephone, a recovery code.
    let mut lost = world.visitor();
    lost.post("/login", &[("login", "jy.fangan"), ("password", PASSWORD)]).await;
    let told = lost.post("/login/code", &[("code", &codes[0])]).await.location();
    assert_eq!(told, "/account/notices?next=/");
    let removal = [("password", PASSWORD), ("code", codes[0].as_str())];
    assert_eq!(lost.post(&format!("{HERE}/remove"), &removal).await.status, 422, "used up");
    let code = later(1);
    let removal = [("password", PASSWORD), ("code", code.as_str())];
    let removed = lost.post(&format!("{HERE}/remove"), &removal).await;
    assert_eq!(removed.location(), "/account?done=second-factor");
    assert!(html::says(&lost.page("/account?done=second-factor").await, "动态口令已停用"));
    world.person("jy.fangan").await.page("/t/jiyuan").await;
}

#[tokio::test]
async fn five_wrong_codes_lock_like_five_wrong_passwords() {
    let world = World::demo().await;
    let mut clerk = world.person("jy01.jingban").await;
    let (telephone, _) = enrol(&world, &mut clerk).await;
    let fields = [("login", "jy01.jingban"), ("password", PASSWORD)];
    let mut browser = world.visitor();
    for _ in 0..5 {
        browser.post("/login", &fields).await.location();
        assert_eq!(browser.post("/login/code", &[("code", "000000")]).await.status, 422);
    }
    let code = telephone.code(world.house.edge().now().0 + 30_000);
    assert_eq!(browser.post("/login/code", &[("code", &code)]).await.status, 429);
    assert_eq!(browser.post("/login", &fields).await.status, 429);
}
