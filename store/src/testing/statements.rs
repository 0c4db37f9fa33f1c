//! What a store asks its database, statement by statement: two requests that ask the same differ in no way that a clock
//! could tell.

use std::sync::{Arc, Mutex, PoisonError};

use crate::Store;

/// Listens to a store, from [`Statements::begin`] to [`Statements::end`].
#[derive(Clone, Default)]
pub struct Statements {
    sent: Arc<Mutex<Option<Vec<String>>>>,
}

impl Statements {
    /// Of this store, and of clones made of it afterwards.
    pub fn of(store: &mut Store) -> Self {
        let statements = Self::default();
        let heard = statements.clone();
        store.tell(move |sql| {
            if let Some(sent) = heard.sent().as_mut() {
                sent.push(sql.to_owned());
            }
        });
        statements
    }

    pub fn begin(&self) {
        *self.sent() = Some(Vec::new());
    }

    /// What was sent since, without what was bound to it.
    pub fn end(&self) -> Vec<String> {
        self.sent().take().unwrap_or_default()
    }

    fn sent(&self) -> std::sync::MutexGuard<'_, Option<Vec<String>>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
