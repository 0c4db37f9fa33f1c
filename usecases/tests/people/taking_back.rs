//! What was handed over or signed is taken back, with a reason, as long as the next one has not begun.

use contract::case::{Layer, StepForm};
use contract::frame::Todo;
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use usecases::Answered;

use crate::cast::{Person, World, counted, full, on_both, refused};

#[tokio::test]
async fn the_clerk_takes_back_until_the_head_has_signed() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&[]).await?;
        let (clerk, head) = (unit.clerk(), unit.head());
        let early = refused(clerk.takes_back("漏传了一份材料。").await);
        assert_eq!(early, Refusal::WrongState { now: CaseState::Draft });
        clerk.hands_over().await?;
        assert!(clerk.looks().await?.may.take_back);
        let silent = refused(clerk.takes_back(" ").await);
        assert_eq!(silent, Refusal::invalid("message", "请填写撤回的理由"));
        clerk.takes_back("漏传了一份材料。").await?;
        clerk.takes_back("漏传了一份材料。").await?;
        let page = head.looks().await?;
        assert_eq!(page.state, CaseState::Draft);
        assert_eq!(page.time_line[0].what, "撤回提交：漏传了一份材料。");
        assert_eq!(page.time_line.iter().filter(|event| event.what.starts_with("撤回")).count(), 1);
        clerk.saves("1.1", counted("missing", 0, "")).await?;
        clerk.hands_over().await?;
        head.signs().await?;
        let late = refused(clerk.takes_back("再看看。").await);
        assert_eq!(late, Refusal::WrongState { now: CaseState::Reviewing });
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_head_takes_the_signature_back_until_the_review_has_begun() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (unit, other) = (county.unit(0), county.unit(1));
        unit.has_submitted().await?;
        let (head, reviewer) = (unit.head(), unit.reviewer());
        assert!(head.looks().await?.may.recall);
        head.recalls("数据有误。").await?;
        let page = head.looks().await?;
        assert_eq!(
            (page.state, page.time_line[0].what.as_str()),
            (CaseState::Signing, "撤回签署：数据有误。")
        );
        let gone = refused(reviewer.scores("2.1", full("2.1", 3)).await);
        assert_eq!(gone, Refusal::NotSubmitted { now: CaseState::Signing });
        head.sends_back("请改第2项。").await?;
        unit.clerk().hands_over().await?;
        head.signs().await?;
        reviewer.scores("2.1", full("2.1", 3)).await?;
        assert!(!head.looks().await?.may.recall);
        assert_eq!(refused(head.recalls("再看。").await), Refusal::ReviewBegun);

        // What was sent back and signed again is in the reviewers' hands.
        other.has_submitted().await?;
        other.reviewer().returns_item("2", "请核对。").await?;
        other.clerk().attaches_a_pdf("2.1").await?;
        other.clerk().hands_over().await?;
        other.head().signs().await?;
        assert_eq!(refused(other.head().recalls("再看。").await), Refusal::ReviewBegun);
        Ok(())
    })
    .await;
}

/// Whoever comes first is told so; never both.
#[tokio::test]
async fn signing_and_taking_back_at_once_is_one_of_the_two() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&[]).await?;
        let (clerk, head, reviewer) = (unit.clerk(), unit.head(), unit.reviewer());
        for round in 0..6 {
            if clerk.looks().await?.state == CaseState::Draft {
                clerk.hands_over().await?;
            }
            let reason = format!("第{round}次。");
            let (signed, taken) = tokio::join!(head.signs(), clerk.takes_back(&reason));
            let state = clerk.looks().await?.state;
            match (signed, taken) {
                (Ok(()), Err(Refusal::WrongState { now: CaseState::Reviewing })) => {
                    assert_eq!(state, CaseState::Reviewing);
                }
                (Err(Refusal::WrongState { now: CaseState::Draft }), Ok(())) => {
                    assert_eq!(state, CaseState::Draft);
                    continue;
                }
                both => panic!("{both:?}"),
            }
            // The first score against the head's second thoughts.
            let score = reviewer.sends_save(Layer::Review, "2.1", full("2.1", 3), 0, reviewer.new_act());
            let (scored, recalled) = tokio::join!(score, head.recalls(&reason));
            let state = head.looks().await?.state;
            let there = match state {
                CaseState::Reviewing => reviewer.reads(Layer::Review, "2.1").await?.is_some(),
                _ => false,
            };
            match (scored, recalled) {
                (Ok(_), Err(Refusal::ReviewBegun)) => {
                    assert_eq!((state, there), (CaseState::Reviewing, true));
                    break;
                }
                (Err(Refusal::WrongState { now: CaseState::Signing }), Ok(())) => {
                    assert_eq!((state, there), (CaseState::Signing, false));
                }
                both => panic!("{both:?}"),
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_came_back_is_not_handed_over_unchanged_without_a_word() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_submitted().await?;
        let (clerk, head, reviewer) = (unit.clerk(), unit.head(), unit.reviewer());
        reviewer.returns_item("2", "请核对。").await?;
        reviewer.returns_item("3", "请补充材料。").await?;
        let page = clerk.looks().await?;
        assert_eq!(page.untouched, ["2", "3"]);
        assert_eq!(page.begins.map(|first| first.criterion).as_deref(), Some("2.1"));
        let told = "第2、3项退回后没有改动。确实不需要改动的，请在附言中写明原因，再提交";
        assert_eq!(refused(clerk.hands_over().await), Refusal::invalid("message", told));
        clerk.attaches_a_pdf("2.1").await?;
        let page = clerk.looks().await?;
        assert_eq!(
            (page.untouched, page.begins.map(|first| first.criterion)),
            (vec!["3".into()], Some("3.1".into()))
        );
        clerk.hands_over_saying("第3项材料在县档案馆，已约定现场查看。").await?;
        head.signs().await?;
        let page = reviewer.looks().await?;
        let back = |item: &str| page.returns.iter().find(|back| back.item == item).expect("it was returned");
        assert_eq!(back("3").reply, "第3项材料在县档案馆，已约定现场查看。");
        assert_eq!((back("2").reply.as_str(), back("2").changed.len()), ("", 1));
        let handed = page.time_line.iter().any(|event| event.what.ends_with("已约定现场查看。"));
        assert!(handed, "{:?}", page.time_line);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_thin_is_told_before_it_is_handed_over() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&[]).await?;
        let clerk = unit.clerk();
        clerk.saves("1.1", counted("missing", 1, "有")).await?;
        let page = clerk.looks().await?;
        let named = |list: &[contract::case::Missing], no: &str| list.iter().any(|one| one.criterion == no);
        assert!(named(&page.unevidenced, "2.1") && named(&page.terse, "1.1"), "{:?}", page.terse);
        clerk.attaches_a_pdf("2.1").await?;
        clerk.saves("1.1", counted("missing", 1, "缺少第二季度的记录，已补做。")).await?;
        let page = clerk.looks().await?;
        assert!(!named(&page.unevidenced, "2.1") && !named(&page.terse, "1.1"));
        // It is told, not refused.
        clerk.hands_over().await?;
        assert!(unit.reviewer().looks().await?.unevidenced.is_empty(), "reviewers see for themselves");
        Ok(())
    })
    .await;
}

/// What waits for somebody, and what they wait for.
async fn desk(world: &World<'_>, who: &Person) -> Answered<(Vec<String>, Vec<String>)> {
    let at = who.at_desk().await?;
    let desk = world.house.desk(&at).await?;
    let told = |todos: &[Todo]| -> Vec<String> {
        todos.iter().map(|todo| format!("{}：{}", todo.verb, todo.progress)).collect()
    };
    let listed = u32::try_from(desk.todos.len()).unwrap_or(u32::MAX);
    assert_eq!(world.house.frame(&at).await?.nav[0].waiting, listed, "the masthead counts what is listed");
    Ok((told(&desk.todos), told(&desk.elsewhere)))
}

/// What somebody has handed on stays on their desk, as something that waits for others.
#[tokio::test]
async fn what_was_handed_on_stays_in_sight_until_it_comes_back() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&[]).await?;
        unit.clerk().hands_over().await?;
        let (todos, elsewhere) = desk(world, &unit.clerk()).await?;
        assert_eq!((todos.len(), elsewhere), (0, vec!["已提交，待负责人签署：签署前可以撤回".to_owned()]));
        unit.head().signs().await?;
        let (todos, elsewhere) = desk(world, &unit.reviewer()).await?;
        assert_eq!((todos.len(), elsewhere.len()), (1, 0));
        unit.reviewer().returns_item("2", "请补充。").await?;
        let (todos, elsewhere) = desk(world, &unit.reviewer()).await?;
        assert_eq!(todos.len(), 0);
        assert_eq!(elsewhere, ["已退回，待单位改正：退回第2项，其余可以继续打分"]);
        unit.clerk().attaches_a_pdf("2.1").await?;
        unit.clerk().hands_over().await?;
        let (_, elsewhere) = desk(world, &unit.reviewer()).await?;
        assert_eq!(elsewhere, ["已退回，待单位改正：第2项单位已提交，待其负责人签署"]);
        unit.head().signs().await?;
        let (todos, elsewhere) = desk(world, &unit.reviewer()).await?;
        assert_eq!((todos.len(), elsewhere.len()), (1, 0));

        // Who only watches is told what there is to see.
        let personnel = county.somebody("personnel", "人事", &[("personnel", None)]).await?;
        let at = personnel.at_desk().await?;
        let told = world.house.desk(&at).await?.advice;
        assert!(told.contains("没有需要办理的事项") && told.contains("各单位的办理状态"), "{told}");
        let page = world.house.progress(&at, county.period()).await?;
        assert!(page.may_rank && !page.may_assign);
        Ok(())
    })
    .await;
}

/// What was changed while a page stood open is neither signed nor closed by it.
#[tokio::test]
async fn what_is_signed_and_closed_is_what_was_on_the_page() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_filled_all_but(&[]).await?;
        let (clerk, head, reviewer) = (unit.clerk(), unit.head(), unit.reviewer());
        clerk.hands_over().await?;
        let seen = |revision: i32| StepForm {
            confirm: "yes".into(),
            seen: revision.to_string(),
            ..StepForm::default()
        };
        let signs = async |form: &StepForm| head.house().sign(&head.at_desk().await?, head.case, form).await;
        let open = seen(head.looks().await?.revision);
        clerk.takes_back("一处要改。").await?;
        clerk.saves("1.1", counted("missing", 2, "")).await?;
        clerk.hands_over().await?;
        assert_eq!(refused(signs(&open).await), Refusal::CaseChanged);
        assert_eq!(head.looks().await?.state, CaseState::Signing);
        let open = seen(head.looks().await?.revision);
        signs(&open).await?;
        // Pressed twice, it is signed once.
        signs(&open).await?;

        unit.has_been_scored_all_but(&["1.1"]).await?;
        reviewer.scores("1.1", counted("missing", 2, "")).await?;
        let closes = async |form: &StepForm| {
            reviewer.house().close_case(&reviewer.at_desk().await?, reviewer.case, form).await
        };
        let page = reviewer.looks().await?;
        let total = page.review.map(|sheet| sheet.score.to_string()).unwrap_or_default();
        let of_list = StepForm { score: total, ..StepForm::default() };
        reviewer.scores("1.1", counted("missing", 1, "核实只缺1项。")).await?;
        assert_eq!(refused(closes(&seen(page.revision)).await), Refusal::CaseChanged);
        assert_eq!(refused(closes(&of_list).await), Refusal::CaseChanged);
        let now = reviewer.looks().await?;
        let total = now.review.map(|sheet| sheet.score.to_string()).unwrap_or_default();
        closes(&StepForm { score: total, ..seen(now.revision) }).await?;
        assert_eq!(reviewer.looks().await?.state, CaseState::Reviewed);
        Ok(())
    })
    .await;
}
