//! 清廉机关建设任务分工, figure by figure, written out from the document and not from the scheme file.

use domain::points::Points;
use domain::scheme::{Criterion, InputKind, InputSpec, Rule, Scheme, builtin};
use domain::scoring::{Answer, Answers, InputValue, Judged, ScoreSheet, read_answers, score_in};

use crate::{findings, p};

fn organ() -> Scheme {
    builtin::load("organ").unwrap()
}

/// 部分 and its points.
const SECTIONS: [(&str, &str, &str); 5] = [
    ("〇", "强化组织领导", "5"),
    ("一", "突出政治引领", "25"),
    ("二", "规范权力运行", "30"),
    ("三", "强化监督管理", "25"),
    ("四", "树立崇廉导向", "15"),
];

/// Number, title, points, 责任科室, points of the criteria of each block.
type Block = (&'static str, &'static str, i64, &'static [&'static str], &'static [i64]);

const BLOCKS: [Block; 16] = [
    ("0", "强化组织领导", 5, &["机关纪委"], &[2, 2, 1]),
    ("1", "持续深化理论武装", 8, &["机关党委"], &[2, 2, 2, 2]),
    ("2", "带头做到“两个维护”", 5, &["机关党委", "各科室（单位）"], &[3, 2]),
    ("3", "严肃党内政治生活", 6, &["机关党委"], &[2, 3, 1]),
    ("4", "压实从严治党主体责任", 6, &["机关党委"], &[3, 1, 1, 1]),
    ("5", "建立健全权力监督制度", 11, &["机关党委", "各科室（单位）"], &[2, 2, 3, 2, 2]),
    ("6", "驰而不息正风肃纪反腐", 12, &["机关纪委"], &[10, 1, 1]),
    ("7", "持之以恒纠“四风”树新风", 7, &["机关纪委", "各科室（单位）", "办公室"], &[2, 1, 1, 2, 1]),
    ("8", "坚持正确用人导向", 7, &["人事科"], &[2, 1, 1, 1, 1, 1]),
    ("9", "推进纪法衔接贯通", 4, &["法规科", "机关纪委"], &[2, 1, 1]),
    ("10", "加强能力作风建设", 5, &["机关纪委"], &[3, 2]),
    ("11", "完善机关监督体系", 9, &["机关纪委"], &[2, 2, 3, 2]),
    ("12", "推动清廉文化进机关", 4, &[], &[2, 1, 1]),
    ("13", "丰富家庭助廉内涵", 4, &["机关纪委"], &[2, 2]),
    ("14", "用好用活红色文化资源", 4, &["机关纪委"], &[2, 2]),
    ("15", "培育选树清廉典型", 3, &["机关党委"], &[2, 1]),
];

#[test]
fn headings_points_and_departments_are_the_documents() {
    let scheme = organ();
    let base = &scheme.sections[..5];
    let sections: Vec<_> =
        base.iter().map(|s| (s.no.as_str(), s.title.as_str(), s.points.unwrap().exact())).collect();
    let written: Vec<_> =
        SECTIONS.iter().map(|(no, title, points)| (*no, *title, (*points).to_owned())).collect();
    assert_eq!(sections, written);
    let blocks: Vec<_> = base.iter().flat_map(|section| &section.items).collect();
    assert_eq!(blocks.len(), 16);
    for (block, (no, title, points, departments, criteria)) in blocks.iter().zip(BLOCKS) {
        assert_eq!((block.no.as_str(), block.title.as_str()), (no, title));
        assert_eq!(block.points, Some(Points::from_int(points)), "{no}");
        assert_eq!(block.duties.all().collect::<Vec<_>>(), departments, "{no}");
        let found: Vec<_> = block.criteria.iter().map(|c| (c.no.to_string(), c.points)).collect();
        let written: Vec<_> = criteria
            .iter()
            .zip(1..)
            .map(|(points, n)| (format!("{no}.{n}"), Points::from_int(*points)))
            .collect();
        assert_eq!(found, written);
    }
    assert_eq!(blocks.iter().map(|block| block.criteria.len()).sum::<usize>(), 53);
    assert_eq!(scheme.points, Some(p("100")));
}

/// What each criterion takes (加减: gives and takes), each amount of its sentence once, from the least.
const AMOUNTS: [(&str, &str); 57] = [
    ("0.1", "0.5"),
    ("0.2", "1"),
    ("0.3", "0.5"),
    ("1.1", "0.5 1"),
    ("1.2", "1"),
    ("1.3", "0.5"),
    ("1.4", "1"),
    ("2.1", "1 2"),
    ("2.2", "1"),
    ("3.1", "1"),
    ("3.2", "1"),
    ("3.3", "0.5"),
    ("4.1", "0.5"),
    ("4.2", "0.5"),
    ("4.3", "0.5"),
    ("4.4", "0.5"),
    ("5.1", "0.5"),
    ("5.2", "0.5 1"),
    ("5.3", "0.5 2"),
    ("5.4", "1"),
    ("5.5", "0.5"),
    ("6.1", "0.5 1 2 5 10"),
    ("6.2", "0.5 1"),
    ("6.3", "1"),
    ("7.1", "0.5 1"),
    ("7.2", "0.5 1"),
    ("7.3", "1"),
    ("7.4", "1 2"),
    ("7.5", "1"),
    ("8.1", "2"),
    ("8.2", "0.5"),
    ("8.3", "0.5"),
    ("8.4", "0.5 1"),
    ("8.5", "0.5"),
    ("8.6", "0.5"),
    ("9.1", "0.5"),
    ("9.2", "0.5"),
    ("9.3", "0.5"),
    ("10.1", "1 2"),
    ("10.2", "1 2"),
    ("11.1", "0.5 1.5"),
    ("11.2", "1"),
    ("11.3", "0.5 1"),
    ("11.4", "0.5 2"),
    ("12.1", "1"),
    ("12.2", "1"),
    ("12.3", "1"),
    ("13.1", "2"),
    ("13.2", "2"),
    ("14.1", "1"),
    ("14.2", "1"),
    ("15.1", "1 2"),
    ("15.2", "1"),
    ("加减.1", "1"),
    ("加减.2", "0.5"),
    ("加减.3", "1"),
    ("加减.4", "0.5"),
];

#[test]
fn what_each_criterion_takes_is_the_documents() {
    let scheme = organ();
    let amounts = |criterion: &Criterion| {
        let mut amounts = Vec::new();
        for rule in criterion.rules() {
            match rule {
                Rule::DeductEach { amount, .. }
                | Rule::DeductElements { amount, .. }
                | Rule::DeductBelow { amount, .. }
                | Rule::DeductMissing { amount, .. }
                | Rule::AwardEach { amount, .. } => amounts.push(*amount),
                Rule::DeductUnmet { conditions } => {
                    amounts.extend(conditions.iter().filter_map(|one| one.amount))
                }
                Rule::DeductChoice { options, .. } => amounts.extend(options.iter().map(|one| one.amount)),
                Rule::DeductMatrix { amounts: matrix, .. } => amounts.extend(matrix.iter().flatten()),
                Rule::DeductCountTiers { tiers, .. } => {
                    amounts.extend(tiers.iter().filter_map(|tier| tier.amount))
                }
                Rule::DeductDiscretionEach { .. } => {}
                other => panic!("{}: {other:?}", criterion.no),
            }
        }
        amounts.retain(|amount| *amount != Points::ZERO);
        amounts.sort();
        amounts.dedup();
        amounts.iter().map(|amount| amount.exact()).collect::<Vec<_>>().join(" ")
    };
    let found: Vec<_> = scheme.criteria().map(|one| (one.no.to_string(), amounts(one))).collect();
    let written: Vec<_> =
        AMOUNTS.iter().map(|(no, amounts)| ((*no).to_owned(), (*amounts).to_owned())).collect();
    assert_eq!(found, written);
}

#[test]
fn the_severity_matrix_is_the_documents() {
    let scheme = organ();
    let matrix = scheme.criterion("6.1").unwrap().rules().find_map(|rule| match rule {
        Rule::DeductMatrix { rows, columns, amounts, .. } => Some((rows, columns, amounts)),
        _ => None,
    });
    let (rows, columns, amounts) = matrix.unwrap();
    let labels = |list: &[domain::scheme::Element]| list.iter().map(|e| e.label.clone()).collect::<Vec<_>>();
    assert_eq!(labels(rows), ["市管干部", "机关科级及以下干部和直属单位主要负责人"]);
    assert_eq!(labels(columns), ["受轻处分", "受重处分", "移送司法机关"]);
    assert_eq!(*amounts, [[p("1"), p("2"), p("5")], [p("0.5"), p("1"), p("2")]]);
    assert!(scheme.one_fact_once);
}

#[test]
fn findings_are_the_known_oddities() {
    insta::assert_snapshot!("organ_findings", findings(&organ()));
}

/// What a unit without faults says to every question.
fn faultless() -> Answers {
    let scheme = organ();
    let value = |spec: InputSpec| match spec.kind {
        InputKind::YesNo => InputValue::Met(true),
        InputKind::Count => InputValue::Count(if spec.id == "4.2.meetings" { 2 } else { 0 }),
        InputKind::Elements => InputValue::Picks(Vec::new()),
        InputKind::Facts => InputValue::Entries(Vec::new()),
        InputKind::Judged => {
            InputValue::Judged(Judged { second: "乙".into(), ..Judged::new("0", "没有") })
        }
        kind => panic!("{} asks for {kind:?}", spec.id),
    };
    let answer = |criterion: &Criterion| {
        let inputs = scheme.inputs_of(criterion).into_iter().map(|spec| (spec.input.clone(), value(spec)));
        Answer { inputs: inputs.collect(), ..Answer::default() }
    };
    scheme.criteria().map(|criterion| (criterion.no.to_string(), answer(criterion))).collect()
}

/// The sheet of a unit without faults but for these inputs, written as in a file.
fn scored(changes: &str) -> ScoreSheet {
    let scheme = organ();
    let text = format!(r#"{{"format":1,"scheme":"organ","answers":{{{changes}}}}}"#);
    let mut answers = faultless();
    for (no, changed) in read_answers(&scheme, &crate::with_register(&text)).unwrap().answers {
        answers.get_mut(&no).unwrap().inputs.extend(changed.inputs);
    }
    let sheet = score_in(&scheme, &answers, &crate::registered(&answers)).unwrap();
    assert!(sheet.complete() && sheet.range.low == sheet.range.high, "{:?}", sheet.range);
    sheet
}

#[test]
fn without_faults_it_comes_to_a_hundred() {
    assert_eq!(scored("").score, p("100"));
}

#[test]
fn a_case_counts_where_it_costs_most() {
    // One case: two officials of section level lightly sanctioned (2 × 0.5) under 6.1, and a finding of 1分 under 7.3.
    let sanctions = r#""6.1":{"sanctions":[{"fact":"某案","row":"section_level","column":"light","n":2}]}"#;
    let both = scored(&format!(r#"{sanctions},"7.3":{{"cases":[{{"fact":"某案"}}]}}"#));
    // Equal amounts: the first in document order keeps it.
    let kept = both.criterion("6.1").unwrap();
    assert!(kept.steps.iter().any(|step| step.points == p("-1")), "{kept:?}");
    let spared = both.criterion("7.3").unwrap();
    assert_eq!(spared.score, p("1"));
    assert_eq!(spared.steps[0].text.split('（').next_back().unwrap(), "同一事实已在6.1按1分扣，不重复扣分）");
    // Another case does not spare it.
    let other = scored(&format!(r#"{sanctions},"7.3":{{"cases":[{{"fact":"另一案"}}]}}"#));
    assert_eq!(other.criterion("7.3").unwrap().range.low, p("0"));
}

#[test]
fn a_heavier_sanction_may_raise_the_total() {
    let with = |amount: &str| {
        let sheet = scored(&format!(
            r#""6.1":{{"sanctions":[{{"fact":"甲","row":"city_managed","column":"judicial","n":2}},{{"fact":"乙","row":"section_level","column":"{amount}"}}]}},
                   "7.3":{{"cases":[{{"fact":"乙"}}]}}"#
        ));
        (sheet.criterion("6.1").unwrap().range.low, sheet.criterion("7.3").unwrap().range.low)
    };
    // 6.1 is exhausted by the first case. The second one costs 1分 under 7.3 as long as it would cost less under 6.1;
    // once it would cost more there, it stands there, where nothing is left to take.
    assert_eq!(with("light"), (p("0"), p("0")));
    assert_eq!(with("judicial"), (p("0"), p("1")));
}

#[test]
fn bonus_and_penalty_have_no_limit() {
    let listed =
        |facts: &[&str]| facts.iter().map(|f| format!(r#"{{"fact":"{f}"}}"#)).collect::<Vec<_>>().join(",");
    let praise = listed(&["表彰甲", "表彰乙", "表彰丙"]);
    let blame = listed(&["一", "二", "三", "四", "五", "六", "七", "八", "九"]);
    let sheet = scored(&format!(
        r#""加减.1":{{"praised":[{praise}],"criticised":[]}},"加减.2":{{"praised":[],"criticised":[{blame}]}}"#
    ));
    let reached = sheet.reached.as_ref().unwrap();
    assert_eq!(sheet.criterion("加减.1").unwrap().score, p("3"));
    assert_eq!(sheet.criterion("加减.2").unwrap().score, p("-4.5"));
    assert_eq!(reached.bonus.unwrap().low, p("-1.5"));
    assert_eq!(sheet.score, p("98.5"));
    assert_eq!(sheet.achievable, p("100"));
}
