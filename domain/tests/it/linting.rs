//! Every kind of finding on a scheme that has just that fault, and its absence once the fault is mended.

use domain::scheme::{Acceptance, Level, Scheme};
use serde_json::{Value, json};

/// 计分制, with nothing to be said against it.
fn sound() -> Value {
    json!({
        "format": 2, "name": "try", "title": "试", "points": "10", "cycle": "year",
        "sections": [{"no": "一", "title": "部分", "points": "10", "dimension": "power", "items": [
            {"no": "1", "title": "项目", "points": "10", "criteria": [scored("1.1", "10", json!([each()]))]}
        ]}],
        "outcome": {"decided_by": "党组", "options": ["评定"], "bands": [
            {"title": "优秀", "from": "9"}, {"title": "一般", "from": "0"}
        ]},
    })
}

fn scored(no: &str, points: &str, rules: Value) -> Value {
    json!({"no": no, "title": "细则", "points": points, "wording": "规则", "parts": [{"points": points, "rules": rules}]})
}

/// 每发生一起扣1分.
fn each() -> Value {
    json!({"rule": "deduct_each", "input": count("n", "number"), "amount": "1"})
}

fn count(input: &str, kind: &str) -> Value {
    json!({"input": input, "label": "问题", "unit": "项", "told": "问题{n}项", "kind": kind})
}

fn condition(input: &str, amount: &str) -> Value {
    json!({"input": input, "label": "制度", "met": "有", "unmet": "没有", "amount": amount})
}

/// The sound scheme with something else in one place.
fn with(pointer: &str, value: Value) -> Value {
    let mut scheme = sound();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = scheme.pointer_mut(parent).expect("the place");
    match parent {
        Value::Object(fields) => drop(fields.insert(key.to_owned(), value)),
        Value::Array(list) => list[key.parse::<usize>().expect("a place in a list")] = value,
        other => panic!("{other}"),
    }
    scheme
}

const RULES: &str = "/sections/0/items/0/criteria/0/parts/0/rules";

fn rules(rules: Value) -> Value {
    with(RULES, rules)
}

/// The sound scheme with other words for its rule.
fn reworded(wording: &str) -> Value {
    with("/sections/0/items/0/criteria/0/wording", json!(wording))
}

fn outcome(field: &str, value: Value) -> Value {
    with(&format!("/outcome/{field}"), value)
}

fn found(document: &Value) -> Vec<(String, Level, String)> {
    let text = document.to_string();
    let scheme = Scheme::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let told = scheme.findings();
    for finding in &told {
        assert!(!finding.message.is_empty() && !finding.suggestion.is_empty(), "{finding:?}");
    }
    told.into_iter().map(|finding| (finding.code, finding.level, finding.path)).collect()
}

/// The findings of a faulty scheme beside the ones a sound one has anyway: none.
#[test]
fn each_fault_is_found_where_it_is() {
    use Level::*;
    assert_eq!(found(&sound()), []);
    let tiers =
        |tiers: Value| json!([{"rule": "award_tiers", "input": count("n", "number"), "tiers": tiers}]);
    let facts = json!({"rule": "deduct_each", "input": count("f", "facts"), "amount": "1"});
    let monthly = |inner: Value| json!([{"rule": "group", "title": "按年", "at_most_per": {"span": "year", "points": "10"}, "rules": inner}]);
    let manual = json!({"rule": "manual", "input": "points"});
    let standard = |list: Value| json!({"no": "1.1", "title": "标准", "standard": list});
    let veto = |more: Value| {
        let mut veto = json!({"no": "1.1", "title": "否决", "veto": {"effect": "not_eligible", "subject": "本单位", "window": "period"}});
        for (key, value) in more.as_object().expect("fields") {
            veto["veto"][key] = value.clone();
        }
        veto
    };
    let criterion = |value: Value| {
        with("/sections/0/items/0/criteria", json!([scored("1.2", "10", json!([each()])), value]))
    };
    let matrix = json!([{"rule": "deduct_matrix", "input": count("m", "facts"), "rows": [{"id": "a", "label": "甲"}, {"id": "b", "label": "乙"}],
        "columns": [{"id": "x", "label": "轻"}], "amounts": [["10"]]}]);
    let sources = |one: &str, rubric: bool| {
        json!([{"id": "own", "title": "自评", "weight": one, "full": "100", "rubric": rubric},
            {"id": "public", "title": "民意", "weight": "40", "full": "100"}])
    };
    let mut graded =
        outcome("grade_rule", json!({"every": "good", "share_of": "good", "share": "80", "graded": 3}));
    graded["grades"] = json!([{"id": "good", "title": "好", "definition": "做到"}, {"id": "poor", "title": "差", "definition": "没有做到"}]);
    let mut nobodys = with("/sections/0/items/0/duties", json!({"lead": ["办公室"]}));
    let items = nobodys.pointer_mut("/sections/0/items").and_then(Value::as_array_mut).expect("the items");
    let mut entry = veto(json!({}));
    entry["no"] = json!("2.1");
    items.push(json!({"no": "2", "title": "否决", "criteria": [entry]}));
    let mut longer = criterion(veto(json!({"window": "assessment_year"})));
    longer["cycle"] = json!("quarter");
    for (what, document, expected) in [
        ("the declared total", with("/points", json!("11")), ("sum", Confirm, "")),
        (
            "points nothing takes",
            rules(json!([{"rule": "deduct_unmet", "conditions": [condition("a", "2")]}])),
            ("rule_short", Confirm, "1.1"),
        ),
        (
            "more than there is",
            rules(json!([{"rule": "deduct_unmet", "conditions": [condition("a", "12")]}])),
            ("rule_over", Hint, "1.1"),
        ),
        ("no rule", rules(json!([manual])), ("manual", Confirm, "1.1")),
        (
            "a gap",
            rules(tiers(json!([{"from": 0, "to": 1, "amount": "0"}, {"from": 3, "amount": "10"}]))),
            ("tiers_gap", Error, "1.1"),
        ),
        (
            "an overlap",
            rules(tiers(json!([{"from": 0, "to": 3, "amount": "0"}, {"from": 3, "amount": "10"}]))),
            ("tiers_overlap", Confirm, "1.1"),
        ),
        ("rows without figures", rules(matrix), ("uneven", Error, "1.1")),
        (
            "an open range",
            rules(json!([{"rule": "deduct_discretion", "input": "d", "label": "酌情", "min": "0"}])),
            ("discretion_open", Hint, "1.1"),
        ),
        (
            "incidents that are only a number",
            rules(json!([{"rule": "deduct_each", "amount": "1",
                "input": {"input": "n", "label": "问题", "unit": "人次", "told": "问题{n}人次"}}])),
            ("bare_count", Hint, "1.1"),
        ),
        ("a month nobody tells", rules(monthly(json!([facts, each()]))), ("span_undated", Error, "1.1")),
        (
            "a cheaper fault in front",
            rules(json!([{"rule": "group", "title": "一组", "take": "first", "rules": [each(),
                {"rule": "deduct_each", "input": count("m", "number"), "amount": "5"}]}])),
            ("first_takes_place", Confirm, "1.1"),
        ),
        ("figures of yesterday", reworded("每起扣2.5分，扣完为止。"), ("wording_figures", Confirm, "1.1")),
        ("no outcome", outcome("bands", json!([])), ("no_outcome_rule", Confirm, "")),
        (
            "the order of bands",
            outcome(
                "bands",
                json!([{"title": "一般", "from": "6"}, {"title": "优秀", "from": "9"}, {"title": "差", "from": "0"}]),
            ),
            ("bands_order", Error, ""),
        ),
        (
            "two bands from one figure",
            outcome(
                "bands",
                json!([{"title": "优", "from": "9"}, {"title": "良", "from": "9"}, {"title": "差", "from": "0"}]),
            ),
            ("bands_overlap", Error, ""),
        ),
        (
            "nothing below",
            outcome("bands", json!([{"title": "优", "from": "9"}])),
            ("bands_gap", Confirm, ""),
        ),
        (
            "a count beyond all tiers",
            rules(json!([{"rule": "deduct_count_tiers", "input": count("n", "number"),
                "tiers": [{"from": 1, "to": 1, "amount": "5"}, {"from": 2, "to": 2, "amount": "10"}]}])),
            ("tiers_gap", Error, "1.1"),
        ),
        (
            "two bands with one condition",
            outcome(
                "bands",
                json!([{"title": "优", "from": "9", "conditions": ["no_veto"]},
                {"title": "良", "from": "9", "conditions": ["no_veto"]}, {"title": "差", "from": "0"}]),
            ),
            ("bands_overlap", Error, ""),
        ),
        ("shares", with("/sources", sources("50", true)), ("weights", Error, "")),
        ("which source it is", with("/sources", sources("60", false)), ("weights_rubric", Error, "")),
        (
            "a quota of nothing",
            outcome("quotas", json!([{"kind": "winners", "percent": "25", "pool": " "}])),
            ("quota_pool", Error, ""),
        ),
        (
            "two kinds of quotas",
            outcome(
                "quotas",
                json!([{"kind": "winners", "percent": "25", "pool": "总数"}, {"kind": "nominations", "percent": "20", "pool": "人数"}]),
            ),
            ("quota_kinds", Hint, ""),
        ),
        ("how long it is shown", outcome("publicised", json!(true)), ("publicity_length", Confirm, "")),
        (
            "a day after the end",
            with("/deadlines", json!([{"title": "申报", "month": 13, "day": 10}])),
            ("deadline", Error, ""),
        ),
        ("no window", criterion(veto(json!({"window": null}))), ("veto_window", Confirm, "1.1")),
        ("the other cases", criterion(veto(json!({"catch_all": true}))), ("veto_catch_all", Hint, "1.1")),
        (
            "a must-not",
            criterion(standard(json!([{"no": "①", "title": "不得违规", "must_not": true}]))),
            ("must_not", Hint, "1.1"),
        ),
        (
            "only recorded",
            criterion(json!({"no": "1.1", "title": "记录", "recorded": {"label": "满意率"}})),
            ("recorded", Hint, "1.1"),
        ),
        ("grades counted wrongly", graded, ("graded_count", Confirm, "")),
        ("a block of nobody", nobodys, ("no_duty", Confirm, "2")),
        ("a whole year for a quarter", longer, ("veto_longer_than_cycle", Confirm, "1.1")),
    ] {
        let (code, level, path) = expected;
        assert_eq!(found(&document), [(code.to_owned(), level, path.to_owned())], "{what}");
    }
}

/// What the outcome, 加减分 and rows without points can have against them: each found on the faulty scheme, gone on the one
/// beside it.
#[test]
fn each_fault_has_a_neighbour_without_it() {
    use Level::*;

    let bands = |bands: Value| outcome("bands", bands);
    let best = |field: &str, value: Value| {
        bands(json!([{"title": "优秀", "from": "9", field: value}, {"title": "一般", "from": "0"}]))
    };
    let shares = |one: Value, other: Value| {
        let mut scheme = bands(json!([{"title": "优秀", "from": "9"}, {"title": "一般", "from": "0"}]));
        for (at, share) in [one, other].into_iter().enumerate().filter(|(_, share)| !share.is_null()) {
            scheme["outcome"]["bands"][at]["share"] = json!({"percent": share});
        }
        scheme
    };
    let heading = |points: &str| best("conditions", json!([{"heading_from": {"no": "1", "points": points}}]));
    let bars = |with_bands: bool| {
        let mut scheme = with(
            "/sections/0/items/0/criteria",
            json!([scored("1.2", "10", json!([each()])),
                {"no": "1.1", "title": "否决", "veto": {"effect": "bars_top", "subject": "本单位", "window": "period"}}]),
        );
        if !with_bands {
            scheme["outcome"]["bands"] = json!([]);
        }
        scheme
    };
    let bonus = |cap: &str| {
        let award = json!({"rule": "award_each", "input": count("g", "number"), "amount": "3"});
        let criterion =
            json!({"no": "b.1", "title": "加分", "wording": "规则", "parts": [{"rules": [award]}]});
        let item = json!({"no": "b", "title": "项目", "criteria": [criterion]});
        let mut scheme = sound();
        let sections = scheme["sections"].as_array_mut().expect("sections");
        sections.push(json!({"no": "加", "title": "加分", "role": "bonus", "points": cap, "items": [item]}));
        scheme
    };
    let weighted = |after: bool| {
        let mut scheme = bonus("5");
        scheme["sources"] = json!([{"id": "own", "title": "本表", "weight": "60", "full": "10", "rubric": true},
            {"id": "public", "title": "民意", "weight": "40", "full": "100"}]);
        scheme["outcome"]["bonus_after_weights"] = json!(after);
        scheme
    };
    let dimension = |known: bool| {
        let mut scheme = sound();
        if !known {
            scheme["sections"][0].as_object_mut().expect("a section").remove("dimension");
        }
        scheme
    };
    // Alone under its heading without `others`; the heading has points or none.
    let row = |parent: bool, others: Option<&str>, points: bool| {
        let part = json!({"rules": [each()]});
        let mut row = json!({"no": "1.1", "title": "扣分", "wording": "每起扣1分。", "parts": [part]});
        if parent {
            row["acts_on_parent"] = json!(true);
        }
        let other = json!({"rule": "deduct_each", "input": count("m", "number"), "amount": "1"});
        let other = others.map(|points| scored("1.2", points, json!([other])));
        let rows: Vec<_> = [Some(row), other].into_iter().flatten().collect();
        let mut scheme = with("/sections/0/items/0/criteria", json!(rows));
        for pointer in ["/sections/0", "/sections/0/items/0"].into_iter().filter(|_| !points) {
            scheme.pointer_mut(pointer).and_then(Value::as_object_mut).expect("a heading").remove("points");
        }
        scheme
    };
    let share_of = |max: &str| {
        let input = json!({"input": "q", "label": "完成率", "unit": "％", "min": "0", "max": max});
        rules(json!([{"rule": "deduct_share", "input": input, "amount": "10"}]))
    };
    let tiered = |rule: &str, unit: &str| {
        let mut input = count("q", "number");
        input["unit"] = json!(unit);
        let tiers = json!([{"from": 0, "to": 89, "amount": "10"}, {"from": 90, "amount": "5"}]);
        rules(json!([{"rule": rule, "input": input, "tiers": tiers}]))
    };
    let targets = |of: &str, other: &str| {
        let mut scheme = outcome(
            "targets",
            json!([{"per": "每个乡镇", "at_least": 1, "of": of}, {"per": "每个乡镇", "at_least": 3, "of": other}]),
        );
        scheme["outcome"]["options"] = json!(["标杆", "示范", "不评定"]);
        scheme
    };
    let weights = |weights: Value| {
        let mut scheme = outcome("over_periods", json!({"weights": weights}));
        scheme["cycle"] = json!("half_year");
        scheme
    };
    // Beside what counts, an item without points; or nothing that counts at all.
    let recorded = |condition: Value, counts: bool| {
        let mut scheme = best("conditions", json!([condition]));
        let items = scheme["sections"][0]["items"].as_array_mut().expect("items");
        let rate = json!({"no": "2.1", "title": "满意率", "recorded": {"label": "满意率", "unit": "%"}});
        items.push(json!({"no": "2", "title": "调查", "criteria": [rate]}));
        if !counts {
            items.remove(0);
            scheme["points"] = Value::Null;
        }
        scheme
    };
    let from = |no: &str| json!({"heading_from": {"no": no, "points": "1"}});
    let rate = |rate: &str| json!({"recorded": {"no": "2.1", "at_least": rate}});
    let standards = |wanted: u32| {
        let mut scheme = sound();
        let criteria = scheme["sections"][0]["items"][0]["criteria"].as_array_mut().expect("criteria");
        criteria.push(json!({"no": "1.9", "title": "标准", "wording": "达标。", "standard": []}));
        scheme["outcome"]["standard_rule"] = json!({"at_least": wanted});
        scheme
    };
    let reached =
        |best: &str| bands(json!([{"title": "优秀", "from": best}, {"title": "一般", "from": "0"}]));
    for (code, level, path, faulty, mended) in [
        ("bars_top_without_bands", Confirm, "1.1", bars(false), bars(true)),
        ("bonus_cap_small", Confirm, "加", bonus("2"), bonus("3")),
        ("condition_pointless", Error, "", heading("10.5"), heading("10")),
        ("condition_pointless", Error, "", recorded(from("2"), true), recorded(from("1"), true)),
        ("condition_pointless", Error, "", recorded(rate("101"), true), recorded(rate("100"), true)),
        (
            "condition_pointless",
            Error,
            "",
            recorded(json!("no_item_at_zero"), false),
            recorded(json!("no_item_at_zero"), true),
        ),
        ("no_dimension", Hint, "", dimension(false), dimension(true)),
        ("row_without_points", Error, "1.1", row(false, Some("10"), true), row(true, Some("10"), true)),
        ("rows_share", Hint, "1", row(true, None, true), row(true, Some("10"), true)),
        ("nothing_to_deduct", Error, "1.1", row(true, None, false), row(true, Some("10"), false)),
        ("out_of_reach", Error, "", outcome("pass", json!("11")), outcome("pass", json!("10"))),
        ("out_of_reach", Error, "", reached("12"), reached("10")),
        ("out_of_reach", Error, "", standards(2), standards(1)),
        ("percent_range", Confirm, "1.1", share_of("120"), share_of("100")),
        ("tiers_whole", Confirm, "1.1", tiered("award_tiers", "%"), tiered("award_tiers", "项")),
        (
            "tiers_whole",
            Confirm,
            "1.1",
            tiered("deduct_count_tiers", "％"),
            tiered("deduct_count_tiers", "次"),
        ),
        ("period_weights", Error, "", weights(json!(["40", "50"])), weights(json!(["40", "60"]))),
        ("period_weights", Confirm, "", weights(json!(["20", "30", "50"])), weights(json!(["40", "60"]))),
        ("share_missing", Error, "", shares(json!("30"), Value::Null), shares(json!("30"), json!("70"))),
        ("share_sum", Error, "", shares(json!("30"), json!("60")), shares(json!("30"), json!("70"))),
        ("targets_same", Confirm, "", targets("样板", "先进"), targets("标杆", "示范")),
        ("weights_bonus", Confirm, "", weighted(false), weighted(true)),
    ] {
        let expected = (code.to_owned(), level, path.to_owned());
        let told = found(&faulty);
        assert!(told.contains(&expected), "{code}: {told:?}");
        let told = found(&mended);
        assert!(told.iter().all(|(found, ..)| found != code), "{code}: {told:?}");
    }
}

/// What a wording may say beside the amounts of its rules, and what it may not.
#[test]
fn a_wording_names_no_other_figures_than_the_rules() {
    for (wording, others) in [
        ("每起扣1分，扣完为止，满分10分。", ""),
        ("每起扣1.0分；与去年相比有所改进的，不予扣分。", ""),
        ("每起扣一分。扣分不超过本项分值。", ""),
        ("按1/2分值计；迟到30分钟以上的、超过5分之1的也算一起。", ""),
        ("每起扣2.5分，情节严重的扣3分，再犯的仍扣3分。", "2.5分、3分"),
        ("每起扣0.1分。", "0.1分"),
        ("分", ""),
    ] {
        let scheme = Scheme::read(&reworded(wording).to_string()).unwrap();
        let told = scheme.findings();
        let told = told.first().map(|finding| finding.message.as_str()).unwrap_or_default();
        let expected = match others {
            "" => String::new(),
            _ => format!("评分办法写着{others}，规则中没有这样的分值，单位读到的与计分的不一致"),
        };
        assert_eq!(told, expected, "{wording}");
    }
}

/// Rubrics by 单位类型 are compared one by one; what one of them has, the other need not have.
#[test]
fn rubrics_by_type_are_looked_at_one_by_one() {
    let of = |no: &str, unit_type: &str, graded: bool| {
        let mut one = match graded {
            true => json!({"no": no, "title": "评等次", "graded": [{"no": "①", "title": "要点"}]}),
            false => scored(no, "10", json!([each()])),
        };
        one["applies_to"] = json!([unit_type]);
        one
    };
    let typed = |criteria: Value| {
        let mut scheme = with("/sections/0/items/0/criteria", criteria);
        scheme["unit_types"] = json!([{"code": "a", "title": "机关", "judged": "unit"}, {"code": "b", "title": "学校", "judged": "unit"}]);
        scheme
    };
    assert_eq!(found(&typed(json!([of("1.1", "a", false), of("1.2", "b", false)]))), []);
    let lopsided = found(&typed(json!([of("1.1", "a", false), of("1.2", "a", false)])));
    assert!(lopsided.iter().all(|(code, ..)| code == "sum") && lopsided.len() == 3, "{lopsided:?}");

    let graded = |n: u32| {
        let mut scheme = typed(json!([
            of("1.1", "a", true),
            of("1.2", "a", true),
            of("1.3", "b", true),
            of("1.4", "b", true)
        ]));
        for pointer in ["", "/sections/0", "/sections/0/items/0"] {
            scheme.pointer_mut(pointer).and_then(Value::as_object_mut).expect("a heading").remove("points");
        }
        scheme["grades"] = json!([{"id": "good", "title": "好", "definition": "做到"}, {"id": "poor", "title": "差", "definition": "没有"}]);
        scheme["outcome"]["bands"] = json!([]);
        scheme["outcome"]["grade_rule"] =
            json!({"every": "good", "share_of": "good", "share": "80", "graded": n});
        found(&scheme)
    };
    assert_eq!(graded(2), []);
    assert_eq!(graded(4), [("graded_count".to_owned(), Level::Confirm, String::new())]);
}

/// A limit is asked for where something has none: for what is given, for what is taken, on the block or on all below it.
#[test]
fn bonus_blocks_are_asked_for_the_limits_they_lack() {
    let give = json!({"rule": "award_each", "input": count("g", "number"), "amount": "1"});
    let take = json!({"rule": "deduct_each", "input": count("t", "number"), "amount": "1"});
    let block = |rules: Value, limits: Value, inner: Value| {
        let criterion =
            json!({"no": "b.1", "title": "加减分", "wording": "规则", "parts": [{"rules": rules}]});
        let mut item = json!({"no": "b", "title": "项目", "criteria": [criterion]});
        let mut section = json!({"no": "加", "title": "加减分", "role": "bonus"});
        for (of, at) in [(inner, &mut item), (limits, &mut section)] {
            for (name, value) in of.as_object().expect("limits") {
                at[name] = value.clone();
            }
        }
        section["items"] = json!([item]);
        let mut scheme = sound();
        scheme["sections"].as_array_mut().expect("sections").push(section);
        let text = scheme.to_string();
        let told = Scheme::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}")).findings();
        told.into_iter().map(|one| (one.path, one.message)).next()
    };
    let told =
        |what: &str| Some(("加".to_owned(), format!("{what}没有写明上限，总分可能因此超过或远低于其他单位")));
    let both = || json!([give, take]);
    for (rules, limits, inner, expected) in [
        (both(), json!({}), json!({}), told("加分和减分都")),
        (both(), json!({"points": "5"}), json!({}), told("减分")),
        (both(), json!({"floor": "5"}), json!({}), told("加分")),
        (both(), json!({"points": "5", "floor": "5"}), json!({}), None),
        (both(), json!({}), json!({"points": "5", "floor": "5"}), None),
        (json!([give]), json!({}), json!({}), told("加分")),
        (json!([give]), json!({"points": "5"}), json!({}), None),
        (json!([take]), json!({}), json!({}), told("减分")),
        (json!([take]), json!({"floor": "5"}), json!({}), None),
    ] {
        assert_eq!(block(rules.clone(), limits.clone(), inner.clone()), expected, "{rules} {limits} {inner}");
    }
}

/// Whether a rule can use up its points is worked out as it is scored.
#[test]
fn what_a_rule_can_reach_is_what_it_reaches() {
    let rate = |max: &str| json!({"input": "r", "label": "率", "unit": "%", "min": "0", "max": max});
    let monthly = |points: &str| {
        json!([{"rule": "group", "title": "按年", "at_most_per": {"span": "year", "points": points},
            "rules": [{"rule": "deduct_each", "input": count("f", "facts"), "amount": "1"}]}])
    };
    let steps = |partial: bool| {
        json!([{"rule": "deduct_steps", "input": rate("100"), "side": "below", "threshold": "90", "step": "4",
            "amount": "4/9", "partial": partial}])
    };
    let steps = |partial: bool| {
        let mut rule = steps(partial);
        rule[0]["amount"] = json!("0.444444");
        rule
    };
    let short = |rules: Value| found(&self::rules(rules)).iter().any(|(code, ..)| code == "rule_short");
    assert!(short(json!([{"rule": "award_rate", "input": rate("80"), "amount": "10"}])));
    assert!(!short(json!([{"rule": "award_rate", "input": rate("100"), "amount": "10"}])));
    let half = json!({"input": "r", "label": "率", "unit": "%", "min": "50", "max": "100"});
    assert!(short(json!([{"rule": "deduct_share", "input": half, "amount": "10"}])));
    assert!(!short(json!([{"rule": "deduct_share", "input": rate("100"), "amount": "10"}])));
    assert!(short(monthly("9")));
    assert!(!short(monthly("10")));
    assert!(short(steps(false)) && short(steps(true)), "22 and 22.5 steps of less than 4/9 are less than 10");
    let exact = json!([{"rule": "deduct_steps", "input": rate("100"), "side": "below", "threshold": "90", "step": "36",
        "amount": "4", "partial": true}]);
    assert!(!short(exact), "2.5 steps of 4 are 10");
}

/// 人工评分 beside what takes no points is no mixture; without points it cannot give any.
#[test]
fn manual_criteria_have_points_of_their_own() {
    let manual = json!({"rule": "manual", "input": "points"});
    let met = json!({"input": "w", "label": "制度", "met": "有", "unmet": "没有"});
    let codes =
        |rules: Value| found(&self::rules(rules)).into_iter().map(|(code, ..)| code).collect::<Vec<_>>();
    assert_eq!(
        codes(json!([manual, {"rule": "consequence", "condition": met, "consequence": "通报"}])),
        ["manual"]
    );
    assert_eq!(codes(json!([manual, {"rule": "zero_unless_met", "conditions": [met]}])), ["manual"]);
    assert_eq!(codes(json!([manual, each()])), ["manual_mixed", "manual"]);
    let mut scheme = sound();
    let criterion = json!({"no": "b.1", "title": "加分", "wording": "规则", "parts": [{"rules": [manual]}]});
    let section = json!({"no": "加", "title": "加分", "role": "bonus", "points": "5", "items": [
        {"no": "b", "title": "项目", "criteria": [criterion]}]});
    scheme["sections"].as_array_mut().expect("sections").push(section);
    assert!(found(&scheme).iter().any(|(code, level, _)| code == "manual_points" && *level == Level::Error));
}

/// A reason covers what was found when it was given, and nothing that is found there later.
#[test]
fn a_reason_covers_what_it_was_given_for() {
    let tiers = |until: u32| {
        json!([{"rule": "award_tiers", "input": count("n", "number"),
            "tiers": [{"from": 0, "to": until, "amount": "0"}, {"from": 3, "amount": "10"}]}])
    };
    let mut scheme = Scheme::read(&rules(tiers(3)).to_string()).unwrap();
    let found = scheme.findings().remove(0);
    assert!(found.is_open());
    let (code, path, about) = (found.code, found.path, found.message);
    scheme.accepted.push(Acceptance { code, path, reason: "按后一档计。".into(), about });
    assert_eq!(scheme.publishable(), Ok(()));
    let mut later = Scheme::read(&rules(tiers(9)).to_string()).unwrap();
    later.accepted.clone_from(&scheme.accepted);
    let open = later.publishable().unwrap_err();
    assert_eq!((open.len(), open[0].code.as_str()), (1, "tiers_overlap"), "{open:?}");
    // A reason of before findings were kept with it covers whatever is found there.
    later.accepted[0].about.clear();
    assert_eq!(later.publishable(), Ok(()));
}

/// Discretion names no amounts, and one fixed award cannot grow: nothing is found.
#[test]
fn what_needs_no_limit_and_no_figure_is_left_alone() {
    let by_discretion =
        json!({"rule": "deduct_discretion", "input": "d", "label": "工作不力", "min": "0", "max": "10"});
    for wording in ["酌情扣分，最高扣10分；每个扣1分。", "酌情扣1至10分，每个扣1分。", "视情况扣分。"]
    {
        let mut scheme = rules(json!([by_discretion, each()]));
        *scheme.pointer_mut("/sections/0/items/0/criteria/0/wording").expect("the wording") = json!(wording);
        let told = found(&scheme);
        assert!(told.iter().all(|(code, ..)| code != "wording_figures"), "{wording}: {told:?}");
    }
    let once = json!({"rule": "award_met", "conditions": [{"input": "a", "label": "表彰", "met": "有", "unmet": "没有", "amount": "2"}]});
    let criterion =
        json!({"no": "b.1", "title": "加分", "wording": "有表彰的加2分。", "parts": [{"rules": [once]}]});
    let mut scheme = sound();
    let sections = scheme["sections"].as_array_mut().expect("sections");
    sections.push(json!({"no": "加", "title": "加分", "role": "bonus", "items": [{"no": "b", "title": "项目", "criteria": [criterion]}]}));
    assert_eq!(found(&scheme), []);
}
