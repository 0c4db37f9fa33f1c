//! Opening the data a command works on.

use anyhow::{Context, Result, anyhow};
use domain::refusal::Refusal;
use store::Store;
use tokio::runtime::Runtime;
use usecases::House;
use usecases::edge::Edge;
use usecases::seal::Seal;
use usecases::vault::Vault;

use crate::config::Config;
use crate::private;

/// `migrate`
pub fn migrate() -> Result<()> {
    log();
    let config = Config::from_env()?;
    config.check_data()?;
    let steps = runtime()?.block_on(Store::migrate(&config.database))?;
    if steps == 0 {
        println!("数据库结构已是最新。");
    } else {
        println!("数据库结构已升级，执行了{steps}步。");
    }
    Ok(())
}

/// A house on the configured data, its database brought up to date where that needs no further rights.
pub async fn house(config: &Config) -> Result<House> {
    config.check_data()?;
    private::tighten(&config.data, config.database_file().as_deref());
    let embedded = config.database.database_url.starts_with("sqlite:");
    if embedded || config.database.owner_url.is_some() {
        Store::migrate(&config.database).await?;
    }
    let store = Store::open(&config.database).await?;
    let keys = config.data.join("keys");
    let seal =
        Seal::open(&keys).with_context(|| format!("密钥目录 {} 不能读写或密钥已损坏", keys.display()))?;
    Ok(House::sealing(store, Edge::default(), Vault::new(config.data.join("files")), seal))
}

pub fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("无法启动")
}

/// A refusal as the command line tells it.
pub fn refused(refusal: Refusal) -> anyhow::Error {
    anyhow!("{}", refusal.sentence())
}

/// Log lines to standard error; `RUST_LOG` chooses which.
pub fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,server::cli=off"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
