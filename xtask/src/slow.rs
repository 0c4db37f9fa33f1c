//! `cargo xtask slow`: ten thousand connections that begin a request and do not finish it — half heads, bodies that drip,
//! bodies without end, or nothing at all — from many addresses and from the one where a normal client works. Whoever is
//! cut off comes back. The normal client must not notice.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Resource, getrlimit, setrlimit};
use serde_json::json;
use socket2::{Domain, Socket, Type};

use crate::house::House;
use crate::house::wire::Line;
use crate::process;

/// Longest a normal request may take meanwhile.
const BOUND: Duration = Duration::from_secs(2);
/// Most memory of the server, MB.
const MEMORY: u64 = 200;
/// Half of the slow ones share these many addresses, the other half the address of the normal client.
const ADDRESSES: usize = 40;
/// Between two drops of a drip.
const DRIP: Duration = Duration::from_secs(2);

/// What a run is asked for.
struct Plan {
    connections: usize,
    seconds: u64,
    profile: &'static str,
}

impl Plan {
    fn read(words: &[&str]) -> Result<Plan> {
        let mut plan = Plan { connections: 10_000, seconds: 30, profile: "debug" };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut number = || -> Result<u64> {
                let text = words.next().with_context(|| format!("{word} 后面缺少数字"))?;
                text.parse().with_context(|| format!("{word} 后面应是数字，现在是“{text}”"))
            };
            match *word {
                "--connections" => plan.connections = usize::try_from(number()?)?,
                "--seconds" => plan.seconds = number()?,
                "--release" => plan.profile = "release",
                other => bail!("不认识“{other}”，可用 --connections N、--seconds N、--release"),
            }
        }
        Ok(plan)
    }
}

/// Runs it and prints the figures as JSON; fails if the normal client noticed.
pub fn command(words: &[&str]) -> Result<ExitCode> {
    let plan = Plan::read(words)?;
    enough_files(plan.connections)?;
    let mut house = House::with_demo("slow", plan.profile, Vec::new())?;
    house.start()?;
    let cookie = house.log_in("jy.fangan")?;
    let alone = normal(&house, &cookie, Duration::from_secs(3), &AtomicBool::new(false));
    let stop = AtomicBool::new(false);
    let (crowd, meanwhile) = std::thread::scope(|scope| {
        let crowd = scope.spawn(|| crowd(house.port, plan.connections, &stop));
        // Until everybody is there, too.
        let meanwhile = normal(&house, &cookie, Duration::from_secs(plan.seconds), &stop);
        stop.store(true, Ordering::Relaxed);
        (crowd.join(), meanwhile)
    });
    let crowd = crowd.map_err(|_| anyhow::anyhow!("慢连接线程中断"))??;
    let memory = house.process().and_then(highest_memory).context("读不到服务端的内存")?;
    println!(
        "{:#}",
        json!({
            "slow_connections": plan.connections,
            "seconds": plan.seconds,
            "opened": crowd.opened,
            "cut_off": crowd.cut_off,
            "not_let_in": crowd.refused,
            "alone": alone.figures(),
            "meanwhile": meanwhile.figures(),
            "server_memory_mb": memory,
        })
    );
    ensure!(meanwhile.failed == 0, "正常请求有{}次失败：{}", meanwhile.failed, meanwhile.first_failure);
    ensure!(meanwhile.longest() <= BOUND, "正常请求最长 {:?}，超过 {BOUND:?}", meanwhile.longest());
    ensure!(crowd.opened as usize >= plan.connections, "只打开了{}个慢连接", crowd.opened);
    ensure!(memory <= MEMORY, "服务端内存最高 {memory} MB，超过 {MEMORY} MB");
    house.tidy_up()?;
    Ok(ExitCode::SUCCESS)
}

/// Raises the soft limit of open files to the hard one.
fn enough_files(connections: usize) -> Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit)?;
    let most = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    ensure!(
        most > connections as u64 + 200,
        "本机最多能打开{most}个文件，不够{connections}个连接（ulimit -Hn）"
    );
    Ok(())
}

/// How a normal client fared.
#[derive(Default)]
struct Fared {
    took: Vec<Duration>,
    failed: u32,
    first_failure: String,
}

impl Fared {
    fn longest(&self) -> Duration {
        self.took.iter().max().copied().unwrap_or_default()
    }

    fn figures(&self) -> serde_json::Value {
        let mut took: Vec<_> = self.took.iter().map(Duration::as_millis).collect();
        took.sort_unstable();
        let at = |share: usize| took.get((took.len() * share / 100).min(took.len().saturating_sub(1)));
        json!({
            "requests": took.len(),
            "failed": self.failed,
            "ms_median": at(50),
            "ms_p99": at(99),
            "ms_max": took.last(),
        })
    }
}

/// Opens a page every 20 ms, each time over a connection of its own.
fn normal(house: &House, cookie: &str, long: Duration, stop: &AtomicBool) -> Fared {
    let mut fared = Fared::default();
    let until = Instant::now() + long;
    while Instant::now() < until && !stop.load(Ordering::Relaxed) && process::stop_if_interrupted().is_ok() {
        let began = Instant::now();
        let told = match Line::to(house.port).get("/t/jiyuan/periods", cookie) {
            Ok(answer) if answer.status == 200 => None,
            Ok(answer) => Some(format!("{} {}", answer.status, answer.text())),
            Err(error) => Some(error.to_string()),
        };
        if let Some(told) = told {
            fared.failed += 1;
            if fared.first_failure.is_empty() {
                fared.first_failure = told;
            }
        }
        fared.took.push(began.elapsed());
        std::thread::sleep(Duration::from_millis(20));
    }
    fared
}

/// What became of the slow ones.
#[derive(Default)]
struct Crowd {
    opened: u64,
    cut_off: u64,
    refused: u64,
}

/// Opens them all, drips, and lets those come back that were cut off.
fn crowd(port: u16, connections: usize, stop: &AtomicBool) -> Result<Crowd> {
    let mut crowd = Crowd::default();
    let mut held: Vec<Option<TcpStream>> = (0..connections).map(|_| None).collect();
    while !stop.load(Ordering::Relaxed) {
        process::stop_if_interrupted()?;
        let began = Instant::now();
        for (place, slot) in held.iter_mut().enumerate() {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            if slot.as_mut().is_some_and(|stream| !drips(stream)) {
                *slot = None;
                crowd.cut_off += 1;
            }
            if slot.is_none() {
                match begin(port, place) {
                    Ok(stream) => {
                        *slot = Some(stream);
                        crowd.opened += 1;
                    }
                    Err(_) => crowd.refused += 1,
                }
            }
        }
        std::thread::sleep(DRIP.saturating_sub(began.elapsed()));
    }
    Ok(crowd)
}

/// Connects and sends the beginning of something.
fn begin(port: u16, place: usize) -> std::io::Result<TcpStream> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    if place.is_multiple_of(2) {
        let last = u8::try_from(2 + place / 2 % ADDRESSES).unwrap_or(2);
        socket.bind(&SocketAddr::from((Ipv4Addr::new(127, 0, 0, last), 0)).into())?;
    }
    let server = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    socket.connect_timeout(&server.into(), Duration::from_secs(2))?;
    let mut stream = TcpStream::from(socket);
    stream.set_nonblocking(true)?;
    let beginning: &[u8] = match place / 2 % 5 {
        0 => b"",
        1 => b"GET /t/jiyuan HT",
        2 => b"GET / HTTP/1.1\r\nhost: a\r\nx-",
        3 => b"POST /login HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 100000\r\n\r\nlogin=",
        _ => b"POST /login HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n",
    };
    stream.write_all(beginning)?;
    Ok(stream)
}

/// One more byte; false if the server has closed the connection.
fn drips(stream: &mut TcpStream) -> bool {
    let open = match stream.read(&mut [0; 512]) {
        Ok(0) => false,
        Ok(_) => true,
        Err(error) => error.kind() == ErrorKind::WouldBlock,
    };
    open && match stream.write(b"a") {
        Ok(_) => true,
        Err(error) => error.kind() == ErrorKind::WouldBlock,
    }
}

/// The highest resident memory of a process so far, MB.
fn highest_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().split(' ').next()?.parse::<u64>().ok()? / 1024)
}

#[cfg(test)]
mod tests {
    use super::Plan;

    #[test]
    fn a_plan_is_read() {
        let plan = Plan::read(&["--connections", "50", "--seconds", "3"]).unwrap();
        assert_eq!((plan.connections, plan.seconds), (50, 3));
        assert!(Plan::read(&["--connections", "many"]).is_err());
    }
}
