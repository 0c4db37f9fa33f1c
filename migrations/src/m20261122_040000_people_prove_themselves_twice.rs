//! People have a second factor and a telephone number, tenants choose their account rules, and the platform keeps a
//! journal of what its own posts and people do to accounts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::walls;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "\
CREATE TABLE second_factors (
  person_id uuid NOT NULL PRIMARY KEY REFERENCES persons (id),
  sealed text NOT NULL,
  begun_at bigint NOT NULL,
  confirmed_at bigint,
  last_step bigint NOT NULL
);

CREATE TABLE recovery_codes (
  id uuid NOT NULL PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  code_hash text NOT NULL,
  used_at bigint,
  UNIQUE (person_id, code_hash)
);

CREATE TABLE contacts (
  person_id uuid NOT NULL PRIMARY KEY REFERENCES persons (id),
  phone text NOT NULL
);

ALTER TABLE platform_posts ADD COLUMN second_factor boolean NOT NULL DEFAULT true;
CREATE UNIQUE INDEX platform_posts_exclude_one_another ON platform_posts (person_id)
WHERE post IN ('operator', 'security_admin', 'audit_admin');

-- One chain for the whole platform.
CREATE TABLE platform_journal (
  id uuid NOT NULL PRIMARY KEY,
  seq bigint NOT NULL UNIQUE,
  act text NOT NULL,
  person_id uuid,
  signature text NOT NULL,
  at bigint NOT NULL,
  summary text NOT NULL,
  detail_hash text NOT NULL,
  previous text NOT NULL,
  hash text NOT NULL
);

-- Personal payload, apart from the chain so that it can be deleted.
CREATE TABLE platform_journal_details (
  id uuid NOT NULL PRIMARY KEY REFERENCES platform_journal (id),
  detail text NOT NULL
);

-- One row per tenant; a tenant without one has the 等保 profile and asks for no second factor.
CREATE TABLE account_rules (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  password_profile text NOT NULL CHECK (password_profile IN ('dengbao', 'asvs')),
  second_factor boolean NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id)
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
    walls::tables(backend, TABLES)
        + &walls::tenants_apart(backend, &["account_rules"])
        + &walls::append_only(backend, &["platform_journal"])
}
