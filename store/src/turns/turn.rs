//! One unit's turn at the connection that writes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use futures_util::TryStreamExt as _;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteQueryResult};
use sea_orm::sqlx::{Either, Error, Executor as _};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use tokio::sync::{Mutex, oneshot};

use super::closed;
use super::desk::{Asked, Desk, Question, Way};

/// Where a unit that is to be kept is told what came of it.
pub(super) type Told = oneshot::Sender<Result<(), DbErr>>;

/// A turn. What is done in it stays if it is kept, and is undone if it is dropped.
pub struct Turn {
    desk: Arc<Mutex<Desk>>,
    number: u64,
    end: oneshot::Sender<Told>,
    /// What goes with the next question.
    later: std::sync::Mutex<Vec<Statement>>,
    /// A question is on its way. Whoever gave it up does not know what it did.
    asking: AtomicBool,
}

impl Turn {
    pub(super) fn new(desk: Arc<Mutex<Desk>>, number: u64, end: oneshot::Sender<Told>) -> Self {
        Self { desk, number, end, later: std::sync::Mutex::default(), asking: AtomicBool::new(false) }
    }

    /// Runs a statement together with the next one, or before the turn is handed on: each way to the connection and back
    /// makes everybody wait who has no turn. What fails is told there.
    pub fn later(&self, statement: Statement) {
        self.waiting().push(statement);
    }

    /// Asks what waits; the rows of all of it.
    ///
    /// # Errors
    /// Of any of it.
    pub async fn ask_waiting(&self) -> Result<Vec<QueryResult>, DbErr> {
        let last = self.waiting().pop();
        match last {
            Some(last) => self.query_all_raw(last).await,
            None => Ok(Vec::new()),
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Statement>> {
        self.later.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks what waits, and a statement after it; in a task of its own, so that nobody who is given up leaves half of it
    /// undone.
    async fn ask<T: Send + 'static>(&self, last: Statement, way: Way<T>) -> Result<T, DbErr> {
        let mut statements = std::mem::take(&mut *self.waiting());
        statements.push(last);
        let (desk, number) = (self.desk.clone(), self.number);
        self.asking.store(true, Ordering::Relaxed);
        let asked = tokio::spawn(async move {
            let mut desk = desk.lock().await;
            desk.ask(number, Question(statements), way).await
        });
        let answer = asked.await.map_err(|task| DbErr::Custom(task.to_string()))?;
        self.asking.store(false, Ordering::Relaxed);
        answer.map_err(failed)
    }

    /// Hands the turn on, and returns when what was done in it is durable. Whoever no longer waits for the answer does
    /// not stop it.
    ///
    /// # Errors
    /// When it was not kept.
    pub async fn keep(self) -> Result<(), DbErr> {
        self.ask_waiting().await?;
        if self.asking.load(Ordering::Relaxed) {
            return Err(failed(Error::Protocol("a statement was given up".to_owned())));
        }
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
        self.ask(statement, |to, asked| Box::pin(of_the_last(to, asked))).await.map(ExecResult::from)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(DbBackend::Sqlite, sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let row = self.ask(statement, |to, asked| Box::pin(asked.fetch_optional(to))).await?;
        Ok(row.map(QueryResult::from))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let rows = self.ask(statement, |to, asked| Box::pin(asked.fetch_all(to))).await?;
        Ok(rows.into_iter().map(QueryResult::from).collect())
    }
}

/// What the last statement of a question did. SQLite counts for a SAVEPOINT what was changed before it.
async fn of_the_last(to: &mut SqliteConnection, asked: Asked) -> Result<SqliteQueryResult, Error> {
    let mut answers = to.fetch_many(asked);
    let mut last = SqliteQueryResult::default();
    while let Some(answer) = answers.try_next().await? {
        if let Either::Left(done) = answer {
            last = done;
        }
    }
    Ok(last)
}

fn failed(error: Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}
