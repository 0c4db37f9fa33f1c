//! The release executable while it serves, and other servers beside it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::database::Database;
use super::program;
use crate::{paths, postgres, process};

const READY_WITHIN: Duration = Duration::from_secs(30);
/// Time at rest before memory counts as idle.
const REST: Duration = Duration::from_secs(3);

/// A server; ended when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Our own.
    pub fn start(database: &Database) -> Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], postgres::free_port()?));
        let log = File::create(database.file("server.log"))?;
        let mut command = process::command(paths::server("release"));
        database.served_by(&mut command);
        command.arg("serve").env("QINGPING_ADDR", address.to_string());
        command.env_remove("QINGPING_NOW").env_remove("QINGPING_PUBLIC_URL");
        let child = command.stdout(log.try_clone()?).stderr(log).spawn().context("无法启动服务端")?;
        let mut server = Self { child, address };
        let begun = Instant::now();
        while begun.elapsed() < READY_WITHIN {
            process::stop_if_interrupted()?;
            if server.child.try_wait()?.is_some() {
                break;
            }
            if server.is_ready() {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("服务端没有就绪：\n{}", fs::read_to_string(database.file("server.log")).unwrap_or_default());
    }

    /// The bare handler; also what it says of itself.
    pub fn bare(database: &Database, people: usize) -> Result<(Self, Value)> {
        let mut command = program();
        command.arg("bare").arg("--data").arg(database.data()).arg("--plan").arg(database.plan());
        command.args(["--people", &people.to_string()]);
        database.named(&mut command);
        let mut child = command.stdout(Stdio::piped()).spawn().context("无法启动裸处理器")?;
        let mut line = String::new();
        let output = child.stdout.take().context("没有输出")?;
        BufReader::new(output).read_line(&mut line)?;
        let told: Value = serde_json::from_str(&line).context("裸处理器没有就绪")?;
        let address = told["address"].as_str().context("没有地址")?.parse()?;
        Ok((Self { child, address }, told))
    }

    /// Memory in MB once nothing has happened for a while.
    pub fn memory_after_rest(&self) -> Result<f64> {
        std::thread::sleep(REST);
        self.memory("VmRSS:")
    }

    /// The most memory it ever had, in MB.
    pub fn memory_at_most(&self) -> Result<f64> {
        self.memory("VmHWM:")
    }

    /// The processor's time it has taken so far, in ms.
    pub fn processor_ms(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // After the name in parentheses; user and system time are the 14th and 15th field, in hundredths of a second.
        let fields: Vec<_> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks =
            |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).context("没有处理器时间");
        Ok((ticks(11)? + ticks(12)?) * 10.0)
    }

    fn memory(&self, line: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let found = status.lines().find_map(|text| text.strip_prefix(line));
        let kilobytes = found.and_then(|text| text.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
        Ok(kilobytes.context("没有内存数字")? / 1024.0)
    }

    fn is_ready(&self) -> bool {
        let answer = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(self.address)?;
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            write!(stream, "GET /readyz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
            let mut text = String::new();
            stream.read_to_string(&mut text)?;
            Ok(text)
        };
        answer().is_ok_and(|text| text.starts_with("HTTP/1.1 200"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        process::end(&mut self.child);
    }
}
