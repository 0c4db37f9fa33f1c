//! 党组 decides, together and with minutes.

use contract::decision::RecordDecision;
use domain::refusal::Refusal;
use domain::scheme::builtin;
use domain::scoring::Answer;
use domain::workflow::CaseState;

use crate::cast::{chosen, counted, field_of, on_both, refused};

/// A case that is nowhere.
const MISSING: &str = "01890000-0000-7000-8000-00000000beef";

#[tokio::test]
async fn a_decision_asks_for_meeting_date_people_minutes_and_an_outcome_for_everyone() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let party = county.party();
        let nothing_closed = party.records(&party.minutes_form().await?).await;
        assert_eq!(field_of(nothing_closed), "outcome");

        county.unit(0).is_reviewed().await?;
        county.unit(1).is_reviewed().await?;
        let good = party.minutes_form().await?;
        let wrong = |change: &dyn Fn(&mut RecordDecision)| {
            let mut form = good.clone();
            change(&mut form);
            form
        };
        let outcome = |form: &mut RecordDecision, chosen: &str| form.outcomes[1].1 = chosen.into();
        for (form, field) in [
            (wrong(&|form| form.meeting = " ".into()), "meeting"),
            (wrong(&|form| form.held_on = String::new()), "held_on"),
            (wrong(&|form| form.held_on = "2026-02-30".into()), "held_on"),
            // It is 3 November.
            (wrong(&|form| form.held_on = "2026-11-04".into()), "held_on"),
            // The period began with the year.
            (wrong(&|form| form.held_on = "2025-12-31".into()), "held_on"),
            (wrong(&|form| form.present = String::new()), "present"),
            (wrong(&|form| form.present = "严书记、孙演二".into()), "present"),
            (wrong(&|form| form.present = "严书记、孙演二、严书记".into()), "present"),
            (wrong(&|form| form.present = "党组书记及全体党组成员".into()), "present"),
            (wrong(&|form| form.leave_out = "maybe".into()), "leave_out"),
            (wrong(&|form| form.outcomes.push((MISSING.into(), "x".into()))), "outcome"),
            (wrong(&|form| form.reasons.push((MISSING.into(), "x".into()))), "outcome"),
            (wrong(&|form| form.scores.push(("x".into(), "1".into()))), "outcome"),
            (wrong(&|form| form.note = "字".repeat(2_001)), "note"),
            (wrong(&|form| outcome(form, "")), "outcome"),
            (wrong(&|form| outcome(form, "另行研究")), "outcome"),
            (wrong(&|form| form.outcomes.truncate(1)), "outcome"),
        ] {
            assert_eq!(field_of(party.records(&form).await), field, "{form:?}");
        }
        assert_eq!(field_of(party.records_without_minutes(&good).await), "minutes");
        let at = party.at_desk().await?;
        let text = party.sends(b"no document").await?;
        let minutes = Some(("纪要.pdf".to_owned(), text));
        let wrong_kind = world.house.record_decision(&at, county.period(), &good, minutes).await;
        assert!(matches!(refused(wrong_kind), Refusal::FileKind { .. }));
        for unit in [0, 1] {
            assert_eq!(county.unit(unit).reviewer().looks().await?.state, CaseState::Reviewed);
        }
        let lines = wrong(&|form| form.present = "严书记\n 孙演二，\n李 演三".into());
        party.records(&lines).await?;
        assert_eq!(party.ranking().await?.decisions[0].present, "严书记、孙演二、李演三");
        Ok(())
    })
    .await;
}

/// A unit may hand over a veto that others have to look into; the review ends when it is known, and the meeting says why it
/// decides against what was found.
#[tokio::test]
async fn a_title_against_what_was_found_needs_a_reason() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let vetoes = builtin::load("yueyang").expect("a scheme").sections;
        let mut vetoes = vetoes.into_iter().find(|one| one.no == "二").expect("vetoes");
        vetoes.applies_to.clear();
        vetoes.criteria.truncate(1);
        let no = vetoes.criteria[0].no.to_string();
        vetoes.no = "否".into();
        county.works_on(|scheme| scheme.sections.push(vetoes)).await?;

        let unit = county.unit(0);
        unit.has_filled_all_but(&[]).await?;
        unit.clerk().saves(&no, chosen("veto", "pending")).await?;
        unit.clerk().hands_over().await?;
        unit.head().signs().await?;
        unit.has_been_scored_all_but(&[]).await?;
        unit.reviewer().scores(&no, chosen("veto", "pending")).await?;
        assert!(unit.reviewer().closes().await.is_err(), "it is not known yet");
        let found = Answer { remark: "纪检机构已核实。".into(), ..chosen("veto", "found") };
        unit.reviewer().scores(&no, found).await?;
        unit.reviewer().closes().await?;

        let party = county.party();
        let line = party.ranking().await?.lines.remove(0);
        assert_eq!(line.proposed.as_deref(), Some("本年度不予评定"));
        let mut form = party.minutes_form().await?;
        form.outcomes[0].1 = "评定为清廉机关".into();
        let owed = refused(party.records(&form).await);
        assert!(owed.sentence().contains("优于考核结果（考核结果：本年度不予评定）"), "{}", owed.sentence());
        assert!(party.ranking().await?.decisions.is_empty(), "nothing is recorded");
        let reasons = vec![(line.case.to_string(), "处分影响期已过。".to_owned())];
        party.records(&RecordDecision { reasons, ..form }).await?;
        let decided = party.ranking().await?.decisions.remove(0).results.remove(0);
        assert_eq!((&*decided.computed, &*decided.outcome), ("本年度不予评定", "评定为清廉机关"));
        assert_eq!((&*decided.differs, &*decided.reason), ("优于考核结果", "处分影响期已过。"));
        assert!(decided.found.concat().contains("不符合规定的条件"), "{:?}", decided.found);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn units_still_under_review_are_expressly_left_out_and_decided_later() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let party = county.party();
        county.unit(0).is_reviewed().await?;
        county.unit(1).has_submitted().await?;
        let form = party.minutes_form().await?;
        let open = Refusal::UnitsOpen { units: vec!["第2局".into()] };
        assert_eq!(refused(party.records(&form).await), open);
        party.records(&RecordDecision { leave_out: "on".into(), ..form }).await?;
        assert_eq!(county.unit(1).reviewer().looks().await?.state, CaseState::Reviewing);

        county.unit(1).has_been_scored_all_but(&[]).await?;
        county.unit(1).reviewer().closes().await?;
        let later = party.minutes_form().await?;
        assert_eq!(later.outcomes.len(), 1, "only what was not decided yet");
        party.records(&later).await?;
        let decided: Vec<_> = party
            .ranking()
            .await?
            .decisions
            .into_iter()
            .flat_map(|decision| decision.results)
            .map(|result| result.unit)
            .collect();
        assert_eq!(decided, ["第2局", "第1局"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nothing_is_decided_twice() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let party = county.party();
        county.unit(0).is_reviewed().await?;
        let form = RecordDecision { leave_out: "on".into(), ..party.minutes_form().await? };
        // The button pressed twice is one decision, even at the same moment.
        let files = world.files();
        let (one, other) = tokio::join!(party.records(&form), party.records(&form));
        let one = one?;
        assert_eq!((other?, party.records(&form).await?), (one, one));
        // Another form is another decision, and the same form later is no repetition.
        let other_meeting = RecordDecision { meeting: "另一次会议".into(), ..form.clone() };
        let decided = Refusal::LeftTheList {
            units: vec!["第1局（现为“已审定”，所选“评定为清廉机关”）".into()],
        };
        assert_eq!(refused(party.records(&other_meeting).await), decided);
        world.later(2);
        assert_eq!(refused(party.records(&form).await), decided);
        assert_eq!(party.ranking().await?.decisions.len(), 1);
        assert_eq!(world.files(), files + 1, "the minutes of what was refused are gone");
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_score_the_meeting_did_not_see_is_not_decided() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (party, unit) = (county.party(), county.unit(0));
        unit.is_reviewed().await?;
        let form = RecordDecision { leave_out: "on".into(), ..party.minutes_form().await? };
        unit.reviewer().reopens("漏看材料。").await?;
        unit.reviewer().scores("1.1", counted("missing", 2, "缺两项。")).await?;
        unit.reviewer().closes().await?;
        assert_eq!(refused(party.records(&form).await), Refusal::ListChanged);
        assert_eq!(party.ranking().await?.decisions.len(), 0);
        party.decides().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_review_opened_again_meanwhile_is_not_decided() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (party, unit) = (county.party(), county.unit(0));
        unit.is_reviewed().await?;
        county.unit(1).is_reviewed().await?;
        let form = party.minutes_form().await?;
        unit.reviewer().reopens("漏看材料。").await?;
        unit.reviewer().scores("1.1", counted("missing", 2, "缺两项。")).await?;
        // What the meeting gave it is told by name, not dropped; what was typed stays.
        let left = refused(party.records(&form).await);
        assert!(
            left.sentence().contains("第1局（现为“考核中”，所选“评定为清廉机关”）"),
            "{}",
            left.sentence()
        );
        assert!(party.ranking().await?.decisions.is_empty(), "nothing is recorded");
        let form = RecordDecision { leave_out: "on".into(), ..party.minutes_form().await? };
        party.records(&form).await?;
        assert_eq!(unit.reviewer().looks().await?.state, CaseState::Reviewing);
        assert_eq!(unit.reviewer().looks().await?.result, None);

        // At the same moment, one of the two comes first.
        unit.reviewer().closes().await?;
        let form = party.minutes_form().await?;
        let reviewer = unit.reviewer();
        let (decided, reopened) = tokio::join!(party.records(&form), reviewer.reopens("再看。"));
        assert!(decided.is_ok() != reopened.is_ok(), "{decided:?} {reopened:?}");
        let state = if decided.is_ok() { CaseState::Decided } else { CaseState::Reviewing };
        assert_eq!(unit.reviewer().looks().await?.state, state);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}
