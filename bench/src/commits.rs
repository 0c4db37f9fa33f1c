//! What the disk allows: one writer that changes the same row and commits, again and again.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection as _, PgConnection, SqliteConnection};
use uuid::Uuid;

use crate::plan::Plan;

/// Commits a second. On SQLite a copy of the database is used, because a server may have the other open.
///
/// # Errors
/// If the row is not there.
pub async fn run(options: &store::Options, plan: &Plan, time: Duration) -> Result<String> {
    let case = plan.clerks[0].case.0;
    let per_second = if options.database_url.starts_with("sqlite:") {
        sqlite(&options.database_url, plan, case, time).await?
    } else {
        postgres(&options.database_url, plan, case, time).await?
    };
    Ok(serde_json::json!({ "per_second": per_second }).to_string())
}

async fn sqlite(url: &str, plan: &Plan, case: Uuid, time: Duration) -> Result<f64> {
    const CHANGE: &str = "UPDATE answers SET revision = revision + 1, content = ?, at = ?, client_id = ? \
        WHERE tenant_id = ? AND case_id = ? AND layer = 'self' AND criterion = '1.1'";
    let options: SqliteConnectOptions = url.parse()?;
    let copy = options.get_filename().with_extension("copy");
    for leftover in ["copy", "copy-wal", "copy-shm"] {
        let _ = std::fs::remove_file(options.get_filename().with_extension(leftover));
    }
    let mut original = SqliteConnection::connect_with(&options).await?;
    sqlx::query("VACUUM INTO ?").bind(copy.to_string_lossy().into_owned()).execute(&mut original).await?;
    original.close().await?;
    let options = SqliteConnectOptions::new()
        .filename(&copy)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut writer = SqliteConnection::connect_with(&options).await?;
    let mut change = async |n: i64| -> Result<()> {
        let changed = sqlx::query(CHANGE)
            .bind(content(n))
            .bind(n)
            .bind(Uuid::from_u128(n as u128))
            .bind(plan.tenant.0)
            .bind(case)
            .execute(&mut writer)
            .await?;
        ensure!(changed.rows_affected() == 1, "没有改到那一行");
        Ok(())
    };
    let begun = Instant::now();
    let mut done = 0;
    while begun.elapsed() < time {
        done += 1;
        change(done).await?;
    }
    let per_second = done as f64 / begun.elapsed().as_secs_f64();
    writer.close().await?;
    std::fs::remove_file(copy)?;
    Ok(per_second)
}

async fn postgres(url: &str, plan: &Plan, case: Uuid, time: Duration) -> Result<f64> {
    const CHANGE: &str = "UPDATE answers SET revision = revision + 1, content = $1, at = $2, client_id = $3 \
        WHERE tenant_id = $4 AND case_id = $5 AND layer = 'review' AND criterion = '1.1'";
    // A row of its own, so that the revisions of the load stay what was acknowledged.
    const ADD: &str = "INSERT INTO answers SELECT tenant_id, gen_random_uuid(), case_id, 'review', criterion, 1, \
        content, person_id, by_name, at, client_id FROM answers \
        WHERE tenant_id = $1 AND case_id = $2 AND layer = 'self' AND criterion = '1.1'";
    let mut writer = PgConnection::connect(url).await?;
    sqlx::query("SELECT set_config('app.tenant_id', $1, false)")
        .bind(plan.tenant.to_string())
        .execute(&mut writer)
        .await?;
    sqlx::query(ADD).bind(plan.tenant.0).bind(case).execute(&mut writer).await?;
    let begun = Instant::now();
    let mut done = 0_i64;
    while begun.elapsed() < time {
        done += 1;
        let changed = sqlx::query(CHANGE)
            .bind(content(done))
            .bind(done)
            .bind(Uuid::from_u128(done as u128))
            .bind(plan.tenant.0)
            .bind(case)
            .execute(&mut writer)
            .await?;
        ensure!(changed.rows_affected() == 1, "没有改到那一行");
    }
    let per_second = done as f64 / begun.elapsed().as_secs_f64();
    sqlx::query("DELETE FROM answers WHERE tenant_id = $1 AND layer = 'review' AND case_id = $2")
        .bind(plan.tenant.0)
        .bind(case)
        .execute(&mut writer)
        .await?;
    Ok(per_second)
}

fn content(n: i64) -> String {
    format!("{{\"inputs\":{{\"missing\":{}}}}}", n % 3)
}
