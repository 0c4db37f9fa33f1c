//! `tenant add`, `user add`, `ops add`

use anyhow::{Result, anyhow};
use clap::Args;
use domain::ids::PersonId;
use domain::policy::{Act, Actor, Place, Posting, authorise, authorise_platform};
use domain::refusal::Refusal;
use usecases::people::NewPerson;
use usecases::platform::NewStaff;
use uuid::Uuid;

use super::data::{self, refused};
use crate::config::Config;

#[derive(Args)]
pub struct TenantArgs {
    /// 辖区代码，用于网址，如 jiyuan
    #[arg(long)]
    code: String,
    /// 辖区名称
    #[arg(long)]
    name: String,
    /// 类别：省、市、县、区、乡镇、局系统
    #[arg(long, default_value = "县")]
    kind: String,
    /// 上级辖区代码
    #[arg(long)]
    parent: Option<String>,
}

#[derive(Args)]
pub struct UserArgs {
    /// 辖区代码
    #[arg(long)]
    tenant: String,
    /// 登录名
    #[arg(long)]
    login: String,
    /// 姓名
    #[arg(long)]
    name: String,
    /// 岗位代码：scheme_officer、reviewer、clerk、unit_head、party_group、higher_commission 等
    #[arg(long)]
    post: String,
    /// 任职单位，单位岗位必填；没有这个单位时一并增加
    #[arg(long)]
    unit: Option<String>,
    /// 新增单位的类型
    #[arg(long, default_value = "机关")]
    unit_type: String,
}

#[derive(Args)]
pub struct StaffArgs {
    /// 岗位：operator（平台运维员）、security_admin（安全管理员）、audit_admin（审计管理员）
    #[arg(long)]
    post: String,
    /// 登录名
    #[arg(long)]
    login: String,
    /// 姓名
    #[arg(long)]
    name: String,
}

/// Appoints one of the platform's three.
pub fn staff(args: StaffArgs) -> Result<()> {
    data::log();
    let config = Config::from_env()?;
    data::runtime()?.block_on(async {
        let house = data::house(&config).await?;
        let password = initial_password()?;
        let new = NewStaff {
            login: args.login.clone(),
            name: args.name.clone(),
            password: password.clone(),
            must_change: true,
            post: args.post,
            second_factor: true,
        };
        let operator = Actor::Operator(PersonId(Uuid::nil()));
        let is_new = house.appoint_staff(&operator, &new).await.map_err(refused)?;
        if is_new {
            println!(
                "已任命“{}”，账号 {}，初始密码 {password}（只显示这一次，首次登录须修改并启用动态口令）。",
                args.name, args.login
            );
        } else {
            println!("已任命“{}”；账号 {} 原已开通，密码不变。", args.name, args.login);
        }
        Ok(())
    })
}

/// Opens a tenant.
pub fn tenant(args: TenantArgs) -> Result<()> {
    data::log();
    let config = Config::from_env()?;
    data::runtime()?.block_on(async {
        let house = data::house(&config).await?;
        let operator = Actor::Operator(PersonId(Uuid::nil()));
        house
            .open_tenant(&operator, &args.code, &args.name, &args.kind, args.parent.as_deref())
            .await
            .map_err(refused)?;
        println!("已开设辖区“{}”，工作台 /t/{}，公开页 /p/{}。", args.name, args.code, args.code);
        Ok(())
    })
}

/// Appoints a person.
pub fn user(args: UserArgs) -> Result<()> {
    data::log();
    let config = Config::from_env()?;
    data::runtime()?.block_on(async {
        let house = data::house(&config).await?;
        let tenant = house
            .tenant_by_code(&args.tenant)
            .await
            .map_err(|_| anyhow!("没有辖区“{}”，请先用 tenant add 开设", args.tenant))?;
        let permit = authorise(&Actor::Job(tenant), Act::ManagePeople, Place::tenant(tenant))
            .map_err(|denied| refused(Refusal::from(denied)))?;
        let posting = match &args.unit {
            Some(name) => {
                Posting::Unit(house.unit_named(&permit, name, &args.unit_type).await.map_err(refused)?)
            }
            None => Posting::Tenant,
        };
        let password = initial_password()?;
        let known = house.has_account(&args.login).await.map_err(refused)?;
        let new = NewPerson {
            login: args.login.clone(),
            name: args.name.clone(),
            password: Some(password.clone()),
            must_change: true,
            post: args.post.clone(),
            posting,
        };
        house.appoint(&permit, &new).await.map_err(refused)?;
        if known {
            println!("已任命“{}”；账号 {} 原已开通，密码不变。", args.name, args.login);
        } else {
            println!(
                "已任命“{}”，账号 {}，初始密码 {password}（只显示这一次，首次登录须修改）。",
                args.name, args.login
            );
        }
        Ok(())
    })
}

/// A link to a new password, for whoever works at the machine: the way for the platform's own staff, too.
pub fn reset_link(login: &str) -> Result<()> {
    data::log();
    let config = Config::from_env()?;
    data::runtime()?.block_on(async {
        let house = data::house(&config).await?;
        let operator = Actor::Operator(PersonId(Uuid::nil()));
        let permit = authorise_platform(&operator, Act::AppointStaff)
            .map_err(|denied| refused(Refusal::from(denied)))?;
        let made = house.machine_gives_password_link(&permit, login).await.map_err(refused)?;
        let address = config.public_url.clone().unwrap_or_else(|| format!("http://{}", config.addr));
        let address = address.trim_end_matches('/');
        println!(
            "已为“{}”（账号 {}）生成重设密码的链接，有效期至{}，只能使用一次，只显示这一次：\n{address}{}",
            made.name, made.login, made.until, made.path
        );
        Ok(())
    })
}

/// Sixteen characters that cannot be mistaken for each other, of all classes.
fn initial_password() -> Result<String> {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
    let mut random = [0_u8; 14];
    getrandom::fill(&mut random).map_err(|error| anyhow!("取不到随机数：{error}"))?;
    let text: String =
        random.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect();
    Ok(format!("{}-{}", &text[..7], &text[7..]))
}
