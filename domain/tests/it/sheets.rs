//! Whole score sheets.

use std::fmt::Write;

use domain::points::Points;
use domain::scheme::{Scheme, builtin};
use domain::scoring::{Answers, HeadingScore, ScoreSheet, read_answers, report, score, score_in};

use crate::jiyuan;

const EXAMPLE: &str = include_str!("../../../examples/jiyuan-answers.json");

fn example(scheme: &Scheme) -> ScoreSheet {
    let file = read_answers(scheme, EXAMPLE).unwrap();
    score_in(scheme, &file.answers, &file.circumstances).unwrap()
}

/// The sheet as people read it.
fn printed(sheet: &ScoreSheet) -> String {
    let mut text = String::new();
    writeln!(
        text,
        "得{}分，满分{}分，可得{}分，得分率{}，已填{}/{}",
        sheet.score,
        sheet.declared.unwrap_or_default(),
        sheet.achievable,
        sheet.rate().map_or("无".to_owned(), Points::percent),
        sheet.answered,
        sheet.asked
    )
    .unwrap();
    for section in &sheet.sections {
        print_heading(&mut text, section, 0);
    }
    text
}

fn print_heading(text: &mut String, heading: &HeadingScore, depth: usize) {
    let declared = heading.declared.map(|points| format!("/{points}")).unwrap_or_default();
    writeln!(text, "{:depth$}{} {}{declared}", "", heading.no, heading.score, depth = depth * 2).unwrap();
    for line in &heading.criteria {
        writeln!(text, "{:depth$}{} {}", "", line.no, line.sentence(), depth = depth * 2 + 2).unwrap();
    }
    for item in &heading.items {
        print_heading(text, item, depth + 1);
    }
}

#[test]
fn the_example_is_complete_and_explained() {
    let scheme = jiyuan();
    let sheet = example(&scheme);
    assert!(sheet.complete());
    insta::assert_snapshot!("jiyuan_example", printed(&sheet));
}

#[test]
fn the_report_is_machine_readable() {
    let scheme = jiyuan();
    let sheet = example(&scheme);
    let report = report(&scheme, &scheme, &sheet);
    insta::assert_snapshot!("jiyuan_report", serde_json::to_string_pretty(&report).unwrap());
}

/// What was accepted for other types of unit is not out of date for one.
#[test]
fn a_report_for_one_type_finds_what_the_whole_scheme_has() {
    for name in builtin::names() {
        let whole = builtin::load(name).unwrap();
        for one in &whole.unit_types {
            let scheme = whole.for_unit_type(&one.code);
            let sheet = score(&scheme, &Answers::new()).unwrap();
            let findings = &report(&whole, &scheme, &sheet)["findings"];
            let stale = |found: &&serde_json::Value| found["code"] == "stale_acceptance";
            assert_eq!(findings.as_array().unwrap().iter().find(stale), None, "{name} {}", one.code);
        }
    }
}

#[test]
fn an_empty_sheet_is_open_everywhere() {
    let scheme = jiyuan();
    let sheet = score(&scheme, &Answers::new()).unwrap();
    assert_eq!((sheet.answered, sheet.asked), (0, 43));
    // 9.2 cannot lose more than one of its two points.
    assert_eq!(sheet.score, Points::from_int(1));
    assert_eq!((sheet.range.low, sheet.range.high), (Points::from_int(1), Points::from_int(99)));
    assert_eq!((sheet.declared, sheet.achievable), (Some(Points::from_int(100)), Points::from_int(99)));
}

#[test]
fn one_page_of_answers_moves_only_its_item() {
    let scheme = jiyuan();
    let file = r#"{"format":1,"scheme":"jiyuan","facts":{"甲":{}},"answers":{"12.1":{"sanctions":[{"fact":"甲"}]}}}"#;
    let file = read_answers(&scheme, file).unwrap();
    let sheet = score_in(&scheme, &file.answers, &file.circumstances).unwrap();
    assert_eq!(sheet.answered, 1);
    assert_eq!((sheet.range.low.exact(), sheet.range.high.exact()), ("3.5".to_owned(), "96.5".to_owned()));
    let open = sheet.items().filter(|item| item.answered == 0).count();
    assert_eq!(open, 13);
}

#[test]
fn a_lower_declared_figure_caps_what_its_parts_add_up_to() {
    let mut scheme = jiyuan();
    scheme.sections[0].items[0].points = Some(Points::from_int(4));
    scheme.sections[0].points = Some(Points::from_int(15));
    scheme.points = Some(Points::from_int(60));
    let file = read_answers(&scheme, EXAMPLE).unwrap();
    let sheet = score_in(&scheme, &file.answers, &file.circumstances).unwrap();
    assert_eq!(sheet.sections[0].items[0].score, Points::from_int(4));
    assert_eq!(sheet.sections[0].score, Points::from_int(15));
    assert_eq!(sheet.score, Points::from_int(60));
}

#[test]
fn every_document_has_an_example() {
    for (name, text) in [
        ("organ", include_str!("../../../examples/organ-answers.json")),
        ("tangjiafang", include_str!("../../../examples/tangjiafang-answers.json")),
        ("wulingyuan", include_str!("../../../examples/wulingyuan-answers.json")),
        ("yueyang", include_str!("../../../examples/yueyang-answers.json")),
    ] {
        let scheme = builtin::load(name).unwrap();
        let file = read_answers(&scheme, text).unwrap();
        let scheme = file.unit_type.as_ref().map_or(scheme.clone(), |code| scheme.for_unit_type(code));
        let sheet = score_in(&scheme, &file.answers, &file.circumstances).unwrap();
        let told = sheet.reached.as_ref().unwrap().told().join("\n");
        insta::assert_snapshot!(format!("{name}_example"), format!("{}{told}", printed(&sheet)));
    }
}
