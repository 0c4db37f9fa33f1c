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

    /// Opens a file for reading.
    pub async fn open(&self, tenant: TenantId, id: FileId) -> io::Result<File> {
        File::open(self.root.join(tenant.to_string()).join(id.to_string())).await
    }
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

    /// Makes the file durable under its id and gives its SHA-256, in hexadecimal.
    pub(crate) async fn keep(mut self) -> Result<String, Refusal> {
        self.file.sync_all().await.or_fault()?;
        fs::rename(&self.part, &self.whole).await.or_fault()?;
        if let Some(folder) = self.whole.parent() {
            File::open(folder).await.or_fault()?.sync_all().await.or_fault()?;
        }
        self.kept = true;
        Ok(self.hash.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.part);
        }
    }
}
