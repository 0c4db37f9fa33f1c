//! Properties over whole made-up schemes that mix every kind of rule, with a fact register. A scheme, and its answers,
//! follow from one seed; a failing seed is told by proptest.

use std::collections::BTreeMap;

use domain::points::Points;
use domain::scheme::edit::{SAMPLE_YEAR, Sample};
use domain::scheme::{
    Body, ChoiceOption, Condition, Count, CountKind, CountTier, Criterion, Duties, Element, Group, Heading,
    InputKind, InputSpec, NotApplicable, Outcome, Part, Quantity, Reach, Role, Rule, Scheme, Side, Span,
    SpanCap, Take, Tier, Times, When,
};
use domain::scoring::{
    Answer, Answers, Circumstances, Entry, Fact, InputValue, Judged, ScoreSheet, score_in,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::p;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn flip(&mut self) -> bool {
        self.roll(2) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len() as u64) as usize]
    }

    fn amount(&mut self) -> Points {
        p(self.pick(&["0", "0.05", "0.2", "0.25", "0.5", "1", "1.5", "2.5", "1/3"]))
    }
}

fn condition(input: &str, amount: Option<Points>) -> Condition {
    Condition {
        input: input.to_owned(),
        label: "制度".to_owned(),
        met: "已建立".to_owned(),
        unmet: "未建立".to_owned(),
        amount,
    }
}

fn count(input: &str, kind: CountKind) -> Count {
    Count { input: input.into(), label: "数".into(), unit: "起".into(), told: "问题{n}起".into(), kind }
}

fn quantity(input: &str) -> Quantity {
    let (min, max) = (p("0"), p("100"));
    Quantity { input: input.into(), label: "率".into(), unit: "%".into(), min, max }
}

fn options(dice: &mut Dice) -> Vec<ChoiceOption> {
    let option = |id: &str, amount| ChoiceOption { id: id.into(), label: id.into(), amount };
    vec![option("a", dice.amount()), option("b", dice.amount()), option("c", dice.amount())]
}

fn elements() -> Vec<Element> {
    ["a", "b", "c"].map(|id| Element { id: id.into(), label: id.into() }).into()
}

fn deduction(dice: &mut Dice, input: &str, depth: u32) -> Rule {
    let facts = count(input, CountKind::Facts);
    let plain = count(input, CountKind::Number);
    let name = input.to_owned();
    match dice.roll(if depth > 0 { 13 } else { 15 }) {
        0 => Rule::DeductEach { input: plain, amount: dice.amount() },
        1 | 2 => Rule::DeductEach { input: facts, amount: dice.amount() },
        3 => Rule::DeductUnmet { conditions: vec![condition(input, Some(dice.amount()))] },
        4 => Rule::DeductElements {
            input: name,
            label: "没有的".into(),
            elements: elements(),
            amount: dice.amount(),
        },
        5 => Rule::DeductChoice { input: name, label: "情况".into(), options: options(dice) },
        6 => Rule::DeductBelow { input: plain, threshold: 3, amount: dice.amount() },
        7 => Rule::DeductMissing { input: plain, required: 4, amount: dice.amount() },
        8 => Rule::DeductSteps {
            input: quantity(input),
            side: if dice.flip() { Side::Below } else { Side::Above },
            threshold: p("60"),
            step: p("7"),
            amount: dice.amount(),
            partial: dice.flip(),
        },
        9 => Rule::DeductTiered { input: facts, options: options(dice) },
        10 => Rule::DeductMatrix {
            input: facts,
            rows: elements(),
            columns: elements(),
            amounts: (0..3).map(|_| (0..3).map(|_| dice.amount()).collect()).collect(),
        },
        11 => {
            Rule::DeductDiscretion { input: name, label: "酌情".into(), min: p("0.5"), max: Some(p("2")) }
        }
        12 => Rule::DeductShare { input: quantity(input), amount: dice.amount() },
        13 => Rule::ZeroUnlessMet {
            conditions: vec![condition(input, None)],
            reach: dice.pick(&[Reach::Part, Reach::Criterion, Reach::Item, Reach::Total]),
        },
        _ => Rule::DeductCountTiers {
            input: plain,
            tiers: vec![
                CountTier { from: 1, to: Some(1), amount: Some(dice.amount()) },
                CountTier { from: 2, to: None, amount: None },
            ],
        },
    }
}

fn award(dice: &mut Dice, input: &str) -> Rule {
    let plain = count(input, CountKind::Number);
    let second = format!("{input}x");
    match dice.roll(11) {
        0 => Rule::AwardMet { conditions: vec![condition(input, Some(dice.amount()))] },
        1 => Rule::AwardAll {
            conditions: vec![condition(input, None), condition(&second, None)],
            amount: dice.amount(),
        },
        2 => Rule::AwardWhen {
            when: When::Any(vec![
                When::Met(condition(input, None)),
                When::Not(Box::new(When::Count { input: count(&second, CountKind::Number), from: 2 })),
            ]),
            amount: dice.amount(),
            otherwise: dice.flip().then(|| p("-0.5")),
        },
        3 => Rule::AwardEach { input: plain, amount: dice.amount() },
        4 => Rule::AwardPieces {
            input: count(input, CountKind::Facts),
            options: options(dice),
            valid_years: dice.pick(&[None, Some(1), Some(3)]),
        },
        5 => {
            let (first, second) = (dice.amount(), dice.amount());
            let tiers = vec![
                Tier { from: 0, to: Some(2), amount: first },
                Tier { from: 3, to: None, amount: second },
            ];
            Rule::AwardTiers { input: plain, tiers }
        }
        6 => Rule::AwardRank { input: plain, first: p("3"), step: dice.amount() },
        7 => Rule::AwardRate { input: quantity(input), amount: dice.amount() },
        8 => Rule::AwardRelative {
            input: quantity(input),
            best: quantity(&second),
            amount: dice.amount(),
            lower_is_better: dice.flip(),
        },
        9 => Rule::AwardIncrements { input: plain, from: 2, base: dice.amount(), each: dice.amount() },
        _ => Rule::AwardMean { input: quantity(input), factor: p("0.02") },
    }
}

/// A rule that registers what happened, and when.
fn registered(dice: &mut Dice, input: &str, awards: bool) -> Rule {
    let input = count(input, CountKind::Facts);
    match (awards, dice.flip()) {
        (true, true) => Rule::AwardEach { input, amount: dice.amount() },
        (true, false) => Rule::AwardPieces { input, options: options(dice), valid_years: Some(3) },
        (false, true) => Rule::DeductEach { input, amount: dice.amount() },
        (false, false) => Rule::DeductTiered { input, options: options(dice) },
    }
}

fn grouped(dice: &mut Dice, input: &str, awards: bool) -> Rule {
    let dated = dice.roll(3) == 0;
    let rules: Vec<_> = (0..3)
        .map(|n| {
            let input = format!("{input}g{n}");
            match (dated, awards) {
                (true, _) => registered(dice, &input, awards),
                (false, true) => award(dice, &input),
                (false, false) => deduction(dice, &input, 1),
            }
        })
        .collect();
    let times = dice.flip().then(|| Times {
        condition: condition(&format!("{input}t"), None),
        factor: p(["2", "0.5"][dice.roll(2) as usize]),
    });
    Rule::Group(Group {
        title: "一组".into(),
        take: dice.pick(&[Take::Sum, Take::Highest, Take::First]),
        times,
        at_most_per: dated
            .then(|| SpanCap { span: dice.pick(&[Span::Month, Span::Quarter, Span::Year]), points: p("1") }),
        at_most: dice.flip().then(|| p("1.5")),
        rules,
    })
}

fn criterion(dice: &mut Dice, no: String) -> Criterion {
    let points = p(dice.pick(&["1", "2", "3", "5"]));
    let kind = dice.roll(3);
    let rules = (0..1 + dice.roll(3))
        .map(|n| {
            let awards = kind == 0 || (kind == 1 && n == 0);
            let input = format!("r{n}");
            match dice.roll(4) {
                0 => grouped(dice, &input, awards),
                _ if awards => award(dice, &input),
                _ => deduction(dice, &input, 0),
            }
        })
        .collect();
    Criterion {
        no: no.into(),
        title: "细则".into(),
        points,
        wording: "规则".into(),
        evidence: String::new(),
        dimension: None,
        applies_to: Vec::new(),
        duties: Duties::default(),
        not_applicable: match dice.roll(8) {
            0 => Some(NotApplicable::FullMarks),
            1 => Some(NotApplicable::Exclude),
            _ => None,
        },
        acts_on_parent: false,
        body: Body::Scored(vec![Part { title: String::new(), points, start: None, below_zero: None, rules }]),
    }
}

fn scheme(dice: &mut Dice) -> Scheme {
    let sections = (1..=2)
        .map(|section| Heading {
            no: format!("S{section}").into(),
            title: "部分".into(),
            points: Some(p("12")),
            items: (1..=2)
                .map(|item| Heading {
                    no: format!("{section}{item}").into(),
                    title: "项目".into(),
                    points: dice.flip().then(|| p("5")),
                    criteria: (1..=3).map(|n| criterion(dice, format!("{section}{item}.{n}"))).collect(),
                    ..Heading::default()
                })
                .collect(),
            role: Role::Base,
            ..Heading::default()
        })
        .collect();
    Scheme {
        format: 2,
        name: "any".into(),
        title: "任意方案".into(),
        points: Some(p("20")),
        unit_types: Vec::new(),
        cycle: None,
        deadlines: Vec::new(),
        grades: Vec::new(),
        one_fact_once: dice.roll(4) > 0,
        sections,
        sources: Vec::new(),
        outcome: Outcome {
            decided_by: "党组".into(),
            options: vec!["评定".into()],
            bands: Vec::new(),
            grade_rule: None,
            standard_rule: None,
            quotas: Vec::new(),
            targets: Vec::new(),
            publicity_days: None,
            publicised: false,
            pass: None,
            bonus_after_weights: false,
            zero_spares_bonus: false,
            over_periods: None,
        },
        notes: Vec::new(),
        accepted: Vec::new(),
    }
}

const FACTS: [&str; 4] = ["甲案", "乙案", "丙案", "丁案"];

fn entry(dice: &mut Dice, spec: &InputSpec, fact: &str) -> Entry {
    let any = |dice: &mut Dice, of: &[domain::scheme::InputOption]| {
        if of.is_empty() { String::new() } else { of[dice.roll(of.len() as u64) as usize].id.clone() }
    };
    Entry {
        judged: None,
        fact: fact.into(),
        n: if spec.once { 1 } else { 1 + dice.roll(3) as u32 },
        level: any(dice, &spec.options),
        row: any(dice, &spec.rows),
        column: any(dice, &spec.columns),
    }
}

fn value(dice: &mut Dice, spec: &InputSpec) -> InputValue {
    // Halves of fives: shares of any best value would make sums too exact to be held, which are refused (`refusals`).
    let percent = |dice: &mut Dice| Points::ratio(dice.roll(41) as i64 * 5, 2).unwrap();
    match spec.kind {
        InputKind::YesNo => InputValue::Met(dice.flip()),
        InputKind::Count => InputValue::Count(1 + dice.roll(6) as u32),
        InputKind::Choice => InputValue::Text(spec.options[dice.roll(3) as usize].id.clone()),
        InputKind::Elements => {
            InputValue::Picks(spec.options.iter().filter(|_| dice.flip()).map(|o| o.id.clone()).collect())
        }
        InputKind::Facts => {
            let many = dice.roll(4);
            let entries = (0..many).map(|_| {
                let fact = dice.pick(&FACTS);
                entry(dice, spec, fact)
            });
            InputValue::Entries(entries.collect())
        }
        InputKind::Quantity | InputKind::Points => InputValue::points(percent(dice)),
        InputKind::Quantities => InputValue::Picks((0..3).map(|_| percent(dice).exact()).collect()),
        InputKind::Judged => {
            let judged = Judged::new(dice.pick(&["0", "0.5", "2"]), "有");
            InputValue::Judged(Judged { second: "乙".into(), ..judged })
        }
        InputKind::Text => InputValue::Text("记".into()),
        InputKind::NotApplicable => unreachable!("claimed beside the inputs"),
    }
}

fn answers(dice: &mut Dice, scheme: &Scheme) -> Answers {
    let answer = |dice: &mut Dice, criterion: &Criterion| {
        let asked =
            scheme.inputs_of(criterion).into_iter().filter(|spec| spec.kind != InputKind::NotApplicable);
        let inputs = asked.map(|spec| (spec.input.clone(), value(dice, &spec))).collect();
        let not_applicable = criterion.not_applicable.is_some() && dice.flip();
        Answer { inputs, not_applicable, remark: "核".into(), ..Answer::default() }
    };
    scheme.criteria().map(|criterion| (criterion.no.to_string(), answer(dice, criterion))).collect()
}

fn circumstances() -> Circumstances {
    let days = ["2026-03-02", "2026-03-30", "2024-05-01", "2026-12-31"];
    let fact = |(title, day): (&&str, &str)| {
        ((*title).to_owned(), Fact { title: (*title).to_owned(), date: day.parse().ok() })
    };
    let facts = FACTS.iter().zip(days).chain([(&"新案", "2026-03-15")]).map(fact).collect();
    Circumstances { facts, year: Some(2026), ..Circumstances::default() }
}

fn score(scheme: &Scheme, answers: &Answers) -> ScoreSheet {
    score_in(scheme, answers, &circumstances()).unwrap()
}

fn within(points: Points, low: Points, high: Points) -> bool {
    low <= points && points <= high
}

/// A sheet that is filled in further stays within the ranges it had.
fn range_holds(seed: u64) -> Result<(), TestCaseError> {
    let mut dice = Dice(seed);
    let scheme = scheme(&mut dice);
    let complete = answers(&mut dice, &scheme);
    let mut partial = complete.clone();
    partial.retain(|_, _| dice.roll(5) > 0);
    for answer in partial.values_mut() {
        answer.inputs.retain(|_, _| dice.roll(4) > 0);
    }
    let (now, then) = (score(&scheme, &partial), score(&scheme, &complete));
    for (now, then) in now.criteria().zip(then.criteria()) {
        prop_assert!(
            within(then.score, now.range.low, now.range.high),
            "{}: {:?}\n{:?}\n{:?}",
            now.no,
            now.range,
            now,
            then
        );
    }
    for (now, then) in now.headings().zip(then.headings()) {
        prop_assert!(within(then.score, now.range.low, now.range.high), "{}", now.no);
    }
    prop_assert!(within(then.score, now.range.low, now.range.high));
    Ok(())
}

/// Sheets on which a range once did not hold: a fact that kept a dearer one away in a group goes elsewhere, among more facts
/// than can be tried together.
#[test]
fn the_range_holds_where_it_once_did_not() {
    for seed in [
        4_514_342_996_555_261_573,
        11_195_872_245_420_944_387,
        7_766_564_708_738_408_802,
        14_796_402_667_036_086_340,
    ] {
        range_holds(seed).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default()
    })]

    #[test]
    fn complete_sheets_are_certain_and_within_their_bounds(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let scheme = scheme(&mut dice);
        let read = Scheme::read(&scheme.to_canonical());
        prop_assert_eq!(read.as_ref(), Ok(&scheme));
        let sheet = score(&scheme, &answers(&mut dice, &scheme));
        prop_assert!(sheet.complete());
        prop_assert_eq!(sheet.range.low, sheet.range.high);
        for line in sheet.criteria() {
            prop_assert!(within(line.score, Points::ZERO, line.points), "{:?}", line);
            prop_assert_eq!(line.range.low, line.range.high, "{:?}", line);
        }
        for line in sheet.headings() {
            let most = line.declared.unwrap_or(line.achievable);
            prop_assert!(within(line.score, Points::ZERO, most.max(line.achievable)), "{:?}", line.no);
        }
        prop_assert!(within(sheet.score, Points::ZERO, p("20")));
    }

    #[test]
    fn the_range_holds_whatever_comes(seed in any::<u64>()) {
        range_holds(seed)?;
    }

    #[test]
    fn a_fact_is_penalised_in_one_criterion_only(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let scheme = Scheme { one_fact_once: true, ..scheme(&mut dice) };
        let sheet = score(&scheme, &answers(&mut dice, &scheme));
        let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in sheet.criteria() {
            for step in line.steps.iter().filter(|step| step.points < Points::ZERO) {
                if let Some(fact) = FACTS.iter().find(|fact| step.text.starts_with(**fact)) {
                    let known = places.entry(fact).or_default();
                    if known.last() != Some(&line.no.as_str()) {
                        known.push(&line.no);
                    }
                }
            }
        }
        prop_assert!(places.values().all(|at| at.len() == 1), "{:?}", places);
    }

    #[test]
    fn a_new_case_never_raises_the_total(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let scheme = scheme(&mut dice);
        let before = answers(&mut dice, &scheme);
        let mut after = before.clone();
        let deducts = |criterion: &Criterion, input: &str| {
            let mut found = false;
            for rule in criterion.parts().iter().flat_map(|part| &part.rules).filter(|rule| rule.deducts()) {
                // Of rules that exclude each other, a case under the first takes the place of a dearer one under the next.
                let plain = !matches!(rule, Rule::Group(group) if group.take == Take::First);
                rule.inputs(&mut |asked| found |= plain && asked.name() == input);
            }
            found
        };
        for criterion in scheme.criteria() {
            for spec in scheme.inputs_of(criterion) {
                let answer = after.get_mut(criterion.no.as_str()).unwrap();
                if spec.kind == InputKind::Facts
                    && deducts(criterion, &spec.input)
                    && let Some(InputValue::Entries(entries)) = answer.inputs.get_mut(&spec.input)
                {
                    entries.push(entry(&mut dice, &spec, "新案"));
                }
            }
        }
        let (before, after) = (score(&scheme, &before), score(&scheme, &after));
        prop_assert!(after.score <= before.score, "{} {}", after.score, before.score);
    }

    /// Incidents registered in another order, values given in another order: nothing else comes out.
    #[test]
    fn the_order_of_what_is_listed_is_irrelevant(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let scheme = Scheme { one_fact_once: dice.flip(), ..scheme(&mut dice) };
        let given = answers(&mut dice, &scheme);
        let mut turned = given.clone();
        for value in turned.values_mut().flat_map(|answer| answer.inputs.values_mut()) {
            match value {
                InputValue::Entries(entries) => entries.reverse(),
                InputValue::Picks(values) => values.reverse(),
                _ => {}
            }
        }
        let (before, after) = (score(&scheme, &given), score(&scheme, &turned));
        prop_assert_eq!(before.score, after.score);
        prop_assert_eq!(before.range, after.range);
        for (before, after) in before.criteria().zip(after.criteria()) {
            prop_assert_eq!(before.score, after.score, "{} {}", before.sentence(), after.sentence());
        }
    }

    #[test]
    fn samples_answer_whatever_is_asked(seed in any::<u64>()) {
        let scheme = scheme(&mut Dice(seed));
        let circumstances = scheme.sample_circumstances(scheme.criteria(), SAMPLE_YEAR);
        for sample in Sample::ALL {
            let sheet = score_in(&scheme, &scheme.samples(sample), &circumstances);
            prop_assert!(sheet.as_ref().is_ok_and(ScoreSheet::complete), "{:?} {:?}", sample, sheet.err());
        }
    }

    #[test]
    fn answers_that_do_not_fit_are_refused_not_lost(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let scheme = scheme(&mut dice);
        let mut given = answers(&mut dice, &scheme);
        let all: Vec<_> = given.keys().cloned().collect();
        let no = all[dice.roll(all.len() as u64) as usize].clone();
        given.get_mut(&no).unwrap().inputs.insert("elsewhere".into(), InputValue::Met(true));
        let refused = score_in(&scheme, &given, &circumstances()).unwrap_err();
        prop_assert_eq!(refused.path, format!("{no}.elsewhere"));
    }
}
