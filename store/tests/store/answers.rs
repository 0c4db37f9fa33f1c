use std::slice::from_ref;

use domain::ids::AnswerId;
use domain::policy::Act;
use store::answers::{self, Layer, NewAnswer, SaveOutcome};
use store::testing::{TestDatabase, on_both};

use crate::world::{EAST, NOW, WEST, counties, id};

fn answer(content: &str, based_on: i32, client: u128) -> NewAnswer {
    NewAnswer {
        id: AnswerId(id(client << 32)),
        case: EAST.case(),
        layer: Layer::SelfAssessment,
        criterion: "1.1".into(),
        based_on,
        content: content.into(),
        by_name: "某人".into(),
        at: NOW,
        client: id(client),
    }
}

async fn save(db: &TestDatabase, answer: &NewAnswer) -> SaveOutcome {
    let tx = EAST.write(db).await;
    let outcome = answers::save(&tx, &EAST.may(Act::FillIn), answer).await.unwrap();
    tx.commit().await.unwrap();
    outcome
}

#[tokio::test]
async fn saves_follow_one_another() {
    on_both(async |db| {
        counties(db).await;
        assert_eq!(save(db, &answer("一", 0, 1)).await, SaveOutcome::Saved { revision: 1 });
        assert_eq!(save(db, &answer("二", 1, 2)).await, SaveOutcome::Saved { revision: 2 });
        let tx = EAST.read(db).await;
        let row = answers::find(&tx, EAST.case(), Layer::SelfAssessment, "1.1").await.unwrap().unwrap();
        assert_eq!((row.content.as_str(), row.revision, row.client), ("二", 2, id(2)));
        assert_eq!(answers::of_case(&tx, EAST.case(), Layer::SelfAssessment).await.unwrap(), from_ref(&row));
        assert_eq!(answers::of_case(&tx, EAST.case(), Layer::Review).await.unwrap(), []);
        let all = answers::of_period(&tx, EAST.period(), Layer::SelfAssessment).await.unwrap();
        assert_eq!(all, [(EAST.case(), row)]);
        let west = WEST.read(db).await;
        assert_eq!(answers::of_period(&west, EAST.period(), Layer::SelfAssessment).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_retry_is_not_a_second_act() {
    on_both(async |db| {
        counties(db).await;
        save(db, &answer("一", 0, 1)).await;
        assert_eq!(save(db, &answer("一", 0, 1)).await, SaveOutcome::AlreadySaved { revision: 1 });
    })
    .await;
}

#[tokio::test]
async fn a_conflict_is_shown_and_overwrites_nothing() {
    on_both(async |db| {
        counties(db).await;
        save(db, &answer("她的", 0, 1)).await;
        let SaveOutcome::Conflict(theirs) = save(db, &answer("他的", 0, 2)).await else {
            panic!("two first saves must conflict");
        };
        assert_eq!((theirs.content.as_str(), theirs.revision), ("她的", 1));
    })
    .await;
}

#[tokio::test]
async fn of_two_saves_at_once_one_is_told() {
    on_both(async |db| {
        counties(db).await;
        let (first, second) = (answer("她的", 0, 1), answer("他的", 0, 2));
        let (one, other) = tokio::join!(save(db, &first), save(db, &second));
        let saved = |outcome: &SaveOutcome| *outcome == SaveOutcome::Saved { revision: 1 };
        assert!(saved(&one) != saved(&other), "{one:?} {other:?}");
    })
    .await;
}
