//! Clerks who open their page.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::http::Client;
use crate::plan::Plan;
use crate::rate::{Rate, WARM_UP};

/// Each client opens the page of another clerk, again and again.
///
/// # Errors
/// If anything but the page is answered.
pub async fn load(address: SocketAddr, plan: &Plan, clients: usize, time: Duration) -> Result<String> {
    let begun = Instant::now() + WARM_UP;
    let end = begun + time;
    let people: Vec<_> = plan
        .clerks
        .iter()
        .take(clients)
        .map(|clerk| {
            let request = format!(
                "GET {} HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\nAccept: text/html\r\n\r\n",
                plan.page(clerk),
                clerk.cookie
            );
            tokio::spawn(one(address, request, begun, end))
        })
        .collect();
    ensure!(people.len() == clients, "没有这么多经办人");
    let mut times = Vec::new();
    for person in people {
        times.extend(person.await??);
    }
    Ok(serde_json::to_string(&Rate::of(times, time))?)
}

async fn one(address: SocketAddr, request: String, begun: Instant, end: Instant) -> Result<Vec<Duration>> {
    let mut client = Client::connect(address).await?;
    let mut times = Vec::new();
    loop {
        let asked = Instant::now();
        let answer = client.ask(request.as_bytes()).await?;
        let now = Instant::now();
        ensure!(answer.status == 200 && answer.body.len() > 10_000, "不是经办人页面：{}", answer.status);
        if now >= end {
            return Ok(times);
        }
        if now >= begun {
            times.push(now - asked);
        }
    }
}
