//! A period changes while it runs, each time with a reason: deadlines, units that join and leave, cancelling it.

use contract::list::Wanted;
use contract::period::{ChangeForm, OpenPeriod};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use usecases::Answered;

use crate::cast::{County, counted, field_of, on_both, refused};

fn because(reason: &str) -> ChangeForm {
    ChangeForm { reason: reason.into(), ..ChangeForm::default() }
}

fn until(fill_by: &str, review_by: &str) -> ChangeForm {
    ChangeForm { fill_by: fill_by.into(), review_by: review_by.into(), ..because("防汛") }
}

fn unit(name: &str) -> ChangeForm {
    ChangeForm { unit: name.into(), ..because("撤并") }
}

async fn until_of(county: &County, unit: usize) -> Answered<String> {
    Ok(county.unit(unit).clerk().looks().await?.until)
}

#[tokio::test]
async fn a_deadline_moves_for_all_or_for_one_with_a_reason_they_read() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        let period = county.period();
        for (form, field) in [
            (ChangeForm { reason: " ".into(), ..until("2026-12-20", "2026-12-28") }, "reason"),
            (until("", "2026-12-28"), "fill_by"),
            (until("2026-12-20", "2026-02-30"), "review_by"),
            (until("2026-12-10", "2026-12-25"), "fill_by"),
            (until("2025-12-31", "2026-12-25"), "fill_by"),
            (until("2026-12-20", "2026-12-19"), "review_by"),
            (until("2026-11-02", "2026-12-25"), "fill_by"),
            (ChangeForm { unit: "第9局".into(), ..until("2026-12-20", "2026-12-28") }, "unit"),
        ] {
            assert_eq!(field_of(house.move_deadlines(&at, period, &form).await), field, "{form:?}");
        }
        house.move_deadlines(&at, period, &until("2026-12-20", "2026-12-25")).await?;
        let one = ChangeForm { unit: "第2局".into(), ..until("2026-12-24", "2026-12-30") };
        house.move_deadlines(&at, period, &one).await?;
        assert!(until_of(&county, 0).await?.starts_with("截止2026年12月20日"));
        assert!(until_of(&county, 1).await?.starts_with("截止2026年12月24日"));
        // A unit's own deadline stays its own.
        house.move_deadlines(&at, period, &until("2026-12-22", "2026-12-25")).await?;
        assert!(until_of(&county, 0).await?.starts_with("截止2026年12月22日"));
        assert!(until_of(&county, 1).await?.starts_with("截止2026年12月24日"));

        // Each reads what concerns it, on its page and at its desk; the journal has it, too.
        let told =
            "自评截止日期由2026年12月20日改为2026年12月24日，考核截止日期由2026年12月25日改为2026年12月30日";
        let told =
            |texts: &[String]| texts.iter().any(|text| text.contains(told) && text.contains("事由：防汛"));
        for (of, reads) in [(0, false), (1, true)] {
            let clerk = county.unit(of).clerk();
            assert_eq!(told(&clerk.looks().await?.changes), reads, "{of}");
            assert_eq!(told(&house.desk(&clerk.at_desk().await?).await?.notes), reads, "{of}");
        }
        let wanted = Wanted { q: "防汛".into(), ..Wanted::default() };
        assert_eq!(
            house.journal(&at, &wanted).await?.matching,
            4,
            "three for the county, one for the unit's case"
        );
        world.it_is("2026-12-23", 9);
        let late: Vec<_> = county.reviewer().progress().await?.cases.iter().map(|line| line.late).collect();
        assert_eq!(late, [1, 0]);
        let late = house.desk(&at).await?.todos.into_iter().find(|todo| todo.verb == "督促逾期单位");
        assert_eq!(late.expect("somebody is late").progress, "1个单位逾期未提交：第1局（1个工作日）");
        // Days of its own do not set a unit apart at the meeting.
        for one in 0..2 {
            county.unit(one).is_reviewed().await?;
        }
        let party = county.party().at_desk().await?;
        let meets = house.desk(&party).await?.todos.into_iter().find(|todo| todo.verb == "集体研究决定");
        assert_eq!(meets.expect("both are closed").progress, "2个单位已办结考核");
        county.journal_holds().await?;

        let clerk = county.unit(0).clerk().at_desk().await?;
        let denied = refused(house.move_deadlines(&clerk, period, &until("2027-01-10", "2027-01-20")).await);
        assert_eq!(denied, Refusal::NotYourPost(Act::OpenPeriod));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_unit_joins_and_one_that_ended_leaves_with_what_it_filled_in() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 4).await?;
        let (house, officer) = (&world.house, county.officer());
        officer.publishes_scheme().await?;
        let mut form = officer.opening_form().await?;
        form.unit.truncate(3);
        let period = officer.opens(&form).await?;
        let at = officer.at_desk().await?;
        let without = ChangeForm { reason: String::new(), ..unit("第4局") };
        for (form, field) in [(unit("第9局"), "unit"), (unit("第1局"), "unit"), (without, "reason")] {
            assert_eq!(field_of(house.join_period(&at, period, &form).await), field, "{form:?}");
        }
        let joined = house.join_period(&at, period, &unit("第4局")).await?;
        let names = async || {
            let cases = house.progress(&at, period).await?.cases;
            Answered::Ok(cases.iter().map(|line| line.unit.clone()).collect::<Vec<_>>())
        };
        assert_eq!(names().await?, ["第1局", "第2局", "第3局", "第4局"]);
        let forgotten =
            county.somebody("forgotten", "经办四", &[("clerk", Some(3))]).await?.at_desk().await?;
        assert_eq!(house.checklist(&forgotten, joined, 0).await?.state, CaseState::Draft);

        // What the second has filled in stays, and goes on when it comes back.
        county.unit(1).clerk().saves("1.1", counted("missing", 0, "")).await?;
        house.leave_period(&at, period, &unit("第2局")).await?;
        assert_eq!(names().await?, ["第1局", "第3局", "第4局"]);
        assert_eq!(field_of(house.leave_period(&at, period, &unit("第2局")).await), "unit");
        let page = county.unit(1).clerk().looks().await?;
        assert!(page.left && page.state == CaseState::Withdrawn, "{:?}", page.state);
        assert!(page.changes[0].contains("退出") && page.changes[0].contains("撤并"), "{:?}", page.changes);
        assert!(county.unit(1).clerk().saves("1.1", counted("missing", 1, "")).await.is_err());
        let left = house.progress(&at, period).await?.left;
        assert_eq!(left, [(county.case(1), "第2局".to_owned())]);
        assert_eq!(house.join_period(&at, period, &unit("第2局")).await?, county.case(1));
        let page = county.unit(1).clerk().looks().await?;
        assert_eq!((page.state, page.own.map(|own| own.answered)), (CaseState::Draft, Some(1)));

        // Under review, too; what is decided stays.
        county.unit(0).is_reviewed().await?;
        house.leave_period(&at, period, &unit("第1局")).await?;
        assert!(county.party().ranking().await?.lines.is_empty());
        county.unit(2).is_reviewed().await?;
        county.party().decides().await?;
        assert_eq!(field_of(house.leave_period(&at, period, &unit("第3局")).await), "unit");
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_period_in_which_nobody_has_submitted_is_cancelled_and_its_title_free() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        let first = county.period();
        assert_eq!(field_of(house.cancel_period(&at, first, &because("")).await), "reason");
        house.cancel_period(&at, first, &because("日期有误")).await?;
        let lines = house.periods(&at).await?;
        assert!(lines[0].cancelled && lines[0].units == 0, "{lines:?}");
        assert_eq!(lines[0].title, "2026年度（2026年11月3日取消）");
        let desk = house.desk(&county.unit(0).clerk().at_desk().await?).await?;
        assert!(desk.todos.is_empty() && desk.cases.is_empty(), "{desk:?}");
        assert_eq!(field_of(house.cancel_period(&at, first, &because("日期有误")).await), "reason", "once");

        // The same name again, for the same units: the one that was cancelled does not count.
        let form = OpenPeriod { title: "2026年度".into(), ..county.officer().opening_form().await? };
        let second = county.officer().opens(&form).await?;
        county.unit(0).has_submitted().await?;
        assert_eq!(field_of(house.cancel_period(&at, second, &because("日期有误")).await), "reason");
        assert_eq!(house.progress(&at, second).await?.cases.len(), 2);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_unusual_about_a_new_period_is_told_and_taken_when_it_is_meant() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (house, officer) = (&world.house, county.officer());
        let at = officer.at_desk().await?;
        let form = OpenPeriod { title: "2026年再评".into(), ..officer.opening_form().await? };
        // The same units, the same days, the same scheme under another title.
        assert_eq!(field_of(house.open_period(&at, &form).await), "meant");
        let page = house.open_period_page_with(&at, form.clone()).await?;
        let [(code, told)] = page.told.as_slice() else { panic!("{:?}", page.told) };
        assert!(told.contains("第1局、第2局") && told.contains("“2026年度”"), "{told}");
        let meant = OpenPeriod { meant: vec![(*code).to_owned()], ..form.clone() };
        house.open_period(&at, &meant).await?;

        // A day that has passed.
        let other = |change: fn(&mut OpenPeriod)| {
            let mut other = OpenPeriod { title: "2026年补评".into(), ..meant.clone() };
            change(&mut other);
            other
        };
        let past = other(|form| form.fill_by = "2026-11-02".into());
        assert_eq!(field_of(house.open_period(&at, &past).await), "meant");
        // A quarter is no year, and says what fits.
        let quarter = other(|form| form.kind = "季度".into());
        let Refusal::Invalid { field, reason } = refused(house.open_period(&at, &quarter).await) else {
            panic!("another refusal")
        };
        assert_eq!(field, "kind");
        assert!(reason.contains("365天") && reason.contains("“年度”"), "{reason}");
        let meant = OpenPeriod { meant: vec!["past".into(), "twice".into()], ..past };
        house.open_period(&at, &meant).await?;
        Ok(())
    })
    .await;
}
