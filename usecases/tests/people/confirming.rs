//! 第二人确认: whoever gives a discretionary value does not confirm it; 考核 and 自评 wait for a second person.

use contract::case::{Layer, Missing, SectionForm};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::edit::Sample;
use domain::scoring::{Answer, InputValue, Judged};
use domain::workflow::CaseState;
use store::cases::{self, Case};
use usecases::{Answered, OrFault};

use crate::cast::{County, Desk, Unit, World, on_both, refused};

/// The criterion of the task division that leaves an amount to discretion, and its question.
const NO: &str = "6.1";
const INPUT: &str = "self_reported";

/// A unit of a county that works by the task division.
async fn unit_at_work(world: &World<'_>, code: &str) -> Answered<Unit> {
    Ok(world.county_at_discretion(code).await?.unit(0))
}

/// Everything is in order but 6.1, where something is deducted, with a reason.
async fn fills_everything(desk: &Desk, layer: Layer) -> Answered<()> {
    let scheme = desk.checklist("1").await?.scheme;
    for (no, mut answer) in scheme.samples(Sample::Best) {
        if no == NO {
            answer.inputs.insert(INPUT.into(), InputValue::Judged(Judged::new("0.5", "试算样例")));
        }
        desk.sends_save(layer, &no, answer, 0, desk.new_act()).await?;
    }
    Ok(())
}

/// 6.1 with this deduction; a sender who claims to know who confirmed it is not believed.
async fn deducts(desk: &Desk, layer: Layer, value: &str, reason: &str) -> Answered<()> {
    let mut answer = desk.reads(layer, NO).await?.map(|given| given.answer).unwrap_or_default();
    let claimed = Judged { second: "冒名者".into(), ..Judged::new(value, reason) };
    answer.inputs.insert(INPUT.into(), InputValue::Judged(claimed));
    desk.saves_on(layer, NO, answer).await.map(drop)
}

async fn judged(desk: &Desk, layer: Layer) -> Answered<Judged> {
    let given = desk.reads(layer, NO).await?.expect("an answer");
    match &given.answer.inputs[INPUT] {
        InputValue::Judged(judged) => Ok(judged.clone()),
        other => panic!("{other:?}"),
    }
}

async fn stored(county: &County) -> Answered<Case> {
    let tx = county.house.store().read(county.id).await.or_fault()?;
    Ok(cases::find(&tx, county.case(0)).await.or_fault()?.expect("the case"))
}

/// What a page showed.
async fn confirms(desk: &Desk, layer: Layer, value: &str, reason: &str) -> Answered<()> {
    desk.confirms_seeing(layer, (NO, INPUT), &Judged::new(value, reason)).await
}

fn waits() -> Refusal {
    Refusal::Unconfirmed { criteria: vec![NO.into()] }
}

#[tokio::test]
async fn a_second_person_stands_behind_what_is_left_to_discretion() {
    on_both(async |world| {
        let unit = unit_at_work(world, "organ").await?;
        fills_everything(&unit.clerk(), Layer::Own).await?;
        // All is filled; one value waits, which keeps nobody from handing over.
        let case = stored(&unit.county).await?;
        assert_eq!((case.self_unconfirmed, case.self_answered), (1, 56));
        let page = unit.clerk().looks().await?;
        assert!(page.missing.is_empty(), "{:?}", page.missing);
        assert_eq!(page.unconfirmed.iter().map(|line| line.criterion.as_str()).collect::<Vec<_>>(), [NO]);
        let own = Refusal::OwnJudgement { criterion: NO.into() };
        assert_eq!(refused(unit.clerk().confirms(Layer::Own, NO).await), own);
        unit.clerk().hands_over().await?;
        assert_eq!(refused(unit.head().signs().await), waits());
        unit.head().confirms(Layer::Own, NO).await?;
        assert_eq!(judged(&unit.head(), Layer::Own).await?.second, unit.head().who.name);
        let case = stored(&unit.county).await?;
        assert_eq!((case.self_unconfirmed, case.self_answered), (0, 57));
        unit.head().signs().await?;

        let (first, second) = (unit.reviewer(), unit.second_reviewer());
        fills_everything(&first, Layer::Review).await?;
        assert_eq!(stored(&unit.county).await?.review_unconfirmed, 1);
        assert_eq!(refused(first.closes().await), waits());
        assert_eq!(refused(first.confirms(Layer::Review, NO).await), own);
        let not_theirs = Refusal::NotYourPost(Act::ConfirmReview);
        assert_eq!(refused(confirms(&unit.head(), Layer::Review, "0.5", "试算样例").await), not_theirs);
        second.confirms(Layer::Review, NO).await?;
        first.closes().await?;

        // Each confirmation is an entry of its own, under the account of whoever confirmed, and tells no value.
        let entries = unit.county.entries(unit.case()).await?;
        let told: Vec<_> = entries
            .iter()
            .filter(|entry| entry.act.starts_with("confirm"))
            .map(|entry| (entry.act.as_str(), entry.signature.as_str(), entry.summary.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("confirm_review", "严复核·考核人员", "确认第6.1条酌情分"),
                ("confirm_own", "负责1·单位负责人", "确认第6.1条酌情分"),
            ]
        );
        unit.county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_changes_is_confirmed_anew() {
    on_both(async |world| {
        let unit = unit_at_work(world, "organ").await?;
        let (clerk, head) = (unit.clerk(), unit.head());
        deducts(&clerk, Layer::Own, "0.5", "一件自查发现，主动上报").await?;
        assert_eq!(judged(&clerk, Layer::Own).await?.second, "", "nobody is confirmed by being named");
        head.confirms(Layer::Own, NO).await?;
        // A save that follows on what was remembered before the confirmation keeps it.
        let mut answer = clerk.reads(Layer::Own, NO).await?.expect("an answer").answer;
        answer.remark = "补充说明。".into();
        clerk.sends_save(Layer::Own, NO, answer.said(), 1, clerk.new_act()).await?;
        assert_eq!(judged(&clerk, Layer::Own).await?.second, head.who.name);
        // A reason belongs to the value it was given for: another value wants its own.
        deducts(&clerk, Layer::Own, "1", "一件自查发现，迟报两日").await?;
        assert_eq!(judged(&clerk, Layer::Own).await?.second, "");
        head.confirms(Layer::Own, NO).await?;
        deducts(&clerk, Layer::Own, "1", "两件自查发现").await?;
        assert_eq!(judged(&clerk, Layer::Own).await?.second, "", "a reason is confirmed, too");

        // Whoever disagrees says so by another value; then it is the other one who confirms.
        let other = unit.county.somebody("organ.other", "另一经办", &[("clerk", Some(0))]).await?;
        let other = unit.before(&other);
        deducts(&other, Layer::Own, "2", "应按两件计").await?;
        assert!(matches!(refused(other.confirms(Layer::Own, NO).await), Refusal::OwnJudgement { .. }));
        clerk.confirms(Layer::Own, NO).await?;
        assert_eq!(judged(&clerk, Layer::Own).await?.second, clerk.who.name);
        unit.county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_what_was_seen_is_confirmed_and_only_once() {
    on_both(async |world| {
        let unit = unit_at_work(world, "organ").await?;
        let (clerk, head) = (unit.clerk(), unit.head());
        let anew = || Refusal::JudgedAnew { criterion: NO.into() };
        assert_eq!(refused(confirms(&head, Layer::Own, "0.5", "主动上报").await), anew(), "nothing is there");
        let elsewhere = head.confirms_seeing(Layer::Own, ("99.9", INPUT), &Judged::new("1", "有")).await;
        assert_eq!(refused(elsewhere), Refusal::NotFound);
        deducts(&clerk, Layer::Own, "0.5", "初报").await?;
        deducts(&clerk, Layer::Own, "1", "主动上报").await?;
        assert_eq!(refused(confirms(&head, Layer::Own, "0.5", "初报").await), anew());
        assert_eq!(refused(confirms(&head, Layer::Own, "1", "上报").await), anew());
        assert_eq!(judged(&head, Layer::Own).await?.second, "");
        // Pressed twice at once, it is one act.
        let (once, twice) = tokio::join!(
            confirms(&head, Layer::Own, "1", "主动上报"),
            confirms(&head, Layer::Own, "1", "主动上报")
        );
        once.and(twice)?;
        let entries = unit.county.entries(unit.case()).await?;
        assert_eq!(entries.iter().filter(|entry| entry.act == Act::ConfirmOwn.code()).count(), 1);
        // Two persons at once: who comes second learns that it is done.
        deducts(&clerk, Layer::Own, "1.5", "再次上报").await?;
        let deputy = unit.county.somebody("organ.vice", "副职", &[("unit_head", Some(0))]).await?;
        let deputy = unit.before(&deputy);
        let (one, other) = tokio::join!(
            confirms(&head, Layer::Own, "1.5", "再次上报"),
            confirms(&deputy, Layer::Own, "1.5", "再次上报")
        );
        let refusals: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
        assert_eq!(refusals, [anew()]);
        // The plain form sends what stands there; that is no change.
        let fields = [
            ("6.1.revision", "3"),
            ("6.1.self_reported.value", "1.5"),
            ("6.1.self_reported.reason", "再次上报"),
        ];
        let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let at = clerk.at_desk().await?;
        let section = clerk.checklist(NO).await?.scheme.section_of(NO).expect("its section");
        let section = u32::try_from(section).expect("few");
        let done =
            world.house.save_section(&at, unit.case(), section, Layer::Own, &SectionForm { fields }).await?;
        assert_eq!((done.saved, done.kept_back.len()), (0, 0));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn it_is_confirmed_in_its_time_by_whoever_may() {
    on_both(async |world| {
        let unit = unit_at_work(world, "organ").await?;
        let (clerk, head) = (unit.clerk(), unit.head());
        let wrong = |now| Refusal::WrongState { now };
        fills_everything(&clerk, Layer::Own).await?;
        let early = confirms(&unit.second_reviewer(), Layer::Review, "0.5", "试算样例").await;
        assert_eq!(refused(early), wrong(CaseState::Draft));
        head.confirms(Layer::Own, NO).await?;
        clerk.hands_over().await?;
        head.signs().await?;
        let late = confirms(&head, Layer::Own, "0.5", "试算样例").await;
        assert_eq!(refused(late), wrong(CaseState::Reviewing));
        // Of items that are not back, nothing is given anew, and nothing confirmed.
        unit.reviewer().returns_item("7", "请核对。").await?;
        let other_item = confirms(&head, Layer::Own, "0.5", "试算样例").await;
        assert_eq!(refused(other_item), Refusal::ItemNotReturned { item: "6".into() });
        fills_everything(&unit.reviewer(), Layer::Review).await?;

        // 回避: nobody of the unit is a second person of its review; who is of another unit, is not asked.
        let duties = [("reviewer", None), ("clerk", Some(0))];
        let twofold = unit.before(&unit.county.somebody("organ.two", "两职", &duties).await?);
        assert_eq!(refused(twofold.confirms(Layer::Review, NO).await), Refusal::Recusal);
        let next_door = unit.before(&unit.county.unit(1).head());
        assert_eq!(refused(confirms(&next_door, Layer::Own, "0.5", "试算样例").await), Refusal::NotFound);
        let foreign = unit_at_work(world, "other").await?;
        let stranger = unit.before(&foreign.county.second_reviewer());
        assert_eq!(refused(confirms(&stranger, Layer::Review, "0.5", "试算样例").await), Refusal::NotFound);
        assert_eq!(judged(&unit.second_reviewer(), Layer::Review).await?.second, "");
        Ok(())
    })
    .await;
}

/// A value without its reason is not complete: that is for whoever gives it, not for a second person.
#[tokio::test]
async fn what_is_not_complete_waits_for_nobody() {
    on_both(async |world| {
        let unit = unit_at_work(world, "organ").await?;
        let nothing = Answer { remark: "没有。".into(), ..Answer::default() };
        unit.clerk().saves(NO, nothing).await?;
        let anew = Refusal::JudgedAnew { criterion: NO.into() };
        deducts(&unit.clerk(), Layer::Own, "1", " ").await?;
        assert_eq!(refused(confirms(&unit.head(), Layer::Own, "1", " ").await), anew, "without a reason");
        assert_eq!(stored(&unit.county).await?.self_unconfirmed, 0);
        // With its reason it waits; that the rest of the criterion is open is told besides.
        deducts(&unit.clerk(), Layer::Own, "1", "迟报").await?;
        let page = unit.clerk().looks().await?;
        let of = |lines: &[Missing]| lines.iter().any(|line| line.criterion == NO);
        assert!(of(&page.missing) && of(&page.unconfirmed));
        Ok(())
    })
    .await;
}

/// The one account that matters here is the one that is logged in; whose value it is, others are not told.
#[tokio::test]
async fn readers_learn_whether_it_is_theirs_and_nothing_more() {
    on_both(async |world| {
        let unit = unit_at_work(world, "organ").await?;
        deducts(&unit.clerk(), Layer::Own, "1", "迟报").await?;
        let clerk = unit.clerk().who.person;
        assert_eq!(judged(&unit.clerk(), Layer::Own).await?.by, Some(clerk));
        let seen = judged(&unit.head(), Layer::Own).await?.by;
        assert!(seen.is_some() && seen != Some(clerk));
        Ok(())
    })
    .await;
}

/// To-do lists tell whom they ask.
#[tokio::test]
async fn whoever_may_be_the_second_person_is_asked() {
    on_both(async |world| {
        let unit = unit_at_work(world, "organ").await?;
        let todos = async |desk: &Desk| -> Answered<Vec<(String, String)>> {
            let page = world.house.desk(&desk.at_desk().await?).await?;
            Ok(page.todos.into_iter().map(|todo| (todo.verb, todo.progress)).collect())
        };
        // The head fills in, too; then the clerk is asked.
        fills_everything(&unit.clerk(), Layer::Own).await?;
        let duties = [("unit_head", Some(0)), ("clerk", Some(0))];
        let both = unit.before(&unit.county.somebody("organ.both", "兼职", &duties).await?);
        deducts(&both, Layer::Own, "1", "迟报").await?;
        unit.clerk().hands_over().await?;
        let told = todos(&unit.clerk()).await?;
        assert_eq!(told[0].0, "确认酌情分");
        assert!(told[0].1.ends_with("1条酌情分待您确认"), "{told:?}");
        let told = todos(&both).await?;
        assert_eq!(told[0].0, "签署提交");
        assert!(told[0].1.ends_with("1条酌情分待另一人确认"), "{told:?}");
        unit.clerk().confirms(Layer::Own, NO).await?;
        assert!(todos(&unit.clerk()).await?.is_empty());
        both.signs().await?;
        fills_everything(&unit.reviewer(), Layer::Review).await?;
        let told = todos(&unit.second_reviewer()).await?;
        assert!(told[0].1.ends_with("1条酌情分待您确认"), "{told:?}");
        let told = todos(&unit.reviewer()).await?;
        assert!(told[0].1.ends_with("1条酌情分待另一人确认"), "{told:?}");
        Ok(())
    })
    .await;
}
