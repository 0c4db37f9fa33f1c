//! 一案一扣 and the register, on 市直机关's own scheme: a case can be named wherever its document lets it be punished, counts once,
//! and what is not told yet leaves no wider a range than can really happen.

use domain::scheme::builtin;
use domain::scoring::{Answers, ScoreSheet, read_answers, score_in};
use serde_json::json;

use crate::{registered, with_register};

/// A unit without faults but for these answers; what is `null` is not answered.
fn sheet(changes: serde_json::Value) -> ScoreSheet {
    let scheme = builtin::load("organ").unwrap();
    let mut answers: Answers = scheme.samples(domain::scheme::edit::Sample::Best);
    for section in scheme.sections.iter().filter(|section| section.role == domain::scheme::Role::Bonus) {
        for criterion in section.all_criteria() {
            let inputs = &mut answers.get_mut(criterion.no.as_str()).unwrap().inputs;
            inputs.values_mut().for_each(|value| *value = domain::scoring::InputValue::Entries(Vec::new()));
        }
    }
    for (no, inputs) in changes.as_object().unwrap() {
        for (input, value) in inputs.as_object().unwrap() {
            let answer = answers.get_mut(no).unwrap();
            if value.is_null() {
                answer.inputs.remove(input).expect("a question");
                continue;
            }
            let file = json!({"format": 1, "scheme": "organ", "answers": {no: {input: value}}}).to_string();
            let given = read_answers(&scheme, &with_register(&file)).unwrap_or_else(|bad| panic!("{bad}"));
            answer.inputs.extend(given.answers[no].inputs.clone());
        }
    }
    score_in(&scheme, &answers, &registered(&answers)).unwrap()
}

fn between(changes: serde_json::Value) -> String {
    let sheet = sheet(changes);
    assert!(sheet.range.low <= sheet.score && sheet.score <= sheet.range.high);
    format!("{}–{}", sheet.range.low.exact(), sheet.range.high.exact())
}

fn sanction(fact: &str, column: &str) -> serde_json::Value {
    json!([{"fact": fact, "row": "city_managed", "column": column}])
}

#[test]
fn a_case_is_punished_once_wherever_it_is_named() {
    // 滥发津补贴 costs 2分 under 7.4, the light sanction for it 1分 under 6.1: the dearer stays. So for 带病提拔 under 8.1.
    let light = sanction("甲案", "light");
    assert_eq!(
        between(json!({"6.1": {"sanctions": light}, "7.4": {"allowances": [{"fact": "甲案"}]}})),
        "98–98"
    );
    assert_eq!(
        between(json!({"6.1": {"sanctions": light}, "8.1": {"promoted": [{"fact": "甲案"}]}})),
        "98–98"
    );
    assert_eq!(
        between(json!({"6.1": {"sanctions": light}, "8.1": {"promoted": [{"fact": "乙案"}]}})),
        "97–97"
    );
    // Twice the same is once.
    assert_eq!(between(json!({"7.4": {"allowances": [{"fact": "甲案"}, {"fact": "乙案"}]}})), "98–98");
    assert_eq!(
        between(json!({"11.3": {"failing": [{"fact": "甲案"}]}, "7.3": {"cases": [{"fact": "甲案"}]}})),
        "99–99"
    );
}

#[test]
fn what_is_left_to_discretion_is_told_case_by_case() {
    let judged = |value: &str| json!({"value": value, "reason": "主动报告", "second": "考核组乙"});
    let reported =
        json!([{"fact": "甲案", "judged": judged("0.3")}, {"fact": "乙案", "judged": judged("0.3")}]);
    assert_eq!(between(json!({"6.1": {"self_reported": reported}})), "99.4–99.4");
    // 乙案 costs 1分 under 7.5: what discretion took for it falls away.
    assert_eq!(
        between(json!({"6.1": {"self_reported": reported}, "7.5": {"cases": [{"fact": "乙案"}]}})),
        "98.7–98.7"
    );
    // Without its second person a value is not complete.
    let alone = json!([{"fact": "甲案", "judged": {"value": "0.3", "reason": "主动报告", "second": ""}}]);
    assert!(!sheet(json!({"6.1": {"self_reported": alone}})).complete());
}

#[test]
fn a_fact_named_twice_counts_once_and_says_so() {
    let sheet = sheet(json!({"7.1": {"cases": [{"fact": "甲案"}, {"fact": "甲案"}]}}));
    assert_eq!(sheet.score.exact(), "99");
    let line = sheet.criterion("7.1").unwrap().sentence();
    assert!(line.contains("甲案在这里登记了2次，只计1次"), "{line}");
}

#[test]
fn a_fact_that_is_named_stands_in_the_register() {
    let scheme = builtin::load("organ").unwrap();
    let file =
        r#"{"format":1,"scheme":"organ","facts":{"甲案":{}},"answers":{"7.3":{"cases":[{"fact":"随便0"}]}}}"#;
    let refused = read_answers(&scheme, file).unwrap_err().to_string();
    assert_eq!(refused, "7.3.cases：第1条所填的事实“随便0”没有登记，请先登记再选用");
}

#[test]
fn what_is_open_beside_a_fact_does_not_move_it() {
    // 行业系统监督检查 is open: 2分. The case stays where it is.
    assert_eq!(
        between(json!({"6.1": {"sanctions": sanction("甲案", "judicial")}, "10.2": {"inspection": null}})),
        "93–95"
    );
    // 以案促改 is open beside the sanction that takes the case from 7.3.
    let heavy = json!({"6.1": {"sanctions": sanction("甲案", "heavy"), "reform": null}, "7.3": {"cases": [{"fact": "甲案"}]}});
    assert_eq!(between(heavy), "97–98");
    // A list that is open may take the case only for more than it costs now.
    let open = json!({"6.1": {"sanctions": sanction("甲案", "light")}, "13.2": {"cases": null}});
    assert_eq!(between(open), "97–99");
}
