//! Older posts learn new acts: tenants that were opened before an act was known have their posts without it. And what
//! belongs to a period is found by it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Post, act that stands before it, new act.
const LEARNT: &[(&str, &str, &str)] =
    &[("clerk", "fill_in", "nominate"), ("scheme_officer", "open_period", "supplement")];

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
    let learn = |(post, before, act): &(&str, &str, &str)| {
        format!(
            "UPDATE posts SET acts = replace(acts, '\"{before}\"', '\"{before}\",\"{act}\"')\n\
             WHERE code = '{post}' AND acts NOT LIKE '%\"{act}\"%';\n"
        )
    };
    let learnt: String = LEARNT.iter().map(learn).collect();
    let index = "CREATE INDEX cases_by_period ON cases (tenant_id, period_id);\n";
    match backend {
        DbBackend::Sqlite => format!("{learnt}{index}"),
        // The owner passes the walls for as long as this sentence is told.
        _ => format!(
            "ALTER TABLE posts NO FORCE ROW LEVEL SECURITY;\n\
             {learnt}\
             ALTER TABLE posts FORCE ROW LEVEL SECURITY;\n\
             {index}"
        ),
    }
}
