use domain::ids::CaseId;
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
        case: None,
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

/// A result decided anew replaces what was told of the case, and nothing else.
#[tokio::test]
async fn what_was_told_of_a_case_is_taken_back() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::DecideCollectively);
        let told = |n, case, unit: &str| Projection { case, unit_name: unit.into(), ..projection(EAST, n) };
        let other = Some(CaseId(id(99)));
        for one in
            [told(1, None, "甲"), told(2, Some(EAST.case()), "甲"), told(3, other, "甲"), told(4, None, "乙")]
        {
            oversight::write(&tx, &permit, WEST.tenant(), &one).await.unwrap();
        }
        oversight::take_back(&tx, &permit, EAST.case(), ("2026年度", "甲")).await.unwrap();
        tx.commit().await.unwrap();
        let mut left: Vec<_> =
            oversight::seen_by(&WEST.read(db).await).await.unwrap().into_iter().map(|one| one.id).collect();
        left.sort();
        assert_eq!(left, [id(3), id(4)]);
        // Nobody takes back what another told.
        let tx = WEST.write(db).await;
        let refused = oversight::take_back(&tx, &permit, EAST.case(), ("2026年度", "乙")).await;
        assert!(matches!(refused, Err(StoreError::ForeignPermit)));
    })
    .await;
}
