//! Supplementary versions reach cases in portions: a case knows which one it has not been brought over to yet.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: &str = "\
ALTER TABLE cases ADD COLUMN awaits uuid;
CREATE INDEX cases_awaiting ON cases (tenant_id, period_id, id) WHERE awaits IS NOT NULL;
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
    walls::tables(backend, COLUMNS)
}
