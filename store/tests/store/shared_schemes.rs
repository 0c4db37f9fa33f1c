use domain::ids::{SchemeId, ShareId};
use domain::policy::Act;
use store::StoreError;
use store::shared_schemes::{self, SharedHead, SharedScheme};
use store::testing::on_both;

use crate::world::{County, EAST, NOW, WEST, counties, id};

fn shared(source: County, n: u128) -> SharedScheme {
    SharedScheme {
        id: ShareId(id(n)),
        source: source.tenant(),
        source_name: "某县".into(),
        scheme: SchemeId(source.id(3)),
        title: "清廉单位创建方案".into(),
        version: 1,
        document: "{}".into(),
        by_name: "某人".into(),
        at: NOW,
    }
}

#[tokio::test]
async fn what_is_shared_others_read_and_nobody_but_its_owner_takes_back() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::ConfigureScheme);
        shared_schemes::insert(&tx, &permit, &shared(EAST, 1)).await.unwrap();
        tx.commit().await.unwrap();

        let tx = WEST.write(db).await;
        let SharedScheme { id: share, source, source_name, scheme, title, version, .. } = shared(EAST, 1);
        let head = SharedHead { id: share, source, source_name, scheme, title, version };
        assert_eq!(shared_schemes::all(&tx).await.unwrap(), [head]);
        assert_eq!(shared_schemes::find(&tx, ShareId(id(1))).await.unwrap(), Some(shared(EAST, 1)));
        let theirs = WEST.may(Act::ConfigureScheme);
        assert!(!shared_schemes::remove(&tx, &theirs, SchemeId(EAST.id(3))).await.unwrap());
        tx.commit().await.unwrap();

        let tx = EAST.write(db).await;
        assert!(shared_schemes::remove(&tx, &permit, SchemeId(EAST.id(3))).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(shared_schemes::all(&WEST.read(db).await).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn nobody_shares_in_anothers_name() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let refused = shared_schemes::insert(&tx, &EAST.may(Act::ConfigureScheme), &shared(WEST, 1)).await;
        assert!(matches!(refused, Err(StoreError::ForeignRow { .. })));
        let foreign = WEST.may(Act::ConfigureScheme);
        let refused = shared_schemes::insert(&tx, &foreign, &shared(EAST, 1)).await;
        assert!(matches!(refused, Err(StoreError::ForeignPermit)));
        // A version of somebody else's is nobody's to share: the copy belongs to a version of its source.
        let theirs = SharedScheme { scheme: SchemeId(WEST.id(3)), ..shared(EAST, 2) };
        let refused = shared_schemes::insert(&tx, &EAST.may(Act::ConfigureScheme), &theirs).await;
        assert!(refused.is_err(), "{:?}", db.backend());
    })
    .await;
}
