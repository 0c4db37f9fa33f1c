//! 公布.

use contract::announcement::Publish;
use domain::refusal::Refusal;
use domain::workflow::CaseState;

use crate::cast::{field_of, on_both, refused};

#[tokio::test]
async fn a_decision_is_published_once_under_a_number_of_its_own() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let officer = county.officer();
        county.unit(0).is_reviewed().await?;
        let first = county.party().decides().await?;
        county.unit(1).is_reviewed().await?;
        let second = county.party().decides().await?;
        assert_eq!(world.house.public_page("qinghe", None).await?.shown, None);

        let one = officer.publishes_as(first, "清河〔2026〕1号").await?;
        assert_eq!(county.unit(0).clerk().looks().await?.state, CaseState::Published);
        assert_eq!(county.unit(1).clerk().looks().await?.state, CaseState::Decided);
        assert_eq!(field_of(officer.publishes_as(first, "清河〔2026〕2号").await), "number");
        let taken = Refusal::Taken { what: "文号“清河〔2026〕1号”".into() };
        assert_eq!(refused(officer.publishes_as(second, " 清河〔2026〕1号 ").await), taken);
        assert_eq!(county.unit(1).clerk().looks().await?.state, CaseState::Decided);

        // Pressed twice, it is published once.
        let (form, at) = (officer.numbers(second, "清河〔2026〕2号").await?, officer.at_desk().await?);
        let (press, again) =
            tokio::join!(world.house.publish(&at, second, &form), world.house.publish(&at, second, &form));
        assert_eq!(press?, again?);
        world.later(2);
        assert_eq!(field_of(world.house.publish(&at, second, &form).await), "number");

        let page = world.house.public_page("qinghe", None).await?;
        assert_eq!(page.all.len(), 2);
        assert_eq!(page.shown.expect("the newest").number, "清河〔2026〕2号");
        let older = world.house.public_page("qinghe", Some(one)).await?.shown.expect("the older");
        assert_eq!(older.lines.iter().map(|line| line.unit.as_str()).collect::<Vec<_>>(), ["第1局"]);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_announcement_is_complete_and_two_decisions_cannot_share_a_number() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let officer = county.officer();
        let at = officer.at_desk().await?;
        county.unit(0).is_reviewed().await?;
        let first = county.party().decides().await?;
        let good = world.house.publish_page(&at, first).await?.form;
        for (form, field) in [
            (Publish { number: " ".into(), ..good.clone() }, "number"),
            (Publish { title: String::new(), ..good.clone() }, "title"),
            (Publish { issuer: String::new(), ..good.clone() }, "issuer"),
            (Publish { text: "\n \n".into(), ..good.clone() }, "text"),
            (Publish { text: "字".repeat(3_001), ..good.clone() }, "text"),
            (Publish { title: "字".repeat(81), ..good.clone() }, "title"),
        ] {
            assert_eq!(field_of(world.house.publish(&at, first, &form).await), field);
        }
        county.unit(1).is_reviewed().await?;
        let second = county.party().decides().await?;
        let (one, other) =
            tokio::join!(officer.publishes_as(first, "同号"), officer.publishes_as(second, "同号"));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let refusal = one.err().or(other.err()).expect("one of them");
        assert!(matches!(refusal, Refusal::Taken { .. }), "{refusal:?}");
        Ok(())
    })
    .await;
}
