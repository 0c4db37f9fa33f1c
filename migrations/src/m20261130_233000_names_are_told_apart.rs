//! Names are told apart: what a name looks like stands beside it (filled in for those who are there once the history has
//! been told), and who wants another name asks for it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "\
ALTER TABLE persons ADD COLUMN skeleton text NOT NULL DEFAULT '';
CREATE INDEX persons_by_skeleton ON persons (skeleton);

-- At most one waits per person; whoever consents or refuses takes it away.
CREATE TABLE renamings (
  person_id uuid NOT NULL PRIMARY KEY REFERENCES persons (id),
  name text NOT NULL,
  reason text NOT NULL,
  at bigint NOT NULL
);
";

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
    walls::tables(backend, TABLES)
}
