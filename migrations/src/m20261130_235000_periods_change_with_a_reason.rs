//! Periods change with a reason: a deadline is moved for all or for one unit, a forgotten unit joins, one that ended leaves, a
//! period nobody has submitted in is cancelled. A case has deadlines of its own where its unit was given others.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: &str = "\
ALTER TABLE periods ADD COLUMN cancelled_at bigint;
ALTER TABLE cases ADD COLUMN fill_by text;
ALTER TABLE cases ADD COLUMN review_by text;
";

const TABLE: &str = "\
CREATE TABLE period_changes (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  period_id uuid NOT NULL,
  unit_id uuid,
  kind text NOT NULL CHECK (kind IN ('deadline', 'joined', 'left', 'cancelled')),
  told text NOT NULL,
  reason text NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES periods (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES units (tenant_id, id)
);
CREATE INDEX period_changes_by_period ON period_changes (tenant_id, period_id);
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
    let table = walls::tables(backend, TABLE) + &walls::tenants_apart(backend, &["period_changes"]);
    format!("{COLUMNS}{table}")
}
