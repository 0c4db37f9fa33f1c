//! Who may do what, tried: every post of the policy (and nobody, and those with whom it is easy to go wrong) at every
//! endpoint, in the own tenant and in those above, beside and below and in a suspended one, with every kind of id in
//! every place for one. What has to become of an attempt is worked out from the posts and their reach (`oracle`), not
//! by the code that decides it. Every text of every tenant carries a canary; none may turn up where it is not told.
//!
//! | file | what it holds |
//! |---|---|
//! | `recipes` | how each endpoint is tried: **whoever adds an endpoint adds a line here** |
//! | `doors` | the list of endpoints, each with its recipe; that there are no others |
//! | `cast` | the tenants and the people |
//! | `year`, `rows`, `world` | what the tenants have been through, and what there is in them |
//! | `canary` | whose text it is, and who may read it where |
//! | `oracle` | the verdicts |
//! | `attempt`, `plan`, `storm` | one attempt; all of them; as many as one likes |
//! | `run`, `log` | answers against verdicts; what is logged meanwhile |
//! | `foreign` | what belongs to others answers like what is not there |
//!
//! `QINGPING_MATRIX_ATTEMPTS=1000000` goes on until so many ran (`QINGPING_MATRIX_SEED` chooses which); run it alone:
//! `cargo test --package server --features app/ssr,store/testing --test http -- matrix::every_post --nocapture`.

mod attempt;
mod canary;
mod cast;
mod doors;
mod foreign;
mod log;
mod oracle;
mod plan;
mod recipes;
mod rows;
mod run;
mod storm;
mod world;
mod year;

use std::sync::Arc;

use store::testing::{TestDatabase, TestDatabases};

use self::log::Log;
use self::run::Report;
use self::world::World;

/// Attempts on both databases together, at least.
const LEAST: u64 = 20_000;
/// Drawn in addition on each, with other ways to ask and to write.
const DRAWN: u64 = 1_500;
/// Between two looks into the log.
const STRETCH: u64 = 25_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_post_at_every_endpoint() {
    let log = Log::taken();
    let wanted = number("QINGPING_MATRIX_ATTEMPTS").unwrap_or_default();
    let seed = number("QINGPING_MATRIX_SEED").unwrap_or(20_261_122);
    let (sqlite, postgres) = (TestDatabases::sqlite().await, TestDatabases::postgres().await);
    let (on_sqlite, on_postgres) = tokio::join!(
        on(sqlite, wanted.div_ceil(2), seed, &log),
        on(postgres, wanted.div_ceil(2), seed + 1, &log)
    );
    let ran = on_sqlite.ran + on_postgres.ran;
    println!("{}", table(&on_sqlite, &on_postgres));
    on_sqlite.holds();
    on_postgres.holds();
    assert!(ran >= LEAST.max(wanted), "only {ran} attempts ran");
}

/// Everything that is planned, then drawn ones until there are enough.
async fn on(database: TestDatabase, wanted: u64, seed: u64, log: &Log) -> Report {
    let world = World::on(database).await;
    let mut report = Report::default();
    let plan = Arc::new(plan::everything(&world, wanted == 0));
    let all = plan.len() as u64;
    let planned = plan.clone();
    let numbered = move |_: &World, number: u64| planned[usize::try_from(number).expect("a place")].clone();
    report.add(run::run(&world, all, numbered).await);
    let drawn = wanted.saturating_sub(all).max(DRAWN);
    let mut from = 0;
    while from < drawn && report.wrong.is_empty() {
        let most = STRETCH.min(drawn - from);
        let stretch = move |world: &World, number: u64| storm::attempt(world, seed, from + number);
        report.add(run::run(&world, most, stretch).await);
        from += most;
        report.wrong.extend(told(log));
    }
    report.wrong.extend(told(log));
    report
}

/// What the log should not have said.
fn told(log: &Log) -> Vec<String> {
    let (_, lines) = log.look();
    lines.into_iter().map(|line| format!("logged: {line}")).collect()
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not “{text}”")))
}

fn table(sqlite: &Report, postgres: &Report) -> String {
    let mut lines = vec![format!(
        "授权矩阵：共{}次尝试（SQLite {}，PostgreSQL {}）",
        sqlite.ran + postgres.ran,
        sqlite.ran,
        postgres.ran
    )];
    for (verdict, times) in &sqlite.by_verdict {
        let also = postgres.by_verdict.get(verdict).copied().unwrap_or_default();
        lines.push(format!("{times:>8} {also:>8}　{verdict}"));
    }
    lines.join("\n")
}
