use domain::policy::Act;
use domain::workflow::CaseState;
use store::testing::on_both;
use store::{StoreError, cases};

use crate::world::{EAST, NOW, counties, fresh_case};

#[tokio::test]
async fn a_case_changed_meanwhile_is_not_overwritten() {
    on_both(async |db| {
        counties(db).await;
        let mut case = fresh_case(EAST);
        case.state = CaseState::Signing;
        case.self_answered = 42;
        case.signed_by = Some("某人".into());
        case.submitted_at = Some(NOW);

        let tx = EAST.write(db).await;
        assert_eq!(cases::update(&tx, &EAST.may(Act::HandOver), &case).await.unwrap(), 2);
        tx.commit().await.unwrap();

        let tx = EAST.write(db).await;
        let stale = cases::update(&tx, &EAST.may(Act::HandOver), &case).await;
        assert!(matches!(stale, Err(StoreError::Stale(_))));
        case.revision = 2;
        assert_eq!(cases::find(&tx, EAST.case()).await.unwrap(), Some(case));
    })
    .await;
}

#[tokio::test]
async fn a_unit_has_one_case_in_a_period() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let mut second = fresh_case(EAST);
        second.id = domain::ids::CaseId(EAST.id(50));
        let taken = cases::insert(&tx, &EAST.may(Act::OpenPeriod), &second).await.unwrap_err();
        assert!(taken.is_unique_violation(), "{taken}");
        assert!(!taken.is_unavailable());
    })
    .await;
}
