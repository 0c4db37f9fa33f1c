//! `cargo xtask lighthouse`: what Lighthouse says of a release build. A command of its own, because its figures are only
//! worth something on a machine that does nothing else meanwhile, and because a release build takes its time.

use std::process::ExitCode;

use anyhow::Result;

use crate::journeys::Server;
use crate::site::{self, Profile};
use crate::stage::Stages;
use crate::{build, process, tools};

/// Builds, serves the demo, measures; fails when a figure is below what is promised.
pub fn run() -> Result<ExitCode> {
    let mut stages = Stages::new(6);
    stages.stage("准备编译工具", tools::wasm_target)?;
    stages.stage("准备网页工具", tools::npm_packages)?;
    let chromium = stages.stage("准备浏览器", tools::chromium)?;
    stages.stage("编译网页端", || {
        site::compile(Profile::Release).and_then(|()| site::assemble(Profile::Release))
    })?;
    stages.stage("编译服务端", || build::server(Profile::Release))?;
    let status = stages.stage("测量", || {
        let server = Server::start(Profile::Release)?;
        let mut playwright = process::command("node");
        playwright
            .arg(tools::npm_program("playwright"))
            .args(["test", "--config", "end2end/lighthouse.config.ts"])
            .env("QINGPING_TEST_URL", server.url())
            .env("QINGPING_CHROMIUM", chromium);
        let status = process::status(&mut playwright)?;
        server.tidy_up(status.success());
        Ok(status)
    })?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
