//! Facts are registered: what happened, when, who was concerned, what shows it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A fact is known within its case only: its id, which the browser makes, says nothing about any other case.
const TABLES: &str = "\
CREATE TABLE facts (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  case_id uuid NOT NULL,
  id uuid NOT NULL,
  layer text NOT NULL CHECK (layer IN ('self', 'review')),
  title text NOT NULL,
  happened_on text,
  concerned text NOT NULL,
  basis text NOT NULL,
  revision integer NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant_id, case_id, id),
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
    walls::tables(backend, TABLES) + &walls::tenants_apart(backend, &["facts"])
}
