use store::testing::{TestDatabases, on_both};
use store::{Backend, OpenError, Options, Store, cases, periods};

use crate::world::{EAST, WEST, counties};

#[tokio::test]
async fn a_fresh_database_is_ready_and_needs_no_second_migration() {
    on_both(async |db| {
        db.store.ready().await.unwrap();
        assert_eq!(Store::migrate(&db.options).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_not_touched() {
    on_both(async |db| {
        db.as_owner(
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_the_future', 0)",
        )
        .await
        .unwrap();
        let refused = Store::open(&db.options).await.unwrap_err();
        assert!(matches!(&refused, OpenError::SchemaNewer { unknown } if unknown[0].contains("the_future")));
        assert!(refused.to_string().contains("比本程序新"));
        assert!(matches!(Store::migrate(&db.options).await, Err(OpenError::SchemaNewer { .. })));
    })
    .await;
}

#[tokio::test]
async fn an_older_schema_is_refused() {
    on_both(async |db| {
        db.as_owner("DELETE FROM seaql_migrations").await.unwrap();
        assert!(matches!(Store::open(&db.options).await, Err(OpenError::SchemaOlder { .. })));
    })
    .await;
}

#[tokio::test]
async fn a_role_that_row_level_security_does_not_bind_is_refused() {
    let db = TestDatabases::postgres().await;
    let owner = Options { database_url: db.options.owner_url.clone().unwrap(), owner_url: None };
    let refused = Store::open(&owner).await.unwrap_err();
    assert!(matches!(refused, OpenError::RoleTooStrong { .. }), "{refused}");
}

#[tokio::test]
async fn postgres_is_migrated_by_its_owner_for_a_role_that_exists() {
    let db = TestDatabases::postgres().await;
    let mut options = Options { owner_url: None, ..db.options.clone() };
    assert!(matches!(Store::migrate(&options).await, Err(OpenError::OwnerUrlMissing)));
    options.owner_url = db.options.owner_url.clone();
    options.database_url = options.database_url.replace("qingping_app@", "nobody_of_this_name@");
    assert!(matches!(Store::migrate(&options).await, Err(OpenError::NoSuchRole(_))));
}

#[tokio::test]
async fn what_cannot_be_reached_is_said_in_chinese() {
    let at = |url: &str| Options { database_url: url.into(), owner_url: None };
    for (url, sentence) in [
        ("mysql://root:secret@host/db", "无法识别"),
        ("sqlite:///proc/qingping/test.db", "不可写"),
        ("sqlite:///tmp/no-such-database-of-qingping.db", "不存在"),
        ("postgres://nobody@127.0.0.1:1/none", "无法连接"),
    ] {
        let refused = Store::open(&at(url)).await.unwrap_err().to_string();
        assert!(refused.contains(sentence), "{refused}");
        assert!(!refused.contains("secret"), "{refused}");
    }
}

#[tokio::test]
async fn sqlite_is_opened_to_lose_nothing() {
    let db = TestDatabases::sqlite().await;
    assert_eq!(db.backend(), Backend::Sqlite);
    let tx = db.store.platform().await.unwrap();
    for (setting, value) in [("journal_mode", "'wal'"), ("synchronous", "2"), ("foreign_keys", "1")] {
        let holds = format!("SELECT 1 FROM pragma_{setting} WHERE {setting} = {value}");
        assert_eq!(store::testing::rows(&tx, &holds).await.unwrap(), 1, "{setting}");
    }
}

/// Cases that were opened before a case knew its version follow the one their period pins.
#[tokio::test]
async fn cases_of_before_follow_the_version_of_their_period() {
    on_both(async |db| {
        counties(db).await;
        db.as_owner(
            "DROP TABLE supplements; ALTER TABLE periods DROP COLUMN supplements;\
             ALTER TABLE cases DROP COLUMN scheme_id;\
             DELETE FROM seaql_migrations WHERE version = 'm20261123_030000_schemes_are_supplemented'",
        )
        .await
        .unwrap();
        assert_eq!(Store::migrate(&db.options).await.unwrap(), 1);
        for county in [EAST, WEST] {
            let tx = county.read(db).await;
            let case = cases::find(&tx, county.case()).await.unwrap().expect("the case");
            let period = periods::find(&tx, county.period()).await.unwrap().expect("the period");
            assert_eq!((case.scheme, period.supplements), (period.scheme, 0));
        }
    })
    .await;
}
