//! A decision is held against what was computed: each result keeps the computed outcome, what was found, and the reason
//! where the meeting decided otherwise. A later meeting may decide a case anew: both results stay, the one with the higher
//! version counts. An announcement may correct or withdraw an earlier one. A copy for a commission above knows its case, so
//! that it follows.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// SQLite cannot drop a constraint; the table is made anew.
const RESULTS_ANEW: &str = "\
CREATE TABLE results_anew (
  tenant_id blob NOT NULL REFERENCES tenants (id),
  id blob NOT NULL,
  decision_id blob NOT NULL,
  period_id blob NOT NULL,
  case_id blob NOT NULL,
  unit_id blob NOT NULL,
  rank integer NOT NULL,
  tied boolean NOT NULL,
  score text NOT NULL,
  achievable text NOT NULL,
  rate text NOT NULL,
  outcome text NOT NULL,
  sheet text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  computed text NOT NULL DEFAULT '',
  found text NOT NULL DEFAULT '',
  differs text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, case_id, version),
  FOREIGN KEY (tenant_id, decision_id) REFERENCES decisions (tenant_id, id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES periods (tenant_id, id),
  FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES units (tenant_id, id)
);
INSERT INTO results_anew
  (tenant_id, id, decision_id, period_id, case_id, unit_id, rank, tied, score, achievable, rate, outcome, sheet)
SELECT tenant_id, id, decision_id, period_id, case_id, unit_id, rank, tied, score, achievable, rate, outcome, sheet
FROM results;
DROP TABLE results;
ALTER TABLE results_anew RENAME TO results;
CREATE INDEX results_by_period ON results (tenant_id, period_id);
CREATE INDEX results_by_decision ON results (tenant_id, decision_id);
";

const RESULTS_ON_POSTGRES: &str = "\
ALTER TABLE results ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE results ADD COLUMN computed text NOT NULL DEFAULT '';
ALTER TABLE results ADD COLUMN found text NOT NULL DEFAULT '';
ALTER TABLE results ADD COLUMN differs text NOT NULL DEFAULT '';
ALTER TABLE results ADD COLUMN reason text NOT NULL DEFAULT '';
ALTER TABLE results DROP CONSTRAINT results_tenant_id_case_id_key;
ALTER TABLE results ADD UNIQUE (tenant_id, case_id, version);
";

const OTHERS: &str = "\
ALTER TABLE decisions ADD COLUMN corrects_id uuid;
ALTER TABLE decisions ADD COLUMN after_publication boolean NOT NULL DEFAULT FALSE;
ALTER TABLE announcements ADD COLUMN kind text NOT NULL DEFAULT '';
ALTER TABLE announcements ADD COLUMN amends_id uuid;
ALTER TABLE oversight ADD COLUMN case_id uuid;
";

const REFERENCES_ON_POSTGRES: &str = "\
ALTER TABLE decisions ADD FOREIGN KEY (tenant_id, corrects_id) REFERENCES decisions (tenant_id, id);
ALTER TABLE announcements ADD FOREIGN KEY (tenant_id, amends_id) REFERENCES announcements (tenant_id, id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let script = script(manager.get_database_backend());
        manager.get_connection().execute_unprepared(&script).await?;
        Ok(())
    }

    /// All or nothing, on SQLite too: nothing refers to the table that is made anew.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

pub fn script(backend: DbBackend) -> String {
    let others = walls::tables(backend, OTHERS);
    match backend {
        DbBackend::Sqlite => format!("{RESULTS_ANEW}{}{others}", walls::keeps("results", "tenant_id")),
        _ => format!("{RESULTS_ON_POSTGRES}{others}{REFERENCES_ON_POSTGRES}"),
    }
}
