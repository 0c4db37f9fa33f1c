//! A save in one question, for whoever remembers what it changes. Nothing is read first: that everything still is as it
//! was remembered, the writes themselves find out.

use domain::policy::Permit;
use sea_orm::{ConnectionTrait, DbBackend};

use crate::answers::{self, AnswerRow, NewAnswer};
use crate::case_sums;
use crate::cases::{self, Case};
use crate::entities::{answers as answer_table, cases as case_table};
use crate::journal::{self, Head, NewEntry};
use crate::{StoreError, Tx, scoped};

/// What is saved, and what it stands on.
#[derive(Clone, Copy, Debug)]
pub struct Save<'a> {
    /// With its new figures, and the revision it is remembered with.
    pub case: &'a Case,
    pub answer: &'a NewAnswer,
    /// The answer that is there.
    pub there: Option<&'a AnswerRow>,
    pub entry: &'a NewEntry,
    /// The end of the case's chain.
    pub head: &'a Head,
}

/// What a save leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub case_revision: i32,
    pub revision: i32,
    pub head: Head,
}

/// Writes the case's figures, the answer and the journal entry. `None` if anything is not as remembered: then nothing may
/// be kept, and what is there has to be read. Only SQLite answers several statements at once; elsewhere it is always
/// `None`.
///
/// # Errors
/// [`StoreError::Unavailable`] and the like; what is not as remembered is no error.
pub async fn at_once(tx: &Tx, permit: &Permit, save: Save<'_>) -> Result<Option<Done>, StoreError> {
    let Save { case, answer, there, entry, head } = save;
    if tx.connection().get_database_backend() != DbBackend::Sqlite {
        return Ok(None);
    }
    scoped::update_along::<case_table::Entity>(tx, permit, cases::replacing(case)).await?;
    match there {
        Some(_) => {
            let replacing = answers::replacing(permit, answer);
            scoped::update_along::<answer_table::Entity>(tx, permit, replacing).await?;
        }
        None => {
            let first = answers::first(tx, permit, answer);
            scoped::insert_told::<answer_table::Entity>(tx, permit, first).await?;
        }
    }
    if let Some(sums) = &case.sums {
        case_sums::put(tx, permit, case.id, sums).await?;
    }
    let head = journal::append_after(tx, permit, entry, Some(head)).await?;
    match scoped::ask_waiting(tx).await {
        Ok(2) => Ok(Some(Done {
            case_revision: case.revision + 1,
            revision: there.map_or(1, |row| row.revision + 1),
            head,
        })),
        Ok(_) => Ok(None),
        // Somebody else has added to the chain, or given the first answer.
        Err(error) if error.is_unique_violation() => Ok(None),
        Err(error) => Err(error),
    }
}
