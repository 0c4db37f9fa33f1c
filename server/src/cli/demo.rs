//! `demo`, and demo mode of `serve`.

use anyhow::{Result, bail};
use serde_json::json;
use usecases::House;
use usecases::demo::{Login, logins};

use super::data::{self, refused};
use crate::config::Config;

/// Loads the demo into an empty database.
pub fn run(json: bool) -> Result<()> {
    data::log();
    let config = Config::from_env()?;
    data::runtime()?.block_on(async {
        let house = data::house(&config).await?;
        if !house.is_empty().await.map_err(refused)? {
            bail!("数据库不是空的，演示数据没有载入，原有数据没有变化");
        }
        let loaded = house.load_demo(&|stage| eprintln!("{stage}")).await.map_err(refused)?;
        if json {
            let host = format!("http://{}", config.addr);
            let list: Vec<_> = loaded
                .iter()
                .map(|login| {
                    json!({
                        "tenant": login.tenant,
                        "post": login.post,
                        "login": login.login,
                        "password": login.password,
                        "url": format!("{host}{}", login.url),
                    })
                })
                .collect();
            println!("{}", serde_json::to_string_pretty(&list)?);
        } else {
            table(&loaded);
        }
        Ok(())
    })
}

/// Loads the demo if nothing is there, and tells the accounts.
pub async fn prepare(house: &House) -> Result<()> {
    if house.is_empty().await.map_err(refused)? {
        println!("正在载入演示数据 …");
        house.load_demo(&|stage| println!("　{stage}")).await.map_err(refused)?;
    }
    table(&logins());
    Ok(())
}

/// The accounts, those of one tenant below each other. Only the first units are listed one by one.
fn table(logins: &[Login]) {
    println!("\n演示账号（密码都是 {}）", usecases::demo::PASSWORD);
    let mut tenant = "";
    let mut units = 0;
    for login in logins {
        if login.tenant != tenant {
            tenant = &login.tenant;
            units = 0;
            println!("\n　{}　{}", login.tenant, login.url);
        }
        units += usize::from(!login.unit.is_empty());
        if units <= 4 {
            println!("　　{:<14}{}　{}", login.login, login.post, login.unit);
        }
    }
    println!("\n　其余单位的账号依此类推，如 jy05.jingban、jy05.fuze；jy14.jingban 首次登录须修改密码。\n");
}
