//! Clerks who save one answer after another, and whether all that was acknowledged is there afterwards.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use contract::case::{Layer, SaveAnswer};
use domain::ids::{CaseId, TenantId};
use domain::scheme::{Criterion, Scheme, builtin};
use serde::{Deserialize, Serialize};
use store::Store;
use store::answers;
use uuid::Uuid;

use crate::http::Client;
use crate::plan::{Clerk, Plan};
use crate::prepare::plain_answer;
use crate::rate::{Rate, WARM_UP};

/// What `saves` says.
#[derive(Serialize, Deserialize)]
struct Saved {
    tenant: TenantId,
    rate: serde_json::Value,
    /// The last acknowledged revision of every answer.
    acknowledged: BTreeMap<CaseId, BTreeMap<String, i32>>,
}

/// Each client is another clerk, who walks through the criteria of the unit's case and changes each.
///
/// # Errors
/// If a save is not acknowledged.
pub async fn load(address: SocketAddr, plan: &Plan, clients: usize, time: Duration) -> Result<String> {
    let begun = Instant::now() + WARM_UP;
    let end = begun + time;
    ensure!(plan.clerks.len() >= clients, "没有这么多经办人");
    let clerks: Vec<_> = plan
        .clerks
        .iter()
        .take(clients)
        .zip(0..)
        .map(|(clerk, n)| Ok(tokio::spawn(Desk::new(address, &plan.base, clerk, n)?.save_until(begun, end))))
        .collect::<Result<_>>()?;
    let mut times = Vec::new();
    let mut acknowledged = BTreeMap::new();
    for clerk in clerks {
        let (desk, took) = clerk.await??;
        acknowledged.insert(desk.clerk.case, desk.revisions);
        times.extend(took);
    }
    let rate = serde_json::to_value(Rate::of(times, time))?;
    Ok(serde_json::to_string(&Saved { tenant: plan.tenant, rate, acknowledged })?)
}

/// A clerk at work on one case.
pub struct Desk {
    address: SocketAddr,
    path: String,
    clerk: Clerk,
    n: u32,
    scheme: Scheme,
    /// The last acknowledged revision of every answer.
    revisions: BTreeMap<String, i32>,
    round: u32,
    sent: u64,
}

#[derive(Deserialize)]
struct Acknowledged {
    revision: i32,
}

impl Desk {
    /// # Errors
    /// Without the scheme.
    pub fn new(address: SocketAddr, base: &str, clerk: &Clerk, n: u32) -> Result<Self> {
        let scheme = builtin::load("jiyuan").context("没有内置方案 jiyuan")?;
        // Every answer was saved once when the data was prepared.
        let revisions = scheme.criteria().map(|criterion| (criterion.no.to_string(), 1)).collect();
        let path = format!("{base}/api/answers/save");
        Ok(Self { address, path, clerk: clerk.clone(), n, scheme, revisions, round: 0, sent: 0 })
    }

    /// Walks through the criteria and changes each; how long each save took.
    ///
    /// # Errors
    /// If a save is not acknowledged.
    pub async fn save_until(mut self, begun: Instant, end: Instant) -> Result<(Self, Vec<Duration>)> {
        let mut client = Client::connect(self.address).await?;
        let mut times = Vec::new();
        let criteria: Vec<_> = self.scheme.criteria().cloned().collect();
        loop {
            self.round += 1;
            for criterion in &criteria {
                let revision = self.revisions.get(criterion.no.as_str()).copied().unwrap_or(0);
                let request = self.request(criterion, revision, self.round, self.sent)?;
                self.sent += 1;
                let asked = Instant::now();
                let answer = client.ask(&request).await?;
                let now = Instant::now();
                ensure!(answer.status == 200, "没有保存：{}", String::from_utf8_lossy(answer.body));
                let told: Acknowledged = serde_json::from_slice(answer.body)?;
                ensure!(told.revision == revision + 1, "修订号不连续：{}", told.revision);
                self.revisions.insert(criterion.no.to_string(), told.revision);
                if now >= end {
                    return Ok((self, times));
                }
                if now >= begun {
                    times.push(now - asked);
                }
            }
        }
    }

    fn request(&self, criterion: &Criterion, based_on: i32, round: u32, sent: u64) -> Result<Vec<u8>> {
        let form = SaveAnswer {
            case: self.clerk.case,
            layer: Layer::Own,
            criterion: criterion.no.to_string(),
            answer: plain_answer(criterion, self.n * 1_000 + round),
            based_on,
            client: Uuid::from_u128(u128::from(self.n + 1) << 64 | u128::from(sent)).to_string(),
            reasons_hold: false,
        };
        let body = serde_json::to_string(&serde_json::json!({ "form": form }))?;
        Ok(format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/json\r\nAccept: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.path,
            self.address,
            self.clerk.cookie,
            body.len()
        )
        .into_bytes())
    }
}

/// Compares what was acknowledged with what is there.
///
/// # Errors
/// If anything is missing, or the journal does not hold.
pub async fn check(options: &store::Options, acknowledged: &Path) -> Result<String> {
    let saved: Saved = serde_json::from_str(&std::fs::read_to_string(acknowledged)?)?;
    let store = Store::open(options).await?;
    let tx = store.read(saved.tenant).await?;
    let mut saves = 0;
    for (case, revisions) in &saved.acknowledged {
        let rows = answers::of_case(&tx, *case, answers::Layer::SelfAssessment).await?;
        let there: BTreeMap<_, _> = rows.into_iter().map(|row| (row.criterion, row.revision)).collect();
        for (criterion, revision) in revisions {
            ensure!(
                there.get(criterion) == Some(revision),
                "{case} 第{criterion}条：确认过{revision}，实有{there:?}"
            );
            saves += i64::from(*revision);
        }
    }
    let entries = match store::journal::verify(&tx).await? {
        Ok(verified) => verified.entries,
        Err(broken) => anyhow::bail!("{broken}"),
    };
    Ok(serde_json::json!({ "saves": saves, "journal": entries }).to_string())
}
