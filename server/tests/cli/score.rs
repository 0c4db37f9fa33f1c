use std::path::{Path, PathBuf};

use domain::points::Points;
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::command::{Done, on, run};
use crate::demo::qingping;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/jiyuan-answers.json")
}

fn score(answers: &Path, json: bool) -> Done {
    let mut command = qingping(Path::new("/nonexistent"));
    command.args(["score", "--scheme", "jiyuan", "--answers"]).arg(answers);
    if json {
        command.arg("--json");
    }
    run(&mut command)
}

fn scored(answers: &Path) -> Value {
    serde_json::from_str(&score(answers, true).succeeded()).unwrap()
}

#[test]
fn the_example_is_scored_as_by_hand() {
    let sheet = scored(&example());
    for key in [
        "total",
        "declared",
        "achievable",
        "range",
        "sections",
        "items",
        "criteria",
        "findings",
        "explanations",
    ] {
        assert!(!sheet[key].is_null(), "{key}");
    }
    assert_eq!((&sheet["declared"], &sheet["achievable"]), (&json!("100"), &json!("99")));
    assert_eq!(sheet["complete"], json!(true));
    for (no, points, why) in [
        ("1.4", "1", "2分，1项未落实扣1分"),
        ("2.1", "1.5", "2分，主题党日坚持不够好扣0.5分"),
        ("3.2", "4", "5分，主题党日未落实扣1分"),
        ("4.2", "1", "2分，查实1次扣1分"),
        ("5.1", "2", "未涉及的不扣分"),
        ("8.3", "1", "2分，谈话4次不扣，覆盖面不全扣1分"),
        ("12.1", "2.5", "5分，1起扣2.5分"),
        ("13.4", "2.2", "省级1条1分，市级2条1分，报送3条0.2分"),
        ("7.3", "2", "评定2分"),
    ] {
        assert_eq!(sheet["criteria"][no]["score"], json!(points), "{no}: {why}");
    }
    // Everything adds up, exactly.
    let sum = |part: &str| -> Points {
        let lines = sheet[part].as_object().unwrap().values();
        let scores = lines.map(|line| line["score"].as_str().unwrap().parse::<Points>().unwrap());
        scores.fold(Points::ZERO, |sum, score| sum.checked_add(score).unwrap())
    };
    let total: Points = sheet["total"].as_str().unwrap().parse().unwrap();
    for part in ["criteria", "items", "sections"] {
        assert_eq!(sum(part), total, "{part}");
    }
    assert_eq!(total, "83.8".parse().unwrap());
    assert_eq!(sheet["range"], json!({"low": "83.8", "high": "83.8"}));
    let text = score(&example(), false).succeeded();
    assert!(text.ends_with("合计83.8分，可得99分，文件所列总分100分。\n"), "{text}");
}

#[test]
fn what_is_not_answered_leaves_a_range() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("a.json");
    std::fs::write(&file, json!({"format": 1, "scheme": "jiyuan", "answers": {}}).to_string()).unwrap();
    let empty = scored(&file);
    // 9.2 gives 2分 and takes at most 1分 away.
    assert_eq!(empty["range"], json!({"low": "1", "high": "99"}));
    assert_eq!((&empty["complete"], &empty["answered"]), (&json!(false), &json!(0)));
    // 12.1 starts from 5 and loses 2.5 for each, down to nothing.
    let cases = |n: usize| (0..n).map(|n| json!({"fact": format!("F{n}")})).collect::<Vec<_>>();
    for (n, points) in [(0, "5"), (1, "2.5"), (2, "0"), (3, "0"), (1_000, "0")] {
        let sanctions = cases(n);
        let facts: serde_json::Map<_, _> = (0..n).map(|n| (format!("F{n}"), json!({}))).collect();
        let answers = json!({"format": 1, "scheme": "jiyuan", "facts": facts, "answers": {"12.1": {"sanctions": sanctions}}});
        std::fs::write(&file, answers.to_string()).unwrap();
        assert_eq!(scored(&file)["criteria"]["12.1"]["score"], json!(points));
    }
}

#[test]
fn answers_that_are_refused() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("a.json");
    let answers = |answers: Value| json!({"format": 1, "scheme": "jiyuan", "answers": answers}).to_string();
    for (text, place) in [
        (answers(json!({"6.1": {"points": 0.8, "remark": "缺"}})), "6.1"),
        (answers(json!({"99.9": {"missing": 1}})), "99.9"),
        (answers(json!({"1.1": {"missed": 1}})), "1.1"),
        (answers(json!({"1.1": {"missing": 100_001}})), "1.1"),
        (answers(json!({"1.1": {"missing": -1}})), "1.1"),
        (answers(json!({"1.1": {"missing": "1"}})), "1.1"),
        (answers(json!({"1.1": {"missing": 1.0}})), "1.1"),
        (answers(json!({"12.1": {"sanctions": 1}})), "12.1"),
        (answers(json!({"12.1": {"sanctions": [{}]}})), "12.1"),
        (answers(json!({"12.1": {"sanctions": [{"fact": "F1", "n": 100_001}]}})), "12.1"),
        (answers(json!({"13.4": {"published": [{"fact": "F1", "level": "municipal", "n": 2}]}})), "13.4"),
        (answers(json!({"13.4": {"published": [{"fact": "F1"}]}})), "13.4"),
        (answers(json!({"1.1": {"not_applicable": true}})), "1.1"),
        (answers(json!({"2.1": {"party_group": "good"}})), "2.1"),
        (answers(json!({"6.1": {"points": "99", "remark": "多"}})), "6.1"),
        (answers(json!({"6.1": {"points": "1", "remark": "字".repeat(5_001)}})), "6.1"),
        (
            r#"{"format":1,"scheme":"jiyuan","answers":{"1.1":{"missing":1},"1.1":{"missing":0}}}"#.into(),
            "第1行",
        ),
        (json!({"format": 2, "scheme": "jiyuan", "answers": {}}).to_string(), "format"),
        (json!({"format": 1, "scheme": "anders", "answers": {}}).to_string(), "scheme"),
        ("{".into(), ""),
        (String::new(), ""),
        (format!("[{}", "[".repeat(100_000)), ""),
    ] {
        std::fs::write(&file, &text).unwrap();
        let done = score(&file, true).refused("答案被拒绝，没有计分");
        assert_eq!(done.code, Some(1), "{text}");
        let told: Value = serde_json::from_str(&done.out).unwrap();
        assert!(told["refused"]["path"].as_str().unwrap().starts_with(place), "{told}");
        assert!(done.err.contains(told["refused"]["reason"].as_str().unwrap()), "{}", done.err);
    }
    // A file as an older office program saves it, in GBK.
    std::fs::write(
        &file,
        b"{\"format\":1,\"scheme\":\"jiyuan\",\"answers\":{\"1.1\":{\"remark\":\"\xce\xde\"}}}",
    )
    .unwrap();
    assert_eq!(score(&file, false).refused("UTF-8").code, Some(1));
}

#[test]
fn calls_that_are_no_use() {
    let folder = tempdir().unwrap();
    let missing = folder.path().join("none.json");
    assert_eq!(score(&missing, true).refused("读不到答案文件").code, Some(2));
    assert_eq!(score(folder.path(), true).refused("读不到答案文件").code, Some(2));
    let answers = example().display().to_string();
    let other = on(folder.path(), &["score", "--scheme", "none", "--answers", &answers, "--json"]);
    assert_eq!(other.refused("没有方案").code, Some(2));
    assert_eq!(on(folder.path(), &["scheme", "inputs", "none"]).refused("没有方案").code, Some(2));
}

#[test]
fn every_input_is_listed() {
    let folder = tempdir().unwrap();
    let list = on(folder.path(), &["scheme", "inputs", "jiyuan", "--json"]).succeeded();
    let list: Vec<Value> = serde_json::from_str(&list).unwrap();
    let text = on(folder.path(), &["scheme", "inputs", "jiyuan"]).succeeded();
    assert_eq!(text.lines().count(), list.len());
    let known = |id: String| list.iter().find(|input| input["id"] == id.as_str()).cloned();
    // Whatever the example answers is on the list, with the kind it is answered in.
    let example: Value = serde_json::from_slice(&std::fs::read(example()).unwrap()).unwrap();
    for (criterion, inputs) in example["answers"].as_object().unwrap() {
        for (name, value) in inputs.as_object().unwrap().iter().filter(|(name, _)| *name != "remark") {
            let input = known(format!("{criterion}.{name}")).unwrap_or_else(|| panic!("{criterion}.{name}"));
            let kind = input["kind"].as_str().unwrap();
            let fits = match value {
                Value::Bool(_) => matches!(kind, "yes_no" | "not_applicable"),
                Value::Number(_) => matches!(kind, "count" | "points"),
                Value::Array(_) => kind == "facts",
                _ => matches!(kind, "choice" | "points"),
            };
            assert!(fits, "{criterion}.{name}: {kind}");
            assert!(!input["label"].as_str().unwrap().is_empty());
        }
    }
}
