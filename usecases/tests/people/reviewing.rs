//! A reviewer scores and closes.

use contract::case::Layer;
use domain::refusal::Refusal;
use domain::workflow::CaseState;

use crate::cast::{counted, judged, on_both, refused};

fn unreviewed<const N: usize>(missing: [&str; N]) -> Refusal {
    Refusal::Unreviewed { missing: missing.map(str::to_owned).into() }
}

#[tokio::test]
async fn closing_waits_for_every_score_and_for_every_reason() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&["1.1", "6.1"]).await?;
        unit.clerk().saves("1.1", counted("missing", 0, "")).await?;
        unit.clerk().saves("6.1", judged("1", "清单已建。")).await?;
        unit.clerk().hands_over().await?;
        unit.head().signs().await?;
        unit.has_been_scored_all_but(&["1.1", "6.1"]).await?;

        let reviewer = unit.reviewer();
        assert_eq!(refused(reviewer.closes().await), unreviewed(["1.1", "6.1"]));
        let missing = reviewer.looks().await?.missing;
        assert_eq!(missing.iter().map(|open| open.criterion.as_str()).collect::<Vec<_>>(), ["1.1", "6.1"]);

        // A score that differs is no finished score before the reason stands there.
        reviewer.scores("1.1", counted("missing", 1, "")).await?;
        // Judgement needs its remark even where it agrees.
        reviewer.scores("6.1", judged("1", "")).await?;
        assert_eq!(refused(reviewer.closes().await), unreviewed(["1.1", "6.1"]));
        assert_eq!(county.reviewer().progress().await?.cases[0].reviewed, 41);

        reviewer.scores("1.1", counted("missing", 1, "少一次传达。")).await?;
        reviewer.scores("6.1", judged("1", "同意。")).await?;
        reviewer.closes().await?;
        assert_eq!(reviewer.looks().await?.state, CaseState::Reviewed);
        // Pressed twice, it is closed once; later it is the wrong step.
        reviewer.closes().await?;
        world.later(2);
        assert_eq!(refused(reviewer.closes().await), Refusal::WrongState { now: CaseState::Reviewed });
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_closed_is_reopened_before_the_decision_with_a_reason() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.is_reviewed().await?;
        let reviewer = unit.reviewer();
        assert_eq!(refused(reviewer.reopens("").await), Refusal::invalid("message", "请填写重新考核的理由"));
        reviewer.reopens("发现新的材料。").await?;
        assert_eq!(reviewer.looks().await?.state, CaseState::Reviewing);
        reviewer.scores("1.1", counted("missing", 2, "缺两项。")).await?;
        reviewer.closes().await?;
        county.party().decides().await?;
        let late = refused(reviewer.reopens("再看。").await);
        assert_eq!(late, Refusal::WrongState { now: CaseState::Decided });
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nobody_judges_the_unit_they_belong_to() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let both = county.somebody("both", "两任", &[("reviewer", None), ("clerk", Some(0))]).await?;
        let (own, other) = (county.unit(0), county.unit(1));
        own.has_submitted().await?;
        other.has_submitted().await?;

        let at_own = own.before(&both);
        let score = at_own.saves_on(Layer::Review, "1.1", counted("missing", 0, "好。"));
        assert_eq!(refused(score.await), Refusal::Recusal);
        assert_eq!(refused(at_own.returns_item("1", "请补充。").await), Refusal::Recusal);
        assert_eq!(refused(at_own.closes().await), Refusal::Recusal);
        assert_eq!(refused(at_own.reopens("再看。").await), Refusal::Recusal);
        assert!(!at_own.looks().await?.may.score);

        let at_other = other.before(&both);
        at_other.saves_on(Layer::Review, "1.1", counted("missing", 0, "好。")).await?;
        at_other.returns_item("1", "请补充。").await?;
        Ok(())
    })
    .await;
}
