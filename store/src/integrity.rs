//! Whether the database file itself is whole. What a database server looks after by itself is not asked again here.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::connect::{self, SqliteUse};
use crate::error::OpenError;
use crate::open::{Backend, Options};

/// What SQLite finds wrong with its file: broken pages and indexes, rows that point nowhere. Empty when nothing is; on
/// PostgreSQL nothing is looked for.
///
/// # Errors
/// The database cannot be opened or read.
pub async fn complaints(options: &Options) -> Result<Vec<String>, OpenError> {
    match connect::backend(&options.database_url)? {
        Backend::Postgres => Ok(Vec::new()),
        Backend::Sqlite => {
            let connection = connect::sqlite(&options.database_url, SqliteUse::Read, 1).await?;
            let mut found = texts(&connection, "PRAGMA integrity_check", "integrity_check").await?;
            found.retain(|line| line != "ok");
            found.extend(texts(&connection, "PRAGMA foreign_key_check", "table").await?);
            let _ = connection.close().await;
            Ok(found)
        }
    }
}

async fn texts(connection: &DatabaseConnection, sql: &str, column: &str) -> Result<Vec<String>, OpenError> {
    let rows = connection
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await
        .map_err(OpenError::Database)?;
    rows.iter().map(|row| row.try_get("", column).map_err(OpenError::Database)).collect()
}
