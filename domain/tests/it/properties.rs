//! What holds for all schemes and all answers.

use std::collections::BTreeMap;

use domain::points::Points;
use domain::scheme::{
    AwardLevel, Body, ChoiceOption, Condition, Count, CountKind, Criterion, Duties, InputKind, InputSpec,
    Part, Reach, Rule, Scheme, Tier,
};
use domain::scoring::{
    Answer, AnswerProblem, Answers, Circumstances, CriterionScore, Entry, InputValue, ScoreSheet,
    score_criterion, score_in,
};
use proptest::prelude::*;

use crate::jiyuan;

/// Any value the question allows.
fn value(input: &InputSpec) -> BoxedStrategy<InputValue> {
    match input.kind {
        InputKind::YesNo | InputKind::NotApplicable => any::<bool>().prop_map(InputValue::Met).boxed(),
        InputKind::Count => {
            prop_oneof![9 => 0..20_u32, 1 => 0..=100_000_u32].prop_map(InputValue::Count).boxed()
        }
        InputKind::Choice => {
            let ids: Vec<_> = input.options.iter().map(|option| option.id.clone()).collect();
            prop::sample::select(ids).prop_map(InputValue::Text).boxed()
        }
        InputKind::Points => {
            let most = input.range.map_or(Points::ZERO, |range| range.max);
            // People type decimals: hundredths up to the most.
            (0..=2_000_i64)
                .prop_map(move |hundredths| {
                    let points = Points::ratio(hundredths, 100).unwrap();
                    InputValue::points(if points <= most { points } else { Points::ZERO })
                })
                .boxed()
        }
        InputKind::Facts => {
            let levels: Vec<_> = input.options.iter().map(|option| option.id.clone()).collect();
            let level = if levels.is_empty() {
                Just(String::new()).boxed()
            } else {
                prop::sample::select(levels).boxed()
            };
            let most = if input.once { 1_u32 } else { 3 };
            let entry = (0..6_u8, 1..=most, level).prop_map(|(fact, n, level)| Entry {
                fact: format!("F{fact}"),
                n,
                level,
                ..Entry::default()
            });
            prop::collection::vec(entry, 0..6)
                .prop_map(|mut entries| {
                    entries.sort_by(|one, other| (&one.fact, &one.level).cmp(&(&other.fact, &other.level)));
                    entries.dedup_by(|one, other| one.fact == other.fact && one.level == other.level);
                    InputValue::Entries(entries)
                })
                .boxed()
        }
        kind => panic!("济源 does not ask for {kind:?}"),
    }
}

/// A complete answer to one criterion; sometimes 不涉及 where it can be claimed.
fn answer(criterion: &Criterion) -> BoxedStrategy<Answer> {
    let claimable = criterion.not_applicable.is_some();
    let asked =
        jiyuan().inputs_of(criterion).into_iter().filter(|input| input.kind != InputKind::NotApplicable);
    let values: Vec<_> =
        asked.map(|input| value(&input).prop_map(move |v| (input.input.clone(), v))).collect();
    (values, any::<bool>())
        .prop_map(move |(inputs, claimed)| Answer {
            inputs: inputs.into_iter().collect(),
            not_applicable: claimable && claimed,
            remark: "已核".to_owned(),
            ..Answer::default()
        })
        .boxed()
}

fn complete_answers(scheme: &Scheme) -> BoxedStrategy<Answers> {
    let all: Vec<_> = scheme
        .criteria()
        .map(|criterion| {
            let no = criterion.no.to_string();
            answer(criterion).prop_map(move |answer| (no.clone(), answer))
        })
        .collect();
    all.prop_map(|answers| answers.into_iter().collect()).boxed()
}

/// The same answers with some inputs, and some whole criteria, not yet given.
fn partly(answers: &Answers, keep: &[bool]) -> Answers {
    let mut keep = keep.iter().copied().cycle();
    let mut next = || keep.next().unwrap_or(true);
    let mut partial = Answers::new();
    for (no, answer) in answers {
        if !next() && !next() {
            continue;
        }
        let inputs = answer.inputs.iter().filter(|_| next()).map(|(k, v)| (k.clone(), v.clone())).collect();
        partial.insert(no.clone(), Answer { inputs, ..answer.clone() });
    }
    partial
}

fn amount() -> impl Strategy<Value = Points> {
    (0..=12_i64, prop::sample::select(vec![1_i64, 2, 3, 4, 5, 20]))
        .prop_map(|(num, den)| Points::ratio(num, den).unwrap())
}

fn count(input: String) -> Count {
    Count {
        input,
        label: "数量".to_owned(),
        unit: "项".to_owned(),
        told: "{n}项".to_owned(),
        kind: CountKind::Number,
    }
}

fn conditions(input: &str, amounts: Vec<Option<Points>>) -> Vec<Condition> {
    amounts
        .into_iter()
        .enumerate()
        .map(|(n, amount)| Condition {
            input: format!("{input}_{n}"),
            label: "制度".to_owned(),
            met: "已建立".to_owned(),
            unmet: "未建立".to_owned(),
            amount,
        })
        .collect()
}

fn rule(input: String) -> BoxedStrategy<Rule> {
    let i = move || input.clone();
    let amounts = || prop::collection::vec(amount(), 1..4);
    let some = |amounts: Vec<Points>| amounts.into_iter().map(Some).collect();
    let (a, b, c, d, e, f, g, h) = (i(), i(), i(), i(), i(), i(), i(), i());
    let (j, k) = (i(), i());
    prop_oneof![
        amount().prop_map(move |amount| Rule::DeductEach { input: count(a.clone()), amount }),
        amounts().prop_map(move |amounts| Rule::DeductUnmet { conditions: conditions(&b, some(amounts)) }),
        amounts().prop_map(move |amounts| Rule::DeductChoice {
            input: c.clone(),
            label: "学习".to_owned(),
            options: amounts
                .into_iter()
                .enumerate()
                .map(|(n, amount)| ChoiceOption { id: format!("o{n}"), label: "一般".to_owned(), amount })
                .collect(),
        }),
        (1..9_u32, amount()).prop_map(move |(threshold, amount)| Rule::DeductBelow {
            input: count(d.clone()),
            threshold,
            amount
        }),
        (1..4_usize).prop_map(move |n| Rule::ZeroUnlessMet {
            conditions: conditions(&e, vec![None; n]),
            reach: Reach::Part,
        }),
        amounts().prop_map(move |amounts| Rule::AwardMet { conditions: conditions(&f, some(amounts)) }),
        amount().prop_map(move |amount| Rule::AwardEach { input: count(g.clone()), amount }),
        amounts().prop_map(move |amounts| Rule::AwardLevels {
            levels: amounts
                .into_iter()
                .enumerate()
                .map(|(n, amount)| AwardLevel { input: count(format!("{h}_{n}")), amount })
                .collect(),
        }),
        prop::collection::vec((0..20_u32, prop::option::of(0..9_u32), amount()), 1..5).prop_map(
            move |tiers| {
                Rule::AwardTiers {
                    input: count(j.clone()),
                    tiers: tiers
                        .into_iter()
                        .map(|(from, span, amount)| Tier { from, to: span.map(|span| from + span), amount })
                        .collect(),
                }
            }
        ),
        Just(Rule::Manual { input: k }),
    ]
    .boxed()
}

/// Any criterion, also such as no document should write: all kinds of rules mixed in one part.
fn criterion() -> impl Strategy<Value = Criterion> {
    let rules = (1..4_usize).prop_flat_map(|n| (0..n).map(|n| rule(format!("r{n}"))).collect::<Vec<_>>());
    let parts = prop::collection::vec((amount(), rules), 1..3);
    (amount(), any::<bool>(), parts).prop_map(|(points, single, parts)| {
        let mut parts: Vec<_> = parts
            .into_iter()
            .map(|(points, rules)| Part {
                title: "部分".to_owned(),
                points,
                start: None,
                below_zero: None,
                rules,
            })
            .collect();
        // Inputs are unique within the criterion.
        if parts.len() > 1 {
            parts[1].rules.clear();
            parts[1].rules.push(Rule::Manual { input: "second".to_owned() });
        } else if single {
            parts[0].points = points;
        }
        Criterion {
            no: "1.1".into(),
            title: "细则".to_owned(),
            points,
            wording: "规则".to_owned(),
            evidence: String::new(),
            dimension: None,
            applies_to: Vec::new(),
            duties: Duties::default(),
            not_applicable: None,
            acts_on_parent: false,
            body: Body::Scored(parts),
        }
    })
}

fn score(scheme: &Scheme, answers: &Answers) -> Result<ScoreSheet, AnswerProblem> {
    let mut circumstances = crate::registered(answers);
    circumstances.facts.entry("F9".to_owned()).or_default();
    score_in(scheme, answers, &circumstances)
}

fn scored(criterion: &Criterion, answer: &Answer) -> CriterionScore {
    score_criterion(&jiyuan(), criterion, Some(answer), &Circumstances::default()).unwrap()
}

fn is_in(points: Points, low: Points, high: Points) -> bool {
    low <= points && points <= high
}

fn bounded(line: &CriterionScore) -> bool {
    is_in(line.score, Points::ZERO, line.points)
        && is_in(line.range.low, Points::ZERO, line.range.high)
        && line.range.high <= line.points
        && line.score == line.range.low
        && (!line.complete || line.range.low == line.range.high)
}

fn sheet_bounded(sheet: &ScoreSheet) -> bool {
    sheet.criteria().all(bounded)
        && sheet.items().all(|item| is_in(item.score, Points::ZERO, item.declared.unwrap()))
        && sheet.sections.iter().all(|section| is_in(section.score, Points::ZERO, section.declared.unwrap()))
        && is_in(sheet.score, Points::ZERO, sheet.declared.unwrap())
}

/// What the steps of a criterion start from.
fn start(criterion: &Criterion) -> Points {
    let deducting = criterion.parts().iter().filter(|part| part.rules.iter().all(Rule::deducts));
    Points::sum(deducting.map(|part| part.points)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_score_leaves_its_bounds(answers in complete_answers(&jiyuan())) {
        let sheet = score(&jiyuan(), &answers).unwrap();
        prop_assert!(sheet.complete() && sheet_bounded(&sheet));
        prop_assert_eq!(sheet.range.low, sheet.range.high);
    }

    #[test]
    fn the_range_holds_the_final_score(
        answers in complete_answers(&jiyuan()),
        keep in prop::collection::vec(any::<bool>(), 97),
    ) {
        let scheme = jiyuan();
        let (now, then) = (score(&scheme, &partly(&answers, &keep)).unwrap(), score(&scheme, &answers).unwrap());
        prop_assert!(sheet_bounded(&now));
        prop_assert!(is_in(then.score, now.range.low, now.range.high));
        for (now, then) in now.criteria().zip(then.criteria()) {
            prop_assert!(is_in(then.score, now.range.low, now.range.high), "{}", now.no);
        }
    }

    #[test]
    fn the_order_of_answers_is_irrelevant(answers in complete_answers(&jiyuan())) {
        let scheme = jiyuan();
        let backwards: Answers = answers.clone().into_iter().rev().map(|(no, answer)| {
            let inputs = answer.inputs.into_iter().rev().collect::<BTreeMap<_, _>>();
            (no, Answer { inputs, ..answer })
        }).collect();
        prop_assert_eq!(score(&scheme, &answers), score(&scheme, &backwards));
    }

    #[test]
    fn a_further_fault_never_raises_the_total(
        answers in complete_answers(&jiyuan()), at in any::<prop::sample::Index>(),
    ) {
        let scheme = jiyuan();
        let before = score(&scheme, &answers).unwrap().score;
        let inputs = scheme.inputs();
        let fault = at.get(&inputs);
        let mut worse = answers;
        let answer = worse.get_mut(&fault.criterion).unwrap();
        let rules = |rule: &Rule| matches!(rule, Rule::DeductEach { input, .. } if input.input == fault.input);
        let counted_fault =
            scheme.criterion(&fault.criterion).unwrap().rules().any(rules);
        match (fault.kind, answer.inputs.get_mut(&fault.input)) {
            (InputKind::YesNo, Some(value)) => *value = InputValue::Met(false),
            (InputKind::Choice, Some(value)) => {
                *value = InputValue::Text(fault.options.last().unwrap().id.clone());
            }
            (InputKind::Count, Some(InputValue::Count(n))) => {
                *n = if counted_fault { (*n + 1).min(100_000) } else { n.saturating_sub(1) };
            }
            // What is counted against a unit happens once more; what earns is not there.
            (InputKind::Facts, Some(InputValue::Entries(entries))) => {
                if counted_fault {
                    entries.push(Entry { fact: "F9".to_owned(), n: 1, ..Entry::default() });
                } else {
                    entries.pop();
                }
            }
            (InputKind::Points, Some(value)) => *value = InputValue::Text("0".to_owned()),
            _ => answer.not_applicable = false,
        }
        prop_assert!(score(&scheme, &worse).unwrap().score <= before);
    }

    #[test]
    fn any_criterion_stays_in_bounds_and_its_steps_add_up(
        (criterion, answer) in criterion().prop_flat_map(|c| { let answer = answer(&c); (Just(c), answer) }),
        keep in prop::collection::vec(any::<bool>(), 7),
    ) {
        let line = scored(&criterion, &answer);
        prop_assert!(line.complete && bounded(&line), "{:?}", line);
        let steps = Points::sum(line.steps.iter().map(|step| step.points)).unwrap();
        let cap = start(&criterion).checked_add(steps).unwrap();
        prop_assert_eq!(cap, line.score, "{:?}", line);

        let mut kept = keep.into_iter().cycle();
        let mut partial = answer;
        partial.inputs.retain(|_, _| kept.next().unwrap_or(true));
        let open = scored(&criterion, &partial);
        prop_assert!(bounded(&open), "{:?}", open);
        prop_assert!(is_in(line.score, open.range.low, open.range.high), "{:?} {:?}", open, line);
        prop_assert_eq!(open.complete, partial.inputs.len() == criterion.input_names().len());
        if open.range.low != open.range.high {
            prop_assert!(!open.complete);
        }
    }

    #[test]
    fn a_scheme_survives_writing_and_reading(criterion in criterion()) {
        let mut scheme = jiyuan();
        (scheme.notes, scheme.accepted) = (Vec::new(), Vec::new());
        scheme.sections[0].items[0].criteria = vec![criterion];
        let text = scheme.to_canonical();
        let read = Scheme::read(&text).unwrap();
        prop_assert_eq!(read.to_canonical(), text);
        prop_assert_eq!(&read, &scheme);
        let _ = read.findings();
    }

    #[test]
    fn points_survive_the_wire(num in any::<i64>(), den in 1..=i64::MAX) {
        if let Some(points) = Points::ratio(num, den) {
            let text = serde_json::to_string(&points).unwrap();
            prop_assert_eq!(serde_json::from_str::<Points>(&text).unwrap(), points);
            prop_assert_eq!(-(-points), points);
        }
    }
}
