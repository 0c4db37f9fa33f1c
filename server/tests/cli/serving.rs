use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use tempfile::tempdir;
use usecases::demo::PASSWORD;

use crate::command::Serving;
use crate::demo::{copy_into, qingping};

#[test]
fn it_is_ready_soon_stops_when_told_and_comes_back_with_everything() {
    let data = tempdir().unwrap();
    copy_into(data.path());
    let serving = Serving::on(data.path());
    assert!(serving.ask("GET", "/readyz", "", "").starts_with("HTTP/1.1 200 "));
    let (cookie, to) = serving.log_in("jy.fangan", PASSWORD).unwrap();
    assert_eq!(to, "/");
    let cookie = format!("cookie: {cookie}\r\n");
    assert!(serving.ask("GET", "/t/jiyuan", &cookie, "").starts_with("HTTP/1.1 200 "));
    // A connection that keeps quiet does not keep it from stopping.
    let mut idle = TcpStream::connect(&serving.address).unwrap();
    let (code, said, took) = serving.stop();
    assert_eq!((code, said.trim()), (Some(0), "清评已停止。"));
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(idle.read(&mut [0; 1]).unwrap_or(0), 0);

    // The session outlives a restart.
    let again = Serving::on(data.path());
    assert!(again.ready_after < Duration::from_secs(5), "{:?}", again.ready_after);
    assert!(again.ask("GET", "/t/jiyuan", &cookie, "").starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_second_one_on_the_same_port_leaves_the_first_alone() {
    let data = tempdir().unwrap();
    copy_into(data.path());
    let serving = Serving::on(data.path());
    let mut second = qingping(data.path());
    second.arg("serve").env("QINGPING_ADDR", &serving.address);
    crate::command::run(&mut second).refused("端口可能已被占用");
    assert!(serving.ask("GET", "/readyz", "", "").starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_request_that_runs_is_finished_before_it_stops() {
    let data = tempdir().unwrap();
    copy_into(data.path());
    let serving = Serving::on(data.path());
    let mut slow = TcpStream::connect(&serving.address).unwrap();
    let body = format!("login=jy.fangan&password={PASSWORD}");
    let head = format!(
        "POST /login HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    slow.write_all(head.as_bytes()).unwrap();
    slow.write_all(&body.as_bytes()[..10]).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let stopping = std::thread::spawn(move || serving.stop());
    std::thread::sleep(Duration::from_millis(300));
    slow.write_all(&body.as_bytes()[10..]).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    assert_eq!(stopping.join().unwrap().0, Some(0));
}

#[test]
fn demo_mode_loads_once_and_can_be_set_to_a_day() {
    let data = tempdir().unwrap();
    let serve = || {
        let mut command = qingping(data.path());
        command
            .args(["serve", "--demo"])
            .env("QINGPING_ADDR", "127.0.0.1:0")
            .env("QINGPING_NOW", "2031-03-04 10:30");
        Serving::start(&mut command)
    };
    let first = serve();
    let (cookie, _) = first.log_in("jy01.jingban", PASSWORD).unwrap();
    let desk = first.ask("GET", "/t/jiyuan", &format!("cookie: {cookie}\r\n"), "");
    assert!(desk.contains("2031年3月4日"), "{desk}");
    first.stop();
    let again = serve();
    assert!(again.ready_after < Duration::from_secs(5), "{:?}", again.ready_after);
    again.log_in("jy01.jingban", PASSWORD).unwrap();
}
