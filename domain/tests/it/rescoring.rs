//! Scoring again after one answer has changed comes to the same as scoring the whole.

use domain::points::Points;
use domain::scheme::edit::Sample;
use domain::scheme::{Reach, Rule, Scheme, builtin};
use domain::scoring::{Answers, rescore, score};

/// Gives, changes and takes away one answer after the other, and compares.
fn walks_through(scheme: &Scheme, told: &str) {
    let mut answers = Answers::new();
    let mut sheet = score(scheme, &answers).unwrap();
    let numbers: Vec<_> = scheme.criteria().map(|criterion| criterion.no.clone()).collect();
    let faults = scheme.samples(Sample::Faulty);
    let mut step = |no: &String, answer: Option<domain::scoring::Answer>| {
        match answer {
            Some(answer) => answers.insert(no.clone(), answer),
            None => answers.remove(no),
        };
        let whole = score(scheme, &answers).unwrap();
        let again = rescore(scheme, &answers, sheet.clone(), no).unwrap();
        assert_eq!(again, whole, "{told} {no}");
        sheet = again;
    };
    for sample in Sample::ALL {
        let mut all = scheme.samples(sample);
        // From both ends, so that neighbours are not changed one after the other.
        let order = numbers.iter().step_by(2).chain(numbers.iter().rev().step_by(3));
        for no in order.chain(&numbers) {
            step(no, all.remove(no).or_else(|| faults.get(no).cloned()));
        }
    }
    for no in &numbers {
        step(no, None);
    }
}

#[test]
fn every_built_in_scheme() {
    for name in builtin::names() {
        let scheme = builtin::load(name).unwrap();
        match scheme.unit_types.is_empty() {
            true => walks_through(&scheme, name),
            false => scheme
                .unit_types
                .iter()
                .for_each(|unit_type| walks_through(&scheme.for_unit_type(&unit_type.code), &unit_type.code)),
        }
    }
}

#[test]
fn what_reaches_the_total_reaches_it() {
    let mut scheme = builtin::load("jiyuan").unwrap();
    let rules = scheme.sections.iter_mut().flat_map(|section| &mut section.items);
    let rules = rules.flat_map(|item| &mut item.criteria).filter_map(|criterion| match &mut criterion.body {
        domain::scheme::Body::Scored(parts) => Some(parts),
        _ => None,
    });
    let mut changed = 0;
    for rule in rules.flatten().flat_map(|part| &mut part.rules) {
        if let Rule::ZeroUnlessMet { reach, .. } | Rule::ZeroIfCount { reach, .. } = rule {
            *reach = if changed % 2 == 0 { Reach::Total } else { Reach::Item };
            changed += 1;
        }
    }
    assert!(changed > 1);
    walks_through(&scheme, "整体不得分");
}

#[test]
fn answers_that_cannot_be_taken_are_refused_as_ever() {
    let scheme = builtin::load("jiyuan").unwrap();
    let mut answers = scheme.samples(Sample::Best);
    let before = score(&scheme, &answers).unwrap();
    answers.insert("99.9".to_owned(), answers["1.1"].clone());
    assert_eq!(rescore(&scheme, &answers, before.clone(), "99.9"), score(&scheme, &answers));
    answers.remove("99.9");
    let wrong = domain::scoring::InputValue::points(Points::from_int(1));
    answers.get_mut("1.1").unwrap().inputs.insert("nonsense".to_owned(), wrong);
    let refused = rescore(&scheme, &answers, before, "1.1").unwrap_err();
    assert_eq!(Err(refused), score(&scheme, &answers).map(drop));
}
