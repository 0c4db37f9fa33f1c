//! What a filling comes to after one answer has changed is what scoring the whole comes to.

use domain::points::Points;
use domain::scheme::edit::Sample;
use domain::scheme::{Body, Reach, Rule, Scheme, builtin};
use domain::scoring::{
    Answer, AnswerProblem, Answers, Circumstances, Filling, InputValue, ScoreSheet, score_in,
};

use crate::refusals::too_exact;

/// The register of all samples.
fn circumstances(scheme: &Scheme) -> Circumstances {
    Circumstances { year: None, ..scheme.sample_circumstances(scheme.criteria(), 2026) }
}

fn score(scheme: &Scheme, answers: &Answers) -> Result<ScoreSheet, AnswerProblem> {
    score_in(scheme, answers, &circumstances(scheme))
}

/// Gives, changes and empties one answer after the other, and compares.
fn walks_through(scheme: &Scheme, told: &str) {
    let mut answers = Answers::new();
    let mut filling = Filling::new(scheme, Answers::new(), circumstances(scheme));
    let numbers: Vec<_> = scheme.criteria().map(|criterion| criterion.no.to_string()).collect();
    let faults = scheme.samples(Sample::Faulty);
    let mut step = |no: &String, answer: Option<Answer>| {
        let answer = answer.unwrap_or_default();
        answers.insert(no.clone(), answer.clone());
        filling.put(scheme, no, answer);
        assert_eq!(*filling.sheet(), score(scheme, &answers).unwrap(), "{told} {no}");
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
        Body::Scored(parts) => Some(parts),
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
fn what_does_not_fit_its_rule_counts_as_not_given() {
    let scheme = builtin::load("jiyuan").unwrap();
    let mut answers = scheme.samples(Sample::Best);
    let mut filling = Filling::new(&scheme, answers.clone(), circumstances(&scheme));
    let mut wrong = answers["1.1"].clone();
    wrong.inputs.insert("nonsense".to_owned(), InputValue::points(Points::from_int(1)));
    filling.put(&scheme, "1.1", wrong.clone());
    filling.put(&scheme, "99.9", Answer::default());
    let right = answers.remove("1.1").unwrap();
    assert_eq!((filling.answers(), filling.problem()), (&answers, None));
    assert_eq!(*filling.sheet(), score(&scheme, &answers).unwrap());
    answers.insert("1.1".to_owned(), wrong);
    answers.insert("99.9".to_owned(), Answer::default());
    let loaded = Filling::new(&scheme, answers.clone(), circumstances(&scheme));
    assert_eq!((loaded.answers(), loaded.sheet()), (filling.answers(), filling.sheet()));
    filling.put(&scheme, "1.1", right);
    assert_eq!(*filling.sheet(), score(&scheme, &scheme.samples(Sample::Best)).unwrap());
}

/// The sheet of answers that cannot be added up is nobody's: the next one must not start from it.
#[test]
fn what_cannot_be_added_up_is_told_and_gone_when_it_can() {
    let (scheme, all) = too_exact();
    let none = score(&scheme, &Answers::new()).unwrap();
    let mut filling = Filling::new(&scheme, Answers::new(), Circumstances::default());
    let mut given = Answers::new();
    let mut check = |no: &String, answer: Answer| -> bool {
        given.insert(no.clone(), answer.clone());
        filling.put(&scheme, no, answer);
        let whole = score(&scheme, &given);
        assert_eq!(filling.problem(), whole.as_ref().err());
        assert_eq!(filling.sheet(), whole.as_ref().unwrap_or(&none));
        whole.is_ok()
    };
    let filled: Vec<bool> = all.iter().map(|(no, answer)| check(no, answer.clone())).collect();
    assert!(filled.contains(&true) && filled.ends_with(&[false, false]), "{filled:?}");
    let emptied: Vec<bool> = all.keys().map(|no| check(no, Answer::default())).collect();
    assert!(!emptied[0] && emptied.ends_with(&[true, true]), "{emptied:?}");
    assert_eq!(Filling::new(&scheme, all, Circumstances::default()).sheet(), &none);
}
