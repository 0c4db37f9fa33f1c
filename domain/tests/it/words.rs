//! Rules and differences in the words people read.

use domain::scheme::{Body, OverPeriods, Rule, Scheme, builtin};

use crate::{jiyuan, p, small};

#[test]
fn every_rule_of_the_documents_has_a_sentence() {
    let mut lines = Vec::new();
    for scheme in [jiyuan(), builtin::load("organ").unwrap(), small()] {
        let name = &scheme.name;
        for criterion in scheme.criteria().filter(|criterion| criterion.is_scored()) {
            lines.push(format!("{name} {}：{}", criterion.no, criterion.rules_told()));
        }
    }
    insta::assert_snapshot!("rules_told", lines.join("\n"));
}

fn told(older: &Scheme, newer: &Scheme) -> Vec<String> {
    older.changes_to(newer).into_iter().map(|change| change.text).collect()
}

#[test]
fn differences_are_told_in_plain_words() {
    let older = jiyuan();
    assert_eq!(told(&older, &older), Vec::<String>::new());
    let mut newer = jiyuan();
    newer.points = Some(p("101"));
    newer.sections[0].items[0].points = Some(p("10"));
    newer.sections[0].items[0].criteria[0].points = p("3");
    let Body::Scored(parts) = &mut newer.sections[0].items[0].criteria[0].body else { unreachable!() };
    parts[0].points = p("3");
    if let Rule::DeductEach { amount, .. } = &mut parts[0].rules[0] {
        *amount = p("1.5");
    }
    let moved = newer.sections[0].items[1].criteria.remove(3);
    newer.sections[0].items[2].criteria.push(moved);
    newer.sections[1].items[0].criteria.remove(0);
    assert_eq!(
        told(&older, &newer),
        [
            "总分由100分改为101分",
            "第1项分值由9分改为10分",
            "第1.1项分值由2分改为3分",
            "第1.1项规则由“缺少1项扣1分；扣完为止”改为“缺少1项扣1.5分；扣完为止”",
            "第2.4项由第2项移到第3项之下",
            &format!("删去细则“{}”（1分）", older.criterion("4.1").unwrap().title),
        ]
    );
    // What is gone is nobody's to look at again.
    assert_eq!(older.rewritten_in(&newer).into_keys().collect::<Vec<_>>(), ["1.1", "2.4"]);
}

/// How several periods come to one result is told among what holds for the whole; nothing is told where nothing is written.
#[test]
fn how_periods_come_together_is_told() {
    let weights = OverPeriods::Weights(vec![p("40"), p("60")]);
    for (over_periods, expected) in [
        (None, None),
        (Some(OverPeriods::Mean), Some("各期平均")),
        (Some(OverPeriods::Sum), Some("各期累计")),
        (Some(OverPeriods::Last), Some("以最后一期为准")),
        (Some(weights), Some("各期加权：第1期40%，第2期60%")),
    ] {
        let mut scheme = jiyuan();
        scheme.outcome.over_periods = over_periods;
        let told = scheme.terms().into_iter().find(|one| one.at == "/outcome/over_periods");
        let told = told.map(|one| (one.label, one.text.join("、")));
        assert_eq!(told, expected.map(|text| ("几期怎样合成一个结果", text.to_owned())));
    }
}
