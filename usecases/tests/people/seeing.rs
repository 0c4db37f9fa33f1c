//! Who sees what, when.

use contract::list::Wanted;
use std::collections::BTreeSet;

use contract::case::CasePage;
use contract::period::OpenBy;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use usecases::Answered;

use crate::cast::{Unit, counted, judged, on_both, refused};

/// Everything of 考核 that a unit's people are shown now: sheet, reasons, result, and the scored criteria.
async fn shown(unit: &Unit) -> Result<(CasePage, BTreeSet<String>), Refusal> {
    let page = unit.clerk().looks().await?;
    let scored = unit.clerk().checklist("1").await?.review.into_keys().collect();
    let heads = unit.head().looks().await?;
    assert_eq!((&page.review, &page.reasons, &page.result), (&heads.review, &heads.reasons, &heads.result));
    Ok((page, scored))
}

#[tokio::test]
async fn a_unit_sees_no_review_before_it_is_published_except_on_returned_items() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_submitted().await?;
        unit.has_been_scored_all_but(&["6.2"]).await?;
        unit.reviewer().scores("6.2", judged("0.5", "不宜公开的理由。")).await?;
        let hidden = async || {
            let (page, scored) = shown(&unit).await?;
            assert!(page.review.is_none() && page.reasons.is_empty() && page.result.is_none());
            assert!(!page.watches);
            let told: String = page.time_line.iter().map(|event| event.what.as_str()).collect();
            for secret in ["不宜公开", "0.5", "评定", "漏看一项", "考核打分"] {
                assert!(!told.contains(secret), "{told}");
            }
            Ok::<_, Refusal>(scored)
        };
        assert_eq!(hidden().await?, BTreeSet::new());

        unit.reviewer().returns_item("2", "请补充。").await?;
        let item: BTreeSet<_> = ["2.1", "2.2", "2.3", "2.4"].map(str::to_owned).into();
        assert_eq!(hidden().await?, item);
        unit.clerk().hands_over_saying("核对无误。").await?;
        unit.head().signs().await?;
        assert_eq!(hidden().await?, item);
        unit.reviewer().closes().await?;
        unit.reviewer().reopens("漏看一项，6.2应为0.5分。").await?;
        assert_eq!(hidden().await?, item);
        unit.reviewer().closes().await?;
        let decision = county.party().decides().await?;
        assert_eq!(hidden().await?, item);

        // Whoever watches the county sees it all along.
        let page = unit.before(&county.party()).looks().await?;
        assert!(page.review.is_some() && page.watches);
        assert_eq!(page.result.expect("it is decided").outcome, "评定为清廉机关");
        assert!(page.time_line.iter().any(|event| event.what.contains("评定为清廉机关")));

        county.officer().publishes(decision).await?;
        let (page, scored) = shown(&unit).await?;
        assert_eq!(scored.len(), 43);
        assert_eq!(page.reasons["6.2"], "不宜公开的理由。");
        assert!(page.review.is_some() && page.result.is_some());
        assert!(page.time_line.iter().any(|event| event.what.contains("评定为清廉机关")));

        // Other units' sheets stay their own even then.
        assert_eq!(refused(unit.before(&county.unit(1).clerk()).looks().await), Refusal::NotFound);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn everyone_finds_only_their_own_cases_and_todos() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let above = county.somebody("commission", "上级", &[("higher_commission", None)]).await?;
        let house = &world.house;
        let clerk = county.unit(1).clerk().at_desk().await?;
        let own = house.own_cases(&clerk).await?;
        assert_eq!(own.iter().map(|line| line.case).collect::<Vec<_>>(), [county.case(1)]);
        assert_eq!(house.own_cases(&county.reviewer().at_desk().await?).await?.len(), 2);
        // Whoever also belongs to a unit finds that one's alone.
        let both = county.somebody("both", "两职", &[("reviewer", None), ("clerk", Some(0))]).await?;
        let own = house.own_cases(&both.at_desk().await?).await?;
        assert_eq!(own.iter().map(|line| line.case).collect::<Vec<_>>(), [county.case(0)]);
        let menu = house.frame(&both.at_desk().await?).await?.nav;
        let labels: Vec<_> = menu.iter().map(|link| link.label).collect();
        assert!(labels.contains(&"周期与进度") && labels.contains(&"本单位申报"), "{labels:?}");
        let cases = house.own_cases(&above.at_desk().await?).await;
        assert_eq!(refused(cases), Refusal::NotYourPost(Act::ViewCase));

        let desk = house.desk(&clerk).await?;
        assert_eq!(desk.todos.len(), 1);
        assert_eq!(
            (desk.todos[0].verb.as_str(), desk.todos[0].about.as_str()),
            ("填报自评", "第2局　2026年度")
        );
        assert!(house.desk(&county.unit(1).head().at_desk().await?).await?.todos.is_empty());
        county.unit(1).has_submitted().await?;
        let todos = house.desk(&county.reviewer().at_desk().await?).await?.todos;
        assert_eq!(todos.iter().map(|todo| todo.verb.as_str()).collect::<Vec<_>>(), ["考核打分"]);
        assert!(house.desk(&above.at_desk().await?).await?.todos.is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_act_that_is_not_of_ones_post_is_refused_by_its_name() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&[]).await?;
        let not_yours = |act| Refusal::NotYourPost(act);
        let (clerk, head, reviewer) = (unit.clerk(), unit.head(), unit.reviewer());
        let (officer, party) = (unit.before(&county.officer()), unit.before(&county.party()));
        let layer = contract::case::Layer::Own;
        let answer = || counted("missing", 0, "");

        for person in [&*head, &*reviewer, &officer, &party] {
            let save = person.sends_save(layer, "1.1", answer(), 0, person.new_act());
            assert_eq!(refused(save.await), not_yours(Act::FillIn));
            assert_eq!(refused(person.attaches_a_pdf("1.1").await), not_yours(Act::FillIn));
            assert_eq!(refused(person.hands_over().await), not_yours(Act::HandOver));
        }
        clerk.hands_over().await?;
        for person in [&*clerk, &*reviewer, &officer, &party] {
            assert_eq!(refused(person.signs().await), not_yours(Act::SignAndSubmit));
            assert_eq!(refused(person.sends_back("再改。").await), not_yours(Act::SignAndSubmit));
        }
        head.signs().await?;
        let layer = contract::case::Layer::Review;
        for person in [&*clerk, &*head, &officer, &party] {
            let score = person.saves_on(layer, "1.1", answer());
            assert_eq!(refused(score.await), not_yours(Act::ScoreCriteria));
            assert_eq!(refused(person.returns_item("1", "请补充。").await), not_yours(Act::ReturnItems));
            assert_eq!(refused(person.closes().await), not_yours(Act::CloseCase));
            assert_eq!(refused(person.reopens("再看。").await), not_yours(Act::CloseCase));
        }
        let house = &world.house;
        for person in [&*clerk, &*head, &*reviewer, &officer] {
            let at = person.at_desk().await?;
            let decide = house.record_decision(&at, county.period(), &Default::default(), None).await;
            assert_eq!(refused(decide), not_yours(Act::DecideCollectively));
        }
        for person in [&*clerk, &*head, &*reviewer, &party] {
            let at = person.at_desk().await?;
            assert_eq!(
                refused(house.open_period_page(&at, &OpenBy::default()).await),
                not_yours(Act::OpenPeriod)
            );
            assert_eq!(
                refused(house.open_period(&at, &Default::default()).await),
                not_yours(Act::OpenPeriod)
            );
            let scheme = house.publish_builtin_scheme(&at, "jiyuan").await;
            assert_eq!(refused(scheme), not_yours(Act::ConfigureScheme));
            assert_eq!(refused(house.journal(&at, &Wanted::default()).await), not_yours(Act::ViewJournal));
            assert_eq!(refused(house.roster(&at, &Wanted::default()).await), not_yours(Act::ManagePeople));
            assert_eq!(refused(house.oversight(&at, None).await), not_yours(Act::ViewSubordinates));
        }
        for person in [&*clerk, &*head] {
            let at = person.at_desk().await?;
            assert_eq!(refused(house.periods(&at).await), not_yours(Act::ViewProgress));
            assert_eq!(refused(house.progress(&at, county.period()).await), not_yours(Act::ViewProgress));
            assert_eq!(refused(house.ranking(&at, county.period()).await), not_yours(Act::ViewProgress));
        }
        Ok(())
    })
    .await;
}

/// A draft is its unit's own until it is signed: whoever watches from above sees where it is, and nothing of what it says.
#[tokio::test]
async fn nobody_but_the_unit_reads_what_is_not_signed() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&[]).await?;
        let file = unit.clerk().attaches_a_pdf("1.1").await?.file;
        let personnel = county.somebody("personnel", "人事", &[("personnel", None)]).await?;
        let lead = county.somebody("lead", "牵头", &[("line_lead", None)]).await?;
        let watchers = [
            (*unit.reviewer()).clone(),
            unit.before(&county.officer()),
            unit.before(&county.party()),
            unit.before(&lead),
        ];
        let closed = async |now: CaseState| -> Answered<()> {
            for watcher in &watchers {
                let page = watcher.looks().await?;
                assert_eq!((page.state, page.open_to, page.evidence), (now, false, 0));
                assert!(page.own.is_none() && page.time_line.is_empty() && page.said.is_empty());
                let at = watcher.at_desk().await?;
                let unsigned = || Refusal::NotSubmitted { now };
                assert_eq!(refused(watcher.checklist("1").await), unsigned());
                assert_eq!(refused(world.house.facts_page(&at, watcher.case).await), unsigned());
                assert_eq!(refused(watcher.fetches(file).await), unsigned());
                let line = world.house.progress(&at, county.period()).await?.cases[0].clone();
                assert_eq!((line.state, line.own), (now, None));
            }
            let at = personnel.at_desk().await?;
            assert_eq!(world.house.progress(&at, county.period()).await?.cases[0].own, None);
            assert!(unit.head().looks().await?.own.is_some(), "the unit sees its own");
            Ok(())
        };
        closed(CaseState::Draft).await?;
        unit.clerk().hands_over().await?;
        closed(CaseState::Signing).await?;
        unit.head().signs().await?;
        for watcher in &watchers {
            assert!(watcher.looks().await?.own.is_some());
            assert!(!watcher.fetches(file).await?.is_empty());
        }
        let at = personnel.at_desk().await?;
        assert!(world.house.progress(&at, county.period()).await?.cases[0].own.is_some());
        // Taken back, it is the unit's own again.
        unit.head().recalls("数据有误。").await?;
        closed(CaseState::Signing).await?;
        // Sent back by the reviewers, it stays theirs to look at.
        unit.head().signs().await?;
        unit.reviewer().returns_item("1", "请核对。").await?;
        assert!(watchers[0].looks().await?.own.is_some());
        Ok(())
    })
    .await;
}
