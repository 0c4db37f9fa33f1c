//! Schemes are shared: a tenant puts a copy of a version where every other tenant may read it, and takes it back.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "\
CREATE TABLE shared_schemes (
  id uuid NOT NULL PRIMARY KEY,
  source_id uuid NOT NULL REFERENCES tenants (id),
  source_name text NOT NULL,
  scheme_id uuid NOT NULL,
  title text NOT NULL,
  version integer NOT NULL,
  document text NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  UNIQUE (source_id, scheme_id),
  FOREIGN KEY (source_id, scheme_id) REFERENCES schemes (tenant_id, id)
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
    let walls = match backend {
        DbBackend::Sqlite => walls::keeps("shared_schemes", "source_id"),
        _ => {
            let scope = walls::SCOPE;
            walls::row_level_security("shared_schemes")
                + &format!(
                    "CREATE POLICY read_by_tenants ON shared_schemes FOR SELECT USING ({scope} IS NOT NULL);\n\
                     CREATE POLICY own_added ON shared_schemes FOR INSERT WITH CHECK (source_id = {scope});\n\
                     CREATE POLICY own_removed ON shared_schemes FOR DELETE USING (source_id = {scope});\n"
                )
        }
    };
    walls::tables(backend, TABLE) + &walls
}
