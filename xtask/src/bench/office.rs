//! An officer's page beside clerks at work, in a county with 400 filled cases.

use anyhow::Result;
use serde_json::{Value, json};

use super::database::Database;
use super::figures::{Figure, Figures};
use super::served::Server;
use super::{number, program, tell};

/// In a database of its own.
pub fn office(name: &str, seconds: u64, figures: &mut Figures) -> Result<()> {
    let database = Database::fresh(name)?;
    database.prepare_with("prepare-office")?;
    let server = Server::start(&database)?;
    let look = |what: &str| -> Result<Value> {
        let mut command = program();
        command.arg(what).arg("--plan").arg(database.plan());
        command.args(["--address", &server.address.to_string(), "--seconds", &seconds.to_string()]);
        tell(&mut command)
    };
    let before = server.processor_ms()?;
    let page = look("office-page")?;
    let cost = (server.processor_ms()? - before) / number(&page, "/answered")?;
    figures.add(
        Figure::new("400份申报的进度页面，处理器时间", "毫秒", cost)
            .on(&database)
            .target("≤8", cost <= 8.0)
            .with(page),
    );
    let told = look("office")?;
    let alone = number(&told, "/alone/saves/per_second")?;
    let paced = number(&told, "/paced/saves/per_second")?;
    let unpaced = number(&told, "/unpaced/saves/per_second")?;
    let p99 = number(&told, "/unpaced/saves/p99_ms")?;
    figures.add(
        Figure::new("16人保存，另有16人每秒看一次进度", "次/秒", paced)
            .on(&database)
            .against(alone)
            .target("不少于没有人看时的0.9", paced >= alone * 0.9)
            .with(told.clone()),
    );
    figures.add(
        Figure::new("16人保存，另有16人不停地看进度", "次/秒", unpaced)
            .on(&database)
            .against(alone)
            .target("不少于没有人看时的0.5", unpaced >= alone * 0.5),
    );
    figures.add(
        Figure::new("同时的保存，100次中最慢的1次", "毫秒", p99)
            .on(&database)
            .target("≤250", p99 <= 250.0)
            .with(json!({ "memory_mb": server.memory_at_most()? })),
    );
    let p99 = number(&told, "/supplement/saves/p99_ms")?;
    figures.add(
        Figure::new("启用补充版期间的保存，100次中最慢的1次", "毫秒", p99)
            .on(&database)
            .target("≤250", p99 <= 250.0),
    );
    Ok(())
}
