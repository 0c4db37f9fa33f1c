//! The headcount a unit's clerk states limits nothing until the officer has confirmed it. The number that was confirmed
//! holds on while a new one waits.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

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

pub fn script(_: DbBackend) -> String {
    "ALTER TABLE headcounts ADD COLUMN confirmed_people integer;\n\
     ALTER TABLE headcounts ADD COLUMN confirmed_by text NOT NULL DEFAULT '';\n\
     ALTER TABLE headcounts ADD COLUMN confirmed_at bigint;\n"
        .to_owned()
}
