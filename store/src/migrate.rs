//! Bringing a database up to date, and telling whether it is.

use migrations::Migrator;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};
use sea_orm_migration::MigratorTrait;

use crate::connect::{self, SqliteUse};
use crate::error::OpenError;
use crate::open::{Backend, Options};
use crate::persons;

/// Two programs started at once migrate one after the other.
const ADVISORY_LOCK: i64 = 0x7169_6e67_7069_6e67;

/// What the database has still to go through.
///
/// # Errors
/// [`OpenError::SchemaNewer`] when it has gone through something this program does not know.
pub async fn pending(connection: &DatabaseConnection) -> Result<Vec<String>, OpenError> {
    let known = migrations::names();
    let applied = migrations::applied(connection).await.map_err(OpenError::Database)?;
    let unknown: Vec<String> = applied.iter().filter(|name| !known.contains(name)).cloned().collect();
    if !unknown.is_empty() {
        return Err(OpenError::SchemaNewer { unknown });
    }
    Ok(known.into_iter().filter(|name| !applied.contains(name)).collect())
}

pub async fn migrate(options: &Options) -> Result<u32, OpenError> {
    let connection = match connect::backend(&options.database_url)? {
        Backend::Sqlite => {
            connect::check_folder(&connect::sqlite_file(&options.database_url)?)?;
            connect::sqlite(&options.database_url, SqliteUse::Create, 1).await?
        }
        Backend::Postgres => {
            let owner = options.owner_url.as_ref().ok_or(OpenError::OwnerUrlMissing)?;
            connect::postgres_owner(owner).await?
        }
    };
    let done = bring_up(&connection, options).await;
    // Closing ends the session, and with it the advisory lock.
    let _ = connection.close().await;
    done
}

async fn bring_up(connection: &DatabaseConnection, options: &Options) -> Result<u32, OpenError> {
    let postgres = connection.get_database_backend() == DbBackend::Postgres;
    if postgres {
        let lock = format!("SELECT pg_advisory_lock({ADVISORY_LOCK})");
        connection.execute_unprepared(&lock).await.map_err(OpenError::Unreachable)?;
    }
    let pending = pending(connection).await?;
    let role = if postgres { Some(existing_role(connection, &options.database_url).await?) } else { None };
    if !pending.is_empty() {
        Migrator::up(connection, None).await.map_err(OpenError::Database)?;
        persons::complete(connection).await.map_err(OpenError::Database)?;
    }
    if let Some(role) = role {
        migrations::grant(connection, &role).await.map_err(OpenError::Database)?;
    }
    Ok(u32::try_from(pending.len()).unwrap_or(u32::MAX))
}

async fn existing_role(owner: &DatabaseConnection, database_url: &str) -> Result<String, OpenError> {
    let address: PgConnectOptions =
        database_url.parse().map_err(|_| OpenError::BadUrl("postgres://…".to_owned()))?;
    let role = address.get_username().to_owned();
    let known: Result<_, DbErr> = owner
        .query_one_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT 1 AS known FROM pg_roles WHERE rolname = $1",
            [role.clone().into()],
        ))
        .await;
    match known.map_err(OpenError::Database)? {
        Some(_) => Ok(role),
        None => Err(OpenError::NoSuchRole(role)),
    }
}
