//! On SQLite units of work take turns at the one connection that writes, and those that wait share a COMMIT.
//!
//! What makes a save slow is waiting for the disk, once per COMMIT. So a group of units runs in one open transaction,
//! each within a SAVEPOINT of its own, one after the other; the group is committed when nobody waits any more, and only
//! then every member is told that its work is kept. Who comes alone never waits for company.
//!
//! | what happens to a unit | what happens to its group |
//! |---|---|
//! | it is kept | its work is durable with the group's COMMIT, and it is told so after that |
//! | it is dropped, fails, panics, or its request is given up | its own work is undone, nobody else's |
//! | it holds its turn for too long | the same |
//! | the COMMIT fails, or SQLite gives the whole transaction up (disk full) | every member is told that nothing was kept |
//!
//! A unit sees what earlier members of its group wrote although it is not durable yet: whoever answers “yes, it is
//! there” from what it read has to commit first, even without having written.

mod desk;
mod group;
mod turn;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{ConnAcquireErr, DbErr, sqlx};
use tokio::sync::{mpsc, oneshot};

pub use turn::Turn;

use desk::Desk;

/// How long is waited for what.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For one's turn.
    pub wait: Duration,
    /// For a unit to end.
    pub turn: Duration,
    /// So long a group takes newcomers in; the first of them waits for the last.
    pub open: Duration,
}

/// Where turns are asked for. Cloning it shares the connection, which is closed with the last clone.
#[derive(Clone, Debug)]
pub struct Turns {
    requests: mpsc::UnboundedSender<Request>,
    patience: Patience,
    groups: Arc<AtomicU64>,
}

/// Somebody who waits for a turn.
type Request = oneshot::Sender<Result<Turn, DbErr>>;

impl Turns {
    /// Opens the connection that writes.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(options: SqliteConnectOptions, patience: Patience) -> Result<Self, sqlx::Error> {
        let desk = Desk::open(options).await?;
        let (requests, waiting) = mpsc::unbounded_channel();
        let groups = Arc::new(AtomicU64::new(0));
        tokio::spawn(group::serve(desk, waiting, patience, groups.clone()));
        Ok(Self { requests, patience, groups })
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// When it does not come in time, or the database cannot be written to.
    pub async fn take(&self) -> Result<Turn, DbErr> {
        let (hand_over, handed) = oneshot::channel();
        self.requests.send(hand_over).map_err(|_| closed())?;
        match tokio::time::timeout(self.patience.wait, handed).await {
            Ok(turn) => turn.map_err(|_| closed())?,
            Err(_) => Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)),
        }
    }

    /// How many groups have been committed since the opening.
    pub fn groups(&self) -> u64 {
        self.groups.load(Ordering::Relaxed)
    }
}

fn closed() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)
}
