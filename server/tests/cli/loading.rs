use serde_json::Value;
use tempfile::tempdir;
use usecases::demo::PASSWORD;

use crate::command::{Serving, on};
use crate::demo::{PRINTED, copy_into};

#[test]
fn the_demo_is_loaded_into_an_empty_database_only() {
    let data = tempdir().unwrap();
    // Serving alone loads nothing.
    let serving = Serving::on(data.path());
    assert_eq!(serving.log_in("jy.fangan", PASSWORD), None);
    let front = serving.ask("GET", "/", "", "");
    assert!(front.starts_with("HTTP/1.1 200 ") && !front.contains("演示"), "{front}");
    serving.stop();
    on(data.path(), &["tenant", "add", "--code", "echt", "--name", "真实辖区"]).succeeded();
    for arguments in [&["demo", "--json"][..], &["demo"]] {
        on(data.path(), arguments).refused("不是空的");
    }
    let serving = Serving::on(data.path());
    assert_eq!(serving.log_in("jy.fangan", PASSWORD), None);
}

#[test]
fn the_demo_tells_its_accounts() {
    let data = tempdir().unwrap();
    copy_into(data.path());
    let printed = std::fs::read_to_string(data.path().join(PRINTED)).unwrap();
    let list: Vec<Value> = serde_json::from_str(&printed).unwrap();
    for line in &list {
        let keys: Vec<_> = line.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["login", "password", "post", "tenant", "url"], "{line}");
        assert!(
            line.as_object()
                .unwrap()
                .values()
                .all(|value| value.as_str().is_some_and(|text| !text.is_empty()))
        );
        let place = if line["tenant"] == "平台" { "/ops" } else { "/t/" };
        let url = line["url"].as_str().unwrap();
        assert!(url.starts_with(&format!("http://127.0.0.1:3000{place}")), "{line}");
    }
    let posts = ["方案管理员", "考核人员", "党组", "单位经办人", "单位负责人", "上级纪委"];
    for post in posts.into_iter().chain(["平台运维员", "安全管理员", "审计管理员"]) {
        assert!(list.iter().any(|line| line["post"].as_str().unwrap().contains(post)), "{post}");
    }
    on(data.path(), &["demo", "--json"]).refused("不是空的");
    let serving = Serving::on(data.path());
    for line in list.iter().take(4) {
        serving.log_in(line["login"].as_str().unwrap(), line["password"].as_str().unwrap()).unwrap();
    }
}

/// While a server runs on the data, it notices that it is not empty.
#[test]
fn the_demo_is_refused_beside_a_running_server() {
    let data = tempdir().unwrap();
    copy_into(data.path());
    let serving = Serving::on(data.path());
    on(data.path(), &["demo", "--json"]).refused("不是空的");
    assert!(serving.ask("GET", "/readyz", "", "").starts_with("HTTP/1.1 200 "));
}

#[test]
fn the_schema_is_brought_up_to_date_once() {
    let data = tempdir().unwrap();
    assert!(on(data.path(), &["migrate"]).succeeded().contains("已升级"));
    assert!(on(data.path(), &["migrate"]).succeeded().contains("已是最新"));
}

#[test]
fn every_address_is_listed_with_its_act() {
    let data = tempdir().unwrap();
    let list: Vec<Value> = serde_json::from_str(&on(data.path(), &["routes", "--json"]).succeeded()).unwrap();
    assert!(list.len() > 35, "{}", list.len());
    for line in &list {
        let keys: Vec<_> = line.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["act", "ids", "method", "path"], "{line}");
        assert!(["GET", "POST"].contains(&line["method"].as_str().unwrap()), "{line}");
        assert!(line["path"].as_str().unwrap().starts_with('/'), "{line}");
        assert!(line["act"].as_str().is_some_and(|act| !act.is_empty()), "{line}");
        assert!(
            line["ids"].as_array().unwrap().iter().all(|id| id.as_str().unwrap().contains(':')),
            "{line}"
        );
    }
    assert!(
        list.iter()
            .any(|line| line["path"] == "/t/{code}/api/answers/save" && line["ids"][1] == "body:form.case")
    );
    let table = on(data.path(), &["routes"]).succeeded();
    assert_eq!(table.lines().count(), list.len());
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
}
