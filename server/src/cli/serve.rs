//! `serve`

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use tokio::net::TcpListener;

use super::{data, demo};
use crate::config::Config;
use crate::desks::Office;
use crate::session::Keys;
use crate::{endpoints, listen, site};

/// Serves until it is told to stop. Demo data is only ever loaded in demo mode.
pub fn run(demo: bool) -> Result<()> {
    data::log();
    let config = Config::from_env()?;
    config.check_exposure()?;
    if config.now.is_some() && !demo {
        bail!("QINGPING_NOW 只能在演示模式（serve --demo）中使用");
    }
    data::runtime()?.block_on(serve(config, demo))
}

async fn serve(config: Config, demo: bool) -> Result<()> {
    // The port first: a second start must not touch the data of the first.
    let listener = listener(config.addr).await?;
    let house = data::house(&config).await?;
    if demo {
        demo::prepare(&house).await?;
    }
    if let Some(now) = config.now {
        house.edge().move_to(now);
    }
    let keys = Keys::open(&config.data.join("keys"))?;
    let office = Office { house, keys, trusted_proxies: config.trusted_proxies.clone().into() };
    let _ = site::assets();
    let router = endpoints::router(office);
    let address = config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{}", listener.local_addr().unwrap_or(config.addr)));
    println!("清评已启动：{address}");
    listen::serve(listener, router, stop()).await;
    println!("清评已停止。");
    Ok(())
}

async fn listener(addr: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(addr).await.with_context(|| {
        format!("不能监听 {addr}：端口可能已被占用，请先停止占用它的程序，或用 QINGPING_ADDR 换一个端口")
    })
}

/// Ctrl-C, or the word of a service manager.
async fn stop() {
    let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("signals can be listened to");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
}
