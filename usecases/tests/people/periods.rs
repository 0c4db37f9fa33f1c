//! Opening a period.

use contract::period::{OpenBy, OpenPeriod};
use domain::ids::{SchemeId, UnitId};
use domain::refusal::Refusal;
use domain::scheme::builtin;
use uuid::Uuid;

use crate::cast::{field_of, on_both, refused};

#[tokio::test]
async fn a_period_opens_only_with_days_that_follow_each_other() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 2).await?;
        let officer = county.officer();
        let nothing_published = OpenPeriod {
            title: "2026年度".into(),
            kind: "年度".into(),
            starts_on: "2026-01-01".into(),
            ends_on: "2026-12-31".into(),
            fill_by: "2026-12-10".into(),
            review_by: "2026-12-25".into(),
            ..officer.opening_form().await?
        };
        assert_eq!(field_of(officer.opens(&nothing_published).await), "scheme");
        officer.publishes_scheme().await?;
        let good = officer.opening_form().await?;
        assert_eq!(good.fill_by, "2026-12-10");
        type Change = fn(&mut OpenPeriod);
        let changes: [(Change, &str); 12] = [
            (|form| form.title = " ".into(), "title"),
            (|form| form.title = "长".repeat(41), "title"),
            (|form| form.kind = "世纪".into(), "kind"),
            (|form| form.starts_on = String::new(), "starts_on"),
            (|form| form.starts_on = "2026-02-30".into(), "starts_on"),
            (|form| form.ends_on = "2025-12-31".into(), "ends_on"),
            (|form| form.ends_on = "年底".into(), "ends_on"),
            (|form| form.fill_by = "2025-12-10".into(), "fill_by"),
            (|form| form.review_by = "2026-12-09".into(), "review_by"),
            (|form| form.review_by = "2026-12-32".into(), "review_by"),
            (|form| form.scheme = "jiyuan".into(), "scheme"),
            (|form| form.unit = Vec::new(), "unit"),
        ];
        for (change, field) in changes {
            let mut form = good.clone();
            change(&mut form);
            assert_eq!(field_of(officer.opens(&form).await), field, "{form:?}");
        }
        let mut form = good.clone();
        form.unit[0] = "no id".into();
        assert_eq!(refused(officer.opens(&form).await), Refusal::Malformed);
        assert_eq!(world.house.periods(&officer.at_desk().await?).await?.len(), 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn units_and_schemes_of_elsewhere_are_not_found_and_nothing_is_opened() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 2).await?;
        let elsewhere = world.county("linshan", None, 1).await?;
        county.officer().publishes_scheme().await?;
        let foreign = elsewhere.officer().publishes_scheme().await?;
        let good = county.officer().opening_form().await?;
        let unit = |id: UnitId| {
            let mut form = good.clone();
            form.unit.push(id.to_string());
            form
        };
        let scheme = |id: SchemeId| OpenPeriod { scheme: id.to_string(), ..good.clone() };
        let nowhere = Uuid::from_u128(5);
        for form in
            [unit(elsewhere.units[0]), unit(UnitId(nowhere)), scheme(foreign), scheme(SchemeId(nowhere))]
        {
            assert_eq!(refused(county.officer().opens(&form).await), Refusal::NotFound);
        }
        // Read by its own county before, it is still not this county's.
        world.house.scheme_page(&elsewhere.officer().at_desk().await?, foreign).await?;
        assert_eq!(refused(county.officer().opens(&scheme(foreign)).await), Refusal::NotFound);
        assert_eq!(world.house.periods(&county.officer().at_desk().await?).await?.len(), 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_title_is_used_once_and_only_chosen_units_take_part() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 2).await?;
        let officer = county.officer();
        officer.publishes_scheme().await?;
        let mut form = officer.opening_form().await?;
        form.unit.remove(0);
        // A unit chosen twice takes part once.
        form.unit.push(form.unit[0].clone());
        let opened = officer.opens(&form).await?;
        let lines = world.house.periods(&officer.at_desk().await?).await?;
        assert_eq!((lines.len(), lines[0].units), (1, 1));
        assert_eq!(county.unit(1).clerk().looks().await?.unit, "第2局");
        assert_eq!(world.house.own_cases(&county.officer().at_desk().await?).await?.len(), 1);
        // Pressed twice, it is opened once; later, or with other dates, the name is taken.
        assert_eq!(officer.opens(&form).await?, opened);
        let taken = Refusal::Taken { what: "周期名称“2026年度”".into() };
        let other = OpenPeriod { fill_by: "2026-12-11".into(), ..form.clone() };
        assert_eq!(refused(officer.opens(&other).await), taken);
        world.later(2);
        assert_eq!(refused(officer.opens(&form).await), taken);
        assert_eq!(world.house.periods(&officer.at_desk().await?).await?.len(), 1);
        officer.opens_period("2027年度").await?;

        // Pressed twice at the same moment, there is one.
        let (one, other) = tokio::join!(officer.opens_period("2028年度"), officer.opens_period("2028年度"));
        assert_eq!(one?, other?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_unit_gets_exactly_the_rubric_of_its_type() {
    on_both(async |world| {
        let county = world.county("wuling", None, 2).await?;
        let (officer, house) = (county.officer(), &world.house);
        let at = officer.at_desk().await?;
        house.publish_builtin_scheme(&at, "wulingyuan").await?;
        let form = OpenPeriod { unit_type: Vec::new(), ..officer.opening_form().await? };
        assert_eq!(field_of(officer.opens(&form).await), "unit_type");
        let typed = |codes: [&str; 2]| {
            let pairs = county.units.iter().zip(codes);
            let unit_type = pairs.map(|(unit, code)| format!("{unit}:{code}")).collect();
            OpenPeriod { unit_type, ..form.clone() }
        };
        // Families apply by themselves, and nobody invents a type.
        for codes in [["school", "family"], ["school", "college"], ["school", ""]] {
            assert_eq!(field_of(officer.opens(&typed(codes)).await), "unit_type", "{codes:?}");
        }
        let page = house.open_period_page_with(&at, typed(["school", ""])).await?;
        assert_eq!(page.unit_types.len(), 7);
        let period = officer.opens(&typed(["school", "hospital"])).await?;

        let progress = house.progress(&at, period).await?;
        let kinds: Vec<_> = progress.cases.iter().map(|case| case.kind.as_str()).collect();
        assert_eq!(kinds, ["清廉学校", "清廉医院"]);
        let whole = builtin::load("wulingyuan").expect("a scheme");
        for (n, (case, code)) in progress.cases.iter().zip(["school", "hospital"]).enumerate() {
            let own = whole.for_unit_type(code);
            assert_eq!(case.asked as usize, own.criteria().count());
            let clerk = county.unit(n).clerk().at_desk().await?;
            let list = house.checklist(&clerk, case.case, 0).await?;
            assert_eq!(*list.scheme, own);
            assert!(list.period.ends_with(&case.kind), "{}", list.period);
            // What another type answers is not there for this one.
            let foreign = whole.criteria().find(|one| own.criterion(&one.no).is_none()).expect("another's");
            assert!(list.scheme.criterion(&foreign.no).is_none());
        }
        assert!(house.ranking(&at, period).await?.lines.is_empty());
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_form_is_filled_in_as_the_scheme_says() {
    on_both(async |world| {
        let county = world.county("four", None, 1).await?;
        let (officer, house) = (county.officer(), &world.house);
        let at = officer.at_desk().await?;
        // Nothing is published yet.
        let empty = house.open_period_page(&at, &OpenBy::default()).await?;
        assert!(empty.schemes.is_empty());

        // The tests' year is 2026, and it is November.
        for (name, kind, title, fill_by) in [
            ("jiyuan", "年度", "2026年度", "2026-12-10"),
            ("yueyang", "季度", "2026年第四季度", "2026-12-10"),
            ("tangjiafang", "两年", "2026—2027年度", "2027-09-30"),
        ] {
            let scheme = house.publish_builtin_scheme(&at, name).await?;
            let form = house.open_period_page(&at, &OpenBy { scheme: scheme.to_string() }).await?.form;
            assert_eq!(
                (form.kind.as_str(), form.title.as_str(), form.fill_by.as_str()),
                (kind, title, fill_by)
            );
            assert_eq!(form.scheme, scheme.to_string());
        }

        // Units that are of the kind a 单位类型 names are offered it before anything is sent.
        let scheme = house.publish_builtin_scheme(&at, "wulingyuan").await?;
        let by = OpenBy { scheme: scheme.to_string() };
        let page = house.open_period_page(&at, &by).await?;
        assert_eq!(page.form.unit_type, [format!("{}:organ", county.units[0])]);
        assert_eq!(page.schemes.len(), 4);
        // Another jurisdiction's version is not there; what was typed is kept.
        let other = world.county("other", None, 1).await?;
        let theirs = other.officer().publishes_scheme().await?.to_string();
        let asked = house.open_period_page(&at, &OpenBy { scheme: theirs.clone() }).await;
        assert_eq!(refused(asked), Refusal::NotFound);
        let typed = OpenPeriod { title: "两年期".into(), scheme: theirs, ..OpenPeriod::default() };
        let again = house.open_period_page_with(&at, typed).await?.form;
        assert_eq!((again.title.as_str(), again.scheme), ("两年期", page.form.scheme));
        Ok(())
    })
    .await;
}
