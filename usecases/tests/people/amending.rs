//! An announcement shows its final text before it is published, tells truly which units it is about, and is corrected or
//! withdrawn by a further one.

use contract::announcement::{Does, Publish};
use domain::workflow::CaseState;

use crate::cast::{counted, field_of, on_both};

#[tokio::test]
async fn only_the_text_that_was_seen_is_published() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let officer = county.officer();
        county.unit(0).is_reviewed().await?;
        let decision = county.party().decides().await?;
        let at = officer.at_desk().await?;
        let page = world.house.publish_page(&at, decision).await?;
        for form in [
            Publish { seen: String::new(), ..page.form.clone() },
            Publish { seen: "x".into(), ..page.form.clone() },
            Publish { text: format!("{}并通报表扬。", page.form.text), ..page.form.clone() },
        ] {
            assert_eq!(field_of(world.house.publish(&at, decision, &form).await), "seen");
        }
        world.house.publish(&at, decision, &page.form).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_changed_since_it_was_seen_is_looked_at_again() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let officer = county.officer();
        county.unit(0).is_reviewed().await?;
        let decision = county.party().decides().await?;
        let at = officer.at_desk().await?;
        let seen = world.house.publish_page(&at, decision).await?;
        assert_eq!(seen.preview.number, seen.form.number);
        // A day later it bears another date.
        world.it_is("2026-11-04", 9);
        let at = officer.at_desk().await?;
        assert_eq!(field_of(world.house.publish(&at, decision, &seen.form).await), "seen");
        let fresh = officer.previews(decision, seen.form).await?;
        let id = world.house.publish(&at, decision, &fresh).await?;
        let page = world.house.publish_page_with(&at, decision, Some(fresh)).await;
        assert_eq!(field_of(page), "number", "it is public");
        let shown = world.house.public_page("qinghe", Some(id)).await?.shown.expect("the announcement");
        assert_eq!(shown.dated, "2026年11月4日");
        for (form, field) in [(Publish { only_chosen: "maybe".into(), ..Publish::default() }, "only_chosen")]
        {
            assert_eq!(field_of(world.house.publish(&at, decision, &form).await), field);
        }
        Ok(())
    })
    .await;
}

/// Batches: which units are in it, which follow, and ranks over all that are decided.
#[tokio::test]
async fn a_batch_says_what_it_is_and_ranks_among_all_that_are_decided() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 3).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let officer = county.officer();
        county.unit(0).is_reviewed().await?;
        let reviewer = county.unit(0).reviewer();
        reviewer.reopens("漏看材料。").await?;
        reviewer.scores("1.1", counted("missing", 2, "缺两项。")).await?;
        reviewer.closes().await?;
        let first = county.party().decides().await?;
        let page = world.house.publish_page(&officer.at_desk().await?, first).await?;
        assert!(
            page.form.title.contains("（第1批）") && page.form.text.contains("（第1批）"),
            "{:?}",
            page.form
        );
        assert!(
            page.preview.notes.concat().contains("另有2个单位的结果尚未公布（第2局、第3局）"),
            "{:?}",
            page.preview.notes
        );
        officer.publishes(first).await?;

        county.unit(1).is_reviewed().await?;
        // On the list of the meeting, too, it ranks among those decided before.
        let line = county.party().ranking().await?.lines.remove(0);
        assert_eq!((line.unit.as_str(), line.rank), ("第2局", 1));
        let second = county.party().decides().await?;
        let page = world.house.publish_page(&officer.at_desk().await?, second).await?;
        assert!(page.form.title.contains("（第2批）"), "{}", page.form.title);
        let lines: Vec<_> = page.preview.lines.iter().map(|line| (line.rank, line.unit.as_str())).collect();
        assert_eq!(lines, [(1, "第2局")]);
        officer.publishes(second).await?;

        county.unit(2).is_reviewed().await?;
        let reviewer = county.unit(2).reviewer();
        reviewer.reopens("漏看材料。").await?;
        reviewer.scores("1.1", counted("missing", 1, "缺一项。")).await?;
        reviewer.closes().await?;
        let third = county.party().decides().await?;
        let page = world.house.publish_page(&officer.at_desk().await?, third).await?;
        let lines: Vec<_> = page.preview.lines.iter().map(|line| (line.rank, line.unit.as_str())).collect();
        assert_eq!(lines, [(2, "第3局")], "behind the second, before the first");
        assert!(!page.preview.notes.concat().contains("另有"), "nobody follows");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_announcement_is_corrected_in_words_or_withdrawn() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let officer = county.officer();
        county.unit(0).is_reviewed().await?;
        let decision = county.party().decides().await?;
        let one = officer.publishes_as(decision, "清河〔2026〕1号").await?;
        assert!(county.unit(0).clerk().looks().await?.result.is_some());
        world.later(5);

        let mut words = officer.amends(one, "correction").await?;
        assert!(words.text.contains("清河〔2026〕1号"), "{}", words.text);
        let at = officer.at_desk().await?;
        assert_eq!(
            field_of(world.house.amend(&at, one, &Publish { text: "改。".into(), ..words.clone() }).await),
            "seen"
        );
        assert_eq!(
            field_of(world.house.amend(&at, one, &Publish { does: "x".into(), ..words.clone() }).await),
            "does"
        );
        words.text = format!("{}落款日期。", words.text);
        words = world.house.amend_page(&at, one, words).await?.form;
        let two = world.house.amend(&at, one, &words).await?;
        assert_eq!(world.house.amend(&at, one, &words).await?, two, "pressed twice, it is published once");
        let page = world.house.public_page("qinghe", Some(one)).await?;
        assert_eq!(page.amended.iter().map(|one| one.does).collect::<Vec<_>>(), [Does::Correction]);

        world.later(5);
        let mut withdrawal = officer.amends(one, "withdrawal").await?;
        // Nothing is withdrawn, or corrected, without a word of why.
        let at = officer.at_desk().await?;
        assert_eq!(field_of(world.house.amend(&at, one, &withdrawal).await), "text");
        let silent = officer.amends(one, "correction").await?;
        assert_eq!(field_of(world.house.amend(&at, one, &silent).await), "text");
        withdrawal.text = format!("{}公布的名单有误。", withdrawal.text);
        withdrawal = world.house.amend_page(&at, one, withdrawal).await?.form;
        let three = world.house.amend(&officer.at_desk().await?, one, &withdrawal).await?;
        let page = world.house.public_page("qinghe", Some(one)).await?;
        assert_eq!(page.amended.iter().map(|one| one.id).collect::<Vec<_>>(), [three, two]);
        assert_eq!(page.all.iter().map(|one| one.since).collect::<Vec<_>>(), ["", "已撤销", "已撤销"]);
        assert!(page.shown.is_some(), "what was public stays readable, with what became of it");
        // The result is not public any more, and the decision can be published anew.
        assert_eq!(county.unit(0).clerk().looks().await?.state, CaseState::Decided);
        assert!(county.unit(0).clerk().looks().await?.result.is_none());
        assert_eq!(field_of(officer.amends(one, "correction").await), "does");
        assert_eq!(field_of(officer.amends(three, "withdrawal").await), "does");
        assert!(county.party().ranking().await?.decisions[0].owes);
        let anew = officer.publishes_as(decision, "清河〔2026〕4号").await?;
        assert_eq!(world.house.public_page("qinghe", Some(anew)).await?.amended, []);
        assert_eq!(county.unit(0).clerk().looks().await?.state, CaseState::Published);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}
