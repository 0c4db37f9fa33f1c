//! The connection that writes, and whose turn it is.

use std::pin::Pin;

use sea_orm::Statement;
use sea_orm::sea_query::Values;
use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteError};
use sea_orm::sqlx::{self, AssertSqlSafe, Connection, Error, Sqlite};
use sea_query_sqlx::SqlxValues;

/// Nobody's turn.
const NOBODY: u64 = 0;

/// Statements that are asked together: the way to the connection and back costs more than most of them.
pub(super) struct Question(pub Vec<Statement>);

/// A question as the connection takes it.
pub(super) type Asked = Query<'static, Sqlite, SqlxValues>;

/// How an answer is fetched.
pub(super) type Way<T> = for<'c> fn(&'c mut SqliteConnection, Asked) -> Answer<'c, T>;
pub(super) type Answer<'c, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'c>>;

impl Question {
    /// The values of one statement follow those of the other.
    fn after(self, opening: Option<&'static str>) -> Asked {
        let mut sql = opening.unwrap_or_default().to_owned();
        let mut values = Vec::new();
        for statement in self.0 {
            if !sql.is_empty() {
                sql.push(';');
            }
            sql.push_str(&statement.sql);
            values.extend(statement.values.into_iter().flatten());
        }
        sqlx::query_with(AssertSqlSafe(sql), SqlxValues(Values(values)))
    }
}

/// One connection. Whoever has no turn is refused.
pub(super) struct Desk {
    options: SqliteConnectOptions,
    /// `None` after the transaction was lost, until the next group.
    connection: Option<SqliteConnection>,
    turns: u64,
    /// Whose turn it is.
    turn: u64,
    /// A statement failed in a way after which SQLite may have ended the transaction: the unit can only be undone.
    unfit: bool,
    /// Words that go with the first question of the next unit that asks anything.
    opening: Option<&'static str>,
}

impl Desk {
    pub(super) async fn open(options: SqliteConnectOptions) -> Result<Self, Error> {
        let connection = SqliteConnection::connect_with(&options).await?;
        Ok(Self {
            options,
            connection: Some(connection),
            turns: NOBODY,
            turn: NOBODY,
            unfit: false,
            opening: None,
        })
    }

    /// Begins somebody's turn and returns its number.
    pub(super) fn begin_turn(&mut self) -> u64 {
        self.turns += 1;
        (self.turn, self.unfit) = (self.turns, false);
        self.turn
    }

    /// Ends the turn, whoever still thinks to have it; tells whether its work may be kept.
    pub(super) fn end_turn(&mut self) -> bool {
        self.turn = NOBODY;
        !self.unfit
    }

    /// Asks the database something on behalf of a turn.
    pub(super) async fn ask<T>(&mut self, turn: u64, question: Question, answer: Way<T>) -> Result<T, Error> {
        let (true, false, Some(connection)) = (self.turn == turn, self.unfit, &mut self.connection) else {
            return Err(Error::Protocol("the turn has ended".to_owned()));
        };
        let opening = self.opening.take();
        let several = question.0.len() > 1;
        let answer = answer(connection, question.after(opening)).await;
        self.unfit = answer.as_ref().is_err_and(|error| several || may_have_ended_the_transaction(error));
        // Only a constraint is surely not the opening's: whose work a ROLLBACK TO would undo is not known otherwise.
        if opening.is_some() && answer.as_ref().is_err_and(|error| primary(error) != Some(CONSTRAINT)) {
            self.close().await;
        }
        answer
    }

    /// Puts words before the first question of the next unit that asks anything: a way to the connection less.
    pub(super) fn open_with(&mut self, words: &'static str) {
        self.opening = Some(words);
    }

    /// Whether the present unit has asked nothing yet, and the words before its first question were not said.
    pub(super) fn is_unopened(&self) -> bool {
        self.opening.is_some()
    }

    /// Runs the words of a group: BEGIN, SAVEPOINT, COMMIT. Opens the connection again if it was closed.
    pub(super) async fn say(&mut self, words: &'static str) -> Result<(), Error> {
        self.opening = None;
        if self.connection.is_none() {
            self.connection = Some(SqliteConnection::connect_with(&self.options).await?);
        }
        let connection = self.connection.as_mut().ok_or(Error::WorkerCrashed)?;
        sqlx::raw_sql(words).execute(connection).await.map(drop)
    }

    /// Closes the connection, and whatever was open on it is rolled back.
    pub(super) async fn close(&mut self) {
        if let Some(connection) = self.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "closing the connection that writes");
        }
    }
}

/// A constraint that does not hold and a statement that cannot be understood leave the transaction as it was. Others
/// (disk full, input and output, out of memory) may have ended it, and the next statement would stand for itself.
fn may_have_ended_the_transaction(error: &Error) -> bool {
    match error {
        Error::RowNotFound | Error::ColumnNotFound(_) | Error::ColumnDecode { .. } | Error::Decode(_) => {
            false
        }
        _ => !matches!(primary(error), Some(ERROR | CONSTRAINT)),
    }
}

const ERROR: u32 = 1;
const CONSTRAINT: u32 = 19;

/// SQLite's primary result code.
fn primary(error: &Error) -> Option<u32> {
    let Error::Database(inner) = error else { return None };
    inner.try_downcast_ref::<SqliteError>()?;
    let code: u32 = inner.code()?.parse().ok()?;
    Some(code & 0xff)
}
