//! `bench`, called by `cargo xtask bench`; each command writes one line of JSON.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use bench::office::Office;
use bench::plan::Plan;
use bench::{bare, commits, engine, office, pages, prepare, saves};
use clap::{Args, Parser};

/// The same as the server's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(about = "测量用的负载与对照，由 cargo xtask bench 调用")]
enum Command {
    /// 准备数据：演示数据，另开一个有64个单位填报的周期
    Prepare {
        #[command(flatten)]
        at: Database,
        /// 数据目录（密钥、文件）
        #[arg(long)]
        data: PathBuf,
    },
    /// 打开经办人页面
    Pages {
        #[command(flatten)]
        load: Load,
    },
    /// 保存评分细则
    Saves {
        #[command(flatten)]
        load: Load,
    },
    /// 核对：确认已保存的都在数据库里
    Check {
        #[command(flatten)]
        at: Database,
        /// saves 的输出
        #[arg(long)]
        acknowledged: PathBuf,
    },
    /// 对照：读同样的行、发同样字节的裸处理器
    Bare {
        #[command(flatten)]
        at: Database,
        #[arg(long)]
        data: PathBuf,
        #[arg(long)]
        plan: PathBuf,
        /// 用几个人的页面
        #[arg(long)]
        people: usize,
    },
    /// 对照：一个写入者反复提交同一行
    Commits {
        #[command(flatten)]
        at: Database,
        #[arg(long)]
        plan: PathBuf,
        #[arg(long)]
        seconds: u64,
    },
    /// 准备数据：有400个单位的县，各单位都已填完
    PrepareOffice {
        #[command(flatten)]
        at: Database,
        #[arg(long)]
        data: PathBuf,
    },
    /// 管理员和考核人员看进度，经办人同时保存
    Office {
        #[command(flatten)]
        look: Look,
    },
    /// 一个人反复打开进度页面
    OfficePage {
        #[command(flatten)]
        look: Look,
    },
    /// 计分引擎与手写函数
    Engine {
        #[arg(long)]
        seconds: u64,
    },
}

#[derive(Args)]
struct Database {
    #[arg(long)]
    database: String,
    #[arg(long)]
    owner: Option<String>,
}

impl Database {
    fn options(self) -> store::Options {
        store::Options { database_url: self.database, owner_url: self.owner }
    }
}

#[derive(Args)]
struct Load {
    #[arg(long)]
    address: SocketAddr,
    #[arg(long)]
    plan: PathBuf,
    #[arg(long)]
    clients: usize,
    #[arg(long)]
    seconds: u64,
}

#[derive(Args)]
struct Look {
    #[arg(long)]
    address: SocketAddr,
    #[arg(long)]
    plan: PathBuf,
    #[arg(long)]
    seconds: u64,
}

impl Look {
    fn parts(self) -> Result<(SocketAddr, Office, Duration)> {
        Ok((self.address, Office::read(&self.plan)?, Duration::from_secs(self.seconds)))
    }
}

impl Load {
    fn parts(self) -> Result<(SocketAddr, Plan, usize, Duration)> {
        Ok((self.address, Plan::read(&self.plan)?, self.clients, Duration::from_secs(self.seconds)))
    }
}

fn main() -> Result<()> {
    let answer = match Command::parse() {
        Command::Prepare { at, data } => {
            several()?.block_on(prepare::prepare(&at.options(), &data))?.to_json()?
        }
        Command::Pages { load } => {
            let (address, plan, clients, time) = load.parts()?;
            one()?.block_on(pages::load(address, &plan, clients, time))?
        }
        Command::Saves { load } => {
            let (address, plan, clients, time) = load.parts()?;
            one()?.block_on(saves::load(address, &plan, clients, time))?
        }
        Command::Check { at, acknowledged } => {
            several()?.block_on(saves::check(&at.options(), &acknowledged))?
        }
        Command::Bare { at, data, plan, people } => {
            return several()?.block_on(bare::serve(&at.options(), &data, &Plan::read(&plan)?, people));
        }
        Command::Commits { at, plan, seconds } => {
            let time = Duration::from_secs(seconds);
            several()?.block_on(commits::run(&at.options(), &Plan::read(&plan)?, time))?
        }
        Command::PrepareOffice { at, data } => several()?.block_on(office::prepare(&at.options(), &data))?,
        Command::Office { look } => {
            let (address, plan, time) = look.parts()?;
            one()?.block_on(office::load(address, &plan, time))?
        }
        Command::OfficePage { look } => {
            let (address, plan, time) = look.parts()?;
            one()?.block_on(office::page(address, &plan, time))?
        }
        Command::Engine { seconds } => engine::run(Duration::from_secs(seconds))?,
    };
    println!("{answer}");
    Ok(())
}

/// The load shares the machine with the server: one core at most.
fn one() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

fn several() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
