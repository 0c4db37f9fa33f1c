//! Browser journeys: the built server with demo data of its own, and Playwright driving the system's Chromium.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::site::Profile;
use crate::tally::Tally;
use crate::{paths, postgres, process, site, tools};

/// Demo data is loaded before the server is ready, by an unoptimised build.
const READY_WITHIN: Duration = Duration::from_secs(180);

/// When journeys take place, whatever day it is: what they type is of the year 2026.
const NOW: &str = "2026-11-27 09:30";

/// Runs all journeys.
pub fn run() -> Result<Tally> {
    let specs = site::walk(&paths::root().join("end2end/specs"))?;
    ensure!(specs.iter().any(|file| file.to_string_lossy().ends_with(".spec.ts")), "没有浏览器用例");
    let chromium = tools::chromium()?;
    let server = Server::start(Profile::Quick)?;
    let report = server.folder.join("report.json");
    let mut playwright = process::command("node");
    playwright
        .arg(tools::npm_program("playwright"))
        .args(["test", "--config", "end2end/playwright.config.ts"])
        .env("QINGPING_TEST_URL", server.url())
        .env("QINGPING_TEST_REPORT", &report)
        .env("QINGPING_TEST_NOW", NOW)
        // Journeys that kill a server or fill its disk start one of their own.
        .env("QINGPING_SERVER", paths::server("debug"))
        .env("QINGPING_CHROMIUM", chromium);
    let status = process::status(&mut playwright)?;
    let text = fs::read_to_string(&report).context("浏览器用例没有留下报告")?;
    let mut tally = Tally::of_playwright(&text)?;
    if !status.success() && tally.failed == 0 {
        tally += Tally::BROKEN_STEP;
    }
    server.tidy_up(tally.failed == 0);
    Ok(tally)
}

/// A demo server on a free port, with its data in `target/journeys/<process>`; stopped when dropped.
pub struct Server {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Server {
    pub fn start(profile: Profile) -> Result<Self> {
        let folder = paths::scratch().join("journeys").join(std::process::id().to_string());
        let data = folder.join("data");
        fs::create_dir_all(&data)?;
        let port = postgres::free_port()?;
        let log = File::create(folder.join("server.log"))?;
        let child = process::command(paths::server(profile.server_folder()))
            .args(["serve", "--demo"])
            .env("QINGPING_ADDR", format!("127.0.0.1:{port}"))
            .env("QINGPING_DATA", data)
            .env_remove("DATABASE_URL")
            .env_remove("QINGPING_OWNER_URL")
            .env("QINGPING_NOW", NOW)
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("无法启动服务端")?;
        let mut server = Self { child, port, folder };
        server.wait_until_ready()?;
        Ok(server)
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let began = Instant::now();
        while began.elapsed() < READY_WITHIN {
            process::stop_if_interrupted()?;
            if let Some(status) = self.child.try_wait()? {
                bail!("服务端自己退出了（{status}）：\n{}", self.last_words());
            }
            if is_ready(self.port) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("服务端 {} 秒内没有就绪：\n{}", READY_WITHIN.as_secs(), self.last_words());
    }

    fn last_words(&self) -> String {
        let log = fs::read_to_string(self.folder.join("server.log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// Data and log are of use only when something went wrong.
    pub fn tidy_up(self, all_well: bool) {
        let folder = self.folder.clone();
        if !all_well {
            eprintln!("服务端最后的输出（全文在 {}）：\n{}", paths::shown(&folder), self.last_words());
        }
        drop(self);
        if all_well {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        process::end(&mut self.child);
    }
}

fn is_ready(port: u16) -> bool {
    let answer = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(stream, "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text)
    };
    answer().is_ok_and(|text| text.starts_with("HTTP/1.1 200"))
}
