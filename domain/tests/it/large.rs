//! Schemes as large as they may be are worked with in a time that grows with them, not with their square; what is larger is
//! refused before anything is worked out from it.

use std::time::{Duration, Instant};

use domain::scheme::edit::{SAMPLE_YEAR, Sample};
use domain::scheme::limits::*;
use domain::scheme::{Body, Finding, Heading, Rule, Scheme, builtin};
use domain::scoring::{Answers, score_in};

use crate::huge;

/// Not optimised, on a busy machine. What is quadratic takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn the_largest_schemes_are_worked_with_in_linear_time() {
    // A fifth of what there may be, since nothing here is optimised.
    for (what, scheme) in huge::all(5) {
        let timed = |step: &str, work: &mut dyn FnMut()| {
            let begun = Instant::now();
            work();
            let took = begun.elapsed();
            assert!(took < PATIENCE, "{what}：{step}用了{took:?}");
        };
        timed("检查结构", &mut || {
            scheme.check().unwrap_or_else(|error| panic!("{what}：{}", error.told()))
        });
        let document = scheme.to_document().unwrap();
        timed("读入", &mut || assert_eq!(Scheme::read(&document).as_ref(), Ok(&scheme)));
        timed("检查", &mut || assert!(scheme.findings().iter().any(Finding::is_open), "{what}"));
        timed("要填的", &mut || {
            drop((scheme.inputs(), scheme.outline(), scheme.terms(), scheme.departments()))
        });
        let rubric = scheme.unit_types.first().map_or(scheme.clone(), |one| scheme.for_unit_type(&one.code));
        for sample in Sample::ALL {
            let mut answers = Answers::new();
            timed("样例", &mut || answers = rubric.samples(sample));
            let circumstances = rubric.sample_circumstances(rubric.criteria(), SAMPLE_YEAR);
            timed("计分", &mut || drop(score_in(&rubric, &answers, &circumstances).unwrap()));
        }
        let mut newer = scheme.clone();
        for criterion in newer.sections.iter_mut().flat_map(|section| &mut section.criteria) {
            criterion.title.push('！');
            criterion.wording.clear();
        }
        newer.sections.reverse();
        timed("比较", &mut || drop((scheme.changes_to(&newer), scheme.rewritten_in(&newer))));
    }
}

/// A scheme beyond one limit, and the words that name it.
fn beyond() -> Vec<(Scheme, &'static str)> {
    let with = |change: &dyn Fn(&mut Scheme)| {
        let mut scheme = huge::spread(1);
        change(&mut scheme);
        scheme
    };
    let rules = |scheme: &mut Scheme, rules: Vec<Rule>| {
        let Body::Scored(parts) = &mut scheme.sections[0].criteria[7].body else { unreachable!() };
        parts[0].rules = rules;
    };
    let group = |times: usize| -> Vec<Rule> {
        vec![Rule::Manual { input: "a".into() }].into_iter().cycle().take(times).collect()
    };
    let heading =
        |n: usize| Heading { no: format!("x{n}").into(), title: "内容".into(), ..Heading::default() };
    vec![
        (with(&|one| rules(one, group(101))), "第7项：一条细则的输入项超过100个"),
        (with(&|one| rules(one, group(201))), "第7项：一条细则的计分规则超过200条"),
        (
            with(&|one| {
                let many = one.sections[0].criteria.clone().into_iter().cycle().take(CRITERIA_LIMIT + 1);
                one.sections[0].criteria = many.collect();
            }),
            "方案：评分细则超过5000条",
        ),
        (
            with(&|one| {
                one.sections[0].criteria.truncate(201);
                one.sections[0].criteria.iter_mut().for_each(|criterion| {
                    let Body::Scored(parts) = &mut criterion.body else { unreachable!() };
                    parts[0].rules = group(100);
                });
            }),
            "方案：全部细则的输入项超过20000个",
        ),
        (with(&|one| one.sections[0].items = (0..HEADINGS_LIMIT).map(heading).collect()), "标题超过2000个"),
        (with(&|one| one.sections[0].duties.lead = vec!["科".into(); 51]), "一处的责任科室超过50个"),
        (
            with(&|one| {
                for (n, criterion) in one.sections[0].criteria.iter_mut().enumerate() {
                    criterion.duties.lead = vec![format!("科室{n}")];
                }
            }),
            "责任科室超过300个",
        ),
        (with(&|one| one.outcome.options = vec!["好".into(); 201]), "可以作出的决定超过200项"),
    ]
}

#[test]
fn what_is_larger_is_refused_by_the_name_of_the_limit_wherever_a_scheme_is_read() {
    for (scheme, named) in beyond() {
        let begun = Instant::now();
        let refused = scheme.within_limits().unwrap_err().told();
        assert!(begun.elapsed() < Duration::from_millis(100), "{named}");
        assert!(refused.contains(named), "{refused}不是{named}");
        // As a draft, as a version, as a file; and the linter says nothing else.
        assert_eq!(scheme.to_document().unwrap_err().told(), refused);
        assert_eq!(scheme.check().unwrap_err().told(), refused);
        assert_eq!(Scheme::read(&scheme.to_canonical()).unwrap_err().told(), refused);
        assert_eq!(scheme.findings_so_far().len(), 1);
    }
    let text = " ".repeat(SIZE_LIMIT + 1);
    assert_eq!(Scheme::read(&text).unwrap_err().told(), "方案文件：超过8 MiB，超出了一份方案可以有的规模");
}

#[test]
fn built_in_schemes_are_far_below_every_limit_and_the_format_names_them_all() {
    for name in builtin::names() {
        let scheme = builtin::load(name).unwrap();
        assert!(scheme.criteria().count() * 4 < CRITERIA_LIMIT, "{name}");
        assert!(scheme.headings().count() * 4 < HEADINGS_LIMIT, "{name}");
        assert!(scheme.inputs().len() * 4 < INPUTS_LIMIT, "{name}");
        assert!(scheme.criteria().all(|one| scheme.inputs_of(one).len() * 4 < INPUTS_OF_ONE), "{name}");
        assert!(scheme.unit_types.len() * 4 < TYPES_LIMIT, "{name}");
        assert!(scheme.departments().len() * 4 < DEPARTMENTS_LIMIT, "{name}");
        assert!(scheme.to_canonical().len() * 4 < SIZE_LIMIT, "{name}");
    }
    let told = include_str!("../../schemes/README.md");
    for limit in [
        CRITERIA_LIMIT,
        HEADINGS_LIMIT,
        INPUTS_OF_ONE,
        INPUTS_LIMIT,
        RULES_OF_ONE,
        ENTRIES_OF_ONE,
        ENTRIES_LIMIT,
        TYPES_LIMIT,
        DEPARTMENTS_LIMIT,
        DUTIES_OF_ONE,
        LIST_LIMIT,
        NOTES_LIMIT,
        SIZE_LIMIT / 1024 / 1024,
    ] {
        assert!(told.contains(&format!("{limit} ")), "{limit}");
    }
}
