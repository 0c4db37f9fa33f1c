//! Schemes as large as they may be, each large in its own way.

use domain::points::Points;
use domain::scheme::limits::*;
use domain::scheme::{
    Acceptance, Body, ChoiceOption, Condition, Count, CountKind, Criterion, Duties, Element, Heading, Note,
    Outcome, Part, Role, Rule, Scheme, SubPoint, UnitType, WhoIsJudged, builtin,
};

fn condition(n: usize, amount: Option<Points>) -> Condition {
    Condition {
        input: format!("i{n}"),
        label: format!("第{n}项制度"),
        met: "已建立".into(),
        unmet: "未建立".into(),
        amount,
    }
}

fn count(n: usize, kind: CountKind) -> Count {
    Count {
        input: format!("i{n}"),
        label: format!("第{n}项的数目"),
        unit: "起".into(),
        told: "缺少{n}起".into(),
        kind,
    }
}

fn one() -> Points {
    Points::from_int(1)
}

/// A scored criterion with one part.
fn scored(no: String, rules: Vec<Rule>, points: i64) -> Criterion {
    let points = Points::from_int(points);
    let part = Part { title: String::new(), points, start: None, below_zero: None, rules };
    criterion(no, points, Body::Scored(vec![part]))
}

fn criterion(no: String, points: Points, body: Body) -> Criterion {
    Criterion {
        no: no.into(),
        title: "建立制度并且执行".into(),
        points,
        wording: "缺少1项扣7分，扣完为止。".into(),
        evidence: "查阅制度和会议记录".into(),
        dimension: None,
        applies_to: Vec::new(),
        duties: Duties::default(),
        not_applicable: None,
        acts_on_parent: false,
        body,
    }
}

fn unmet(inputs: usize) -> Vec<Rule> {
    vec![Rule::DeductUnmet { conditions: (0..inputs).map(|n| condition(n, Some(one()))).collect() }]
}

/// Criteria under so many headings of one 部分 each.
fn over(criteria: Vec<Criterion>, headings: usize, role: Role) -> Scheme {
    let of_each = criteria.len().div_ceil(headings);
    let mut rest = criteria.into_iter();
    let sections = (0..headings).map(|n| Heading {
        no: format!("h{n}").into(),
        title: format!("第{n}部分"),
        points: (role == Role::Base).then(|| Points::from_int(7)),
        role,
        criteria: rest.by_ref().take(of_each).collect(),
        ..Heading::default()
    });
    let sections = sections.filter(|section| !section.criteria.is_empty()).collect();
    Scheme {
        name: "huge".into(),
        title: "很大的方案".into(),
        points: Some(Points::from_int(100)),
        sections,
        notes: Vec::new(),
        accepted: Vec::new(),
        outcome: Outcome { bands: Vec::new(), ..plain().outcome },
        ..plain()
    }
}

fn plain() -> Scheme {
    builtin::load("jiyuan").unwrap()
}

/// 2,000 criteria with 8,000 conditions, in so many 部分.
pub fn spread(headings: usize) -> Scheme {
    over((0..2_000).map(|n| scored(format!("{n}"), unmet(4), 4)).collect(), headings, Role::Base)
}

/// Every way in which a scheme can be as large as it may be; or a `share` of that in number, each criterion as large as one
/// may be.
pub fn all(share: usize) -> Vec<(&'static str, Scheme)> {
    let numbered = |many: usize, of: &dyn Fn(String) -> Criterion| -> Vec<_> {
        (0..many).map(|n| of(format!("{n}"))).collect()
    };
    let counts = |kind| {
        move |many: usize| {
            (0..many).map(|n| Rule::DeductEach { input: count(n, kind), amount: one() }).collect()
        }
    };
    let earned = |many: usize| -> Vec<Rule> {
        (0..many).map(|n| Rule::AwardEach { input: count(n, CountKind::Facts), amount: one() }).collect()
    };
    let options = |many: usize| -> Vec<ChoiceOption> {
        (0..many)
            .map(|n| ChoiceOption { id: format!("o{n}"), label: format!("情形{n}"), amount: one() })
            .collect()
    };
    let elements = |many: usize| -> Vec<Element> {
        (0..many).map(|n| Element { id: format!("e{n}"), label: format!("要素{n}") }).collect()
    };
    let full = INPUTS_LIMIT / INPUTS_OF_ONE / share;
    let lists = ENTRIES_LIMIT / ENTRIES_OF_ONE / share;
    let many = CRITERIA_LIMIT / share;
    let mut figures = over(numbered(50, &|no| scored(no, unmet(10), 4)), 1, Role::Base);
    for part in figures.sections[0].criteria.iter_mut() {
        let Body::Scored(parts) = &mut part.body else { unreachable!() };
        let Rule::DeductUnmet { conditions } = &mut parts[0].rules[0] else { unreachable!() };
        for (n, condition) in conditions.iter_mut().enumerate() {
            condition.label = (0..300).map(|at| format!("{}分", n * 1_000 + at)).collect();
        }
    }
    let mut typed =
        over(numbered(2_000 / share, &|no| scored(no, unmet(1), 4)), HEADINGS_LIMIT / share, Role::Base);
    typed.unit_types = (0..TYPES_LIMIT)
        .map(|n| UnitType { code: format!("t{n}"), title: format!("类型{n}"), judged: WhoIsJudged::Unit })
        .collect();
    let mut accepted = over(numbered(many, &|no| scored(no, unmet(2), 9)), 10, Role::Base);
    let note = |n: usize| Note { path: format!("{}", n % many), text: "按字面理解".into() };
    accepted.notes = (0..2 * many).map(note).collect();
    let accept = |n: usize| Acceptance {
        code: ["rule_short", "wording_figures"][n / many].into(),
        path: format!("{}", n % many),
        reason: "照文件执行".into(),
        about: String::new(),
    };
    accepted.accepted = (0..2 * many).map(accept).collect();
    let mut duties = over(numbered(many, &|no| scored(no, unmet(1), 4)), 10, Role::Base);
    for (n, criterion) in duties.sections.iter_mut().flat_map(|one| &mut one.criteria).enumerate() {
        criterion.duties.lead = (0..10).map(|at| format!("科室{}", (n + at) % DEPARTMENTS_LIMIT)).collect();
    }
    let mut facts = over(numbered(full, &|no| scored(no, counts(CountKind::Facts)(100), 9)), 4, Role::Base);
    facts.one_fact_once = true;
    let points = |many: usize| -> Vec<SubPoint> {
        (0..many)
            .map(|n| SubPoint { no: format!("{n}"), title: format!("要点{n}"), must_not: n % 2 == 0 })
            .collect()
    };
    let choice = |no: String| {
        let rule = |n: usize| Rule::DeductChoice {
            input: format!("i{n}"),
            label: "情形".into(),
            options: options(50),
        };
        scored(no, (0..10).map(rule).collect(), 9)
    };
    let ticks = |no: String| {
        let (input, label) = ("i".into(), "没有做到的".into());
        scored(no, vec![Rule::DeductElements { input, label, elements: elements(500), amount: one() }], 9)
    };
    let standard = |no: String| criterion(no, Points::ZERO, Body::Standard(points(500)));
    vec![
        ("2000条细则8000个条件，一个部分", spread(1)),
        ("2000条细则8000个条件，50个部分", spread(50)),
        ("每条100个条件", over(numbered(full, &|no| scored(no, unmet(100), 9)), 4, Role::Base)),
        (
            "每条100个计数",
            over(numbered(full, &|no| scored(no, counts(CountKind::Number)(100), 9)), 4, Role::Base),
        ),
        ("每条100个逐起登记，一案一扣", facts),
        (
            "加分：3000条，各4个逐件登记",
            over(numbered(3_000 / share, &|no| scored(no, earned(4), 0)), 3, Role::Bonus),
        ),
        ("每条500个选项", over(numbered(lists * 2 / 3, &choice), 4, Role::Base)),
        ("每条500个要素", over(numbered(lists * 2 / 3, &ticks), 4, Role::Base)),
        ("每条500个要点", over(numbered(lists * 2 / 3, &standard), 4, Role::Base)),
        ("40种单位类型、2000个标题", typed),
        ("10000条说明、10000条接受记录", accepted),
        ("300个责任科室", duties),
        ("文字里写满分值", figures),
    ]
}
