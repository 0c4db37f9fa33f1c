//! Units of work that share a COMMIT: each stands or falls alone, and what was acknowledged is there.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::ids::{AnswerId, EntryId};
use domain::policy::Act;
use store::answers::{self, Layer, NewAnswer};
use store::journal::{self, NewEntry};
use store::testing::{TestDatabase, TestDatabases, execute, on_both};
use store::{Backend, Store, StoreError, Tx, units};

use crate::world::{EAST, NOW, counties, id};

/// How a unit ends.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Kept,
    Dropped,
    /// A row is refused, and the rest is kept.
    KeptAfterARefusal,
    Panics,
    /// The request is given up after so long, wherever its work is then.
    GivenUp(Duration),
}

/// An answer and its entry in the journal, which belong together.
async fn work(tx: &Tx, n: u32) -> Result<(), StoreError> {
    let permit = EAST.may(Act::FillIn);
    let answer = NewAnswer {
        id: AnswerId(id(u128::from(n))),
        case: EAST.case(),
        layer: Layer::SelfAssessment,
        criterion: n.to_string(),
        based_on: 0,
        content: "{}".into(),
        by_name: "某人".into(),
        at: NOW,
        client: id(u128::from(n)),
    };
    answers::save(tx, &permit, &answer).await?;
    let entry = NewEntry {
        id: EntryId(id(u128::from(n))),
        case: Some(EAST.case()),
        at: NOW,
        summary: format!("第{n}件"),
        detail: String::new(),
    };
    journal::append(tx, &permit, &entry).await.map(drop)
}

async fn unit(store: Store, n: u32, fate: Fate) -> Result<(), StoreError> {
    let tx = store.write(EAST.tenant()).await?;
    work(&tx, n).await?;
    match fate {
        Fate::Kept | Fate::GivenUp(_) => {}
        Fate::Dropped => return Err(StoreError::Stale("dropped")),
        Fate::KeptAfterARefusal => {
            let again = units::all(&tx).await?.remove(0);
            let refused = units::insert(&tx, &EAST.may(Act::FillIn), &again).await.unwrap_err();
            assert!(refused.is_unique_violation());
        }
        Fate::Panics => std::panic::resume_unwind(Box::new("a unit of work panics")),
    }
    tx.commit().await
}

/// What is there according to somebody who opens the database afresh; answers and journal must tell the same.
async fn there(db: &TestDatabase) -> BTreeSet<u32> {
    let store = Store::open(&db.options).await.unwrap();
    let tx = store.read(EAST.tenant()).await.unwrap();
    let rows = answers::of_case(&tx, EAST.case(), Layer::SelfAssessment).await.unwrap();
    let there: BTreeSet<u32> = rows.iter().map(|row| row.criterion.parse().unwrap()).collect();
    let entries = journal::of_case(&tx, EAST.case(), 10_000).await.unwrap();
    let told: BTreeSet<u32> =
        entries.iter().map(|entry| u32::try_from(entry.id.0.as_u128()).unwrap()).collect();
    assert_eq!(there, told, "an answer without its entry, or an entry without its answer");
    let verified = journal::verify(&tx).await.unwrap().unwrap();
    assert_eq!(verified.entries, told.len() as u64);
    there
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn fate(&mut self, backend: Backend) -> Fate {
        match self.roll(10) {
            0 => Fate::Dropped,
            1 => Fate::Panics,
            // On PostgreSQL a refused row ends the transaction.
            2 if backend == Backend::Sqlite => Fate::KeptAfterARefusal,
            3..=5 => Fate::GivenUp(Duration::from_micros(self.roll(20_000))),
            _ => Fate::Kept,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_becomes_of_others_what_is_acknowledged_is_there() {
    on_both(async |db| {
        counties(db).await;
        let mut dice = Dice(2026);
        let mut given_up_but_there = 0;
        let mut all_acknowledged = BTreeSet::new();
        // A request given up while its COMMIT was under way may have been kept, now or in a moment.
        let mut may_be_there = BTreeSet::new();
        // On PostgreSQL as many as there are connections: nobody gives up waiting for one.
        let (rounds, together) = if db.backend() == Backend::Sqlite { (8, 64) } else { (24, 16) };
        for round in 0..rounds {
            let begun: Vec<_> = (0..together)
                .map(|n| {
                    let (n, fate) = (round * 100 + n, dice.fate(db.backend()));
                    let work = unit(db.store.clone(), n, fate);
                    let task = match fate {
                        Fate::GivenUp(after) => tokio::spawn(async move {
                            let timeout = tokio::time::timeout(after, work).await;
                            timeout.unwrap_or(Err(StoreError::Stale("given up")))
                        }),
                        _ => tokio::spawn(work),
                    };
                    (n, fate, task)
                })
                .collect();
            for (n, fate, task) in begun {
                let ended = task.await;
                let acknowledged = matches!(ended, Ok(Ok(())));
                if acknowledged {
                    all_acknowledged.insert(n);
                }
                match fate {
                    Fate::Kept | Fate::KeptAfterARefusal => assert!(acknowledged, "{n} {fate:?}: {ended:?}"),
                    Fate::Dropped | Fate::Panics => assert!(!acknowledged, "{n} {fate:?}"),
                    Fate::GivenUp(_) if !acknowledged => {
                        may_be_there.insert(n);
                    }
                    Fate::GivenUp(_) => {}
                }
            }
            let there = there(db).await;
            let missing: Vec<_> = all_acknowledged.difference(&there).collect();
            assert!(missing.is_empty(), "acknowledged and not there: {missing:?}");
            let beyond: BTreeSet<_> = there.difference(&all_acknowledged).copied().collect();
            assert!(beyond.is_subset(&may_be_there), "undone and there: {beyond:?}");
            given_up_but_there += beyond.len();
            all_acknowledged.extend(beyond);
        }
        println!(
            "{:?}: {} kept, {given_up_but_there} of them given up",
            db.backend(),
            all_acknowledged.len()
        );
        assert!(all_acknowledged.len() > 150);
    })
    .await;
}

#[tokio::test]
async fn units_that_wait_share_one_commit() {
    let db = TestDatabases::sqlite().await;
    counties(&db).await;
    let before = db.store.groups();
    let held = EAST.write(&db).await;
    let waiting: Vec<_> = (1..=20).map(|n| tokio::spawn(unit(db.store.clone(), n, Fate::Kept))).collect();
    tokio::task::yield_now().await;
    work(&held, 21).await.unwrap();
    held.commit().await.unwrap();
    for task in waiting {
        task.await.unwrap().unwrap();
    }
    assert_eq!(there(&db).await.len(), 21);
    let commits = db.store.groups() - before;
    assert!(commits < 10, "{commits} COMMITs for 21 units");
}

/// A constraint that is only looked at by COMMIT itself lets the COMMIT of a whole group fail.
#[tokio::test]
async fn when_the_commit_fails_every_member_is_told_and_the_next_group_is_sound() {
    let db = TestDatabases::sqlite().await;
    counties(&db).await;
    let held = EAST.write(&db).await;
    let first = tokio::spawn(unit(db.store.clone(), 1, Fate::Kept));
    let last = tokio::spawn(unit(db.store.clone(), 2, Fate::Kept));
    tokio::task::yield_now().await;
    execute(&held, "PRAGMA defer_foreign_keys = ON").await.unwrap();
    let orphan = "INSERT INTO departments (tenant_id, id, unit_id, name) VALUES (X'01', X'02', X'03', '')";
    execute(&held, orphan).await.unwrap();
    let told = [held.commit().await, first.await.unwrap(), last.await.unwrap()];
    assert!(told.iter().all(Result::is_err), "{told:?}");
    assert_eq!(there(&db).await, BTreeSet::new());
    unit(db.store.clone(), 3, Fate::Kept).await.unwrap();
    assert_eq!(there(&db).await, BTreeSet::from([3]));
}

/// SQLite answers a full disk by ending the whole transaction, or only the statement; what it did is noticed.
#[tokio::test]
async fn when_the_disk_is_full_nothing_acknowledged_is_missing() {
    let db = TestDatabases::sqlite().await;
    counties(&db).await;
    // Pages that the history left empty would take something in.
    db.as_owner("VACUUM").await.unwrap();
    for bytes in [2_000, 20_000, 2_000_000] {
        let held = EAST.write(&db).await;
        let n = bytes / 1_000;
        let first = tokio::spawn(unit(db.store.clone(), n, Fate::Kept));
        let (full_store, last_store) = (db.store.clone(), db.store.clone());
        let full = tokio::spawn(async move {
            let tx = full_store.write(EAST.tenant()).await?;
            work(&tx, n + 1).await?;
            // The file may not grow any more.
            execute(&tx, "PRAGMA max_page_count = 1").await?;
            let large = format!(
                "INSERT INTO login_failures (id, login, address, at) VALUES (X'{n:08}', hex(zeroblob({bytes})), '', 0)"
            );
            let refused = execute(&tx, &large).await;
            assert!(refused.as_ref().is_err_and(StoreError::is_full), "{refused:?}");
            assert!(work(&tx, n + 2).await.is_err(), "the unit can only be undone");
            tx.commit().await
        });
        let last = tokio::spawn(unit(last_store, n + 3, Fate::Kept));
        tokio::task::yield_now().await;
        let before = there(&db).await;
        work(&held, n + 4).await.unwrap();
        let mut acknowledged = before.clone();
        for (n, done) in [
            (n + 4, held.commit().await),
            (n, first.await.unwrap()),
            (n + 1, full.await.unwrap()),
            (n + 3, last.await.unwrap()),
        ] {
            if done.is_ok() {
                acknowledged.insert(n);
            }
        }
        assert!(!acknowledged.contains(&(n + 1)));
        assert_eq!(there(&db).await, acknowledged, "{bytes} bytes");
        let tx = EAST.write(&db).await;
        execute(&tx, "PRAGMA max_page_count = 1000000000").await.unwrap();
        drop(tx);
        unit(db.store.clone(), n + 5, Fate::Kept).await.unwrap();
        assert!(there(&db).await.contains(&(n + 5)));
    }
}
