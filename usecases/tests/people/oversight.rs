//! What the commissions above see.

use domain::policy::Act;
use domain::refusal::Refusal;

use crate::cast::{County, Person, incidents, on_both, refused};

async fn commission(county: &County) -> Person {
    let login = format!("{}.jiwei", county.code);
    county.somebody(&login, "上级", &[("higher_commission", None)]).await.expect("a commission")
}

/// Every place and unit somebody sees in 辖区总览.
async fn seen(person: &Person) -> Result<Vec<(String, Vec<String>)>, Refusal> {
    let view = person.house().oversight(&person.at_desk().await?, None).await?;
    let places = view.places.into_iter().map(|place| {
        (
            place.name,
            place.results.into_iter().map(|line| format!("{} {}", line.unit, line.outcome)).collect(),
        )
    });
    Ok(places.collect())
}

#[tokio::test]
async fn parent_and_grandparent_see_exactly_what_was_decided_by_rate() {
    on_both(async |world| {
        let province = world.county("sheng", None, 0).await?;
        let city = world.county("shi", Some("sheng"), 0).await?;
        let county = world.county("qinghe", Some("shi"), 3).await?;
        let sibling = world.county("linshan", Some("shi"), 1).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let (above, top) = (commission(&city).await, commission(&province).await);
        let (beside, own) = (commission(&sibling).await, commission(&county).await);

        county.unit(0).is_reviewed().await?;
        county.unit(0).reviewer().reopens("更正。").await?;
        county
            .unit(0)
            .reviewer()
            .scores("12.1", incidents("sanctions", &["甲案", "乙案", "丙案"], "有处分。"))
            .await?;
        county.unit(0).reviewer().closes().await?;
        county.unit(1).is_reviewed().await?;
        county.unit(2).has_submitted().await?;
        for viewer in [&above, &top] {
            assert_eq!(seen(viewer).await?, [], "nothing before it is decided");
        }

        county.party().decides().await?;
        let decided = vec!["第2局 评定为清廉机关".to_owned(), "第1局 评定为清廉机关".to_owned()];
        for viewer in [&above, &top] {
            assert_eq!(seen(viewer).await?, [("qinghe县".to_owned(), decided.clone())]);
            let view = world.house.oversight(&viewer.at_desk().await?, Some("2026年度")).await?;
            let rates: Vec<_> = view.places[0].results.iter().map(|line| line.rate).collect();
            assert!(rates[0] > rates[1], "best 得分率 first");
            assert_eq!((view.units, view.periods), (2, vec!["2026年度".to_owned()]));
        }
        // Neither those beside nor the county itself looks from above.
        assert_eq!(seen(&beside).await?, []);
        assert_eq!(seen(&own).await?, []);

        // Of the county's own tables they see nothing.
        let case = county.unit(1);
        for viewer in [&above, &top, &own] {
            assert_eq!(refused(case.before(viewer).looks().await), Refusal::NotFound);
        }
        assert_eq!(refused(above.enters("qinghe").await), Refusal::NotFound);
        let at = above.at_desk().await?;
        let progress = refused(world.house.progress(&at, county.period()).await);
        assert_eq!(progress, Refusal::NotYourPost(Act::ViewProgress));

        // What was decided stays with those above, even while the county is suspended.
        world.house.suspend_tenant(&world.operator(), "qinghe").await?;
        for viewer in [&above, &top] {
            assert_eq!(seen(viewer).await?, [("qinghe县".to_owned(), decided.clone())]);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_places_of_the_same_name_stay_two_places() {
    on_both(async |world| {
        let province = world.county("sheng", None, 0).await?;
        let above = commission(&province).await;
        for (code, city) in [("gulou-a", "shi-a"), ("gulou-b", "shi-b")] {
            world.county(city, Some("sheng"), 0).await?;
            let county = world.county_called(code, "鼓楼区", Some(city), 1).await?;
            county.officer().publishes_scheme().await?;
            county.officer().opens_period("2026年度").await?;
            county.unit(0).is_reviewed().await?;
            county.party().decides().await?;
        }
        let places = seen(&above).await?;
        assert_eq!(
            places.iter().map(|(name, units)| (name.as_str(), units.len())).collect::<Vec<_>>(),
            [("鼓楼区", 1), ("鼓楼区", 1)]
        );
        Ok(())
    })
    .await;
}
