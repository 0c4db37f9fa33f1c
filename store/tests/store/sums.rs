//! What stands beside cases so that lists need not look into them: sums, tallies, and who waits for a supplementary version.

use domain::ids::{CaseId, SupplementId};
use domain::policy::Act;
use domain::workflow::CaseState;
use store::StoreError;
use store::case_sums::{self, Sums};
use store::cases::{self, Case, Tally};
use store::testing::on_both;

use crate::world::{EAST, WEST, counties, fresh_case, id};

fn sums(own: &str, review: &str) -> Sums {
    Sums { own: own.into(), review: review.into() }
}

#[tokio::test]
async fn sums_are_written_with_their_case_and_replace_each_other() {
    on_both(async |db| {
        counties(db).await;
        let permit = EAST.may(Act::FillIn);
        let tx = EAST.write(db).await;
        let mut case = fresh_case(EAST);
        for said in [sums("1", "2"), sums("3", "4")] {
            case.sums = Some(said);
            case.revision = cases::update(&tx, &permit, &case).await.unwrap();
        }
        // Whoever changes nothing of them leaves them as they are.
        let case = Case { sums: None, ..case };
        cases::update(&tx, &permit, &case).await.unwrap();
        tx.commit().await.unwrap();
        let expected = [(case.id, sums("3", "4"))].into();
        let tx = EAST.read(db).await;
        assert_eq!(case_sums::of_period(&tx, EAST.period()).await.unwrap(), expected);
        assert_eq!(case_sums::by_ids(&tx, &[case.id]).await.unwrap(), expected);
        assert_eq!(cases::find(&tx, case.id).await.unwrap().unwrap().sums, None);
        drop(tx);
        let west = WEST.read(db).await;
        assert_eq!(case_sums::of_period(&west, EAST.period()).await.unwrap(), Default::default());
        drop(west);

        // A case somebody else changed meanwhile keeps its sums, too.
        let tx = EAST.write(db).await;
        let stale = Case { sums: Some(sums("5", "6")), ..fresh_case(EAST) };
        assert!(matches!(cases::update(&tx, &permit, &stale).await, Err(StoreError::Stale(_))));
        drop(tx);
    })
    .await;
}

#[tokio::test]
async fn tallies_count_what_was_not_withdrawn() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.read(db).await;
        let one = Tally {
            period: EAST.period(),
            state: CaseState::Draft,
            fill_by: None,
            review_by: None,
            cases: 1,
            submitted: 0,
            applicants: 0,
        };
        assert_eq!(cases::tallies(&tx, None).await.unwrap(), [one]);
        assert_eq!(cases::tallies(&tx, Some(&[EAST.unit()])).await.unwrap(), [one]);
        assert_eq!(cases::tallies(&tx, Some(&[WEST.unit()])).await.unwrap(), []);
        assert_eq!(cases::never_submitted(&tx, &[EAST.period()]).await.unwrap(), [fresh_case(EAST)]);
        assert_eq!(cases::in_states(&tx, &[CaseState::Draft]).await.unwrap(), [fresh_case(EAST)]);
        drop(tx);
        // Whoever has days of their own is counted apart.
        let permit = EAST.may(Act::OpenPeriod);
        let own = "2026-12-20".parse().ok();
        let tx = EAST.write(db).await;
        cases::move_deadlines(&tx, &permit, (EAST.period(), EAST.unit()), (own, None)).await.unwrap();
        assert_eq!(cases::tallies(&tx, None).await.unwrap(), [Tally { fill_by: own, ..one }]);
        let withdrawn = Case { state: CaseState::Withdrawn, ..fresh_case(EAST) };
        cases::update(&tx, &EAST.may(Act::FillIn), &withdrawn).await.unwrap();
        assert_eq!(cases::tallies(&tx, None).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn who_waits_for_a_version_is_known_until_it_is_brought_over() {
    on_both(async |db| {
        counties(db).await;
        let permit = EAST.may(Act::Supplement);
        let supplement = SupplementId(id(7));
        let tx = EAST.write(db).await;
        let before = fresh_case(EAST);
        let decided = Case { state: CaseState::Decided, ..before.clone() };
        let revision = cases::update(&tx, &permit, &decided).await.unwrap();
        cases::await_supplement(&tx, &permit, (EAST.period(), supplement), &[]).await.unwrap();
        let waiting = cases::awaiting(&tx, EAST.period(), None, 10).await.unwrap();
        assert_eq!(waiting, [], "what is decided stays");
        let mut case = Case { revision, ..before };
        case.revision = cases::update(&tx, &permit, &case).await.unwrap();
        cases::await_supplement(&tx, &permit, (EAST.period(), supplement), &[]).await.unwrap();
        assert_eq!(cases::periods_awaiting(&tx).await.unwrap(), [EAST.period()]);
        let waiting = cases::awaiting(&tx, EAST.period(), None, 10).await.unwrap();
        assert_eq!(waiting, [Case { awaits: Some(supplement), revision: case.revision + 1, ..case.clone() }]);
        assert_eq!(cases::awaiting(&tx, EAST.period(), Some(case.id), 10).await.unwrap(), []);
        assert_eq!(cases::open_types(&tx, EAST.period()).await.unwrap(), [(String::new(), 1)]);
        // Whoever read it before finds it changed.
        assert!(matches!(cases::update(&tx, &permit, &case).await, Err(StoreError::Stale(_))));
        let over = Case { awaits: None, ..waiting[0].clone() };
        cases::update(&tx, &permit, &over).await.unwrap();
        assert_eq!(cases::awaiting(&tx, EAST.period(), None, 10).await.unwrap(), []);
        assert_eq!(cases::periods_awaiting(&tx).await.unwrap(), []);
        tx.commit().await.unwrap();
        let tx = EAST.write(db).await;
        let many: Vec<_> =
            (0..1_100).map(|n| Case { id: CaseId(id(10_000 + n)), ..fresh_case(EAST) }).collect();
        assert!(cases::insert_all(&tx, &permit, &many).await.unwrap_err().is_unique_violation());
    })
    .await;
}
