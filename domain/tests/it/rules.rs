//! Every kind of rule with its edges: a rule as a document's file writes it, an answer, what it comes to.

use domain::scheme::Scheme;
use domain::scoring::{AnswersFile, Circumstances, Range, ScoreSheet, read_answers, score_in};

use crate::p;

/// A scheme with one criterion, worth `points`, with these rules.
fn one(points: &str, rules: &str) -> Scheme {
    of_criteria(&format!(
        r#"{{"no":"1.1","title":"细则","points":"{points}","wording":"规则","parts":[{{"points":"{points}","rules":[{rules}]}}]}}"#
    ))
}

/// A scheme with these criteria under one item of 10分.
fn of_criteria(criteria: &str) -> Scheme {
    let text = format!(
        r#"{{"format":2,"name":"try","title":"试","points":"100","one_fact_once":true,"sections":[
            {{"no":"一","title":"部分","items":[{{"no":"1","title":"项目","points":"10","criteria":[{criteria}]}}]}}],
            "outcome":{{"decided_by":"党组","options":["评定"]}}}}"#
    );
    Scheme::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn read(scheme: &Scheme, rest: &str, answers: &str) -> AnswersFile {
    let text = format!(r#"{{"format":1,"scheme":"try",{rest}"answers":{{{answers}}}}}"#);
    read_answers(scheme, &text).unwrap_or_else(|problem| panic!("{problem}\n{text}"))
}

fn sheet(scheme: &Scheme, rest: &str, answers: &str) -> ScoreSheet {
    let file = read(scheme, rest, answers);
    score_in(scheme, &file.answers, &file.circumstances).unwrap()
}

/// “low–high sentence” of criterion 1.1.
fn told(scheme: &Scheme, rest: &str, answer: &str) -> String {
    let sheet = sheet(scheme, rest, &format!(r#""1.1":{answer}"#));
    let line = sheet.criterion("1.1").unwrap();
    format!("{}–{} {}", line.range.low.exact(), line.range.high.exact(), line.sentence())
}

const COUNT: &str = r#""input":{"input":"n","label":"次数","unit":"次","told":"召开{n}次"}"#;
const FACTS: &str = r#""input":{"input":"n","label":"问题","unit":"起","told":"问题{n}起","kind":"facts"}"#;
const RATE: &str = r#""input":{"input":"n","label":"满意率","unit":"%","min":"0","max":"100"}"#;
const LEVELS: &str = r#""options":[{"id":"province","label":"省级","amount":"1"},{"id":"city","label":"市级","amount":"0.5"}]"#;

fn condition(input: &str, amount: &str) -> String {
    let amount = if amount.is_empty() { String::new() } else { format!(r#","amount":"{amount}""#) };
    format!(r#"{{"input":"{input}","label":"制度","met":"已建立","unmet":"未建立"{amount}}}"#)
}

/// Checks many answers against one criterion; all that differ are told at once.
fn check(scheme: &Scheme, rest: &str, cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|(answer, said)| (answer, told(scheme, rest, answer), said))
        .filter(|(_, found, said)| found != *said)
        .map(|(answer, found, said)| format!("{answer}\n  found    {found}\n  expected {said}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn named_elements_that_failed_cost_each() {
    let rule = r#"{"rule":"deduct_elements","input":"lacking","label":"没有做到的","amount":"0.5",
        "elements":[{"id":"study","label":"未传达学习"},{"id":"plan","label":"未专题研究"},{"id":"push","label":"未调度"}]}"#;
    check(
        &one("2", rule),
        "",
        &[
            ("{}", "0.5–2 尚未填完，本项可能得0.5至2分，满分2分。"),
            (r#"{"lacking":[]}"#, "2–2 没有扣分；本项得2分，满分2分。"),
            (
                r#"{"lacking":["push","study"]}"#,
                "1–1 扣0.5分：未传达学习；扣0.5分：未调度；本项得1分，满分2分。",
            ),
        ],
    );
}

#[test]
fn what_a_count_lacks_costs_each() {
    let rule = format!(r#"{{"rule":"deduct_missing",{COUNT},"required":4,"amount":"0.5"}}"#);
    check(
        &one("2", &rule),
        "",
        &[
            ("{}", "0–2 尚未填完，本项可能得0至2分，满分2分。"),
            (r#"{"n":4}"#, "2–2 没有扣分；本项得2分，满分2分。"),
            (r#"{"n":9}"#, "2–2 没有扣分；本项得2分，满分2分。"),
            (r#"{"n":1}"#, "0.5–0.5 扣1.5分：召开1次，少3次；本项得0.5分，满分2分。"),
        ],
    );
}

#[test]
fn steps_beyond_a_threshold_are_whole_unless_written_otherwise() {
    let rule = |partial: &str| {
        format!(
            r#"{{"rule":"deduct_steps",{RATE},"side":"below","threshold":"90","step":"5","amount":"1"{partial}}}"#
        )
    };
    check(
        &one("5", &rule("")),
        "",
        &[
            ("{}", "0–5 尚未填完，本项可能得0至5分，满分5分。"),
            (r#"{"n":"90"}"#, "5–5 没有扣分；本项得5分，满分5分。"),
            (r#"{"n":"85.1"}"#, "5–5 没有扣分；本项得5分，满分5分。"),
            (r#"{"n":"85"}"#, "4–4 扣1分：满意率85%，低于90%；本项得4分，满分5分。"),
            (r#"{"n":"79.9"}"#, "3–3 扣2分：满意率79.9%，低于90%；本项得3分，满分5分。"),
            (r#"{"n":"0"}"#, "0–0 扣5分：满意率0%，低于90%（应扣18分，扣完为止）；本项得0分，满分5分。"),
        ],
    );
    check(
        &one("5", &rule(r#","partial":true"#)),
        "",
        &[(r#"{"n":"87.5"}"#, "4.5–4.5 扣0.5分：满意率87.5%，低于90%；本项得4.5分，满分5分。")],
    );
    let above = r#"{"rule":"deduct_steps","input":{"input":"n","label":"支出增长","unit":"%","min":"-100","max":"100"},
        "side":"above","threshold":"0","step":"1","amount":"0.2"}"#;
    check(
        &one("2", above),
        "",
        &[
            (r#"{"n":"-3"}"#, "2–2 没有扣分；本项得2分，满分2分。"),
            (r#"{"n":"3.9"}"#, "1.4–1.4 扣0.6分：支出增长3.9%，高于0%；本项得1.4分，满分2分。"),
        ],
    );
}

#[test]
fn incidents_cost_by_their_level_and_name_themselves() {
    let rule = format!(
        r#"{{"rule":"deduct_tiered",{FACTS},"options":[{{"id":"light","label":"轻微","amount":"0.5"}},{{"id":"grave","label":"严重","amount":"2"}}]}}"#
    );
    let facts = r#""facts":{"F1":{"title":"超标准接待","date":"2026-03-02"},"其他":{}},"#;
    check(
        &one("3", &rule),
        facts,
        &[
            ("{}", "0–3 尚未填完，本项可能得0至3分，满分3分。"),
            (r#"{"n":[]}"#, "3–3 没有扣分；本项得3分，满分3分。"),
            (
                r#"{"n":[{"fact":"F1","level":"grave"},{"fact":"其他","level":"light"}]}"#,
                "0.5–0.5 扣2分：超标准接待：问题1起（严重）；扣0.5分：其他：问题1起（轻微）；本项得0.5分，满分3分。",
            ),
        ],
    );
}

#[test]
fn a_count_tier_may_leave_nothing() {
    let rule = format!(
        r#"{{"rule":"deduct_count_tiers",{COUNT},"tiers":[{{"from":1,"to":1,"amount":"0.5"}},{{"from":2}}]}}"#
    );
    check(
        &one("2", &rule),
        "",
        &[
            ("{}", "0–2 尚未填完，本项可能得0至2分，满分2分。"),
            (r#"{"n":0}"#, "2–2 没有扣分；本项得2分，满分2分。"),
            (r#"{"n":1}"#, "1.5–1.5 扣0.5分：召开1次；本项得1.5分，满分2分。"),
            (r#"{"n":2}"#, "0–0 扣2分：召开2次，不得分；本项得0分，满分2分。"),
        ],
    );
}

#[test]
fn discretion_needs_a_reason_and_a_second_person() {
    let rule = r#"{"rule":"deduct_discretion","input":"own","label":"酌情扣分","min":"0.5","max":"2"}"#;
    check(
        &one("3", rule),
        "",
        &[
            ("{}", "1–3 尚未填完，本项可能得1至3分，满分3分。"),
            (
                r#"{"own":{"value":"1.5","reason":"台账不全","second":"考核人员乙"}}"#,
                "1.5–1.5 扣1.5分：酌情扣分：台账不全；本项得1.5分，满分3分。",
            ),
            (
                r#"{"own":{"value":"0","reason":"没有","second":"考核人员乙"}}"#,
                "3–3 没有扣分；本项得3分，满分3分。",
            ),
            (
                r#"{"own":{"value":"1","reason":"台账不全"}}"#,
                "2–2 扣1分：酌情扣分：台账不全；酌情扣分待第二人确认；尚未填完，本项得2分，满分3分。",
            ),
            (
                r#"{"own":{"value":"1","second":"考核人员乙"}}"#,
                "2–2 扣1分：酌情扣分；酌情扣分须写明理由，并由第二人确认；尚未填完，本项得2分，满分3分。",
            ),
        ],
    );
}

/// 酌情加分 asks for the same as 酌情扣分.
#[test]
fn what_is_given_by_discretion_needs_a_reason_and_a_second_person() {
    let rule = r#"{"rule":"award_discretion","input":"own","label":"创新做法","min":"0","max":"10"}"#;
    check(
        &one("10", rule),
        "",
        &[
            ("{}", "0–10 尚未填完，本项可能得0至10分，满分10分。"),
            (
                r#"{"own":{"value":"6.5","reason":"做法被推广","second":"考核人员乙"}}"#,
                "6.5–6.5 得6.5分：创新做法：做法被推广；本项得6.5分，满分10分。",
            ),
            (
                r#"{"own":{"value":"6.5","reason":"做法被推广"}}"#,
                "6.5–6.5 得6.5分：创新做法：做法被推广；创新做法待第二人确认；尚未填完，本项得6.5分，满分10分。",
            ),
            (
                r#"{"own":{"value":"6.5","second":"考核人员乙"}}"#,
                "6.5–6.5 得6.5分：创新做法；创新做法须写明理由，并由第二人确认；尚未填完，本项得6.5分，满分10分。",
            ),
        ],
    );
}

/// Whatever rule asks for a percentage, it stays within 0 and 100.
#[test]
fn a_percentage_stays_within_0_and_100() {
    for rule in [
        format!(r#"{{"rule":"deduct_share",{RATE},"amount":"3"}}"#),
        format!(r#"{{"rule":"award_rate",{RATE},"amount":"3"}}"#),
        format!(
            r#"{{"rule":"deduct_steps",{RATE},"side":"below","threshold":"95","step":"1","amount":"0.5"}}"#
        ),
    ] {
        let scheme = one("3", &rule);
        for (share, fits) in
            [("0", true), ("100", true), ("99.5", true), ("101", false), ("-1", false), ("100.01", false)]
        {
            let text = format!(r#"{{"format":1,"scheme":"try","answers":{{"1.1":{{"n":"{share}"}}}}}}"#);
            let scored = read_answers(&scheme, &text)
                .and_then(|file| score_in(&scheme, &file.answers, &file.circumstances));
            assert_eq!(scored.is_ok(), fits, "{rule} {share}");
        }
    }
}

#[test]
fn shares_rates_and_imported_results_are_exact() {
    let share = format!(r#"{{"rule":"deduct_share",{RATE},"amount":"3"}}"#);
    check(
        &one("3", &share),
        "",
        &[
            (r#"{"n":"100"}"#, "3–3 没有扣分；本项得3分，满分3分。"),
            (r#"{"n":"80"}"#, "2.4–2.4 扣0.6分：满意率80%；本项得2.4分，满分3分。"),
        ],
    );
    let rate = format!(r#"{{"rule":"award_rate",{RATE},"amount":"3"}}"#);
    check(
        &one("3", &rate),
        "",
        &[
            ("{}", "0–3 尚未填完，本项可能得0至3分，满分3分。"),
            (r#"{"n":"200/3"}"#, "2–2 得2分：满意率66.67%；本项得2分，满分3分。"),
            (r#"{"n":"700/9"}"#, "7/3–7/3 得2.33分：满意率77.78%；本项得2.33分，满分3分。"),
        ],
    );
    let imported = r#"{"rule":"award_imported","input":{"input":"n","label":"平时考核","unit":"分","min":"0","max":"100"},"factor":"0.05"}"#;
    check(
        &one("5", imported),
        "",
        &[(r#"{"n":"92"}"#, "4.6–4.6 得4.6分：平时考核92分；本项得4.6分，满分5分。")],
    );
    let mean = r#"{"rule":"award_mean","input":{"input":"n","label":"测试成绩","unit":"分","min":"0","max":"100"},"factor":"0.02"}"#;
    check(
        &one("2", mean),
        "",
        &[(r#"{"n":["90","80","85"]}"#, "1.7–1.7 得1.7分：3人的测试成绩平均为85分；本项得1.7分，满分2分。")],
    );
}

#[test]
fn compared_with_the_best_and_by_rank() {
    let relative = |lower: &str| {
        format!(
            r#"{{"rule":"award_relative",{RATE},"best":{{"input":"best","label":"最好","unit":"%","min":"0","max":"100"}},"amount":"4"{lower}}}"#
        )
    };
    check(
        &one("4", &relative("")),
        "",
        &[
            (r#"{"n":"60"}"#, "2.4–4 尚未填完，本项可能得2.4至4分，满分4分。"),
            (r#"{"n":"60","best":"80"}"#, "3–3 得3分：满意率60%，最好的为80%；本项得3分，满分4分。"),
            (r#"{"n":"0","best":"0"}"#, "4–4 得4分：满意率0%，最好的为0%；本项得4分，满分4分。"),
        ],
    );
    check(
        &one("4", &relative(r#","lower_is_better":true"#)),
        "",
        &[(r#"{"n":"4","best":"2"}"#, "2–2 得2分：满意率4%，最好的为2%；本项得2分，满分4分。")],
    );
    let rank = r#"{"rule":"award_rank","input":{"input":"n","label":"名次","unit":"名","told":"列第{n}名"},"first":"5","step":"0.5"}"#;
    check(
        &one("5", rank),
        "",
        &[
            ("{}", "0–5 尚未填完，本项可能得0至5分，满分5分。"),
            (r#"{"n":1}"#, "5–5 得5分：列第1名；本项得5分，满分5分。"),
            (r#"{"n":4}"#, "3.5–3.5 得3.5分：列第4名；本项得3.5分，满分5分。"),
            (r#"{"n":11}"#, "0–0 列第11名，不得分；本项得0分，满分5分。"),
        ],
    );
}

#[test]
fn all_or_nothing_increments_and_compound_conditions() {
    let all = format!(
        r#"{{"rule":"award_all","conditions":[{},{}],"amount":"2"}}"#,
        condition("a", ""),
        condition("b", "")
    );
    check(
        &one("2", &all),
        "",
        &[
            (r#"{"a":true}"#, "0–2 尚未填完，本项可能得0至2分，满分2分。"),
            (r#"{"a":true,"b":true}"#, "2–2 得2分：各项条件全部具备；本项得2分，满分2分。"),
            (r#"{"b":false}"#, "0–0 制度未建立，不得分；尚未填完，本项得0分，满分2分。"),
        ],
    );
    let more = format!(r#"{{"rule":"award_increments",{COUNT},"from":3,"base":"1","each":"0.2"}}"#);
    check(
        &one("2", &more),
        "",
        &[
            (r#"{"n":2}"#, "0–0 召开2次，不得分；本项得0分，满分2分。"),
            (r#"{"n":3}"#, "1–1 得1分：召开3次；本项得1分，满分2分。"),
            (r#"{"n":5}"#, "1.4–1.4 得1.4分：召开5次；本项得1.4分，满分2分。"),
            (r#"{"n":50}"#, "2–2 得2分：召开50次（应得10.4分，最高2分）；本项得2分，满分2分。"),
        ],
    );
    let when = format!(
        r#"{{"rule":"award_when","when":{{"any":[{{"met":{}}},{{"all":[{{"count":{{{COUNT},"from":2}}}},{{"not":{{"met":{}}}}}]}}]}},"amount":"2"}}"#,
        condition("named", ""),
        condition("banned", "")
    );
    check(
        &one("2", &when),
        "",
        &[
            ("{}", "0–2 尚未填完，本项可能得0至2分，满分2分。"),
            (r#"{"named":true}"#, "2–2 得2分：制度已建立；尚未填完，本项得2分，满分2分。"),
            (
                r#"{"named":false,"n":2,"banned":false}"#,
                "2–2 得2分：制度未建立、召开2次、制度未建立；本项得2分，满分2分。",
            ),
            (
                r#"{"named":false,"n":1,"banned":false}"#,
                "0–0 条件不具备：制度未建立、召开1次、制度未建立；本项得0分，满分2分。",
            ),
        ],
    );
}

#[test]
fn a_piece_counts_once_at_its_highest_level_and_only_while_valid() {
    let rule = format!(r#"{{"rule":"award_pieces",{FACTS},{LEVELS},"valid_years":2}}"#);
    let rest = r#""year":2026,"facts":{"A":{"title":"廉洁微电影","date":"2025-05-01"},"B":{"title":"家训展","date":"2024-05-01"}},"#;
    check(
        &one("3", &rule),
        rest,
        &[
            (
                r#"{"n":[{"fact":"A","level":"city"},{"fact":"A","level":"province"}]}"#,
                "1–1 得1分：廉洁微电影：省级；廉洁微电影（市级）：同一件就高计，不累加；本项得1分，满分3分。",
            ),
            (
                r#"{"n":[{"fact":"B","level":"city"}]}"#,
                "0–0 家训展（市级），已过2年有效期；本项得0分，满分3分。",
            ),
        ],
    );
}

#[test]
fn groups_cap_take_the_highest_or_the_first_and_multiply() {
    let each = |input: &str, amount: &str| {
        format!(
            r#"{{"rule":"deduct_each","input":{{"input":"{input}","label":"数","unit":"次","told":"{input}{{n}}次"}},"amount":"{amount}"}}"#
        )
    };
    let group = |rest: &str| {
        format!(
            r#"{{"rule":"group","title":"一组",{rest}"rules":[{},{}]}}"#,
            each("a", "1"),
            each("b", "0.5")
        )
    };
    check(
        &one("10", &group(r#""at_most":"3","#)),
        "",
        &[
            ("{}", "7–10 尚未填完，本项可能得7至10分，满分10分。"),
            (r#"{"a":2,"b":4}"#, "7–7 扣2分：a2次；扣1分：b4次（最高3分）；本项得7分，满分10分。"),
            (r#"{"a":2}"#, "7–8 扣2分：a2次；尚未填完，本项可能得7至8分，满分10分。"),
        ],
    );
    check(
        &one("10", &group(r#""take":"highest","#)),
        "",
        &[
            (r#"{"a":1,"b":4}"#, "8–8 a1次（就高计，不累加）；扣2分：b4次；本项得8分，满分10分。"),
            (r#"{"a":0,"b":1}"#, "9.5–9.5 扣0.5分：b1次；本项得9.5分，满分10分。"),
        ],
    );
    check(
        &one("10", &group(r#""take":"first","#)),
        "",
        &[
            (r#"{"a":1,"b":4}"#, "9–9 扣1分：a1次；b4次（与前一项不重复计）；本项得9分，满分10分。"),
            (r#"{"a":0,"b":4}"#, "8–8 扣2分：b4次；本项得8分，满分10分。"),
        ],
    );
    let twice = format!(r#""times":{{"condition":{},"factor":"2"}},"at_most":"5","#, condition("hidden", ""));
    check(
        &one("10", &group(&twice)),
        "",
        &[
            (r#"{"a":1,"b":2,"hidden":false}"#, "8–8 扣1分：a1次；扣1分：b2次；本项得8分，满分10分。"),
            (
                r#"{"a":1,"b":2,"hidden":true}"#,
                "6–6 扣2分：a1次（制度已建立，按2倍计）；扣2分：b2次（制度已建立，按2倍计）；本项得6分，满分10分。",
            ),
            (r#"{"a":1,"b":2}"#, "6–8 扣1分：a1次；扣1分：b2次；尚未填完，本项可能得6至8分，满分10分。"),
        ],
    );
    let monthly = format!(
        r#"{{"rule":"group","title":"按月","at_most_per":{{"span":"month","points":"1"}},"rules":[{{"rule":"deduct_each",{FACTS},"amount":"0.6"}}]}}"#
    );
    let facts = r#""facts":{"A":{"title":"甲","date":"2026-03-02"},"B":{"title":"乙","date":"2026-03-30"},"C":{"title":"丙","date":"2026-04-01"}},"#;
    check(
        &one("10", &monthly),
        facts,
        &[(
            r#"{"n":[{"fact":"A"},{"fact":"B"},{"fact":"C"}]}"#,
            "8.4–8.4 扣0.6分：甲：问题1起；扣0.4分：乙：问题1起（每月最高1分）；扣0.6分：丙：问题1起；本项得8.4分，满分10分。",
        )],
    );
}

#[test]
fn zero_reaches_the_part_the_criterion_the_item_or_the_whole() {
    let second = r#"{"no":"1.2","title":"另一条","points":"4","wording":"规则","parts":[{"points":"4","rules":[{"rule":"manual","input":"points"}]}]}"#;
    for (reach, item, total) in [("criterion", "4", "4"), ("item", "0", "0"), ("total", "0", "0")] {
        let first = format!(
            r#"{{"no":"1.1","title":"细则","points":"6","wording":"规则","parts":[{{"points":"6","rules":[{{"rule":"zero_if_count",{COUNT},"from":2,"reach":"{reach}"}}]}}]}}"#
        );
        let scheme = of_criteria(&format!("{first},{second}"));
        let given = r#""1.2":{"points":"4","remark":"好"}"#;
        let zero = sheet(&scheme, "", &format!(r#""1.1":{{"n":2}},{given}"#));
        assert_eq!(zero.items().next().unwrap().score.exact(), item, "{reach}");
        assert_eq!(zero.score.exact(), total, "{reach}");
        let fine = sheet(&scheme, "", &format!(r#""1.1":{{"n":1}},{given}"#));
        assert_eq!((fine.range.low.exact(), fine.range.high.exact()), ("10".into(), "10".into()), "{reach}");
        let open = sheet(&scheme, "", given);
        assert_eq!(
            (open.range.low.exact().as_str(), open.range.high.exact().as_str()),
            (total, "10"),
            "{reach}"
        );
    }
}

#[test]
fn a_pure_deduction_row_takes_from_what_stands_beside_it() {
    let row = format!(
        r#"{{"no":"1.1","title":"扣分项","wording":"每起扣1分","acts_on_parent":true,"parts":[{{"rules":[{{"rule":"deduct_each",{COUNT},"amount":"1"}}]}}]}}"#
    );
    let beside = r#"{"no":"1.2","title":"另一条","points":"4","wording":"规则","parts":[{"points":"4","rules":[{"rule":"manual","input":"points"}]}]}"#;
    let scheme = of_criteria(&format!("{row},{beside}"));
    let given =
        |n: u32| sheet(&scheme, "", &format!(r#""1.1":{{"n":{n}}},"1.2":{{"points":"4","remark":"好"}}"#));
    assert_eq!(given(0).score.exact(), "4");
    assert_eq!(given(3).score.exact(), "1");
    assert_eq!(given(9).score.exact(), "0", "扣完为止");
    assert_eq!(given(3).criterion("1.1").unwrap().sentence(), "扣3分：召开3次；本项得-3分。");
}

#[test]
fn not_applicable_counts_as_the_criterion_says() {
    for (rule, score, achievable) in [
        (r#""full_marks""#, "2", "2"),
        (r#""exclude""#, "0", "0"),
        (r#"{"fixed":"1.5"}"#, "1.5", "2"),
        (r#""cohort_mean""#, "1.2", "2"),
    ] {
        let scheme = of_criteria(&format!(
            r#"{{"no":"1.1","title":"细则","points":"2","wording":"规则","not_applicable":{rule},"parts":[{{"points":"2","rules":[{{"rule":"deduct_each",{COUNT},"amount":"1"}}]}}]}}"#
        ));
        let mean = if rule.contains("mean") { r#""cohort_mean":"1.2","# } else { "" };
        let sheet = sheet(&scheme, "", &format!(r#""1.1":{{{mean}"not_applicable":true}}"#));
        assert_eq!(
            (sheet.score.exact().as_str(), sheet.achievable.exact().as_str()),
            (score, achievable),
            "{rule}"
        );
        assert!(sheet.complete(), "{rule}");
    }
}

#[test]
fn consequences_stand_on_the_sheet() {
    let rule = format!(
        r#"{{"rule":"consequence","condition":{},"consequence":"约谈主要负责人"}},{{"rule":"deduct_each",{COUNT},"amount":"1"}}"#,
        condition("kept", "")
    );
    let scheme = one("2", &rule);
    let sheet = sheet(&scheme, "", r#""1.1":{"kept":false,"n":0}"#);
    let told: Vec<_> = sheet.reached.unwrap().consequences.into_iter().map(|one| one.text).collect();
    assert_eq!(told, ["制度未建立：约谈主要负责人"]);
}

#[test]
fn bands_hold_at_their_bound_and_ask_for_their_conditions() {
    let text = r#"{"format":2,"name":"try","title":"试","points":"100","sections":[
        {"no":"一","title":"部分","items":[
            {"no":"1","title":"甲","points":"60","criteria":[{"no":"1.1","title":"细则","points":"60","wording":"评","parts":[{"points":"60","rules":[{"rule":"manual","input":"points"}]}]}]},
            {"no":"2","title":"乙","points":"40","criteria":[{"no":"2.1","title":"细则","points":"40","wording":"评","parts":[{"points":"40","rules":[{"rule":"manual","input":"points"}]}]}]}]}],
        "sources":[{"id":"self","title":"自评","weight":"20","full":"100"},{"id":"review","title":"考评","weight":"60","rubric":true,"full":"100"},{"id":"public","title":"民意","weight":"20","full":"100"}],
        "outcome":{"decided_by":"党组","options":["评定"],"bands":[
            {"title":"五星","from":"90","conditions":["no_item_at_zero",{"every_item_rate":{"percent":"80"}}]},
            {"title":"四星","from":"80"},{"title":"不评星","from":"0"}]}}"#;
    let scheme = Scheme::read(text).unwrap();
    let bands = |first: &str, second: &str, sources: &str| -> (String, Vec<String>) {
        let answers = format!(
            r#""1.1":{{"points":"{first}","remark":"核"}},"2.1":{{"points":"{second}","remark":"核"}}"#
        );
        let sheet = sheet(&scheme, &format!(r#""sources":{{{sources}}},"#), &answers);
        let reached = sheet.reached.unwrap();
        let names = reached.bands.into_iter().map(|band| band.unwrap_or_else(|| "无".into())).collect();
        (sheet.score.exact(), names)
    };
    let both = r#""self":"95","public":"80""#;
    // 95 × 20 % + 90 × 60 % + 80 × 20 % = 89; 92 makes it 90.2.
    assert_eq!(bands("54", "36", both), ("89".into(), vec!["四星".into()]));
    assert_eq!(bands("56", "36", both), ("90.2".into(), vec!["五星".into()]));
    // 89.9999 is not 90.
    assert_eq!(bands("55.6665", "36", both).1, ["四星"]);
    // Enough points, but one item below 80 %.
    assert_eq!(bands("60", "31.9", r#""self":"100","public":"100""#).1, ["四星"]);
    // Without one source several are possible.
    assert_eq!(bands("60", "40", r#""self":"95""#).1, ["五星", "四星", "不评星"]);
}

/// A sheet that is 自评 itself is what weighs 自评; any other needs to be told what that came to.
#[test]
fn self_assessment_is_weighed_from_its_own_sheet() {
    let text = r#"{"format":2,"name":"try","title":"试","points":"50","sections":[
        {"no":"一","title":"部分","criteria":[{"no":"1","title":"细则","points":"50","wording":"评","parts":[{"points":"50","rules":[{"rule":"manual","input":"points"}]}]}]}],
        "sources":[{"id":"own","title":"自评","weight":"25","own":true,"full":"50"},{"id":"review","title":"考评","weight":"75","rubric":true,"full":"50"}],
        "outcome":{"decided_by":"党组","options":["评定"]}}"#;
    let scheme = Scheme::read(text).unwrap();
    let answers = r#"{"format":1,"scheme":"try","answers":{"1":{"points":"40","remark":"核"}}}"#;
    let answers = read_answers(&scheme, answers).unwrap().answers;
    let scored = |circumstances: &Circumstances| score_in(&scheme, &answers, circumstances).unwrap();
    let forty = Range { low: p("40"), high: p("40") };
    let itself = scored(&Circumstances { self_assessment: true, ..Circumstances::default() });
    assert_eq!((itself.score.exact(), itself.complete()), ("80".into(), true));
    assert_eq!(itself.before_weights(&scheme), Some(forty));
    // 40 of 50 weigh 60; 自评 is anything from nothing to 25.
    let open = scored(&Circumstances::default());
    assert_eq!(
        (open.score.exact(), open.range.high.exact(), open.complete()),
        ("60".into(), "85".into(), false)
    );
    assert_eq!(open.before_weights(&scheme), Some(forty));
    let given = Circumstances { sources: [("own".to_owned(), p("50"))].into(), ..Circumstances::default() };
    assert_eq!(scored(&given).score.exact(), "85");
    for (from, to) in [
        (r#""rubric":true"#, r#""rubric":true,"own":true"#),
        (r#""title":"考评","#, r#""title":"考评","own":true,"#),
    ] {
        assert!(Scheme::read(&text.replace(from, to)).is_err(), "{to}");
    }
}

#[test]
fn vetoes_act_on_the_total_or_bar_the_top() {
    let text = |effect: &str| {
        format!(
            r#"{{"format":2,"name":"try","title":"试","points":"10","sections":[
            {{"no":"一","title":"部分","criteria":[{{"no":"1","title":"细则","points":"10","wording":"评","parts":[{{"points":"10","rules":[{{"rule":"manual","input":"points"}}]}}]}}]}},
            {{"no":"二","title":"否决","criteria":[{{"no":"否1","title":"有案不查","veto":{{"effect":{effect},"window":"period","subject":"本单位"}}}}]}}],
            "outcome":{{"decided_by":"党组","options":["评定"],"bands":[{{"title":"优","from":"9"}},{{"title":"良","from":"0"}}]}}}}"#
        )
    };
    for (effect, score, bands) in [
        (r#""total_zero""#, "0", vec!["良"]),
        (r#"{"deducts":"3"}"#, "7", vec!["良"]),
        (r#""bars_top""#, "10", vec!["良"]),
        // What excludes the result excludes the band.
        (r#""not_eligible""#, "10", vec![]),
        (r#""revokes_honour""#, "10", vec![]),
    ] {
        let scheme = Scheme::read(&text(effect)).unwrap();
        let found = sheet(&scheme, "", r#""1":{"points":"10","remark":"核"},"否1":{"veto":"found"}"#);
        assert_eq!(found.score.exact(), score, "{effect}");
        let reached = found.reached.as_ref().unwrap();
        assert_eq!(reached.bands.iter().flatten().map(String::as_str).collect::<Vec<_>>(), bands, "{effect}");
        let clear = sheet(&scheme, "", r#""1":{"points":"10","remark":"核"},"否1":{"veto":"none"}"#);
        assert_eq!((clear.score.exact().as_str(), clear.reached.unwrap().bands.len()), ("10", 1), "{effect}");
    }
}
