//! Tidying the vault: what a power cut left half received, or whole without a row that names it. And the opposite
//! question, whether every row still has its file.

use std::collections::HashSet;
use std::time::Duration;

use domain::ids::{FileId, TenantId};
use store::files;
use store::tenants::{self, Tenant};

use crate::{Answered, House, OrFault};

/// A file this old belongs to no upload that still runs: an upload that stalls is ended long before.
const AT_LEAST: Duration = Duration::from_secs(600);

/// What came of looking at the files of a deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilesChecked {
    /// Files that are there, with the size and the SHA-256 their row says.
    pub whole: u32,
    /// What is wrong, file by file.
    pub wrong: Vec<String>,
    /// Files in the vault that no row names.
    pub unnamed: u32,
}

impl House {
    /// Removes files that no row names, if they are old enough to belong to no running upload; how many it were.
    pub async fn sweep_vault(&self) -> Answered<u32> {
        let mut swept = 0;
        for Tenant { id: tenant, .. } in self.every_tenant().await? {
            let lying = self.vault().contents(tenant).or_fault()?;
            let old = lying
                .into_iter()
                .filter(|file| file.id.is_some() && self.edge().is_past(file.written, AT_LEAST));
            let old: Vec<_> = old.collect();
            if old.is_empty() {
                continue;
            }
            let named = self.named_files(tenant).await?;
            for file in
                old.iter().filter(|file| !(file.whole && file.id.is_some_and(|id| named.contains(&id))))
            {
                match std::fs::remove_file(&file.path) {
                    Ok(()) => swept += 1,
                    Err(error) => tracing::warn!(%error, "a file nobody names could not be removed"),
                }
            }
        }
        Ok(swept)
    }

    /// Compares every row that names a file with the file, and counts the files that no row names.
    pub async fn check_files(&self) -> Answered<FilesChecked> {
        let mut checked = FilesChecked::default();
        for Tenant { id: tenant, .. } in self.every_tenant().await? {
            let tx = self.store().read(tenant).await.or_fault()?;
            let rows = files::all(&tx).await.or_fault()?;
            drop(tx);
            for row in &rows {
                let wrong = match self.vault().measure(tenant, row.id).or_fault()? {
                    None => "不存在",
                    Some((_, size)) if i64::try_from(size) != Ok(row.size) => "大小与记录不符",
                    Some((sha256, _)) if sha256 != row.sha256 => "内容与记录的校验值不符",
                    Some(_) => {
                        checked.whole += 1;
                        continue;
                    }
                };
                checked.wrong.push(format!("文件 {tenant}/{} {wrong}", row.id));
            }
            let named: HashSet<FileId> = rows.iter().map(|row| row.id).collect();
            let lying = self.vault().contents(tenant).or_fault()?;
            let unnamed =
                lying.iter().filter(|file| !file.id.is_some_and(|id| file.whole && named.contains(&id)));
            checked.unnamed += u32::try_from(unnamed.count()).unwrap_or(u32::MAX);
        }
        Ok(checked)
    }

    /// Every tenant of the deployment, whoever asks: for the command line.
    pub async fn every_tenant(&self) -> Answered<Vec<Tenant>> {
        let platform = self.store().platform_read().await.or_fault()?;
        tenants::all(&platform).await.or_fault()
    }

    async fn named_files(&self, tenant: TenantId) -> Answered<HashSet<FileId>> {
        let tx = self.store().read(tenant).await.or_fault()?;
        Ok(files::all(&tx).await.or_fault()?.into_iter().map(|row| row.id).collect())
    }
}
