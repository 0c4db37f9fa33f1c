//! 留痕: every act, with name and post.

use crate::cast::{counted, full, on_both};
use contract::list::Wanted;

#[tokio::test]
async fn every_act_stands_on_the_time_line_with_name_and_post() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.clerk().saves("1.1", counted("missing", 0, "")).await?;
        unit.clerk().saves("1.1", full("1.1", 3)).await?;
        unit.clerk().saves("1.4", full("1.4", 3)).await?;
        let evidence = unit.clerk().attaches_a_pdf("1.1").await?;
        unit.clerk().removes(evidence.id).await?;
        world.it_is("2026-11-04", 9);
        unit.has_filled_all_but(&["1.1", "1.4"]).await?;
        unit.clerk().hands_over().await?;
        unit.head().sends_back("请核对。").await?;
        unit.clerk().hands_over().await?;
        unit.head().signs().await?;
        world.it_is("2026-11-05", 9);
        unit.has_been_scored_all_but(&["1.1"]).await?;
        unit.reviewer().returns_item("2", "请补充。").await?;
        unit.clerk().hands_over_saying("核对无误。").await?;
        unit.head().signs().await?;
        unit.reviewer().scores("1.1", full("1.1", 3)).await?;
        unit.reviewer().closes().await?;
        unit.reviewer().reopens("漏看。").await?;
        unit.reviewer().closes().await?;
        let decision = county.party().decides().await?;
        county.officer().publishes(decision).await?;

        let clerk = "经办1·单位经办人";
        let head = "负责1·单位负责人";
        let reviewer = "沈考核·考核人员";
        let expect = [
            ("顾方案·方案管理员", "开启周期“2026年度”，等待单位自评"),
            (clerk, "填报第1.4条、第1.1条"),
            (clerk, "第1.1条添加佐证材料“会议记录”"),
            (clerk, "第1.1条移除佐证材料“会议记录”"),
            (clerk, "填报第14.4条"),
            (clerk, "提交单位负责人签署"),
            (head, "退回经办人修改：请核对。"),
            (clerk, "提交单位负责人签署"),
            (head, "签署并提交考核"),
            (reviewer, "退回第2项“持续深化理论武装”：请补充。"),
            (clerk, "提交单位负责人签署：核对无误。"),
            (head, "签署并提交考核"),
            (reviewer, "考核打分第1.1条、第14.4条"),
            (reviewer, "办结考核"),
            (reviewer, "重新考核：漏看。"),
            (reviewer, "办结考核"),
            ("严书记·党组", "党组会议（2026年11月5日）研究决定：评定为清廉机关"),
            ("顾方案·方案管理员", "结果公布：公告〔2026〕1号"),
        ];
        let told: Vec<_> = unit
            .clerk()
            .looks()
            .await?
            .time_line
            .into_iter()
            .rev()
            .map(|event| (event.who, event.what))
            .collect();
        for (told, expect) in told.iter().zip(expect) {
            assert_eq!((told.0.as_str(), told.1.as_str()), expect);
        }
        assert_eq!(told.len(), expect.len());

        // What was done to the whole county stands in its journal.
        let at = county.officer().at_desk().await?;
        for act in ["开设辖区“qinghe县”", "增加单位“第1局”", "发布创建方案", "任命沈考核为考核人员"]
        {
            let wanted = Wanted { q: act.into(), ..Wanted::default() };
            let journal = world.house.journal(&at, &wanted).await?;
            assert!(journal.iter().any(|event| event.what.starts_with(act)), "{act}");
        }
        let verified = county.journal_holds().await?;
        assert_eq!((verified.chains, verified.checkpoints), (3, 1));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_reviewers_day_over_two_units_is_told_for_each() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        for unit in [county.unit(0), county.unit(1)] {
            unit.has_submitted().await?;
            unit.reviewer().scores("1.1", full("1.1", 3)).await?;
        }
        let journal = world.house.journal(&county.officer().at_desk().await?, &Wanted::default()).await?;
        let scored: Vec<_> = journal.iter().filter(|event| event.what == "考核打分第1.1条").collect();
        assert_eq!(scored.len(), 2);
        Ok(())
    })
    .await;
}
