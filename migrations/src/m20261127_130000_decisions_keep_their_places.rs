//! A decision keeps what its 评选名额 were: of how many, how many could be given, how many were. Empty where nothing limits,
//! and for decisions of before.

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
    "ALTER TABLE decisions ADD COLUMN places text NOT NULL DEFAULT '';\n".to_owned()
}
