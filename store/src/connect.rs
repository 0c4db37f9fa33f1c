//! How each backend is connected to.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr, RuntimeErr};

use crate::error::OpenError;
use crate::open::Backend;
use crate::turns::{Patience, Turns};

const WAIT: Duration = Duration::from_secs(5);
const LONGEST_TURN: Duration = Duration::from_secs(60);
/// Who shares a COMMIT must not depend, in tests, on how slow the machine is.
const OPEN_FOR: Duration = Duration::from_millis(if cfg!(feature = "testing") { 5_000 } else { 25 });
const LONGEST_STATEMENT: Duration = Duration::from_secs(30);
const POSTGRES_CONNECTIONS: u32 = 16;
/// Rows that SQLite reads ahead: with few, its thread and the reader's wake each other for every row.
const ROWS: usize = 2_000;

pub fn backend(url: &str) -> Result<Backend, OpenError> {
    if url.starts_with("sqlite:") {
        Ok(Backend::Sqlite)
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        Ok(Backend::Postgres)
    } else {
        Err(OpenError::BadUrl(without_password(url)))
    }
}

/// The database file, as the address names it.
pub fn sqlite_file(url: &str) -> Result<PathBuf, OpenError> {
    let options: SqliteConnectOptions = url.parse().map_err(|_| OpenError::BadUrl(url.to_owned()))?;
    Ok(options.get_filename().to_owned())
}

/// SQLite writes beside the file; a folder that cannot be written is found before the first request is lost.
pub fn check_folder(file: &Path) -> Result<(), OpenError> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let probe = folder.join(format!(".qingping-probe-{}", std::process::id()));
    let written = std::fs::write(&probe, b"");
    // Two openings in one process may share the probe; whoever comes second finds it gone.
    let _ = std::fs::remove_file(&probe);
    written.map_err(|_| OpenError::FolderNotWritable(folder))
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SqliteUse {
    Create,
    Write,
    Read,
}

pub async fn sqlite(url: &str, to: SqliteUse, connections: u32) -> Result<DatabaseConnection, OpenError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(WAIT)
        // A file that is open stays open: there is no line to a server that could be dead.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| sqlite_options(options, to));
    Database::connect(options).await.map_err(OpenError::Unreachable)
}

/// The one connection that writes, in turns.
pub async fn sqlite_turns(url: &str) -> Result<Turns, OpenError> {
    let options: SqliteConnectOptions = url.parse().map_err(|_| OpenError::BadUrl(url.to_owned()))?;
    let options = sqlite_options(options, SqliteUse::Write).disable_statement_logging();
    let turns = Turns::open(options, Patience { wait: WAIT, turn: LONGEST_TURN, open: OPEN_FOR }).await;
    turns.map_err(|error| OpenError::Unreachable(DbErr::Conn(RuntimeErr::SqlxError(error.into()))))
}

fn sqlite_options(options: SqliteConnectOptions, to: SqliteUse) -> SqliteConnectOptions {
    let options = options
        .create_if_missing(to == SqliteUse::Create)
        .foreign_keys(true)
        .busy_timeout(WAIT)
        .synchronous(SqliteSynchronous::Full);
    match to {
        SqliteUse::Read => options.row_buffer_size(ROWS).pragma("query_only", "ON"),
        _ => options.journal_mode(SqliteJournalMode::Wal),
    }
}

pub async fn postgres(url: &str) -> Result<DatabaseConnection, OpenError> {
    let mut options = ConnectOptions::new(with_short_scheme(url));
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .connect_timeout(WAIT)
        .acquire_timeout(WAIT)
        .statement_timeout(LONGEST_STATEMENT)
        .sqlx_logging(false);
    Database::connect(options).await.map_err(OpenError::Unreachable)
}

/// One connection, so that what is set on it stays set.
pub async fn postgres_owner(url: &str) -> Result<DatabaseConnection, OpenError> {
    let mut options = ConnectOptions::new(with_short_scheme(url));
    options.max_connections(1).connect_timeout(WAIT).acquire_timeout(WAIT).sqlx_logging(false);
    Database::connect(options).await.map_err(OpenError::Unreachable)
}

/// sea-orm knows the scheme by its short name only.
fn with_short_scheme(url: &str) -> String {
    match url.strip_prefix("postgresql://") {
        Some(rest) => format!("postgres://{rest}"),
        None => url.to_owned(),
    }
}

/// An address for a sentence or the log.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => format!("{}://…{}", &url[..scheme], &url[at..]),
        _ => url.to_owned(),
    }
}
