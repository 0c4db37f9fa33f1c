//! What the house keeps is its owner's alone: database, files and keys are made 0600, their folders 0700, whatever the
//! umask was, and what lies there from before is tightened.

use std::fs::{Permissions, read_dir, set_permissions, symlink_metadata};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::Mode;
use rustix::process::umask;

/// Bits by which anybody but the owner gets at something.
const OTHERS: u32 = 0o077;
/// A folder that everybody shares, such as `/tmp`, is not ours to close.
const SHARED: u32 = 0o1000;

/// From here on nothing this process makes can be opened by others; SQLite's own files follow their database.
pub fn from_now_on() {
    umask(Mode::from_raw_mode(OTHERS));
}

/// Closes what is open to others: the data folder, the database with what SQLite keeps beside it, keys and files. What a
/// closed folder holds is out of reach already, and is not walked through at every start. How many were closed.
pub fn tighten(data: &Path, database: Option<&Path>) -> u32 {
    let mut closed = u32::from(close(data));
    let database = database.map_or_else(|| data.join("qingping.db"), Path::to_owned);
    for ending in ["", "-wal", "-shm"] {
        let mut name = database.clone().into_os_string();
        name.push(ending);
        closed += u32::from(close(&PathBuf::from(name)));
    }
    for folder in ["keys", "files"] {
        closed += tighten_within(&data.join(folder));
    }
    if closed > 0 {
        tracing::info!(data = %data.display(), closed, "files and folders were open to others and were closed (0600, 0700)");
    }
    closed
}

fn tighten_within(folder: &Path) -> u32 {
    if !close(folder) {
        return 0;
    }
    let inside = read_dir(folder).into_iter().flatten().flatten();
    1 + inside
        .map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => tighten_within(&entry.path()),
            Ok(kind) if kind.is_file() => u32::from(close(&entry.path())),
            _ => 0,
        })
        .sum::<u32>()
}

/// Whether it was open to others and is no longer.
fn close(path: &Path) -> bool {
    let Ok(found) = symlink_metadata(path) else { return false };
    let mode = found.permissions().mode() & 0o7777;
    if found.is_symlink() || mode & OTHERS == 0 || mode & SHARED != 0 {
        return false;
    }
    match set_permissions(path, Permissions::from_mode(mode & !OTHERS)) {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "cannot be closed to others: it belongs to somebody else");
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{create_dir_all, write};

    fn mode(path: &Path) -> u32 {
        symlink_metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn what_was_open_is_closed_and_what_is_not_ours_stays() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        create_dir_all(data.join("files/tenant")).unwrap();
        create_dir_all(data.join("keys")).unwrap();
        let ours = ["qingping.db", "qingping.db-wal", "qingping.db-shm", "keys/one.key", "files/tenant/one"];
        for file in ours.iter().chain(&["notes.txt"]) {
            write(data.join(file), "x").unwrap();
            set_permissions(data.join(file), Permissions::from_mode(0o644)).unwrap();
        }
        for folder in ["", "files", "files/tenant", "keys"] {
            set_permissions(data.join(folder), Permissions::from_mode(0o755)).unwrap();
        }
        assert_eq!(tighten(&data, None), 9);
        for file in ours {
            assert_eq!(mode(&data.join(file)), 0o600, "{file}");
        }
        for folder in ["", "files", "files/tenant", "keys"] {
            assert_eq!(mode(&data.join(folder)), 0o700, "{folder}");
        }
        assert_eq!(mode(&data.join("notes.txt")), 0o644);
        assert_eq!(tighten(&data, None), 0, "nothing is left to do");
    }

    #[test]
    fn a_folder_everybody_shares_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        set_permissions(folder.path(), Permissions::from_mode(0o1777)).unwrap();
        assert_eq!(tighten(folder.path(), None), 0);
        assert_eq!(mode(folder.path()), 0o1777);
    }
}
