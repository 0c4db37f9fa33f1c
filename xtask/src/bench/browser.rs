//! The clerk's page in a browser: what comes over the wire, when it can be used on a slow machine, and what a key costs.

use anyhow::Result;
use serde_json::Value;

use super::database::Database;
use super::figures::{Figure, Figures};
use super::served::Server;
use super::{number, tell};
use crate::{process, tools};

/// A key pressed in the checklist of a scheme with two thousand criteria, until everything on the page that follows from
/// it is there.
pub fn keystrokes(database: &Database, server: &Server, figures: &mut Figures) -> Result<()> {
    let told = told_by("end2end/bench/keystrokes.mjs", database, server)?;
    let middle = number(&told, "/middle_ms")?;
    figures.add(
        Figure::new("两千条细则的方案里按一个键", "毫秒", middle)
            .on(database)
            .target("≤5", middle <= 5.0)
            .with(told),
    );
    Ok(())
}

pub fn first_page(database: &Database, server: &Server, figures: &mut Figures) -> Result<()> {
    let told = told_by("end2end/bench/first-page.mjs", database, server)?;
    let first = number(&told, "/first/bytes")? / 1024.0;
    let again = number(&told, "/again/bytes")? / 1024.0;
    let kept = number(&told, "/again/files_asked")?;
    figures.add(
        Figure::new("经办人第一次打开页面，传输", "KB", first)
            .on(database)
            .target("≤350", first <= 350.0)
            .with(told["first"].clone()),
    );
    figures.add(
        Figure::new("再次打开页面，传输", "KB", again)
            .on(database)
            .target("网页文件不再请求", kept == 0.0)
            .with(told["again"].clone()),
    );
    for (name, place) in
        [("可操作（处理器慢4倍，第一次）", "/first"), ("可操作（处理器慢4倍，再次）", "/again")]
    {
        let awake = number(&told, &format!("{place}/awake_ms"))?;
        figures.add(Figure::new(name, "毫秒", awake).on(database).with(told["slow"].clone()));
    }
    Ok(())
}

/// Runs a script that drives Chromium against this server; what it says.
fn told_by(script: &str, database: &Database, server: &Server) -> Result<Value> {
    let mut node = process::command("node");
    node.arg(script)
        .arg(format!("http://{}", server.address))
        .arg(database.plan())
        .env("QINGPING_CHROMIUM", tools::chromium()?);
    tell(&mut node)
}
