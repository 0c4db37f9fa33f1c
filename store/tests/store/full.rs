//! A database that cannot grow: what is refused is not there, what is acknowledged afterwards is.

use domain::ids::EntryId;
use domain::policy::Act;
use store::StoreError;
use store::journal::{self, NewEntry};
use store::testing::{TestDatabase, TestDatabases, execute};

use crate::world::{EAST, NOW, counties, id};

fn entry(n: u128, length: usize) -> NewEntry {
    NewEntry {
        id: EntryId(id(n)),
        case: Some(EAST.case()),
        at: NOW,
        summary: format!("第{n}条"),
        detail: "字".repeat(length),
    }
}

async fn writes(db: &TestDatabase, entry: &NewEntry, most_pages: &str) -> Result<(), StoreError> {
    let tx = EAST.write(db).await;
    execute(&tx, &format!("PRAGMA max_page_count = {most_pages}")).await?;
    journal::append(&tx, &EAST.may(Act::FillIn), entry).await?;
    tx.commit().await
}

async fn there(db: &TestDatabase) -> usize {
    let tx = EAST.read(db).await;
    journal::of_case(&tx, EAST.case(), 100).await.unwrap().len()
}

#[tokio::test]
async fn after_the_disk_was_full_what_is_acknowledged_is_there() {
    let db = TestDatabases::sqlite().await;
    counties(&db).await;
    let before = there(&db).await;
    // No page more than there are: the smallest allowed number is the present one.
    let full = writes(&db, &entry(100, 200_000), "1").await.unwrap_err();
    assert!(full.is_full() && !full.is_unavailable(), "{full}");
    assert_eq!(there(&db).await, before);
    for n in 101..105 {
        // One that is given up again, and one that counts: each as if nothing had happened.
        let tx = EAST.write(&db).await;
        journal::append(&tx, &EAST.may(Act::FillIn), &entry(n + 100, 10)).await.unwrap();
        drop(tx);
        writes(&db, &entry(n, 1_000), "1000000").await.unwrap();
        let told = usize::try_from(n - 100).unwrap();
        assert_eq!(there(&db).await, before + told, "acknowledged is durable");
    }
}
