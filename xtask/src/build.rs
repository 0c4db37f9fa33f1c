//! `cargo xtask build`: one executable with the site inside.

use std::process::ExitCode;

use anyhow::Result;

use crate::site::{self, Profile};
use crate::stage::Stages;
use crate::{paths, process, tools};

/// Builds `target/release/qingping`.
pub fn build() -> Result<ExitCode> {
    let mut stages = Stages::new(5);
    stages.stage("准备编译工具", tools::wasm_target)?;
    stages.stage("准备网页工具", tools::npm_packages)?;
    stages.stage("编译网页端", || site::compile(Profile::Release))?;
    stages.stage("生成网页文件", || site::assemble(Profile::Release))?;
    stages.stage("编译服务端", || server(Profile::Release))?;
    let file = paths::server("release");
    let megabytes = std::fs::metadata(&file)?.len() / 1_000_000;
    println!("{}（{megabytes} MB，内含网页），用时 {}", paths::shown(&file), stages.elapsed());
    Ok(ExitCode::SUCCESS)
}

/// Builds the server alone; the site must already lie in `target/site`, because a release build embeds it.
pub fn server(profile: Profile) -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--package", "server"]);
    match profile {
        Profile::Release => cargo.arg("--release"),
        // What the tests ask of tokio, so that everything above it is compiled once for both.
        Profile::Quick => cargo.args(["--features", "tokio/process,tokio/test-util"]),
    };
    process::succeed(&mut cargo)
}
