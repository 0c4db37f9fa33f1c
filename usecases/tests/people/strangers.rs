//! Whoever has no business with a thing learns nothing: its id answers exactly like one that does not exist.

use contract::announcement::Publish;
use contract::case::{ConfirmJudged, EvidenceForm, Layer, ReturnItem, SaveAnswer, SectionForm, StepForm};
use contract::decision::RecordDecision;
use contract::list::Wanted;
use contract::period::OpenPeriod;
use domain::ids::{AnnouncementId, CaseId, DecisionId, EvidenceId, FileId, PeriodId, SchemeId, UnitId};
use domain::policy::Act;
use domain::refusal::Refusal;
use usecases::Answered;
use usecases::demo::sample_file;
use usecases::evidence::On;
use uuid::Uuid;

use crate::cast::{County, Person, World, counted, on_both, refused};

/// What there is in a county that has an id.
#[derive(Clone)]
struct Ids {
    code: String,
    case: CaseId,
    evidence: EvidenceId,
    file: FileId,
    minutes: FileId,
    period: PeriodId,
    decision: DecisionId,
    scheme: SchemeId,
    unit: UnitId,
    announcement: AnnouncementId,
}

impl Ids {
    /// Of a county whose first unit is published and whose second one fills.
    async fn of(county: &County) -> Answered<Ids> {
        let evidence = county.unit(1).clerk().attaches_a_pdf("1.1").await?;
        county.unit(0).is_reviewed().await?;
        let decision = county.party().decides().await?;
        let announcement = county.officer().publishes(decision).await?;
        Ok(Ids {
            code: county.code.clone(),
            case: county.case(1),
            evidence: evidence.id,
            file: evidence.file,
            minutes: county.party().ranking().await?.decisions[0].minutes,
            period: county.period(),
            decision,
            scheme: county.officer().opening_form().await?.scheme.parse().expect("a scheme"),
            unit: county.units[1],
            announcement,
        })
    }

    fn missing() -> Ids {
        let id = Uuid::from_u128;
        Ids {
            code: "nowhere".into(),
            case: CaseId(id(1)),
            evidence: EvidenceId(id(2)),
            file: FileId(id(3)),
            minutes: FileId(id(4)),
            period: PeriodId(id(5)),
            decision: DecisionId(id(6)),
            scheme: SchemeId(id(7)),
            unit: UnitId(id(8)),
            announcement: AnnouncementId(id(9)),
        }
    }
}

/// Tries every verb that takes an id of a case.
async fn on_the_case(person: &Person, ids: &Ids) -> Answered<Vec<(&'static str, Refusal)>> {
    let (house, at) = (person.house(), person.at_desk().await?);
    let case = ids.case;
    let step = StepForm { message: "说明。".into(), confirm: "yes".into(), ..StepForm::default() };
    let save = |layer| SaveAnswer {
        case,
        layer,
        criterion: "1.1".into(),
        answer: counted("missing", 0, ""),
        based_on: 0,
        client: Uuid::from_u128(10).to_string(),
        reasons_hold: false,
    };
    let typed = SectionForm { fields: [("1.1.revision".to_owned(), "0".to_owned())].into() };
    let seen = ConfirmJudged {
        criterion: "1.1".into(),
        input: "missing".into(),
        value: "0".into(),
        reason: "没有。".into(),
        person: String::new(),
    };
    let back = ReturnItem { case, item: "1".into(), message: "请补充。".into() };
    let hang = EvidenceForm { file_name: "一.pdf".into(), ..Default::default() };
    let file = person.sends(&sample_file()).await?;
    Ok(vec![
        ("case_page", refused(house.case_page(&at, case).await)),
        ("checklist", refused(house.checklist(&at, case, 0).await)),
        ("save_answer 自评", refused(house.save_answer(&at, &save(Layer::Own)).await)),
        ("save_answer 考核", refused(house.save_answer(&at, &save(Layer::Review)).await)),
        ("save_section", refused(house.save_section(&at, case, 0, Layer::Own, &typed).await)),
        ("confirm_judged 自评", refused(house.confirm_judged(&at, case, Layer::Own, &seen).await)),
        ("confirm_judged 考核", refused(house.confirm_judged(&at, case, Layer::Review, &seen).await)),
        ("hand_over", refused(house.hand_over(&at, case, &StepForm::default()).await)),
        ("take_back", refused(house.take_back(&at, case, &step).await)),
        ("recall", refused(house.recall(&at, case, &step).await)),
        ("send_back", refused(house.send_back(&at, case, &step).await)),
        ("sign", refused(house.sign(&at, case, &step).await)),
        ("return_item", refused(house.return_item(&at, &back).await)),
        ("close_case", refused(house.close_case(&at, case, &step).await)),
        ("reopen_case", refused(house.reopen_case(&at, case, &step).await)),
        ("may_attach", refused(house.may_attach(&at, case, On::Criterion("1.1")).await)),
        (
            "attach_evidence",
            refused(house.attach_evidence(&at, case, On::Criterion("1.1"), &hang, file).await),
        ),
        ("remove_evidence", refused(house.remove_evidence(&at, case, ids.evidence).await)),
        ("fetch_file", refused(house.fetch_file(&at, ids.file).await.map(|_| ()))),
    ])
}

/// Tries every verb that takes an id of something of the whole county.
async fn on_the_county(person: &Person, ids: &Ids) -> Answered<Vec<(&'static str, Refusal)>> {
    let (house, at) = (person.house(), person.at_desk().await?);
    let decision = RecordDecision {
        meeting: "党组会议".into(),
        held_on: "2026-11-03".into(),
        present: "孙演二、李演三、王演四".into(),
        leave_out: "on".into(),
        ..Default::default()
    };
    let publish = Publish {
        number: "公告〔2026〕9号".into(),
        title: "公告".into(),
        issuer: "某县".into(),
        text: "公布。".into(),
        act: "publish".into(),
        ..Publish::default()
    };
    let opening = |scheme: SchemeId, unit: UnitId| OpenPeriod {
        title: "2027年度".into(),
        kind: "年度".into(),
        scheme: scheme.to_string(),
        starts_on: "2027-01-01".into(),
        ends_on: "2027-12-31".into(),
        fill_by: "2027-12-10".into(),
        review_by: "2027-12-25".into(),
        unit: vec![unit.to_string()],
        unit_type: Vec::new(),
        meant: Vec::new(),
    };
    let file = person.sends(&sample_file()).await?;
    let minutes = Some(("纪要.pdf".to_owned(), file));
    let form = opening(ids.scheme, ids.unit);
    Ok(vec![
        ("progress", refused(house.progress(&at, ids.period).await)),
        ("ranking", refused(house.ranking(&at, ids.period).await)),
        ("record_decision", refused(house.record_decision(&at, ids.period, &decision, minutes).await)),
        ("publish_page", refused(house.publish_page(&at, ids.decision).await)),
        ("publish", refused(house.publish(&at, ids.decision, &publish).await)),
        ("open_period", refused(house.open_period(&at, &form).await)),
        ("fetch_file 纪要", refused(house.fetch_file(&at, ids.minutes).await.map(|_| ()))),
    ])
}

/// Entering, reading schemes, and the public page.
async fn on_the_place(person: &Person, own_code: &str, ids: &Ids) -> Answered<Vec<(&'static str, Refusal)>> {
    let (house, at) = (person.house(), person.at_desk().await?);
    Ok(vec![
        ("enter", refused(person.enters(&ids.code).await)),
        ("scheme_page", refused(house.scheme_page(&at, ids.scheme).await)),
        ("public_page", refused(house.public_page(own_code, Some(ids.announcement)).await)),
    ])
}

fn all_not_found(tried: &[(&'static str, Refusal)]) {
    for (verb, refusal) in tried {
        assert_eq!(*refusal, Refusal::NotFound, "{verb}");
    }
}

async fn two_counties(world: &World<'_>) -> Answered<(County, County, Ids)> {
    let county = world.county_at_work("qinghe").await?;
    let ids = Ids::of(&county).await?;
    Ok((county, world.county_at_work("linshan").await?, ids))
}

#[tokio::test]
async fn a_case_of_another_unit_looks_missing_to_clerk_and_head() {
    on_both(async |world| {
        let (county, _, ids) = two_counties(world).await?;
        let missing = Ids::missing();
        for sibling in [&*county.unit(0).clerk() as &Person, &county.unit(0).head()] {
            all_not_found(&on_the_case(sibling, &ids).await?);
            all_not_found(&on_the_case(sibling, &missing).await?);
            let there = on_the_county(sibling, &ids).await?;
            assert_eq!(there, on_the_county(sibling, &missing).await?);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn everything_of_another_county_looks_missing_to_everyone() {
    on_both(async |world| {
        let (_, elsewhere, ids) = two_counties(world).await?;
        let missing = Ids::missing();
        for stranger in [
            &*elsewhere.unit(0).clerk() as &Person,
            &elsewhere.unit(0).head(),
            &elsewhere.officer(),
            &elsewhere.reviewer(),
            &elsewhere.party(),
        ] {
            all_not_found(&on_the_case(stranger, &ids).await?);
            all_not_found(&on_the_case(stranger, &missing).await?);
            all_not_found(&on_the_place(stranger, "linshan", &ids).await?);
            all_not_found(&on_the_place(stranger, "linshan", &missing).await?);
            let there = on_the_county(stranger, &ids).await?;
            assert_eq!(there, on_the_county(stranger, &missing).await?);
            for (verb, refusal) in there {
                let hides = matches!(refusal, Refusal::NotFound | Refusal::NotYourPost(_));
                assert!(hides, "{verb}: {refusal:?}");
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_county_without_a_post_of_ones_own_looks_missing() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let nobody = county.somebody("nobody", "无岗", &[]).await?;
        for code in ["qinghe", "nowhere", "no such code!", ""] {
            assert_eq!(refused(nobody.enters(code).await), Refusal::NotFound, "{code}");
        }
        assert_eq!(world.house.tenants_of(&nobody.who).await?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_suspended_county_is_closed_until_it_is_resumed() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let stranger = world.county_at_work("linshan").await?.officer();
        let officer = county.officer().at_desk().await?;
        assert_eq!(
            refused(world.house.suspend_tenant(&officer.actor, "qinghe").await),
            Refusal::NotYourPost(Act::SuspendTenant)
        );
        assert_eq!(refused(world.house.suspend_tenant(&officer.actor, "linshan").await), Refusal::NotFound);
        let operator = world.operator();
        world.house.suspend_tenant(&operator, "qinghe").await?;
        let closed = Refusal::TenantSuspended { tenant: "qinghe县".into() };
        assert_eq!(refused(county.officer().at_desk().await), closed);
        assert_eq!(refused(county.unit(0).clerk().looks().await), closed);
        assert_eq!(refused(world.house.public_page("qinghe", None).await), closed);
        let announcement = Some(AnnouncementId(Uuid::from_u128(9)));
        assert_eq!(refused(world.house.public_page("qinghe", announcement).await), closed);
        assert_eq!(refused(stranger.enters("qinghe").await), Refusal::NotFound);
        let listed = world.house.public_tenants().await?;
        assert_eq!(listed.into_iter().map(|(code, _)| code).collect::<Vec<_>>(), ["linshan"]);
        let known = world.house.tenants_of(&county.officer().who).await?;
        assert!(known.iter().all(|tenant| tenant.suspended), "{known:?}");

        let again = refused(world.house.suspend_tenant(&operator, "qinghe").await);
        assert_eq!(again.status(), 422, "{again:?}");
        assert_eq!(refused(world.house.suspend_tenant(&operator, "nowhere").await), Refusal::NotFound);
        world.house.resume_tenant(&operator, "qinghe").await?;
        assert_eq!(refused(world.house.resume_tenant(&operator, "qinghe").await).status(), 422);
        county.unit(0).clerk().looks().await?;
        world.house.public_page("qinghe", None).await?;
        let journal = world.house.journal(&county.officer().at_desk().await?, &Wanted::default()).await?;
        let told: Vec<_> = journal.iter().take(2).map(|event| event.what.as_str()).collect();
        assert_eq!(told, ["恢复辖区使用", "暂停辖区使用"]);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn whoever_works_in_two_counties_enters_both_and_acts_in_each_with_its_post() {
    on_both(async |world| {
        let (county, elsewhere, ids) = two_counties(world).await?;
        let both = county.somebody("both", "巡考", &[("reviewer", None)]).await?;
        assert_eq!(refused(both.enters("linshan").await), Refusal::NotFound);
        elsewhere.appoints(&both.who, ("clerk", Some(0))).await?;
        let codes: Vec<_> =
            world.house.tenants_of(&both.who).await?.into_iter().map(|tenant| tenant.code).collect();
        assert_eq!(codes, ["linshan", "qinghe"]);

        let (here, there) = (both.enters("qinghe").await?, both.enters("linshan").await?);
        world.house.case_page(&here, ids.case).await?;
        assert_eq!(refused(world.house.case_page(&there, ids.case).await), Refusal::NotFound);
        world.house.case_page(&there, elsewhere.case(0)).await?;
        assert_eq!(refused(world.house.case_page(&here, elsewhere.case(0)).await), Refusal::NotFound);
        assert_eq!(
            refused(world.house.progress(&there, elsewhere.period()).await),
            Refusal::NotYourPost(Act::ViewProgress)
        );
        Ok(())
    })
    .await;
}
