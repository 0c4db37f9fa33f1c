//! Units, departments and lines: added once, renamed, ended, put in order.

use contract::list::Wanted;
use contract::people::PlaceForm;
use domain::ids::UnitId;
use domain::policy::Act;
use domain::refusal::Refusal;
use usecases::Answered;
use usecases::people::Place;

use crate::cast::{County, field_of, on_both, refused};

fn renamed(name: &str, on: &str) -> PlaceForm {
    PlaceForm { name: name.into(), on: on.into(), ..PlaceForm::default() }
}

fn ended(on: &str, reason: &str) -> PlaceForm {
    PlaceForm { on: on.into(), reason: reason.into(), ..PlaceForm::default() }
}

async fn names(county: &County) -> Answered<Vec<String>> {
    let at = county.officer().at_desk().await?;
    let page = county.house.places(&at, &Wanted::default()).await?;
    Ok(page.units.iter().map(|unit| unit.name.clone()).collect())
}

#[tokio::test]
async fn what_is_there_is_not_added_again() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        // Pressed twice, it is one act; later it is told that it is there.
        let unit = house.add_unit_last(&at, "教育局", "机关").await?;
        assert_eq!(house.add_unit_last(&at, "教育局", "机关").await?, unit);
        let department = house.add_department(&at, unit, "办公室").await?;
        assert_eq!(house.add_department(&at, unit, "办公室").await?, department);
        let line = house.add_line(&at, "东片区").await?;
        assert_eq!(house.add_line(&at, "东片区").await?, line);
        world.later(2);
        assert_eq!(field_of(house.add_unit_last(&at, "教育局", "学校").await), "name");
        assert_eq!(field_of(house.add_department(&at, unit, "办公室").await), "name");
        assert_eq!(field_of(house.add_line(&at, "东片区").await), "name");
        assert_eq!(names(&county).await?, ["第1局", "教育局"]);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_unit_is_renamed_and_papers_of_before_keep_the_old_name() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        county.unit(0).is_reviewed().await?;
        let decision = county.party().decides().await?;
        let announced = county.officer().publishes(decision).await?;
        let place = Place::Unit(county.units[0]);
        world.it_is("2026-11-10", 9);
        for (form, field) in [
            (renamed(" ", ""), "name"),
            (renamed("第2局", ""), "name"),
            (renamed("城市管理局", "2026-11-11"), "on"),
            (renamed("城市管理局", "11月"), "on"),
        ] {
            assert_eq!(field_of(house.rename_place(&at, place, &form).await), field, "{form:?}");
        }
        house.rename_place(&at, place, &renamed("城市管理局", "2026-11-05")).await?;
        house.rename_place(&at, place, &renamed("城市管理局", "2026-11-05")).await?;
        let earlier = house.rename_place(&at, place, &renamed("城管局", "2026-11-04")).await;
        assert_eq!(field_of(earlier), "on", "names follow each other");

        // The decision, the closed sheet, the announcement are of before; what is opened now bears the new name.
        let ranking = county.party().ranking().await?;
        assert_eq!(ranking.decisions[0].results[0].unit, "第1局");
        assert_eq!(county.unit(0).clerk().looks().await?.unit, "第1局");
        let shown = house.public_page("qinghe", Some(announced)).await?.shown.expect("an announcement");
        assert_eq!(shown.lines[0].unit, "第1局");
        assert_eq!(names(&county).await?, ["城市管理局", "第2局"]);
        county.officer().opens_period("2027年度").await?;
        assert_eq!(county.unit(0).clerk().looks().await?.unit, "城市管理局");
        let page = house.place_page(&at, place, &Wanted::default()).await?;
        assert_eq!(page.former, ["第1局（2026年11月5日前，顾方案登记）"]);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_unit_that_ended_takes_part_in_nothing_new_and_its_open_cases_are_told() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        let place = Place::Unit(county.units[1]);
        let follows = house.place_page(&at, place, &Wanted::default()).await?.follows;
        assert!(follows.contains("还有1份申报没有审定") && follows.contains("还有2个岗位"), "{follows}");
        assert_eq!(field_of(house.end_place(&at, place, &ended("2026-11-30", "")).await), "reason");
        assert_eq!(field_of(house.end_place(&at, place, &ended("月底", "撤并")).await), "on");
        house.end_place(&at, place, &ended("2026-11-30", "撤并")).await?;
        // Until its last day it is there.
        assert_eq!(county.officer().opening_form().await?.unit.len(), 2);
        world.it_is("2026-12-01", 9);
        let form = county.officer().opening_form().await?;
        assert_eq!(form.unit, [county.units[0].to_string()]);
        let mut with_it = form.clone();
        with_it.unit.push(county.units[1].to_string());
        with_it.title = "2026年再评".into();
        assert_eq!(refused(county.officer().opens(&with_it).await), Refusal::NotFound);
        assert!(house.invitation_choices(&at).await?.places.units.iter().all(|place| place.name != "第2局"));
        // Its own people finish what they have begun.
        county.unit(1).has_submitted().await?;
        let told = house.add_unit_last(&at, "第2局", "机关").await;
        assert_eq!(field_of(told), "name");
        house.resume_place(&at, place).await?;
        assert_eq!(county.officer().opening_form().await?.unit.len(), 2);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn units_stand_where_the_officer_puts_them() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 4).await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        let moves =
            async |unit: usize, to: &str| house.move_place(&at, Place::Unit(county.units[unit]), to).await;
        moves(3, "up").await?;
        assert_eq!(names(&county).await?, ["第1局", "第2局", "第4局", "第3局"]);
        moves(0, "down").await?;
        assert_eq!(names(&county).await?, ["第2局", "第1局", "第4局", "第3局"]);
        moves(2, "1").await?;
        assert_eq!(names(&county).await?, ["第3局", "第2局", "第1局", "第4局"]);
        moves(2, "up").await?;
        for to in ["0", "5", "x", "-1", ""] {
            assert_eq!(field_of(moves(1, to).await), "to", "{to}");
        }
        // Whatever is listed follows.
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let cases = house.progress(&at, county.period()).await?.cases;
        assert_eq!(cases.iter().map(|line| line.unit.clone()).collect::<Vec<_>>(), names(&county).await?);
        house.sort_units(&at).await?;
        assert_eq!(names(&county).await?, ["第1局", "第2局", "第3局", "第4局"]);
        // A new one comes last.
        house.add_unit_last(&at, "第0局", "机关").await?;
        assert_eq!(names(&county).await?.last().map(String::as_str), Some("第0局"));

        // Departments and lines likewise, each among its like.
        let department = house.add_department(&at, county.units[0], "甲科").await?;
        house.add_department(&at, county.units[0], "乙科").await?;
        house.move_place(&at, Place::Department(department), "down").await?;
        let page = house.place_page(&at, Place::Unit(county.units[0]), &Wanted::default()).await?;
        assert_eq!(
            page.departments.iter().map(|(_, name, _)| name.as_str()).collect::<Vec<_>>(),
            ["乙科", "甲科"]
        );
        let line = house.add_line(&at, "东片区").await?;
        house.rename_place(&at, Place::Line(line), &renamed("城东片区", "")).await?;
        house.end_place(&at, Place::Department(department), &ended("", "并入乙科")).await?;
        let page = house.places(&at, &Wanted::default()).await?;
        assert_eq!(page.lines[0].name, "城东片区");
        assert_eq!(page.units[0].departments, ["乙科"]);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn places_of_elsewhere_are_not_there_and_only_who_manages_people_changes_them() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let other = world.county("linshan", None, 1).await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        for place in [Place::Unit(other.units[0]), Place::Unit(UnitId(uuid::Uuid::from_u128(5)))] {
            for answer in [
                house.place_page(&at, place, &Wanted::default()).await.map(drop),
                house.rename_place(&at, place, &renamed("新名", "")).await,
                house.end_place(&at, place, &ended("", "撤并")).await,
                house.resume_place(&at, place).await,
                house.move_place(&at, place, "up").await,
            ] {
                assert_eq!(refused(answer), Refusal::NotFound);
            }
        }
        let clerk = county.somebody("clerk", "经办", &[("clerk", Some(0))]).await?.at_desk().await?;
        let own = Place::Unit(county.units[0]);
        let denied = refused(house.rename_place(&clerk, own, &renamed("新名", "")).await);
        assert_eq!(denied, Refusal::NotYourPost(Act::ManagePeople));
        Ok(())
    })
    .await;
}
