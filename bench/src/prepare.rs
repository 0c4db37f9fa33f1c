//! The data under measurement: the demo, and beside it a period in which 64 units fill in, each with a clerk who is
//! logged in and 43 answers that are there already.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail, ensure};
use axum::http::HeaderValue;
use contract::case::{Layer, SaveAnswer};
use contract::period::{OpenBy, OpenPeriod};
use domain::policy::{Act, Actor, Place, Posting, authorise};
use domain::refusal::Refusal;
use domain::scheme::{Criterion, Scheme, builtin};
use domain::scoring::{Answer, InputValue};
use server::session::Keys;
use store::Store;
use usecases::House;
use usecases::accounts::FirstStep;
use usecases::demo::{PASSWORD, own_answer};
use usecases::desks::Entered;
use usecases::edge::Edge;
use usecases::people::NewPerson;
use usecases::schemes::DraftFrom;
use usecases::vault::Vault;

use crate::engine;
use crate::plan::{Clerk, Plan};

const TENANT: &str = "jiyuan";
const CLERKS: usize = 64;
const OFFICER: &str = "jy.fangan";

/// Fills a fresh database.
///
/// # Errors
/// If it is not fresh.
pub async fn prepare(options: &store::Options, data: &Path) -> Result<Plan> {
    std::fs::create_dir_all(data)?;
    Store::migrate(options).await?;
    let house = house(options, data).await?;
    let keys = Keys::open(&data.join("keys"))?;
    house.load_demo(&|stage| eprintln!("　{stage}")).await.map_err(told)?;
    let tenant = house.tenant_by_code(TENANT).await.map_err(told)?;
    let manage = authorise(&Actor::Job(tenant), Act::ManagePeople, Place::tenant(tenant))
        .map_err(|denied| told(denied.into()))?;
    eprintln!("　{CLERKS}个单位和经办人");
    for n in 1..=CLERKS {
        let unit = house.unit_named(&manage, &format!("压测单位{n:02}"), "机关").await.map_err(told)?;
        let new = NewPerson {
            login: format!("yc{n:02}.jingban"),
            name: format!("压测经办{n:02}"),
            password: Some(PASSWORD.to_owned()),
            must_change: false,
            post: "clerk".to_owned(),
            posting: Posting::Unit(unit),
        };
        house.appoint(&manage, &new).await.map_err(told)?;
    }
    let (officer, _) = sit_down(&house, &keys, TENANT, OFFICER).await?;
    let form = house.open_period_page(&officer, &OpenBy::default()).await.map_err(told)?.form;
    let form = OpenPeriod { title: "压测年度".to_owned(), ..form };
    house.open_period(&officer, &form).await.map_err(told)?;
    let scheme = builtin::load("jiyuan").context("没有内置方案 jiyuan")?;
    let largest =
        scheme.sections.iter().enumerate().max_by_key(|(_, section)| section.all_criteria().count());
    let section = largest.map_or(1, |(index, _)| index + 1);
    eprintln!("　填报");
    let filling: Vec<_> = (1..=CLERKS)
        .map(|n| {
            tokio::spawn(fill(
                house.clone(),
                keys.clone(),
                scheme.clone(),
                u32::try_from(n).unwrap_or_default(),
            ))
        })
        .collect();
    eprintln!("　两千条细则的方案草稿");
    let text = engine::large()?.to_canonical();
    let large = house.begin_draft(&officer, DraftFrom::File(&text)).await.map_err(told)?;
    let mut clerks = Vec::new();
    for clerk in filling {
        clerks.push(clerk.await??);
    }
    Ok(Plan { tenant, base: format!("/t/{TENANT}"), section, clerks, large, officer: OFFICER.to_owned() })
}

/// The use cases on a database, as the server has them.
///
/// # Errors
/// If the database cannot be opened.
pub async fn house(options: &store::Options, data: &Path) -> Result<House> {
    let store = Store::open(options).await?;
    Ok(House::new(store, Edge::default(), Vault::new(data.join("files"))))
}

async fn fill(house: House, keys: Keys, scheme: Scheme, n: u32) -> Result<Clerk> {
    let login = format!("yc{n:02}.jingban");
    let (clerk, cookie) = sit_down(&house, &keys, TENANT, &login).await?;
    let cases = house.own_cases(&clerk).await.map_err(told)?;
    ensure!(cases.len() == 1, "{login} 应有一份申报");
    let case = cases[0].case;
    for criterion in scheme.criteria() {
        let form = SaveAnswer {
            case,
            layer: Layer::Own,
            criterion: criterion.no.to_string(),
            answer: plain_answer(criterion, n),
            based_on: 0,
            client: house.edge().id().to_string(),
            reasons_hold: false,
        };
        house.save_answer(&clerk, &form).await.map_err(told)?;
    }
    Ok(Clerk { login, cookie, case })
}

/// Logs somebody in and leads them to a desk; with the cookie of the session.
///
/// # Errors
/// If they may not.
pub async fn sit_down(house: &House, keys: &Keys, tenant: &str, login: &str) -> Result<(Entered, String)> {
    let first = house.sign_in(login, PASSWORD, "127.0.0.1", "bench").await.map_err(told)?;
    let FirstStep::In(signed_in) = first else { bail!("演示账号 {login} 启用了动态口令") };
    let somebody = house.recognise(signed_in.session, signed_in.epoch).await.map_err(told)?;
    let entered = house.enter(&somebody, tenant).await.map_err(told)?;
    let cookie: HeaderValue = keys.cookie(&signed_in, house.edge().now());
    let cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
    Ok((entered, cookie))
}

/// A refusal as this program tells it.
pub fn told(refusal: Refusal) -> anyhow::Error {
    anyhow!("{}", refusal.sentence())
}

/// A plausible answer that names no fact: what is named has to be registered first.
pub fn plain_answer(criterion: &Criterion, n: u32) -> Answer {
    let mut answer = own_answer(criterion, n);
    for value in answer.inputs.values_mut() {
        if let InputValue::Entries(entries) = value {
            entries.clear();
        }
    }
    answer
}
