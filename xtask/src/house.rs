//! A real server under trial: started on data of its own, spoken to over real connections, killed without warning.

pub mod page;
pub mod wire;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::{paths, postgres, process};
use wire::Line;

/// Demo data is loaded by an unoptimised build, too.
const STARTS_WITHIN: Duration = Duration::from_secs(60);

/// The password of every demo account.
const PASSWORD: &str = "Qingping-2026";

/// One deployment: executable, data folder, environment, port.
pub struct House {
    program: PathBuf,
    folder: PathBuf,
    environment: Vec<(String, String)>,
    pub port: u16,
    child: Option<Child>,
}

impl House {
    /// A fresh deployment with demo data, not running yet. `name` is its folder below `target`.
    pub fn with_demo(name: &str, profile: &str, environment: Vec<(String, String)>) -> Result<House> {
        let program = paths::server(profile);
        ensure!(program.is_file(), "还没有编译 {}", paths::shown(&program));
        let folder = paths::scratch().join(name).join(std::process::id().to_string());
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let house = House { program, folder, environment, port: postgres::free_port()?, child: None };
        house.run(&["demo"])?;
        Ok(house)
    }

    /// The executable with this deployment's environment.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = process::command(&self.program);
        for name in ["DATABASE_URL", "QINGPING_OWNER_URL", "QINGPING_NOW", "QINGPING_PUBLIC_URL"] {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .env("QINGPING_DATA", self.data())
            .env("QINGPING_ADDR", format!("127.0.0.1:{}", self.port))
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command of the executable to its end; what it printed.
    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        process::output(&mut self.command(arguments))
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Starts serving; how long it took until it was ready.
    pub fn start(&mut self) -> Result<Duration> {
        let log = File::options().create(true).append(true).open(self.folder.join("server.log"))?;
        let began = Instant::now();
        let child = self.command(&["serve"]).stdout(log.try_clone()?).stderr(log).spawn();
        self.child = Some(child.context("无法启动服务端")?);
        while began.elapsed() < STARTS_WITHIN {
            process::stop_if_interrupted()?;
            let ended = self.child.as_mut().map(Child::try_wait).transpose()?.flatten();
            if let Some(status) = ended {
                bail!("服务端自己退出了（{status}）：\n{}", self.last_words());
            }
            if Line::to(self.port).get("/readyz", "").is_ok_and(|answer| answer.status == 200) {
                return Ok(began.elapsed());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        bail!("服务端 {} 秒内没有就绪：\n{}", STARTS_WITHIN.as_secs(), self.last_words());
    }

    /// SIGKILL: no farewell, nothing flushed.
    pub fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// SIGTERM: how long it took until it was gone.
    pub fn ask_to_stop(&mut self) -> Result<Duration> {
        let mut child = self.child.take().context("服务端没有运行")?;
        let process = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(process.context("没有进程号")?, rustix::process::Signal::TERM)?;
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(30) {
            if child.try_wait()?.is_some() {
                return Ok(began.elapsed());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        child.kill()?;
        child.wait()?;
        Ok(began.elapsed())
    }

    /// The number of the running process.
    pub fn process(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Logs in; the cookie.
    pub fn log_in(&self, login: &str) -> Result<String> {
        let form = format!("login={login}&password={PASSWORD}");
        let answer = Line::to(self.port).post("/login", "", wire::FORM, form.as_bytes())?;
        let cookie = answer.header("set-cookie").and_then(|set| set.split(';').next());
        cookie.map(str::to_owned).with_context(|| format!("{login} 不能登录（{}）", answer.status))
    }

    pub fn last_words(&self) -> String {
        let log = fs::read_to_string(self.folder.join("server.log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// Where data and log lie, for whoever looks into a failure.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Data and log are of use only when something went wrong.
    pub fn tidy_up(mut self) -> Result<()> {
        self.kill()?;
        Ok(fs::remove_dir_all(&self.folder)?)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}
