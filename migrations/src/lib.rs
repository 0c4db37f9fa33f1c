//! The history of the database, told in sentences. A migration that has been released is never edited; the next
//! sentence corrects it. No entity is imported here: entities change, history does not.
//!
//! Ids are `uuid` (16 bytes on SQLite), moments `bigint` (milliseconds since 1970, UTC), days and 分值 `text`.

mod m20261121_000001_the_house_is_founded;
mod m20261122_000002_people_come_by_invitation;
mod m20261122_040000_people_prove_themselves_twice;
mod m20261122_150000_schemes_are_drafted_first;
mod m20261122_160000_cases_know_their_unit_type;
mod m20261122_230000_facts_are_registered;
mod m20261123_030000_schemes_are_supplemented;
mod m20261123_040000_schemes_are_shared;
mod m20261123_050000_other_sources_are_entered;
mod m20261126_230000_persons_and_families_apply;
mod m20261126_233000_facts_have_files;
mod m20261126_235000_older_posts_learn_new_acts;
mod m20261127_040000_a_second_person_confirms;
mod m20261127_130000_decisions_keep_their_places;
mod m20261130_230000_decisions_are_held_against_what_was_computed;
mod m20261130_231000_headcounts_are_confirmed;
mod m20261130_231000_returns_remember_what_stood;
mod m20261130_232000_cases_are_assigned_to_reviewers;
mod m20261130_233000_names_are_told_apart;
mod m20261130_234000_sessions_show_what_they_proved;
mod m20261130_235000_periods_change_with_a_reason;
mod m20261130_235500_places_change_with_time;
mod m20261201_020000_sums_stand_beside_cases;
mod m20261201_021000_supplements_reach_cases_in_portions;
mod tables;
mod walls;

pub use tables::{GLOBAL_TABLES, SHOWN_TABLES, TENANT_TABLES, grant};

use sea_orm_migration::prelude::*;

/// Brings a database up to date.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_the_house_is_founded::Migration),
            Box::new(m20261122_000002_people_come_by_invitation::Migration),
            Box::new(m20261122_040000_people_prove_themselves_twice::Migration),
            Box::new(m20261122_150000_schemes_are_drafted_first::Migration),
            Box::new(m20261122_160000_cases_know_their_unit_type::Migration),
            Box::new(m20261122_230000_facts_are_registered::Migration),
            Box::new(m20261123_030000_schemes_are_supplemented::Migration),
            Box::new(m20261123_040000_schemes_are_shared::Migration),
            Box::new(m20261123_050000_other_sources_are_entered::Migration),
            Box::new(m20261126_230000_persons_and_families_apply::Migration),
            Box::new(m20261126_233000_facts_have_files::Migration),
            Box::new(m20261126_235000_older_posts_learn_new_acts::Migration),
            Box::new(m20261127_040000_a_second_person_confirms::Migration),
            Box::new(m20261127_130000_decisions_keep_their_places::Migration),
            Box::new(m20261130_231000_returns_remember_what_stood::Migration),
            Box::new(m20261130_230000_decisions_are_held_against_what_was_computed::Migration),
            Box::new(m20261130_231000_headcounts_are_confirmed::Migration),
            Box::new(m20261130_232000_cases_are_assigned_to_reviewers::Migration),
            Box::new(m20261130_233000_names_are_told_apart::Migration),
            Box::new(m20261130_234000_sessions_show_what_they_proved::Migration),
            Box::new(m20261130_235000_periods_change_with_a_reason::Migration),
            Box::new(m20261130_235500_places_change_with_time::Migration),
            Box::new(m20261201_020000_sums_stand_beside_cases::Migration),
            Box::new(m20261201_021000_supplements_reach_cases_in_portions::Migration),
        ]
    }
}

/// The names of all migrations this program knows, oldest first.
pub fn names() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

/// The names of the migrations a database has gone through, oldest first. Reads only.
///
/// # Errors
/// Whatever the database says.
pub async fn applied<C>(db: &C) -> Result<Vec<String>, DbErr>
where
    C: ConnectionTrait,
{
    let backend = db.get_database_backend();
    let looked_for = match backend {
        sea_orm::DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'"
        }
        _ => {
            "SELECT to_regclass('seaql_migrations')::text AS name WHERE to_regclass('seaql_migrations') IS NOT NULL"
        }
    };
    if db.query_one_raw(sea_orm::Statement::from_string(backend, looked_for)).await?.is_none() {
        return Ok(Vec::new());
    }
    let rows = db
        .query_all_raw(sea_orm::Statement::from_string(
            backend,
            "SELECT version FROM seaql_migrations ORDER BY version",
        ))
        .await?;
    rows.iter().map(|row| row.try_get("", "version")).collect()
}

/// Every statement of the history on one backend: what a template made from it can be named after.
pub fn script(backend: sea_orm::DbBackend) -> String {
    [
        m20261121_000001_the_house_is_founded::script,
        m20261122_000002_people_come_by_invitation::script,
        m20261122_040000_people_prove_themselves_twice::script,
        m20261122_150000_schemes_are_drafted_first::script,
        m20261122_160000_cases_know_their_unit_type::script,
        m20261122_230000_facts_are_registered::script,
        m20261123_030000_schemes_are_supplemented::script,
        m20261123_040000_schemes_are_shared::script,
        m20261123_050000_other_sources_are_entered::script,
        m20261126_230000_persons_and_families_apply::script,
        m20261126_233000_facts_have_files::script,
        m20261126_235000_older_posts_learn_new_acts::script,
        m20261127_040000_a_second_person_confirms::script,
        m20261127_130000_decisions_keep_their_places::script,
        m20261130_231000_returns_remember_what_stood::script,
        m20261130_230000_decisions_are_held_against_what_was_computed::script,
        m20261130_231000_headcounts_are_confirmed::script,
        m20261130_232000_cases_are_assigned_to_reviewers::script,
        m20261130_233000_names_are_told_apart::script,
        m20261130_234000_sessions_show_what_they_proved::script,
        m20261130_235000_periods_change_with_a_reason::script,
        m20261130_235500_places_change_with_time::script,
        m20261201_020000_sums_stand_beside_cases::script,
        m20261201_021000_supplements_reach_cases_in_portions::script,
    ]
    .map(|script| script(backend))
    .concat()
}
