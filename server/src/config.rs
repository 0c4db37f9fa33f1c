//! What the environment says, checked before anything is opened.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use domain::calendar::Instant;
use store::Options;

/// Where to listen, where data lies, how people reach us.
#[derive(Clone, Debug)]
pub struct Config {
    pub addr: SocketAddr,
    pub data: PathBuf,
    pub database: Options,
    /// `https://…` in front; without it only loopback is served.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Demo mode only: the moment it is.
    pub now: Option<Instant>,
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// One Chinese sentence that names the variable.
    pub fn from_env() -> Result<Config> {
        let text = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let addr = text("QINGPING_ADDR").unwrap_or_else(|| "127.0.0.1:3000".into());
        let addr = addr.parse().with_context(|| {
            format!("QINGPING_ADDR 应写成“地址:端口”，例如 127.0.0.1:3000，现在是“{addr}”")
        })?;
        let data = PathBuf::from(text("QINGPING_DATA").unwrap_or_else(|| "data".into()));
        let database_url = text("DATABASE_URL")
            .unwrap_or_else(|| format!("sqlite://{}", data.join("qingping.db").display()));
        let trusted_proxies = text("QINGPING_TRUSTED_PROXIES")
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.parse().with_context(|| format!("QINGPING_TRUSTED_PROXIES 中的“{part}”不是IP地址"))
            })
            .collect::<Result<_>>()?;
        let now = text("QINGPING_NOW")
            .map(|text| {
                moment(&text).with_context(|| {
                    format!("QINGPING_NOW 应写成“2026-12-10”或“2026-12-10 09:30”，现在是“{text}”")
                })
            })
            .transpose()?;
        Ok(Config {
            addr,
            data,
            database: Options { database_url, owner_url: text("QINGPING_OWNER_URL") },
            public_url: text("QINGPING_PUBLIC_URL"),
            trusted_proxies,
            now,
        })
    }

    /// Refuses to show itself to a network without TLS in front.
    ///
    /// # Errors
    /// One Chinese sentence.
    pub fn check_exposure(&self) -> Result<()> {
        match &self.public_url {
            Some(url) if url.starts_with("https://") => Ok(()),
            Some(url) => bail!("QINGPING_PUBLIC_URL 须以 https:// 开头，现在是“{url}”"),
            None if self.addr.ip().is_loopback() => Ok(()),
            None => bail!(
                "监听地址 {} 不是本机地址：请先在前面配置TLS，并设置 QINGPING_PUBLIC_URL=https://…",
                self.addr
            ),
        }
    }

    /// The database's file, where it is one.
    pub fn database_file(&self) -> Option<PathBuf> {
        let path = self.database.database_url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
    }

    /// Makes sure that the data folder is there and can be written to.
    ///
    /// # Errors
    /// One Chinese sentence.
    pub fn check_data(&self) -> Result<()> {
        let told = || format!("数据目录 {} 不能写入，请检查权限或设置 QINGPING_DATA", self.data.display());
        std::fs::create_dir_all(&self.data).with_context(told)?;
        // Two that start at once do not take each other's away.
        let probe = self.data.join(format!(".probe-{}", std::process::id()));
        std::fs::write(&probe, b"").with_context(told)?;
        std::fs::remove_file(probe).with_context(told)
    }
}

/// `2026-12-10` (nine o'clock) or `2026-12-10 09:30`, in Asia/Shanghai.
fn moment(text: &str) -> Option<Instant> {
    let (day, clock) = text.split_once([' ', 'T']).unwrap_or((text, "09:00"));
    let day: domain::calendar::Day = day.parse().ok()?;
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) {
        return None;
    }
    let midnight = Instant(day.end().0 + 1 - 24 * 3_600_000);
    Some(midnight.plus_minutes(hour * 60 + minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_shanghai() {
        assert_eq!(moment("2026-12-10").map(Instant::zh).as_deref(), Some("2026年12月10日 09:00"));
        assert_eq!(moment("2026-12-10 17:05").map(Instant::zh).as_deref(), Some("2026年12月10日 17:05"));
        for text in ["", "2026-12-32", "2026-12-10 25:00", "明天"] {
            assert!(moment(text).is_none(), "{text}");
        }
    }
}
