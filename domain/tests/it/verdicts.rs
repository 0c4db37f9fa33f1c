//! One verdict: pass mark, bands with their conditions, grades, standards, vetoes and completeness speak with one voice.
//! Each is a small scheme, what was answered, and the one sentence that has to come out.

use domain::scheme::{Scheme, builtin};
use domain::scoring::{Reached, ScoreSheet, Verdict, read_answers, score_in};
use serde_json::{Value, json};

use crate::with_register;

fn count(input: &str) -> Value {
    json!({"input": input, "label": "问题", "unit": "个", "told": "问题{n}个"})
}

/// A criterion of `points` from which every one of `n` takes a point.
fn line(no: &str, points: &str) -> Value {
    json!({"no": no, "title": format!("工作{no}"), "points": points, "wording": "每个扣1分。",
        "parts": [{"points": points, "rules": [{"rule": "deduct_each", "input": count("n"), "amount": "1"}]}]})
}

fn veto(no: &str, effect: Value) -> Value {
    json!({"no": no, "title": "否决情形", "veto": {"effect": effect, "subject": "本单位", "window": "period"}})
}

fn scheme(points: Value, sections: Value, outcome: Value) -> Value {
    let mut whole = json!({"decided_by": "评定小组", "options": ["确认", "不予确认"]});
    for (name, value) in outcome.as_object().into_iter().flatten() {
        whole[name] = value.clone();
    }
    json!({"format": 2, "name": "try", "title": "试", "points": points, "sections": sections, "outcome": whole})
}

fn section(no: &str, criteria: Value) -> Value {
    json!({"no": no, "title": format!("部分{no}"), "criteria": criteria})
}

fn sheet(scheme: &Value, answers: Value) -> ScoreSheet {
    let scheme = Scheme::read(&scheme.to_string()).unwrap_or_else(|error| panic!("{error}\n{scheme}"));
    let file = json!({"format": 1, "scheme": "try", "answers": answers}).to_string();
    let file = read_answers(&scheme, &with_register(&file)).unwrap_or_else(|problem| panic!("{problem}"));
    score_in(&scheme, &file.answers, &file.circumstances).unwrap()
}

fn concluded(sheet: &ScoreSheet) -> String {
    sheet.reached.as_deref().map(Reached::told).unwrap_or_default().last().cloned().unwrap_or_default()
}

fn says(scheme: &Value, answers: Value) -> String {
    concluded(&sheet(scheme, answers))
}

const BANDS: &str = r#"[{"title":"优秀","from":"90"},{"title":"合格","from":"60"}]"#;

fn bands() -> Value {
    serde_json::from_str(BANDS).unwrap()
}

#[test]
fn a_pass_mark_and_bands_are_part_of_the_verdict() {
    let hundred = json!([section("1", json!([line("1.1", "100")]))]);
    let passing = scheme(json!("100"), hundred.clone(), json!({"pass": "90"}));
    let fault = |n: u32| json!({"1.1": {"n": n}});
    assert_eq!(says(&passing, fault(10)), "符合规定的条件：得分90分，达到90分的达标线。");
    assert_eq!(says(&passing, fault(11)), "不符合规定的条件：得分89分，低于90分的达标线。");
    assert_eq!(says(&passing, json!({})), "是否符合规定的条件尚未确定：达标线为90分，得分尚未确定。");
    let banded = scheme(json!("100"), hundred, json!({"bands": bands()}));
    assert_eq!(says(&banded, fault(10)), "等次：优秀。");
    assert_eq!(says(&banded, fault(41)), "不评等次：得分59分，低于“合格”的60分。");
}

/// 89.999 stands beside 90 with as many digits as tell them apart.
#[test]
fn what_is_just_short_is_shown_just_short() {
    let fine = json!({"no": "1.1", "title": "率", "points": "100", "wording": "按率计。", "parts": [{"points": "100", "rules": [
        {"rule": "award_rate", "input": {"input": "r", "label": "率", "unit": "%", "min": "0", "max": "100"}, "amount": "100"}]}]});
    let passing = scheme(json!("100"), json!([section("1", json!([fine]))]), json!({"pass": "90"}));
    let said = says(&passing, json!({"1.1": {"r": "89.999"}}));
    assert_eq!(said, "不符合规定的条件：得分89.999分，低于90分的达标线。");
}

/// What excludes the result excludes the band: no sheet has both.
#[test]
fn a_veto_leaves_no_band_beside_it() {
    let with = |effect: Value| {
        let sections =
            json!([section("1", json!([line("1.1", "100")])), section("2", json!([veto("2.1", effect)]))]);
        scheme(json!("100"), sections, json!({"bands": bands()}))
    };
    let found = json!({"1.1": {"n": 0}, "2.1": {"veto": "found"}});
    for (effect, said) in [
        (json!("not_eligible"), "不评等次：有一票否决情形（2.1），不得评定。"),
        (json!("application_refused"), "不评等次：有一票否决情形（2.1），不受理申报。"),
        (json!("fails"), "不评等次：有一票否决情形（2.1），结果为不合格。"),
        (json!("revokes_honour"), "不评等次：有一票否决情形（2.1），撤销已有命名。"),
        (
            json!("bars_top"),
            "等次：合格（有一票否决情形（2.1），不得评为最高等次；有一票否决情形（2.1），不得评为最高等次，不评为“优秀”）。",
        ),
    ] {
        let scheme = with(effect);
        assert_eq!(says(&scheme, found.clone()), said);
        let reached = sheet(&scheme, json!({"1.1": {"n": 0}})).reached.unwrap();
        assert!(reached.bands.len() > 1, "open as long as the veto is: {:?}", reached.bands);
    }
    let taken = sheet(&with(json!({"deducts": "30"})), found.clone());
    assert_eq!(
        (taken.score.exact().as_str(), concluded(&taken).as_str()),
        ("70", "等次：合格（有一票否决情形（2.1），总分扣30分）。")
    );
}

/// Standards that are not met or open are named wherever a scheme asks for standards, whoever decides.
#[test]
fn standards_are_part_of_the_verdict() {
    let scheme = builtin::load("yueyang").unwrap().for_unit_type("office");
    let said = |standards: &str| {
        let vetoes: String = (1..=7).map(|n| format!(r#","否1.{n}":{{"veto":"none"}}"#)).collect();
        let file = format!(r#"{{"format":1,"scheme":"yueyang","answers":{{{standards}{vetoes}}}}}"#);
        let file = read_answers(&scheme, &file).unwrap();
        let sheet = score_in(&scheme, &file.answers, &file.circumstances).unwrap();
        (sheet.reached.as_ref().unwrap().verdict, concluded(&sheet))
    };
    let met = |no: &str, mark: &str| format!(r#""{no}":{{"standard":"{mark}"}}"#);
    let all = |a: &str, b: &str, c: &str| [met("1.1", a), met("1.2", b), met("1.3", c)].join(",");
    assert_eq!(
        said(&all("met", "met", "met")),
        (Some(Verdict::Yes), "符合规定的条件：没有不达标的标准；没有一票否决情形。".to_owned())
    );
    assert_eq!(
        said(&all("unmet", "unmet", "unmet")),
        (Some(Verdict::No), "不符合规定的条件：1.1、1.2、1.3不达标；没有一票否决情形。".to_owned())
    );
    let open = [met("1.1", "met"), met("1.2", "met")].join(",");
    assert_eq!(
        said(&open),
        (Some(Verdict::Open), "是否符合规定的条件尚未确定：1.3没有填写；没有一票否决情形。".to_owned())
    );
    let both = [met("1.1", "unmet"), met("1.2", "unmet")].join(",");
    assert_eq!(
        said(&both),
        (Some(Verdict::No), "不符合规定的条件：1.1、1.2不达标，1.3没有填写；没有一票否决情形。".to_owned())
    );
    let elsewhere = all("not_involved", "not_involved", "not_involved");
    assert_eq!(said(&elsewhere).1, "没有结果：各项标准都不涉及。");
}

/// 瞒案不报、有案不查: not one of the eight negative entries, and no application is taken.
#[test]
fn a_concealed_case_refuses_the_application() {
    let scheme = builtin::load("tangjiafang").unwrap();
    let graded: String = (1..=14).map(|no| format!(r#""{no}":{{"grade":"good"}},"#)).collect();
    let negative: String = (1..=8).map(|n| format!(r#""15.{n}":{{"veto":"none"}},"#)).collect();
    let said = |concealed: &str| {
        let file = format!(
            r#"{{"format":1,"scheme":"tangjiafang","answers":{{{graded}{negative}"10④":{{"veto":"{concealed}"}},"16.1":{{"record":"96.5"}}}}}}"#
        );
        let file = read_answers(&scheme, &file).unwrap();
        let sheet = score_in(&scheme, &file.answers, &file.circumstances).unwrap();
        (sheet.reached.as_ref().unwrap().verdict, concluded(&sheet))
    };
    assert_eq!(said("none").0, Some(Verdict::Yes));
    let (verdict, told) = said("found");
    assert_eq!(verdict, Some(Verdict::No));
    assert!(told.contains("有一票否决情形（10④），不受理申报"), "{told}");
}

/// The survey is not the village's to enter: its own sheet is complete without, and refuses it.
#[test]
fn what_others_enter_is_not_asked_of_the_unit() {
    let scheme = builtin::load("tangjiafang").unwrap();
    let mut own =
        read_answers(&scheme, r#"{"format":1,"scheme":"tangjiafang","answers":{"16.1":{"record":"96.5"}}}"#)
            .unwrap();
    own.circumstances.self_assessment = true;
    let refused = score_in(&scheme, &own.answers, &own.circumstances).unwrap_err().to_string();
    assert_eq!(refused, "16.1.record：由组织测评的一方填写，自评不填");
    own.answers.clear();
    let sheet = score_in(&scheme, &own.answers, &own.circumstances).unwrap();
    assert!(sheet.criterion("16.1").unwrap().complete);
    for share in ["101", "-1", "100.01"] {
        let file =
            format!(r#"{{"format":1,"scheme":"tangjiafang","answers":{{"16.1":{{"record":"{share}"}}}}}}"#);
        assert!(read_answers(&scheme, &file).is_err(), "{share}");
    }
}

/// A heading with points whose rows only deduct starts full, and all rows share what it has.
#[test]
fn rows_share_the_points_of_their_heading() {
    let row = |no: &str, marked: bool| {
        let mut row = json!({"no": no, "title": "行", "wording": "每个扣1分。",
            "parts": [{"rules": [{"rule": "deduct_each", "input": count("n"), "amount": "1"}]}]});
        if marked {
            row["acts_on_parent"] = json!(true);
        }
        row
    };
    for marked in [true, false] {
        let mut shared = section("1", json!([row("1.1", marked), row("1.2", marked)]));
        shared["points"] = json!("10");
        let shared = scheme(
            json!("10"),
            json!([shared]),
            json!({"bands": [{"title": "好", "from": "8"}, {"title": "差", "from": "0"}]}),
        );
        let comes = |a: u32, b: u32| {
            let sheet = sheet(&shared, json!({"1.1": {"n": a}, "1.2": {"n": b}}));
            format!("{} / {}，{}", sheet.score, sheet.achievable, concluded(&sheet))
        };
        assert_eq!(comes(0, 0), "10 / 10，等次：好。");
        assert_eq!(comes(3, 4), "3 / 10，等次：差。");
        assert_eq!(comes(8, 4), "0 / 10，等次：差。");
        let open = sheet(&shared, json!({"1.1": {"n": 3}}));
        assert_eq!((open.range.low.exact(), open.range.high.exact()), ("0".to_owned(), "7".to_owned()));
        let read = Scheme::read(&shared.to_string()).unwrap();
        let found: Vec<_> =
            read.findings().into_iter().filter(|one| one.is_open() || one.code == "rows_share").collect();
        assert_eq!(
            found.iter().map(|one| one.message.as_str()).collect::<Vec<_>>(),
            ["2条细则没有各自的分值，共用10分，扣完为止"]
        );
    }
}

/// 整体不得分 takes 加分 along, unless the document says otherwise.
#[test]
fn nothing_is_left_when_the_whole_is_denied() {
    let bottom = json!({"no": "1.1", "title": "底线", "points": "100", "wording": "突破底线整体不得分。", "parts": [{"points": "100", "rules": [
        {"rule": "zero_unless_met", "conditions": [{"input": "kept", "label": "底线", "met": "守住", "unmet": "突破"}], "reach": "total"}]}]});
    let bonus = json!({"no": "2", "title": "加分", "role": "bonus", "points": "5", "criteria": [{"no": "2.1", "title": "加分", "wording": "每个加1分。",
        "parts": [{"rules": [{"rule": "award_each", "input": count("n"), "amount": "1"}]}]}]});
    let of = |outcome: Value| scheme(json!("100"), json!([section("1", json!([bottom])), bonus]), outcome);
    let broken = json!({"1.1": {"kept": false}, "2.1": {"n": 3}});
    // That what was earned beside falls with it is said.
    let told = |sheet: &ScoreSheet| {
        sheet.reached.as_ref().map(|reached| reached.told().concat()).unwrap_or_default()
    };
    let denied = sheet(&of(json!({})), broken.clone());
    assert_eq!(denied.score.exact(), "0");
    assert!(told(&denied).contains("整体不得分，加减分也不计"), "{}", told(&denied));
    let spared = sheet(&of(json!({"zero_spares_bonus": true})), broken);
    assert_eq!(spared.score.exact(), "3");
    assert!(!told(&spared).contains("也不计"), "{}", told(&spared));
    assert_eq!(sheet(&of(json!({})), json!({"1.1": {"kept": true}, "2.1": {"n": 3}})).score.exact(), "103");
}

/// 加权后附加分: after the weights a bonus point is a point.
#[test]
fn a_bonus_may_be_added_after_the_weights() {
    let bonus = json!({"no": "2", "title": "加分", "role": "bonus", "criteria": [{"no": "2.1", "title": "加分", "wording": "每个加1分。",
        "parts": [{"rules": [{"rule": "award_each", "input": count("n"), "amount": "1"}]}]}]});
    let mut weighed =
        scheme(json!("100"), json!([section("1", json!([line("1.1", "100")])), bonus]), json!({}));
    weighed["sources"] = json!([{"id": "review", "title": "考评", "weight": "60", "rubric": true, "full": "100"}, {"id": "people", "title": "民意", "weight": "40", "full": "100"}]);
    let comes = |scheme: &Value| {
        let scheme = Scheme::read(&scheme.to_string()).unwrap();
        let file = r#"{"format":1,"scheme":"try","sources":{"people":"90"},"answers":{"1.1":{"n":10},"2.1":{"n":2}}}"#;
        let file = read_answers(&scheme, file).unwrap();
        score_in(&scheme, &file.answers, &file.circumstances).unwrap().score.exact()
    };
    // (90 + 2) × 60 % + 90 × 40 %
    assert_eq!(comes(&weighed), "91.2");
    weighed["outcome"]["bonus_after_weights"] = json!(true);
    assert_eq!(comes(&weighed), "92");
}

/// 不计入: whoever has all that concerns them has all; nothing at all is no result.
#[test]
fn what_is_left_out_counts_for_nobody() {
    let with = |points: &str, no: &str| {
        let mut line = line(no, points);
        line["not_applicable"] = json!("exclude");
        line
    };
    let rest = scheme(
        json!("100"),
        json!([section("1", json!([with("80", "1.1"), with("20", "1.2")]))]),
        json!({"bands": bands()}),
    );
    let out = json!({"not_applicable": true});
    let all = sheet(&rest, json!({"1.1": {"n": 0}, "1.2": out}));
    assert_eq!((all.score.exact().as_str(), concluded(&all).as_str()), ("80", "等次：优秀。"));
    let told = all.reached.as_ref().unwrap().told();
    assert!(told.iter().any(|one| one.contains("折算为100分")), "{told:?}");
    // 70 of 80 are 87.5 of a hundred.
    assert_eq!(says(&rest, json!({"1.1": {"n": 10}, "1.2": out})), "等次：合格。");
    let none = sheet(&rest, json!({"1.1": out, "1.2": out}));
    assert_eq!(concluded(&none), "没有结果：没有可以计分的内容。");
    assert_eq!((none.rate(), none.reached.unwrap().bands), (None, Vec::new()));
    // While the second line is open, it may still be left out.
    let open = sheet(&rest, json!({"1.1": {"n": 8}}));
    assert_eq!(open.reached.unwrap().bands, [Some("优秀".to_owned()), Some("合格".to_owned())]);
}

/// Lists that only add have no maximum and no 得分率; lists that only deduct go down from 0, vetoes too.
#[test]
fn lists_without_a_maximum_count_in_points() {
    let block = |rule: &str| {
        json!({"no": "1", "title": "清单", "role": "bonus", "criteria": [{"no": "1.1", "title": "事项", "wording": "每个10分。",
            "parts": [{"rules": [{"rule": rule, "input": count("n"), "amount": "10"}]}]}]})
    };
    let adds = scheme(Value::Null, json!([block("award_each")]), json!({}));
    let many = sheet(&adds, json!({"1.1": {"n": 12}}));
    assert_eq!((many.score.exact().as_str(), many.rate()), ("120", None));
    let takes = scheme(
        Value::Null,
        json!([block("deduct_each"), section("2", json!([veto("2.1", json!({"deducts": "30"}))]))]),
        json!({}),
    );
    assert_eq!(sheet(&takes, json!({"1.1": {"n": 2}, "2.1": {"veto": "found"}})).score.exact(), "-50");
    assert_eq!(sheet(&takes, json!({"1.1": {"n": 2}, "2.1": {"veto": "none"}})).score.exact(), "-20");
}

/// Who misses an extra condition falls to the next band, and reads why.
#[test]
fn who_misses_a_condition_falls_to_the_next_band() {
    let innovation =
        json!({"no": "2.1", "title": "有创新项目", "recorded": {"label": "有创新项目", "yes_no": true}});
    let sections = json!([
        section("1", json!([line("1.1", "50"), line("1.2", "50")])),
        section("2", json!([innovation]))
    ]);
    let of = |condition: Value| {
        let bands = json!([{"title": "优秀", "from": "50", "conditions": [condition]}, {"title": "合格", "from": "0"}]);
        scheme(json!("100"), sections.clone(), json!({"bands": bands}))
    };
    let answers = |second: u32, innovation: bool| json!({"1.1": {"n": 0}, "1.2": {"n": second}, "2.1": {"record": innovation}});
    let lines = of(json!({"at_most_at_zero": {"of": "criteria", "lines": 0}}));
    assert_eq!(says(&lines, answers(50, true)), "等次：合格（有1个评分细则得0分，不评为“优秀”）。");
    assert_eq!(says(&lines, answers(49, true)), "等次：优秀。");
    let one = of(json!({"at_most_at_zero": {"of": "criteria", "lines": 1}}));
    assert_eq!(says(&one, answers(50, true)), "等次：优秀。");
    let asked = of(json!({"recorded": {"no": "2.1", "at_least": "1"}}));
    assert_eq!(says(&asked, answers(0, false)), "等次：合格（“有创新项目”没有达到要求，不评为“优秀”）。");
    assert_eq!(says(&asked, answers(0, true)), "等次：优秀。");
}
