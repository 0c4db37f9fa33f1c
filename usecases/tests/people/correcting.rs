//! A further meeting corrects a decision, before it is public and after: both stay, the newer one counts, and what was public is
//! corrected by a further announcement.

use contract::announcement::Does;
use contract::decision::CorrectDecision;
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use usecases::Answered;

use crate::cast::{County, field_of, on_both, refused};

/// Two units decided on by the first meeting.
async fn decided(county: &County) -> Answered<domain::ids::DecisionId> {
    for unit in [0, 1] {
        county.unit(unit).is_reviewed().await?;
    }
    county.party().decides().await
}

/// The first unit loses the title.
fn takes_back(form: &CorrectDecision, county: &County) -> CorrectDecision {
    let mut form = form.clone();
    let case = county.case(0).to_string();
    for (of, outcome) in &mut form.outcomes {
        if *of == case {
            *outcome = "本年度不予评定".into();
        }
    }
    form.reasons = vec![(case, "会后查实漏报一起案件。".into())];
    form
}

#[tokio::test]
async fn a_correction_is_a_meeting_of_its_own_and_says_why() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let party = county.party();
        let first = decided(&county).await?;
        world.later(5);
        let form = party.correction_form(first).await?;
        let good = takes_back(&form, &county);
        let case = county.case(0).to_string();
        let wrong = |change: &dyn Fn(&mut CorrectDecision)| {
            let mut form = good.clone();
            change(&mut form);
            form
        };
        for (form, field) in [
            (form.clone(), "outcome".to_owned()),
            (wrong(&|form| form.reasons.clear()), format!("reason:{case}")),
            (wrong(&|form| form.meeting = String::new()), "meeting".to_owned()),
            (wrong(&|form| form.present = "严书记".into()), "present".to_owned()),
            (wrong(&|form| form.held_on = "2026-11-02".into()), "held_on".to_owned()),
            (wrong(&|form| form.held_on = "2026-11-04".into()), "held_on".to_owned()),
            (wrong(&|form| form.outcomes[0].1 = "另行研究".into()), "outcome".to_owned()),
            (wrong(&|form| form.outcomes.push(("x".into(), "y".into()))), "outcome".to_owned()),
            (
                wrong(&|form| form.reasons.push((county.case(1).to_string(), "没有改动。".into()))),
                format!("reason:{}", county.case(1)),
            ),
        ] {
            assert_eq!(field_of(party.corrects(first, &form).await), field, "{form:?}");
        }
        let at = party.at_desk().await?;
        let without = world.house.correct_decision(&at, first, &good, None).await;
        assert_eq!(field_of(without), "minutes");
        let reviewer = county.reviewer().at_desk().await?;
        assert!(matches!(
            refused(world.house.correction_page(&reviewer, first).await),
            Refusal::NotYourPost(_)
        ));
        let files = world.files();
        assert!(party.corrects(first, &form).await.is_err());
        assert_eq!(world.files(), files, "the minutes of what was refused are gone");

        party.corrects(first, &good).await?;
        assert_eq!(party.corrects(first, &good).await?, county.period(), "pressed twice, it is one act");
        let decisions = party.ranking().await?.decisions;
        assert_eq!(decisions.len(), 2);
        let corrected = decisions[0].results.iter().map(|one| (&*one.unit, &*one.outcome, &*one.reason));
        assert_eq!(corrected.collect::<Vec<_>>(), [("第1局", "本年度不予评定", "会后查实漏报一起案件。")]);
        assert!(decisions[0].corrects.as_ref().is_some_and(|meeting| meeting.starts_with("党组会议")));
        let before = decisions[1].results.iter().find(|one| one.unit == "第1局").expect("it stays");
        assert_eq!(before.outcome, "评定为清廉机关");
        assert!(before.replaced.as_ref().is_some_and(|told| told.starts_with("更正为“本年度不予评定”")));
        let result = county.unit(0).reviewer().looks().await?.result.expect("a result");
        assert_eq!(result.outcome, "本年度不予评定");
        assert!(result.earlier[0].starts_with("评定为清廉机关（党组会议"), "{:?}", result.earlier);
        // Another meeting on the page as it was before.
        let stale = CorrectDecision { meeting: "另一次会议".into(), ..good };
        assert_eq!(refused(party.corrects(first, &stale).await), Refusal::ListChanged);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

/// Corrected before it is public, the announcement tells what counts, and nothing further is owed.
#[tokio::test]
async fn what_was_corrected_before_is_published_as_it_counts() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (party, officer) = (county.party(), county.officer());
        let first = decided(&county).await?;
        world.later(5);
        party.corrects(first, &takes_back(&party.correction_form(first).await?, &county)).await?;
        let decisions = party.ranking().await?.decisions;
        assert_eq!((decisions[0].owes, decisions[1].owes), (false, true));
        assert_eq!(field_of(officer.publishes(decisions[0].id).await), "number");
        officer.publishes(first).await?;
        let shown = world.house.public_page("qinghe", None).await?.shown.expect("an announcement");
        let lines: Vec<_> = shown.lines.iter().map(|line| (&*line.unit, &*line.outcome)).collect();
        assert!(lines.contains(&("第1局", "本年度不予评定")), "{lines:?}");
        assert!(!shown.corrects());
        assert!(party.ranking().await?.decisions.iter().all(|one| !one.owes));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_public_is_corrected_by_a_further_announcement() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (party, officer) = (county.party(), county.officer());
        let first = decided(&county).await?;
        let one = officer.publishes_as(first, "清河〔2026〕1号").await?;
        world.later(5);
        party.corrects(first, &takes_back(&party.correction_form(first).await?, &county)).await?;
        // Nothing public has changed yet, and the officer is told that it must.
        let page = world.house.public_page("qinghe", None).await?;
        assert!(page.amended.is_empty() && page.shown.expect("it").lines[0].outcome == "评定为清廉机关");
        let todos = world.house.desk(&officer.at_desk().await?).await?.todos;
        assert!(todos.iter().any(|todo| todo.verb == "发布更正公告"), "{todos:?}");
        let correction = party.ranking().await?.decisions[0].id;
        let two = officer.publishes_as(correction, "清河〔2026〕2号").await?;

        let page = world.house.public_page("qinghe", Some(two)).await?;
        let shown = page.shown.expect("the correction");
        let lines: Vec<_> =
            shown.lines.iter().map(|line| (&*line.unit, &*line.was, &*line.outcome)).collect();
        assert_eq!(lines, [("第1局", "评定为清廉机关", "本年度不予评定")], "only what changed");
        assert_eq!(page.amends.expect("the first").id, one);
        let page = world.house.public_page("qinghe", Some(one)).await?;
        assert_eq!(
            page.amended.iter().map(|one| (one.id, one.does)).collect::<Vec<_>>(),
            [(two, Does::Correction)]
        );
        assert_eq!(page.shown.expect("as it was").lines.len(), 2);
        let since: Vec<_> = page.all.iter().map(|one| one.since).collect();
        assert_eq!(since, ["", "已更正"]);
        assert_eq!(county.unit(0).clerk().looks().await?.state, CaseState::Published);
        assert!(party.ranking().await?.decisions.iter().all(|one| !one.owes));
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

/// Two meetings that correct the same decision at once: one comes first, the other looks again.
#[tokio::test]
async fn of_two_corrections_at_once_one_is_recorded() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let party = county.party();
        let first = decided(&county).await?;
        world.later(5);
        let form = takes_back(&party.correction_form(first).await?, &county);
        let other = CorrectDecision { meeting: "另一次会议".into(), ..form.clone() };
        let (one, two) = tokio::join!(party.corrects(first, &form), party.corrects(first, &other));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert_eq!(party.ranking().await?.decisions.len(), 2);
        // At the same moment as it is published: both are told in the order they came.
        let again = party.correction_form(first).await?;
        let back = CorrectDecision {
            outcomes: again
                .outcomes
                .iter()
                .map(|(case, _)| (case.clone(), "评定为清廉机关".into()))
                .collect(),
            reasons: vec![(county.case(0).to_string(), "复核后恢复。".into())],
            meeting: "第三次会议".into(),
            ..again
        };
        let officer = county.officer();
        let seen = officer.numbers(first, "清河〔2026〕1号").await?;
        let at = officer.at_desk().await?;
        let (corrected, published) =
            tokio::join!(party.corrects(first, &back), world.house.publish(&at, first, &seen));
        corrected?;
        let owing = party.ranking().await?.decisions.iter().filter(|one| one.owes).count();
        assert_eq!(owing, 1, "either the announcement is still owed, or its correction: {published:?}");
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}
