//! `check`

use anyhow::{Result, bail};
use serde_json::json;

use super::data::{self, refused};
use crate::config::Config;

/// Looks through everything that is stored: the database file, every tenant's journal, the figures beside cases, every file. Changes nothing.
pub fn run(json: bool) -> Result<()> {
    data::log();
    let config = Config::from_env()?;
    data::runtime()?.block_on(async {
        let house = data::house(&config).await?;
        let mut wrong = store::integrity::complaints(&config.database).await?;
        let mut entries = 0;
        let mut tenants = Vec::new();
        for tenant in house.every_tenant().await.map_err(refused)? {
            match house.verify_journal(tenant.id).await.map_err(refused)? {
                Ok(verified) => {
                    entries += verified.entries;
                    tenants.push(json!({"tenant": tenant.code, "entries": verified.entries, "chains": verified.chains}));
                }
                Err(broken) => wrong.push(format!(
                    "辖区 {} 的留痕不完整：链 {} 第{}条：{}",
                    tenant.code, broken.chain, broken.seq, broken.reason
                )),
            }
        }
        for tenant in house.every_tenant().await.map_err(refused)? {
            for case in house.check_sums(tenant.id).await.map_err(refused)? {
                wrong.push(format!("辖区 {} 申报 {case} 旁记的分数与按答案重新计算的不一致", tenant.code));
            }
        }
        let files = house.check_files().await.map_err(refused)?;
        wrong.extend(files.wrong);
        if json {
            let told = json!({
                "wrong": wrong,
                "journal": tenants,
                "files": {"whole": files.whole, "unnamed": files.unnamed},
            });
            say!("{}", serde_json::to_string_pretty(&told)?);
        } else {
            for line in &wrong {
                say!("{line}");
            }
        }
        if !wrong.is_empty() {
            bail!("核对发现{}处问题，数据没有改动，请联系技术支持", wrong.len());
        }
        if !json {
            let spare = match files.unnamed {
                0 => String::new(),
                n => format!("；另有{n}个没有记录的残留文件，启动服务时会自动清理"),
            };
            say!("数据库完整；留痕完整，共{entries}条；文件完整，共{}个{spare}。", files.whole);
        }
        Ok(())
    })
}
