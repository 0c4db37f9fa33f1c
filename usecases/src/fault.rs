//! Faults of the machine, as people meet them: a number to quote, the whole story in the log.

use crate::edge::chance;
use domain::refusal::Refusal;
use store::StoreError;

/// Turns a fault below into a [`Refusal`], logging what happened under the number the person is given.
pub trait OrFault<T> {
    fn or_fault(self) -> Result<T, Refusal>;
}

impl<T> OrFault<T> for Result<T, StoreError> {
    fn or_fault(self) -> Result<T, Refusal> {
        self.map_err(|error| {
            if error.is_full() {
                tracing::error!(%error, "the disk of the database is full");
                Refusal::StorageFull
            } else if error.is_unavailable() {
                tracing::warn!(%error, "database unavailable");
                Refusal::Unavailable
            } else {
                fault(&error)
            }
        })
    }
}

impl<T> OrFault<T> for Result<T, std::io::Error> {
    fn or_fault(self) -> Result<T, Refusal> {
        self.map_err(|error| {
            use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
            if matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge) {
                tracing::error!(%error, "the disk of the files is full");
                Refusal::StorageFull
            } else {
                fault(&error)
            }
        })
    }
}

impl<T> OrFault<T> for Result<T, serde_json::Error> {
    fn or_fault(self) -> Result<T, Refusal> {
        self.map_err(|error| fault(&error))
    }
}

/// For writing a name that was looked for before: somebody may have been faster in between.
pub(crate) trait OrTaken<T> {
    fn or_taken(self, what: impl FnOnce() -> String) -> Result<T, Refusal>;
}

impl<T> OrTaken<T> for Result<T, StoreError> {
    fn or_taken(self, what: impl FnOnce() -> String) -> Result<T, Refusal> {
        match self {
            Err(error) if error.is_unique_violation() => Err(Refusal::Taken { what: what() }),
            other => other.or_fault(),
        }
    }
}

/// For changing a row that was looked for before: somebody may have been faster in between.
pub(crate) trait OrGone<T> {
    fn or_gone(self) -> Result<T, Refusal>;
}

impl<T> OrGone<T> for Result<T, StoreError> {
    fn or_gone(self) -> Result<T, Refusal> {
        match self {
            Err(StoreError::Missing(_)) => Err(Refusal::NotFound),
            other => other.or_fault(),
        }
    }
}

/// Logs a fault and gives its number.
pub fn fault(error: &(dyn std::error::Error + 'static)) -> Refusal {
    let number = chance()[..4].iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    tracing::error!(number, error, "fault");
    Refusal::Fault { number }
}
