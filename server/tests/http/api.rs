//! Server functions, as islands call them.

use app::error::Means;
use axum::http::Method;
use contract::case::{Layer, Returned, Saved};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::{Criterion, builtin};
use domain::scoring::Answer;
use domain::workflow::CaseState;
use serde_json::json;
use usecases::demo::own_answer;

use crate::browser::{JSON, OURS};
use crate::world::{World, Year, answer};

const SAVE: &str = "/t/jiyuan/api/answers/save";

fn criterion(no: &str) -> Criterion {
    builtin::load("jiyuan").unwrap().criterion(no).unwrap().clone()
}

fn plausible(no: &str) -> Answer {
    own_answer(&criterion(no), 1)
}

#[tokio::test]
async fn answers_are_saved() {
    let world = World::demo().await;
    let year = world.open_year().await;
    saving(&world, &year).await;
}

pub async fn saving(world: &World, year: &Year) {
    let mut clerk = world.person("jy03.jingban").await;
    let case = year.cases[2].as_str();
    let first = answer(case, Layer::Own, "1.1", plausible("1.1"), 0);
    let saved: Saved = clerk.call(SAVE, &first).await.json();
    assert_eq!(saved.revision, 1);
    // The same client id again is a retry, not a second act.
    let again: Saved = clerk.call(SAVE, &first).await.json();
    assert_eq!(again.revision, 1);
    // Somebody who had not seen it: neither loses text silently.
    let other = answer(case, Layer::Own, "1.1", Answer { remark: "另一份".into(), ..plausible("1.1") }, 0);
    let Means::Conflict { revision, theirs, by } = clerk.call(SAVE, &other).await.told().1 else { panic!() };
    assert_eq!((revision, *theirs), (1, plausible("1.1")));
    assert!(by.contains('演'), "{by}");
    let seen = answer(case, Layer::Own, "1.1", Answer { remark: "另一份".into(), ..plausible("1.1") }, 1);
    let saved: Saved = clerk.call(SAVE, &seen).await.json();
    assert_eq!(saved.revision, 2);
    // Two at once: one is saved, the other is told.
    let (mut one, mut two) = (clerk.clone(), clerk.clone());
    let bodies = [
        answer(case, Layer::Own, "1.1", plausible("1.1"), 2),
        answer(case, Layer::Own, "1.1", plausible("1.1"), 2),
    ];
    let (one, two) = tokio::join!(one.call(SAVE, &bodies[0]), two.call(SAVE, &bodies[1]));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[tokio::test]
async fn saves_that_are_refused() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let good = answer(year.case(), Layer::Own, "1.1", plausible("1.1"), 0);
    world.visitor().call(SAVE, &good).await.refuses(Refusal::NotSignedIn);
    let mut clerk = world.person("jy01.jingban").await;
    // Last year's case is published.
    let at = world.entered("jy01.jingban", "jiyuan").await;
    let cases = world.house.own_cases(&at).await.unwrap();
    let published = cases.iter().find(|line| line.state == CaseState::Published).unwrap().case.to_string();
    let late = answer(&published, Layer::Own, "1.1", plausible("1.1"), 1);
    clerk.call(SAVE, &late).await.refuses(Refusal::WrongState { now: CaseState::Published });
    // What does not fit its rule.
    let long = Answer { remark: "字".repeat(5_001), ..plausible("6.1") };
    let missing = answer(year.case(), Layer::Own, "99.9", plausible("1.1"), 0);
    clerk.call(SAVE, &missing).await.refuses(Refusal::NotFound);
    for (no, wrong) in [("6.1", long), ("1.1", plausible("6.1")), ("1.2", plausible("1.1"))] {
        let refused = clerk.call(SAVE, &answer(year.case(), Layer::Own, no, wrong, 0)).await;
        assert_eq!(refused.status, 422, "{no}");
        let (sentence, _) = refused.told();
        assert!(sentence.starts_with(&format!("第{no}")), "{sentence}");
    }
    let mut nameless = good.clone();
    nameless["form"]["client"] = json!("x");
    clerk.call(SAVE, &nameless).await.refuses(Refusal::Malformed);
    // The layer is the function's, whatever the body says; a clerk gives no scores, nor does their head.
    let mut disguised = good.clone();
    disguised["form"]["layer"] = json!("review");
    assert_eq!(clerk.call(SAVE, &disguised).await.status, 200);
    for login in ["jy01.jingban", "jy01.fuze"] {
        let refused = world.person(login).await.call("/t/jiyuan/api/answers/score", &good).await;
        refused.refuses(Refusal::NotYourPost(Act::ScoreCriteria));
    }
    // A reviewer does not write for the unit, nor score before it has submitted.
    let mut reviewer = world.person("jy.kaohe").await;
    reviewer.call(SAVE, &good).await.refuses(Refusal::NotYourPost(Act::FillIn));
    let score = answer(year.case(), Layer::Review, "1.1", plausible("1.1"), 0);
    let early = reviewer.call("/t/jiyuan/api/answers/score", &score).await;
    early.refuses(Refusal::WrongState { now: CaseState::Draft });
}

/// A server function serves islands only: it does not redirect to wherever a request says it came from.
#[tokio::test]
async fn a_call_is_never_redirected() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let good = answer(year.case(), Layer::Own, "1.1", plausible("1.1"), 0).to_string();
    for (body, status) in [(good.as_str(), 200), ("{", 400)] {
        let headers = [OURS, JSON, ("accept", "text/html"), ("referer", "https://evil.example/")];
        let answer = clerk.send(Method::POST, SAVE, &headers, body.to_owned()).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        assert_eq!(answer.header("location"), None);
    }
}

#[tokio::test]
async fn an_item_goes_back_and_only_that_item_is_corrected() {
    let world = World::demo().await;
    let year = world.open_year().await;
    world.get_going(&year).await;
    let mut clerk = world.person("jy01.jingban").await;
    let other = answer(year.case(), Layer::Own, "2.1", plausible("2.1"), 1);
    clerk.call(SAVE, &other).await.refuses(Refusal::ItemNotReturned { item: "2".into() });
    let returned = answer(year.case(), Layer::Own, "1.1", plausible("1.1"), 1);
    assert_eq!(clerk.call(SAVE, &returned).await.status, 200);
    let mut reviewer = world.person("jy.kaohe").await;
    let back =
        |item: &str, message: &str| json!({"form": {"case": year.case(), "item": item, "message": message}});
    let path = "/t/jiyuan/api/items/return";
    for (item, message, status) in [("1", "再补充", 422), ("2", " \u{200b} ", 422), ("99", "请补充", 404)]
    {
        assert_eq!(reviewer.call(path, &back(item, message)).await.status, status, "{item}");
    }
    let told: Returned = reviewer.call(path, &back("2", "请补充")).await.json();
    assert_eq!((told.item.as_str(), told.settled), ("2", false));
    assert!(clerk.page(&year.at("/fill/1")).await.contains("请补充会议记录"));
}
