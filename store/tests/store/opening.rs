use domain::ids::{CaseId, DepartmentId, LineId, PostId};
use domain::policy::Act;
use store::cases::{self, Case};
use store::departments::{self, Department};
use store::posts::{self, Post};
use store::testing::{TestDatabases, on_both};
use store::{Backend, OpenError, Options, Store, lines, periods, units};

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

/// Cases of before a case knew its version, and before persons and families could apply: they follow the version their
/// period pins, are their units' own, and keep what hangs on them.
#[tokio::test]
async fn cases_of_before_are_carried_over() {
    on_both(async |db| {
        counties(db).await;
        let undo = match db.backend() {
            // The older constraints do not matter: the table is written anew.
            Backend::Sqlite => {
                "PRAGMA foreign_keys = OFF; CREATE TABLE before AS SELECT * FROM cases; DROP TABLE cases; \
                 ALTER TABLE before RENAME TO cases; PRAGMA foreign_keys = ON;"
            }
            Backend::Postgres => {
                "DROP INDEX cases_of_units_once; DROP INDEX cases_of_applicants_once; DROP INDEX cases_by_period; \
                 ALTER TABLE cases ADD CONSTRAINT cases_tenant_id_period_id_unit_id_key \
                 UNIQUE (tenant_id, period_id, unit_id);"
            }
        };
        db.as_owner(undo).await.unwrap();
        db.as_owner(
            "DROP TABLE case_sums; DROP INDEX IF EXISTS cases_by_state; DROP INDEX IF EXISTS cases_awaiting; \
             ALTER TABLE cases DROP COLUMN awaits; \
             DROP TABLE supplements; ALTER TABLE periods DROP COLUMN supplements; \
             ALTER TABLE cases DROP COLUMN scheme_id; ALTER TABLE cases DROP COLUMN applicant_id; \
             ALTER TABLE cases DROP COLUMN self_unconfirmed; ALTER TABLE cases DROP COLUMN review_unconfirmed; \
             ALTER TABLE cases DROP COLUMN fill_by; ALTER TABLE cases DROP COLUMN review_by; \
             ALTER TABLE periods DROP COLUMN cancelled_at; DROP TABLE period_changes; \
             DROP TABLE applicants; DROP TABLE headcounts; ALTER TABLE decisions DROP COLUMN places; \
             DELETE FROM seaql_migrations WHERE version IN \
             ('m20261123_030000_schemes_are_supplemented', 'm20261126_230000_persons_and_families_apply', \
              'm20261126_235000_older_posts_learn_new_acts', 'm20261127_040000_a_second_person_confirms', \
              'm20261127_130000_decisions_keep_their_places', 'm20261130_235000_periods_change_with_a_reason', \
              'm20261201_020000_sums_stand_beside_cases', \
              'm20261201_021000_supplements_reach_cases_in_portions')",
        )
        .await
        .unwrap();
        let before = [
            ("clerk", vec![Act::OpenDesk, Act::FillIn]),
            ("unit_head", vec![Act::ViewCase, Act::SignAndSubmit]),
            ("reviewer", vec![Act::ViewCase, Act::ScoreCriteria, Act::CloseCase]),
            ("party_group", vec![Act::ViewCase]),
        ];
        for ((code, acts), n) in before.into_iter().zip(80..) {
            let tx = EAST.write(db).await;
            let post = Post { id: PostId(EAST.id(n)), code: code.into(), name: String::new(), acts };
            posts::insert(&tx, &EAST.may(Act::OpenTenant), &post).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(Store::migrate(&db.options).await.unwrap(), 8);
        // A post of before has what it is asked for today, and no other post has.
        let tx = EAST.read(db).await;
        let acts: Vec<_> = posts::all(&tx).await.unwrap().into_iter().map(|post| post.acts).collect();
        assert_eq!(
            acts,
            [
                vec![Act::OpenDesk, Act::FillIn, Act::ConfirmOwn, Act::Nominate],
                vec![Act::ViewCase, Act::ConfirmOwn, Act::SignAndSubmit],
                vec![Act::ViewCase, Act::ScoreCriteria, Act::ConfirmReview, Act::CloseCase],
                vec![Act::ViewCase],
            ]
        );
        drop(tx);
        for county in [EAST, WEST] {
            let tx = county.read(db).await;
            let case = cases::find(&tx, county.case()).await.unwrap().expect("the case");
            let period = periods::find(&tx, county.period()).await.unwrap().expect("the period");
            assert_eq!((case.scheme, period.supplements), (period.scheme, 0));
            assert_eq!(case.applicant, None);
            drop(tx);
            // A unit's own case is still the only one.
            let tx = county.write(db).await;
            let twice = Case { id: CaseId(county.id(77)), ..case };
            let refused = cases::insert(&tx, &county.may(Act::OpenPeriod), &twice).await.unwrap_err();
            assert!(refused.is_unique_violation(), "{refused}");
        }
        if db.backend() == Backend::Sqlite {
            let tx = db.store.platform().await.unwrap();
            let broken = "SELECT 1 FROM pragma_foreign_key_check";
            assert_eq!(store::testing::rows(&tx, broken).await.unwrap(), 0);
        }
    })
    .await;
}

/// Departments and lines of before stand in the order they were added, and nothing has ended or was called otherwise.
#[tokio::test]
async fn places_of_before_are_carried_over() {
    on_both(async |db| {
        counties(db).await;
        for county in [EAST, WEST] {
            let tx = county.write(db).await;
            let permit = county.may(Act::ManagePeople);
            for n in [32, 31, 33] {
                let department = Department {
                    id: DepartmentId(county.id(n)),
                    unit: county.unit(),
                    name: format!("科室{n}"),
                    position: 9,
                    ended: None,
                };
                departments::insert(&tx, &permit, &department).await.unwrap();
                let line = LineId(county.id(n + 10));
                lines::insert(&tx, &permit, line, &format!("片区{n}"), 9).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        let columns = ["units", "departments", "lines"].map(|table| {
            format!("ALTER TABLE {table} DROP COLUMN ended_on; ALTER TABLE {table} DROP COLUMN ended_reason;")
        });
        db.as_owner(&format!(
            "{} ALTER TABLE departments DROP COLUMN position; ALTER TABLE lines DROP COLUMN position; \
             DROP TABLE former_names; DROP INDEX journal_by_time_and_id; \
             DELETE FROM seaql_migrations WHERE version = 'm20261130_235500_places_change_with_time'",
            columns.concat()
        ))
        .await
        .unwrap();
        assert_eq!(Store::migrate(&db.options).await.unwrap(), 1);
        for county in [EAST, WEST] {
            let tx = county.read(db).await;
            let all = departments::all(&tx).await.unwrap();
            let named: Vec<_> = all.iter().map(|one| (one.name.as_str(), one.position)).collect();
            assert_eq!(named, [("科室31", 1), ("科室32", 2), ("科室33", 3)]);
            let all = lines::all(&tx).await.unwrap();
            let named: Vec<_> = all.iter().map(|one| (one.name.as_str(), one.position)).collect();
            assert_eq!(named, [("片区31", 1), ("片区32", 2), ("片区33", 3)]);
            let unit = units::find(&tx, county.unit()).await.unwrap().expect("the unit");
            assert_eq!((unit.name.as_str(), unit.ended), ("县第一医院", None));
        }
    })
    .await;
}
