//! `serve`

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::net::{TcpListener, TcpSocket};
use usecases::House;

use super::{data, demo};
use crate::config::Config;
use crate::desks::Office;
use crate::listen::Limits;
use crate::session::Keys;
use crate::{endpoints, listen, site};

/// How many connections may wait to be accepted.
const QUEUE: u32 = 4_096;
const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Time for what is still worked out when everybody has been answered or was waited for.
const LAST: Duration = Duration::from_millis(500);
/// Files the house needs for itself: database, vault, uploads under way.
const OWN_FILES: usize = 512;

/// Serves until it is told to stop. Demo data is only ever loaded in demo mode.
pub fn run(demo: bool) -> Result<()> {
    data::log();
    let config = Config::from_env()?;
    config.check_exposure()?;
    if config.now.is_some() && !demo {
        bail!("QINGPING_NOW 只能在演示模式（serve --demo）中使用");
    }
    let runtime = data::runtime()?;
    let served = runtime.block_on(serve(config, demo));
    // What is still worked out is for nobody any more.
    runtime.shutdown_timeout(LAST);
    served
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
    if demo {
        house.keep_demo_passwords_fresh().await.map_err(data::refused)?;
    }
    let keys = Keys::open(&config.data.join("keys"))?;
    let trusted_proxies = config.trusted_proxies.clone().into();
    let public_url: Option<std::sync::Arc<str>> =
        config.public_url.as_deref().map(|url| url.trim_end_matches('/').into());
    let https = public_url.as_ref().is_some_and(|url| url.starts_with("https://"));
    let office = Office { trusted_proxies, public_url, demo, https, ..Office::of(house.clone(), keys) };
    let _ = site::assets();
    let router = endpoints::router(office);
    let limits = limits(&config);
    tokio::spawn(catch_up(house.clone()));
    tokio::spawn(tidy(house));
    let address = config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{}", listener.local_addr().unwrap_or(config.addr)));
    println!("清评已启动：{address}");
    listen::serve_within(listener, router, limits, stop()).await;
    println!("清评已停止。");
    Ok(())
}

async fn listener(addr: SocketAddr) -> Result<TcpListener> {
    let bound = || {
        let socket = if addr.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.set_reuseaddr(true)?;
        socket.bind(addr)?;
        socket.listen(QUEUE)
    };
    bound().with_context(|| {
        format!("不能监听 {addr}：端口可能已被占用，请先停止占用它的程序，或用 QINGPING_ADDR 换一个端口")
    })
}

/// As many connections as there are files to open them with, up to what the house is built for.
fn limits(config: &Config) -> Limits {
    let usual = Limits { proxies: config.trusted_proxies.clone().into(), ..Limits::default() };
    let files = open_files().saturating_sub(OWN_FILES);
    let wanted = usual.in_all + usual.lobby;
    if files < wanted {
        tracing::warn!(files, wanted = wanted + OWN_FILES, "few files may be open at a time");
    }
    let lobby = usual.lobby.min(files / 2);
    let in_all = usual.in_all.min(files - lobby);
    Limits { in_all, from_one: usual.from_one.min(in_all / 2), lobby, ..usual }
}

/// Raises the soft limit of open files to the hard one; what it is then.
fn open_files() -> usize {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
    let now = getrlimit(Resource::Nofile).current;
    now.map_or(usize::MAX, |now| usize::try_from(now).unwrap_or(usize::MAX))
}

/// Goes on with what was under way when a server stopped, and looks every minute whether anything was left undone. Figures
/// beside cases are those of today's engine.
async fn catch_up(house: House) {
    let mut often = tokio::time::interval(MINUTE);
    let mut looked_through = false;
    loop {
        often.tick().await;
        if !looked_through {
            match house.renew_sums().await {
                Ok(cases) => {
                    looked_through = true;
                    if cases > 0 {
                        tracing::warn!(cases, "figures beside cases were computed anew");
                    }
                }
                Err(refusal) => tracing::warn!(?refusal, "not all figures beside cases were looked through"),
            }
        }
        if let Err(refusal) = house.bring_all_over().await {
            tracing::warn!(?refusal, "not every case follows its supplementary version yet");
        }
    }
}

/// Removes what a power cut left in the vault, and day by day the sessions that ended long ago, while people are served.
async fn tidy(house: House) {
    match house.sweep_vault().await {
        Ok(0) => {}
        Ok(swept) => tracing::warn!(swept, "files that no record names were removed"),
        Err(refusal) => tracing::warn!(?refusal, "the files were not looked through"),
    }
    let mut daily = tokio::time::interval(DAY);
    loop {
        daily.tick().await;
        if let Err(refusal) = house.forget_ended_sessions().await {
            tracing::warn!(?refusal, "ended sessions are still remembered");
        }
    }
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
