//! Isolation: each wall alone blocks everything.

use domain::policy::Act;
use store::testing::{TestDatabase, TestDatabases, execute, literal, on_both, rows, stop_filtering};
use store::{Backend, StoreError, cases, evidence, files, units};

use crate::world::{EAST, NOW, WEST, counties, fresh_case};

#[tokio::test]
async fn a_scope_does_not_find_count_or_change_a_foreign_row() {
    on_both(async |db| {
        counties(db).await;
        nothing_foreign_within_the_scope(db).await;
    })
    .await;
}

#[tokio::test]
async fn on_postgres_the_scope_alone_shows_nothing_foreign() {
    let db = TestDatabases::postgres().await;
    counties(&db).await;
    for table in migrations::TENANT_TABLES {
        db.as_owner(&format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")).await.unwrap();
    }
    nothing_foreign_within_the_scope(&db).await;

    let east = EAST.write(&db).await;
    stop_filtering(&east);
    assert!(units::all(&east).await.is_err(), "without the filter a foreign row comes back, and is noticed");
}

async fn nothing_foreign_within_the_scope(db: &TestDatabase) {
    let east = EAST.write(db).await;
    assert_eq!(units::find(&east, WEST.unit()).await.unwrap(), None);
    assert_eq!(units::by_ids(&east, &[WEST.unit()]).await.unwrap(), []);
    assert_eq!(units::all(&east).await.unwrap().len(), 1);
    assert_eq!(cases::of_period(&east, WEST.period()).await.unwrap(), []);
    assert_eq!(evidence::count(&east, WEST.case(), "1.1").await.unwrap(), 0);
    assert_eq!(files::total_size(&east).await.unwrap(), 0);
    let stale = cases::update(&east, &EAST.may(Act::FillIn), &fresh_case(WEST)).await;
    assert!(matches!(stale, Err(StoreError::Stale(_))));
    east.commit().await.unwrap();
    assert_eq!(cases::find(&WEST.read(db).await, WEST.case()).await.unwrap(), Some(fresh_case(WEST)));
}

#[tokio::test]
async fn a_row_cannot_hang_on_a_foreign_row() {
    on_both(async |db| {
        counties(db).await;
        let east = EAST.write(db).await;
        let mut case = fresh_case(EAST);
        case.id = domain::ids::CaseId(EAST.id(99));
        case.unit = WEST.unit();
        let refused = cases::insert(&east, &EAST.may(Act::FillIn), &case).await;
        assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn a_permit_of_another_tenant_writes_nothing() {
    on_both(async |db| {
        counties(db).await;
        let east = EAST.write(db).await;
        let refused = cases::update(&east, &WEST.may(Act::FillIn), &fresh_case(EAST)).await;
        assert!(matches!(refused, Err(StoreError::ForeignPermit)));
    })
    .await;
}

#[tokio::test]
async fn on_sqlite_a_foreign_row_is_noticed_even_without_the_filter() {
    let db = TestDatabases::sqlite().await;
    counties(&db).await;
    let foreign = |error| matches!(error, StoreError::ForeignRow { .. });

    let east = EAST.read(&db).await;
    stop_filtering(&east);
    assert!(foreign(units::find(&east, WEST.unit()).await.unwrap_err()));
    assert!(foreign(units::all(&east).await.unwrap_err()));
    drop(east);

    let east = EAST.write(&db).await;
    stop_filtering(&east);
    let changed = cases::update(&east, &EAST.may(Act::FillIn), &fresh_case(WEST)).await;
    assert!(foreign(changed.unwrap_err()));
    assert!(foreign(east.commit().await.unwrap_err()), "what a foreign row was met in is not kept");
    assert_eq!(cases::find(&WEST.read(&db).await, WEST.case()).await.unwrap(), Some(fresh_case(WEST)));
}

#[tokio::test]
async fn on_sqlite_a_row_never_changes_its_tenant() {
    let db = TestDatabases::sqlite().await;
    counties(&db).await;
    let east = EAST.write(&db).await;
    let (here, there) = (sql(Backend::Sqlite, EAST), sql(Backend::Sqlite, WEST));
    for table in migrations::TENANT_TABLES {
        let triggers = format!(
            "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}' \
             AND name LIKE '%keep_their_tenant'"
        );
        assert_eq!(rows(&east, &triggers).await.unwrap(), 1, "{table}");
    }
    let moved = format!("UPDATE units SET tenant_id = {there} WHERE tenant_id = {here}");
    let refused = execute(&east, &moved).await.unwrap_err();
    assert!(refused.to_string().contains("never changes its tenant"), "{refused}");
}

#[tokio::test]
async fn on_postgres_row_level_security_alone_shows_nothing_foreign() {
    let db = TestDatabases::postgres().await;
    counties(&db).await;
    let east = EAST.write(&db).await;
    stop_filtering(&east);
    assert_eq!(units::find(&east, WEST.unit()).await.unwrap(), None);
    assert_eq!(units::all(&east).await.unwrap().len(), 1);
    let stale = cases::update(&east, &EAST.may(Act::FillIn), &fresh_case(WEST)).await;
    assert!(matches!(stale, Err(StoreError::Stale(_))));

    let there = sql(Backend::Postgres, WEST);
    for table in ["units", "schemes", "periods", "cases"] {
        assert_eq!(rows(&east, &format!("SELECT 1 FROM {table}")).await.unwrap(), 1, "{table}");
        let theirs = format!("SELECT 1 FROM {table} WHERE tenant_id = {there}");
        assert_eq!(rows(&east, &theirs).await.unwrap(), 0, "{table}");
    }
    assert_eq!(
        execute(&east, &format!("UPDATE units SET name = '' WHERE tenant_id = {there}")).await.unwrap(),
        0
    );
    assert_eq!(execute(&east, &format!("DELETE FROM cases WHERE tenant_id = {there}")).await.unwrap(), 0);
}

#[tokio::test]
async fn on_postgres_row_level_security_lets_nothing_foreign_in() {
    let db = TestDatabases::postgres().await;
    counties(&db).await;
    let there = sql(Backend::Postgres, WEST);
    for statement in [
        format!("INSERT INTO units VALUES ({there}, '{}', '新单位', '', 1, true)", EAST.id(77)),
        format!("UPDATE units SET tenant_id = {there}"),
    ] {
        let east = EAST.write(&db).await;
        let refused = execute(&east, &statement).await.unwrap_err();
        assert!(refused.to_string().contains("row-level security"), "{refused}");
    }
}

#[tokio::test]
async fn on_postgres_every_tenant_table_is_empty_without_a_scope() {
    let db = TestDatabases::postgres().await;
    counties(&db).await;
    // The connection has had a scope before: the setting must be gone with its transaction.
    drop(EAST.write(&db).await);
    let platform = db.store.platform().await.unwrap();
    let scope = "SELECT 1 WHERE NULLIF(current_setting('app.tenant_id', true), '') IS NULL";
    assert_eq!(rows(&platform, scope).await.unwrap(), 1);
    for table in migrations::TENANT_TABLES.iter().chain(migrations::SHOWN_TABLES) {
        assert_eq!(rows(&platform, &format!("SELECT 1 FROM {table}")).await.unwrap(), 0, "{table}");
        let forced = format!(
            "SELECT 1 FROM pg_class WHERE relname = '{table}' AND relrowsecurity AND relforcerowsecurity"
        );
        assert_eq!(rows(&platform, &forced).await.unwrap(), 1, "{table}");
    }
    let unit = format!(
        "INSERT INTO units VALUES ({}, '{}', '新单位', '', 1, true)",
        sql(Backend::Postgres, EAST),
        EAST.id(77)
    );
    assert!(execute(&platform, &unit).await.is_err());
}

#[tokio::test]
async fn every_table_belongs_to_the_platform_or_to_tenants() {
    on_both(async |db| {
        let tx = db.store.platform_read().await.unwrap();
        let all = match db.backend() {
            Backend::Sqlite => "SELECT 1 FROM sqlite_master WHERE type = 'table'",
            Backend::Postgres => "SELECT 1 FROM pg_tables WHERE schemaname = current_schema()",
        };
        let groups = [migrations::GLOBAL_TABLES, migrations::TENANT_TABLES, migrations::SHOWN_TABLES];
        // And the list of migrations.
        let known = groups.concat().len() + 1;
        assert_eq!(rows(&tx, all).await.unwrap(), known);
    })
    .await;
}

#[tokio::test]
async fn a_reading_transaction_cannot_write() {
    on_both(async |db| {
        counties(db).await;
        let east = EAST.read(db).await;
        assert!(cases::update(&east, &EAST.may(Act::FillIn), &fresh_case(EAST)).await.is_err());
        drop(east);
        let platform = db.store.platform_read().await.unwrap();
        assert!(execute(&platform, "UPDATE tenants SET name = ''").await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_dropped_transaction_leaves_nothing_behind() {
    on_both(async |db| {
        counties(db).await;
        for _ in 0..20 {
            let east = EAST.write(db).await;
            let mut case = fresh_case(EAST);
            case.updated_at = NOW.plus_minutes(1);
            cases::update(&east, &EAST.may(Act::FillIn), &case).await.unwrap();
            drop(east);
        }
        assert_eq!(cases::find(&EAST.read(db).await, EAST.case()).await.unwrap(), Some(fresh_case(EAST)));
    })
    .await;
}

fn sql(backend: Backend, county: crate::world::County) -> String {
    literal(backend, county.tenant().0)
}

/// A request's work runs in a task of its own, so that a client that goes away does not cut it off.
#[tokio::test]
async fn a_unit_of_work_runs_in_a_task_of_its_own() {
    on_both(async |db| {
        counties(db).await;
        let store = db.store.clone();
        let work = tokio::spawn(async move {
            let east = store.write(EAST.tenant()).await?;
            let revision = cases::update(&east, &EAST.may(Act::FillIn), &fresh_case(EAST)).await?;
            east.commit().await?;
            Ok::<_, StoreError>(revision)
        });
        assert_eq!(work.await.unwrap().unwrap(), 2);
    })
    .await;
}

/// Requests that are given up at any moment leave neither a scope nor a transaction behind on their connection.
#[tokio::test]
async fn work_that_is_given_up_poisons_no_connection() {
    on_both(async |db| {
        counties(db).await;
        for pause in 0..60 {
            let given_up = async {
                let east = db.store.write(EAST.tenant()).await?;
                let mut case = fresh_case(EAST);
                case.self_answered = 7;
                cases::update(&east, &EAST.may(Act::FillIn), &case).await?;
                std::future::pending::<Result<(), StoreError>>().await
            };
            let moment = std::time::Duration::from_micros(pause * 100);
            assert!(tokio::time::timeout(moment, given_up).await.is_err());
        }
        for _ in 0..20 {
            assert_eq!(cases::find(&WEST.write(db).await, EAST.case()).await.unwrap(), None);
            assert_eq!(
                cases::find(&EAST.write(db).await, EAST.case()).await.unwrap(),
                Some(fresh_case(EAST))
            );
        }
        if db.backend() == Backend::Postgres {
            let platform = db.store.platform().await.unwrap();
            assert_eq!(rows(&platform, "SELECT 1 FROM units").await.unwrap(), 0);
        }
    })
    .await;
}
