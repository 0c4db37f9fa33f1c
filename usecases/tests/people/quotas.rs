//! 评选名额 and 下限目标: the meeting gives no more titles than there are places, and sees how far the targets are reached.

use contract::decision::RecordDecision;
use contract::period::{TargetLine, TargetPart};
use domain::points::Points;
use domain::refusal::Refusal;
use domain::scheme::{Quota, QuotaKind, Rounding, Target};
use usecases::Answered;

use crate::cast::{County, World, counted, field_of, on_both, refused};

/// A county of so many units on 济源's rubric, of which these shares may get the title and each 片区 should have one.
async fn county(world: &World<'_>, units: usize, percents: &[&str]) -> Answered<County> {
    let county = world.county("qinghe", None, units).await?;
    let quota = |percent: &&str| Quota {
        applies_to: Vec::new(),
        kind: QuotaKind::Winners,
        percent: percent.parse().expect("points"),
        pool: "区直单位总数".into(),
        rounding: Rounding::default(),
    };
    let quotas = percents.iter().map(quota).collect();
    let target = Target {
        applies_to: Vec::new(),
        per: "每个片区".into(),
        at_least: 1,
        percent: None,
        by: None,
        of: "清廉样板".into(),
    };
    county
        .works_on(|scheme| {
            scheme.outcome.quotas = quotas;
            scheme.outcome.targets = vec![target];
        })
        .await?;
    Ok(county)
}

/// The title for the first so many on the list, with a reason for whoever differs or breaks a tie.
fn titles(form: &RecordDecision, options: &[String], first: usize) -> RecordDecision {
    let mut form = form.clone();
    for (at, (_, outcome)) in form.outcomes.iter_mut().enumerate() {
        outcome.clone_from(&options[usize::from(at >= first)]);
    }
    form.reasons = form.outcomes.iter().map(|(case, _)| (case.clone(), "会议比较了台账。".into())).collect();
    form
}

#[tokio::test]
async fn no_more_titles_than_places() {
    on_both(async |world| {
        let county = county(world, 4, &["25"]).await?;
        let party = county.party();
        for unit in [0, 1, 2] {
            county.unit(unit).is_reviewed().await?;
        }
        let ranking = party.ranking().await?;
        let line = &ranking.places[0];
        // Four take part: one of them, at least.
        assert_eq!((line.pool.as_str(), line.size, line.places, line.given), ("区直单位总数", 4, 1, 0));
        assert_eq!(line.told, "区直单位总数的25%（小数舍去，不足1个的按1个）");
        let form = RecordDecision { leave_out: "on".into(), ..party.minutes_form().await? };
        let two = titles(&form, &ranking.options, 2);
        let over = |pool, places, given, wanted| Refusal::OverPlaces {
            award: "评定为清廉机关".into(),
            quota: line.told.clone(),
            pool,
            places,
            given,
            wanted,
        };
        assert_eq!(refused(party.records(&two).await), over(4, 1, 0, 2));
        assert!(party.ranking().await?.decisions.is_empty(), "nothing is recorded");
        // The district has more units than take part; not fewer, and not more than are registered.
        let of = |form: &RecordDecision, size: &str| RecordDecision {
            pools: vec![("0".into(), size.into())],
            ..form.clone()
        };
        for wrong in ["3", "-4", "很多", "", "4.5", "5", "1000000"] {
            assert_eq!(field_of(party.records(&of(&two, wrong)).await), "pool:0", "{wrong}");
        }
        let told = refused(party.records(&of(&two, "1000000")).await).sentence();
        assert!(told.contains("写的是1000000，多于本辖区登记的4个"), "{told}");
        let at = county.officer().at_desk().await?;
        for name in ["不参加一局", "不参加二局", "不参加三局", "不参加四局"] {
            world.house.add_unit_last(&at, name, "机关").await?;
        }
        assert_eq!(party.ranking().await?.places[0].most, 8);
        assert_eq!(field_of(party.records(&of(&two, "9")).await), "pool:0");
        let unknown = RecordDecision { pools: vec![("7".into(), "8".into())], ..two.clone() };
        assert_eq!(field_of(party.records(&unknown).await), "pool:7", "no such quota");
        assert_eq!(refused(party.records(&of(&two, "7")).await), over(7, 1, 0, 2));
        party.records(&of(&two, " ８个 ")).await?;
        let after = party.ranking().await?;
        assert_eq!(
            after.decisions[0].places,
            ["评定为清廉机关的名额为区直单位总数的25%（小数舍去，不足1个的按1个）：共8个，可评2个，已评2个"]
        );
        // What was said then holds for the rest of the period, and so does what was given.
        assert_eq!((after.places[0].size, after.places[0].places, after.places[0].given), (8, 2, 2));
        county.unit(3).is_reviewed().await?;
        let later = party.minutes_form().await?;
        assert_eq!(refused(party.records(&titles(&later, &ranking.options, 1)).await), over(8, 2, 2, 1));
        party.records(&titles(&later, &ranking.options, 0)).await?;
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

/// One quota may lie within another: both hold. A unit that has left the list since is not decided, and takes no place.
#[tokio::test]
async fn every_limit_holds_for_what_is_decided() {
    on_both(async |world| {
        let county = county(world, 4, &["50", "25"]).await?;
        let party = county.party();
        for unit in [0, 1] {
            county.unit(unit).is_reviewed().await?;
        }
        let ranking = party.ranking().await?;
        let places: Vec<_> = ranking.places.iter().map(|line| (line.taking_part, line.places)).collect();
        assert_eq!(places, [(4, 2), (4, 1)]);
        assert_eq!(ranking.lines[0].quotas, [0, 1]);
        let form = RecordDecision { leave_out: "on".into(), ..party.minutes_form().await? };
        let both = titles(&form, &ranking.options, 2);
        let refusal = refused(party.records(&both).await);
        assert!(matches!(refusal, Refusal::OverPlaces { places: 1, wanted: 2, .. }), "{refusal:?}");
        // The second goes back to the reviewers: what was decided about it is not dropped in silence.
        let second: domain::ids::CaseId = both.outcomes[1].0.parse().expect("an id");
        let gone = if second == county.case(0) { county.unit(0) } else { county.unit(1) };
        gone.reviewer().reopens("再核对。").await?;
        let left = refused(party.records(&both).await);
        assert!(matches!(&left, Refusal::LeftTheList { units } if units.len() == 1), "{left:?}");
        let form = RecordDecision { leave_out: "on".into(), ..party.minutes_form().await? };
        party.records(&titles(&form, &ranking.options, 1)).await?;
        let after = party.ranking().await?;
        assert_eq!(after.decisions[0].results.len(), 1);
        assert!(after.decisions[0].places.iter().all(|told| told.ends_with("已评1个")), "{after:?}");
        Ok(())
    })
    .await;
}

/// A correction gives no more titles than there are places, either; one for another it may.
#[tokio::test]
async fn a_correction_stays_within_the_places() {
    on_both(async |world| {
        let county = county(world, 4, &["25"]).await?;
        let party = county.party();
        for unit in [0, 1] {
            county.unit(unit).is_reviewed().await?;
        }
        let options = party.ranking().await?.options;
        let form = RecordDecision { leave_out: "on".into(), ..party.minutes_form().await? };
        let first = party.records(&titles(&form, &options, 1)).await?;
        world.later(5);
        let mut further = party.correction_form(first).await?;
        let without = further.outcomes.iter().position(|(_, outcome)| *outcome != options[0]).expect("one");
        let changed = |places: &[usize], outcomes: &[(String, String)]| {
            places.iter().map(|at| (outcomes[*at].0.clone(), "会后核实。".to_owned())).collect::<Vec<_>>()
        };
        further.outcomes[without].1.clone_from(&options[0]);
        further.reasons = changed(&[without], &further.outcomes);
        let refusal = refused(party.corrects(first, &further).await);
        assert!(matches!(refusal, Refusal::OverPlaces { places: 1, .. }), "{refusal:?}");
        further.outcomes[1 - without].1.clone_from(&options[1]);
        further.reasons = changed(&[without, 1 - without], &further.outcomes);
        party.corrects(first, &further).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn targets_are_shown_as_progress() {
    on_both(async |world| {
        let county = county(world, 3, &["50"]).await?;
        let party = county.party();
        let told = async || -> Answered<TargetLine> {
            let target = party.ranking().await?.targets.remove(0);
            let progress = county.reviewer().progress().await?.targets.remove(0);
            assert_eq!(target, progress);
            Ok(target)
        };
        let reached = |lines: &[(&str, u32)], total| TargetLine {
            told: "每个片区至少1个清廉样板".to_owned(),
            lines: lines
                .iter()
                .map(|(name, count)| TargetPart { line: (*name).to_owned(), reached: *count, wanted: 1 })
                .collect(),
            total,
            wanted: None,
        };
        assert_eq!(told().await?, reached(&[], 0), "no 片区 yet");
        county.groups("东片", &[0]).await?;
        county.groups("西片", &[1, 2]).await?;
        // A 片区 without a unit that takes part is nobody's target.
        county.groups("空片", &[]).await?;
        // One of which nobody takes part falls short like any other.
        let officer = county.officer().at_desk().await?;
        let apart = world.house.add_unit_last(&officer, "不参加的局", "机关").await?;
        county.groups_units("南片", &[apart]).await?;
        for unit in [0, 1, 2] {
            county.unit(unit).is_reviewed().await?;
        }
        assert_eq!(told().await?, reached(&[("东片", 0), ("西片", 0), ("南片", 0)], 0));
        let form = party.minutes_form().await?;
        let options = party.ranking().await?.options;
        let first: domain::ids::CaseId = form.outcomes[0].0.parse().expect("an id");
        party.records(&titles(&form, &options, 1)).await?;
        let east = u32::from(first == county.case(0));
        assert_eq!(told().await?, reached(&[("东片", east), ("西片", 1 - east), ("南片", 0)], 1));
        Ok(())
    })
    .await;
}

/// 标杆 and 示范 are two decisions: a unit that got one is not counted for the other. A share is of all who take part.
#[tokio::test]
async fn a_target_counts_the_decision_it_names() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 3).await?;
        let target = |of: &str, percent: Option<i64>| Target {
            applies_to: Vec::new(),
            per: "全县".into(),
            at_least: u32::from(percent.is_none()),
            percent: percent.map(Points::from_int),
            by: percent.and_then(|_| "2027-12-31".parse().ok()),
            of: of.into(),
        };
        county
            .works_on(|scheme| {
                let title = scheme.outcome.options[0].clone();
                scheme.outcome.options.insert(1, "清廉示范机关".into());
                scheme.outcome.targets =
                    vec![target(&title, None), target("清廉示范机关", None), target("清廉机关", Some(60))];
            })
            .await?;
        let party = county.party();
        for unit in 0..3 {
            county.unit(unit).is_reviewed().await?;
        }
        let mut form = party.minutes_form().await?;
        for ((_, outcome), decided) in form.outcomes.iter_mut().zip([1, 1, 0]) {
            outcome.clone_from(&party.ranking().await?.options[decided]);
        }
        form.reasons =
            form.outcomes.iter().map(|(case, _)| (case.clone(), "会议比较了台账。".into())).collect();
        party.records(&form).await?;
        let targets = party.ranking().await?.targets;
        let figures: Vec<_> = targets.iter().map(|line| (line.wanted, line.total)).collect();
        assert_eq!(figures, [(Some(1), 1), (Some(1), 2), (Some(2), 1)]);
        assert_eq!(targets[2].told, "全县清廉机关不少于60%，2027年12月31日前");
        Ok(())
    })
    .await;
}

/// Those who fit are proposed as far as the places go; a tie at the edge is the meeting's, with a reason.
#[tokio::test]
async fn places_go_to_the_best_and_a_tie_at_the_edge_asks_for_a_reason() {
    on_both(async |world| {
        let county = county(world, 4, &["50"]).await?;
        let party = county.party();
        for unit in 0..4 {
            county.unit(unit).is_reviewed().await?;
        }
        // The first is better than the other three, who are equal; two places.
        for unit in 1..4 {
            let reviewer = county.unit(unit).reviewer();
            reviewer.reopens("漏看材料。").await?;
            reviewer.scores("1.1", counted("missing", 2, "缺两项。")).await?;
            reviewer.closes().await?;
        }
        let ranking = party.ranking().await?;
        let ranks: Vec<_> = ranking.lines.iter().map(|line| (line.rank, line.tied)).collect();
        assert_eq!(ranks, [(1, false), (2, true), (2, true), (2, true)]);
        let proposed: Vec<_> = ranking.lines.iter().map(|line| line.proposed.as_deref()).collect();
        assert_eq!(proposed, [Some("评定为清廉机关"), None, None, None]);
        let computed = &ranking.lines[1].computed;
        assert_eq!(computed, "名额边缘得分相同，由会议确定先后");
        let form = RecordDecision {
            reasons: Vec::new(),
            ..titles(&party.minutes_form().await?, &ranking.options, 2)
        };
        let field = field_of(party.records(&form).await);
        assert_eq!(
            field,
            format!("reason:{}", ranking.lines[1].case),
            "only who got the place before others"
        );
        let reasons = vec![(ranking.lines[1].case.to_string(), "台账更完整。".to_owned())];
        party.records(&RecordDecision { reasons, ..form }).await?;
        let decided = &party.ranking().await?.decisions[0].results;
        let differs: Vec<_> = decided.iter().map(|one| (one.differs.as_str(), one.reason.as_str())).collect();
        assert_eq!(differs[0], ("", ""));
        assert!(differs.contains(&("得分相同而先后不同", "台账更完整。")), "{differs:?}");
        Ok(())
    })
    .await;
}

/// Two meetings at the same moment do not give more titles than there are places.
#[tokio::test]
async fn two_meetings_at_once_come_one_after_the_other() {
    on_both(async |world| {
        let county = county(world, 2, &["50"]).await?;
        let party = county.party();
        for unit in [0, 1] {
            county.unit(unit).is_reviewed().await?;
        }
        let options = party.ranking().await?.options;
        let form = titles(&party.minutes_form().await?, &options, 1);
        let other = RecordDecision { meeting: "另一次会议".into(), ..form.clone() };
        let (one, two) = tokio::join!(party.records(&form), party.records(&other));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let ranking = party.ranking().await?;
        assert_eq!((ranking.decisions.len(), ranking.places[0].given), (1, 1));
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}
