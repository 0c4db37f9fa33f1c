use tempfile::tempdir;

use crate::command::{Serving, on};

#[test]
fn a_tenant_and_its_first_people() {
    let data = tempdir().unwrap();
    let add = |arguments: &[&str]| on(data.path(), arguments);
    let tenant = ["tenant", "add", "--code", "xinxian", "--name", "新县"];
    assert!(add(&tenant).succeeded().contains("/t/xinxian"));
    add(&tenant).refused("已被使用");
    for (code, parent, told) in
        [("Xin Xian", None, "代码"), ("a/b", None, "代码"), ("erxian", Some("nirgends"), "没有上级辖区")]
    {
        let mut arguments = vec!["tenant", "add", "--code", code, "--name", "二县"];
        arguments.extend(parent.into_iter().flat_map(|parent| ["--parent", parent]));
        add(&arguments).refused(told);
    }
    add(&["tenant", "add", "--code", "erxian", "--name", "二县", "--parent", "xinxian"]).succeeded();

    let user = |login: &str, post: &str, unit: Option<&str>, tenant: &str| {
        let mut arguments =
            vec!["user", "add", "--tenant", tenant, "--login", login, "--name", "王小明", "--post", post];
        arguments.extend(unit.into_iter().flat_map(|unit| ["--unit", unit]));
        on(data.path(), &arguments)
    };
    user("a.b", "scheme_officer", None, "nirgends").refused("没有辖区");
    user("a.b", "king", None, "xinxian").refused("没有这个岗位");
    user("a.b", "clerk", None, "xinxian").refused("任职范围应为");
    user("a b", "scheme_officer", None, "xinxian").refused("登录名");
    let officer = user("wang.fangan", "scheme_officer", None, "xinxian").succeeded();
    let clerk = user("wang.jingban", "clerk", Some("财政局"), "xinxian").succeeded();
    let (officer, clerk) = (password(&officer), password(&clerk));
    // 三员 and the posts of tenants exclude each other here, too.
    on(data.path(), &["ops", "add", "--post", "operator", "--login", "wang.fangan", "--name", "王某"])
        .refused("与辖区岗位互斥");
    let of_platform = ["ops", "add", "--post", "operator", "--login", "ping.tai", "--name", "平某"];
    on(data.path(), &of_platform).succeeded();
    user("ping.tai", "scheme_officer", None, "xinxian").refused("与辖区岗位互斥");
    // A person who is known keeps the password.
    let again = user("wang.fangan", "reviewer", None, "erxian").succeeded();
    assert!(again.contains("密码不变") && !again.contains("初始密码"), "{again}");

    let serving = Serving::on(data.path());
    for (login, first) in [("wang.fangan", &officer), ("wang.jingban", &clerk)] {
        let (cookie, to) = serving.log_in(login, first).unwrap();
        assert_eq!(to, "/password", "{login} has to change it");
        let cookie = format!("cookie: {cookie}\r\n");
        let desk = serving.ask("GET", "/t/xinxian", &cookie, "");
        assert!(desk.contains("location: /password"), "{desk}");
        let form = format!(
            "{cookie}sec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n"
        );
        let body = format!("current={first}&new=Eigenes-Wort-9&again=Eigenes-Wort-9");
        let changed = serving.ask("POST", "/password", &form, &body);
        assert!(changed.starts_with("HTTP/1.1 200 "), "{changed}");
        assert_eq!(serving.log_in(login, first), None);
        let (cookie, to) = serving.log_in(login, "Eigenes-Wort-9").unwrap();
        if login == "wang.fangan" {
            // An officer of a tenant that was opened like this needs a second factor before anything else.
            assert_eq!(to, "/account/second-factor");
            let desk = serving.ask("GET", "/t/xinxian", &format!("cookie: {cookie}\r\n"), "");
            assert!(desk.contains("location: /account/second-factor"), "{desk}");
            continue;
        }
        assert_eq!(to, "/");
        let desk = serving.ask("GET", "/t/xinxian", &format!("cookie: {cookie}\r\n"), "");
        assert!(desk.starts_with("HTTP/1.1 200 ") && desk.contains("新县"), "{desk}");
    }
    on(data.path(), &["journal", "verify", "--tenant", "xinxian"]).succeeded();
}

#[test]
fn a_suspended_tenant_is_closed_at_once_and_opens_again() {
    let data = tempdir().unwrap();
    let tenant = |arguments: &[&str]| on(data.path(), &[&["tenant"], arguments].concat());
    tenant(&["add", "--code", "xinxian", "--name", "新县"]).succeeded();
    let serving = Serving::on(data.path());
    assert!(serving.ask("GET", "/p/xinxian", "", "").starts_with("HTTP/1.1 200 "));
    assert!(tenant(&["suspend", "xinxian"]).succeeded().contains("已暂停"));
    let closed = serving.ask("GET", "/p/xinxian", "", "");
    assert!(closed.starts_with("HTTP/1.1 403 ") && closed.contains("新县已暂停使用本系统"), "{closed}");
    tenant(&["suspend", "xinxian"]).refused("已经暂停");
    tenant(&["resume", "nirgends"]).refused("没有辖区");
    assert!(tenant(&["resume", "xinxian"]).succeeded().contains("已恢复"));
    assert!(serving.ask("GET", "/p/xinxian", "", "").starts_with("HTTP/1.1 200 "));
    tenant(&["resume", "xinxian"]).refused("没有暂停");
}

#[test]
fn the_platforms_three_posts() {
    let data = tempdir().unwrap();
    let add = |login: &str, post: &str| {
        on(data.path(), &["ops", "add", "--post", post, "--login", login, "--name", "孙小平"])
    };
    let told = add("sun.an", "security_admin").succeeded();
    let first = password(&told);
    add("sun.an", "audit_admin").refused("互斥");
    add("sun.an", "security_admin").refused("已被使用");
    add("sun.b", "scheme_officer").refused("没有岗位");
    // A forgotten password of theirs is replaced at the machine alone.
    let link = on(data.path(), &["user", "reset-link", "--login", "sun.an"]).succeeded();
    assert!(link.contains("/reset/") && link.contains("sun.an"), "{link}");
    on(data.path(), &["user", "reset-link", "--login", "nirgends"]).refused("没有使用登录名");
    add("s n", "operator").refused("登录名");
    let serving = Serving::on(data.path());
    let (cookie, to) = serving.log_in("sun.an", &first).unwrap();
    assert_eq!(to, "/password");
    let desk = serving.ask("GET", "/ops", &format!("cookie: {cookie}\r\n"), "");
    assert!(desk.contains("location: /password"), "{desk}");
}

/// The initial password, told once.
fn password(told: &str) -> String {
    let (_, rest) = told.split_once("初始密码 ").unwrap();
    let password: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    assert_eq!(password.len(), 15, "{told}");
    password
}
