//! A reviewer scores and closes.

use std::collections::BTreeMap;

use contract::case::{Layer, SectionForm};
use domain::refusal::Refusal;
use domain::scoring::{Answer, REMARK};
use domain::workflow::CaseState;

use crate::cast::{counted, full, judged, on_both, refused};

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

/// Whatever changes the value, by whichever door: what was said for the old one is asked anew, and the old text is offered.
#[tokio::test]
async fn a_reason_is_not_kept_for_another_value() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_submitted().await?;
        let reviewer = unit.reviewer();
        let said = async || -> usecases::Answered<(String, Option<String>)> {
            let answer =
                reviewer.reads(Layer::Review, "1.1").await?.map(|given| given.answer).unwrap_or_default();
            Ok((answer.remark, answer.earlier.get(REMARK).cloned()))
        };
        let aside = || (String::new(), Some("缺少1项。".to_owned()));

        // Retyped, and saved on top of it by whoever sends the whole answer.
        reviewer.scores("1.1", counted("missing", 1, "缺少1项。")).await?;
        reviewer.scores("1.1", counted("missing", 2, "缺少1项。")).await?;
        assert_eq!(said().await?, aside());
        // Saved once more without a reason, it is still offered; given again, it counts.
        reviewer.scores("1.1", counted("missing", 2, "")).await?;
        assert_eq!(said().await?, aside());
        reviewer.scores("1.1", counted("missing", 2, "缺少1项。")).await?;
        assert_eq!(said().await?, ("缺少1项。".to_owned(), None));

        // 同意自评 by whoever sends the old reason along.
        let own = full("1.1", 3);
        let agrees = Answer { agrees: true, remark: "缺少1项。".into(), ..own.clone() };
        reviewer.scores("1.1", agrees).await?;
        assert_eq!(said().await?, aside());

        // A plain form, and its button that takes the reason up again.
        let section = async |fields: &[(&str, &str)]| -> usecases::Answered<u32> {
            let revision = reviewer.reads(Layer::Review, "1.1").await?.map_or(0, |given| given.revision);
            let mut form: BTreeMap<_, _> =
                fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            form.insert("1.1.revision".into(), revision.to_string());
            let form = SectionForm { fields: form };
            let at = reviewer.at_desk().await?;
            Ok(reviewer.house().save_section(&at, reviewer.case, 0, Layer::Review, &form).await?.saved)
        };
        section(&[("1.1.missing", "1"), ("1.1.remark", "现场缺1项。")]).await?;
        section(&[("1.1.missing", "2"), ("1.1.remark", "现场缺1项。")]).await?;
        assert_eq!(said().await?, (String::new(), Some("现场缺1项。".to_owned())));
        section(&[("1.1.missing", "2"), ("takes_up", "1.1.remark")]).await?;
        assert_eq!(said().await?, ("现场缺1项。".to_owned(), None));
        // Taken back as a whole.
        section(&[("1.1.missing", "2"), ("1.1.remark", "现场缺1项。"), ("clears", "1.1")]).await?;
        let cleared =
            reviewer.reads(Layer::Review, "1.1").await?.map(|given| given.answer).unwrap_or_default();
        assert!(cleared.inputs.is_empty());
        assert_eq!(said().await?, (String::new(), Some("现场缺1项。".to_owned())));
        Ok(())
    })
    .await;
}

/// 同意自评 is a reason where one is asked for, as long as the value is the unit's; nobody says so of another value.
#[tokio::test]
async fn agreeing_needs_no_reason_and_is_told() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_submitted().await?;
        unit.has_been_scored_all_but(&["6.1"]).await?;
        let reviewer = unit.reviewer();
        let less = Answer { agrees: true, ..judged("0.5", "") };
        reviewer.scores("6.1", less).await?;
        assert_eq!(refused(reviewer.closes().await), unreviewed(["6.1"]));
        let stated = reviewer.reads(Layer::Own, "6.1").await?.map(|given| given.answer).unwrap_or_default();
        reviewer.scores("6.1", stated.agreed_to(&Answer::default())).await?;
        assert_eq!(reviewer.looks().await?.reasons["6.1"], "同意自评");
        // It agrees no more once the value changes.
        reviewer.scores("6.1", Answer { agrees: true, ..judged("0.5", "不全。") }).await?;
        let given = reviewer.reads(Layer::Review, "6.1").await?.map(|given| given.answer).unwrap_or_default();
        assert!(!given.agrees);
        reviewer.closes().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_nobody_has_scored_is_agreed_to_in_one_act() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_submitted().await?;
        let reviewer = unit.reviewer();
        reviewer.scores("1.1", counted("missing", 1, "缺少1项。")).await?;
        let list = reviewer.checklist("1.1").await?;
        let seen = |but: &str| {
            let rest = list.own.iter().filter(|(no, _)| no.as_str() != but);
            let fields = rest.map(|(no, given)| (format!("agree.{no}"), given.revision.to_string()));
            SectionForm { fields: fields.collect() }
        };
        let agrees = async |who: &crate::cast::Desk, form: &SectionForm| {
            who.house().agree_to_all(&who.at_desk().await?, who.case, form).await
        };
        // Only who scores; the unit does not agree with itself.
        assert!(agrees(&unit.clerk(), &seen("")).await.is_err());
        // What was scored meanwhile is left alone, and told.
        assert_eq!(agrees(&reviewer, &seen("2.1")).await?, ["1.1"]);
        assert_eq!(
            reviewer.reads(Layer::Review, "1.1").await?.map(|given| given.answer.remark),
            Some("缺少1项。".into())
        );
        assert!(reviewer.reads(Layer::Review, "2.1").await?.is_none());
        // As it was seen, or not at all.
        let stale = SectionForm { fields: [("agree.2.1".to_owned(), "7".to_owned())].into() };
        assert_eq!(agrees(&reviewer, &stale).await?, ["2.1"]);
        let fresh =
            SectionForm { fields: [("agree.2.1".to_owned(), list.own["2.1"].revision.to_string())].into() };
        assert!(agrees(&reviewer, &fresh).await?.is_empty());
        let given = reviewer.reads(Layer::Review, "2.1").await?.map(|given| given.answer).unwrap_or_default();
        assert!(given.agrees && given.says_as(&list.own["2.1"].answer));
        let acts = reviewer.looks().await?.time_line;
        assert_eq!(acts.iter().filter(|act| act.what.starts_with("同意自评")).count(), 2);
        reviewer.closes().await?;
        Ok(())
    })
    .await;
}
