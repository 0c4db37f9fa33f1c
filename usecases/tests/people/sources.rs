//! 加权来源: what the sources beside the rubric came to is entered by the reviewers, and counts in 考核 only.

use std::sync::Arc;

use contract::case::SectionForm;
use contract::scheme::SaveDraft;
use domain::points::Points;
use domain::refusal::{Refusal, Unasked};
use domain::scheme::{Scheme, Source};
use domain::workflow::CaseState;
use usecases::Answered;
use usecases::schemes::DraftFrom;

use crate::cast::{County, Unit, World, field_of, judged, on_both, refused};

fn p(text: &str) -> Points {
    text.parse().expect("points")
}

const OPINION: &[(&str, &str, i64)] = &[("rubric", "考评", 80), ("opinion", "民意", 20)];
const BOTH: &[(&str, &str, i64)] = &[("own", "自评", 20), ("rubric", "考评", 60), ("opinion", "民意", 20)];

/// A county whose result is weighed of several sources: name, title, percent.
async fn county(world: &World<'_>, weighed: &[(&str, &str, i64)]) -> Answered<County> {
    let county = world.county("qinghe", None, 2).await?;
    let (house, at) = (&world.house, county.officer().at_desk().await?);
    let draft = house.begin_draft(&at, DraftFrom::Library("jiyuan")).await?;
    let studio = house.studio(&at, draft).await?;
    let source = |(id, title, weight): &(&str, &str, i64)| Source {
        id: (*id).into(),
        title: (*title).into(),
        weight: Points::from_int(*weight),
        rubric: *id == "rubric",
        own: *id == "own",
        full: Points::from_int(if *id == "opinion" { 100 } else { 99 }),
    };
    let sources = weighed.iter().map(source).collect();
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
        let county = county(world, OPINION).await?;
        let unit = county.unit(0);
        assert_eq!(refused(enters(&unit, "90").await), Refusal::WrongState { now: CaseState::Draft });
        unit.has_submitted().await?;
        unit.has_been_scored_all_but(&[]).await?;
        let own = unit.clerk().looks().await?.own;
        assert_eq!(field_of(unit.reviewer().closes().await), "sources");
        for wrong in ["101", "-1", "很好", "90%"] {
            assert_eq!(field_of(enters(&unit, wrong).await), "source.opinion", "{wrong}");
        }
        let before = unit.reviewer().looks().await?.review.expect("a review").score;
        enters(&unit, " ９０分 ").await?;
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
        let told: String = theirs.time_line.iter().map(|event| event.what.as_str()).collect();
        assert!(!told.contains("民意") && !told.contains("90"), "{told}");
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

/// 自评 weighs as the unit filled it in: nobody types it, and a correction that comes back moves it.
#[tokio::test]
async fn self_assessment_weighs_as_the_unit_gave_it() {
    on_both(async |world| {
        let county = county(world, BOTH).await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&["6.2"]).await?;
        unit.clerk().saves("6.2", judged("3", "台账齐全。")).await?;
        let own = unit.clerk().looks().await?.own.expect("自评");
        let whole = own.before_weights(&unit.clerk().looks().await?.scheme).expect("it is weighed");
        assert_eq!(whole.low, whole.high, "nothing is open");
        let whole = whole.low;
        // What the unit sees before anybody else has spoken: its own, as 自评 and as what 考评 starts from.
        let expected = whole.checked_mul(p("80")).and_then(|sum| sum.checked_div(p("99")));
        assert_eq!(Some(own.score), expected);

        unit.clerk().hands_over().await?;
        unit.head().signs().await?;
        unit.has_been_scored_all_but(&["6.2"]).await?;
        unit.reviewer().scores("6.2", judged("1.5", "缺少廉政风险清单。")).await?;
        enters(&unit, "90").await?;
        let page = unit.reviewer().looks().await?;
        let lines: Vec<_> =
            page.sources.iter().map(|line| (line.id.as_str(), line.own, line.value.clone())).collect();
        assert_eq!(lines, [("own", true, whole.to_string()), ("opinion", false, "90".into())]);
        let parts = |own: Points, review: Points| {
            let of = |points: Points, percent: &str| {
                points.checked_mul(p(percent)).and_then(|sum| sum.checked_div(p("99"))).expect("points")
            };
            Points::sum([of(own, "20"), of(review, "60"), p("18")]).expect("a sum")
        };
        let less = whole.checked_sub(p("1.5")).expect("points");
        assert_eq!(page.review.expect("a review").score, parts(whole, less));
        assert_eq!(unit.reviewer().checklist("1.1").await?.sources["own"], whole);
        let fields = [("source.own".to_owned(), "1".to_owned())].into();
        let reviewer = unit.reviewer().at_desk().await?;
        let entered = world.house.enter_sources(&reviewer, unit.case(), &SectionForm { fields }).await;
        assert_eq!(
            refused(entered),
            Refusal::UnknownFields { fields: vec![Unasked::new("source.own", "1")] }
        );
        assert_eq!(unit.reviewer().checklist("1.1").await?.sources["own"], whole, "it is not entered");

        // An item that comes back corrected weighs as it is then.
        unit.reviewer().returns_item("6", "补充台账。").await?;
        unit.clerk().saves("6.2", judged("2", "补充后自评。")).await?;
        unit.clerk().hands_over().await?;
        unit.head().signs().await?;
        let corrected = whole.checked_sub(p("1")).expect("points");
        let after = parts(corrected, less);
        unit.reviewer().closes().await?;
        assert_eq!(unit.reviewer().looks().await?.review.expect("a review").score, after);
        let progress = county.reviewer().progress().await?;
        let line = progress.cases.iter().find(|line| line.case == unit.case());
        assert_eq!(line.expect("the case").review, Some(after));
        assert_eq!(county.party().ranking().await?.lines[0].review, after);
        county.party().decides().await?;
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}
