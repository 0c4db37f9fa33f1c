//! What the meeting decides otherwise than was computed: better, worse, below a pass mark. The reason stands beside it.

use contract::decision::RecordDecision;
use domain::refusal::Refusal;
use domain::scheme::{Band, Criterion, Scheme};
use usecases::Answered;

use crate::cast::{County, Unit, counted, field_of, on_both, refused};

const STARS: &[(&str, &str)] = &[("五星", "99"), ("四星", "90"), ("三星", "60")];

/// A county whose meeting gives stars, or whatever else the options are.
async fn works_on(county: &County, options: &[&str], bands: &[(&str, &str)]) -> Answered<()> {
    county
        .works_on(|scheme: &mut Scheme| {
            scheme.outcome.options = options.iter().map(|one| (*one).to_owned()).collect();
            let band = |(title, from): &(&str, &str)| Band {
                title: (*title).to_owned(),
                from: from.parse().expect("points"),
                conditions: Vec::new(),
                share: None,
            };
            scheme.outcome.bands = bands.iter().map(band).collect();
        })
        .await
}

/// Reviewed with two of 1.1 missing.
async fn falls_short(unit: &Unit) -> Answered<()> {
    unit.is_reviewed().await?;
    let reviewer = unit.reviewer();
    reviewer.reopens("漏看材料。").await?;
    reviewer.scores("1.1", counted("missing", 2, "缺两项。")).await?;
    reviewer.closes().await
}

fn chooses(form: &RecordDecision, at: usize, outcome: &str) -> RecordDecision {
    let mut form = form.clone();
    form.outcomes[at].1 = outcome.to_owned();
    form
}

#[tokio::test]
async fn a_star_better_or_worse_than_computed_needs_a_reason_that_stays_beside_it() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 2).await?;
        works_on(&county, &["五星", "四星", "三星", "不予命名"], STARS).await?;
        let party = county.party();
        county.unit(0).is_reviewed().await?;
        falls_short(&county.unit(1)).await?;
        let ranking = party.ranking().await?;
        let form = party.minutes_form().await?;
        let proposed: Vec<_> =
            ranking.lines.iter().map(|line| line.proposed.clone().expect("computed")).collect();
        let prefilled: Vec<_> = form.outcomes.iter().map(|(_, outcome)| outcome.clone()).collect();
        assert_eq!(proposed, prefilled);
        let second = ranking.lines[1].case;
        assert_eq!(second, county.case(1));
        assert_ne!(proposed[1], "五星", "{:?}", ranking.lines[1]);

        for (outcome, told) in [("五星", "优于考核结果"), ("不予命名", "低于考核结果")] {
            let otherwise = chooses(&form, 1, outcome);
            assert_eq!(field_of(party.records(&otherwise).await), format!("reason:{second}"));
            let sentence = refused(party.records(&otherwise).await).sentence();
            assert!(sentence.contains(&format!("“第2局”决定“{outcome}”，{told}")), "{sentence}");
        }
        assert_eq!(field_of(party.records(&chooses(&form, 1, "六星")).await), "outcome");
        assert!(party.ranking().await?.decisions.is_empty());

        let reasons = vec![(second.to_string(), "缺的两项已在会前补齐。".to_owned())];
        let decision = party.records(&RecordDecision { reasons, ..chooses(&form, 1, "五星") }).await?;
        let recorded = party.ranking().await?.decisions.remove(0).results;
        assert_eq!((&*recorded[0].differs, &*recorded[0].reason), ("", ""));
        let line = &recorded[1];
        assert_eq!((&line.computed, &*line.outcome), (&proposed[1], "五星"));
        assert_eq!((&*line.differs, &*line.reason), ("优于考核结果", "缺的两项已在会前补齐。"));
        assert!(line.found.concat().contains("等次："), "the computed 等次 stays: {:?}", line.found);

        // On the case page: the whole for those who watch, that there is a reason for the unit once it is public.
        let watched = county.unit(1).reviewer().looks().await?.result.expect("a result");
        assert_eq!((&watched.computed, watched.outcome.as_str()), (&proposed[1], "五星"));
        assert!(watched.differs.contains("缺的两项已在会前补齐"), "{}", watched.differs);
        county.officer().publishes(decision).await?;
        let own = county.unit(1).clerk().looks().await?.result.expect("a result");
        assert_eq!(own.computed, proposed[1]);
        assert!(own.differs.contains("优于考核结果") && !own.differs.contains("补齐"), "{}", own.differs);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

/// 89.99 with 90 needed is not the title; and it is not shown as 90.
#[tokio::test]
async fn below_a_pass_mark_the_title_needs_a_reason_and_the_figures_show_why() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        works_on(&county, &["评定为清廉机关", "本年度不予评定"], &[("清廉机关", "98.999")]).await?;
        let party = county.party();
        falls_short(&county.unit(0)).await?;
        let line = party.ranking().await?.lines.remove(0);
        assert_eq!(line.proposed.as_deref(), Some("本年度不予评定"), "{line:?}");
        let form = party.minutes_form().await?;
        let field = field_of(party.records(&chooses(&form, 0, "评定为清廉机关")).await);
        assert_eq!(field, format!("reason:{}", line.case));
        party.records(&form).await?;
        Ok(())
    })
    .await;
}

/// Points without a maximum rank by themselves: 120 before 30, and there is no 得分率.
#[tokio::test]
async fn without_a_maximum_points_rank_and_are_announced() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 2).await?;
        let awards = |scheme: &mut Scheme| *scheme = Scheme { name: scheme.name.clone(), ..award_only() };
        county.works_on(awards).await?;
        for (unit, n) in [(0, 3), (1, 12)] {
            let unit = county.unit(unit);
            unit.clerk().saves("1.1", counted("n", n, "")).await?;
            unit.clerk().hands_over().await?;
            unit.head().signs().await?;
            unit.reviewer().scores("1.1", counted("n", n, "")).await?;
            unit.reviewer().closes().await?;
        }
        let ranking = county.party().ranking().await?;
        let lines: Vec<_> = ranking
            .lines
            .iter()
            .map(|line| {
                (
                    line.unit.as_str(),
                    line.rank,
                    line.tied,
                    line.shown.review.as_str(),
                    line.shown.rate.as_str(),
                )
            })
            .collect();
        assert_eq!(lines, [("第2局", 1, false, "120", ""), ("第1局", 2, false, "30", "")]);
        assert!(ranking.ranked);
        let decision = county.party().decides().await?;
        let recorded: Vec<_> = county.party().ranking().await?.decisions[0]
            .results
            .iter()
            .map(|one| one.score.clone())
            .collect();
        assert_eq!(recorded, ["120", "30"]);
        county.officer().publishes(decision).await?;
        let shown = county.house.public_page(&county.code, None).await?.shown.expect("an announcement");
        let lines: Vec<_> =
            shown.lines.iter().map(|line| (line.rank, &*line.unit, &*line.score, &*line.rate)).collect();
        assert_eq!(lines, [(1, "第2局", "120", ""), (2, "第1局", "30", "")]);
        assert!(shown.ranks() && !shown.rates());
        let page = county.unit(0).clerk().looks().await?;
        assert_eq!(page.result.expect("a result").told, "30分");
        Ok(())
    })
    .await;
}

/// A rubric of one criterion that only awards.
fn award_only() -> Scheme {
    let text = r#"{
      "format": 2, "name": "awards", "title": "只有加分的指标", "cycle": "year",
      "sections": [{"no": "1", "title": "加分指标", "role": "bonus", "criteria": [{
        "no": "1.1", "title": "新办刊物", "wording": "每种得10分。", "parts": [{"rules": [{
          "rule": "award_each", "amount": "10",
          "input": {"input": "n", "label": "新办刊物", "unit": "种", "told": "新办刊物{n}种"}}]}]}]}],
      "outcome": {"decided_by": "党组", "options": ["评优", "不评优"]}
    }"#;
    let scheme = Scheme::read(text).expect("a scheme");
    assert!(scheme.criteria().all(Criterion::is_scored));
    scheme
}

/// What was decided about somebody who has gone back to the reviewers is told, and the reason typed with it.
#[tokio::test]
async fn a_reason_for_a_case_that_left_the_list_is_not_dropped() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let party = county.party();
        county.unit(0).is_reviewed().await?;
        county.unit(1).is_reviewed().await?;
        let form = party.minutes_form().await?;
        let reasons = vec![(county.case(0).to_string(), "会议讨论过。".to_owned())];
        let form = RecordDecision { reasons, leave_out: "on".into(), ..form };
        county.unit(0).reviewer().reopens("漏看材料。").await?;
        let left = refused(party.records(&form).await);
        assert!(matches!(left, Refusal::LeftTheList { .. }), "{left:?}");
        // A reason nobody asked for is kept as well.
        let form = party.minutes_form().await?;
        let reasons = vec![(county.case(1).to_string(), "一致通过。".to_owned())];
        party.records(&RecordDecision { reasons, leave_out: "on".into(), ..form }).await?;
        assert_eq!(party.ranking().await?.decisions[0].results[0].reason, "一致通过。");
        Ok(())
    })
    .await;
}
