//! How often the database is asked, and that what is remembered is never out of date.

use contract::case::Layer;
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
        // PostgreSQL is told the scope and asked for the chain's lock besides.
        let besides = if world.house.store().backend() == Backend::Postgres { 2 } else { 0 };
        assert!(asked.len() <= 7 + besides, "{} questions: {asked:#?}", asked.len());
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
