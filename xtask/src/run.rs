//! `cargo xtask run`: from a fresh clone to a running demo.

use std::process::ExitCode;

use anyhow::Result;

use crate::site::{self, Profile};
use crate::stage::Stages;
use crate::{build, paths, process, tools};

/// Builds what is out of date, then becomes the server. `QINGPING_ADDR`, `QINGPING_DATA`, `DATABASE_URL` and
/// `QINGPING_OWNER_URL` reach it untouched.
pub fn run(profile: Profile) -> Result<ExitCode> {
    prepare(profile)?;
    let mut server = process::command(paths::server(profile.server_folder()));
    server.args(["serve", "--demo"]);
    become_program(server)
}

/// Builds what is out of date: the browser's half, the site, the server.
pub fn prepare(profile: Profile) -> Result<()> {
    let mut stages = Stages::new(5);
    stages.stage("准备编译工具", tools::wasm_target)?;
    stages.stage("准备网页工具", tools::npm_packages)?;
    stages.stage("编译网页端", || site::compile(profile))?;
    stages.stage("生成网页文件", || site::assemble(profile))?;
    stages.stage("编译服务端", || build::server(profile))?;
    eprintln!("用时 {}", stages.elapsed());
    Ok(())
}

#[cfg(unix)]
fn become_program(mut program: std::process::Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(program.exec()).context("无法启动服务端"))
}

#[cfg(not(unix))]
fn become_program(mut program: std::process::Command) -> Result<ExitCode> {
    let status = process::status(&mut program)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
