//! Finds what a command needs and installs it where it can. A tool that cannot be had is a failure that says what to
//! do; nothing is skipped silently.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::{paths, process};

/// The compiler's half for browsers.
pub fn wasm_target() -> Result<()> {
    let mut rustc = process::command(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let sysroot = process::output(rustc.args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown/lib").is_dir() {
        return Ok(());
    }
    process::succeed(process::command("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
        .context("缺少 wasm32-unknown-unknown 编译目标，请执行：rustup target add wasm32-unknown-unknown")
}

/// Clippy's own compiler, which lints what it compiles.
pub fn clippy_driver() -> Result<PathBuf> {
    let sysroot = process::output(process::command("rustc").args(["--print", "sysroot"]))?;
    let driver = format!("clippy-driver{}", std::env::consts::EXE_SUFFIX);
    let driver = Path::new(sysroot.trim()).join("bin").join(driver);
    ensure!(driver.is_file(), "缺少 clippy，请执行：rustup component add clippy");
    Ok(driver)
}

/// rustfmt, clippy and cargo-nextest.
pub fn checkers() -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !process::answers(process::cargo().args([subcommand, "--version"])) {
            process::succeed(process::command("rustup").args(["component", "add", component]))
                .with_context(|| format!("缺少 {component}，请执行：rustup component add {component}"))?;
        }
    }
    if !process::answers(process::cargo().args(["nextest", "--version"])) {
        process::succeed(process::cargo().args(["install", "cargo-nextest", "--locked"]))
            .context("缺少 cargo-nextest，请执行：cargo install cargo-nextest --locked")?;
    }
    Ok(())
}

/// The npm packages of the root, exactly as locked. Installed again only when the lock file has changed.
pub fn npm_packages() -> Result<()> {
    let node = process::output(process::command("node").arg("--version"))
        .context("缺少 Node.js，请安装 20 或更新的版本")?;
    let major =
        node.trim().trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    ensure!(major.is_some_and(|major| major >= 20), "Node.js 版本为 {}，需要 20 或更新的版本", node.trim());

    let lock = std::fs::read(paths::root().join("package-lock.json")).context("缺少 package-lock.json")?;
    let wanted = format!("{:x}", Sha256::digest(lock));
    let stamp = paths::root().join("node_modules/.installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let mut npm = process::command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    process::succeed(npm.args(["ci", "--no-progress"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
        .context("npm 工具没有装好，请检查网络后重试")?;
    Ok(std::fs::write(stamp, wanted)?)
}

/// A program of the npm packages, to be started by Node.
pub fn npm_program(name: &str) -> PathBuf {
    paths::root().join("node_modules/.bin").join(name)
}

/// The folder with `initdb` and `pg_ctl`.
pub fn postgres() -> Result<PathBuf> {
    if let Some(found) = find_postgres() {
        return Ok(found);
    }
    debian(&["postgresql"]).context("缺少 PostgreSQL 服务端程序（initdb、pg_ctl）")?;
    find_postgres().context("装好 postgresql 之后仍找不到 initdb")
}

/// A Chromium, and Chinese fonts for it.
pub fn chromium() -> Result<PathBuf> {
    let mut missing = Vec::new();
    if find_chromium().is_none() {
        // With its translations, so that what the browser itself says on a page is Chinese, too.
        missing.extend(["chromium", "chromium-l10n"]);
    }
    if !chinese_fonts() {
        missing.extend(["fontconfig", "fonts-noto-cjk"]);
    }
    if !missing.is_empty() {
        debian(&missing).context("缺少 Chromium 浏览器或中文字体")?;
    }
    find_chromium().context("找不到 Chromium；可用环境变量 QINGPING_CHROMIUM 指定")
}

fn find_postgres() -> Option<PathBuf> {
    let version = |folder: &PathBuf| folder.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let mut packaged: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    packaged.sort_by_key(version);
    let packaged = packaged.into_iter().rev().map(|folder| folder.join("bin"));
    packaged
        .chain(search_path())
        .find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}

fn find_chromium() -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os("QINGPING_CHROMIUM") {
        return Some(PathBuf::from(chosen));
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let mac = ["Google Chrome", "Chromium"]
        .map(|name| PathBuf::from(format!("/Applications/{name}.app/Contents/MacOS/{name}")));
    search_path()
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .chain(mac)
        .find(|file| file.is_file())
}

fn chinese_fonts() -> bool {
    cfg!(target_os = "macos")
        || process::output(process::command("fc-list").args([":lang=zh-cn", "family"]))
            .is_ok_and(|fonts| !fonts.trim().is_empty())
}

fn search_path() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect::<Vec<_>>().into_iter()
}

/// Whether this process is the superuser.
pub fn superuser() -> bool {
    process::output(process::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn debian(packages: &[&str]) -> Result<()> {
    let apt_get = || {
        let mut apt_get = process::command("apt-get");
        apt_get.env("DEBIAN_FRONTEND", "noninteractive").args(["-o", "DPkg::Lock::Timeout=120", "--quiet"]);
        apt_get
    };
    let names = packages.join(" ");
    if !superuser() || !process::answers(apt_get().arg("--version")) {
        bail!("请先安装（Debian/Ubuntu：sudo apt-get install {names}；其他系统装同类软件包），然后重试");
    }
    process::succeed(apt_get().arg("update"))?;
    process::succeed(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(packages))
        .with_context(|| format!("没有装上 {names}"))
}
