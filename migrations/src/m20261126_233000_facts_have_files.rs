//! Facts have files: what shows a fact hangs on it, as evidence hangs on a criterion. A fact that is taken out leaves the
//! line behind, marked as removed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

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

pub fn script(backend: DbBackend) -> String {
    walls::tables(backend, "ALTER TABLE evidence ADD COLUMN fact_id uuid;\n")
}
