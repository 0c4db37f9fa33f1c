//! `journal verify`

use anyhow::{Result, anyhow, bail};

use super::data::{self, refused};
use crate::config::Config;

/// Verifies a tenant's journal: every chain, every checkpoint.
pub fn verify(tenant: &str) -> Result<()> {
    data::log();
    let config = Config::from_env()?;
    data::runtime()?.block_on(async {
        let house = data::house(&config).await?;
        let id = house.tenant_by_code(tenant).await.map_err(|_| anyhow!("没有辖区“{tenant}”"))?;
        match house.verify_journal(id).await.map_err(refused)? {
            Ok(verified) => {
                say!(
                    "留痕完整：{}条记录，{}条链，{}个检查点。",
                    verified.entries,
                    verified.chains,
                    verified.checkpoints
                );
                Ok(())
            }
            Err(broken) => bail!("留痕不完整：链 {} 第{}条：{}", broken.chain, broken.seq, broken.reason),
        }
    })
}
