//! A second person confirms: a case knows how many discretionary values wait for theirs, and the built-in posts of tenants
//! that are there learn to confirm.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: &str = "\
ALTER TABLE cases ADD COLUMN self_unconfirmed integer NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN review_unconfirmed integer NOT NULL DEFAULT 0;
";

/// Post, act that stands before it, new act.
const LEARNT: &[(&str, &str, &str)] = &[
    ("clerk", "fill_in", "confirm_own"),
    ("unit_head", "view_case", "confirm_own"),
    ("reviewer", "score_criteria", "confirm_review"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let script = script(manager.get_database_backend());
        manager.get_connection().execute_unprepared(&script).await?;
        Ok(())
    }

    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

pub fn script(backend: DbBackend) -> String {
    let learn = |(post, before, act): &(&str, &str, &str)| {
        format!(
            "UPDATE posts SET acts = replace(acts, '\"{before}\"', '\"{before}\",\"{act}\"')\n\
             WHERE code = '{post}' AND acts NOT LIKE '%\"{act}\"%';\n"
        )
    };
    let learnt: String = LEARNT.iter().map(learn).collect();
    match backend {
        DbBackend::Sqlite => format!("{COLUMNS}{learnt}"),
        // The owner passes the walls for as long as this sentence is told.
        _ => format!(
            "{COLUMNS}\
             ALTER TABLE posts NO FORCE ROW LEVEL SECURITY;\n\
             {learnt}\
             ALTER TABLE posts FORCE ROW LEVEL SECURITY;\n"
        ),
    }
}
