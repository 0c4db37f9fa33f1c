//! The platform's three desks.

use axum::http::Method;
use server::endpoints;
use usecases::demo::PASSWORD;

use crate::browser::{FORM, OURS};
use crate::html;
use crate::second_factor::enrol;
use crate::world::World;

const THREE: [(&str, &str, &str); 3] = [
    ("pt.yunwei", "/ops/tenants", "open_tenant"),
    ("pt.anquan", "/ops/accounts", "guard_accounts"),
    ("pt.shenji", "/ops/journal", "audit_journals"),
];

#[tokio::test]
async fn each_reaches_the_own_desk_and_no_other() {
    let world = World::demo().await;
    let missing = "01930000-0000-7000-8000-000000000000";
    for (login, own, act) in THREE {
        let mut browser = world.person(login).await;
        assert_eq!(browser.get("/").await.location(), "/ops");
        assert_eq!(browser.get("/ops").await.location(), own);
        let page = browser.page(own).await;
        assert!(html::says(&page, "演示账号，不要求动态口令"), "the exception is told openly");
        for listed in endpoints::list() {
            let path = crate::endpoints::filled(&listed, "jiyuan", missing);
            let method: Method = listed.method.parse().unwrap();
            if listed.path.starts_with("/t/") {
                let answer = browser.send(method, &path, &[OURS, FORM], "").await;
                assert_eq!(answer.status, 404, "{login}: {path}");
            } else if listed.path.starts_with("/ops/")
                && listed.act != act
                && !(act == "open_tenant" && listed.act == "suspend_tenant")
            {
                let answer = browser.send(method, &path, &[OURS, FORM], "reason=x").await;
                assert_eq!(answer.status, 403, "{login}: {path}");
                assert!(html::says(&answer.text(), "平台三员各司其职"), "{path}");
            }
        }
    }
    // For everybody else the desks are not there.
    for login in ["jy.fangan", "hn.jiwei", "xunkao"] {
        let mut browser = world.person(login).await;
        for listed in endpoints::list().iter().filter(|listed| listed.path.starts_with("/ops")) {
            let path = crate::endpoints::filled(listed, "jiyuan", missing);
            let answer = browser.send(listed.method.parse().unwrap(), &path, &[OURS, FORM], "").await;
            assert_eq!(answer.status, 404, "{login}: {path}");
        }
    }
}

#[tokio::test]
async fn the_operator_opens_a_tenant() {
    let world = World::demo().await;
    let mut operator = world.person("pt.yunwei").await;
    let page = operator.page("/ops/tenants").await;
    assert!(html::says(&page, "济源示范区（演示）") && html::says(&page, "河南省（演示）"));
    let fields = [("name", "新县"), ("code", "Xin Xian"), ("kind", "县"), ("parent", "henan")];
    let refused = operator.post("/ops/tenants", &fields).await;
    assert_eq!(refused.status, 422);
    let form = html::fields(&refused.text(), "/ops/tenants");
    for (name, value) in fields {
        assert!(form.contains(&(name.into(), value.into())), "{name}: {form:?}");
    }
    let fields = [("name", "新县"), ("code", "x1"), ("kind", "县"), ("parent", "henan")];
    let opened = operator.post("/ops/tenants", &fields).await.location();
    assert_eq!(opened, "/ops/tenants?opened=x1");
    assert!(html::says(&operator.page(&opened).await, "已开设“新县”"));
    assert_eq!(operator.post("/ops/tenants", &fields).await.status, 409, "not twice");

    // Its first officer comes by a link, and has to be told nothing else.
    let invites = async |tenant: &str, officer: &str| {
        let fields = [("tenant", tenant), ("officer", officer)];
        operator.clone().post("/ops/tenants/invite", &fields).await
    };
    let nobody = invites("x1", " ").await;
    assert_eq!(nobody.status, 422);
    assert_eq!(invites("jiyuan", "林某").await.status, 409, "there they invite themselves");
    assert_eq!(invites("nirgends", "林某").await.status, 404);
    let invited = invites("x1", "林某").await;
    assert_eq!(invited.status, 200);
    let text = invited.text();
    let whole = html::value_of(&text, "link").expect("the link stands in a field that can be selected");
    let (_, link) =
        whole.split_once("://").and_then(|(_, rest)| rest.split_once('/')).expect("the whole address");
    let link = format!("/{link}");
    let mut officer = world.visitor();
    assert!(html::says(&officer.page(&link).await, "至少10个字符"));
    let account =
        [("name", "林某"), ("login", "lin.mou"), ("new", "Qing-Lian-2026"), ("again", "Qing-Lian-2026")];
    let joined = officer.post(&link, &account).await.location();
    assert_eq!(joined, "/login?after=joined&login=lin.mou&next=/t/x1");
    let page = officer.page(&joined).await;
    assert!(html::says(&page, "账号已开通，岗位已生效"));
    assert_eq!(html::value_of(&page, "login").as_deref(), Some("lin.mou"));
    let login = [("login", "lin.mou"), ("password", "Qing-Lian-2026"), ("next", "/t/x1")];
    assert_eq!(officer.post("/login", &login).await.location(), "/account/second-factor");
    enrol(&world, &mut officer).await;
    officer.page("/t/x1").await;
    assert_eq!(world.visitor().get("/p/x1").await.status, 200);

    // Suspended and resumed; both are told in the platform's journal.
    let turned = operator.post("/ops/tenants/suspend", &[("tenant", "x1")]).await;
    assert_eq!(turned.location(), "/ops/tenants");
    assert!(html::says(&operator.page("/ops/tenants").await, "已暂停"));
    assert_ne!(officer.get("/t/x1").await.status, 200);
    assert_eq!(operator.post("/ops/tenants/suspend", &[("tenant", "nirgends")]).await.status, 404);
    operator.post("/ops/tenants/resume", &[("tenant", "x1")]).await.location();
    officer.page("/t/x1").await;
    let journal = world.person("pt.shenji").await.page("/ops/journal").await;
    assert!(html::says(&journal, "暂停辖区使用") && html::says(&journal, "恢复辖区使用"));
}

#[tokio::test]
async fn the_security_administrator_unlocks_and_disables() {
    let world = World::demo().await;
    let mut guard = world.person("pt.anquan").await;
    let mut visitor = world.visitor();
    for _ in 0..5 {
        visitor.post("/login", &[("login", "jy01.jingban"), ("password", "Falsch-2026")]).await;
    }
    let right = [("login", "jy01.jingban"), ("password", PASSWORD)];
    assert_eq!(visitor.post("/login", &right).await.status, 429);

    let unknown = guard.get("/ops/accounts?login=jy.niemand").await;
    assert_eq!(unknown.status, 422);
    assert!(html::says(&unknown.text(), "没有使用这个登录名的账号"));
    let account = guard.get("/ops/accounts?login=jy01.jingban").await.location();
    let page = guard.page(&account).await;
    assert!(html::says(&page, "锁定至") && html::says(&page, "济源示范区（演示）"), "{page}");
    assert!(!html::says(&page, "城市管理局"), "nothing of the work");
    let empty = guard.post(&format!("{account}/unlock"), &[("reason", " ")]).await;
    assert_eq!(empty.status, 422);
    assert!(html::says(&empty.text(), "请填写办理理由"));
    let unlocked = guard.post(&format!("{account}/unlock"), &[("reason", "本人来电核实")]).await;
    assert_eq!(unlocked.location(), format!("{account}?done=unlock"));
    assert!(html::says(&guard.page(&unlocked.location()).await, "解除锁定已办理"));
    assert_eq!(visitor.post("/login", &right).await.status, 303);
    visitor.page("/t/jiyuan").await;

    // Closed at once, and open again.
    guard.post(&format!("{account}/disable"), &[("reason", "离职")]).await.location();
    assert_eq!(visitor.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan");
    assert_eq!(visitor.post("/login", &right).await.status, 422);
    assert!(html::says(&guard.page(&account).await, "已停用"));
    guard.post(&format!("{account}/enable"), &[("reason", "返聘")]).await.location();
    assert_eq!(visitor.post("/login", &right).await.status, 303);
    guard.post(&format!("{account}/end-sessions"), &[("reason", "设备遗失")]).await.location();
    assert_eq!(visitor.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan");

    // A lost telephone.
    let mut clerk = world.person("jy01.jingban").await;
    let none = guard.post(&format!("{account}/reset-second-factor"), &[("reason", "手机丢失")]).await;
    assert_eq!(none.status, 409);
    enrol(&world, &mut clerk).await;
    assert_eq!(visitor.post("/login", &right).await.location(), "/login/code?next=/");
    guard.post(&format!("{account}/reset-second-factor"), &[("reason", "手机丢失")]).await.location();
    // What was done to the account is told at the next login, before anything else, until it was read.
    let told = visitor.post("/login", &right).await.location();
    assert_eq!(told, "/account/notices?next=/");
    let page = visitor.page(&told).await;
    assert!(html::says(&page, "重置动态口令") && html::says(&page, "理由：手机丢失"));
    let fields = html::fields(&page, "/account/notices");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(visitor.post("/account/notices", &fields).await.location(), "/");
    assert_eq!(world.visitor().post("/login", &right).await.location(), "/");

    // Not on oneself.
    let own = guard.get("/ops/accounts?login=pt.anquan").await.location();
    assert!(!guard.page(&own).await.contains("/disable"));
    assert_eq!(guard.post(&format!("{own}/disable"), &[("reason", "试试")]).await.status, 403);

    // The auditor reads it all, with the reasons.
    let mut auditor = world.person("pt.shenji").await;
    let journal = auditor.page("/ops/journal").await;
    for told in ["jy01.jingban：本人来电核实", "jy01.jingban：离职", "重置动态口令", "停用账号"]
    {
        assert!(html::says(&journal, told), "{told}");
    }
    let verified = auditor.post("/ops/journal/verify", &[]).await;
    assert_eq!(verified.status, 200);
    assert!(html::says(&verified.text(), "7处留痕全部一致"), "{}", verified.text());
}
