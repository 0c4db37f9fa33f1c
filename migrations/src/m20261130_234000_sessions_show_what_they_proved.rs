//! A second factor belongs to a session: each remembers whether it was shown one (those that are there have to show it
//! again), the step between password and code is used once, a lost password is replaced by a one-time link, and what was
//! done to an account is told to its owner.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "\
ALTER TABLE sessions ADD COLUMN proven boolean NOT NULL DEFAULT false;

-- The password was right, the code is waited for.
CREATE TABLE login_steps (
  id uuid NOT NULL PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  ends_at bigint NOT NULL,
  used_at bigint
);
CREATE INDEX login_steps_by_person ON login_steps (person_id);
CREATE INDEX login_steps_by_end ON login_steps (ends_at);

-- Only a hash of the link's token is kept. `issuer_id` is whose act it is; the tenant is empty where the platform issued it.
CREATE TABLE password_links (
  id uuid NOT NULL PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  token_hash text NOT NULL UNIQUE,
  tenant_id uuid REFERENCES tenants (id),
  issuer_id uuid,
  issued_by text NOT NULL,
  reason text NOT NULL,
  at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint,
  withdrawn_at bigint
);
CREATE INDEX password_links_by_person ON password_links (person_id);

CREATE TABLE notices (
  id uuid NOT NULL PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  at bigint NOT NULL,
  told text NOT NULL,
  read_at bigint
);
CREATE INDEX notices_by_person ON notices (person_id);
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
    walls::tables(backend, TABLES)
}
