//! `cargo xtask test`: everything that has to hold before a change goes in. A step that fails is counted and the next
//! ones still run; the last line is `N passed, N failed, N skipped`.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::site::{self, Profile};
use crate::stage::Stages;
use crate::tally::Tally;
use crate::{absences, build, crash, journeys, postgres, process, tools};

/// Everything that runs on the host, named one by one: `--workspace` would bring in `frontend` and unify leptos'
/// `hydrate` with `ssr`.
const HOST: &[&str] = &["domain", "contract", "migrations", "store", "usecases", "app", "server", "bench"];
const FEATURES: &str = "app/ssr,store/testing";

/// Runs all steps.
pub fn test() -> Result<ExitCode> {
    let mut steps = Steps { stages: Stages::new(13), tally: Tally::default() };
    steps.must("准备编译工具", || tools::wasm_target().and_then(|()| tools::checkers()))?;
    steps.must("准备网页工具", tools::npm_packages)?;
    steps.must("准备 PostgreSQL 和浏览器", || tools::postgres().and(tools::chromium()).map(drop))?;
    steps.must("代码格式", || {
        process::succeed(process::cargo().args(["fmt", "--all", "--check"])).context("请执行 cargo fmt --all")
    })?;
    steps.step("架构约束", || Ok(Tally { failed: absences::check_all()?, ..Tally::default() }))?;
    // The server's source refers to the site, so it comes before everything that compiles the server.
    steps.must("网页端和网页文件", || {
        site::compile(Profile::Quick).and_then(|()| site::assemble(Profile::Quick))
    })?;
    steps.must("静态检查并编译：服务端", || {
        for mut command in unit_and_integration_tests()? {
            process::succeed(command.arg("--no-run"))?;
        }
        Ok(())
    })?;
    steps.must("静态检查：网页端", || {
        let mut cargo = process::cargo();
        // The profile of the site, because its macros and build scripts are already compiled.
        cargo.args(["clippy", "--package", "frontend", "--target", "wasm32-unknown-unknown"]);
        cargo.args(["--profile", "wasm-dev"]);
        process::succeed(cargo.args(["--", "--deny", "warnings"]))
    })?;
    steps.must("静态检查：浏览器用例", || {
        process::succeed(
            process::command("node").arg(tools::npm_program("tsc")).args(["--project", "end2end"]),
        )
    })?;
    steps.step("单元与集成测试", unit_and_integration)?;
    steps.must("编译服务端", || build::server(Profile::Quick))?;
    steps
        .step("强行终止演练", || crash::tally(&crash::Plan { rounds: 20, ..crash::Plan::default() }))?;
    steps.step("浏览器用例", journeys::run)?;

    eprintln!("用时 {}", steps.stages.elapsed());
    println!("{}", steps.tally);
    Ok(if steps.tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Steps {
    stages: Stages,
    tally: Tally,
}

impl Steps {
    /// A step that counts; only an interrupt ends the whole run.
    fn step(&mut self, what: &str, work: impl FnOnce() -> Result<Tally>) -> Result<()> {
        match self.stages.stage(what, work) {
            Ok(tally) => self.tally += tally,
            Err(error) => {
                process::stop_if_interrupted()?;
                eprintln!("失败：{error:#}");
                self.tally += Tally::BROKEN_STEP;
            }
        }
        process::stop_if_interrupted()
    }

    /// A step that only has to succeed.
    fn must(&mut self, what: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        self.step(what, || work().map(|()| Tally::default()))
    }
}

/// All unit and integration tests of the host, compiled by clippy: its driver lints a crate and then compiles it like
/// `rustc`, so that the libraries are compiled once and not once more for linting.
fn unit_and_integration_tests() -> Result<[Command; 2]> {
    let driver = tools::clippy_driver()?;
    let linted = |mut command: Command| {
        command.args(["--all-targets"]);
        command.env("RUSTC_WORKSPACE_WRAPPER", &driver);
        // How cargo-clippy hands its arguments on.
        command.env("CLIPPY_ARGS", "--deny__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
        command
    };
    let mut own = process::cargo();
    own.args(["nextest", "run", "--package", "xtask"]);
    let mut host = process::cargo();
    host.args(["nextest", "run"]);
    for package in HOST {
        host.args(["--package", package]);
    }
    host.args(["--features", FEATURES]);
    Ok([linted(own), linted(host)])
}

fn unit_and_integration() -> Result<Tally> {
    let cluster = postgres::Cluster::start()?;
    let mut all = Tally::default();
    for mut command in unit_and_integration_tests()? {
        command.env("QINGPING_TEST_POSTGRES", cluster.url()).env("INSTA_UPDATE", "no");
        let (status, output) = process::status_and_errors(&mut command)?;
        let mut tally = Tally::of_nextest(&output).unwrap_or_default();
        if !status.success() && tally.failed == 0 {
            tally += Tally::BROKEN_STEP;
        }
        all += tally;
    }
    Ok(all)
}
