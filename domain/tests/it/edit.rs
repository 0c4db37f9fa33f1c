//! Editing a scheme: every place of every built-in scheme has its blanks, moving things about loses nothing.

use std::collections::BTreeSet;

use domain::scheme::edit::{
    Ask, Blank, New, Pasted, Place, RULE_KINDS, RuleKind, SAMPLE_YEAR, Sample, asked_as, document_of,
    shared_with,
};
use domain::scheme::{Body, Rule, Scheme, builtin, is_to_fill};
use domain::scoring::{InputValue, Mark, read_answers, score, score_in};
use proptest::prelude::*;
use serde_json::Value;

use crate::{jiyuan, p, small};

/// What people never see: names, the kind of a rule, the format, and what has a place of its own in the studio.
const UNSEEN: [&str; 8] = ["input", "id", "code", "rule", "format", "name", "accepted", "sections"];

/// Takes out of a document everything a blank shows.
fn take_out(document: &mut Value, blank: &Blank, above: &str) {
    let at = format!("{above}{}", blank.at);
    if document.pointer(&at).is_none() {
        return;
    }
    match &blank.ask {
        Ask::Record(blanks) | Ask::Maybe { blanks, .. } => {
            blanks.iter().for_each(|inner| take_out(document, inner, &at));
        }
        Ask::Either(variants) => match document.pointer(&at).unwrap().clone() {
            Value::String(key) => {
                assert!(variants.iter().any(|v| v.key == key), "{at} has no form {key}");
                remove(document, &at);
            }
            Value::Object(map) => {
                let (key, _) = map.iter().next().unwrap();
                let variant = variants.iter().find(|v| v.key == key);
                let variant = variant.unwrap_or_else(|| panic!("{at} has no form {key}"));
                let below = format!("{at}/{key}");
                variant.blanks.iter().for_each(|inner| take_out(document, inner, &below));
            }
            other => panic!("{at} is {other}"),
        },
        Ask::List { blanks, .. } => {
            for n in 0..document.pointer(&at).unwrap().as_array().unwrap().len() {
                blanks.iter().for_each(|inner| take_out(document, inner, &format!("{at}/{n}")));
            }
        }
        Ask::Rules => {
            for n in 0..document.pointer(&at).unwrap().as_array().unwrap().len() {
                let here = format!("{at}/{n}");
                let kind = document.pointer(&format!("{here}/rule")).unwrap().as_str().unwrap().to_owned();
                let kind = RuleKind::of(&kind).unwrap_or_else(|| panic!("no form for {kind}"));
                kind.blanks.iter().for_each(|inner| take_out(document, inner, &here));
            }
        }
        Ask::Line
        | Ask::Text
        | Ask::Points
        | Ask::MaybePoints
        | Ask::Whole
        | Ask::MaybeWhole
        | Ask::Flag
        | Ask::Names
        | Ask::UnitTypes
        | Ask::Grade
        | Ask::OneOf(_)
        | Ask::Amounts => remove(document, &at),
    }
}

fn remove(document: &mut Value, at: &str) {
    *document.pointer_mut(at).unwrap() = Value::Null;
}

/// What is left to see.
fn leaves(value: &Value, at: &str, left: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Object(map) => {
            for (key, below) in map {
                let name = UNSEEN.contains(&key.as_str())
                    && (below.is_string() || below.is_array() || below.is_number());
                if !name {
                    leaves(below, &format!("{at}/{key}"), left);
                }
            }
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, below)| leaves(below, &format!("{at}/{n}"), left));
        }
        _ => left.push(at.to_owned()),
    }
}

#[test]
fn every_figure_and_word_of_the_built_in_schemes_has_its_blank() {
    let mut kinds = std::collections::HashSet::new();
    for scheme in builtin::names().filter_map(builtin::load) {
        for line in scheme.outline() {
            let mut document = document_of(&scheme, &line.place);
            for blank in scheme.form_of(&line.place).iter().flat_map(|sheet| sheet.blanks) {
                take_out(&mut document, blank, "");
            }
            let mut left = Vec::new();
            leaves(&document, "", &mut left);
            // The only part is worth what the criterion is.
            // Incidents entered one by one are never merely counted.
            left.retain(|at| at != "/parts/0/points" && !at.ends_with("/input/kind"));
            assert!(left.is_empty(), "{} {}: no blank for {left:?}", scheme.name, line.label);
        }
        for rule in scheme.criteria().flat_map(|criterion| criterion.rules()) {
            kinds.insert(std::mem::discriminant(rule));
        }
    }
    assert!(kinds.len() >= 10, "the documents use many kinds of rules");
}

#[test]
fn every_kind_of_rule_begins_as_a_rule_that_can_be_published() {
    let mut scheme = jiyuan();
    let place = scheme.place_of("1.1");
    for kind in RULE_KINDS {
        let rule = kind.start();
        assert_eq!(serde_json::to_value(&rule).unwrap()["rule"], kind.kind);
        assert!(!rule.told().is_empty(), "{}", kind.kind);
        let fresh: Value = serde_json::from_str(kind.fresh).unwrap();
        scheme.fill(&place, "/parts/0/rules", Some(Value::Array(vec![fresh]))).unwrap();
        scheme.check().unwrap_or_else(|error| panic!("{}: {error}", kind.kind));
        // Written, read and written again it stays what it is.
        let document = document_of(&scheme, &place);
        scheme.replace(&place, document.clone()).unwrap();
        assert_eq!(document_of(&scheme, &place), document);
    }
    let known = RULE_KINDS.len();
    let all: BTreeSet<_> = RULE_KINDS.iter().map(|kind| kind.kind).collect();
    assert_eq!(all.len(), known, "each kind is offered once");
    // As many as the format knows: the schema lists them.
    let exhaustive = |rule: &Rule| serde_json::to_value(rule).unwrap()["rule"].as_str().unwrap().to_owned();
    assert_eq!(all.len(), 33, "a new kind of rule needs its form: {}", exhaustive(&RULE_KINDS[0].start()));
}

#[test]
fn filling_a_blank_changes_that_and_nothing_else() {
    let mut scheme = jiyuan();
    let place = scheme.place_of("1.1");
    scheme.fill(&place, "/parts/0/rules/0/amount", Some("1.5".into())).unwrap();
    let criterion = scheme.criterion("1.1").unwrap();
    assert!(matches!(&criterion.parts()[0].rules[0], Rule::DeductEach { amount, .. } if *amount == p("1.5")));
    let changes: Vec<_> = jiyuan().changes_to(&scheme).into_iter().map(|change| change.path).collect();
    assert_eq!(changes, ["1.1"]);
    // What is no number is refused, and nothing is changed.
    let before = scheme.clone();
    assert!(scheme.fill(&place, "/parts/0/rules/0/amount", Some("许多".into())).is_err());
    assert!(scheme.fill(&Place::Heading(vec![9]), "/title", Some("没有".into())).is_err());
    assert_eq!(scheme, before);
    // The whole and headings keep what stands below them.
    scheme.fill(&Place::Whole, "/title", Some("新方案".into())).unwrap();
    scheme.fill(&Place::Heading(vec![0]), "/duties/lead", Some(serde_json::json!(["办公室"]))).unwrap();
    assert_eq!(scheme.criteria().count(), 43);
    assert_eq!(scheme.sections[0].duties.lead, ["办公室"]);
    scheme.fill(&Place::Heading(vec![0]), "/duties/lead", None).unwrap();
    assert!(scheme.sections[0].duties.is_empty());
}

#[test]
fn the_wording_follows_the_rules_until_it_is_written_by_hand() {
    let mut scheme = small();
    let place = scheme.add(&Place::Heading(vec![0, 0]), New::Scored).unwrap();
    scheme.fill(&place, "/points", Some("4".into())).unwrap();
    let kind = RuleKind::of("deduct_each").unwrap();
    let fresh: Value = serde_json::from_str(kind.fresh).unwrap();
    scheme.fill(&place, "/parts/0/rules", Some(Value::Array(vec![fresh]))).unwrap();
    let wording = |scheme: &Scheme| scheme.criterion_at(&place).unwrap().wording.clone();
    assert_eq!(wording(&scheme), "缺少1项扣1分；扣完为止。");
    scheme.fill(&place, "/parts/0/rules/0/amount", Some("2.5".into())).unwrap();
    assert_eq!(wording(&scheme), "缺少1项扣2.5分；扣完为止。");
    scheme.fill(&place, "/wording", Some("每缺一次扣2.5分。".into())).unwrap();
    scheme.fill(&place, "/parts/0/rules/0/amount", Some("3".into())).unwrap();
    assert_eq!(wording(&scheme), "每缺一次扣2.5分。");
    // The only part is worth what the criterion is.
    assert_eq!(scheme.criterion_at(&place).unwrap().parts()[0].points, p("4"));
}

#[test]
fn a_severity_matrix_keeps_its_amounts_by_row_and_column() {
    let mut scheme = small();
    let place = scheme.add(&Place::Heading(vec![0, 0]), New::Scored).unwrap();
    let fresh: Value = serde_json::from_str(RuleKind::of("deduct_matrix").unwrap().fresh).unwrap();
    scheme.fill(&place, "/parts/0/rules/0", Some(fresh)).unwrap();
    let amounts = |scheme: &Scheme| {
        document_of(scheme, &place).pointer("/parts/0/rules/0/amounts").unwrap().to_string()
    };
    assert_eq!(amounts(&scheme), r#"[["2","4"],["1","2"]]"#);
    let third = serde_json::json!({"id": "", "label": "其他人员"});
    scheme.fill(&place, "/parts/0/rules/0/rows/2", Some(third)).unwrap();
    assert_eq!(amounts(&scheme), r#"[["2","4"],["1","2"],["0","0"]]"#);
    scheme.fill(&place, "/parts/0/rules/0/rows/0", None).unwrap();
    assert_eq!(amounts(&scheme), r#"[["1","2"],["0","0"]]"#);
    scheme.fill(&place, "/parts/0/rules/0/columns/0", None).unwrap();
    assert_eq!(amounts(&scheme), r#"[["2"],["0"]]"#);
}

#[test]
fn samples_answer_every_question_and_differ() {
    for scheme in builtin::names().filter_map(builtin::load) {
        let (best, faulty) = (scheme.samples(Sample::Best), scheme.samples(Sample::Faulty));
        let score = |answers| score_in(&scheme, answers, &crate::registered(answers)).unwrap();
        let (best, faulty) = (score(&best), score(&faulty));
        assert!(best.complete() && faulty.complete(), "{}", scheme.name);
        for (line, short) in best.criteria().zip(faulty.criteria()) {
            // What is only recorded is neither good nor bad.
            let recorded = matches!(line.mark.as_deref(), Some(Mark::Recorded(_)));
            assert!(
                recorded || line.score > short.score || line.mark != short.mark,
                "{} {}",
                scheme.name,
                line.no
            );
        }
    }
    let samples = jiyuan().samples(Sample::Best);
    let best = score_in(&jiyuan(), &samples, &crate::registered(&samples)).unwrap();
    assert_eq!(best.score, best.achievable);
}

/// What is valid for some years, or limited per month, asks when it was: samples are of the year that is assessed.
#[test]
fn samples_have_a_day_where_a_rule_asks_for_one() {
    let count = r#""input":{"input":"n","label":"表彰","unit":"项","told":"表彰{n}项","kind":"facts"}"#;
    let pieces = format!(
        r#"{{"rule":"award_pieces",{count},"options":[{{"id":"high","label":"省级","amount":"2"}},{{"id":"low","label":"市级","amount":"1"}}],"valid_years":3}}"#
    );
    let monthly = format!(
        r#"{{"rule":"group","title":"按月","at_most_per":{{"span":"month","points":"1"}},"rules":[{{"rule":"award_each",{count},"amount":"2"}}]}}"#
    );
    for (rule, best, faulty) in [(pieces, "2", "1"), (monthly, "1", "0")] {
        let scheme = Scheme::read(&format!(
            r#"{{"format":2,"name":"try","title":"试","points":"2","sections":[{{"no":"一","title":"部分","items":[
                {{"no":"1","title":"项目","criteria":[{{"no":"1.1","title":"细则","points":"2","wording":"规则",
                    "parts":[{{"points":"2","rules":[{rule}]}}]}}]}}]}}],
                "outcome":{{"decided_by":"党组","options":["评定"]}}}}"#
        ))
        .unwrap();
        for year in [2024, SAMPLE_YEAR] {
            let circumstances = scheme.sample_circumstances(scheme.criteria(), year);
            let come_to = |sample| {
                let sheet = score_in(&scheme, &scheme.samples(sample), &circumstances).unwrap();
                assert!(sheet.complete(), "{rule}");
                sheet.score.exact()
            };
            assert_eq!(
                (come_to(Sample::Best).as_str(), come_to(Sample::Faulty).as_str()),
                (best, faulty),
                "{rule}"
            );
        }
    }
}

/// Whatever is written into a blank, the comparison says so, and what stood there before.
#[test]
fn every_blank_that_changes_is_told() {
    for scheme in builtin::names().filter_map(builtin::load) {
        let mut places: Vec<_> = scheme.outline().into_iter().map(|line| line.place).collect();
        places.push(Place::Whole);
        for place in places {
            for blank in scheme.form_of(&place).iter().flat_map(|sheet| sheet.blanks) {
                let value = match &blank.ask {
                    Ask::Line | Ask::Text => Value::from("改过的话"),
                    Ask::Points | Ask::MaybePoints => Value::from("7.25"),
                    Ask::Whole | Ask::MaybeWhole => Value::from(3),
                    Ask::Names => serde_json::json!(["改过的一项"]),
                    Ask::OneOf(words) => Value::from(words.last().unwrap().0),
                    _ => continue,
                };
                let mut changed = scheme.clone();
                if changed.fill(&place, blank.at, Some(value.clone())).is_err() || changed == scheme {
                    continue;
                }
                let told = scheme.changes_to(&changed);
                assert!(!told.is_empty(), "{} {place:?} {}", scheme.name, blank.label);
                let (texts, value) =
                    (told.iter().map(|one| one.text.as_str()).collect::<String>(), value.as_str());
                if matches!(blank.ask, Ask::Line | Ask::Text | Ask::Points | Ask::MaybePoints)
                    && blank.at != "/no"
                {
                    assert!(
                        value.is_some_and(|value| texts.contains(value)),
                        "{} {place:?} {}: {texts}",
                        scheme.name,
                        blank.label
                    );
                }
            }
        }
    }
}

#[test]
fn new_places_get_the_next_number() {
    let mut scheme = jiyuan();
    let add = |scheme: &mut Scheme, place: &Place, what| {
        let place = scheme.add(place, what).unwrap();
        scheme.outline().into_iter().find(|line| line.place == place).unwrap().no
    };
    assert_eq!(add(&mut scheme, &Place::Whole, New::Heading), "五");
    assert_eq!(add(&mut scheme, &Place::Heading(vec![0, 0]), New::Scored), "1.5");
    assert_eq!(add(&mut scheme, &Place::Heading(vec![0, 2]), New::Heading), "15");
    assert_eq!(add(&mut scheme, &Place::Heading(vec![0, 3]), New::Standard), "15.1");
    let copy = scheme.copy(&Place::Heading(vec![1])).unwrap();
    assert_eq!(copy, Place::Heading(vec![2]));
    assert_eq!(scheme.sections[2].no, "六");
    // A fresh heading has no title yet; but every number is its own.
    let mut seen = BTreeSet::new();
    for line in scheme.outline().into_iter().skip(1) {
        assert!(seen.insert(line.no.clone()), "{} twice", line.no);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is moved about, nothing is lost, doubled or changed.
    #[test]
    fn moving_things_about_loses_nothing(moves in proptest::collection::vec((0..80_usize, 0..80_usize, any::<bool>(), any::<bool>()), 1..12)) {
        let mut scheme = jiyuan();
        let sorted = |scheme: &Scheme| {
            let mut all: Vec<_> = scheme.criteria().cloned().collect();
            all.sort_by(|a, b| a.no.cmp(&b.no));
            all
        };
        let before = sorted(&scheme);
        for (what, to, up, under) in moves {
            let lines = scheme.outline();
            let place = lines[what % lines.len()].place.clone();
            let target = lines[to % lines.len()].place.heading().to_vec();
            let label = lines[what % lines.len()].label.clone();
            let moved = if under { scheme.move_under(&place, &target) } else { scheme.shift(&place, up) };
            if let Some(moved) = moved {
                let line = scheme.outline().into_iter().find(|line| line.place == moved);
                prop_assert_eq!(line.map(|line| line.label), Some(label));
            }
        }
        prop_assert_eq!(sorted(&scheme), before);
    }

    #[test]
    fn there_and_back_is_where_it_was(what in 0..80_usize, up in any::<bool>()) {
        let before = jiyuan();
        let mut scheme = before.clone();
        let lines = scheme.outline();
        let place = lines[what % lines.len()].place.clone();
        if let Some(moved) = scheme.shift(&place, up) {
            prop_assert_eq!(scheme.shift(&moved, !up), Some(place));
        }
        prop_assert_eq!(scheme, before);
    }

    /// Whatever is pasted is read or told apart, never a panic.
    #[test]
    fn any_text_can_be_pasted(text in "[\\t\\n\"（）1-9一二三分、.，；。内容项目考评标准 ]{0,80}") {
        for every in [false, true] {
            let pasted = Pasted::read(&text, every);
            let mut scheme = jiyuan();
            let before = scheme.criteria().count();
            let taken = scheme.take_over(&[0], &pasted);
            let more = if taken.is_some() { pasted.criteria().count() } else { 0 };
            prop_assert_eq!(scheme.criteria().count(), before + more);
        }
    }

    /// Nothing is lost in silence: each line of a text stands in what was understood or in what was left out.
    #[test]
    fn every_paragraph_is_placed_or_told(lines in prop::collection::vec("(一、|（一）|1\\.|（1）|①|)[甲乙丙丁]{2,6}(（[1-9]分）|)", 1..12)) {
        let pasted = Pasted::read(&lines.join("\n"), false);
        for line in &lines {
            let said: String = line.chars().filter(|c| "甲乙丙丁".contains(*c)).collect();
            let placed = pasted.entries.iter().any(|one| one.title.contains(&said) || one.wording.contains(&said));
            prop_assert!(placed || pasted.left_out.iter().any(|one| one.text.contains(&said)), "{}", line);
        }
    }
}

#[test]
fn what_is_said_about_a_number_goes_where_it_goes() {
    let mut scheme = jiyuan();
    let item = scheme.accepted.iter().find(|one| !one.path.is_empty()).unwrap().path.clone();
    let place = scheme.place_of(&item);
    scheme.fill(&place, "/no", Some("甲".into())).unwrap();
    assert!(scheme.accepted.iter().any(|one| one.path == "甲") && scheme.check().is_ok());
    scheme.remove(&place);
    assert!(scheme.accepted.iter().all(|one| one.path != "甲"));
    scheme.check().unwrap();
}

#[test]
fn a_unit_type_that_is_gone_leaves_nothing_to_the_next_one() {
    let mut scheme = builtin::load("wulingyuan").unwrap();
    let alone = |scheme: &Scheme| scheme.headings().filter(|h| h.applies_to == ["organ"]).count();
    let before = alone(&scheme);
    assert!(before > 0);
    scheme.fill(&Place::Whole, "/unit_types/0", None).unwrap();
    // What was for it alone is not suddenly for all: it is told instead.
    assert_eq!(alone(&scheme), before);
    assert!(scheme.findings_so_far().iter().any(|one| one.code == "structure"));
    let fresh = serde_json::json!({"code": "", "title": "清廉车间", "judged": "unit"});
    scheme.fill(&Place::Whole, "/unit_types/7", Some(fresh)).unwrap();
    assert_eq!(scheme.unit_types[7].code, "t1");
    let mut own = small();
    let one = |title: &str| serde_json::json!([{"code": "", "title": title, "judged": "unit"}]);
    own.fill(&Place::Whole, "/unit_types", Some(one("甲类"))).unwrap();
    own.fill(&Place::Heading(vec![1]), "/applies_to", Some(serde_json::json!(["t1"]))).unwrap();
    own.fill(&Place::Whole, "/unit_types", None).unwrap();
    own.fill(&Place::Whole, "/unit_types", Some(one("乙类"))).unwrap();
    assert_eq!(own.unit_types[0].code, "t2", "a new type inherits nothing");
}

#[test]
fn taking_out_selects_what_stands_there_then() {
    let mut scheme = jiyuan();
    let last = scheme.place_of("1.4");
    assert_eq!(scheme.remove(&last), Some(scheme.place_of("1.3")));
    assert_eq!(scheme.remove(&Place::Heading(vec![3])), Some(Place::Heading(vec![2])));
    assert_eq!(scheme.remove(&Place::Heading(vec![7])), None);
    assert_eq!(scheme.remove(&Place::Whole), None);
    for _ in 0..3 {
        scheme.remove(&Place::Heading(vec![0]));
    }
    assert_eq!(scheme.sections.len(), 0);
}

#[test]
fn a_new_criterion_is_of_the_kind_that_was_asked_for() {
    let body = |what: New| {
        let mut scheme = jiyuan();
        let place = scheme.add(&Place::Heading(vec![0, 0]), what).unwrap();
        scheme.criterion_at(&place).unwrap().body.clone()
    };
    assert!(matches!(body(New::Veto), Body::Veto(_)));
    assert!(matches!(body(New::Recorded), Body::Recorded(_)));
}

/// 同一数据多处引用: one question, several rules; what is changed about it in one of them is changed in all.
#[test]
fn one_count_serves_two_rules() {
    let mut scheme = small();
    let place = scheme.place_of("1.1");
    let fresh: Value = serde_json::from_str(RuleKind::of("zero_if_count").unwrap().fresh).unwrap();
    scheme.fill(&place, "/parts/0/rules/1", Some(fresh)).unwrap();
    assert_eq!(scheme.inputs_of(scheme.criterion("1.1").unwrap()).len(), 2);
    let document = document_of(&scheme, &place);
    let offered = shared_with(&document, "/parts/0/rules/1/input");
    assert_eq!(
        offered.iter().map(|one| one.label.as_str()).collect::<Vec<_>>(),
        ["缺少的项数", "发生的次数"]
    );
    let same = asked_as(&document, "/parts/0/rules/1/input", &offered[0].name);
    scheme.fill(&place, "/parts/0/rules/1/input", same).unwrap();
    scheme.check().unwrap();
    assert_eq!(scheme.inputs_of(scheme.criterion("1.1").unwrap()).len(), 1, "asked once");
    // Three are missing: 15 off by one rule, no points by the other.
    let answers = |n: u32| format!(r#"{{"format":1,"scheme":"small","answers":{{"1.1":{{"missed":{n}}}}}}}"#);
    let scored = |n: u32| {
        let given = read_answers(&scheme, &answers(n)).unwrap();
        score(&scheme, &given.answers).unwrap().criterion("1.1").unwrap().score
    };
    assert_eq!((scored(1), scored(2), scored(3)), (p("15"), p("10"), p("0")));
    let mut unknown = read_answers(&scheme, &answers(1)).unwrap().answers;
    unknown.get_mut("1.1").unwrap().inputs.insert("other".to_owned(), InputValue::Count(1));
    assert!(score(&scheme, &unknown).is_err(), "sharing hides nothing that was not asked");
    scheme.fill(&place, "/parts/0/rules/1/input/label", Some("没有开展的项数".into())).unwrap();
    scheme.check().unwrap();
    assert_eq!(scheme.inputs_of(scheme.criterion("1.1").unwrap())[0].label, "没有开展的项数");
    // One of its own again.
    let own = asked_as(&document_of(&scheme, &place), "/parts/0/rules/1/input", "");
    scheme.fill(&place, "/parts/0/rules/1/input", own).unwrap();
    assert_eq!(scheme.inputs_of(scheme.criterion("1.1").unwrap()).len(), 2);
    // The same name for another question is refused.
    let other = document_of(&scheme, &place).to_string().replace(r#""input":"q1""#, r#""input":"missed""#);
    let other = other.replacen("没有开展的项数", "别的项数", 1);
    scheme.replace(&place, serde_json::from_str(&other).unwrap()).unwrap();
    assert!(scheme.check().unwrap_err().reason.contains("问的却不是同一件事"));
}

/// The document's own numbers: unique among what stands beside each other, told apart by the 部分.
#[test]
fn two_parts_may_both_have_an_item_1() {
    let mut scheme = small();
    scheme.fill(&Place::Heading(vec![1, 0]), "/no", Some("1".into())).unwrap();
    scheme.check().unwrap();
    let moved = scheme.sections[1].items[0].no.to_string();
    assert_eq!(moved, "二·1");
    assert!(scheme.sections[1].items[0].heading().starts_with("1. "));
    assert_eq!(document_of(&scheme, &Place::Heading(vec![1, 0]))["no"], "1");
    assert_eq!(
        (scheme.place_told("1"), scheme.place_told(&moved)),
        ("第一部分第1项".into(), "第二部分第1项".into())
    );
    assert_eq!(scheme.place_told("1.1"), "第1.1项");
    // Written again it stays what it is; under one heading a number is there once.
    scheme.fill(&Place::Heading(vec![1, 0]), "/no", Some("1".into())).unwrap();
    assert_eq!(scheme.sections[1].items[0].no, "二·1");
    scheme.fill(&Place::Heading(vec![0, 1]), "/no", Some("1".into())).unwrap();
    assert!(scheme.check().unwrap_err().reason.contains("重复"));
    scheme.fill(&Place::Heading(vec![0, 1]), "/no", Some("2".into())).unwrap();
    // It follows the heading it is named by, and so does what was said about it.
    scheme.notes.push(serde_json::from_str(r#"{"path":"二·1","text":"按此理解"}"#).unwrap());
    scheme.fill(&Place::Heading(vec![1]), "/no", Some("三".into())).unwrap();
    assert_eq!(
        (scheme.sections[1].items[0].no.as_str(), scheme.notes.last().unwrap().path.as_str()),
        ("三·1", "三·1")
    );
    scheme.check().unwrap();
    let text = scheme.to_canonical();
    assert_eq!(Scheme::read(&text).unwrap(), scheme, "a file of its own is read again");
}

/// Blank is blank: nothing of anybody's document, and nothing that could be published unseen.
#[test]
fn blank_schemes_say_only_what_is_to_be_filled_in() {
    for scheme in builtin::names().filter(|name| name.starts_with("blank-")).filter_map(builtin::load) {
        let titles = scheme.headings().map(|one| &one.title).chain(scheme.criteria().map(|one| &one.title));
        assert!(titles.chain(&scheme.outcome.options).all(|title| is_to_fill(title)), "{}", scheme.name);
        let open = scheme.publishable().unwrap_err();
        let places = open.iter().filter(|one| one.code == "to_fill").count();
        assert_eq!(places, 1 + scheme.headings().count() + scheme.criteria().count(), "{}", scheme.name);
    }
    // What is pasted takes the place of what was to be filled in.
    let mut scheme = builtin::load("blank-points").unwrap();
    scheme
        .take_over(&[], &Pasted::read("一、组织领导（10分）\n1. 召开会议（6分）\n2. 开展检查（4分）", false))
        .unwrap();
    let lines: Vec<_> = scheme.outline().into_iter().skip(1).map(|line| line.label).collect();
    assert_eq!(lines, ["一、组织领导", "1　召开会议", "2　开展检查"]);
}

#[test]
fn rules_are_grouped_and_found_by_words() {
    for kind in RULE_KINDS {
        assert!(RuleKind::GROUPS.contains(&kind.group()) && kind.is_meant(kind.title) && kind.is_meant(""));
    }
    let of = |kind: &str| RuleKind::of(kind).unwrap().group();
    assert_eq!(
        ["deduct_each", "award_each", "award_tiers", "zero_if_count", "manual", "group"].map(of),
        RuleKind::GROUPS
    );
    assert!(RuleKind::of("award_rank").unwrap().is_meant("名次 得"));
    assert!(!RuleKind::of("award_rank").unwrap().is_meant("扣分"));
}
