//! `cargo xtask bench`: the figures, each beside what it is measured against.
//!
//! The release executable serves a fresh database that `bench prepare` has filled; load comes from a second process.
//! Both share the machine: on two cores the load takes part of what the server could use.
//!
//! | file | what it measures |
//! |---|---|
//! | [`database`] | SQLite on this disk, or a throw-away PostgreSQL that really waits for its disk |
//! | [`served`] | a server that runs, and its memory |
//! | [`loads`] | pages and saves |
//! | [`office`] | an officer's page beside clerks at work |
//! | [`browser`] | the first page over the wire, and when it can be used |
//! | [`figures`] | the list, as JSON and as people read it |

mod browser;
mod database;
mod figures;
mod loads;
mod office;
mod served;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::stage::Stages;
use crate::{build, paths, process, site, tools};
use database::Database;
use figures::{Figure, Figures};

/// What can be asked for by `--only`.
const PARTS: [&str; 7] = ["page", "save", "engine", "first-page", "keys", "memory", "officer"];

/// What was asked for.
struct Asked {
    json: Option<PathBuf>,
    only: Vec<String>,
    seconds: u64,
}

impl Asked {
    fn read(words: &[&str]) -> Result<Self> {
        let mut asked = Self { json: None, only: Vec::new(), seconds: 10 };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} 后面缺少内容"))?;
            match *word {
                "--json" => asked.json = Some(std::path::absolute(value)?),
                "--only" => asked.only.extend(value.split(',').map(str::to_owned)),
                "--seconds" => asked.seconds = value.parse().context("--seconds 后面应为整数")?,
                _ => bail!("不认识 {word}"),
            }
        }
        let known =
            |name: &String| PARTS.contains(&name.as_str()) || ["sqlite", "postgres"].contains(&name.as_str());
        if let Some(unknown) = asked.only.iter().find(|name| !known(name)) {
            bail!("没有“{unknown}”这一项；可选：{}、sqlite、postgres", PARTS.join("、"));
        }
        Ok(asked)
    }

    fn part(&self, name: &str) -> bool {
        let chosen = |names: &[&str]| self.only.iter().any(|only| names.contains(&only.as_str()));
        chosen(&[name]) || !chosen(&PARTS)
    }

    fn database(&self, name: &str) -> bool {
        let chosen = |names: &[&str]| self.only.iter().any(|only| names.contains(&only.as_str()));
        chosen(&[name]) || !chosen(&["sqlite", "postgres"])
    }

    fn any_served(&self) -> bool {
        self.any_clerks() || self.part("officer")
    }

    /// Whether the browser's half has to be built: saves and overviews are measured without.
    fn needs_browser(&self) -> bool {
        ["page", "first-page", "keys", "memory"].iter().any(|part| self.part(part))
    }

    /// Whether anything is asked for that is measured on the demo and its clerks.
    fn any_clerks(&self) -> bool {
        ["page", "save", "first-page", "keys", "memory"].iter().any(|part| self.part(part))
    }
}

/// Measures, prints, and writes the list.
pub fn bench(words: &[&str]) -> Result<ExitCode> {
    let asked = Asked::read(words)?;
    let databases: Vec<_> = ["sqlite", "postgres"]
        .into_iter()
        .filter(|name| asked.any_served() && asked.database(name))
        .collect();
    let for_browsers = if asked.needs_browser() { 3 } else { 0 };
    let mut stages = Stages::new(2 + for_browsers + usize::from(asked.part("engine")) + databases.len());
    if asked.needs_browser() {
        stages.stage("准备编译工具", tools::wasm_target)?;
        stages.stage("准备网页工具", || {
            tools::npm_packages().and_then(|()| tools::chromium().map(drop))
        })?;
        stages.stage("编译网页端和网页文件", || {
            site::compile(site::Profile::Release).and_then(|()| site::assemble(site::Profile::Release))
        })?;
    }
    stages.stage("编译服务端", || build::server(site::Profile::Release))?;
    stages.stage("编译测量程序", || {
        process::succeed(process::cargo().args(["build", "--release", "--package", "bench"]))
    })?;
    let mut figures = Figures::default();
    if asked.part("engine") {
        stages.stage("计分引擎", || engine(&asked, &mut figures))?;
    }
    for name in databases {
        stages.stage(&format!("测量（{name}）"), || {
            if asked.any_clerks() {
                served(&asked, &Database::fresh(name)?, &mut figures)?;
            }
            match asked.part("officer") {
                true => office::office(name, asked.seconds, &mut figures),
                false => Ok(()),
            }
        })?;
    }
    println!("{}", figures.table());
    if let Some(file) = &asked.json {
        std::fs::write(file, figures.json()?)?;
        println!("写入 {}", paths::shown(file));
    }
    Ok(if figures.all_met() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn engine(asked: &Asked, figures: &mut Figures) -> Result<()> {
    let told = tell(program().args(["engine", "--seconds", &asked.seconds.to_string()]))?;
    let (engine, by_hand) = (number(&told, "/engine")?, number(&told, "/by_hand")?);
    figures.add(
        Figure::new("计分引擎，单核", "份/秒", engine)
            .against(by_hand)
            .target("≥100000，耗时不超过手写函数的8倍", engine >= 100_000.0 && engine * 8.0 >= by_hand),
    );
    // Cost grows linearly: a criterion of a large rubric costs about as much as one of a small one.
    let small = engine * number(&told, "/criteria")?;
    let large = number(&told, "/large")? * number(&told, "/criteria_large")?;
    figures.add(
        Figure::new("计分引擎，两千条细则的方案", "条/秒", large)
            .against(small)
            .target("每条耗时不超过43条方案的1.5倍", large * 1.5 >= small),
    );
    Ok(())
}

fn served(asked: &Asked, database: &Database, figures: &mut Figures) -> Result<()> {
    database.prepare()?;
    let bare = match asked.part("page") {
        true => Some(loads::bare_pages(database, asked.seconds)?),
        false => None,
    };
    let server = served::Server::start(database)?;
    let idle = server.memory_after_rest()?;
    if let Some(bare) = bare {
        loads::pages(database, &server, &bare, asked.seconds, figures)?;
    }
    if asked.part("first-page") {
        browser::first_page(database, &server, figures)?;
    }
    if asked.part("keys") {
        browser::keystrokes(database, &server, figures)?;
    }
    if asked.part("save") || asked.part("memory") {
        loads::saves(database, &server, asked.seconds, figures)?;
    }
    if asked.part("memory") {
        let most = server.memory_at_most()?;
        figures.add(Figure::new("空闲时内存", "MB", idle).on(database).target("≤100", idle <= 100.0));
        figures.add(Figure::new("负载下内存最多", "MB", most).on(database).target("≤200", most <= 200.0));
    }
    Ok(())
}

/// The measuring program.
fn program() -> Command {
    let name = format!("release/bench{}", std::env::consts::EXE_SUFFIX);
    process::command(paths::cargo_target().join(name))
}

/// Runs it; what it says.
fn tell(command: &mut Command) -> Result<Value> {
    process::stop_if_interrupted()?;
    let said = process::output(command)?;
    serde_json::from_str(said.trim()).with_context(|| format!("测量程序说：{said}"))
}

fn number(told: &Value, pointer: &str) -> Result<f64> {
    told.pointer(pointer).and_then(Value::as_f64).with_context(|| format!("没有 {pointer}：{told}"))
}
