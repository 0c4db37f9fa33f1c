//! The connection that writes, and whose turn it is.

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteError};
use sea_orm::sqlx::{self, Connection, Error};

/// Nobody's turn.
const NOBODY: u64 = 0;

/// One connection. Whoever has no turn is refused.
pub(super) struct Desk {
    options: SqliteConnectOptions,
    /// `None` after the transaction was lost, until the next group.
    connection: Option<SqliteConnection>,
    turns: u64,
    /// Whose turn it is.
    turn: u64,
    /// A statement failed in a way after which SQLite may have ended the transaction, or was given up half-way: the
    /// unit can only be undone.
    unfit: bool,
}

impl Desk {
    pub(super) async fn open(options: SqliteConnectOptions) -> Result<Self, Error> {
        let connection = SqliteConnection::connect_with(&options).await?;
        Ok(Self { options, connection: Some(connection), turns: NOBODY, turn: NOBODY, unfit: false })
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
    pub(super) async fn ask<T>(
        &mut self,
        turn: u64,
        question: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (true, false, Some(connection)) = (self.turn == turn, self.unfit, &mut self.connection) else {
            return Err(Error::Protocol("the turn has ended".to_owned()));
        };
        // If this is dropped before the answer is there, the unit stays unfit.
        self.unfit = true;
        let answer = question(connection).await;
        self.unfit = answer.as_ref().is_err_and(may_have_ended_the_transaction);
        answer
    }

    /// Runs the words of a group: BEGIN, SAVEPOINT, COMMIT. Opens the connection again if it was closed.
    pub(super) async fn say(&mut self, words: &'static str) -> Result<(), Error> {
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
    const ERROR: u32 = 1;
    const CONSTRAINT: u32 = 19;
    match error {
        Error::RowNotFound | Error::ColumnNotFound(_) | Error::ColumnDecode { .. } | Error::Decode(_) => {
            false
        }
        Error::Database(inner) if inner.try_downcast_ref::<SqliteError>().is_some() => {
            let code = inner.code().and_then(|code| code.parse::<u32>().ok());
            // The low byte is the primary code.
            !code.is_some_and(|code| matches!(code & 0xff, ERROR | CONSTRAINT))
        }
        _ => true,
    }
}
