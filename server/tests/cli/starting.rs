//! What is not fit to be served is refused at once, with one sentence, and nothing is damaged.

use std::net::TcpListener;
use std::path::Path;

use store::testing::{TestDatabases, execute};
use store::{Options, Store};
use tempfile::{TempDir, tempdir};

use crate::command::{on, run};
use crate::demo::{copy_into, qingping};

fn demo() -> TempDir {
    let data = tempdir().unwrap();
    copy_into(data.path());
    data
}

fn verified(data: &Path) -> String {
    on(data, &["journal", "verify", "--tenant", "jiyuan"]).succeeded()
}

#[test]
fn a_taken_port() {
    let data = demo();
    let before = verified(data.path());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    for demo in [&["serve"][..], &["serve", "--demo"]] {
        run(qingping(data.path()).args(demo).env("QINGPING_ADDR", &addr)).refused("端口可能已被占用");
    }
    assert_eq!(verified(data.path()), before);
    // The port comes first: of a house that does not exist yet, nothing is made.
    let nothing = data.path().join("new");
    run(qingping(&nothing).arg("serve").env("QINGPING_ADDR", &addr)).refused("端口可能已被占用");
    assert!(!nothing.exists());
}

#[test]
fn whatever_the_umask_nobody_else_gets_at_what_is_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    fn look(path: &Path, seen: &mut Vec<(String, u32)>) {
        let found = std::fs::symlink_metadata(path).unwrap();
        seen.push((path.display().to_string(), found.permissions().mode() & 0o777));
        if found.is_dir() {
            for entry in std::fs::read_dir(path).unwrap() {
                look(&entry.unwrap().path(), seen);
            }
        }
    }
    let place = tempdir().unwrap();
    let data = place.path().join("data");
    // Under an umask that closes nothing; the shell only sets it.
    let serve = format!("umask 000; exec '{}' serve", crate::demo::EXECUTABLE);
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", &serve]).env_clear().env("QINGPING_DATA", &data).env("QINGPING_ADDR", "127.0.0.1:0");
    let server = crate::command::Serving::start(&mut command);
    let mut seen = Vec::new();
    look(&data, &mut seen);
    for name in ["qingping.db", "qingping.db-wal", "qingping.db-shm", "keys", "second-factor.secret"] {
        assert!(seen.iter().any(|(path, _)| path.ends_with(name)), "{name}: {seen:?}");
    }
    let open: Vec<_> = seen.iter().filter(|(_, mode)| mode & 0o077 != 0).collect();
    assert!(open.is_empty(), "{open:?}");
    server.stop();
}

#[test]
fn a_folder_that_cannot_be_written() {
    let data = tempdir().unwrap();
    let file = data.path().join("file");
    std::fs::write(&file, "mine").unwrap();
    for command in [
        &["serve"][..],
        &["serve", "--demo"],
        &["migrate"],
        &["demo", "--json"],
        &["journal", "verify", "--tenant", "a"],
    ] {
        let mut qingping = qingping(&file.join("below"));
        run(qingping.args(command).env("QINGPING_ADDR", "127.0.0.1:0")).refused("不能写入");
    }
    // The database elsewhere than the rest.
    let elsewhere = format!("sqlite://{}/below/a.db", file.display());
    run(qingping(&data.path().join("data")).arg("migrate").env("DATABASE_URL", elsewhere)).refused("不可写");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "mine");
}

#[test]
fn an_address_others_can_reach_without_tls_in_front() {
    let data = tempdir().unwrap();
    for addr in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        run(qingping(data.path()).arg("serve").env("QINGPING_ADDR", addr)).refused("QINGPING_PUBLIC_URL");
    }
    let mut plain = qingping(data.path());
    plain.arg("serve").env("QINGPING_ADDR", "0.0.0.0:0").env("QINGPING_PUBLIC_URL", "http://a.example");
    run(&mut plain).refused("https://");
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
}

#[test]
fn settings_that_cannot_be_read() {
    let data = tempdir().unwrap();
    for (name, value, arguments, told) in [
        ("QINGPING_NOW", "2026-12-10", &["serve"][..], "只能在演示模式"),
        ("QINGPING_NOW", "明天", &["serve", "--demo"], "QINGPING_NOW"),
        ("QINGPING_ADDR", "nirgends", &["serve"], "QINGPING_ADDR"),
        ("QINGPING_ADDR", "127.0.0.1", &["serve"], "QINGPING_ADDR"),
        ("QINGPING_TRUSTED_PROXIES", "10.0.0.1, proxy", &["serve"], "“proxy”"),
        ("DATABASE_URL", "mysql://secret:word@a/b", &["migrate"], "无法识别"),
        ("DATABASE_URL", "qingping.db", &["migrate"], "无法识别"),
    ] {
        let done = run(qingping(data.path()).args(arguments).env(name, value)).refused(told);
        assert!(!done.err.contains("secret:word"), "{}", done.err);
    }
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
}

#[test]
fn a_database_that_cannot_be_reached() {
    let data = tempdir().unwrap();
    // One that refuses, one that is not there, one that accepts and stays silent.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let calls = [
        "postgres://a:geheim@127.0.0.1:1/a".to_owned(),
        "postgres://a:geheim@no-such-host.invalid/a".to_owned(),
        format!("postgres://a:geheim@127.0.0.1:{port}/a"),
    ]
    .map(|url| {
        let mut command = qingping(data.path());
        command.arg("serve").env("QINGPING_ADDR", "127.0.0.1:0").env("DATABASE_URL", url);
        std::thread::spawn(move || run(&mut command).refused("数据库无法连接"))
    });
    for call in calls {
        assert!(!call.join().unwrap().err.contains("geheim"));
    }
}

#[tokio::test]
async fn a_schema_newer_than_the_program() {
    let data = demo();
    let before = verified(data.path());
    let url = format!("sqlite://{}", data.path().join("qingping.db").display());
    let options = Options { database_url: url, owner_url: None };
    let change = async |sql: &str| {
        let store = Store::open(&options).await.unwrap();
        let tx = store.platform().await.unwrap();
        execute(&tx, sql).await.unwrap();
        (store, tx)
    };
    let newer =
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_from_tomorrow', 0)";
    let (store, tx) = change(newer).await;
    // Kept open: it could not be opened again.
    tx.commit().await.unwrap();
    for command in [
        &["serve"][..],
        &["serve", "--demo"],
        &["migrate"],
        &["demo", "--json"],
        &["journal", "verify", "--tenant", "jiyuan"],
    ] {
        let mut qingping = qingping(data.path());
        run(qingping.args(command).env("QINGPING_ADDR", "127.0.0.1:0")).refused("数据库结构比本程序新");
    }
    let tx = store.platform().await.unwrap();
    execute(&tx, "DELETE FROM seaql_migrations WHERE version LIKE 'm2999%'").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(verified(data.path()), before);
}

/// Row-level security does not bind owners and superusers, so they do not serve.
#[tokio::test]
async fn a_role_that_is_too_strong() {
    let data = tempdir().unwrap();
    let database = TestDatabases::postgres().await;
    let owner = database.options.owner_url.clone().unwrap();
    let serve = |url: &str| {
        let mut command = qingping(data.path());
        command.arg("serve").env("QINGPING_ADDR", "127.0.0.1:0").env("DATABASE_URL", url);
        command
    };
    run(&mut serve(&owner)).refused("权限过大");
    // The application's own role serves; the database is as it was.
    let serving = crate::command::Serving::start(&mut serve(&database.options.database_url));
    assert!(serving.ask("GET", "/readyz", "", "").starts_with("HTTP/1.1 200 "));
    serving.stop();
}

#[test]
fn a_key_that_is_damaged() {
    let data = demo();
    std::fs::create_dir_all(data.path().join("keys")).unwrap();
    std::fs::write(data.path().join("keys/session-a.key"), "short").unwrap();
    run(qingping(data.path()).arg("serve").env("QINGPING_ADDR", "127.0.0.1:0")).refused("已损坏");
}

#[test]
fn a_call_that_is_not_one() {
    let data = tempdir().unwrap();
    for arguments in [
        &[][..],
        &["fly"],
        &["serve", "--fast"],
        &["tenant"],
        &["tenant", "add"],
        &["tenant", "add", "--code"],
        &["tenant", "add", "--code", "a", "--code", "b"],
        &["score"],
        &["journal", "verify"],
        &["demo", "--json=yes"],
        &["serve", "extra"],
    ] {
        let done = on(data.path(), arguments).refused("命令用法不正确");
        assert_eq!(done.code, Some(2), "{arguments:?}");
        assert_eq!(done.out, "");
    }
    for arguments in [&["--help"][..], &["--version"], &["serve", "--help"], &["score", "-h"]] {
        on(data.path(), arguments).succeeded();
    }
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
}
