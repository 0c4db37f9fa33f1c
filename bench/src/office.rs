//! An officer's page beside clerks at work: a county with 400 filled cases, of which 384 were submitted and 100 reviewed.
//! The clerks of the other 16 save, while officers and reviewers open 周期与进度.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use contract::case::{Layer, SaveAnswer, StepForm};
use contract::period::{OpenBy, OpenPeriod};
use contract::scheme::SaveDraft;
use domain::ids::{CaseId, PersonId, SchemeId, UnitId};
use domain::passwords::PasswordProfile;
use domain::policy::{Act, Actor, Appointment, Member, Place, Posting, Reach, authorise, post_template};
use domain::scheme::{Scheme, builtin};
use domain::scoring::Answer;
use serde::{Deserialize, Serialize};
use server::session::Keys;
use store::Store;
use usecases::House;
use usecases::demo::PASSWORD;
use usecases::desks::Entered;
use usecases::people::NewPerson;
use usecases::schemes::DraftFrom;
use uuid::Uuid;

use crate::http::Client;
use crate::plan::Clerk;
use crate::prepare::{house, plain_answer, sit_down, told};
use crate::rate::{Rate, WARM_UP};
use crate::saves::Desk;

const TENANT: &str = "yace";
const UNITS: usize = 400;
const CLERKS: usize = 16;
const READERS: usize = 16;
/// Cases whose review is closed.
const REVIEWED: usize = 100;

/// Who saves and who looks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Office {
    /// `/t/{code}`.
    base: String,
    /// The page that is looked at.
    page: String,
    /// A version that can be put in force.
    newer: SchemeId,
    clerks: Vec<Clerk>,
    /// Cookies of officers and reviewers.
    readers: Vec<String>,
}

impl Office {
    /// # Errors
    /// If there is no readable plan.
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| format!("缺少 {}", file.display()))?;
        Ok(serde_json::from_str(&text)?)
    }
}

/// Fills a fresh database; what it says is the plan.
///
/// # Errors
/// If it is not fresh.
pub async fn prepare(options: &store::Options, data: &Path) -> Result<String> {
    std::fs::create_dir_all(data)?;
    Store::migrate(options).await?;
    let house = house(options, data).await?;
    let keys = Keys::open(&data.join("keys"))?;
    let operator = Actor::Operator(PersonId(Uuid::nil()));
    let tenant = house.open_tenant(&operator, TENANT, "压测县", "县", None).await.map_err(told)?;
    let manage = authorise(&Actor::Job(tenant), Act::ManagePeople, Place::tenant(tenant))
        .map_err(|denied| told(denied.into()))?;
    // Nobody here has a telephone.
    house.set_account_rules(&manage, PasswordProfile::Dengbao, false).await.map_err(told)?;
    eprintln!("　{UNITS}个单位");
    let mut units = Vec::new();
    for n in 1..=UNITS {
        units.push(house.unit_named(&manage, &format!("第{n}单位"), "机关").await.map_err(told)?);
    }
    let person = |login: String, post: &str, posting| NewPerson {
        name: login.clone(),
        login,
        password: Some(PASSWORD.to_owned()),
        must_change: false,
        post: post.to_owned(),
        posting,
    };
    let mut readers = Vec::new();
    let mut officer = None;
    for n in 0..READERS {
        let (login, post) = (format!("yc.r{n}"), if n % 2 == 0 { "scheme_officer" } else { "reviewer" });
        house.appoint(&manage, &person(login.clone(), post, Posting::Tenant)).await.map_err(told)?;
        let (at, cookie) = sit_down(&house, &keys, TENANT, &login).await?;
        officer.get_or_insert(at);
        readers.push(cookie);
    }
    let officer = officer.context("一名管理员")?;
    let version = house.publish_builtin_scheme(&officer, "jiyuan").await.map_err(told)?;
    let form = house.open_period_page(&officer, &OpenBy::default()).await.map_err(told)?.form;
    let form = OpenPeriod { title: "压测年度".to_owned(), ..form };
    let period = house.open_period(&officer, &form).await.map_err(told)?;
    let scheme = builtin::load("jiyuan").context("没有内置方案 jiyuan")?;
    let cases = house.own_cases(&officer).await.map_err(told)?;
    ensure!(cases.len() == UNITS, "应有{UNITS}份申报");
    eprintln!("　填报、提交、考核");
    let mut clerks = Vec::new();
    for ((line, unit), n) in cases.iter().zip(&units).zip(0_u32..) {
        let seat = |post: &str, reach| seat(&officer, post, reach, n);
        let clerk = seat("clerk", Reach::Unit { unit: *unit })?;
        fill(&house, &clerk, &scheme, line.case, n).await?;
        if clerks.len() < CLERKS {
            clerks.push(save_later(&house, &keys, &manage, &person, *unit, line.case, n).await?);
            continue;
        }
        house.hand_over(&clerk, line.case, &StepForm::default()).await.map_err(told)?;
        let confirmed = StepForm { confirm: "yes".to_owned(), ..StepForm::default() };
        let head = seat("unit_head", Reach::Unit { unit: *unit })?;
        house.sign(&head, line.case, &confirmed).await.map_err(told)?;
        if (n as usize) < CLERKS + REVIEWED {
            review(&house, &seat("reviewer", Reach::Tenant)?, &scheme, line.case, n).await?;
        }
    }
    let newer = supplementary(&house, &officer, version).await?;
    let base = format!("/t/{TENANT}");
    let page = format!("{base}/periods/{period}");
    Ok(serde_json::to_string(&Office { base, page, newer, clerks, readers })?)
}

/// A newer version of the scheme, worded otherwise in one place.
async fn supplementary(house: &House, officer: &Entered, version: SchemeId) -> Result<SchemeId> {
    let draft = house.begin_draft(officer, DraftFrom::Version(version)).await.map_err(told)?;
    let studio = house.studio(officer, draft).await.map_err(told)?;
    let document = studio.scheme.to_canonical().replacen("缺少1项扣1分。", "每缺少1项扣1分。", 1);
    let form = SaveDraft {
        draft,
        scheme: Arc::new(Scheme::read(&document).map_err(|error| anyhow!("{error}"))?),
        based_on: studio.revision,
        client: house.edge().id().to_string(),
    };
    let saved = house.save_draft(officer, &form).await.map_err(told)?;
    house.publish_draft(officer, draft, saved.revision).await.map_err(told)
}

/// A clerk with an account, who saves under load.
async fn save_later(
    house: &House,
    keys: &Keys,
    manage: &domain::policy::Permit,
    person: &impl Fn(String, &str, Posting) -> NewPerson,
    unit: UnitId,
    case: CaseId,
    n: u32,
) -> Result<Clerk> {
    let login = format!("yc.c{n}");
    house.appoint(manage, &person(login.clone(), "clerk", Posting::Unit(unit))).await.map_err(told)?;
    let (_, cookie) = sit_down(house, keys, TENANT, &login).await?;
    Ok(Clerk { login, cookie, case })
}

/// Somebody at a post of a unit, without an account: logging in four hundred people costs more than what they do.
fn seat(like: &Entered, post: &str, reach: Reach, n: u32) -> Result<Entered> {
    let template = post_template(post).with_context(|| format!("没有岗位 {post}"))?;
    let person = PersonId(Uuid::from_u128((post.len() as u128) << 64 | u128::from(n)));
    let held =
        Appointment { post: template.name.to_owned(), acts: template.acts.to_vec(), reach, acts_for: None };
    let member = Member {
        person,
        name: format!("压测{}{n}", template.name),
        tenant: like.tenant.id,
        appointments: vec![held],
    };
    Ok(Entered { tenant: like.tenant.clone(), actor: Actor::Person(member.clone()), member })
}

async fn fill(house: &House, at: &Entered, scheme: &Scheme, case: CaseId, n: u32) -> Result<()> {
    for criterion in scheme.criteria() {
        save(house, at, Layer::Own, case, &criterion.no, plain_answer(criterion, n)).await?;
    }
    Ok(())
}

async fn review(house: &House, at: &Entered, scheme: &Scheme, case: CaseId, n: u32) -> Result<()> {
    for criterion in scheme.criteria() {
        let answer =
            Answer { remark: "经核实，同意自评。".to_owned(), ..plain_answer(criterion, n) };
        save(house, at, Layer::Review, case, &criterion.no, answer).await?;
    }
    house.close_case(at, case, &StepForm::default()).await.map_err(told)
}

async fn save(
    house: &House,
    at: &Entered,
    layer: Layer,
    case: CaseId,
    no: &str,
    answer: Answer,
) -> Result<()> {
    let client = house.edge().id().to_string();
    let form = SaveAnswer {
        case,
        layer,
        criterion: no.to_owned(),
        answer,
        based_on: 0,
        client,
        reasons_hold: false,
    };
    house.save_answer(at, &form).await.map(drop).map_err(told)
}

/// The clerks alone, with readers who open the page once a second, with readers who do not pause, and while a
/// supplementary version reaches all cases.
///
/// # Errors
/// If a save is not acknowledged, or anything but the page is answered.
pub async fn load(address: SocketAddr, office: &Office, time: Duration) -> Result<String> {
    let mut desks: Vec<_> = office
        .clerks
        .iter()
        .zip(0..)
        .map(|(clerk, n)| Desk::new(address, &office.base, clerk, n))
        .collect::<Result<_>>()?;
    let mut told = serde_json::Map::new();
    for (name, pause) in [
        ("alone", None),
        ("paced", Some(Duration::from_secs(1))),
        ("unpaced", Some(Duration::ZERO)),
        ("supplement", None),
    ] {
        let begun = Instant::now() + WARM_UP;
        let end = begun + time;
        let readers = if pause.is_some() { office.readers.as_slice() } else { &[] };
        let readers: Vec<_> = readers
            .iter()
            .map(|cookie| tokio::spawn(read(address, request(address, office, cookie), pause, begun, end)))
            .collect();
        let supplement = (name == "supplement")
            .then(|| tokio::spawn(put_in_force(address, supplement(address, office), begun)));
        let saving: Vec<_> = desks.drain(..).map(|desk| tokio::spawn(desk.save_until(begun, end))).collect();
        let (mut saves, mut pages) = (Vec::new(), Vec::new());
        for desk in saving {
            let (desk, took) = desk.await??;
            desks.push(desk);
            saves.extend(took);
        }
        for reader in readers {
            pages.extend(reader.await??);
        }
        if let Some(supplement) = supplement {
            supplement.await??;
        }
        let seen = serde_json::json!({ "saves": Rate::of(saves, time), "pages": Rate::of(pages, time) });
        told.insert(name.to_owned(), seen);
    }
    Ok(serde_json::Value::Object(told).to_string())
}

/// One reader who opens the page again and again: what the page costs.
///
/// # Errors
/// If anything but the page is answered.
pub async fn page(address: SocketAddr, office: &Office, time: Duration) -> Result<String> {
    let begun = Instant::now();
    let cookie = office.readers.first().context("没有读者")?;
    let times = read(address, request(address, office, cookie), Some(Duration::ZERO), begun, begun + time);
    Ok(serde_json::to_string(&Rate::of(times.await?, time))?)
}

/// A newer version is put in force once the clerks are at work.
async fn put_in_force(address: SocketAddr, request: String, begun: Instant) -> Result<()> {
    tokio::time::sleep_until(begun.into()).await;
    let mut client = Client::connect(address).await?;
    let answer = client.ask(request.as_bytes()).await?;
    ensure!(answer.status == 303, "没有启用：{} {}", answer.status, String::from_utf8_lossy(answer.body));
    Ok(())
}

fn supplement(address: SocketAddr, office: &Office) -> String {
    let cookie = office.readers.first().map_or("", String::as_str);
    let body = format!("scheme={}&reason=bench", office.newer);
    format!(
        "POST {}/supplement HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        office.page,
        body.len()
    )
}

fn request(address: SocketAddr, office: &Office, cookie: &str) -> String {
    format!(
        "GET {} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n",
        office.page
    )
}

async fn read(
    address: SocketAddr,
    request: String,
    pause: Option<Duration>,
    begun: Instant,
    end: Instant,
) -> Result<Vec<Duration>> {
    let mut client = Client::connect(address).await?;
    let mut times = Vec::new();
    loop {
        let asked = Instant::now();
        let answer = client.ask(request.as_bytes()).await?;
        let now = Instant::now();
        ensure!(answer.status == 200 && answer.body.len() > 10_000, "不是进度页面：{}", answer.status);
        if now >= begun {
            times.push(now - asked);
        }
        tokio::time::sleep(pause.unwrap_or_default()).await;
        if Instant::now() >= end {
            return Ok(times);
        }
    }
}
