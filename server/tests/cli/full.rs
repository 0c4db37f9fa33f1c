//! A disk without room: saves and uploads are refused in words, pages are still read, and once there is room again work
//! goes on without a restart. The disk is a small one of memory that only the server sees.

#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::tempdir;
use usecases::demo::PASSWORD;

use crate::command::{Serving, on};
use crate::demo::{EXECUTABLE, copy_into};

/// Serves from a disk of 24 MB that holds a copy of the data.
fn on_small_disk(data: &Path, disk: &Path) -> Serving {
    let mut command = Command::new("unshare");
    // Whoever is not root becomes one in a room of their own.
    command.args(["--mount", "--map-root-user", "sh", "-c"]);
    command.arg(
        "mount -t tmpfs -o size=24m qingping \"$1\" && cp -a \"$2/.\" \"$1\" && rm -f \"$1\"/*-shm && exec \"$3\" serve",
    );
    command.arg("sh").arg(disk).arg(data).arg(EXECUTABLE);
    command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    command.env("QINGPING_DATA", disk).env("QINGPING_ADDR", "127.0.0.1:0");
    Serving::start(&mut command)
}

/// Takes all the room there is.
fn fill(ballast: &Path) {
    let mut file = File::create(ballast).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
}

#[test]
fn a_full_disk_loses_nothing_and_is_left_behind() {
    let (data, disk) = (tempdir().unwrap(), tempdir().unwrap());
    copy_into(data.path());
    let serving = on_small_disk(data.path(), disk.path());
    // What the server's disk looks like from here.
    let seen = PathBuf::from(format!("/proc/{}/root{}", serving.process(), disk.path().display()));
    assert!(seen.join("qingping.db").is_file());
    let mut clerk = Clerk::of(&serving);

    fill(&seen.join("ballast"));
    let refused = clerk.saves_until_refused(&serving);
    assert!(refused.starts_with("HTTP/1.1 507 "), "{refused}");
    assert!(
        refused.contains("服务器存储空间已满") && refused.ends_with("\"means\":\"later\"}}"),
        "{refused}"
    );
    // People go on reading, and are told in words.
    let page = serving.ask("GET", &clerk.page(), &clerk.cookie, "");
    assert!(page.starts_with("HTTP/1.1 200 "), "{}", &page[..200.min(page.len())]);
    let form = "sec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n";
    let long = "x".repeat(4_900);
    let typed = |n: u32| format!("1.2.revision={n}&1.2.remark={n}{long}");
    let mut told = String::new();
    // A plain form tells the same beside what was typed; a small one may still find room.
    for n in 0..50 {
        told = serving.ask("POST", &clerk.page(), &format!("{form}{}", clerk.cookie), &typed(n));
        if !told.starts_with("HTTP/1.1 303 ") {
            break;
        }
    }
    assert!(told.starts_with("HTTP/1.1 422 ") || told.starts_with("HTTP/1.1 507 "), "{told}");
    assert!(told.contains("服务器存储空间已满") && told.contains(&long[..100]), "{told}");
    let (boundary, file) = ("grenze", "%PDF-1.7\n".to_owned() + &"x".repeat(200_000));
    let body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n{file}\r\n--{boundary}--\r\n"
    );
    let headers = format!(
        "sec-fetch-site: same-origin\r\naccept: application/json\r\ncontent-type: multipart/form-data; boundary={boundary}\r\n{}",
        clerk.cookie
    );
    let path = format!("/t/jiyuan/cases/{}/evidence?criterion=1.1", clerk.case);
    let upload = serving.ask("POST", &path, &headers, &body);
    assert!(upload.starts_with("HTTP/1.1 507 "), "{upload}");

    // Room again: the same save, under the same id, goes in by itself.
    fs::remove_file(seen.join("ballast")).unwrap();
    let since = Instant::now();
    while !clerk.sends(&serving).starts_with("HTTP/1.1 200 ") {
        assert!(since.elapsed() < Duration::from_secs(10), "it does not recover");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(serving.ask("POST", &path, &headers, &body).starts_with("HTTP/1.1 201 "));

    // Everything acknowledged is there, once; and what lies on the disk is whole.
    let page = serving.ask("GET", &clerk.page(), &clerk.cookie, "");
    let (_, stored) = page.split_once("name=\"1.1.revision\"").unwrap();
    let tag = stored.split('>').next().unwrap();
    assert!(tag.contains(&format!("value=\"{}\"", clerk.revision)), "{tag}: {}", clerk.revision);
    let kept = tempdir().unwrap();
    for name in ["qingping.db", "qingping.db-wal"] {
        fs::copy(seen.join(name), kept.path().join(name)).unwrap();
    }
    copy_files(&seen.join("files"), &kept.path().join("files"));
    serving.stop();
    let told = on(kept.path(), &["check"]).succeeded();
    assert!(told.starts_with("数据库完整；留痕完整"), "{told}");
}

fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_files(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A clerk who saves one criterion over and over.
struct Clerk {
    cookie: String,
    case: String,
    revision: i64,
    client: uuid::Uuid,
    typed: String,
}

impl Clerk {
    fn of(serving: &Serving) -> Clerk {
        let case = open_year(serving);
        let (cookie, _) = serving.log_in("jy01.jingban", PASSWORD).unwrap();
        let cookie = format!("cookie: {cookie}\r\n");
        Clerk { cookie, case, revision: 0, client: uuid::Uuid::new_v4(), typed: String::new() }
    }

    fn page(&self) -> String {
        format!("/t/jiyuan/cases/{}/fill/1", self.case)
    }

    /// What is under way, once.
    fn sends(&mut self, serving: &Serving) -> String {
        let form = json!({"form": {
            "case": self.case, "layer": "own", "criterion": "1.1", "answer": {"remark": self.typed},
            "based_on": self.revision, "client": self.client,
        }});
        let headers = format!(
            "sec-fetch-site: same-origin\r\naccept: application/json\r\ncontent-type: application/json\r\n{}",
            self.cookie
        );
        let answer = serving.ask("POST", "/t/jiyuan/api/answers/save", &headers, &form.to_string());
        if answer.starts_with("HTTP/1.1 200 ") {
            let body = answer.split("\r\n\r\n").nth(1).unwrap();
            let saved: Value = serde_json::from_str(body).unwrap();
            self.revision += 1;
            assert_eq!(saved["revision"], self.revision);
            self.client = uuid::Uuid::new_v4();
        }
        answer
    }

    /// The log of the database is written over before it grows, so it takes some saves.
    fn saves_until_refused(&mut self, serving: &Serving) -> String {
        for n in 0..2_000 {
            self.typed = format!("第{n}次{}", "字".repeat(4_000));
            let answer = self.sends(serving);
            if !answer.starts_with("HTTP/1.1 200 ") {
                return answer;
            }
        }
        panic!("the disk is never full");
    }
}

/// The officer opens a period for the first unit; its case.
fn open_year(serving: &Serving) -> String {
    let (cookie, _) = serving.log_in("jy.fangan", PASSWORD).unwrap();
    let cookie = format!("cookie: {cookie}\r\n");
    let form = serving.ask("GET", "/t/jiyuan/periods/new", &cookie, "");
    let after = |text: &str, mark: &str| text.split_once(mark).unwrap().1[..36].to_owned();
    let unit = after(&form, "id=\"unit-");
    let scheme = after(form.split_once("name=\"scheme\"").unwrap().1, "value=\"");
    let fields = format!(
        "title=2026%E5%B9%B4&kind=%E5%B9%B4%E5%BA%A6&scheme={scheme}&unit={unit}&starts_on=2026-01-01\
         &ends_on=2026-12-31&fill_by=2026-12-10&review_by=2026-12-25"
    );
    let headers =
        format!("sec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n{cookie}");
    let opened = serving.ask("POST", "/t/jiyuan/periods", &headers, &fields);
    let place =
        opened.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_else(|| panic!("{opened}"));
    after(&serving.ask("GET", place, &cookie, ""), "/t/jiyuan/cases/")
}
