//! The demo, loaded once per build of the executable and copied for every test that plays in it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

pub const EXECUTABLE: &str = env!("CARGO_BIN_EXE_qingping");

/// The executable, with nothing in its environment but where its data lies.
pub fn qingping(data: &Path) -> Command {
    let mut command = Command::new(EXECUTABLE);
    command.env_clear().env("QINGPING_DATA", data);
    command
}

/// Where what `demo --json` printed lies, beside the data.
pub const PRINTED: &str = "demo.json";

/// Fills a folder with the demo's data: database, files, and what loading it printed.
pub fn copy_into(data: &Path) {
    copy(&template(), data);
}

/// Tests run in processes of their own; whoever comes first loads, the others wait.
fn template() -> PathBuf {
    let built = fs::metadata(EXECUTABLE).expect("the executable is built");
    let moment = built.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let ready = root.join(format!("demo-{}-{}", moment.as_nanos(), built.len()));
    let lock = File::create(root.join("demo.lock")).expect("a lock file");
    lock.lock().expect("the lock");
    if !ready.join(PRINTED).exists() {
        for old in fs::read_dir(root).expect("the tests' folder").flatten() {
            if old.file_name().to_string_lossy().starts_with("demo-") {
                let _ = fs::remove_dir_all(old.path());
            }
        }
        let unfinished = root.join("demo-unfinished");
        let loaded = qingping(&unfinished).args(["demo", "--json"]).output().expect("the demo loads");
        assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
        fs::write(unfinished.join(PRINTED), loaded.stdout).expect("what it printed is kept");
        fs::rename(unfinished, &ready).expect("the demo is kept");
    }
    ready
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    let closed = fs::metadata(from).expect("the demo's folder").permissions();
    fs::set_permissions(to, closed).expect("as closed as it was");
    for entry in fs::read_dir(from).expect("the demo's folder").flatten() {
        // The shared memory of a database belongs to the process that wrote it.
        if entry.file_name().to_string_lossy().ends_with("-shm") {
            continue;
        }
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file is copied");
        }
    }
}
