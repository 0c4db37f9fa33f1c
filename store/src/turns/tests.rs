//! What only happens to a unit that does not end.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr};

use super::{Patience, Turns};
use crate::testing::TestDatabases;

const SHORT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(20);

const ADD: &str =
    "INSERT INTO tenants (id, code, name, kind, active, created_at) VALUES (X'0102', 'a', '', '', 1, 0)";
const COUNT: &str = "SELECT count(*) FROM tenants";

async fn turns(database: &crate::testing::TestDatabase, patience: Patience) -> Turns {
    let options = database.options.database_url.parse().unwrap();
    Turns::open(options, patience).await.unwrap()
}

async fn count(turns: &Turns) -> i64 {
    let turn = turns.take().await.unwrap();
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, COUNT);
    turn.query_one_raw(statement).await.unwrap().unwrap().try_get_by(0).unwrap()
}

#[tokio::test]
async fn who_waits_too_long_is_told_so() {
    let database = TestDatabases::sqlite().await;
    let turns = turns(&database, Patience { wait: SHORT, turn: LONG, open: LONG }).await;
    let held = turns.take().await.unwrap();
    assert!(matches!(turns.take().await, Err(DbErr::ConnectionAcquire(_))));
    held.execute_unprepared(ADD).await.unwrap();
    held.keep().await.unwrap();
    assert_eq!(count(&turns).await, 1);
}

#[tokio::test]
async fn who_holds_a_turn_too_long_loses_it_and_holds_nobody_up() {
    let database = TestDatabases::sqlite().await;
    let turns = turns(&database, Patience { wait: LONG, turn: SHORT, open: LONG }).await;
    let forgotten = turns.take().await.unwrap();
    forgotten.execute_unprepared(ADD).await.unwrap();
    assert_eq!(count(&turns).await, 0, "the next one sees nothing of it");
    assert!(forgotten.execute_unprepared(ADD).await.is_err(), "the turn is somebody else's");
    assert!(forgotten.keep().await.is_err());
    assert_eq!(count(&turns).await, 0);
}

#[tokio::test]
async fn a_statement_given_up_half_way_leaves_nothing_to_keep() {
    let database = TestDatabases::sqlite().await;
    let turns = turns(&database, Patience { wait: LONG, turn: LONG, open: LONG }).await;
    let turn = turns.take().await.unwrap();
    turn.execute_unprepared(ADD).await.unwrap();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) \
                   SELECT count(*) FROM n";
    assert!(tokio::time::timeout(Duration::from_millis(1), turn.execute_unprepared(endless)).await.is_err());
    assert!(turn.keep().await.is_err());
    assert_eq!(count(&turns).await, 0);
}

#[tokio::test]
async fn in_a_group_each_is_told_what_its_own_statement_did() {
    const NOTHING: &str = "UPDATE tenants SET name = 'b' WHERE code = 'nobody'";
    let database = TestDatabases::sqlite().await;
    let turns = turns(&database, Patience { wait: LONG, turn: LONG, open: LONG }).await;
    let first = turns.take().await.unwrap();
    assert_eq!(first.execute_unprepared(ADD).await.unwrap().rows_affected(), 1);
    let waiting = tokio::spawn({
        let turns = turns.clone();
        async move {
            let second = turns.take().await.unwrap();
            let changed = second.execute_unprepared(NOTHING).await.unwrap().rows_affected();
            second.keep().await.unwrap();
            changed
        }
    });
    tokio::task::yield_now().await;
    first.keep().await.unwrap();
    assert_eq!(waiting.await.unwrap(), 0);
    assert_eq!((turns.groups(), count(&turns).await), (1, 1), "both were in one group");
}

#[tokio::test]
async fn what_was_kept_before_stays_whatever_comes_of_those_who_asked_nothing() {
    let database = TestDatabases::sqlite().await;
    let turns = turns(&database, Patience { wait: LONG, turn: LONG, open: LONG }).await;
    let first = turns.take().await.unwrap();
    first.execute_unprepared(ADD).await.unwrap();
    // Two give up without a word, one after a word that is refused, one keeps nothing.
    let fates = ["", "", ADD, "SELECT 1"].map(|words| {
        let turns = turns.clone();
        tokio::spawn(async move {
            let turn = turns.take().await.unwrap();
            match words {
                "" => drop(turn),
                ADD => assert!(turn.execute_unprepared(ADD).await.is_err()),
                _ => {
                    turn.execute_unprepared(words).await.unwrap();
                    turn.keep().await.unwrap();
                }
            }
        })
    });
    tokio::task::yield_now().await;
    first.keep().await.unwrap();
    for fate in fates {
        fate.await.unwrap();
    }
    assert_eq!(count(&turns).await, 1);
}

#[tokio::test]
async fn what_goes_along_is_done_before_the_turn_is_handed_on() {
    let database = TestDatabases::sqlite().await;
    let turns = turns(&database, Patience { wait: LONG, turn: LONG, open: LONG }).await;
    let statement = |sql| sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
    let turn = turns.take().await.unwrap();
    turn.later(statement(ADD));
    turn.keep().await.unwrap();
    assert_eq!(count(&turns).await, 1);

    let turn = turns.take().await.unwrap();
    turn.later(statement(ADD));
    assert!(turn.keep().await.is_err(), "it is there already");
    let turn = turns.take().await.unwrap();
    turn.later(statement("DELETE FROM tenants"));
    drop(turn);
    assert_eq!(count(&turns).await, 1);
}
