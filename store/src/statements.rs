//! Overhearing what is asked of the database: for tests that count statements, and for measuring against somebody who
//! asks the same. Nobody listens while the house serves.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use sea_orm::Statement;

static LISTENING: AtomicBool = AtomicBool::new(false);
static HEARD: Mutex<Vec<Statement>> = Mutex::new(Vec::new());

/// From now on every statement within a transaction is kept.
pub fn listen() {
    LISTENING.store(true, Ordering::Release);
}

/// Stops listening and returns what was asked since, by whomever in this process.
pub fn heard() -> Vec<Statement> {
    LISTENING.store(false, Ordering::Release);
    std::mem::take(&mut *HEARD.lock().unwrap_or_else(PoisonError::into_inner))
}

pub(crate) fn asked(statement: &Statement) {
    if LISTENING.load(Ordering::Relaxed) {
        HEARD.lock().unwrap_or_else(PoisonError::into_inner).push(statement.clone());
    }
}
