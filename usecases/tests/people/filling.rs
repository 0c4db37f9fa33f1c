//! A clerk fills the checklist.

use contract::case::{Layer, SectionForm};
use domain::refusal::Refusal;
use domain::scoring::{Answer, InputValue};
use domain::workflow::CaseState;

use crate::cast::{chosen, counted, full, judged, not_applicable, on_both, refused};

#[tokio::test]
async fn an_incomplete_checklist_is_not_handed_over_and_the_refusal_names_what_is_missing() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&["2.1", "13.4"]).await?;
        // Half an answer is kept, and is not complete.
        unit.clerk().saves("2.1", chosen("party_group", "kept")).await?;

        let missing = vec!["2.1".to_owned(), "13.4".to_owned()];
        assert_eq!(refused(unit.clerk().hands_over().await), Refusal::Incomplete { missing });
        let page = unit.clerk().looks().await?;
        let named: Vec<_> = page.missing.iter().map(|open| (open.criterion.as_str(), open.section)).collect();
        assert_eq!((page.state, named), (CaseState::Draft, vec![("2.1", 0), ("13.4", 3)]));

        unit.clerk().saves("2.1", full("2.1", 3)).await?;
        unit.clerk().saves("13.4", full("13.4", 3)).await?;
        unit.clerk().hands_over().await?;
        assert_eq!(unit.clerk().looks().await?.state, CaseState::Signing);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_judged_criterion_is_not_complete_without_a_remark() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&["6.1"]).await?;
        unit.clerk().saves("6.1", judged("1", " ")).await?;
        assert_eq!(
            refused(unit.clerk().hands_over().await),
            Refusal::Incomplete { missing: vec!["6.1".into()] }
        );
        unit.clerk().saves("6.1", judged("1", "已建立清单。")).await?;
        unit.clerk().hands_over().await
    })
    .await;
}

#[tokio::test]
async fn after_handing_over_the_unit_only_reads_until_the_head_sends_it_back() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&[]).await?;
        let evidence = unit.clerk().attaches_a_pdf("1.1").await?;
        unit.clerk().hands_over().await?;
        // Pressed twice, it is handed over once.
        let entries = county.entries(unit.case()).await?.len();
        unit.clerk().hands_over().await?;
        assert_eq!(county.entries(unit.case()).await?.len(), entries);
        world.later(2);

        let closed = Refusal::WrongState { now: CaseState::Signing };
        assert_eq!(refused(unit.clerk().saves("1.1", counted("missing", 0, "")).await), closed);
        assert_eq!(refused(unit.clerk().attaches_a_pdf("1.1").await), closed);
        assert_eq!(refused(unit.clerk().removes(evidence.id).await), closed);
        assert_eq!(refused(unit.clerk().hands_over().await), closed);
        assert!(!unit.clerk().looks().await?.may.fill);

        let silent = refused(unit.head().sends_back(" ").await);
        assert_eq!(silent, Refusal::invalid("message", "请填写退回说明"));
        unit.head().sends_back("第1.1条请再核对。").await?;
        assert_eq!(unit.clerk().looks().await?.state, CaseState::Draft);
        assert_eq!(county.entries(unit.case()).await?[0].summary, "退回经办人修改：第1.1条请再核对。");
        unit.clerk().saves("1.1", counted("missing", 0, "")).await?;
        unit.clerk().hands_over().await?;

        let unconfirmed =
            world.house.sign(&unit.head().at_desk().await?, unit.case(), &Default::default()).await;
        assert!(matches!(unconfirmed, Err(Refusal::Invalid { field, .. }) if field == "confirm"));
        unit.head().signs().await?;
        let closed = Refusal::WrongState { now: CaseState::Reviewing };
        assert_eq!(refused(unit.clerk().saves("1.1", counted("missing", 1, "")).await), closed);
        assert_eq!(refused(unit.head().sends_back("再改。").await), closed);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_retry_is_not_a_second_act() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        let clerk = unit.clerk();
        let before = county.entries(unit.case()).await?.len();
        let act = clerk.new_act();
        for _ in 0..3 {
            let saved =
                clerk.sends_save(Layer::Own, "1.1", counted("missing", 1, ""), 0, act.clone()).await?;
            assert_eq!(saved.revision, 1);
        }
        assert_eq!(county.entries(unit.case()).await?.len(), before + 1);
        assert_eq!(clerk.reads(Layer::Own, "1.1").await?.expect("it is saved").revision, 1);
        // Sent twice at the same time, it is still one act.
        let act = clerk.new_act();
        let again = || clerk.sends_save(Layer::Own, "1.1", counted("missing", 2, ""), 1, act.clone());
        let (one, other) = tokio::join!(again(), again());
        assert_eq!((one?.revision, other?.revision), (2, 2));
        assert_eq!(county.entries(unit.case()).await?.len(), before + 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_save_on_an_old_revision_is_shown_the_other_text_and_loses_nothing() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        let colleague = county.somebody("second.clerk", "同室", &[("clerk", Some(0))]).await?;
        let (clerk, colleague) = (unit.clerk(), unit.before(&colleague));
        clerk.saves("1.1", counted("missing", 0, "")).await?;
        let theirs = counted("missing", 1, "少一次学习。");
        colleague.saves_on(Layer::Own, "1.1", theirs.clone()).await?;

        let late = clerk.sends_save(Layer::Own, "1.1", counted("missing", 2, "我的"), 1, clerk.new_act());
        let conflict =
            Refusal::Conflict { revision: 2, theirs: Box::new(theirs.clone()), by: "同室".into() };
        assert_eq!(refused(late.await), conflict);
        assert_eq!(clerk.reads(Layer::Own, "1.1").await?.expect("it is saved").answer, theirs);

        // Two at once on the same revision: one is kept, the other is shown it.
        let (mine, yours) = tokio::join!(
            clerk.sends_save(Layer::Own, "1.1", counted("missing", 3, ""), 2, clerk.new_act()),
            colleague.sends_save(Layer::Own, "1.1", counted("missing", 4, ""), 2, colleague.new_act()),
        );
        let (kept, shown) = if mine.is_ok() { (mine, yours) } else { (yours, mine) };
        assert_eq!(kept?.revision, 3);
        assert!(matches!(refused(shown), Refusal::Conflict { revision: 3, .. }));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_clerks_save_different_criteria_at_the_same_time() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        let colleague = county.somebody("second.clerk", "同室", &[("clerk", Some(0))]).await?;
        let (clerk, colleague) = (unit.clerk(), unit.before(&colleague));
        let (one, other) = tokio::join!(
            clerk.saves("1.1", counted("missing", 0, "")),
            colleague.saves_on(Layer::Own, "1.4", counted("failing", 0, "")),
        );
        assert_eq!((one?.revision, other?.revision), (1, 1));
        assert_eq!(county.reviewer().progress().await?.cases[0].answered, 2);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_refused_with_its_place() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let clerk = county.unit(0).clerk();
        let met = |input: &str| Answer {
            inputs: [(input.to_owned(), InputValue::Met(true))].into(),
            ..Answer::default()
        };
        // The question stands in the sentence as the checklist asks it.
        for (no, answer, told) in [
            ("1.1", met("missing"), "“"),
            ("1.1", counted("missing", 100_001, ""), "“"),
            ("1.1", counted("unheard_of", 1, ""), "本项没有这个输入项"),
            ("2.1", chosen("party_group", "perhaps"), "“"),
            ("6.1", judged("1.01", "多了。"), "“"),
            ("6.1", judged("-0.5", "少了。"), "“"),
            ("6.1", judged("一分", "写错了。"), "“"),
            ("1.1", not_applicable(), "本项不能申报不涉及"),
            ("1.1", counted("missing", 0, &"字".repeat(5_001)), "说明"),
        ] {
            let Refusal::BadAnswer { path, reason } = refused(clerk.saves(no, answer).await) else {
                panic!("{no} is about an answer");
            };
            assert_eq!(path, no);
            assert!(reason.starts_with(told), "{reason}");
            assert_eq!(clerk.reads(Layer::Own, no).await?, None, "nothing was kept");
        }
        assert_eq!(refused(clerk.saves("99.9", Answer::default()).await), Refusal::NotFound);
        let act = clerk.sends_save(Layer::Own, "1.1", Answer::default(), 0, "no act".into()).await;
        assert_eq!(refused(act), Refusal::Malformed);

        // What is just allowed.
        clerk.saves("1.1", counted("missing", 0, &"字".repeat(5_000))).await?;
        clerk.saves("5.1", not_applicable()).await?;
        let own = clerk.looks().await?.own.expect("自评");
        let line = own.criterion("5.1").expect("a criterion");
        assert_eq!((line.complete, line.score), (true, line.points));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_plain_form_saves_what_changed_and_hands_back_what_it_could_not_keep() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        let (clerk, at) = (unit.clerk(), unit.clerk().at_desk().await?);
        clerk.saves("1.4", counted("failing", 1, "")).await?;
        let form = |fields: &[(&str, &str)]| SectionForm {
            fields: fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        };
        let typed = form(&[
            ("1.1.revision", "0"),
            ("1.1.missing", "2"),
            ("1.1.remark", "缺两次。"),
            ("1.2.revision", "0"),
            // Typed on a page from before the colleague's save.
            ("1.4.revision", "0"),
            ("1.4.failing", "3"),
            ("2.1.revision", "0"),
            ("2.1.party_group", "perhaps"),
        ]);
        let done = world.house.save_section(&at, unit.case(), 0, Layer::Own, &typed).await?;
        let kept_back: Vec<_> =
            done.kept_back.iter().map(|(no, answer, _)| (no.as_str(), answer.clone())).collect();
        assert_eq!(done.saved, 1);
        assert_eq!(
            kept_back,
            [("1.4", counted("failing", 3, "")), ("2.1", chosen("party_group", "perhaps"))]
        );
        let saved = clerk.reads(Layer::Own, "1.1").await?.expect("it is saved");
        assert_eq!(saved.answer, counted("missing", 2, "缺两次。"));
        let theirs = clerk.reads(Layer::Own, "1.4").await?.expect("it stands");
        assert_eq!(theirs.answer, counted("failing", 1, ""));

        // Sent twice, nothing is done twice.
        let entries = county.entries(unit.case()).await?.len();
        let again = world.house.save_section(&at, unit.case(), 0, Layer::Own, &typed).await?;
        assert_eq!(again.saved, 0);
        assert_eq!(county.entries(unit.case()).await?.len(), entries);
        Ok(())
    })
    .await;
}
