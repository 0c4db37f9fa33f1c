//! The whole year, from the opening of the period to the public page.

use domain::workflow::CaseState;

use crate::cast::{incidents, judged, on_both, scheme};

#[tokio::test]
async fn a_year_from_the_opening_of_the_period_to_the_public_page() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 3).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let [first, second, third] = [0, 1, 2].map(|index| county.unit(index));

        world.it_is("2026-12-02", 9);
        first.clerk().fills_everything().await?;
        second.has_filled_all_but(&[]).await?;
        third.has_filled_all_but(&[]).await?;
        first.clerk().saves("12.1", incidents("sanctions", &[], "")).await?;
        second.clerk().saves("12.1", incidents("sanctions", &[], "")).await?;
        third.clerk().saves("12.1", incidents("sanctions", &["某案"], "")).await?;
        first.clerk().attaches_a_pdf("12.1").await?;
        for unit in [&first, &second, &third] {
            unit.clerk().hands_over().await?;
            assert_eq!(unit.head().looks().await?.state, CaseState::Signing);
            unit.head().signs().await?;
        }

        world.it_is("2026-12-16", 9);
        // The reviewer differs from the first unit and gives the reason.
        first.reviewer().scores_everything().await?;
        first.reviewer().scores("6.2", judged("1.5", "台账不完整。")).await?;
        second.has_been_scored_all_but(&[]).await?;
        second.reviewer().scores("6.2", judged("1.5", "缺少廉政风险清单。")).await?;
        third.has_been_scored_all_but(&["12.1"]).await?;
        third.reviewer().scores("12.1", incidents("sanctions", &["某案"], "")).await?;
        for unit in [&first, &second, &third] {
            unit.reviewer().closes().await?;
        }

        world.it_is("2026-12-24", 16);
        let ranking = county.party().ranking().await?;
        let places: Vec<_> =
            ranking.lines.iter().map(|line| (line.rank, line.tied, line.unit.as_str())).collect();
        let better = ranking.lines[0].review;
        assert_eq!(ranking.open, Vec::<String>::new());
        assert!(ranking.lines.iter().all(|line| line.achievable.to_string() == "99"));
        assert!(better > ranking.lines[2].review);
        assert_eq!(places, [(1, true, "第1局"), (1, true, "第2局"), (3, false, "第3局")]);
        assert!(
            ranking.lines[0].shown.own.parse::<domain::points::Points>().unwrap() > better,
            "自评 stands beside 考核"
        );

        let mut form = county.party().minutes_form().await?;
        form.outcomes[2].1 = "本年度不予评定".into();
        let decision = county.party().records(&form).await?;
        assert_eq!(first.reviewer().looks().await?.state, CaseState::Decided);

        world.it_is("2026-12-26", 10);
        county.officer().publishes(decision).await?;
        let page = world.house.public_page("qinghe", None).await?;
        let announcement = page.shown.expect("it is public");
        let lines: Vec<_> = announcement
            .lines
            .iter()
            .map(|line| (line.rank, line.unit.as_str(), line.outcome.as_str()))
            .collect();
        assert_eq!(
            lines,
            [(1, "第1局", "评定为清廉机关"), (1, "第2局", "评定为清廉机关"), (3, "第3局", "本年度不予评定")]
        );
        assert_eq!(announcement.number, "公告〔2026〕1号");
        assert_eq!(announcement.dated, "2026年12月26日");
        assert!(announcement.text.concat().contains("本次共考评3个单位，其中“评定为清廉机关”2个"));
        assert_eq!(announcement.lines[0].score, better.to_string());

        // The unit reads its own explained sheet, with the reviewer's reason.
        let page = first.clerk().looks().await?;
        let result = page.result.expect("the result is public");
        assert_eq!((result.rank, result.tied, result.score), (1, true, better));
        assert_eq!(result.meeting, "党组会议　2026年12月24日");
        assert_eq!(page.reasons["6.2"], "台账不完整。");
        let review = page.review.expect("考核 is open to the unit now");
        let line = review.criterion("6.2").expect("it was scored");
        assert_eq!(line.sentence(), "得1.5分：人工评分；本项得1.5分，满分3分。");
        assert_eq!(review.asked as usize, scheme().criteria().count());
        assert_eq!(page.evidence, 1);

        county.journal_holds().await?;
        Ok(())
    })
    .await;
}
