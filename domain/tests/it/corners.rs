//! Where constructs meet: 不得分 and 加减分, vetoes and weights, a fact under a count, 不涉及 beside other answers. Each is a
//! small scheme, an answer, and what has to come out.

use domain::scheme::Scheme;
use domain::scoring::{ScoreSheet, read_answers, score_in};
use serde_json::{Value, json};

fn count(input: &str, kind: &str) -> Value {
    json!({"input": input, "label": "次数", "unit": "次", "told": "发生{n}次", "kind": kind})
}

fn deduct(input: &str, amount: &str) -> Value {
    json!({"rule": "deduct_each", "input": count(input, "number"), "amount": amount})
}

fn award(input: &str, amount: &str) -> Value {
    json!({"rule": "award_each", "input": count(input, "number"), "amount": amount})
}

/// Costs a point of what was earned where it does not hold.
fn or_less(input: &str) -> Value {
    json!({"rule": "award_when", "when": {"met": condition(input)}, "amount": "0", "otherwise": "-1"})
}

fn condition(input: &str) -> Value {
    json!({"input": input, "label": "制度", "met": "已建立", "unmet": "未建立"})
}

fn unless(input: &str, reach: &str) -> Value {
    json!({"rule": "zero_unless_met", "conditions": [condition(input)], "reach": reach})
}

/// A criterion of these parts.
fn criterion(no: &str, points: &str, parts: Value) -> Value {
    json!({"no": no, "title": "细则", "wording": "按规则。", "points": points, "parts": parts})
}

fn plain(no: &str, points: &str, rules: Value) -> Value {
    criterion(no, points, json!([{"points": points, "rules": rules}]))
}

fn section(no: &str, role: &str, criteria: Value) -> Value {
    json!({"no": no, "title": "部分", "role": role, "items": [{"no": format!("{no}1"), "title": "项目", "criteria": criteria}]})
}

fn scheme(sections: Value) -> Value {
    json!({"format": 2, "name": "try", "title": "试", "sections": sections, "outcome": {"decided_by": "党组", "options": ["评定"]}})
}

/// 10分, a point less for each of `n`.
fn base() -> Value {
    section("一", "base", json!([plain("1.1", "10", json!([deduct("n", "1")]))]))
}

/// The base, and one criterion of 加减分 without a limit.
fn beside(parts: Value) -> Value {
    scheme(json!([base(), section("加", "bonus", json!([criterion("b", "0", parts)]))]))
}

fn with_veto(scheme: Value, effect: Value) -> Value {
    let mut scheme = scheme;
    let veto = json!({"no": "v", "title": "否决", "veto": {"effect": effect, "subject": "本单位", "window": "period"}});
    scheme["sections"].as_array_mut().expect("sections").push(section("否", "base", json!([veto])));
    scheme
}

fn sheet(scheme: &Value, answers: Value, rest: Value) -> ScoreSheet {
    let text = scheme.to_string();
    let scheme = Scheme::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut file = json!({"format": 1, "scheme": "try", "answers": answers});
    for (name, value) in rest.as_object().expect("fields") {
        file[name] = value.clone();
    }
    let file = read_answers(&scheme, &crate::with_register(&file.to_string()))
        .unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    score_in(&scheme, &file.answers, &file.circumstances)
        .unwrap_or_else(|problem| panic!("{problem}\n{text}"))
}

/// “low–high” of the whole; the known total is told where it is neither.
fn comes_to(scheme: &Value, answers: Value) -> String {
    let sheet = sheet(scheme, answers, json!({}));
    adds_up(&sheet);
    let (low, high) = (sheet.range.low.exact(), sheet.range.high.exact());
    if low == high {
        assert_eq!(sheet.score.exact(), low);
    }
    format!("{low}–{high}")
}

/// The steps of a criterion lead from where it starts to what it comes to.
fn adds_up(sheet: &ScoreSheet) {
    for line in sheet.criteria().filter(|line| line.complete && !line.not_applicable) {
        let steps = domain::points::Points::sum(line.steps.iter().map(|step| step.points)).unwrap();
        let came = line.score.checked_sub(steps).unwrap();
        let from_full = came == line.points;
        assert!(from_full || came == domain::points::Points::ZERO, "{}: {}", line.no, line.sentence());
    }
}

/// 最高加6分 limits what is added; what is taken is taken from that, and 最多减2分 limits it by itself.
#[test]
fn a_limit_of_what_is_added_is_no_limit_of_what_remains() {
    let mut block = section(
        "加",
        "bonus",
        json!([
            criterion("a", "0", json!([{"rules": [award("m", "5")]}])),
            criterion("b", "0", json!([{"rules": [deduct("k", "1")]}]))
        ]),
    );
    let mut come = |limits: Value, answers: [(u32, u32); 4]| {
        for (name, limit) in limits.as_object().expect("limits") {
            block[name] = limit.clone();
        }
        let scheme = scheme(json!([base(), block]));
        answers.map(|(m, k)| {
            let answers = json!({"1.1": {"n": 0}, "a": {"m": m}, "b": {"k": k}});
            sheet(&scheme, answers, json!({})).score.exact()
        })
    };
    assert_eq!(come(json!({}), [(0, 0), (2, 2), (1, 3), (0, 3)]), ["10", "18", "12", "7"]);
    assert_eq!(come(json!({"points": "6"}), [(1, 0), (2, 0), (2, 2), (3, 9)]), ["15", "16", "14", "7"]);
    assert_eq!(come(json!({"floor": "2"}), [(2, 2), (2, 9), (0, 9), (1, 1)]), ["14", "14", "8", "14"]);
}

#[test]
fn what_is_denied_is_denied_everywhere_and_raises_nothing() {
    let two = |reach: &str| {
        beside(
            json!([{"title": "甲", "rules": [award("m", "1")]}, {"title": "乙", "rules": [award("k", "1"), unless("w", reach)]}]),
        )
    };
    assert_eq!(
        comes_to(&two("criterion"), json!({"1.1": {"n": 0}, "b": {"m": 3, "k": 1, "w": false}})),
        "10–10"
    );
    assert_eq!(
        comes_to(&two("criterion"), json!({"1.1": {"n": 0}, "b": {"m": 3, "k": 1, "w": true}})),
        "14–14"
    );
    assert_eq!(comes_to(&two("criterion"), json!({"1.1": {"n": 0}, "b": {"m": 3, "k": 1}})), "10–14");
    assert_eq!(comes_to(&two("part"), json!({"1.1": {"n": 0}, "b": {"m": 3, "k": 1, "w": false}})), "13–13");
    assert_eq!(comes_to(&two("item"), json!({"1.1": {"n": 0}, "b": {"m": 3, "k": 1, "w": false}})), "10–10");
    // A penalty stays when nothing can be earned besides.
    let penalty = beside(json!([{"rules": [deduct("m", "1"), unless("w", "item")]}]));
    for answer in [json!({"m": 3, "w": true}), json!({"m": 3, "w": false}), json!({"m": 3})] {
        assert_eq!(comes_to(&penalty, json!({"1.1": {"n": 0}, "b": answer})), "7–7");
    }
    // 0 is not better than what is below it.
    let below = |rules: Value| {
        let part = json!([{"points": "2", "below_zero": "1", "rules": rules}]);
        scheme(json!([section(
            "一",
            "base",
            json!([criterion("1.1", "2", part), plain("1.2", "5", json!([deduct("n", "1")]))])
        )]))
    };
    let denied = below(json!([deduct("m", "1"), unless("w", "part")]));
    assert_eq!(comes_to(&denied, json!({"1.1": {"m": 3, "w": false}, "1.2": {"n": 0}})), "4–4");
    assert_eq!(comes_to(&denied, json!({"1.1": {"m": 1, "w": false}, "1.2": {"n": 0}})), "5–5");
}

/// A row without points of its own acts on what stands above it, with 不得分, too: the more there is, the worse.
#[test]
fn a_row_without_points_denies_its_parent() {
    let mut row = plain(
        "1.2",
        "0",
        json!([{"rule": "deduct_count_tiers", "input": count("c", "number"),
        "tiers": [{"from": 1, "to": 1, "amount": "0.5"}, {"from": 2}]}]),
    );
    row["acts_on_parent"] = json!(true);
    let scheme =
        scheme(json!([section("一", "base", json!([plain("1.1", "5", json!([deduct("n", "1")])), row]))]));
    for (c, expected) in [(0, "5–5"), (1, "4.5–4.5"), (2, "0–0"), (3, "0–0")] {
        assert_eq!(comes_to(&scheme, json!({"1.1": {"n": 0}, "1.2": {"c": c}})), expected, "{c}");
    }
    assert_eq!(comes_to(&scheme, json!({"1.1": {"n": 0}})), "0–5");
}

/// 8 before 9: what a veto takes, it takes from the weighted total; it neither raises a total below 0 nor takes it there.
#[test]
fn vetoes_come_after_the_weights() {
    let weighted = |effect: Value| {
        let mut scheme = with_veto(scheme(json!([base()])), effect);
        scheme["sources"] = json!([
            {"id": "own", "title": "自评", "weight": "20", "full": "100"},
            {"id": "review", "title": "考评", "weight": "60", "full": "10", "rubric": true},
            {"id": "public", "title": "民意", "weight": "20", "full": "100"}
        ]);
        scheme
    };
    let sources = json!({"sources": {"own": "100", "public": "100"}});
    for (effect, veto, expected) in [
        (json!("total_zero"), "found", "0"),
        (json!("total_zero"), "none", "100"),
        (json!({"deducts": "5"}), "found", "95"),
        (json!({"deducts": "5"}), "none", "100"),
    ] {
        let sheet = sheet(&weighted(effect), json!({"1.1": {"n": 0}, "v": {"veto": veto}}), sources.clone());
        assert_eq!(sheet.score.exact(), expected);
        assert!(sheet.complete());
    }
    // A source that is missing is not answered.
    let missing = sheet(
        &weighted(json!("total_zero")),
        json!({"1.1": {"n": 0}, "v": {"veto": "none"}}),
        json!({"sources": {"own": "100"}}),
    );
    assert!(!missing.complete());
    assert_eq!((missing.range.low.exact().as_str(), missing.range.high.exact().as_str()), ("80", "100"));

    let debt = |effect: Value| with_veto(beside(json!([{"rules": [deduct("m", "1")]}])), effect);
    for effect in [json!({"deducts": "5"}), json!("total_zero")] {
        for veto in [json!({"veto": "found"}), json!({"veto": "none"}), json!({})] {
            assert_eq!(
                comes_to(&debt(effect.clone()), json!({"1.1": {"n": 10}, "b": {"m": 4}, "v": veto})),
                "-4–-4"
            );
        }
    }
    let some = debt(json!({"deducts": "5"}));
    assert_eq!(comes_to(&some, json!({"1.1": {"n": 7}, "b": {"m": 0}, "v": {"veto": "found"}})), "0–0");
    assert_eq!(comes_to(&some, json!({"1.1": {"n": 1}, "b": {"m": 1}, "v": {}})), "3–8");
}

/// Where what is 不涉及 leaves the sum, less can be reached with weights as well.
#[test]
fn what_can_be_reached_is_weighed() {
    let mut left_out = plain("1.2", "10", json!([deduct("n", "1")]));
    left_out["not_applicable"] = json!("exclude");
    let mut scheme = scheme(json!([section(
        "一",
        "base",
        json!([plain("1.1", "90", json!([deduct("n", "1")])), left_out])
    )]));
    scheme["sources"] = json!([
        {"id": "review", "title": "考评", "weight": "60", "full": "100", "rubric": true},
        {"id": "public", "title": "民意", "weight": "40", "full": "100"}
    ]);
    let answers = json!({"1.1": {"n": 0}, "1.2": {"not_applicable": true}});
    let sheet = sheet(&scheme, answers, json!({"sources": {"public": "100"}}));
    assert_eq!((sheet.score.exact().as_str(), sheet.achievable.exact().as_str()), ("94", "94"));
}

#[test]
fn nothing_else_counts_beside_a_granted_claim() {
    let mut scheme = beside(
        json!([{"rules": [award("m", "1"), {"rule": "consequence", "condition": condition("w"), "consequence": "通报批评"}]}]),
    );
    scheme["sections"][1]["items"][0]["criteria"][0]["not_applicable"] = json!("full_marks");
    let answers = json!({"1.1": {"n": 0}, "b": {"m": 3, "w": false, "not_applicable": true}});
    assert_eq!(comes_to(&scheme, answers.clone()), "10–10");
    let sheet = sheet(&scheme, answers, json!({}));
    assert!(sheet.reached.as_ref().is_none_or(|reached| reached.consequences.is_empty()));
    // The mean of the others may be a third.
    let mut mean = plain("1.1", "5", json!([deduct("n", "1")]));
    mean["not_applicable"] = json!("cohort_mean");
    let mean = self::scheme(json!([section("一", "base", json!([mean]))]));
    assert_eq!(comes_to(&mean, json!({"1.1": {"not_applicable": true, "cohort_mean": "7/3"}})), "7/3–7/3");
}

/// Limits over awards of which one takes away, and a start of one's own: the steps say how it came about.
#[test]
fn limits_and_starts_are_told() {
    let capped = |rules: Value| json!([{"rule": "group", "title": "一组", "at_most": "3", "rules": rules}]);
    let group = beside(json!([{"rules": capped(json!([award("m", "1"), or_less("w")]))}]));
    assert_eq!(comes_to(&group, json!({"1.1": {"n": 0}, "b": {"m": 5, "w": false}})), "13–13");
    assert_eq!(comes_to(&group, json!({"1.1": {"n": 0}, "b": {"m": 2, "w": false}})), "11–11");
    let whole = |rules: Value| scheme(json!([section("一", "base", json!([plain("1.1", "5", rules)]))]));
    let past = whole(json!([award("m", "1"), or_less("w")]));
    assert_eq!(comes_to(&past, json!({"1.1": {"m": 6, "w": false}})), "5–5");
    assert_eq!(comes_to(&past, json!({"1.1": {"m": 0, "w": false}})), "0–0");
    let started = scheme(json!([section(
        "一",
        "base",
        json!([criterion(
            "1.1",
            "5",
            json!([{"points": "5", "start": "3", "rules": [award("m", "1"), deduct("n", "1")]}])
        )])
    )]));
    let sheet = sheet(&started, json!({"1.1": {"m": 1, "n": 2}}), json!({}));
    adds_up(&sheet);
    assert_eq!(
        sheet.criterion("1.1").unwrap().sentence(),
        "得3分：从3分起；得1分：发生1次；扣2分：发生2次；本项得2分，满分5分。"
    );
}

/// One fact is one fault, under a count by tiers, too; one piece of work counts at its highest level, an incident under its
/// dearest tier.
#[test]
fn a_fact_is_one_fact_under_every_rule() {
    let tiers = json!([{"from": 1, "to": 1, "amount": "1"}, {"from": 2, "amount": "4"}]);
    let mut once = scheme(json!([section(
        "一",
        "base",
        json!([
            plain("1.1", "10", json!([{"rule": "deduct_each", "input": count("f", "facts"), "amount": "2"}])),
            plain(
                "1.2",
                "5",
                json!([{"rule": "deduct_count_tiers", "input": count("c", "facts"), "tiers": tiers}])
            ),
        ])
    )]));
    once["one_fact_once"] = json!(true);
    let of = |here: &[&str], there: &[&str]| {
        let entries = |facts: &[&str]| facts.iter().map(|fact| json!({"fact": fact})).collect::<Vec<_>>();
        json!({"1.1": {"f": entries(here)}, "1.2": {"c": entries(there)}})
    };
    assert_eq!(comes_to(&once, of(&["甲"], &[])), "13–13");
    assert_eq!(comes_to(&once, of(&["甲"], &["甲"])), "13–13");
    assert_eq!(comes_to(&once, of(&["甲"], &["乙"])), "12–12");
    assert_eq!(comes_to(&once, of(&[], &["甲", "乙"])), "11–11");
    assert_eq!(comes_to(&once, of(&["甲"], &["甲", "乙"])), "12–12");
    // Where it counts is not certain before the other criterion is answered: at best nothing else happened; that it counts
    // there instead would cost more.
    assert_eq!(comes_to(&once, json!({"1.2": {"c": [{"fact": "甲"}]}})), "4–14");

    let level = |input: &str, amount: &str| json!({"input": count(input, "facts"), "amount": amount});
    let levels = scheme(json!([section(
        "一",
        "base",
        json!([plain(
            "1.1",
            "3",
            json!([
                {"rule": "award_levels", "levels": [level("high", "1"), level("low", "0.5")]}
            ])
        )])
    )]));
    let pieces = |high: Value, low: Value| json!({"1.1": {"high": high, "low": low}});
    assert_eq!(comes_to(&levels, pieces(json!([{"fact": "甲"}]), json!([{"fact": "甲"}]))), "1–1");
    assert_eq!(comes_to(&levels, pieces(json!([{"fact": "甲"}]), json!([{"fact": "乙"}]))), "1.5–1.5");

    let options = json!([{"id": "light", "label": "轻", "amount": "0.5"}, {"id": "heavy", "label": "重", "amount": "2"}]);
    let tiered = scheme(json!([section(
        "一",
        "base",
        json!([plain(
            "1.1",
            "5",
            json!([
                {"rule": "deduct_tiered", "input": count("f", "facts"), "options": options}
            ])
        )])
    )]));
    let incident = |level: &str, n: u32| json!({"fact": "甲", "level": level, "n": n});
    assert_eq!(comes_to(&tiered, json!({"1.1": {"f": [incident("light", 1), incident("heavy", 1)]}})), "3–3");
    assert_eq!(comes_to(&tiered, json!({"1.1": {"f": [incident("light", 2), incident("light", 1)]}})), "4–4");
}

#[test]
fn what_cannot_be_counted_is_refused_when_it_is_read() {
    let times = |inner: Value, n: usize| json!({"rule": "group", "title": "加倍", "times": {"condition": condition(&format!("t{n}")), "factor": "10000"}, "rules": [inner]});
    let steep = (0..4).fold(award("m", "10000"), times);
    let huge = beside(json!([{"rules": [steep]}])).to_string();
    let refused = Scheme::read(&huge).unwrap_err().to_string();
    assert!(refused.contains("超出"), "{refused}");
    let none = beside(
        json!([{"rules": [{"rule": "award_when", "when": {"at_least": {"k": 0, "of": [{"met": condition("w")}]}}, "amount": "2"}]}]),
    );
    let refused = Scheme::read(&none.to_string()).unwrap_err().to_string();
    assert!(refused.contains("应在1至1之间"), "{refused}");
}
