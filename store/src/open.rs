//! Opening a database: what is not fit to serve is refused here, not at the first request.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{AccessMode, ConnectionTrait, DatabaseConnection, DbBackend, IsolationLevel, Statement};
use sea_orm::{DbErr, TransactionOptions, TransactionTrait};

use domain::ids::TenantId;

use crate::connect::{self, SqliteUse};
use crate::error::{OpenError, StoreError};
use crate::migrate;
use crate::tenants;
use crate::turns::Turns;
use crate::tx::{PlatformTx, Tx};
use crate::unit::Unit;

const SQLITE_READERS: u32 = 4;

/// Where the database is.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite://…` or `postgres://…`; on PostgreSQL the application's role, which owns nothing.
    pub database_url: String,
    /// On PostgreSQL: the role that owns the tables. Only [`Store::migrate`] uses it.
    pub owner_url: Option<String>,
}

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// The database. Cloning it shares the connections.
#[derive(Clone, Debug)]
pub struct Store {
    /// SQLite: turns at the only connection that writes. PostgreSQL has as many writers as connections.
    turns: Option<Turns>,
    pool: DatabaseConnection,
    staffing: Arc<AtomicU64>,
}

impl Store {
    /// Connects, and refuses what is not fit to serve.
    ///
    /// # Errors
    /// Unreachable; a schema newer or older than the program; on PostgreSQL a role for which row-level security does
    /// not hold; on SQLite a folder that cannot be written.
    pub async fn open(options: &Options) -> Result<Self, OpenError> {
        let url = &options.database_url;
        let backend = connect::backend(url)?;
        let (turns, pool) = match backend {
            Backend::Sqlite => {
                let file = connect::sqlite_file(url)?;
                connect::check_folder(&file)?;
                if !file.exists() {
                    return Err(OpenError::FileMissing(file));
                }
                let turns = connect::sqlite_turns(url).await?;
                (Some(turns), connect::sqlite(url, SqliteUse::Read, SQLITE_READERS).await?)
            }
            Backend::Postgres => {
                let connection = connect::postgres(url).await?;
                refuse_strong_role(&connection).await?;
                (None, connection)
            }
        };
        let pending = migrate::pending(&pool).await?;
        if !pending.is_empty() {
            return Err(OpenError::SchemaOlder { pending });
        }
        Ok(Self { turns, pool, staffing: Arc::default() })
    }

    /// Brings the schema up to date and returns how many migrations that took. On SQLite the file is created; on
    /// PostgreSQL the owner migrates and the role of `database_url` is granted what it needs.
    ///
    /// # Errors
    /// As [`Store::open`]; a newer schema is refused before anything is touched.
    pub async fn migrate(options: &Options) -> Result<u32, OpenError> {
        migrate::migrate(options).await
    }

    /// Reads within one tenant: one snapshot, nothing can be written.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn read(&self, tenant: TenantId) -> Result<Tx, StoreError> {
        self.platform_read().await?.enter(tenant).await
    }

    /// Reads and writes within one tenant. On SQLite one writing transaction runs at a time, [`Store::platform`]
    /// included: end one before asking for the next. What others wrote just before may be seen before it is durable;
    /// whoever answers “it is there already” from that commits first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn write(&self, tenant: TenantId) -> Result<Tx, StoreError> {
        self.platform().await?.enter(tenant).await
    }

    /// As [`Store::write`], and one after the other within the tenant, whichever server it is: for acts under a rule over
    /// several rows (the last officer stays, a name is unique, no more than so many). What they read is what the one
    /// before left; saves of answers do not wait for them.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn write_in_turn(&self, tenant: TenantId) -> Result<Tx, StoreError> {
        let tx = self.write(tenant).await?;
        tenants::hold_one(tx.platform(), tenant).await?;
        Ok(tx)
    }

    /// Reads and writes tables of the platform; tenant tables are out of reach.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn platform(&self) -> Result<PlatformTx, StoreError> {
        Ok(PlatformTx::new(self.begin(Mode::Write).await?, self.staffing.clone()))
    }

    /// Reads tables of the platform.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn platform_read(&self) -> Result<PlatformTx, StoreError> {
        Ok(PlatformTx::new(self.begin(Mode::Read).await?, self.staffing.clone()))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.pool.query_one_raw(Statement::from_string(self.pool.get_database_backend(), "SELECT 1")).await?;
        Ok(())
    }

    /// Grows when this process changed who may do what: accounts, memberships, posts and what they reach over.
    pub fn staffing(&self) -> u64 {
        self.staffing.load(Ordering::Acquire)
    }

    pub fn backend(&self) -> Backend {
        if self.turns.is_some() { Backend::Sqlite } else { Backend::Postgres }
    }

    /// How many COMMITs units of work have shared so far; SQLite only.
    pub fn groups(&self) -> u64 {
        self.turns.as_ref().map_or(0, Turns::groups)
    }

    async fn begin(&self, mode: Mode) -> Result<Unit, StoreError> {
        if let (Some(turns), Mode::Write) = (&self.turns, mode) {
            return Ok(Unit::Turn(turns.take().await?));
        }
        // In a task of its own: a request that is dropped half-way through a BEGIN would leave a connection behind that
        // is in a transaction without knowing it.
        let (pool, options) = (self.pool.clone(), self.transaction(mode));
        let begun = tokio::spawn(async move { pool.begin_with_options(options).await }).await;
        let begun = begun.unwrap_or_else(|task| Err(DbErr::Custom(task.to_string())));
        Ok(Unit::Pooled(begun?))
    }

    fn transaction(&self, mode: Mode) -> TransactionOptions {
        match (self.backend(), mode) {
            (Backend::Sqlite, _) | (Backend::Postgres, Mode::Write) => TransactionOptions::default(),
            (Backend::Postgres, Mode::Read) => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            },
        }
    }
}

#[cfg(feature = "testing")]
impl Store {
    pub(crate) async fn close(&self) {
        let _ = self.pool.close_by_ref().await;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Read,
    Write,
}

/// Row-level security does not bind superusers, BYPASSRLS, or owners (who can switch it off); nor whoever may become
/// one of them.
async fn refuse_strong_role(connection: &DatabaseConnection) -> Result<(), OpenError> {
    const QUESTION: &str = "\
        SELECT current_user::text AS role,
               EXISTS (SELECT 1 FROM pg_roles WHERE rolsuper AND pg_has_role(current_user, oid, 'MEMBER')) AS superuser,
               EXISTS (SELECT 1 FROM pg_roles WHERE rolbypassrls AND pg_has_role(current_user, oid, 'MEMBER')) AS bypass,
               EXISTS (SELECT 1 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                       WHERE relkind IN ('r', 'p') AND nspname = current_schema()
                       AND pg_has_role(current_user, relowner, 'MEMBER')) AS owner";
    let row = connection
        .query_one_raw(Statement::from_string(DbBackend::Postgres, QUESTION))
        .await
        .map_err(OpenError::Unreachable)?
        .ok_or_else(|| OpenError::Database(sea_orm::DbErr::RecordNotFound("current_user".into())))?;
    for (column, reason) in [("superuser", "超级用户"), ("bypass", "BYPASSRLS"), ("owner", "是数据表的属主")]
    {
        if row.try_get::<bool>("", column).map_err(OpenError::Database)? {
            let role = row.try_get("", "role").map_err(OpenError::Database)?;
            return Err(OpenError::RoleTooStrong { role, reason });
        }
    }
    Ok(())
}
