//! 补充版: a newer version of the scheme is put in force while a period runs. What was given is kept; what changed is looked
//! at again.

use std::sync::Arc;

use contract::applicant::{ConfirmHeadcount, Nominate, SayHeadcount};
use contract::case::Layer;
use contract::period::{OpenBy, OpenPeriod, SupplementForm, SupplementLine};
use contract::scheme::SaveDraft;
use domain::ids::SchemeId;
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::scheme::edit::Sample;
use domain::scoring::{InputValue, Judged};
use domain::workflow::CaseState;
use usecases::Answered;
use usecases::schemes::DraftFrom;

use crate::cast::{County, Unit, World, chosen, counted, field_of, full, on_both, refused};

/// Publishes the newest version again with some words of its document replaced.
pub async fn publishes(county: &County, base: SchemeId, replaced: &[(&str, &str)]) -> Answered<SchemeId> {
    let (house, at) = (&county.house, county.officer().at_desk().await?);
    let draft = house.begin_draft(&at, DraftFrom::Version(base)).await?;
    let studio = house.studio(&at, draft).await?;
    let mut document = studio.scheme.to_canonical();
    for (before, after) in replaced {
        let twin = document.replacen(before, after, 1);
        assert_ne!(twin, document, "{before} is there");
        document = twin;
    }
    let form = SaveDraft {
        draft,
        scheme: Arc::new(Scheme::read(&document).expect("a scheme")),
        based_on: studio.revision,
        client: house.edge().id().to_string(),
    };
    let saved = house.save_draft(&at, &form).await?;
    house.publish_draft(&at, draft, saved.revision).await
}

/// 第1.1条: 缺少1项扣0.5分 instead of 1分. Every answer still fits.
pub const CHEAPER: &[(&str, &str)] = &[
    ("缺少1项扣1分。", "缺少1项扣0.5分。"),
    (
        "\"told\": \"缺少{n}项\"\n                      },\n                      \"amount\": \"1\"",
        "\"told\": \"缺少{n}项\"\n                      },\n                      \"amount\": \"0.5\"",
    ),
];

/// 第2.3条: asks for something else in place of one of its questions. What was answered does not fit.
pub const ASKED_ANEW: &[(&str, &str)] = &[("\"input\": \"xuexi_qiangguo\"", "\"input\": \"study_platform\"")];

pub fn form(scheme: SchemeId, reason: &str) -> SupplementForm {
    SupplementForm { scheme: scheme.to_string(), reason: reason.into() }
}

async fn puts_in_force(county: &County, scheme: SchemeId) -> Answered<()> {
    let at = county.officer().at_desk().await?;
    county.house.supplement(&at, county.period(), &form(scheme, "按市里新的要求调整")).await?;
    assert_eq!(county.house.bring_over(county.id, county.period()).await?, 0);
    Ok(())
}

async fn state(unit: &Unit) -> Answered<CaseState> {
    Ok(unit.clerk().looks().await?.state)
}

pub async fn current(world: &World<'_>, county: &County) -> Answered<SchemeId> {
    let at = county.officer().at_desk().await?;
    let page = world.house.supplement_page(&at, county.period(), SupplementForm::default()).await?;
    assert!(page.versions.is_empty());
    let all = world.house.open_period_page(&at, &OpenBy::default()).await?.schemes;
    Ok(all[0].0)
}

#[tokio::test]
async fn who_has_not_begun_has_no_score() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let first = current(world, &county).await?;
        world.later(5);
        let second = publishes(&county, first, CHEAPER).await?;
        let at = county.officer().at_desk().await?;
        let page = world.house.supplement_page(&at, county.period(), form(second, "")).await?;
        assert_eq!((page.lines[0].own, page.lines[0].review), (None, None));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_changed_is_looked_at_again_and_nothing_is_lost() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 4).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let [filling, signing, reviewing, reviewed] = [0, 1, 2, 3].map(|index| county.unit(index));
        filling.clerk().saves("1.1", counted("missing", 1, "")).await?;
        filling.clerk().saves("1.2", full("1.2", 3)).await?;
        signing.has_filled_all_but(&[]).await?;
        signing.clerk().hands_over().await?;
        reviewing.has_submitted().await?;
        reviewing.has_been_scored_all_but(&["1.1"]).await?;
        reviewed.is_reviewed().await?;
        let first = current(world, &county).await?;
        world.later(5);
        let second = publishes(&county, first, CHEAPER).await?;

        let at = county.officer().at_desk().await?;
        // A new period begins with the newest version; the older one is there for whoever asks for it.
        let page = world.house.open_period_page(&at, &OpenBy::default()).await?;
        assert_eq!((page.schemes.len(), page.form.scheme), (1, second.to_string()));
        let page = world.house.open_period_page(&at, &OpenBy { scheme: first.to_string() }).await?;
        assert_eq!((page.schemes.len(), page.form.scheme), (2, first.to_string()));

        // Looking changes nothing.
        let page = world.house.supplement_page(&at, county.period(), form(second, "")).await?;
        assert_eq!((page.open, page.decided), (4, 0));
        assert!(page.changes.iter().any(|text| text.contains("缺少1项扣0.5分")), "{:?}", page.changes);
        let unlooked: Vec<_> = page.lines.iter().map(|line| (line.anew, line.unlooked)).collect();
        assert_eq!(unlooked, [(0, 1), (0, 1), (0, 0), (0, 1)]);
        let SupplementLine { states, own, review, .. } = &page.lines[3];
        assert_eq!(*states, (CaseState::Reviewed, CaseState::Reviewing));
        let (before, after) = own.expect("what was filled in");
        assert!(after >= before && review.is_some());
        assert_eq!(state(&reviewed).await?, CaseState::Reviewed);

        let nothing = world.house.supplement(&at, county.period(), &form(second, " ")).await;
        assert_eq!(field_of(nothing), "reason");
        let same = world.house.supplement(&at, county.period(), &form(first, "理由")).await;
        assert_eq!(field_of(same), "scheme");
        let clerk = filling.clerk().at_desk().await?;
        let not_theirs = world.house.supplement(&clerk, county.period(), &form(second, "理由")).await;
        assert!(matches!(refused(not_theirs), Refusal::NotYourPost(_)));

        puts_in_force(&county, second).await?;
        puts_in_force(&county, second).await?; // Pressed twice, done once.
        for (unit, now) in [
            (&filling, CaseState::Draft),
            (&signing, CaseState::Draft),
            (&reviewing, CaseState::Reviewing),
            (&reviewed, CaseState::Reviewing),
        ] {
            let page = unit.clerk().looks().await?;
            assert_eq!(page.state, now);
            assert_eq!(page.supplements.len(), 1);
            assert_eq!(
                (page.supplements[0].version, page.supplements[0].reason.as_str()),
                (2, "按市里新的要求调整")
            );
            let times = page.time_line.iter().filter(|event| event.what.contains("启用补充版")).count();
            assert_eq!(times, 1);
        }

        // “缺少1项” costs half a point now.
        let sheet = filling.clerk().looks().await?.own.expect("a sheet");
        assert_eq!(sheet.criterion("1.1").expect("the line").score.to_string(), "1.5");

        // The unit's answer stands and counts by the new rule; it has to be confirmed before it goes on.
        let page = signing.clerk().looks().await?;
        assert_eq!(page.unlooked.iter().map(|one| one.criterion.as_str()).collect::<Vec<_>>(), ["1.1"]);
        let unlooked = || Refusal::Unlooked { criteria: vec!["1.1".into()] };
        assert_eq!(refused(signing.clerk().hands_over().await), unlooked());
        let list = signing.clerk().checklist("1.1").await?;
        let given = &list.own["1.1"];
        assert!(list.rewritten["1.1"].after(given.at) && !list.rewritten.contains_key("1.2"));
        world.later(1);
        signing.clerk().saves("1.1", given.answer.clone()).await?;
        assert!(signing.clerk().looks().await?.unlooked.is_empty());
        signing.clerk().hands_over().await?;
        signing.head().signs().await?;

        // The reviewer's score stands too, until it is looked at again.
        assert_eq!(reviewed.reviewer().looks().await?.unlooked.len(), 1);
        assert_eq!(refused(reviewed.reviewer().closes().await), unlooked());
        let scored = reviewed.reviewer().reads(Layer::Review, "1.1").await?.expect("it was scored").answer;
        reviewed.reviewer().scores("1.1", scored).await?;
        reviewed.reviewer().closes().await?;
        assert_eq!(state(&reviewed).await?, CaseState::Reviewed);

        // What is scored for the first time was scored with the change in view.
        reviewing.reviewer().scores("1.1", counted("missing", 0, "会议记录齐全")).await?;
        reviewing.reviewer().closes().await?;
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_any_more_goes_back_to_the_unit() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 3).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let [filling, decided, reviewed] = [0, 1, 2].map(|index| county.unit(index));
        decided.is_reviewed().await?;
        county.party().decides().await?;
        filling.clerk().saves("2.3", full("2.3", 3)).await?;
        reviewed.is_reviewed().await?;
        let before = decided.clerk().looks().await?;
        let first = current(world, &county).await?;
        world.later(5);
        let second = publishes(&county, first, ASKED_ANEW).await?;
        puts_in_force(&county, second).await?;

        // The decided one stays with the version it was decided by.
        let after = decided.clerk().looks().await?;
        assert_eq!((after.state, &after.own), (CaseState::Decided, &before.own));
        assert!(after.supplements.is_empty());

        // What was chosen is kept where people read it, and does not count.
        let page = filling.clerk().looks().await?;
        assert_eq!((page.state, page.own.expect("a sheet").answered), (CaseState::Draft, 0));
        assert!(filling.clerk().reads(Layer::Own, "2.3").await?.is_some());

        // Item 2 is back with the unit; nothing else can be changed.
        let page = reviewed.clerk().looks().await?;
        assert_eq!(page.state, CaseState::Returned);
        let returned: Vec<_> = page.returns.iter().map(|back| (back.item.as_str(), back.settled)).collect();
        assert_eq!(returned, [("2", false)]);
        assert_eq!(page.missing.iter().map(|one| one.criterion.as_str()).collect::<Vec<_>>(), ["2.3"]);
        let other = reviewed.clerk().saves("1.1", counted("missing", 1, "")).await.map(drop);
        assert_eq!(refused(other), Refusal::ItemNotReturned { item: "1".into() });
        assert!(matches!(refused(reviewed.clerk().hands_over().await), Refusal::Incomplete { .. }));
        let mut answer = full("2.3", 3);
        answer.inputs.remove("xuexi_qiangguo");
        answer.inputs.extend(chosen("study_platform", "good").inputs);
        world.later(1);
        reviewed.clerk().saves("2.3", answer.clone()).await?;
        reviewed.clerk().hands_over().await?;
        reviewed.head().signs().await?;

        // The reviewer's score of it does not fit either.
        assert!(matches!(refused(reviewed.reviewer().closes().await), Refusal::Unreviewed { .. }));
        reviewed.reviewer().scores("2.3", answer).await?;
        reviewed.reviewer().closes().await?;
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn files_of_a_criterion_that_is_taken_out_stay_in_sight() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let clerk = county.unit(0).clerk();
        let file = clerk.attaches_a_pdf("1.1").await?;
        let first = current(world, &county).await?;
        world.later(5);
        let renumbered = publishes(&county, first, &[("\"no\": \"1.1\"", "\"no\": \"1.9\"")]).await?;
        puts_in_force(&county, renumbered).await?;
        let page = clerk.looks().await?;
        assert_eq!((page.evidence, page.set_aside), (0, vec![file.clone()]));
        assert!(!clerk.fetches(file.file).await?.is_empty());
        Ok(())
    })
    .await;
}

/// Who was withdrawn and comes back is judged by what is in force then.
#[tokio::test]
async fn who_comes_back_follows_the_version_in_force() {
    on_both(async |world| {
        let county = world.county("yueyang", None, 1).await?;
        let officer = county.officer();
        let first = world.house.publish_builtin_scheme(&officer.at_desk().await?, "yueyang").await?;
        let opening = officer.opening_form().await?;
        let unit_type = opening.unit.iter().map(|unit| format!("{unit}:office")).collect();
        officer.opens(&OpenPeriod { unit_type, ..opening }).await?;
        let clerk = (**county.unit(0).clerk()).clone();
        let unit = county.units[0].to_string();
        let said = SayHeadcount { unit: unit.clone(), people: "9".into() };
        world.house.say_headcount(&clerk.at_desk().await?, county.period(), &said).await?;
        let confirmed = ConfirmHeadcount { unit: unit.clone(), people: "9".into() };
        world.house.confirm_headcount(&officer.at_desk().await?, county.period(), &confirmed).await?;
        let person = Nominate {
            unit,
            unit_type: "post".into(),
            name: "李演一".into(),
            duty: "科员".into(),
            phone: String::new(),
        };
        let nominates =
            async || world.house.nominate(&clerk.at_desk().await?, county.period(), &person).await;
        let case = nominates().await?;
        world.house.withdraw_applicant(&clerk.at_desk().await?, case).await?;
        world.later(5);
        let second = publishes(&county, first, &[("为民服务实", "为民服务优")]).await?;
        let page =
            world.house.supplement_page(&officer.at_desk().await?, county.period(), form(second, "")).await?;
        assert_eq!(page.open, 1, "who was withdrawn is not among those that are told");
        puts_in_force(&county, second).await?;
        assert_eq!(nominates().await?, case);
        let rubric = world.house.checklist(&clerk.at_desk().await?, case, 0).await?.scheme;
        assert!(rubric.criteria().any(|criterion| criterion.title == "为民服务优"));
        Ok(())
    })
    .await;
}

/// Nobody stands behind the answer to a question that has changed; what the unit can no longer change stays.
#[tokio::test]
async fn what_a_second_person_confirmed_is_confirmed_anew_when_the_question_changed() {
    on_both(async |world| {
        let county = world.county_at_discretion("organ").await?;
        let unit = county.unit(0);
        let (clerk, head) = (unit.clerk(), unit.head());
        let (reviewer, second) = (unit.reviewer(), unit.second_reviewer());
        let scheme = clerk.checklist("1").await?.scheme;
        let mut answers = scheme.samples(Sample::Best);
        let taken = InputValue::Judged(Judged::new("0.5", "主动上报"));
        answers.get_mut("6.1").expect("its sample").inputs.insert("self_reported".into(), taken);
        for (no, answer) in answers.clone() {
            clerk.saves(&no, answer).await?;
        }
        head.confirms(Layer::Own, "6.1").await?;
        clerk.hands_over().await?;
        head.signs().await?;
        for (no, answer) in answers {
            reviewer.scores(&no, answer).await?;
        }
        second.confirms(Layer::Review, "6.1").await?;
        let first = current(world, &county).await?;
        world.later(5);
        let changed = [("主动报告线索或查处问题，酌情扣分", "主动报告线索或自查问题，酌情扣分")];
        let newer = publishes(&county, first, &changed).await?;
        puts_in_force(&county, newer).await?;

        let second_of = async |layer| -> Answered<String> {
            let given = reviewer.reads(layer, "6.1").await?.expect("an answer").answer;
            match &given.inputs["self_reported"] {
                InputValue::Judged(judged) => Ok(judged.second.clone()),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(second_of(Layer::Own).await?, head.who.name);
        assert_eq!(second_of(Layer::Review).await?, "");
        let told = reviewer.looks().await?.time_line;
        assert!(told.iter().any(|event| event.what.ends_with("第6.1条酌情分须重新确认")), "{told:?}");
        world.later(1);
        let again = reviewer.reads(Layer::Review, "6.1").await?.expect("an answer").answer;
        reviewer.scores("6.1", again).await?;
        let waits = Refusal::Unconfirmed { criteria: vec!["6.1".into()] };
        assert_eq!(refused(reviewer.closes().await), waits);
        assert!(matches!(
            refused(reviewer.confirms(Layer::Review, "6.1").await),
            Refusal::OwnJudgement { .. }
        ));
        second.confirms(Layer::Review, "6.1").await?;
        reviewer.closes().await?;
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}
