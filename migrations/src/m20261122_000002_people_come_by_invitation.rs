//! People come by invitation; posts reach over lines of units; a delegate acts for somebody, openly and for a time;
//! a member can be kept out for a while.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TENANT_TABLES: &[&str] = &["lines", "line_units", "invitations", "suspensions"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let script = script(manager.get_database_backend());
        manager.get_connection().execute_unprepared(&script).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

pub fn script(backend: DbBackend) -> String {
    let mut script =
        walls::tables(backend, include_str!("m20261122_000002_people_come_by_invitation/lines.sql"));
    match backend {
        DbBackend::Sqlite => {
            let anew = include_str!("m20261122_000002_people_come_by_invitation/appointments.sqlite.sql");
            script.push_str(&walls::tables(backend, anew));
            script.push_str(&walls::tenants_apart(backend, &["appointments"]));
        }
        _ => script
            .push_str(include_str!("m20261122_000002_people_come_by_invitation/appointments.postgres.sql")),
    }
    script.push_str(&walls::tables(
        backend,
        include_str!("m20261122_000002_people_come_by_invitation/invitations.sql"),
    ));
    script + &walls::tenants_apart(backend, TENANT_TABLES)
}
