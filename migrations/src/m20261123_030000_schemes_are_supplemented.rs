//! Schemes are supplemented while a period runs: a case knows the version it follows, and a period what was put in force
//! when and why.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "\
CREATE TABLE supplements (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  period_id uuid NOT NULL,
  older_id uuid NOT NULL,
  newer_id uuid NOT NULL,
  reason text NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, period_id, newer_id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES periods (tenant_id, id),
  FOREIGN KEY (tenant_id, older_id) REFERENCES schemes (tenant_id, id),
  FOREIGN KEY (tenant_id, newer_id) REFERENCES schemes (tenant_id, id)
);
ALTER TABLE periods ADD COLUMN supplements integer NOT NULL DEFAULT 0;
";

/// Each case follows the version its period pins.
const PINNED: &str = "\
UPDATE cases SET scheme_id = (
  SELECT periods.scheme_id FROM periods
  WHERE periods.tenant_id = cases.tenant_id AND periods.id = cases.period_id
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
    walls::tables(backend, TABLES) + &walls::tenants_apart(backend, &["supplements"]) + &pins(backend)
}

fn pins(backend: DbBackend) -> String {
    match backend {
        // A column that is added later needs a value for the rows that are there, and cannot refer to two columns.
        DbBackend::Sqlite => {
            format!(
                "ALTER TABLE cases ADD COLUMN scheme_id blob NOT NULL DEFAULT X'00000000000000000000000000000000';\n{PINNED}"
            )
        }
        // The owner passes the walls for as long as this sentence is told.
        _ => format!(
            "ALTER TABLE cases ADD COLUMN scheme_id uuid;\n\
             ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;\n\
             ALTER TABLE periods NO FORCE ROW LEVEL SECURITY;\n\
             {PINNED}\
             ALTER TABLE cases FORCE ROW LEVEL SECURITY;\n\
             ALTER TABLE periods FORCE ROW LEVEL SECURITY;\n\
             ALTER TABLE cases ALTER COLUMN scheme_id SET NOT NULL;\n\
             ALTER TABLE cases ADD FOREIGN KEY (tenant_id, scheme_id) REFERENCES schemes (tenant_id, id);\n"
        ),
    }
}
