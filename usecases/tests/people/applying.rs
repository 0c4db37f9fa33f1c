//! 推荐个人和家庭: whom a unit puts forward has a case of their own, within what the scheme allows.

use contract::announcement::Publish;
use contract::applicant::{ConfirmHeadcount, Nominate, SayHeadcount};
use contract::case::{Layer, ReturnItem, SaveAnswer, StepForm};
use contract::period::OpenPeriod;
use domain::ids::CaseId;
use domain::refusal::Refusal;
use domain::scheme::edit::Sample;
use domain::workflow::CaseState;
use usecases::Answered;

use crate::cast::{County, Person, World, field_of, on_both, refused};

/// A county that runs a scheme for units and for others, its first unit as `own`.
async fn county(world: &World<'_>, scheme: &str, own: &str) -> Answered<County> {
    let county = world.county(scheme, None, 2).await?;
    let officer = county.officer();
    world.house.publish_builtin_scheme(&officer.at_desk().await?, scheme).await?;
    let form = officer.opening_form().await?;
    let unit_type = form.unit.iter().map(|unit| format!("{unit}:{own}")).collect();
    officer.opens(&OpenPeriod { unit_type, ..form }).await?;
    Ok(county)
}

fn clerk(county: &County, unit: usize) -> Person {
    (**county.unit(unit).clerk()).clone()
}

fn somebody(county: &County, unit_type: &str, name: &str) -> Nominate {
    Nominate {
        unit: county.units[0].to_string(),
        unit_type: unit_type.into(),
        name: name.into(),
        duty: "科员".into(),
        phone: "138 0000 1234".into(),
    }
}

async fn nominates(who: &Person, form: &Nominate) -> Answered<CaseId> {
    who.house().nominate(&who.at_desk().await?, who.county.period(), form).await
}

async fn says(who: &Person, people: &str) -> Answered<()> {
    let form = SayHeadcount { unit: who.county.units[0].to_string(), people: people.into() };
    who.house().say_headcount(&who.at_desk().await?, who.county.period(), &form).await
}

/// The officer stands behind what the first unit stated.
async fn confirms(county: &County, people: &str) -> Answered<()> {
    let form = ConfirmHeadcount { unit: county.units[0].to_string(), people: people.into() };
    county.house.confirm_headcount(&county.officer().at_desk().await?, county.period(), &form).await
}

async fn withdraws(who: &Person, case: CaseId) -> Answered<()> {
    who.house().withdraw_applicant(&who.at_desk().await?, case).await.map(drop)
}

/// Fills every criterion of a case on a layer, with nothing to object to.
async fn fills(who: &Person, case: CaseId, layer: Layer) -> Answered<()> {
    let at = who.at_desk().await?;
    let rubric = who.house().checklist(&at, case, 0).await?.scheme;
    for (criterion, answer) in rubric.samples(Sample::Best) {
        let client = who.house().edge().id().to_string();
        let form = SaveAnswer { case, layer, criterion, answer, based_on: 0, client, reasons_hold: false };
        who.house().save_answer(&at, &form).await?;
    }
    Ok(())
}

async fn signs(county: &County, case: CaseId) -> Answered<()> {
    let head = &**county.unit(0).head();
    let form = StepForm { confirm: "yes".into(), ..StepForm::default() };
    county.house.sign(&head.at_desk().await?, case, &form).await
}

/// A person of the first unit, whose case and the unit's own are reviewed and closed.
async fn is_reviewed_beside_the_unit(county: &County) -> Answered<CaseId> {
    let clerk = clerk(county, 0);
    says(&clerk, "5").await?;
    confirms(county, "5").await?;
    let person = nominates(&clerk, &somebody(county, "post", "李演一")).await?;
    let reviewer = (**county.unit(0).reviewer()).clone();
    for case in [person, county.case(0)] {
        fills(&clerk, case, Layer::Own).await?;
        county.house.hand_over(&clerk.at_desk().await?, case, &StepForm::default()).await?;
        signs(county, case).await?;
        fills(&reviewer, case, Layer::Review).await?;
        county.house.close_case(&reviewer.at_desk().await?, case, &StepForm::default()).await?;
    }
    Ok(person)
}

#[tokio::test]
async fn a_unit_puts_forward_as_many_as_its_people_allow() {
    on_both(async |world| {
        let county = county(world, "yueyang", "office").await?;
        let clerk = clerk(&county, 0);
        let first = somebody(&county, "post", "李演一");
        assert_eq!(field_of(nominates(&clerk, &first).await), "people", "how many there are is not known");
        for wrong in ["", "0", "-3", "三人左右", "9.5", "999999"] {
            assert_eq!(field_of(says(&clerk, wrong).await), "people", "{wrong}");
        }
        assert_eq!(field_of(confirms(&county, "9").await), "people", "nothing is stated");
        says(&clerk, "9").await?;
        // What the clerk states limits nothing before the officer stands behind it.
        let waits = refused(nominates(&clerk, &first).await);
        assert!(
            waits.sentence().contains("填报的单位总人数9人还没有经方案管理员核定"),
            "{}",
            waits.sentence()
        );
        assert_eq!(field_of(confirms(&county, "10").await), "people", "another number than was stated");
        let own = clerk.at_desk().await?;
        let form = ConfirmHeadcount { unit: county.units[0].to_string(), people: "9".into() };
        let not_theirs = county.house.confirm_headcount(&own, county.period(), &form).await;
        assert!(matches!(refused(not_theirs), Refusal::NotYourPost(_)));
        confirms(&county, "9").await?;
        confirms(&county, "9").await?;
        let case = nominates(&clerk, &first).await?;
        assert_eq!(nominates(&clerk, &first).await?, case, "the same form once more");
        // 20 % of nine people is one.
        let second = somebody(&county, "post", "王演二");
        let over = refused(nominates(&clerk, &second).await);
        let Refusal::OverQuota { pool, places, wanted, .. } = &over else { panic!("{over:?}") };
        assert_eq!((*pool, *places, *wanted), (9, 1, 2));
        assert!(over.sentence().contains("共9人，可推荐1个，这样就是2个"), "{}", over.sentence());
        // A hundred thousand colleagues are not there because somebody typed them.
        says(&clerk, "100000").await?;
        assert!(matches!(refused(nominates(&clerk, &second).await), Refusal::OverQuota { pool: 9, .. }));
        says(&clerk, "10").await?;
        confirms(&county, "10").await?;
        nominates(&clerk, &second).await?;
        assert!(matches!(refused(says(&clerk, "9").await), Refusal::OverQuota { places: 1, wanted: 2, .. }));

        world.later(2);
        assert_eq!(field_of(nominates(&clerk, &first).await), "name", "put forward already");
        for (form, field) in [
            (Nominate { name: " ".into(), ..second.clone() }, "name"),
            (Nominate { duty: String::new(), ..second.clone() }, "duty"),
            (Nominate { phone: "一二三".into(), ..second.clone() }, "phone"),
            (Nominate { unit_type: "office".into(), ..second.clone() }, "unit_type"),
        ] {
            assert_eq!(field_of(nominates(&clerk, &form).await), field);
        }

        let page = county.house.applicants_page(&clerk.at_desk().await?, county.period()).await?;
        let [unit] = page.units.as_slice() else { panic!("{page:?}") };
        let lines: Vec<_> = unit.awards[0].applicants.iter().map(|one| (&*one.name, &*one.phone)).collect();
        assert_eq!(lines, [("李演一", "138****1234"), ("王演二", "138****1234")]);
        assert!(!unit.awards[0].place_left && unit.awards[0].limit.contains("可推荐2个"), "{unit:?}");

        // The officer sees how the places are used; whose cases they are, everybody who may.
        let watched = county.officer().at_desk().await?;
        let progress = county.house.progress(&watched, county.period()).await?;
        let [first_unit, other] = progress.nominations.as_slice() else { panic!("two units") };
        assert_eq!((first_unit.people, first_unit.places, first_unit.used), (Some(10), Some(2), 2));
        assert_eq!((other.people, other.places, other.used), (None, None, 0));
        let names: Vec<_> = progress.cases.iter().map(|line| line.unit.as_str()).collect();
        assert_eq!(names, ["第1局", "第1局　李演一", "第1局　王演二", "第2局"]);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_the_units_own_clerk_puts_forward_and_takes_back() {
    on_both(async |world| {
        let county = county(world, "yueyang", "office").await?;
        let (own, other) = (clerk(&county, 0), clerk(&county, 1));
        says(&own, "5").await?;
        confirms(&county, "5").await?;
        let form = somebody(&county, "post", "李演一");
        let case = nominates(&own, &form).await?;
        assert_eq!(refused(nominates(&other, &form).await), Refusal::NotFound);
        assert_eq!(refused(withdraws(&other, case).await), Refusal::NotFound);
        assert_eq!(refused(county.house.case_page(&other.at_desk().await?, case).await), Refusal::NotFound);
        let head = (**county.unit(0).head()).clone();
        assert!(matches!(refused(nominates(&head, &form).await), Refusal::NotYourPost(_)));
        // 回避: a reviewer of the unit does not judge its people either.
        let inside = county.somebody("nei.kao", "内部", &[("reviewer", None), ("clerk", Some(0))]).await?;
        fills(&own, case, Layer::Own).await?;
        county.house.hand_over(&own.at_desk().await?, case, &StepForm::default()).await?;
        signs(&county, case).await?;
        assert_eq!(refused(fills(&inside, case, Layer::Review).await), Refusal::Recusal);
        assert_eq!(field_of(withdraws(&own, county.case(0)).await), "case", "a unit's own case stays");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_is_withdrawn_leaves_every_list_and_goes_on_where_they_stopped() {
    on_both(async |world| {
        let county = county(world, "yueyang", "office").await?;
        let clerk = clerk(&county, 0);
        says(&clerk, "5").await?;
        confirms(&county, "5").await?;
        let form = somebody(&county, "post", "李演一");
        let case = nominates(&clerk, &form).await?;
        fills(&clerk, case, Layer::Own).await?;
        county.house.hand_over(&clerk.at_desk().await?, case, &StepForm::default()).await?;
        withdraws(&clerk, case).await?;
        withdraws(&clerk, case).await?;
        let at = county.officer().at_desk().await?;
        assert_eq!(county.house.progress(&at, county.period()).await?.cases.len(), 2);
        assert_eq!(county.house.own_cases(&clerk.at_desk().await?).await?.len(), 1);
        let page = county.house.case_page(&clerk.at_desk().await?, case).await?;
        assert_eq!((page.state, page.may), (CaseState::Withdrawn, Default::default()));

        // The place is free, and taken by another; then there is none left.
        let other = nominates(&clerk, &somebody(&county, "post", "王演二")).await?;
        assert!(matches!(refused(nominates(&clerk, &form).await), Refusal::OverQuota { .. }));
        withdraws(&clerk, other).await?;
        assert_eq!(nominates(&clerk, &form).await?, case);
        let page = county.house.case_page(&clerk.at_desk().await?, case).await?;
        assert_eq!((page.state, page.missing), (CaseState::Draft, Vec::new()), "what was filled in is there");

        // Pressed twice it is one act, and a number that was forgotten is kept.
        let again = Nominate { phone: "139 0000 9999".into(), ..form.clone() };
        assert_eq!(nominates(&clerk, &again).await?, case);
        let shown = county.house.applicants_page(&clerk.at_desk().await?, county.period()).await?;
        let known = shown.units[0].awards[0].applicants.iter().find(|one| one.case == case).expect("there");
        assert_eq!(known.phone, "139****9999");

        // With the reviewers it is not the unit's to take back.
        county.house.hand_over(&clerk.at_desk().await?, case, &StepForm::default()).await?;
        signs(&county, case).await?;
        let late = refused(withdraws(&clerk, case).await);
        assert_eq!(late, Refusal::WrongState { now: CaseState::Reviewing });
        // What was back with the unit when it was withdrawn is still all that it may change.
        let reviewer = (**county.unit(0).reviewer()).clone();
        let back = ReturnItem { case, item: "三".into(), message: "请补充".into() };
        county.house.return_item(&reviewer.at_desk().await?, &back).await?;
        withdraws(&clerk, case).await?;
        world.later(2);
        assert_eq!(nominates(&clerk, &form).await?, case);
        let page = county.house.case_page(&clerk.at_desk().await?, case).await?;
        assert_eq!(page.state, CaseState::Returned);
        // After the period nothing is taken back that could not come again.
        world.it_is("2027-01-05", 9);
        assert_eq!(field_of(withdraws(&clerk, case).await), "unit");
        assert!(!county.house.case_page(&clerk.at_desk().await?, case).await?.may.withdraw);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_at_once_do_not_pass_the_quota() {
    on_both(async |world| {
        let county = county(world, "yueyang", "office").await?;
        let one = clerk(&county, 0);
        let two = county.somebody("er.jingban", "经办乙", &[("clerk", Some(0))]).await?;
        says(&one, "5").await?;
        confirms(&county, "5").await?;
        let forms = ["李演一", "王演二"].map(|name| somebody(&county, "post", name));
        let (a, b) = tokio::join!(nominates(&one, &forms[0]), nominates(&two, &forms[1]));
        let ((Ok(_), Err(refusal)) | (Err(refusal), Ok(_))) = (a, b) else { panic!("one of the two") };
        assert!(matches!(refusal, Refusal::OverQuota { .. }), "{refusal:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_persons_case_goes_all_the_way_and_is_ranked_on_a_list_of_its_own() {
    on_both(async |world| {
        let county = county(world, "yueyang", "office").await?;
        is_reviewed_beside_the_unit(&county).await?;
        let ranking = county.party().ranking().await?;
        let lines: Vec<_> = ranking.lines.iter().map(|line| (&*line.award, &*line.unit, line.rank)).collect();
        assert_eq!(lines, [("清廉科室", "第1局", 1), ("清廉岗位", "第1局　李演一", 1)]);
        let decision = county.party().decides().await?;
        county.officer().publishes(decision).await?;
        let shown = county.house.public_page(&county.code, None).await?.shown.expect("an announcement");
        let lines: Vec<_> = shown.lines.iter().map(|line| (&*line.award, &*line.unit)).collect();
        assert_eq!(lines, [("清廉科室", "第1局"), ("清廉岗位", "第1局　李演一")]);
        assert!(shown.text.concat().contains("1个单位、1名个人"), "{:?}", shown.text);
        assert!(!format!("{shown:?}").contains("1380000"), "no number is public");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_family_is_put_forward_by_its_village_without_a_quota() {
    on_both(async |world| {
        let county = county(world, "wulingyuan", "village").await?;
        let clerk = clerk(&county, 0);
        let form = Nominate { duty: "一组".into(), ..somebody(&county, "family", "李家") };
        let case = nominates(&clerk, &form).await?;
        let page = county.house.applicants_page(&clerk.at_desk().await?, county.period()).await?;
        assert_eq!(page.heading(), "推荐家庭");
        assert!(!page.units[0].asks_headcount && page.units[0].awards[0].place_left);
        let rubric = county.house.checklist(&clerk.at_desk().await?, case, 0).await?.scheme;
        assert_eq!(rubric.judged(), 4, "清廉家庭 has four standards");
        // Two of one name are told apart by where they live.
        nominates(&clerk, &Nominate { duty: "二组".into(), ..form.clone() }).await?;
        world.it_is("2027-01-05", 9);
        assert_eq!(field_of(nominates(&clerk, &Nominate { name: "王家".into(), ..form }).await), "unit");
        Ok(())
    })
    .await;
}

/// Where some of many are chosen, who was not is named only if those who publish say so; a person never.
#[tokio::test]
async fn who_was_not_chosen_is_named_only_if_so_chosen_and_a_person_never() {
    on_both(async |world| {
        let county = county(world, "yueyang", "office").await?;
        let person = is_reviewed_beside_the_unit(&county).await?;
        let ranking = county.party().ranking().await?;
        let mut form = county.party().minutes_form().await?;
        for (_, outcome) in &mut form.outcomes {
            outcome.clone_from(&ranking.options[1]);
        }
        form.reasons =
            form.outcomes.iter().map(|(case, _)| (case.clone(), "会议认为尚有差距。".into())).collect();
        form.leave_out = "on".into();
        let officer = county.officer();
        let decision = county.party().records(&form).await?;
        let page = county.house.publish_page(&officer.at_desk().await?, decision).await?;
        assert_eq!((page.form.only_chosen.as_str(), page.preview.lines.len()), ("on", 0));
        assert!(
            page.form.text.contains("经申报、审核") && !page.form.text.contains("自评"),
            "{}",
            page.form.text
        );
        assert!(
            page.record.iter().all(|line| line.differs.contains("会议认为尚有差距")),
            "{:?}",
            page.record
        );
        let all = Publish { only_chosen: String::new(), ..page.form };
        let seen = officer.previews(decision, all).await?;
        county.house.publish(&officer.at_desk().await?, decision, &seen).await?;
        let shown = county.house.public_page(&county.code, None).await?.shown.expect("an announcement");
        let lines: Vec<_> = shown.lines.iter().map(|line| line.unit.as_str()).collect();
        assert_eq!(lines, ["第1局"]);
        assert!(!format!("{shown:?}").contains("李演一"), "{shown:?}");
        assert!(!format!("{shown:?}").contains("尚有差距"), "why is the meeting's");
        let page = county.house.case_page(&clerk(&county, 0).at_desk().await?, person).await?;
        let result = page.result.expect("a result");
        assert_eq!(result.outcome, ranking.options[1]);
        assert!(
            !result.differs.contains("尚有差距"),
            "the unit is told that there is a reason: {}",
            result.differs
        );
        Ok(())
    })
    .await;
}
