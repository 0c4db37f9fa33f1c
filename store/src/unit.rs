//! What a transaction runs on: a turn at SQLite's one writing connection, or a connection of the pool.

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use crate::statements;
use crate::turns::Turn;

/// A unit of work that is kept as a whole, or undone when it is dropped.
pub(crate) enum Unit {
    Turn(Turn),
    Pooled(DatabaseTransaction),
}

impl Unit {
    /// Adds to the work. On SQLite together with the next statement; what fails may be told there.
    pub(crate) async fn add(&self, statement: Statement) -> Result<(), DbErr> {
        match self {
            Self::Turn(turn) => {
                statements::asked(&statement);
                turn.later(statement);
                Ok(())
            }
            Self::Pooled(_) => self.execute_raw(statement).await.map(drop),
        }
    }

    /// Asks what was added and waits; the rows of all of it. Nothing waits but on SQLite.
    pub(crate) async fn ask_waiting(&self) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Turn(turn) => turn.ask_waiting().await,
            Self::Pooled(_) => Ok(Vec::new()),
        }
    }

    /// Returns when the work is durable.
    pub(crate) async fn keep(self) -> Result<(), DbErr> {
        match self {
            Self::Turn(turn) => turn.keep().await,
            // In a task of its own, so that a request dropped half-way does not leave a COMMIT half sent.
            Self::Pooled(transaction) => tokio::spawn(transaction.commit())
                .await
                .unwrap_or_else(|task| Err(DbErr::Custom(task.to_string()))),
        }
    }
}

#[async_trait]
impl ConnectionTrait for Unit {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Turn(turn) => turn.get_database_backend(),
            Self::Pooled(transaction) => transaction.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        statements::asked(&statement);
        match self {
            Self::Turn(turn) => turn.execute_raw(statement).await,
            Self::Pooled(transaction) => transaction.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Turn(turn) => turn.execute_unprepared(sql).await,
            Self::Pooled(transaction) => transaction.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        statements::asked(&statement);
        match self {
            Self::Turn(turn) => turn.query_one_raw(statement).await,
            Self::Pooled(transaction) => transaction.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        statements::asked(&statement);
        match self {
            Self::Turn(turn) => turn.query_all_raw(statement).await,
            Self::Pooled(transaction) => transaction.query_all_raw(statement).await,
        }
    }
}
