//! Returns remember what stood there when an item was sent back, so that what the unit changed since can be shown, and what
//! it said where it changed nothing.

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
    "ALTER TABLE returns ADD COLUMN stood text NOT NULL DEFAULT '';\n\
     ALTER TABLE returns ADD COLUMN reply text NOT NULL DEFAULT '';\n"
        .to_owned()
}
