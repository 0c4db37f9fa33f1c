//! The browser's half: `target/site/`, ready for the server to serve or embed.
//!
//! ```text
//! site.json                      where the pieces are (read by the server)
//! pkg/<half>.<hash>.js .wasm     one hash over both: they only fit each other
//! pkg/qingping.<hash>.css        app/style/*.css in the order of their names
//! pkg/<name>.<hash>.js           each plain script of app/script
//! …                              app/public as it is
//! ```
//! Every text file of 1 KB or more has a `.br` and a `.gz` beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{paths, process, tools};

/// How much work goes into the result.
#[derive(Clone, Copy, PartialEq)]
pub enum Profile {
    /// Soon ready: for `run` and the tests.
    Quick,
    /// As small as possible.
    Release,
}

impl Profile {
    fn wasm(self) -> &'static str {
        match self {
            Profile::Quick => "wasm-dev",
            Profile::Release => "wasm-release",
        }
    }

    /// The folder in which cargo leaves the server.
    pub fn server_folder(self) -> &'static str {
        match self {
            Profile::Quick => "debug",
            Profile::Release => "release",
        }
    }
}

/// The halves of the browser's code, each with the islands it wakes (features of the crate `frontend`). A release builds
/// them apart, so that nobody loads what their page has no use for; while developing one serves as both.
const HALVES: [&str; 2] = ["checklist", "studio"];

/// Counts up when this file changes what it writes, so that old results are not taken for current ones.
const LAYOUT: u32 = 2;

const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles the crate `frontend`, for release once for each half.
pub fn compile(profile: Profile) -> Result<()> {
    let build = |more: &[&str]| {
        let cargo = &mut process::cargo();
        cargo.args(["build", "--package", "frontend", "--target", TARGET, "--profile", profile.wasm()]);
        process::succeed(cargo.args(more))
    };
    if profile == Profile::Quick {
        return build(&[]);
    }
    for half in HALVES {
        build(&["--no-default-features", "--features", half])?;
        copy(&cargos(profile), &compiled(profile, half))?;
    }
    Ok(())
}

/// Where cargo leaves the compiled crate.
fn cargos(profile: Profile) -> PathBuf {
    paths::cargo_target().join(TARGET).join(profile.wasm()).join("frontend.wasm")
}

/// Where a compiled half is kept.
fn compiled(profile: Profile, half: &str) -> PathBuf {
    match profile {
        Profile::Quick => cargos(profile),
        Profile::Release => paths::scratch().join("halves").join(format!("{half}.wasm")),
    }
}

/// Makes the site from the compiled frontend, the styles, the scripts and the public files; does nothing when none of
/// them has changed.
pub fn assemble(profile: Profile) -> Result<()> {
    let app = paths::root().join("app");
    let sources = Sources {
        styles: files_of(&app.join("style"), "css")?,
        scripts: files_of(&app.join("script"), "js")?,
        public: walk(&app.join("public"))?,
        halves: HALVES.map(|half| compiled(profile, half)).to_vec(),
    };

    let stamp = sources.fingerprint(profile)?;
    let stamp_file = paths::scratch().join("site.stamp");
    let site = paths::site();
    if site.join("site.json").is_file() && fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
        return Ok(());
    }

    let fresh = paths::scratch().join("site.new");
    remove(&fresh)?;
    fs::create_dir_all(fresh.join("pkg"))?;
    for file in &sources.public {
        copy(file, &fresh.join(file.strip_prefix(app.join("public"))?))?;
    }
    let [checklist, studio] = browser_code(&fresh.join("pkg"), profile)?;
    let manifest = json!({
        "checklist": checklist,
        "studio": studio,
        "css": stylesheet(&sources.styles, &fresh)?,
        "scripts": scripts(&sources.scripts, &fresh)?,
    });
    compress(&fresh, profile)?;
    fs::write(fresh.join("site.json"), format!("{manifest:#}\n"))?;

    remove(&site)?;
    fs::rename(&fresh, &site)?;
    Ok(fs::write(stamp_file, stamp)?)
}

struct Sources {
    styles: Vec<PathBuf>,
    scripts: Vec<PathBuf>,
    public: Vec<PathBuf>,
    halves: Vec<PathBuf>,
}

impl Sources {
    fn fingerprint(&self, profile: Profile) -> Result<String> {
        let mut digest = Sha256::new();
        digest.update(format!("{LAYOUT} {}", profile.wasm()));
        let files = [&self.styles, &self.scripts, &self.public, &self.halves].into_iter().flatten();
        for file in files {
            let content = fs::read(file).with_context(|| format!("读不到 {}", paths::shown(file)))?;
            digest.update(format!("\n{} {}\n", paths::shown(file), content.len()));
            digest.update(content);
        }
        Ok(format!("{:x}", digest.finalize()))
    }
}

/// The addresses of both halves.
fn browser_code(folder: &Path, profile: Profile) -> Result<[Value; 2]> {
    let [checklist, studio] = HALVES;
    let first = half_code(checklist, folder, profile)?;
    let second = if profile == Profile::Quick { first.clone() } else { half_code(studio, folder, profile)? };
    Ok([first, second])
}

/// wasm-bindgen, then (for release) wasm-opt; the addresses carry one hash over both files.
fn half_code(half: &str, folder: &Path, profile: Profile) -> Result<Value> {
    Bindgen::new()
        .input_path(compiled(profile, half))
        .out_name(half)
        .web(true)?
        .typescript(false)
        .remove_name_section(profile == Profile::Release)
        .generate(folder)
        .context("wasm-bindgen 没有成功")?;
    let (js, wasm) = (folder.join(format!("{half}.js")), folder.join(format!("{half}_bg.wasm")));
    if profile == Profile::Release {
        let mut wasm_opt = process::command(if cfg!(windows) { "node.exe" } else { "node" });
        // More than this makes the file smaller and what is sent of it larger: it no longer repeats itself. Arguments that
        // nobody needs are the exception.
        wasm_opt.arg(tools::npm_program("wasm-opt")).args(["-O1", "--dae-optimizing", "--converge"]);
        wasm_opt.arg(&wasm).arg("-o").arg(&wasm);
        let features = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals"];
        let more = ["reference-types", "multivalue"];
        wasm_opt.args(features.iter().chain(&more).map(|feature| format!("--enable-{feature}")));
        process::succeed(&mut wasm_opt)?;
    }
    let hash = short_hash(&[&fs::read(&js)?, &fs::read(&wasm)?]);
    fs::rename(js, folder.join(format!("{half}.{hash}.js")))?;
    fs::rename(wasm, folder.join(format!("{half}.{hash}.wasm")))?;
    Ok(json!({ "js": format!("/pkg/{half}.{hash}.js"), "wasm": format!("/pkg/{half}.{hash}.wasm") }))
}

fn stylesheet(styles: &[PathBuf], site: &Path) -> Result<String> {
    let mut css = String::new();
    for file in styles {
        css.push_str(&fs::read_to_string(file)?);
        css.push('\n');
    }
    hashed(site, "qingping", "css", css.as_bytes())
}

fn scripts(files: &[PathBuf], site: &Path) -> Result<Value> {
    let mut addresses = Map::new();
    for file in files {
        let name = file.file_stem().and_then(|stem| stem.to_str()).context("脚本文件名不是文字")?;
        addresses.insert(name.to_owned(), hashed(site, name, "js", &fs::read(file)?)?.into());
    }
    Ok(addresses.into())
}

/// Writes a file named by its content; its address.
fn hashed(site: &Path, stem: &str, ending: &str, content: &[u8]) -> Result<String> {
    let address = format!("pkg/{stem}.{}.{ending}", short_hash(&[content]));
    fs::write(site.join(&address), content)?;
    Ok(format!("/{address}"))
}

fn compress(site: &Path, profile: Profile) -> Result<()> {
    let quality = if profile == Profile::Release { "11" } else { "5" };
    process::succeed(process::command("node").arg("xtask/compress.mjs").arg(site).arg(quality))
}

fn short_hash(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    format!("{:x}", digest.finalize())[..16].to_owned()
}

/// The files of one folder with an ending, by name; none when there is no such folder.
fn files_of(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let files = walk(folder)?.into_iter();
    Ok(files
        .filter(|file| file.parent() == Some(folder) && file.extension().is_some_and(|e| e == ending))
        .collect())
}

/// All files below a folder, by name; none when there is no such folder.
pub fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                files.extend(walk(&path)?);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().context("没有上级文件夹")?)?;
    fs::copy(from, to).with_context(|| format!("无法复制 {}", paths::shown(from)))?;
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::short_hash;

    #[test]
    fn the_hash_depends_on_where_one_file_ends_and_the_next_begins() {
        assert_ne!(short_hash(&[b"ab", b"c"]), short_hash(&[b"a", b"bc"]));
        assert_eq!(short_hash(&[b"ab"]).len(), 16);
    }
}
