//! Where files lie: `files/{tenant}/{id}`. A name given by a person never becomes a path. A file is complete on disk
//! (fsynced and renamed) before the row that names it commits.

use std::io;
use std::path::{Path, PathBuf};

use domain::ids::{FileId, TenantId};
use domain::refusal::Refusal;
use sha2::{Digest, Sha256};
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

use crate::fault::OrFault;

/// The largest file, 20 MiB.
pub const FILE_LIMIT: u64 = 20 * 1024 * 1024;

/// The folder all files of a deployment lie in.
#[derive(Clone, Debug)]
pub struct Vault {
    root: PathBuf,
}

impl Vault {
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Begins to receive a file.
    pub async fn receive(&self, tenant: TenantId, id: FileId) -> Result<Incoming, Refusal> {
        let folder = self.root.join(tenant.to_string());
        fs::create_dir_all(&folder).await.or_fault()?;
        let part = folder.join(format!("{id}.part"));
        let file = File::create(&part).await.or_fault()?;
        Ok(Incoming {
            id,
            part,
            whole: folder.join(id.to_string()),
            file,
            size: 0,
            hash: Sha256::new(),
            kept: false,
        })
    }

    /// What lies in a tenant's folder: name, size, and when it was last written to.
    pub(crate) fn contents(&self, tenant: TenantId) -> io::Result<Vec<Lying>> {
        let folder = match std::fs::read_dir(self.root.join(tenant.to_string())) {
            Ok(folder) => folder,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        folder
            .map(|entry| {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let id = name.strip_suffix(".part").unwrap_or(&name).parse().ok();
                Ok(Lying {
                    id,
                    whole: !name.ends_with(".part"),
                    path: entry.path(),
                    written: entry.metadata()?.modified()?,
                })
            })
            .collect()
    }

    /// The SHA-256 of a stored file, in hexadecimal, and its size in bytes; `None` if it is not there.
    pub(crate) fn measure(&self, tenant: TenantId, id: FileId) -> io::Result<Option<(String, u64)>> {
        let path = self.root.join(tenant.to_string()).join(id.to_string());
        let mut file = match std::fs::File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut hash = Sha256::new();
        let size = io::copy(&mut file, &mut hash)?;
        Ok(Some((hex(hash.finalize()), size)))
    }

    /// Opens a file for reading.
    pub async fn open(&self, tenant: TenantId, id: FileId) -> io::Result<File> {
        File::open(self.root.join(tenant.to_string()).join(id.to_string())).await
    }
}

/// Something in a tenant's folder.
#[derive(Debug)]
pub(crate) struct Lying {
    /// The file's id, if the name is one.
    pub(crate) id: Option<FileId>,
    /// Not a part that is or was being received.
    pub(crate) whole: bool,
    pub(crate) path: PathBuf,
    pub(crate) written: std::time::SystemTime,
}

/// A file that is being received; dropped before [`Incoming::keep`], it leaves nothing behind.
pub struct Incoming {
    id: FileId,
    part: PathBuf,
    whole: PathBuf,
    file: File,
    size: u64,
    hash: Sha256,
    kept: bool,
}

impl Incoming {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`Refusal::FileTooLarge`] beyond [`FILE_LIMIT`].
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        self.size += bytes.len() as u64;
        if self.size > FILE_LIMIT {
            return Err(Refusal::FileTooLarge { limit: FILE_LIMIT });
        }
        self.hash.update(bytes);
        self.file.write_all(bytes).await.or_fault()
    }

    pub fn id(&self) -> FileId {
        self.id
    }

    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Where the bytes lie until they are kept, to look into them.
    pub(crate) fn path(&self) -> &Path {
        &self.part
    }

    /// Everything received is on its way to the disk.
    pub(crate) async fn flush(&mut self) -> Result<(), Refusal> {
        self.file.flush().await.or_fault()
    }

    /// Makes the file durable under its id.
    pub(crate) async fn keep(mut self) -> Result<Kept, Refusal> {
        self.file.sync_all().await.or_fault()?;
        fs::rename(&self.part, &self.whole).await.or_fault()?;
        self.kept = true;
        let kept =
            Kept { whole: self.whole.clone(), sha256: hex(self.hash.clone().finalize()), named: false };
        if let Some(folder) = self.whole.parent() {
            File::open(folder).await.or_fault()?.sync_all().await.or_fault()?;
        }
        Ok(kept)
    }
}

/// A file that is durable, but that no row names yet; dropped before [`Kept::named`], it leaves nothing behind.
pub(crate) struct Kept {
    whole: PathBuf,
    /// In hexadecimal.
    pub(crate) sha256: String,
    named: bool,
}

impl Kept {
    /// To be said before the commit: what is heard of a commit may be wrong, and a file that a row names must stay. One
    /// that no row names after all is found by the sweep.
    pub(crate) fn named(mut self) {
        self.named = true;
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if !self.named {
            let _ = std::fs::remove_file(&self.whole);
        }
    }
}

fn hex(hash: impl AsRef<[u8]>) -> String {
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.part);
        }
    }
}
