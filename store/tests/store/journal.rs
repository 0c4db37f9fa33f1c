use domain::ids::{CaseId, EntryId};
use domain::policy::Act;
use store::journal::{self, NewEntry, Verified};
use store::testing::{TestDatabase, execute, on_both};
use store::{Backend, Tx};

use crate::world::{EAST, NOW, WEST, counties, id};

fn entry(n: u128, case: Option<CaseId>) -> NewEntry {
    NewEntry {
        id: EntryId(id(n)), case, at: NOW, summary: format!("第{n}件事"), detail: format!("附带{n}")
    }
}

/// Three entries of a case, two of none, a checkpoint.
async fn written(db: &TestDatabase) {
    counties(db).await;
    let tx = EAST.write(db).await;
    let permit = EAST.may(Act::FillIn);
    for n in 1..=3 {
        journal::append(&tx, &permit, &entry(n, Some(EAST.case()))).await.unwrap();
    }
    for n in 4..=5 {
        journal::append(&tx, &permit, &entry(n, None)).await.unwrap();
    }
    journal::checkpoint(&tx, &permit, id(90), NOW).await.unwrap();
    journal::append(&tx, &permit, &entry(6, None)).await.unwrap();
    journal::checkpoint(&tx, &permit, id(91), NOW).await.unwrap();
    tx.commit().await.unwrap();
}

/// Changes the database past every wall, as somebody with the owner's password could.
async fn tampered(db: &TestDatabase, sql: &str) {
    let script = match db.backend() {
        Backend::Sqlite => format!(
            "PRAGMA foreign_keys = OFF; DROP TRIGGER journal_refuse_update; DROP TRIGGER journal_refuse_delete; \
             DROP TRIGGER checkpoints_refuse_update; DROP TRIGGER checkpoints_refuse_delete; {sql}"
        ),
        Backend::Postgres => format!(
            "ALTER TABLE journal NO FORCE ROW LEVEL SECURITY; ALTER TABLE journal DISABLE TRIGGER USER; \
             ALTER TABLE checkpoints NO FORCE ROW LEVEL SECURITY; ALTER TABLE checkpoints DISABLE TRIGGER USER; \
             ALTER TABLE journal_details NO FORCE ROW LEVEL SECURITY; {sql}"
        ),
    };
    db.as_owner(&script).await.unwrap();
}

async fn broken(db: &TestDatabase) -> String {
    journal::verify(&EAST.read(db).await).await.unwrap().unwrap_err().reason.to_owned()
}

#[tokio::test]
async fn what_was_written_verifies() {
    on_both(async |db| {
        written(db).await;
        let tx = EAST.read(db).await;
        let verified = journal::verify(&tx).await.unwrap();
        assert_eq!(verified, Ok(Verified { entries: 6, chains: 2, checkpoints: 2 }));
        let of_case = journal::of_case(&tx, EAST.case(), 2).await.unwrap();
        assert_eq!(of_case.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3, 2]);
        assert_eq!((of_case[0].act.as_str(), of_case[0].signature.as_str()), ("fill_in", "系统"));
        assert_eq!(journal::of_cases(&tx, &[EAST.case(), WEST.case()], 10).await.unwrap().len(), 3);
        assert_eq!(journal::recent(&tx, 4).await.unwrap().len(), 4);
        let west = WEST.read(db).await;
        assert_eq!(journal::recent(&west, 4).await.unwrap(), []);
        assert_eq!(
            journal::verify(&west).await.unwrap(),
            Ok(Verified { entries: 0, chains: 0, checkpoints: 0 })
        );
    })
    .await;
}

#[tokio::test]
async fn entries_are_neither_changed_nor_deleted() {
    on_both(async |db| {
        written(db).await;
        for statement in [
            "UPDATE journal SET summary = ''",
            "DELETE FROM journal",
            "UPDATE checkpoints SET root = ''",
            "DELETE FROM checkpoints",
        ] {
            let tx = EAST.write(db).await;
            assert!(execute(&tx, statement).await.is_err(), "{statement}");
            drop::<Tx>(tx);
            // Nor by the owner, unless the triggers are taken away first.
            let as_owner = match db.backend() {
                Backend::Sqlite => statement.to_owned(),
                Backend::Postgres => {
                    format!("SET app.tenant_id = '{}'; {statement}", EAST.tenant())
                }
            };
            let refused = db.as_owner(&as_owner).await.unwrap_err();
            assert!(refused.contains("append-only"), "{refused}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_entry_is_found() {
    on_both(async |db| {
        written(db).await;
        tampered(db, "UPDATE journal SET summary = '没有的事' WHERE summary = '第2件事'").await;
        assert_eq!(broken(db).await, "内容与校验值不一致");
    })
    .await;
}

#[tokio::test]
async fn a_missing_entry_is_found() {
    on_both(async |db| {
        written(db).await;
        let gone = "(SELECT id FROM journal WHERE summary = '第2件事')";
        tampered(
            db,
            &format!(
                "DELETE FROM journal_details WHERE id = {gone}; DELETE FROM journal WHERE summary = '第2件事'"
            ),
        )
        .await;
        assert_eq!(broken(db).await, "之前有缺失");
    })
    .await;
}

#[tokio::test]
async fn an_entry_cut_off_the_end_is_found_by_the_checkpoint() {
    on_both(async |db| {
        written(db).await;
        let gone = "(SELECT id FROM journal WHERE summary = '第3件事')";
        tampered(
            db,
            &format!(
                "DELETE FROM journal_details WHERE id = {gone}; DELETE FROM journal WHERE summary = '第3件事'"
            ),
        )
        .await;
        assert_eq!(broken(db).await, "检查点记录过这一条，现在缺失");
    })
    .await;
}

#[tokio::test]
async fn a_changed_checkpoint_is_found() {
    on_both(async |db| {
        written(db).await;
        tampered(db, "UPDATE checkpoints SET entries = 4 WHERE seq = 1").await;
        assert_eq!(broken(db).await, "检查点的校验值不一致");
    })
    .await;
}

#[tokio::test]
async fn a_changed_payload_is_found_and_a_deleted_one_is_not_missed() {
    on_both(async |db| {
        written(db).await;
        let tx = EAST.write(db).await;
        journal::forget_detail(&tx, &EAST.may(Act::ManagePeople), EntryId(id(1))).await.unwrap();
        assert!(journal::verify(&tx).await.unwrap().is_ok());
        tx.commit().await.unwrap();
        tampered(db, "UPDATE journal_details SET detail = '别的' WHERE detail = '附带2'").await;
        assert_eq!(broken(db).await, "附带内容与校验值不一致");
    })
    .await;
}

#[tokio::test]
async fn entries_added_at_once_stand_in_one_chain() {
    on_both(async |db| {
        counties(db).await;
        let add = async |n: u128| {
            let tx = EAST.write(db).await;
            journal::append(&tx, &EAST.may(Act::FillIn), &entry(n, None)).await.unwrap();
            tx.commit().await.unwrap();
        };
        tokio::join!(add(1), add(2), add(3), add(4));
        let verified = journal::verify(&EAST.read(db).await).await.unwrap();
        assert_eq!(verified, Ok(Verified { entries: 4, chains: 1, checkpoints: 0 }));
    })
    .await;
}
