//! Acts over all cases of a period let others save in between, and are whole whenever the server stops.

use std::time::Duration;

use contract::decision::Ranking;
use domain::policy::{Act, Actor, Place, authorise};
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use store::answers::{self, AnswerRow, Layer};
use usecases::{Answered, OrFault as _};

use crate::cast::{County, counted, field_of, full, on_both};
use crate::supplementing::{ASKED_ANEW, CHEAPER, current, form, publishes};

async fn awaiting(county: &County) -> Answered<u32> {
    let at = county.officer().at_desk().await?;
    Ok(county.house.progress(&at, county.period()).await?.awaiting)
}

/// How often a case's journal tells of the version.
async fn told(county: &County, unit: usize) -> Answered<usize> {
    let entries = county.entries(county.case(unit)).await?;
    Ok(entries.iter().filter(|entry| entry.summary.starts_with("启用补充版")).count())
}

#[tokio::test]
async fn who_is_touched_follows_at_once_and_the_rest_after_a_restart() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 4).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let [touched, waiting, reviewed, signing] = [0, 1, 2, 3].map(|index| county.unit(index));
        touched.clerk().saves("1.1", counted("missing", 1, "")).await?;
        waiting.clerk().saves("1.1", counted("missing", 1, "")).await?;
        reviewed.is_reviewed().await?;
        signing.has_filled_all_but(&[]).await?;
        signing.clerk().hands_over().await?;
        let first = current(world, &county).await?;
        world.later(5);
        let second = publishes(&county, first, CHEAPER).await?;
        let at = county.officer().at_desk().await?;
        county.house.supplement(&at, county.period(), &form(second, "按市里新的要求调整")).await?;
        assert_eq!(awaiting(&county).await?, 4);

        // A save is judged by what is in force, and what it says about 第1.1条 is still from before.
        world.later(1);
        touched.clerk().saves("1.2", full("1.2", 3)).await?;
        assert_eq!((awaiting(&county).await?, told(&county, 0).await?), (3, 1));
        let page = touched.clerk().looks().await?;
        assert_eq!(page.own.expect("a sheet").criterion("1.1").expect("the line").score.to_string(), "1.5");
        assert_eq!(page.supplements.len(), 1);
        // Nobody signs what changed under their hands.
        assert_eq!(refusal(signing.head().signs().await), Refusal::WrongState { now: CaseState::Draft });

        // The server stops; the next one goes on.
        let next = world.another_house().await;
        assert_eq!(next.bring_all_over().await?, 1);
        assert_eq!(next.bring_all_over().await?, 0);
        assert_eq!(awaiting(&county).await?, 0);
        for unit in 0..4 {
            assert_eq!(told(&county, unit).await?, 1);
        }
        assert_eq!(signing.clerk().looks().await?.state, CaseState::Draft);
        assert_eq!(reviewed.reviewer().looks().await?.state, CaseState::Reviewing);
        assert_eq!(reviewed.reviewer().looks().await?.unlooked.len(), 1);

        // A newer version follows when the one before has reached everybody.
        let third = publishes(&county, second, ASKED_ANEW).await?;
        county.house.supplement(&at, county.period(), &form(third, "再调整")).await?;
        let again = county.house.supplement(&at, county.period(), &form(first, "退回")).await;
        assert_eq!(field_of(again), "scheme");
        assert_eq!(
            awaiting(&county).await?,
            0,
            "before anything newer is looked at, the older has reached all"
        );
        assert_eq!(reviewed.clerk().looks().await?.state, CaseState::Returned);
        county.journal_holds().await.map(drop)
    })
    .await;
}

fn refusal<T>(answer: Answered<T>) -> Refusal {
    answer.err().expect("this must not go through")
}

/// Makes an answer of a case one that nobody can read, as a damaged disk would.
async fn damages(county: &County, unit: usize) -> Answered<()> {
    let permit = authorise(&Actor::Job(county.id), Act::Supplement, Place::tenant(county.id)).expect("a job");
    let tx = county.house.store().write(county.id).await.or_fault()?;
    let case = county.case(unit);
    let [answer, ..] = &answers::of_case(&tx, case, Layer::SelfAssessment).await.or_fault()?[..] else {
        panic!("nothing is answered")
    };
    let damaged = AnswerRow { content: "{".into(), ..answer.clone() };
    answers::attest(&tx, &permit, (case, Layer::SelfAssessment), &damaged).await.or_fault()?;
    tx.commit().await.or_fault()
}

#[tokio::test]
async fn one_that_cannot_follow_holds_up_no_meeting() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 2).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let (sound, damaged) = (county.unit(0), county.unit(1));
        sound.is_reviewed().await?;
        damaged.is_reviewed().await?;
        let first = current(world, &county).await?;
        world.later(5);
        let second = publishes(&county, first, CHEAPER).await?;
        let third = publishes(&county, second, ASKED_ANEW).await?;
        let at = county.officer().at_desk().await?;
        county.house.supplement(&at, county.period(), &form(second, "按市里新的要求调整")).await?;
        damages(&county, 1).await?;
        // Neither has followed: what the meeting would see is still of the version before.
        let open = |ranking: Ranking| (ranking.lines.len(), ranking.open);
        let waits = |n| format!("第{n}局（补充版尚未启用到这份申报）");
        assert_eq!(open(county.party().ranking().await?), (0, vec![waits(1), waits(2)]));

        assert_eq!(county.house.bring_over(county.id, county.period()).await?, 1);
        sound.reviewer().scores("1.1", counted("missing", 0, "")).await?;
        sound.reviewer().closes().await?;
        let form_then = county.party().minutes_form().await?;
        assert_eq!(open(county.party().ranking().await?), (1, vec![waits(2)]));
        let units = vec![waits(2)];
        assert_eq!(refusal(county.party().records(&form_then).await), Refusal::UnitsOpen { units });
        county.party().decides().await?;
        let told = refusal(county.house.supplement(&at, county.period(), &form(third, "再调整")).await);
        assert!(told.sentence().contains("第2局还没有启用上一个补充版"), "{}", told.sentence());
        assert_eq!(awaiting(&county).await?, 1);
        Ok(())
    })
    .await;
}

/// Killed at some point, again and again, while clerks save: every case is brought over once, and every save is there.
#[tokio::test]
async fn killed_in_between_it_is_whole() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 40).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        for unit in 0..40 {
            county.unit(unit).clerk().saves("1.1", counted("missing", 1, "")).await?;
        }
        let first = current(world, &county).await?;
        world.later(5);
        let second = publishes(&county, first, CHEAPER).await?;
        let at = county.officer().at_desk().await?;
        county.house.supplement(&at, county.period(), &form(second, "按市里新的要求调整")).await?;
        world.later(1);
        for round in 0_u64..8 {
            let (house, tenant, period) = (world.another_house().await, county.id, county.period());
            let going = tokio::spawn(async move { house.bring_over(tenant, period).await });
            let unit = county.unit(usize::try_from(round).unwrap_or_default() * 5);
            unit.clerk().saves("1.2", full("1.2", 3)).await?;
            tokio::time::sleep(Duration::from_millis(round * 7)).await;
            going.abort();
            let _ = going.await;
        }
        county.house.bring_over(county.id, county.period()).await?;
        assert_eq!(awaiting(&county).await?, 0);
        for unit in 0..40 {
            assert_eq!(told(&county, unit).await?, 1, "of unit {unit}");
            let sheet = county.unit(unit).clerk().looks().await?.own.expect("a sheet");
            assert_eq!(sheet.criterion("1.1").expect("the line").score.to_string(), "1.5");
            assert_eq!(sheet.criterion("1.2").expect("the line").complete, unit % 5 == 0);
        }
        county.journal_holds().await.map(drop)
    })
    .await;
}

/// A period for many units is opened as a whole, each case with its own beginning in the journal.
#[tokio::test]
async fn a_period_for_many_units_is_opened_at_once() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        for n in 0..600 {
            let name = format!("村{n}");
            county.house.add_unit(&county.manages_people(), &name, "村", n + 10).await?;
        }
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let at = county.officer().at_desk().await?;
        let page = county.house.progress(&at, county.period()).await?;
        assert_eq!((page.cases.matching, page.line.units), (601, 601));
        let names: Vec<_> = page.cases.iter().take(3).map(|line| line.unit.as_str()).collect();
        assert_eq!(names, ["第1局", "村0", "村1"]);
        let verified = county.journal_holds().await?;
        assert_eq!(verified.chains, 602, "one for each case and the county's own");
        Ok(())
    })
    .await;
}
