//! How often the database is asked, and that what is remembered is never out of date.

use contract::case::Layer;
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use store::{Backend, statements};
use usecases::OrFault;

use crate::cast::{counted, on_both};

#[tokio::test]
async fn a_save_on_a_full_checklist_does_not_read_it_again() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&["1.1"]).await?;
        let clerk = unit.clerk();
        clerk.sends_save(Layer::Own, "1.1", counted("missing", 0, ""), 0, clerk.new_act()).await?;
        statements::listen();
        clerk.sends_save(Layer::Own, "1.1", counted("missing", 1, ""), 1, clerk.new_act()).await?;
        let asked: Vec<_> = statements::heard().into_iter().map(|statement| statement.sql).collect();
        match world.house.store().backend() {
            // What the writes stand on, they find out themselves.
            Backend::Sqlite => {
                let reads: Vec<_> = asked.iter().filter(|sql| sql.starts_with("SELECT")).collect();
                // At the door, which tenant it is.
                assert!(reads.iter().all(|sql| sql.contains(r#"FROM "tenants""#)), "{asked:#?}");
                assert_eq!(asked.len() - reads.len(), 4, "{asked:#?}");
            }
            // It is told the scope and asked for the chain's lock besides.
            Backend::Postgres => assert!(asked.len() <= 9, "{} questions: {asked:#?}", asked.len()),
        }
        assert!(!asked.iter().any(|sql| sql.contains(r#"FROM "answers""#)), "{asked:#?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_page_for_a_unit_does_not_read_the_cases_of_others() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&[]).await?;
        let at = unit.clerk().at_desk().await?;
        county.house.frame(&at).await?;
        statements::listen();
        county.house.checklist(&at, unit.case(), 0).await?;
        county.house.frame(&at).await?;
        let asked: Vec<_> = statements::heard().into_iter().map(|statement| statement.sql).collect();
        assert!(asked.len() <= 14, "{} questions: {asked:#?}", asked.len());
        Ok(())
    })
    .await;
}

/// Two processes on one database: each sees at once what the other saved.
#[tokio::test]
async fn what_another_process_saved_counts_at_once() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let here = county.unit(0).clerk();
        let mut elsewhere = county.clone();
        elsewhere.house = world.another_house().await;
        let there = elsewhere.unit(0).clerk();
        // Each costs one point of two, then none.
        for (round, (missing, failing)) in [(1, 1), (0, 1), (1, 0), (0, 0)].into_iter().enumerate() {
            let based_on = i32::try_from(round).expect("few rounds");
            here.sends_save(Layer::Own, "1.1", counted("missing", missing, ""), based_on, here.new_act())
                .await?;
            there
                .sends_save(Layer::Own, "1.4", counted("failing", failing, ""), based_on, there.new_act())
                .await?;
            let own = here.looks().await?.own.expect("a sheet").score.exact();
            let tx = county.house.store().read(county.id).await.or_fault()?;
            let case = store::cases::find(&tx, here.case).await.or_fault()?.expect("the case");
            assert_eq!(case.self_score, own, "the figure beside the case is that of its answers");
        }
        Ok(())
    })
    .await;
}

/// What happens to a case between two saves: the second one is judged by what is there, not by what is remembered.
#[tokio::test]
async fn what_is_remembered_is_not_believed() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&["1.1", "1.4"]).await?;
        let clerk = unit.clerk();
        let first =
            clerk.sends_save(Layer::Own, "1.1", counted("missing", 0, ""), 0, clerk.new_act()).await?;

        // Evidence adds to the case's journal and leaves its answers alone.
        unit.clerk().attaches_a_pdf("1.1").await?;
        let second =
            clerk.sends_save(Layer::Own, "1.1", counted("missing", 1, ""), 1, clerk.new_act()).await?;
        assert_eq!((first.revision, second.revision), (1, 2));

        // Somebody saw an old page; somebody's answer was lost on the way and is sent again.
        let stale = clerk.sends_save(Layer::Own, "1.1", counted("missing", 2, ""), 1, clerk.new_act()).await;
        assert!(matches!(stale, Err(Refusal::Conflict { revision: 2, .. })), "{stale:?}");
        let act = clerk.new_act();
        for _ in 0..2 {
            let saved =
                clerk.sends_save(Layer::Own, "1.4", counted("failing", 0, ""), 0, act.clone()).await?;
            assert_eq!(saved.revision, 1, "sent twice, saved once");
        }

        // Handed over by another process.
        let mut elsewhere = county.clone();
        elsewhere.house = world.another_house().await;
        elsewhere.unit(0).clerk().hands_over().await?;
        let late = clerk.sends_save(Layer::Own, "1.1", counted("missing", 0, ""), 2, clerk.new_act()).await;
        assert_eq!(late.map(|_| ()), Err(Refusal::WrongState { now: CaseState::Signing }));
        county.journal_holds().await.map(drop)
    })
    .await;
}

/// Whoever looks over a period asks as much of many cases as of few, and reads no answers.
#[tokio::test]
async fn an_overview_asks_as_much_of_many_cases_as_of_few() {
    on_both(async |world| {
        let mut asked = Vec::new();
        for (code, units) in [("shanqian", 2), ("shanhou", 5)] {
            let county = world.county(code, None, units).await?;
            county.officer().publishes_scheme().await?;
            county.officer().opens_period("2026年度").await?;
            for unit in 0..units {
                county.unit(unit).is_reviewed().await?;
            }
            for unit in 1..units {
                county.unit(unit).reviewer().reopens("再看一看").await?;
            }
            let (house, period) = (&county.house, county.period());
            let mut counts = Vec::new();
            for person in [&*county.officer(), &*county.reviewer(), &*county.party()] {
                let at = person.at_desk().await?;
                statements::listen();
                house.progress(&at, period).await?;
                house.ranking(&at, period).await?;
                house.periods(&at).await?;
                house.own_cases(&at).await?;
                let desk = house.desk(&at).await?;
                let frame = house.frame(&at).await?;
                assert_eq!(frame.nav[0].waiting as usize, desk.todos.len());
                let heard: Vec<_> = statements::heard().into_iter().map(|statement| statement.sql).collect();
                assert!(!heard.iter().any(|sql| sql.contains(r#"FROM "answers""#)), "{heard:#?}");
                assert!(!heard.iter().any(|sql| sql.contains(r#""schemes"."document""#)), "{heard:#?}");
                counts.push(heard.len());
            }
            asked.push(counts);
        }
        assert_eq!(asked[0], asked[1]);
        Ok(())
    })
    .await;
}
