//! Leading groups: one task has the say over BEGIN and COMMIT, so that no request that is given up can leave them half
//! done.

use std::future::ready;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::sqlx::Error;
use sea_orm::{DbErr, RuntimeErr};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::{Mutex, oneshot};

use super::desk::Desk;
use super::turn::{Told, Turn};
use super::{Patience, Request};

/// The most units that share a COMMIT.
const MOST: usize = 64;

const BEGIN: &str = "BEGIN IMMEDIATE; SAVEPOINT unit";
const NEXT: &str = "RELEASE unit; SAVEPOINT unit";
const UNDO: &str = "ROLLBACK TO unit";
const UNDO_AND_COMMIT: &str = "ROLLBACK TO unit; COMMIT";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// Gives turns until nobody can ask for one any more.
pub(super) async fn serve(
    desk: Desk,
    mut waiting: UnboundedReceiver<Request>,
    patience: Patience,
    committed: Arc<AtomicU64>,
) {
    let desk = Arc::new(Mutex::new(desk));
    while let Some(first) = waiting.recv().await {
        let mut group = Group { desk: &desk, waiting: &mut waiting, patience, kept: Vec::new() };
        match group.run(first).await {
            Ok(true) => {
                committed.fetch_add(1, Ordering::Relaxed);
            }
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, "a group of units was lost");
                desk.lock().await.close().await;
            }
        }
    }
    desk.lock().await.close().await;
}

struct Group<'a> {
    desk: &'a Arc<Mutex<Desk>>,
    waiting: &'a mut UnboundedReceiver<Request>,
    patience: Patience,
    /// Who waits for the COMMIT.
    kept: Vec<Told>,
}

impl Group<'_> {
    /// Leads one group from BEGIN to its end; tells whether anything was committed. Everybody has been told when it
    /// returns.
    ///
    /// # Errors
    /// When nothing was kept and the connection is not to be trusted.
    async fn run(&mut self, first: Request) -> Result<bool, DbErr> {
        if let Err(error) = self.say(BEGIN).await {
            let _ = first.send(Err(error.clone()));
            return Err(error);
        }
        let ended = self.take_turns(first).await;
        for told in self.kept.drain(..) {
            let _ = told.send(ended.clone().map(drop));
        }
        ended
    }

    async fn take_turns(&mut self, first: Request) -> Result<bool, DbErr> {
        let mut closing = pin!(tokio::time::sleep(self.patience.open));
        let mut request = first;
        loop {
            let kept = self.unit(request).await;
            let full = self.kept.len() >= MOST;
            let next = tokio::select! {
                biased;
                () = ready(()), if full => None,
                () = &mut closing => None,
                // Not looked at before it is polled: who is taken from the line gets a turn.
                next = async { self.waiting.try_recv().ok() } => next,
            };
            let Some(next) = next else {
                let clean = kept || self.desk.lock().await.is_unopened();
                let words = match (clean, self.kept.is_empty()) {
                    (_, true) => ROLLBACK,
                    (true, _) => COMMIT,
                    (false, false) => UNDO_AND_COMMIT,
                };
                self.say(words).await?;
                return Ok(words != ROLLBACK);
            };
            if kept {
                self.desk.lock().await.open_with(NEXT);
            } else if let Err(error) = self.undo().await {
                let _ = next.send(Err(error.clone()));
                return Err(error);
            }
            request = next;
        }
    }

    /// Gives one unit its turn and waits for its end; tells whether its work is to be kept.
    async fn unit(&mut self, request: Request) -> bool {
        let (end, ended) = oneshot::channel();
        let number = self.desk.lock().await.begin_turn();
        let _ = request.send(Ok(Turn::new(self.desk.clone(), number, end)));
        let told = match tokio::time::timeout(self.patience.turn, ended).await {
            Ok(told) => told.ok(),
            Err(_) => {
                tracing::error!("a unit of work did not end and was undone");
                None
            }
        };
        let fit = self.desk.lock().await.end_turn();
        match told {
            Some(told) if fit => self.kept.push(told),
            Some(told) => {
                let _ = told.send(Err(failed(Error::Protocol("a statement of the unit failed".to_owned()))));
                return false;
            }
            None => return false,
        }
        true
    }

    /// Undoes the unit that has just ended; one that asked nothing has done nothing, and the SAVEPOINT is still another's.
    async fn undo(&self) -> Result<(), DbErr> {
        let unopened = self.desk.lock().await.is_unopened();
        if unopened { Ok(()) } else { self.say(UNDO).await }
    }

    async fn say(&self, words: &'static str) -> Result<(), DbErr> {
        self.desk.lock().await.say(words).await.map_err(failed)
    }
}

fn failed(error: Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}
