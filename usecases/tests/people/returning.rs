//! A reviewer sends a single item back to its unit.

use contract::case::Layer;
use domain::refusal::Refusal;
use domain::workflow::CaseState;

use crate::cast::{chosen, counted, full, judged, on_both, refused};

#[tokio::test]
async fn only_the_returned_item_is_corrected_while_the_reviewer_goes_on_with_the_others() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_submitted().await?;
        let (clerk, reviewer) = (unit.clerk(), unit.reviewer());
        reviewer.scores("1.1", counted("missing", 0, "同意。")).await?;
        reviewer.scores("2.1", full("2.1", 3)).await?;
        assert_eq!(
            refused(reviewer.returns_item("2", "").await),
            Refusal::invalid("message", "请填写退回说明")
        );
        assert_eq!(refused(reviewer.returns_item("99", "请补充。").await), Refusal::NotFound);
        reviewer.returns_item("2", "请补充学习记录。").await?;
        let twice = refused(reviewer.returns_item("2", "再补充。").await);
        assert_eq!(twice, Refusal::invalid("item", "第2项已经退回，单位尚未补正"));

        let page = clerk.looks().await?;
        assert_eq!(page.state, CaseState::Returned);
        assert_eq!(page.returns[0].message, "请补充学习记录。");
        assert!(!page.returns[0].settled);
        for (no, answer) in [("1.1", counted("missing", 1, "")), ("6.1", judged("1", "改。"))] {
            let item = no.split('.').next().unwrap_or_default().to_owned();
            assert_eq!(refused(clerk.saves(no, answer).await), Refusal::ItemNotReturned { item });
        }
        let elsewhere = refused(clerk.attaches_a_pdf("1.1").await);
        assert_eq!(elsewhere, Refusal::ItemNotReturned { item: "1".into() });
        clerk.saves("2.2", full("2.2", 3)).await?;
        clerk.attaches_a_pdf("2.2").await?;

        // The reviewer goes on, and cannot close while the unit corrects.
        reviewer.scores("1.4", counted("failing", 0, "")).await?;
        let open = Refusal::ReturnsOpen { items: vec!["2".into()] };
        assert_eq!(refused(reviewer.closes().await), open);
        reviewer.returns_item("3", "请附会议记录。").await?;
        let open = Refusal::ReturnsOpen { items: vec!["2".into(), "3".into()] };
        assert_eq!(refused(reviewer.closes().await), open);

        // The head may send the correction back; the items stay returned until the head signs.
        clerk.hands_over_saying("第3项的记录随后补交。").await?;
        unit.head().sends_back("第3项还没有附。").await?;
        assert_eq!(clerk.looks().await?.state, CaseState::Returned);
        assert_eq!(
            refused(clerk.saves("1.1", counted("missing", 1, "")).await),
            Refusal::ItemNotReturned { item: "1".into() }
        );
        clerk.attaches_a_pdf("3.1").await?;
        clerk.hands_over().await?;
        assert!(clerk.looks().await?.returns.iter().all(|back| !back.settled));
        unit.head().signs().await?;
        let page = clerk.looks().await?;
        assert_eq!(page.state, CaseState::Reviewing);
        assert!(page.returns.iter().all(|back| back.settled));
        let read_only = refused(clerk.saves("2.2", full("2.2", 3)).await);
        assert_eq!(read_only, Refusal::WrongState { now: CaseState::Reviewing });

        // What was scored meanwhile was kept.
        assert!(reviewer.reads(Layer::Review, "1.4").await?.is_some());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_correction_that_changes_the_score_is_looked_at_again() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_submitted().await?;
        unit.has_been_scored_all_but(&[]).await?;
        let all = county.reviewer().progress().await?.cases[0].asked;
        assert_eq!(county.reviewer().progress().await?.cases[0].reviewed, all);

        unit.reviewer().returns_item("1", "请核对。").await?;
        let before = unit.clerk().reads(Layer::Own, "1.1").await?.expect("it is filled").answer;
        let changed = if before == counted("missing", 0, "") { 1 } else { 0 };
        unit.clerk().saves("1.1", counted("missing", changed, "")).await?;
        unit.clerk().hands_over().await?;
        unit.head().signs().await?;
        assert_eq!(
            refused(unit.reviewer().closes().await),
            Refusal::Unreviewed { missing: vec!["1.1".into()] }
        );
        assert_eq!(
            county.reviewer().progress().await?.cases[0].reviewed,
            all - 1,
            "the lists say the same as the refusal"
        );
        unit.reviewer().scores("1.1", counted("missing", changed, "")).await?;
        unit.reviewer().closes().await
    })
    .await;
}

#[tokio::test]
async fn nothing_is_returned_before_it_was_submitted_or_after_it_was_closed() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        let early = refused(unit.reviewer().returns_item("2", "请补充。").await);
        assert_eq!(early, Refusal::WrongState { now: CaseState::Draft });
        let early = refused(unit.reviewer().scores("2.1", chosen("party_group", "x")).await);
        assert_eq!(early, Refusal::NotSubmitted { now: CaseState::Draft });
        unit.is_reviewed().await?;
        let late = refused(unit.reviewer().returns_item("2", "请补充。").await);
        assert_eq!(late, Refusal::WrongState { now: CaseState::Reviewed });
        let late = refused(unit.reviewer().scores("2.1", full("2.1", 3)).await);
        assert_eq!(late, Refusal::WrongState { now: CaseState::Reviewed });
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_changed_since_an_item_came_back_is_told_with_what_stood_there() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_submitted().await?;
        let (clerk, reviewer) = (unit.clerk(), unit.reviewer());
        world.later(1);
        reviewer.returns_item("1", "请核对缺项，并补充佐证材料。").await?;
        reviewer.returns_item("2", "请核对。").await?;
        let changed = async || Ok::<_, Refusal>(reviewer.checklist("1").await?.returns[1].changed.clone());
        assert_eq!(changed().await?, [], "nothing yet");

        world.later(1);
        let stated = clerk.reads(Layer::Own, "1.1").await?.expect("it is filled").answer;
        clerk.saves("1.1", stated.clone()).await?;
        assert_eq!(changed().await?, [], "the same again is no change");
        let sentence = |n: u32| if n == 0 { "没有扣分" } else { "扣" };
        let before = u32::from(stated != counted("missing", 0, &stated.remark));
        clerk.saves("1.1", counted("missing", 1 - before, "经核对，改正。")).await?;
        clerk.attaches_a_pdf("1.2").await?;
        let told = changed().await?;
        assert_eq!(told.iter().map(|one| one.criterion.as_str()).collect::<Vec<_>>(), ["1.1", "1.2"]);
        assert!(
            told[0].told[0].starts_with(&format!("改动了填报内容，退回时为：{}", sentence(before))),
            "{told:?}"
        );
        assert!(told[0].told[1].contains("说明"), "{told:?}");
        assert_eq!(told[1].told, ["增加了佐证材料“会议记录”"]);

        clerk.attaches_a_pdf("2.1").await?;
        // The unit sees the same, and so does the page of the case.
        assert_eq!(clerk.looks().await?.returns[1].changed, told);
        assert_eq!(clerk.checklist("1").await?.changed("1.2"), Some(&told[1]));

        // It stands until the item is sent back once more; then what is there now is what stood there.
        clerk.hands_over().await?;
        unit.head().signs().await?;
        assert_eq!(changed().await?, told);
        world.later(1);
        reviewer.returns_item("1", "还缺一份。").await?;
        let returns = reviewer.checklist("1").await?.returns;
        assert_eq!((returns[0].item.as_str(), returns[0].changed.as_slice()), ("1", [].as_slice()));
        assert!(returns.iter().all(|back| back.item != "1" || back.changed.is_empty()));
        Ok(())
    })
    .await;
}
