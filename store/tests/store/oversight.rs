use domain::policy::Act;
use store::oversight::{self, Projection};
use store::testing::{on_both, stop_filtering};
use store::{Backend, StoreError};

use crate::world::{County, EAST, NOW, WEST, counties, id};

fn projection(source: County, n: u128) -> Projection {
    Projection {
        id: id(n),
        source: source.tenant(),
        source_name: "某县".into(),
        period_title: "2026年度".into(),
        unit_name: "县第一医院".into(),
        score: "92.5".into(),
        achievable: "100".into(),
        rate: "0.925".into(),
        dimensions: "{}".into(),
        outcome: "named".into(),
        decided_at: NOW,
    }
}

#[tokio::test]
async fn a_viewer_sees_only_what_is_addressed_to_it() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        oversight::write(&tx, &EAST.may(Act::DecideCollectively), WEST.tenant(), &projection(EAST, 1))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(oversight::seen_by(&WEST.read(db).await).await.unwrap(), [projection(EAST, 1)]);
        assert_eq!(oversight::seen_by(&EAST.read(db).await).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn nobody_writes_in_another_tenants_name() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::DecideCollectively);
        let refused = oversight::write(&tx, &permit, EAST.tenant(), &projection(WEST, 1)).await;
        assert!(matches!(refused, Err(StoreError::ForeignRow { .. })));
        let foreign = WEST.may(Act::DecideCollectively);
        let refused = oversight::write(&tx, &foreign, EAST.tenant(), &projection(EAST, 1)).await;
        assert!(matches!(refused, Err(StoreError::ForeignPermit)));
    })
    .await;
}

#[tokio::test]
async fn without_the_filter_the_second_wall_stands() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::DecideCollectively);
        oversight::write(&tx, &permit, EAST.tenant(), &projection(EAST, 1)).await.unwrap();
        tx.commit().await.unwrap();
        let west = WEST.read(db).await;
        stop_filtering(&west);
        let seen = oversight::seen_by(&west).await;
        match db.backend() {
            Backend::Sqlite => assert!(matches!(seen, Err(StoreError::ForeignRow { .. }))),
            Backend::Postgres => assert_eq!(seen.unwrap(), []),
        }
    })
    .await;
}
