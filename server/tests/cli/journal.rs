use store::testing::execute;
use store::{Options, Store};
use tempfile::tempdir;

use crate::command::on;
use crate::demo::copy_into;

#[test]
fn the_demos_journal_holds() {
    let data = tempdir().unwrap();
    copy_into(data.path());
    for code in ["jiyuan", "shizhi", "henan"] {
        let told = on(data.path(), &["journal", "verify", "--tenant", code]).succeeded();
        assert!(told.starts_with("留痕完整："), "{told}");
    }
    on(data.path(), &["journal", "verify", "--tenant", "nirgends"]).refused("没有辖区");
}

#[tokio::test]
async fn a_changed_entry_is_found() {
    for tampering in [
        "UPDATE journal SET summary = '没有的事' WHERE rowid = (SELECT max(rowid) FROM journal WHERE summary LIKE '保存第%')",
        "UPDATE journal SET signature = '别人' WHERE rowid = (SELECT min(rowid) FROM journal WHERE summary LIKE '签署%')",
        "DELETE FROM journal WHERE rowid = (SELECT min(rowid) FROM journal WHERE summary LIKE '签署%')",
    ] {
        let data = tempdir().unwrap();
        copy_into(data.path());
        let url = format!("sqlite://{}", data.path().join("qingping.db").display());
        let store = Store::open(&Options { database_url: url, owner_url: None }).await.unwrap();
        let tx = store.platform().await.unwrap();
        for sql in ["DROP TRIGGER journal_refuse_update", "DROP TRIGGER journal_refuse_delete"] {
            execute(&tx, sql).await.unwrap();
        }
        execute(&tx, "PRAGMA defer_foreign_keys = ON").await.unwrap();
        if tampering.starts_with("DELETE") {
            let gone = tampering
                .replacen("DELETE FROM journal", "DELETE FROM journal_details", 1)
                .replace("WHERE rowid = (SELECT min(rowid)", "WHERE id = (SELECT id");
            execute(&tx, &gone.replace("'签署%')", "'签署%' ORDER BY rowid LIMIT 1)")).await.unwrap();
        }
        assert_eq!(execute(&tx, tampering).await.unwrap(), 1, "{tampering}");
        tx.commit().await.unwrap();
        let broken: Vec<_> = ["jiyuan", "shizhi", "tangjiafang", "wulingyuan", "yueyang"]
            .into_iter()
            .map(|code| on(data.path(), &["journal", "verify", "--tenant", code]))
            .filter(|done| done.code != Some(0))
            .collect();
        assert_eq!(broken.len(), 1, "{tampering}");
        for done in broken {
            assert_eq!(done.refused("留痕不完整").code, Some(1));
        }
    }
}
