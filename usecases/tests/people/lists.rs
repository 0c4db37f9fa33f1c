//! Lists: their order, and page by page.

use contract::list::Wanted;
use domain::policy::Act;
use domain::refusal::Refusal;
use usecases::Answered;

use crate::cast::{on_both, refused};

fn looking_for(said: &str) -> Wanted {
    Wanted { q: said.into(), ..Wanted::default() }
}

/// The second unit and the tenth have the same score, and half the others have not submitted: whatever is listed stands as
/// the units stand.
#[tokio::test]
async fn every_list_stands_in_the_order_of_the_units() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 11).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let in_order: Vec<_> = (1..=11).map(|n| format!("第{n}局")).collect();
        let officer = county.officer().at_desk().await?;
        let progress = world.house.progress(&officer, county.period()).await?;
        assert_eq!(progress.cases.iter().map(|line| line.unit.clone()).collect::<Vec<_>>(), in_order);
        let own = world.house.own_cases(&officer).await?;
        assert_eq!(own.iter().map(|line| line.unit.clone()).collect::<Vec<_>>(), in_order);
        let roster = world.house.roster(&officer, &Wanted::default()).await?;
        assert_eq!(roster.units.iter().map(|place| place.name.clone()).collect::<Vec<_>>(), in_order);

        for unit in [9, 1] {
            county.unit(unit).is_reviewed().await?;
        }
        let ranking = county.party().ranking().await?;
        let tied: Vec<_> = ranking.lines.iter().map(|line| (line.unit.as_str(), line.tied)).collect();
        assert_eq!(tied, [("第2局", true), ("第10局", true)]);
        let open: Vec<_> =
            in_order.iter().filter(|name| !["第2局", "第10局"].contains(&name.as_str())).collect();
        assert_eq!(ranking.open.iter().collect::<Vec<_>>(), open);
        let decision = county.party().decides().await?;
        let announced = world.house.publish_page(&officer, decision).await?;
        let names: Vec<_> = announced.preview.lines.iter().map(|line| line.unit.as_str()).collect();
        assert_eq!(names, ["第2局", "第10局"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_long_list_goes_page_by_page_there_and_back() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        for n in 2..=120 {
            house.add_unit_last(&at, &format!("第{n}局"), "机关").await?;
        }
        county.officer().publishes_scheme().await?;
        let mut form = county.officer().opening_form().await?;
        form.title = "2026年度".into();
        let period = house.open_period(&at, &form).await?;
        let mut wanted = Wanted::default();
        let mut pages: Vec<Vec<String>> = Vec::new();
        loop {
            let page = house.progress_page(&at, period, &wanted).await?.cases;
            assert_eq!((page.matching, page.before), (120, pages.iter().map(Vec::len).sum::<usize>() as u64));
            let (back, forth) = (page.back(), page.forth());
            assert_eq!(back.is_none(), pages.is_empty());
            if let Some(back) = back {
                let earlier = house.progress_page(&at, period, &back).await?.cases;
                let earlier: Vec<_> = earlier.iter().map(|line| line.unit.clone()).collect();
                assert_eq!(Some(&earlier), pages.last(), "the way back leads to the page before");
            }
            pages.push(page.iter().map(|line| line.unit.clone()).collect());
            match forth {
                Some(forth) => wanted = forth,
                None => break,
            }
        }
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
        let all: Vec<_> = pages.concat();
        assert_eq!(all, (1..=120).map(|n| format!("第{n}局")).collect::<Vec<_>>());

        // What is looked for is taken as it stands; what is found goes page by page, too.
        for (said, found) in [("第1", 32), ("12", 3), ("第100局", 1), ("%", 0), ("第_局", 0), ("邻县", 0)]
        {
            let page = house.progress_page(&at, period, &looking_for(said)).await?.cases;
            assert_eq!((page.matching, page.len()), (found, found as usize), "{said}");
        }
        let page = house.progress_page(&at, period, &looking_for("局")).await?.cases;
        let next = page.forth().expect("a second page");
        assert_eq!(house.progress_page(&at, period, &next).await?.cases[0].unit, "第51局");
        // An address that names no place of the list shows its beginning.
        for after in ["x", "7", "7~1", "1~1~1~1"] {
            let wanted = Wanted { after: after.into(), ..Wanted::default() };
            assert_eq!(house.progress_page(&at, period, &wanted).await?.cases[0].unit, "第1局", "{after}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn people_are_found_by_their_own_name_and_by_their_units() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 3).await?;
        county.groups("东片区", &[0, 1]).await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        let found = async |said: &str| {
            let roster = house.roster(&at, &looking_for(said)).await?;
            let places = roster.beyond.into_iter().chain(roster.units);
            Answered::Ok(places.map(|place| place.name).collect::<Vec<_>>())
        };
        assert_eq!(found("第2局").await?, ["第2局"]);
        assert_eq!(found("经办3").await?, ["第3局"]);
        assert_eq!(found("QINGHE2.head").await?, ["第2局"]);
        assert_eq!(found("沈考核").await?, ["全辖区"]);
        assert_eq!(found("查无此人").await?, Vec::<String>::new());
        let whole = house.roster(&at, &Wanted::default()).await?;
        assert_eq!(
            whole.beyond.iter().map(|place| place.name.as_str()).collect::<Vec<_>>(),
            ["全辖区", "东片区"]
        );

        // Another county's people and units are not found.
        let other = world.county("linshan", None, 1).await?;
        other.somebody("fremd", "外县人", &[("clerk", Some(0))]).await?;
        assert_eq!(found("外县人").await?, Vec::<String>::new());
        assert_eq!(found("linshan").await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_journal_is_read_to_its_first_entry() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        for n in 0..110 {
            house.add_line(&at, &format!("片区{n}")).await?;
        }
        let mut wanted = Wanted::default();
        let mut told = Vec::new();
        loop {
            let page = house.journal(&at, &wanted).await?;
            assert!(page.len() <= 50);
            told.extend(page.iter().map(|event| event.what.clone()));
            match page.forth() {
                Some(forth) => wanted = forth,
                None => break,
            }
        }
        let lines: std::collections::BTreeSet<_> =
            told.iter().filter(|what| what.starts_with("增加片区")).collect();
        assert_eq!(lines.len(), 110, "none is skipped");
        assert_eq!(
            told.iter().filter(|what| what.starts_with("增加片区")).count(),
            110,
            "none is told twice"
        );
        assert!(told.contains(&"开设辖区“qinghe县”".to_owned()));
        let found = house.journal(&at, &looking_for("片区77")).await?;
        assert_eq!((found.matching, found[0].what.as_str()), (1, "增加片区“片区77”"));
        assert!(house.journal(&at, &looking_for("顾方案")).await?.matching >= 110);
        let clerk = county.somebody("clerk", "经办", &[("clerk", Some(0))]).await?.at_desk().await?;
        let denied = refused(house.journal(&clerk, &Wanted::default()).await);
        assert_eq!(denied, Refusal::NotYourPost(Act::ViewJournal));
        Ok(())
    })
    .await;
}

/// 58 of 60 units are late: the officer is told so, and by how many days; who is done is not.
#[tokio::test]
async fn the_officer_is_told_who_is_late_and_what_is_finished_has_no_deadline() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 4).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        county.unit(0).is_reviewed().await?;
        let decision = county.party().decides().await?;
        county.officer().publishes(decision).await?;
        county.unit(1).has_submitted().await?;
        let todo = async || {
            let desk = world.house.desk(&county.officer().at_desk().await?).await?;
            Answered::Ok(desk.todos.into_iter().map(|todo| todo.progress).collect::<Vec<_>>())
        };
        assert_eq!(todo().await?, Vec::<String>::new());
        // The 10th is the last day, a Thursday; the 14th is a Monday.
        world.it_is("2026-12-14", 9);
        let told = "2个单位逾期未提交：第3局（2个工作日）、第4局（2个工作日）";
        assert_eq!(todo().await?, [told]);
        let late: Vec<_> = county.reviewer().progress().await?.cases.iter().map(|line| line.late).collect();
        assert_eq!(late, [0, 0, 2, 2]);

        let until = async |unit: usize| Answered::Ok(county.unit(unit).clerk().looks().await?.until);
        assert_eq!(until(0).await?, "", "it is published");
        assert!(until(1).await?.starts_with("截止2026年12月25日（还有"));
        assert!(until(2).await?.ends_with("（已逾期2个工作日）"));
        let clerk = county.unit(0).clerk().at_desk().await?;
        let list = world.house.checklist(&clerk, county.case(0), 0).await?;
        assert_eq!(list.until, "");
        // A unit's own list says how far it is, what it comes to, and until when.
        let lines = &world.house.desk(&clerk).await?.cases;
        assert_eq!((lines.len(), lines[0].until.as_str()), (1, ""));
        assert!(lines[0].score.starts_with("考核"), "{lines:?}");
        let late = county.unit(2).clerk().at_desk().await?;
        let line = &world.house.desk(&late).await?.cases[0];
        assert!(line.urgent && line.until.contains("逾期") && line.score.is_empty(), "{line:?}");
        assert_eq!((line.answered, line.asked), (0, 43));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn whoever_belongs_to_a_unit_finds_its_cases_whatever_they_look_after_besides() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let both = county.somebody("both", "双岗", &[("reviewer", None), ("clerk", Some(1))]).await?;
        let at = both.at_desk().await?;
        let own = world.house.own_cases(&at).await?;
        assert_eq!(own.iter().map(|line| line.unit.as_str()).collect::<Vec<_>>(), ["第2局"]);
        let frame = world.house.frame(&at).await?;
        assert!(frame.nav.iter().any(|link| link.label == "本单位申报"));
        assert_eq!(frame.posts, "第2局·考核人员、单位经办人");
        county.appoints(&both.who, ("clerk", Some(0))).await?;
        let posts = world.house.frame(&both.at_desk().await?).await?.posts;
        assert_eq!(posts, "第1局等2个单位·考核人员、单位经办人");
        let nav = world.house.frame(&county.reviewer().at_desk().await?).await?.nav;
        assert!(nav.iter().all(|link| link.label != "本单位申报"));
        Ok(())
    })
    .await;
}
