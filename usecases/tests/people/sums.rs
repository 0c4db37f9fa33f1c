//! The figures beside cases are those of their answers, whatever happens to them.

use contract::case::{Layer, SectionForm};
use contract::period::ChangeForm;
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use usecases::{Answered, OrFault};

use crate::cast::{County, counted, full, judged, on_both, scheme};
use crate::supplementing::{ASKED_ANEW, CHEAPER, current, form, publishes};

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// Somebody does something, or is refused.
async fn acts(county: &County, dice: &mut Dice) -> Answered<()> {
    let index = dice.roll(county.units.len());
    let unit = county.unit(index);
    let criteria: Vec<_> = scheme().criteria().map(|one| one.no.to_string()).collect();
    let no = criteria[dice.roll(criteria.len())].as_str();
    let seed = u32::try_from(dice.roll(9)).unwrap_or_default();
    match dice.roll(19) {
        0 | 1 => unit.clerk().saves(no, full(no, seed)).await.map(drop),
        2 => unit.clerk().saves("1.1", counted("missing", seed % 3, "")).await.map(drop),
        3 | 4 => unit.reviewer().scores(no, full(no, seed)).await.map(drop),
        5 => unit.reviewer().scores("1.1", counted("missing", seed % 3, "核实")).await.map(drop),
        6 => unit.clerk().hands_over().await,
        7 => unit.head().signs().await,
        8 => unit.head().sends_back("再核对").await,
        9 => unit.reviewer().returns_item(&(1 + seed % 3).to_string(), "请补正").await.map(drop),
        10 => unit.reviewer().closes().await,
        11 => unit.reviewer().reopens("再看").await,
        12 => unit.clerk().saves("2.3", judged("1", "")).await.map(drop),
        13 => unit.clerk().takes_back("再改").await,
        14 => unit.head().recalls("签错了").await,
        15 => {
            let at = unit.reviewer().at_desk().await?;
            let fields = criteria.iter().map(|no| (format!("agree.{no}"), "1".to_owned()));
            let form = SectionForm { fields: fields.collect() };
            county.house.agree_to_all(&at, county.case(index), &form).await.map(drop)
        }
        16 | 17 => {
            let at = county.officer().at_desk().await?;
            let (unit, reason) = (format!("第{}局", index + 1), "撤并".to_owned());
            let form = ChangeForm { unit, reason, ..ChangeForm::default() };
            match seed % 4 {
                0 => county.house.leave_period(&at, county.period(), &form).await,
                _ => county.house.join_period(&at, county.period(), &form).await.map(drop),
            }
        }
        _ => county.house.bring_over(county.id, county.period()).await.map(drop),
    }
}

async fn holds(county: &County) -> Answered<()> {
    county.journal_holds().await?;
    let at = county.officer().at_desk().await?;
    for line in county.house.progress(&at, county.period()).await?.cases {
        let page = county.house.case_page(&at, line.case).await?;
        // What nobody has signed is its unit's own, in the list as on its page.
        assert_eq!(line.own, page.own.map(|sheet| sheet.score));
        if line.state >= CaseState::Reviewed {
            assert_eq!(line.review, page.review.map(|sheet| sheet.score));
        }
    }
    Ok(())
}

#[tokio::test]
async fn figures_beside_cases_follow_whatever_is_done() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 3).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        for index in 0..2 {
            county.unit(index).has_submitted().await?;
        }
        county.unit(1).has_been_scored_all_but(&[]).await?;
        let mut dice = Dice(20_261_130);
        for version in [CHEAPER, ASKED_ANEW] {
            for _ in 0..60 {
                match acts(&county, &mut dice).await {
                    Err(Refusal::Fault { number }) => panic!("{number}"),
                    Ok(()) | Err(_) => world.later_ms(10),
                }
            }
            holds(&county).await?;
            let first = current(world, &county).await?;
            world.later(5);
            let newer = publishes(&county, first, version).await?;
            let at = county.officer().at_desk().await?;
            county.house.supplement(&at, county.period(), &form(newer, "调整")).await?;
            for _ in 0..30 {
                match acts(&county, &mut dice).await {
                    Err(Refusal::Fault { number }) => panic!("{number}"),
                    Ok(()) | Err(_) => world.later_ms(10),
                }
            }
            county.house.bring_over(county.id, county.period()).await?;
            holds(&county).await?;
        }
        Ok(())
    })
    .await;
}

/// Figures that are not there, or that an older engine came to, are found and put right; the journal tells of points that
/// changed.
#[tokio::test]
async fn figures_of_before_are_put_right() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        county.unit(0).is_reviewed().await?;
        county.unit(1).clerk().saves("1.1", counted("missing", 1, "")).await?;
        world.spoils("DELETE FROM case_sums; UPDATE cases SET self_score = '1' WHERE state = 'draft'").await;
        let at = county.officer().at_desk().await?;
        // What is not there is scored for the page.
        let page = county.house.progress(&at, county.period()).await?;
        assert!(page.from_review && !page.weakest.is_empty());
        assert_eq!(county.house.check_sums(county.id).await?, [county.case(1)]);
        assert_eq!(county.house.renew_sums().await?, 2);
        assert_eq!(county.house.renew_sums().await?, 0);
        let tx = county.house.store().read(county.id).await.or_fault()?;
        let told = store::journal::recent(&tx, 1).await.or_fault()?.remove(0);
        drop(tx);
        assert!(
            told.summary.contains("重新计算“第2局”") && told.summary.contains("自评由1分变为"),
            "{told:?}"
        );
        // The officer is told at the desk, for a while; the unit is not.
        let notes = async || -> Answered<_> {
            let desk = county.house.desk(&county.officer().at_desk().await?).await?;
            Ok(desk.notes.into_iter().filter(|note| note.contains("计分规则更正")).collect::<Vec<_>>())
        };
        assert!(notes().await?[0].contains("近14天有1份尚未审定的申报"), "{:?}", notes().await?);
        let clerk = county.unit(1).clerk();
        assert!(clerk.looks().await?.time_line.iter().all(|event| !event.what.contains("重新计算")));
        let based_on = clerk.reads(Layer::Own, "1.1").await?.expect("an answer").revision;
        clerk.sends_save(Layer::Own, "1.1", counted("missing", 0, ""), based_on, clerk.new_act()).await?;
        county.journal_holds().await.map(drop)
    })
    .await;
}

/// What a meeting decided stays what everybody reads, whatever the answers come to later: on the unit's page, in the lists
/// and in what commissions above see.
#[tokio::test]
async fn what_was_decided_is_shown_as_it_was_decided() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        county.unit(0).is_reviewed().await?;
        county.party().decides().await?;
        let sheets = async || -> Answered<_> {
            let page = county.unit(0).reviewer().looks().await?;
            Ok((page.own, page.review))
        };
        let (own, review) = sheets().await?;
        // As if another engine read the answers.
        world.spoils("UPDATE answers SET content = '{}' WHERE criterion = '1.1'").await;
        assert_eq!(sheets().await?, (own, review));
        assert_eq!(county.house.check_sums(county.id).await?, []);
        assert_eq!(county.house.renew_sums().await?, 0);
        Ok(())
    })
    .await;
}
