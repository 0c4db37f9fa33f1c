//! 佐证材料: attaching, removing, fetching; and tidying the files.

mod attach;
mod fetch;
mod kind;
mod remove;
mod sweep;

pub use attach::On;
pub(crate) use attach::file_name;
pub use fetch::Fetched;
pub(crate) use kind::recognise;
pub use sweep::FilesChecked;

use contract::case::Evidence;

/// A row as the checklist shows it.
pub(crate) fn view(row: store::evidence::Evidence) -> Evidence {
    Evidence {
        id: row.id,
        criterion: row.criterion,
        file: row.file,
        title: row.title,
        dated: row.dated.map(|day| day.to_string()).unwrap_or_default(),
        file_name: row.file_name,
        kind: row.kind,
        size: row.size,
        by: row.by_name,
    }
}
