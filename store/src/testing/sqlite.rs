//! A folder with one database file.

use std::path::PathBuf;

pub struct Place {
    folder: PathBuf,
}

impl Place {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("qingping-test-{name}"));
        std::fs::create_dir_all(&folder).expect("a folder for a test");
        Self { folder }
    }

    pub fn url(&self) -> String {
        format!("sqlite://{}", self.folder.join("test.db").display())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
