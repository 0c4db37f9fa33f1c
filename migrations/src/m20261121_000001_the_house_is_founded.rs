//! The first sentence: the platform, its tenants, and everything a tenant owns.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls::{self, SCOPE};

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

/// Those of these tables that belong to tenants.
const TENANT_TABLES: &[&str] = &[
    "units",
    "departments",
    "posts",
    "appointments",
    "schemes",
    "periods",
    "cases",
    "answers",
    "files",
    "evidence",
    "returns",
    "decisions",
    "results",
    "announcements",
    "journal",
    "journal_details",
    "checkpoints",
];
const APPEND_ONLY: &[&str] = &["journal", "checkpoints"];

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
    let mut script = walls::tables(backend, &GROUPS.concat());
    script.push_str(&walls::tenants_apart(backend, TENANT_TABLES));
    match backend {
        DbBackend::Sqlite => script.push_str(&walls::keeps("oversight", "source_id")),
        _ => {
            script.push_str(&walls::row_level_security("oversight"));
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
        }
    }
    script + &walls::append_only(backend, APPEND_ONLY)
}
