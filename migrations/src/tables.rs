//! The tables by who may see their rows, and what the application's role may do with them.

use sea_orm_migration::prelude::*;

/// Tables that belong to the platform.
pub const GLOBAL_TABLES: &[&str] = &[
    "tenants",
    "persons",
    "password_history",
    "memberships",
    "platform_posts",
    "sessions",
    "login_failures",
    "second_factors",
    "recovery_codes",
    "contacts",
    "platform_journal",
    "platform_journal_details",
    "renamings",
    "login_steps",
    "password_links",
    "notices",
];

/// Tables whose every row belongs to one tenant.
pub const TENANT_TABLES: &[&str] = &[
    "units",
    "departments",
    "former_names",
    "posts",
    "appointments",
    "lines",
    "line_units",
    "invitations",
    "suspensions",
    "schemes",
    "scheme_drafts",
    "periods",
    "supplements",
    "period_changes",
    "applicants",
    "headcounts",
    "cases",
    "case_sums",
    "answers",
    "facts",
    "source_figures",
    "assignments",
    "files",
    "evidence",
    "returns",
    "decisions",
    "results",
    "announcements",
    "journal",
    "journal_details",
    "checkpoints",
    "account_rules",
];

/// Tables by which tenants let others read something, each in its own way.
pub const SHOWN_TABLES: &[&str] = &["oversight", "shared_schemes"];

/// Tables that are only ever added to.
pub(crate) const APPEND_ONLY: &[&str] = &["journal", "checkpoints", "platform_journal"];

/// Gives the application's role what it needs on PostgreSQL, and nothing more.
///
/// # Errors
/// Whatever the database says, in particular that there is no such role.
pub async fn grant<C>(db: &C, role: &str) -> Result<(), DbErr>
where
    C: ConnectionTrait,
{
    let role = format!("\"{}\"", role.replace('"', "\"\""));
    let mut script = format!(
        "DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {role}', current_schema()); END $$;\n\
         GRANT SELECT ON seaql_migrations TO {role};\n"
    );
    for table in GLOBAL_TABLES.iter().chain(TENANT_TABLES).chain(SHOWN_TABLES) {
        let acts =
            if APPEND_ONLY.contains(table) { "SELECT, INSERT" } else { "SELECT, INSERT, UPDATE, DELETE" };
        script.push_str(&format!("GRANT {acts} ON {table} TO {role};\n"));
    }
    db.execute_unprepared(&script).await?;
    Ok(())
}
