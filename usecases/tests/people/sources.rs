//! 加权来源: what the sources beside the rubric came to is entered by the reviewers, and counts in 考核 only.

use std::sync::Arc;

use contract::case::SectionForm;
use contract::scheme::SaveDraft;
use domain::refusal::Refusal;
use domain::scheme::{Scheme, Source};
use domain::workflow::CaseState;
use usecases::Answered;
use usecases::schemes::DraftFrom;

use crate::cast::{County, Unit, World, field_of, on_both, refused};

/// A county whose result is 80 % 考评 and 20 % 民意.
async fn county(world: &World<'_>) -> Answered<County> {
    let county = world.county("qinghe", None, 2).await?;
    let (house, at) = (&world.house, county.officer().at_desk().await?);
    let draft = house.begin_draft(&at, DraftFrom::Library("jiyuan")).await?;
    let studio = house.studio(&at, draft).await?;
    let source = |id: &str, title: &str, weight: i64, rubric| Source {
        id: id.into(),
        title: title.into(),
        weight: domain::points::Points::from_int(weight),
        rubric,
        full: domain::points::Points::from_int(if rubric { 99 } else { 100 }),
    };
    let sources = vec![source("rubric", "考评", 80, true), source("opinion", "民意", 20, false)];
    let scheme = Scheme { sources, ..Scheme::clone(&studio.scheme) };
    let form = SaveDraft {
        draft,
        scheme: Arc::new(scheme),
        based_on: studio.revision,
        client: house.edge().id().to_string(),
    };
    let saved = house.save_draft(&at, &form).await?;
    house.publish_draft(&at, draft, saved.revision).await?;
    county.officer().opens_period("2026年度").await?;
    Ok(county)
}

async fn enters(unit: &Unit, text: &str) -> Answered<()> {
    let fields = [("source.opinion".to_owned(), text.to_owned())].into();
    let reviewer = unit.reviewer();
    reviewer.house().enter_sources(&reviewer.at_desk().await?, unit.case(), &SectionForm { fields }).await
}

#[tokio::test]
async fn other_sources_are_entered_and_weigh() {
    on_both(async |world| {
        let county = county(world).await?;
        let unit = county.unit(0);
        assert_eq!(refused(enters(&unit, "90").await), Refusal::WrongState { now: CaseState::Draft });
        unit.has_submitted().await?;
        unit.has_been_scored_all_but(&[]).await?;
        let own = unit.clerk().looks().await?.own;
        assert_eq!(field_of(unit.reviewer().closes().await), "sources");
        for wrong in ["101", "-1", "很好", "90分"] {
            assert_eq!(field_of(enters(&unit, wrong).await), "source.opinion", "{wrong}");
        }
        let before = unit.reviewer().looks().await?.review.expect("a review").score;
        enters(&unit, " 90 ").await?;
        enters(&unit, "90").await?; // The same again is nothing new.
        let page = unit.reviewer().looks().await?;
        assert_eq!(page.sources[0].value, "90");
        let after = page.review.expect("a review").score;
        assert_eq!(after.checked_sub(before), Some("18".parse().expect("points")), "90 of 100 weigh 20 %");
        let list = unit.reviewer().checklist("1.1").await?;
        assert_eq!(list.sources["opinion"].to_string(), "90");
        let line =
            county.reviewer().progress().await?.cases.into_iter().find(|line| line.case == unit.case());
        assert_eq!(line.expect("the case").review, Some(after));
        let entered = page.time_line.iter().filter(|event| event.what.contains("“民意”90分")).count();
        assert_eq!(entered, 1);

        // The unit sees nothing of it, and its own sheet has not moved.
        let theirs = unit.clerk().looks().await?;
        assert!(theirs.sources.is_empty() && theirs.own == own);
        assert!(unit.clerk().checklist("1.1").await?.sources.is_empty());
        let clerk = unit.clerk().at_desk().await?;
        let not_theirs = world.house.enter_sources(&clerk, unit.case(), &SectionForm::default()).await;
        assert!(matches!(refused(not_theirs), Refusal::NotYourPost(_)));

        enters(&unit, "").await?;
        assert_eq!(field_of(unit.reviewer().closes().await), "sources");
        enters(&unit, "85.5").await?;
        unit.reviewer().closes().await?;
        assert_eq!(refused(enters(&unit, "1").await), Refusal::WrongState { now: CaseState::Reviewed });
        let ranked = county.party().ranking().await?.lines;
        assert_eq!(ranked[0].review.checked_sub(before), Some("17.1".parse().expect("points")));
        county.party().decides().await?;
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}
