//! The page that documents the format tells what is so: every example on it is read and scored as it stands there, and every
//! name a file may contain is on it.

use std::collections::BTreeSet;

use domain::scheme::Scheme;
use domain::scheme::edit::{SAMPLE_YEAR, Sample};
use domain::scoring::score_in;
use serde_json::{Value, json};

const TOLD: &str = include_str!("../../schemes/README.md");
const SCHEMA: &str = include_str!("../../schemes/scheme.schema.json");

/// Every example with the mark beside its language, which says of what it is an example.
fn examples() -> Vec<(&'static str, Value)> {
    let blocks = TOLD.split("```json").skip(1).map(|block| {
        let (mark, rest) = block.split_once('\n').expect("an example has lines");
        let (text, _) = rest.split_once("```").expect("an example ends");
        let example = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        (mark.trim(), example)
    });
    blocks.collect()
}

/// The example in a scheme that is no larger than it has to be.
fn within(mark: &str, example: Value) -> Value {
    let manual = json!({"no": "甲1", "title": "其他工作", "points": "1", "wording": "由考核人员评定。",
        "parts": [{"points": "1", "rules": [{"rule": "manual", "input": "points"}]}]});
    let mut scheme = json!({"format": 2, "name": "example", "title": "例子",
        "sections": [{"no": "甲", "title": "其他", "criteria": [manual]}],
        "outcome": {"decided_by": "评定小组", "options": ["评定", "不予评定"]}});
    let list = match mark {
        "方案" => return example,
        "结果" => {
            scheme["outcome"] = example;
            return scheme;
        }
        "部分" => scheme["sections"].as_array_mut(),
        "细则" => scheme["sections"][0]["criteria"].as_array_mut(),
        other => panic!("“{other}”没有说明是什么的例子"),
    };
    list.expect("a list").push(example);
    scheme
}

#[test]
fn every_example_is_read_and_scored_as_it_stands() {
    let examples = examples();
    assert!(examples.iter().any(|(mark, _)| *mark == "方案"));
    for (mark, example) in examples {
        let told = format!("{mark}：{example}");
        let text = within(mark, example).to_string();
        let scheme = Scheme::read(&text).unwrap_or_else(|error| panic!("{}\n{told}", error.told()));
        assert_eq!(Scheme::read(&scheme.to_canonical()).as_ref(), Ok(&scheme), "{told}");
        if mark == "方案" {
            assert_eq!(scheme.publishable(), Ok(()), "{told}");
        }
        for sample in Sample::ALL {
            let answers = scheme.samples(sample);
            let circumstances = scheme.sample_circumstances(scheme.criteria(), SAMPLE_YEAR);
            let sheet = score_in(&scheme, &answers, &circumstances);
            let sheet = sheet.unwrap_or_else(|problem| panic!("{problem}\n{told}"));
            assert_eq!(sheet.range.low, sheet.range.high, "{told}");
        }
    }
}

#[test]
fn every_name_of_the_format_is_told() {
    let mut names = BTreeSet::new();
    collect(&serde_json::from_str(SCHEMA).unwrap(), &mut names);
    assert!(names.contains("deduct_each") && names.contains("one_fact_once"));
    // What is written as code, outside the examples.
    let prose = TOLD.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2));
    let told: BTreeSet<_> =
        prose.flat_map(|code| code.split(|c: char| !c.is_ascii_lowercase() && c != '_')).collect();
    let untold: Vec<_> = names.iter().filter(|name| !told.contains(name.as_str())).collect();
    assert!(untold.is_empty(), "domain/schemes/README.md没有写：{untold:?}");
}

/// Names of fields, and values that are chosen from.
fn collect(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            let fields = map.get("properties").and_then(Value::as_object);
            names.extend(fields.into_iter().flat_map(|fields| fields.keys().cloned()));
            let values = map.get("enum").and_then(Value::as_array);
            let values = values.into_iter().flatten().chain(map.get("const"));
            names.extend(values.filter_map(Value::as_str).map(str::to_owned));
            map.values().for_each(|below| collect(below, names));
        }
        Value::Array(list) => list.iter().for_each(|below| collect(below, names)),
        _ => {}
    }
}
