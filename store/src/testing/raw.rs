//! SQL past the repositories, inside a transaction that was properly begun: what the second wall must withstand.

use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::tx::PlatformTx;
use crate::{Backend, StoreError, Tx};

/// A transaction of either kind.
pub trait Raw {
    #[doc(hidden)]
    fn raw(&self) -> &impl ConnectionTrait;
}

impl Raw for Tx {
    fn raw(&self) -> &impl ConnectionTrait {
        self.connection()
    }
}

impl Raw for PlatformTx {
    fn raw(&self) -> &impl ConnectionTrait {
        self.connection()
    }
}

/// Runs a statement and tells how many rows it touched.
///
/// # Errors
/// What the database says.
pub async fn execute(tx: &impl Raw, sql: &str) -> Result<u64, StoreError> {
    let connection = tx.raw();
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    Ok(connection.execute_raw(statement).await?.rows_affected())
}

/// How many rows a query returns.
///
/// # Errors
/// What the database says.
pub async fn rows(tx: &impl Raw, sql: &str) -> Result<usize, StoreError> {
    let connection = tx.raw();
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    Ok(connection.query_all_raw(statement).await?.len())
}

/// An id as it is written in SQL.
pub fn literal(backend: Backend, id: Uuid) -> String {
    match backend {
        Backend::Sqlite => format!("X'{}'", id.simple()),
        Backend::Postgres => format!("'{id}'"),
    }
}

/// Takes the first wall down: the transaction no longer filters by tenant.
pub fn stop_filtering(tx: &Tx) {
    tx.stop_filtering();
}
