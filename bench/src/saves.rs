//! Clerks who save one answer after another, and whether all that was acknowledged is there afterwards.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use contract::case::{Layer, SaveAnswer};
use domain::ids::{CaseId, TenantId};
use domain::scheme::{Criterion, builtin};
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
        .map(|(clerk, n)| {
            let at =
                Desk { address, path: format!("{}/api/answers/save", plan.base), clerk: clerk.clone(), n };
            tokio::spawn(at.save_until(begun, end))
        })
        .collect();
    let mut times = Vec::new();
    let mut acknowledged = BTreeMap::new();
    for clerk in clerks {
        let (case, revisions, took) = clerk.await??;
        acknowledged.insert(case, revisions);
        times.extend(took);
    }
    let rate = serde_json::to_value(Rate::of(times, time))?;
    Ok(serde_json::to_string(&Saved { tenant: plan.tenant, rate, acknowledged })?)
}

struct Desk {
    address: SocketAddr,
    path: String,
    clerk: Clerk,
    n: u32,
}

#[derive(Deserialize)]
struct Acknowledged {
    revision: i32,
}

type Told = (CaseId, BTreeMap<String, i32>, Vec<Duration>);

impl Desk {
    async fn save_until(self, begun: Instant, end: Instant) -> Result<Told> {
        let scheme = builtin::load("jiyuan").context("没有内置方案 jiyuan")?;
        let mut client = Client::connect(self.address).await?;
        let mut times = Vec::new();
        let mut sent = 0;
        // Every answer was saved once when the data was prepared.
        let mut revisions: BTreeMap<String, i32> =
            scheme.criteria().map(|criterion| (criterion.no.to_string(), 1)).collect();
        for round in 0_u32.. {
            for criterion in scheme.criteria() {
                let revision = revisions.entry(criterion.no.to_string()).or_insert(0);
                let request = self.request(criterion, *revision, round, sent)?;
                sent += 1;
                let asked = Instant::now();
                let answer = client.ask(&request).await?;
                let now = Instant::now();
                ensure!(answer.status == 200, "没有保存：{}", String::from_utf8_lossy(answer.body));
                let told: Acknowledged = serde_json::from_slice(answer.body)?;
                ensure!(told.revision == *revision + 1, "修订号不连续：{}", told.revision);
                *revision = told.revision;
                if now >= end {
                    return Ok((self.clerk.case, revisions, times));
                }
                if now >= begun {
                    times.push(now - asked);
                }
            }
        }
        unreachable!("the clock goes on")
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
