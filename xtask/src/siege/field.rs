//! Where attackers stand: whom they pretend to be, and connections that are ruder than any browser's.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Heard, texts};
use crate::house::House;
use crate::house::wire::{Answer, FORM, JSON, Line, with_file};

/// What every attacker knows.
pub struct Field {
    pub port: u16,
    /// Officers of two tenants, with the tenant's code.
    pub officers: Vec<(&'static str, String)>,
    pub clerk: String,
    /// The clerk's case.
    pub case: String,
    pub period: String,
    /// A scheme as people write it, to be made worse.
    pub scheme: Value,
    next: AtomicU64,
}

const BOUNDARY: &str = "siege";

impl Field {
    pub fn look_round(house: &House) -> Result<Field> {
        let officers = [("jiyuan", "jy.fangan"), ("shizhi", "sz.fangan")];
        let officers: Vec<_> = officers
            .into_iter()
            .map(|(tenant, login)| Ok((tenant, house.log_in(login)?)))
            .collect::<Result<_>>()?;
        let clerk = house.log_in("jy02.jingban")?;
        let mut line = Line::to(house.port);
        let periods = line.get("/t/jiyuan/periods", &officers[0].1)?.text();
        let period = crate::house::page::ids(&periods, "/t/jiyuan/periods/").into_iter().next();
        let cases = line.get("/t/jiyuan/cases", &clerk)?.text();
        let case = crate::house::page::ids(&cases, "/t/jiyuan/cases/").into_iter().next();
        Ok(Field {
            port: house.port,
            officers,
            clerk,
            case: case.context("没有申报")?,
            period: period.context("没有周期")?,
            scheme: serde_json::from_str(&house.run(&["scheme", "export", "blank-points"])?)?,
            next: AtomicU64::new(1),
        })
    }

    pub fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    pub fn post(&self, path: &str, cookie: &str, kind: &str, body: &[u8]) -> std::io::Result<Answer> {
        Line::to(self.port).post(path, cookie, kind, body)
    }

    pub fn form(&self, path: &str, cookie: &str, body: &[u8]) -> std::io::Result<Answer> {
        self.post(path, cookie, FORM, body)
    }

    pub fn json(&self, path: &str, cookie: &str, body: &[u8]) -> std::io::Result<Answer> {
        self.post(path, cookie, JSON, body)
    }

    pub fn file(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        (name, content): (&str, &[u8]),
    ) -> std::io::Result<Answer> {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.post(path, cookie, &kind, &with_file(BOUNDARY, fields, name, content))
    }

    pub fn get(&self, path: &str, cookie: &str) -> std::io::Result<Answer> {
        Line::to(self.port).get(path, cookie)
    }

    /// Sends a request and neither reads nor leaves.
    pub fn begin(&self, path: &str, cookie: &str, body: Option<&[u8]>) -> std::io::Result<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_write_timeout(Some(Duration::from_secs(5)))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        let method = if body.is_some() { "POST" } else { "GET" };
        let length = body.map_or(0, <[u8]>::len);
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nsec-fetch-site: same-origin\r\ncookie: {cookie}\r\n\
             content-type: {FORM}\r\ncontent-length: {length}\r\n\r\n",
            self.port
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body.unwrap_or_default())?;
        Ok(stream)
    }

    /// Draft of the largest scheme there may be, of one officer.
    pub fn draft(&self, (tenant, cookie): &(&str, String)) -> Result<String> {
        let scheme = texts::large(&self.scheme, &format!("siege-{}", self.number()), 2_000, 4);
        let answer = self.file(
            &format!("/t/{tenant}/studio/upload"),
            cookie,
            &[],
            ("large.json", scheme.to_string().as_bytes()),
        )?;
        let place = answer.header("location").map(str::to_owned);
        place.with_context(|| format!("大方案没有载入（{}）", answer.status))
    }

    /// How long the pages of the largest scheme take to be answered while nobody else asks, and how long a larger one to be
    /// refused; each with what is promised.
    pub fn largest_scheme(&self) -> Result<Vec<(&'static str, Duration, Duration)>> {
        let (tenant, cookie) = &self.officers[0];
        let (page, refusal) = (Duration::from_secs(1), Duration::from_millis(100));
        let draft = self.draft(&self.officers[0])?;
        let mut told = Vec::new();
        for (name, path) in [
            ("2000条细则、8000个条件的方案，打开", draft.clone()),
            ("同一方案，预览", format!("{draft}/preview/1?sample=faulty")),
            ("同一方案，试算影响", format!("{draft}/effect")),
        ] {
            let began = Instant::now();
            let answer = self.get(&path, cookie)?;
            ensure!(answer.status == 200, "{name}：{}", answer.status);
            told.push((name, began.elapsed(), page));
        }
        let larger = texts::large(&self.scheme, "siege-larger", 6_000, 1).to_string();
        let began = Instant::now();
        let path = format!("/t/{tenant}/studio/upload");
        let answer = self.file(&path, cookie, &[], ("large.json", larger.as_bytes()))?;
        ensure!(answer.status == 422, "更大的方案：{}", answer.status);
        told.push(("更大的方案被退回", began.elapsed(), refusal));
        Ok(told)
    }

    /// So many connections that asked for a large page and do not read it.
    pub fn unread(&self, many: usize) -> Vec<TcpStream> {
        let Ok(draft) = self.draft(&self.officers[0]) else { return Vec::new() };
        (0..many).filter_map(|_| self.begin(&draft, &self.officers[0].1, None).ok()).collect()
    }
}

/// Does something over and over on so many threads, until it is time; what was answered.
pub fn over_and_over(
    threads: usize,
    until: Instant,
    act: impl Fn(usize) -> std::io::Result<Answer> + Sync,
) -> Heard {
    let heard = Mutex::new(Heard::new());
    std::thread::scope(|scope| {
        for number in 0..threads {
            let (heard, act) = (&heard, &act);
            scope.spawn(move || {
                while Instant::now() < until {
                    let told = match act(number) {
                        Ok(answer) => in_words(&answer),
                        Err(error) => format!("连接断开：{:?}", error.kind()),
                    };
                    if let Ok(mut heard) = heard.lock() {
                        *heard.entry(told).or_default() += 1;
                    }
                }
            });
        }
    });
    heard.into_inner().unwrap_or_default()
}

/// Many connections that sent a request and do not read the answer, until it is time; then what it begins with.
pub fn not_reading(
    many: usize,
    until: Instant,
    begin: impl Fn(usize) -> std::io::Result<TcpStream>,
) -> Heard {
    let mut heard = Heard::new();
    let held: Vec<_> = (0..many).map(begin).collect();
    std::thread::sleep(until.saturating_duration_since(Instant::now()));
    for stream in held {
        let told = stream.and_then(|mut stream| {
            let mut start = [0; 16];
            let read = stream.read(&mut start)?;
            Ok(String::from_utf8_lossy(&start[..read]).chars().skip(9).take(3).collect::<String>())
        });
        *heard.entry(told.unwrap_or_else(|error| format!("连接断开：{:?}", error.kind()))).or_default() += 1;
    }
    heard
}

/// Status and sentence.
fn in_words(answer: &Answer) -> String {
    let text = answer.text();
    let json = serde_json::from_str::<Value>(&text).ok();
    let sentence = json.as_ref().and_then(|told| {
        let refused = told.get("refused").or_else(|| told.get("Refused"))?;
        refused.get("sentence")?.as_str().map(str::to_owned)
    });
    let sentence = sentence.or_else(|| {
        let (_, rest) = text.split_once("role=\"alert\">")?;
        Some(rest.split('<').next()?.to_owned())
    });
    let shown: String = sentence.unwrap_or_default().chars().take(40).collect();
    format!("{} {shown}", answer.status).trim_end().to_owned()
}
