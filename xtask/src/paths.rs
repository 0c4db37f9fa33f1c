//! Where things are. Everything is relative to the workspace root, whatever folder the command was called in.

use std::path::{Path, PathBuf};

/// The workspace root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace root")
}

/// The site as the server embeds or serves it; fixed, because the server's source names it.
pub fn site() -> PathBuf {
    root().join("target/site")
}

/// Scratch space of these commands: clusters, journeys' data, reports.
pub fn scratch() -> PathBuf {
    root().join("target")
}

/// Where cargo puts what it builds.
pub fn cargo_target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The server executable of a cargo profile folder (`debug`, `release`).
pub fn server(profile: &str) -> PathBuf {
    cargo_target().join(profile).join(format!("qingping{}", std::env::consts::EXE_SUFFIX))
}

/// A path as people read it: relative to the root where possible.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
