//! Persons and families apply: a case is its unit's own, or that of a person or a family the unit puts forward. A unit says
//! once per period how many people it has, so that the share it may put forward is a number.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "\
CREATE TABLE applicants (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  unit_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('person', 'family')),
  name text NOT NULL,
  duty text NOT NULL,
  phone text NOT NULL,
  added_by text NOT NULL,
  added_at bigint NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, unit_id, kind, name, duty),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES units (tenant_id, id)
);

CREATE TABLE headcounts (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  period_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  people integer NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, period_id, unit_id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES periods (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES units (tenant_id, id)
);
";

/// A unit has one case of its own in a period, and one for each of those it puts forward.
const ONCE: &str = "\
CREATE UNIQUE INDEX cases_of_units_once ON cases (tenant_id, period_id, unit_id) WHERE applicant_id IS NULL;
CREATE UNIQUE INDEX cases_of_applicants_once ON cases (tenant_id, period_id, applicant_id) WHERE applicant_id IS NOT NULL;
";

/// SQLite cannot take a constraint back: the table is written anew under its name. Nothing that refers to it may look
/// meanwhile, so this is its own transaction, with foreign keys off around it.
const ANEW: &str = "\
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE cases_anew (
  tenant_id blob NOT NULL REFERENCES tenants (id),
  id blob NOT NULL,
  period_id blob NOT NULL,
  unit_id blob NOT NULL,
  state text NOT NULL,
  revision integer NOT NULL,
  self_answered integer NOT NULL,
  self_score text NOT NULL,
  self_high text NOT NULL,
  review_answered integer NOT NULL,
  review_score text NOT NULL,
  submitted_at bigint,
  signed_by text,
  closed_at bigint,
  updated_at bigint NOT NULL,
  unit_type text NOT NULL DEFAULT '',
  scheme_id blob NOT NULL,
  applicant_id blob,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES periods (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES units (tenant_id, id),
  FOREIGN KEY (tenant_id, scheme_id) REFERENCES schemes (tenant_id, id),
  FOREIGN KEY (tenant_id, applicant_id) REFERENCES applicants (tenant_id, id)
);
INSERT INTO cases_anew SELECT
  tenant_id, id, period_id, unit_id, state, revision, self_answered, self_score, self_high, review_answered,
  review_score, submitted_at, signed_by, closed_at, updated_at, unit_type, scheme_id, NULL
FROM cases;
DROP TABLE cases;
ALTER TABLE cases_anew RENAME TO cases;
CREATE INDEX cases_by_unit ON cases (tenant_id, unit_id);
";

const ON_POSTGRES: &str = "\
ALTER TABLE cases ADD COLUMN applicant_id uuid;
ALTER TABLE cases ADD FOREIGN KEY (tenant_id, applicant_id) REFERENCES applicants (tenant_id, id);
ALTER TABLE cases DROP CONSTRAINT cases_tenant_id_period_id_unit_id_key;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // On SQLite the script ends its own transaction: if the machine stopped before this sentence was recorded as told,
        // it is found told.
        if manager.has_column("cases", "applicant_id").await? {
            return Ok(());
        }
        let script = script(manager.get_database_backend());
        manager.get_connection().execute_unprepared(&script).await?;
        Ok(())
    }

    /// PostgreSQL takes the whole script as one; on SQLite it is one by itself.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }
}

pub fn script(backend: DbBackend) -> String {
    let tables =
        walls::tables(backend, TABLES) + &walls::tenants_apart(backend, &["applicants", "headcounts"]);
    match backend {
        DbBackend::Sqlite => {
            let (before, after) = ANEW.split_once("CREATE TABLE cases_anew").unwrap_or((ANEW, ""));
            let cases = walls::keeps("cases", "tenant_id");
            format!(
                "{before}{tables}CREATE TABLE cases_anew{after}{cases}{ONCE}COMMIT;\nPRAGMA foreign_keys = ON;\n"
            )
        }
        _ => format!("{tables}{ON_POSTGRES}{ONCE}"),
    }
}
