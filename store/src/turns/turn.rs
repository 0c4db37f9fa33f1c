//! One unit's turn at the connection that writes.

use std::sync::Arc;

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::sea_query::Values;
use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::{self, AssertSqlSafe, Error, Executor, Sqlite};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use sea_query_sqlx::SqlxValues;
use tokio::sync::{Mutex, oneshot};

use super::closed;
use super::desk::Desk;

/// Where a unit that is to be kept is told what came of it.
pub(super) type Told = oneshot::Sender<Result<(), DbErr>>;

/// A turn. What is done in it stays if it is kept, and is undone if it is dropped.
pub struct Turn {
    desk: Arc<Mutex<Desk>>,
    number: u64,
    end: oneshot::Sender<Told>,
}

impl Turn {
    pub(super) fn new(desk: Arc<Mutex<Desk>>, number: u64, end: oneshot::Sender<Told>) -> Self {
        Self { desk, number, end }
    }

    /// Hands the turn on, and returns when what was done in it is durable. Whoever no longer waits for the answer does
    /// not stop it.
    ///
    /// # Errors
    /// When it was not kept.
    pub async fn keep(self) -> Result<(), DbErr> {
        let (told, kept) = oneshot::channel();
        self.end.send(told).map_err(|_| closed())?;
        kept.await.map_err(|_| closed())?
    }
}

#[async_trait]
impl ConnectionTrait for Turn {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut desk = self.desk.lock().await;
        let done = desk.ask(self.number, async |connection| query(statement).execute(connection).await).await;
        done.map(ExecResult::from).map_err(failed)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut desk = self.desk.lock().await;
        let sql = AssertSqlSafe(sql.to_owned());
        let done = desk.ask(self.number, async |connection| connection.execute(sql).await).await;
        done.map(ExecResult::from).map_err(failed)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut desk = self.desk.lock().await;
        let row =
            desk.ask(self.number, async |connection| query(statement).fetch_optional(connection).await).await;
        Ok(row.map_err(failed)?.map(QueryResult::from))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut desk = self.desk.lock().await;
        let rows =
            desk.ask(self.number, async |connection| query(statement).fetch_all(connection).await).await;
        Ok(rows.map_err(failed)?.into_iter().map(QueryResult::from).collect())
    }
}

fn query(statement: Statement) -> Query<'static, Sqlite, SqlxValues> {
    let values = statement.values.unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql), SqlxValues(values))
}

fn failed(error: Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}
