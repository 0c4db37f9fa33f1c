//! One attempt at a login after the other: whoever sends many at once is counted like whoever sends them in a row.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// Whose turn it is, by login.
#[derive(Default)]
pub(crate) struct Turns {
    waiting: Mutex<HashMap<String, Arc<Turn<()>>>>,
}

impl Turns {
    /// Waits until nobody else tries this login; the turn ends when what is given is dropped.
    pub(crate) async fn take(&self, login: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            // Those that only the map still knows are over.
            waiting.retain(|_, turn| Arc::strong_count(turn) > 1);
            waiting.entry(login.to_owned()).or_default().clone()
        };
        turn.lock_owned().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_same_login_waits_and_another_does_not() {
        let turns = Turns::default();
        let first = turns.take("one").await;
        drop(turns.take("another").await);
        let second = turns.take("one");
        tokio::pin!(second);
        let moment = std::time::Duration::from_millis(20);
        assert!(tokio::time::timeout(moment, &mut second).await.is_err());
        drop(first);
        drop(second.await);
        drop(turns.take("a third").await);
        assert_eq!(turns.waiting.lock().unwrap().len(), 1, "what is over is forgotten");
    }
}
