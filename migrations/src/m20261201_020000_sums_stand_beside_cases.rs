//! Sums stand beside cases: what overviews show of both sheets of a case that was submitted. For the cases that are there
//! they are written when the house is next opened: it takes the engine to know them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// `id` is that of the case.
const TABLES: &str = "\
CREATE TABLE case_sums (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  own text NOT NULL,
  review text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX cases_by_state ON cases (tenant_id, state, period_id, unit_id, applicant_id);
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
    walls::tables(backend, TABLES) + &walls::tenants_apart(backend, &["case_sums"])
}
