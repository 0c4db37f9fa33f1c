//! `tenant suspend`, `tenant resume`

use anyhow::{Result, anyhow};
use domain::ids::PersonId;
use domain::policy::Actor;
use domain::refusal::Refusal;
use uuid::Uuid;

use super::data::{self, refused};
use crate::config::Config;

/// Suspends a tenant; a running server follows at once.
pub fn suspend(code: &str) -> Result<()> {
    set(code, false)?;
    println!("已暂停辖区“{code}”：工作人员不能进入，公开页已关闭，已有内容保留。");
    Ok(())
}

/// Lets it go on.
pub fn resume(code: &str) -> Result<()> {
    set(code, true)?;
    println!("已恢复辖区“{code}”。");
    Ok(())
}

fn set(code: &str, active: bool) -> Result<()> {
    data::log();
    let config = Config::from_env()?;
    data::runtime()?.block_on(async {
        let house = data::house(&config).await?;
        let operator = Actor::Operator(PersonId(Uuid::nil()));
        let done = if active {
            house.resume_tenant(&operator, code).await
        } else {
            house.suspend_tenant(&operator, code).await
        };
        done.map_err(|refusal| match refusal {
            Refusal::NotFound => anyhow!("没有辖区“{code}”"),
            other => refused(other),
        })
    })
}
