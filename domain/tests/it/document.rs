//! 济源示范区清廉机关创建考评细则, figure by figure, written out from the document and not from the scheme file.

use domain::points::Points;
use domain::scheme::{InputKind, Level, Scheme, builtin};

use crate::{findings, jiyuan};

/// 部分, points, 考评项目 with the declared points.
/// Number, title, points of an item.
type ItemRow = (&'static str, &'static str, i64);

const HEADINGS: &[(&str, &str, i64, &[ItemRow])] = &[
    (
        "一",
        "党的政治建设",
        25,
        &[("1", "带头做到“两个维护”", 9), ("2", "持续深化理论武装", 8), ("3", "严肃党内政治生活", 8)],
    ),
    (
        "二",
        "权力运行机制",
        25,
        &[
            ("4", "建立健全权力监督制度", 5),
            ("5", "坚持党务政务公开", 3),
            ("6", "推进权力规范运行", 4),
            ("7", "完善机关监督体系", 6),
            ("8", "健全反腐促廉机制", 7),
        ],
    ),
    (
        "三",
        "教育监督管理",
        25,
        &[
            ("9", "坚持正确用人导向", 7),
            ("10", "发挥监督治理作用", 7),
            ("11", "推进机关作风建设", 6),
            ("12", "保持惩腐高压态势", 5),
        ],
    ),
    ("四", "崇廉尚洁氛围", 25, &[("13", "厚植机关廉洁文化", 12), ("14", "培育选树清廉典型", 13)]),
];

/// Points of the 评分细则 of each 考评项目, in order.
const CRITERIA: [&[i64]; 14] = [
    &[2, 2, 3, 2],
    &[2, 2, 2, 2],
    &[3, 5],
    &[1, 2, 2],
    &[2, 1],
    &[1, 3],
    &[1, 3, 2],
    &[1, 3, 2, 1],
    &[3, 2, 2],
    &[2, 2, 1, 2],
    &[2, 2, 2],
    &[5],
    &[3, 2, 2, 4],
    &[3, 2, 6, 2],
];

/// The criteria for which the document writes no rule.
const MANUAL: [&str; 13] =
    ["5.2", "6.1", "6.2", "7.3", "8.2", "9.3", "10.2", "11.3", "13.2", "13.3", "14.1", "14.2", "14.3"];

#[test]
fn headings_and_points_are_the_documents() {
    let scheme = jiyuan();
    assert_eq!(scheme.title, "济源示范区清廉机关创建考评细则");
    assert_eq!(scheme.points, Some(Points::from_int(100)));
    let found: Vec<_> = scheme
        .sections
        .iter()
        .flat_map(|section| {
            std::iter::once((section.no.as_str(), section.title.as_str(), section.points))
                .chain(section.items.iter().map(|item| (item.no.as_str(), item.title.as_str(), item.points)))
        })
        .collect();
    let written: Vec<_> = HEADINGS
        .iter()
        .flat_map(|(no, title, points, items)| {
            std::iter::once(&(*no, *title, *points)).chain(*items).copied().collect::<Vec<_>>()
        })
        .map(|(no, title, points)| (no, title, Some(Points::from_int(points))))
        .collect();
    assert_eq!(found, written);
}

#[test]
fn criteria_are_numbered_and_worth_what_the_document_says() {
    let scheme = jiyuan();
    let found: Vec<_> = scheme.criteria().map(|c| (c.no.to_string(), c.points)).collect();
    let written: Vec<_> = CRITERIA
        .iter()
        .enumerate()
        .flat_map(|(item, criteria)| {
            criteria
                .iter()
                .enumerate()
                .map(move |(n, points)| (format!("{}.{}", item + 1, n + 1), Points::from_int(*points)))
        })
        .collect();
    assert_eq!(found, written);
    assert_eq!(found.len(), 43);
    assert_eq!(Points::sum(found.iter().map(|(_, points)| *points)), Ok(Points::from_int(99)));
    assert_eq!(Points::sum(scheme.items().filter_map(|item| item.points)), Ok(Points::from_int(100)));
}

#[test]
fn thirteen_criteria_have_no_rule() {
    let scheme = jiyuan();
    let manual: Vec<_> = scheme.criteria().filter(|c| c.is_manual()).map(|c| c.no.as_str()).collect();
    assert_eq!(manual, MANUAL);
    let worth = Points::sum(scheme.criteria().filter(|c| c.is_manual()).map(|c| c.points));
    assert_eq!(worth, Ok(Points::from_int(31)));
}

#[test]
fn every_built_in_scheme_is_canonical_and_publishable() {
    for name in builtin::names() {
        let text = builtin::text(name).unwrap();
        let scheme = Scheme::read(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(scheme.name, name);
        assert!(scheme.to_canonical() == text, "{name} is written byte for byte");
        // A blank one is there to be written first.
        assert_eq!(scheme.publishable().is_err(), name.starts_with("blank-"), "{name}");
        let stale = scheme.findings().into_iter().filter(|finding| finding.code == "stale_acceptance");
        assert_eq!(stale.count(), 0, "{name}");
    }
    assert_eq!(builtin::text("elsewhere"), None);
    assert_eq!(builtin::load("elsewhere"), None);
}

#[test]
fn the_findings_are_the_known_oddities() {
    insta::assert_snapshot!("jiyuan_findings", findings(&jiyuan()));
}

#[test]
fn nothing_is_accepted_without_a_reason() {
    let mut scheme = jiyuan();
    scheme.accepted.clear();
    let open = scheme.publishable().unwrap_err();
    assert_eq!(open.len(), 7);
    assert!(open.iter().all(|finding| finding.level == Level::Confirm && finding.accepted.is_none()));
}

#[test]
fn inputs_are_listed_in_document_order() {
    let scheme = jiyuan();
    let inputs = scheme.inputs();
    let lines: Vec<_> = inputs
        .iter()
        .map(|input| {
            let options: Vec<_> = input.options.iter().map(|o| format!("{}={}", o.id, o.label)).collect();
            let range = input.range.map(|r| format!("{}–{}{}", r.min, r.max, input.unit)).unwrap_or_default();
            format!("{} {}：{} {}{range}", input.id, input.kind.label(), input.label, options.join("|"))
        })
        .collect();
    insta::assert_snapshot!("jiyuan_inputs", lines.join("\n"));
    let claimable: Vec<_> =
        inputs.iter().filter(|i| i.kind == InputKind::NotApplicable).map(|i| i.id.as_str()).collect();
    assert_eq!(claimable, ["5.1.not_applicable"]);
}
