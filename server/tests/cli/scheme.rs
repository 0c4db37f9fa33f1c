//! `scheme list | export | inputs | check | format`, and scoring of schemes that are not built in.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::command::on;

const NOWHERE: &str = "/nonexistent";

fn told(arguments: &[&str]) -> String {
    on(Path::new(NOWHERE), arguments).succeeded()
}

fn read(arguments: &[&str]) -> Value {
    serde_json::from_str(&told(arguments)).unwrap()
}

#[test]
fn the_library_is_listed_and_exported_byte_for_byte() {
    let list = read(&["scheme", "list", "--json"]);
    let names: Vec<_> = list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names[..5], ["jiyuan", "organ", "tangjiafang", "wulingyuan", "yueyang"]);
    assert!(told(&["scheme", "list"]).contains("清廉机关建设任务分工"));
    for name in names {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../domain/schemes/{name}.json"));
        assert_eq!(told(&["scheme", "export", name]), std::fs::read_to_string(file).unwrap(), "{name}");
    }
}

#[test]
fn the_published_json_schema_is_the_formats() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/schemes/scheme.schema.json");
    let found = told(&["scheme", "format"]);
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&file, &found).unwrap();
    }
    let published = std::fs::read_to_string(file).unwrap();
    assert!(published == found, "write it anew with `qingping scheme format`");
}

#[test]
fn inputs_can_be_asked_for_one_unit_type() {
    let all = read(&["scheme", "inputs", "wulingyuan", "--json"]);
    assert_eq!(all.as_array().unwrap().len(), 41);
    let school = read(&["scheme", "inputs", "wulingyuan", "--unit-type", "school", "--json"]);
    assert_eq!(school.as_array().unwrap().len(), 5);
    let wrong = on(Path::new(NOWHERE), &["scheme", "inputs", "wulingyuan", "--unit-type", "office"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("没有单位类型“office”，应为：organ（清廉机关）"), "{}", wrong.err);
    let none = on(Path::new(NOWHERE), &["scheme", "inputs", "jiyuan", "--unit-type", "office"]);
    assert!(none.err.contains("本方案不分单位类型"), "{}", none.err);
}

#[test]
fn a_file_is_checked_with_place_and_level() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("own.json");
    let path = file.to_str().unwrap();
    let text = include_str!("../../../domain/tests/it/small.json");
    std::fs::write(&file, text).unwrap();
    assert!(told(&["scheme", "check", path]).contains("可以发布。"));

    // A heading that promises another figure than its criteria.
    std::fs::write(&file, text.replacen("\"points\": \"100\"", "\"points\": \"99\"", 1)).unwrap();
    let open = on(Path::new(NOWHERE), &["scheme", "check", path, "--json"]);
    assert_eq!(open.code, Some(1));
    let findings: Value = serde_json::from_str(&open.out).unwrap();
    let sum = findings.as_array().unwrap().iter().find(|one| one["code"] == "sum").unwrap();
    assert_eq!((&sum["level"], &sum["path"]), (&json!("confirm"), &json!("")));
    assert!(sum["message"].as_str().unwrap().contains("标明99分"));

    std::fs::write(&file, "{\"format\": 9}").unwrap();
    let broken = on(Path::new(NOWHERE), &["scheme", "check", path, "--json"]);
    assert_eq!(broken.code, Some(1));
    let findings: Value = serde_json::from_str(&broken.out).unwrap();
    assert_eq!(findings[0]["code"], json!("unreadable"));
    let missing = on(Path::new(NOWHERE), &["scheme", "check", "elsewhere.json"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("也没有这个文件"), "{}", missing.err);
}

#[test]
fn a_scheme_of_ones_own_is_scored_for_a_unit_type() {
    let folder = tempdir().unwrap();
    let (scheme, answers) = (folder.path().join("own.json"), folder.path().join("answers.json"));
    std::fs::write(&scheme, told(&["scheme", "export", "wulingyuan"]).replace("wulingyuan", "own")).unwrap();
    std::fs::write(&answers, r#"{"format":1,"scheme":"own","answers":{"6.1":{"standard":"met"}}}"#).unwrap();
    let arguments = |unit_type| {
        let (scheme, answers) = (scheme.to_str().unwrap(), answers.to_str().unwrap());
        ["score", "--scheme", scheme, "--answers", answers, "--unit-type", unit_type, "--json"]
    };
    let sheet = read(&arguments("family"));
    assert_eq!(
        sheet["reached"]["standards"],
        json!({"met":1,"partly":0,"unmet":0,"not_involved":0,"open":3})
    );
    assert_eq!(sheet["criteria"]["6.1"]["answer"], json!("met"));
    let refused = on(Path::new(NOWHERE), &arguments("school"));
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("本方案没有这条评分细则"), "{}", refused.err);

    // Whoever forgets to say which one is told.
    let all = arguments("family");
    let unsaid = on(Path::new(NOWHERE), &all[..5]);
    assert!(
        unsaid.err.contains("没有指定单位类型") && unsaid.err.contains("school（清廉学校）"),
        "{}",
        unsaid.err
    );
    assert!(on(Path::new(NOWHERE), &all).err.is_empty());
}

/// `qingping scheme inputs organ --json | head -1`: whoever has read enough is not told of a fault.
#[test]
fn a_reader_may_leave_early() {
    for words in [["scheme", "inputs", "organ", "--json"].as_slice(), &["scheme", "check", "organ"]] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = crate::demo::qingping(folder.path())
            .args(words)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success() && done.stderr.is_empty(), "{words:?}: {done:?}");
    }
}
