//! Other sources are entered: where a result weighs several sources, what the ones beside the rubric came to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "\
CREATE TABLE source_figures (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  source text NOT NULL,
  value text NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, case_id, source),
  FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
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
    walls::tables(backend, TABLES) + &walls::tenants_apart(backend, &["source_figures"])
}
