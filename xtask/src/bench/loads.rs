//! Pages and saves under load.

use std::net::SocketAddr;

use anyhow::Result;
use serde_json::{Value, json};

use super::database::Database;
use super::figures::{Figure, Figures};
use super::served::Server;
use super::{number, program, tell};

/// Clerks who open pages at the same time.
const READERS: usize = 32;
/// Clerks who save at the same time.
const WRITERS: usize = 64;

/// What the bare handler reached.
pub struct Bare {
    alone: Value,
    together: Value,
    told: Value,
}

pub fn bare_pages(database: &Database, seconds: u64) -> Result<Bare> {
    let (server, told) = Server::bare(database, READERS)?;
    let alone = open_pages(database, server.address, 1, seconds)?;
    let together = open_pages(database, server.address, READERS, seconds)?;
    Ok(Bare { alone, together, told })
}

pub fn pages(
    database: &Database,
    server: &Server,
    bare: &Bare,
    seconds: u64,
    figures: &mut Figures,
) -> Result<()> {
    let alone = open_pages(database, server.address, 1, seconds)?;
    let together = open_pages(database, server.address, READERS, seconds)?;
    let p50 = number(&alone, "/p50_ms")?;
    let (ours, theirs) = (number(&together, "/per_second")?, number(&bare.together, "/per_second")?);
    figures.add(
        Figure::new("经办人页面，一个人，p50", "毫秒", p50)
            .on(database)
            .against(number(&bare.alone, "/p50_ms")?)
            .target("≤10", p50 <= 10.0)
            .with(json!({ "ours": alone, "bare": bare.alone })),
    );
    figures.add(
        Figure::new(format!("经办人页面，{READERS}个人"), "页/秒", ours)
            .on(database)
            .against(theirs)
            .target("≥300，且不少于裸处理器的0.5", ours >= 300.0 && ours >= theirs * 0.5)
            .with(json!({ "ours": together, "bare": bare.together, "page": bare.told })),
    );
    Ok(())
}

fn open_pages(database: &Database, address: SocketAddr, clients: usize, seconds: u64) -> Result<Value> {
    tell(&mut load("pages", database, address, clients, seconds))
}

pub fn saves(database: &Database, server: &Server, seconds: u64, figures: &mut Figures) -> Result<()> {
    let told = tell(&mut load("saves", database, server.address, WRITERS, seconds))?;
    let file = database.file("acknowledged.json");
    std::fs::write(&file, told.to_string())?;
    let mut check = program();
    check.arg("check").arg("--acknowledged").arg(file);
    let checked = tell(database.named(&mut check))?;
    let mut commits = program();
    commits.arg("commits").arg("--plan").arg(database.plan()).args(["--seconds", &seconds.to_string()]);
    let raw = number(&tell(database.named(&mut commits))?, "/per_second")?;
    let ours = number(&told, "/rate/per_second")?;
    figures.add(
        Figure::new(format!("确认保存，{WRITERS}个人"), "次/秒", ours)
            .on(database)
            .against(raw)
            .target("≥1000，且不少于单个写入者裸提交的0.3", ours >= 1000.0 && ours >= raw * 0.3)
            .with(json!({ "ours": told["rate"], "checked": checked })),
    );
    Ok(())
}

fn load(
    what: &str,
    database: &Database,
    address: SocketAddr,
    clients: usize,
    seconds: u64,
) -> std::process::Command {
    let mut command = program();
    command.arg(what).arg("--plan").arg(database.plan()).args([
        "--address",
        &address.to_string(),
        "--clients",
        &clients.to_string(),
        "--seconds",
        &seconds.to_string(),
    ]);
    command
}
