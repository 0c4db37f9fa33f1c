//! The first sentence: the platform, its tenants, and everything a tenant owns.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::tables::{APPEND_ONLY, TENANT_TABLES};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// In the order in which they refer to one another.
const GROUPS: &[&str] = &[
    include_str!("m20261121_000001_the_house_is_founded/platform.sql"),
    include_str!("m20261121_000001_the_house_is_founded/people.sql"),
    include_str!("m20261121_000001_the_house_is_founded/schemes.sql"),
    include_str!("m20261121_000001_the_house_is_founded/cases.sql"),
    include_str!("m20261121_000001_the_house_is_founded/results.sql"),
    include_str!("m20261121_000001_the_house_is_founded/journal.sql"),
];

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
    let tables = GROUPS.concat();
    match backend {
        // SQLite knows no uuid; ids are bound as 16 bytes.
        DbBackend::Sqlite => tables.replace(" uuid", " blob") + &sqlite_walls(),
        _ => tables + &postgres_walls(),
    }
}

/// No row moves to another tenant; what is written down stays written down.
fn sqlite_walls() -> String {
    let mut script = String::new();
    for table in TENANT_TABLES {
        script.push_str(&format!(
            "CREATE TRIGGER {table}_keep_their_tenant BEFORE UPDATE OF tenant_id ON {table}\n\
             WHEN OLD.tenant_id IS NOT NEW.tenant_id\n\
             BEGIN SELECT RAISE(ABORT, 'a row never changes its tenant'); END;\n"
        ));
    }
    script.push_str(
        "CREATE TRIGGER oversight_keeps_its_source BEFORE UPDATE OF source_id ON oversight\n\
         WHEN OLD.source_id IS NOT NEW.source_id\n\
         BEGIN SELECT RAISE(ABORT, 'a row never changes its tenant'); END;\n",
    );
    for table in APPEND_ONLY {
        for act in ["UPDATE", "DELETE"] {
            script.push_str(&format!(
                "CREATE TRIGGER {table}_refuse_{} BEFORE {act} ON {table}\n\
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;\n",
                act.to_lowercase()
            ));
        }
    }
    script
}

/// Row-level security on every tenant table, for the owner too; without a scope there are no rows.
fn postgres_walls() -> String {
    const SCOPE: &str = "NULLIF(current_setting('app.tenant_id', true), '')::uuid";
    let mut script = String::new();
    for table in TENANT_TABLES.iter().chain(&["oversight"]) {
        script.push_str(&format!(
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        ));
    }
    for table in TENANT_TABLES {
        script.push_str(&format!(
            "CREATE POLICY own_tenant ON {table} USING (tenant_id = {SCOPE}) WITH CHECK (tenant_id = {SCOPE});\n"
        ));
    }
    script.push_str(&format!(
        "CREATE POLICY addressed_or_own ON oversight FOR SELECT USING (viewer_id = {SCOPE} OR source_id = {SCOPE});\n\
         CREATE POLICY own_added ON oversight FOR INSERT WITH CHECK (source_id = {SCOPE});\n\
         CREATE POLICY own_changed ON oversight FOR UPDATE USING (source_id = {SCOPE}) WITH CHECK (source_id = {SCOPE});\n\
         CREATE POLICY own_removed ON oversight FOR DELETE USING (source_id = {SCOPE});\n"
    ));
    script.push_str(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS\n\
         $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;\n",
    );
    for table in APPEND_ONLY {
        script.push_str(&format!(
            "CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table}\n\
             FOR EACH ROW EXECUTE FUNCTION refuse_change();\n\
             CREATE TRIGGER {table}_refuse_truncation BEFORE TRUNCATE ON {table}\n\
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();\n"
        ));
    }
    script
}
