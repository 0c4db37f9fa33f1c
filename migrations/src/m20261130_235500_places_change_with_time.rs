//! Places change with time: units, departments and lines are renamed and end, and stand in the order somebody has put them in.
//! What they were called before stays known, for papers of that time. And the journal is read page by page.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: &str = "\
ALTER TABLE units ADD COLUMN ended_on text;
ALTER TABLE units ADD COLUMN ended_reason text NOT NULL DEFAULT '';
ALTER TABLE departments ADD COLUMN position integer NOT NULL DEFAULT 0;
ALTER TABLE departments ADD COLUMN ended_on text;
ALTER TABLE departments ADD COLUMN ended_reason text NOT NULL DEFAULT '';
ALTER TABLE lines ADD COLUMN position integer NOT NULL DEFAULT 0;
ALTER TABLE lines ADD COLUMN ended_on text;
ALTER TABLE lines ADD COLUMN ended_reason text NOT NULL DEFAULT '';
";

/// Until now they stood in the order they were added.
const POSITIONS: &str = "\
UPDATE departments SET position = (
  SELECT COUNT(*) FROM departments AS earlier WHERE earlier.tenant_id = departments.tenant_id
  AND earlier.unit_id = departments.unit_id AND earlier.id <= departments.id
);
UPDATE lines SET position = (
  SELECT COUNT(*) FROM lines AS earlier WHERE earlier.tenant_id = lines.tenant_id AND earlier.id <= lines.id
);
";

const TABLE: &str = "\
CREATE TABLE former_names (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  place_kind text NOT NULL CHECK (place_kind IN ('unit', 'department', 'line')),
  place_id uuid NOT NULL,
  name text NOT NULL,
  until text NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX former_names_by_place ON former_names (tenant_id, place_kind, place_id);
CREATE INDEX journal_by_time ON journal (tenant_id, at, id);
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
    let table = walls::tables(backend, TABLE) + &walls::tenants_apart(backend, &["former_names"]);
    let positions = match backend {
        DbBackend::Sqlite => POSITIONS.to_owned(),
        // The owner passes the walls for as long as this sentence is told.
        _ => {
            let forced = |how: &str| {
                ["departments", "lines"]
                    .map(|table| format!("ALTER TABLE {table} {how} ROW LEVEL SECURITY;\n"))
                    .concat()
            };
            forced("NO FORCE") + POSITIONS + &forced("FORCE")
        }
    };
    format!("{COLUMNS}{positions}{table}")
}
