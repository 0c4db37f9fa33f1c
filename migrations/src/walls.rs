//! What keeps rows where they belong, as every sentence of the history puts it around the tables it adds.

use sea_orm_migration::sea_orm::DbBackend;

/// The scope of a transaction; without one it is NULL, and no row belongs to it.
pub const SCOPE: &str = "NULLIF(current_setting('app.tenant_id', true), '')::uuid";

/// Table definitions as a backend reads them: SQLite knows no uuid, ids are bound as 16 bytes.
pub fn tables(backend: DbBackend, definitions: &str) -> String {
    match backend {
        DbBackend::Sqlite => definitions.replace(" uuid", " blob"),
        _ => definitions.to_owned(),
    }
}

/// Rows of these tables belong to one tenant and never move to another.
pub fn tenants_apart(backend: DbBackend, tables: &[&str]) -> String {
    let wall = |table: &&str| match backend {
        DbBackend::Sqlite => keeps(table, "tenant_id"),
        _ => {
            row_level_security(table)
                + &format!(
                    "CREATE POLICY own_tenant ON {table} \
                     USING (tenant_id = {SCOPE}) WITH CHECK (tenant_id = {SCOPE});\n"
                )
        }
    };
    tables.iter().map(wall).collect()
}

/// SQLite: no row of the table changes whose it is.
pub fn keeps(table: &str, column: &str) -> String {
    let named = if column == "tenant_id" { "keep_their_tenant" } else { "keeps_its_source" };
    format!(
        "CREATE TRIGGER {table}_{named} BEFORE UPDATE OF {column} ON {table}\n\
         WHEN OLD.{column} IS NOT NEW.{column}\n\
         BEGIN SELECT RAISE(ABORT, 'a row never changes its tenant'); END;\n"
    )
}

/// PostgreSQL: nobody passes the table's policies, its owner included.
pub fn row_level_security(table: &str) -> String {
    format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n")
}

/// What is written down in these tables stays written down. On PostgreSQL the function `refuse_change` of the first
/// sentence does the refusing.
pub fn append_only(backend: DbBackend, tables: &[&str]) -> String {
    let wall = |table: &&str| match backend {
        DbBackend::Sqlite => ["UPDATE", "DELETE"]
            .map(|act| {
                format!(
                    "CREATE TRIGGER {table}_refuse_{} BEFORE {act} ON {table}\n\
                     BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;\n",
                    act.to_lowercase()
                )
            })
            .concat(),
        _ => format!(
            "CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table}\n\
             FOR EACH ROW EXECUTE FUNCTION refuse_change();\n\
             CREATE TRIGGER {table}_refuse_truncation BEFORE TRUNCATE ON {table}\n\
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();\n"
        ),
    };
    tables.iter().map(wall).collect()
}
