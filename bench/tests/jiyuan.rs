//! The engine and the function written by hand say the same about every sheet.

use bench::jiyuan;
use domain::scheme::{InputKind, Scheme, builtin};
use domain::scoring::{Answer, Answers, Circumstances, Entry, Fact, InputValue, read_answers, score_in};

const EXAMPLE: &str = include_str!("../../examples/jiyuan-answers.json");

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn answers(scheme: &Scheme, dice: &mut Dice, gaps: u64) -> Answers {
    let mut answers = Answers::new();
    for criterion in scheme.criteria() {
        if dice.roll(100) < gaps {
            continue;
        }
        let mut answer = Answer::default();
        for spec in scheme.inputs_of(criterion) {
            if dice.roll(100) < gaps {
                continue;
            }
            let value = match spec.kind {
                InputKind::YesNo => InputValue::Met(dice.roll(3) > 0),
                InputKind::Count => {
                    let sides = if dice.roll(20) == 0 { 100_001 } else { 20 };
                    InputValue::Count(dice.roll(sides) as u32)
                }
                InputKind::Choice => {
                    let options = &spec.options;
                    InputValue::Text(options[dice.roll(options.len() as u64) as usize].id.clone())
                }
                InputKind::Points => {
                    let most = spec.range.unwrap().max;
                    let tenths = domain::points::Points::ratio(dice.roll(61) as i64, 10).unwrap();
                    InputValue::points(tenths.min(most))
                }
                InputKind::NotApplicable => {
                    answer.not_applicable = dice.roll(3) == 0;
                    continue;
                }
                InputKind::Facts => {
                    let entries = (0..dice.roll(5)).map(|_| Entry {
                        fact: format!("F{}", dice.roll(6)),
                        n: if spec.once { 1 } else { 1 + dice.roll(3) as u32 },
                        level: match spec.options.len() as u64 {
                            0 => String::new(),
                            levels => spec.options[dice.roll(levels) as usize].id.clone(),
                        },
                        ..Entry::default()
                    });
                    InputValue::Entries(entries.collect())
                }
                kind => panic!("济源 does not ask for {kind:?}"),
            };
            answer.inputs.insert(spec.input, value);
        }
        if dice.roll(4) > 0 {
            answer.remark = "已核".to_owned();
        }
        answers.insert(criterion.no.to_string(), answer);
    }
    answers
}

#[test]
fn they_agree_on_the_example() {
    let scheme = builtin::load("jiyuan").unwrap();
    let file = read_answers(&scheme, EXAMPLE).unwrap();
    let facts = &file.circumstances.facts;
    assert_eq!(
        jiyuan::score(&file.answers, facts),
        score_in(&scheme, &file.answers, &file.circumstances).ok()
    );
}

#[test]
fn they_agree_on_thousands_of_sheets_with_and_without_gaps() {
    let scheme = builtin::load("jiyuan").unwrap();
    let mut dice = Dice(1);
    let titled = |n: u32| (format!("F{n}"), Fact { title: format!("第{n}件"), date: None });
    let register =
        |known| Circumstances { facts: (0..known).map(titled).collect(), ..Circumstances::default() };
    let mut refused = 0;
    for n in 0..3_000 {
        let answers = answers(&scheme, &mut dice, [0, 10, 60][n % 3]);
        // At times one that is named is not registered.
        let register = register(if n % 10 == 0 { 5 } else { 6 });
        let sheet = score_in(&scheme, &answers, &register).ok();
        refused += u32::from(sheet.is_none());
        assert_eq!(jiyuan::score(&answers, &register.facts), sheet, "{answers:?}");
    }
    assert!((50..300).contains(&refused), "{refused} were refused");
}

#[test]
fn neither_takes_what_does_not_fit() {
    let none = Circumstances::default();
    let entry = |level: &str| Entry { fact: "F1".into(), n: 1, level: level.into(), ..Entry::default() };
    let scheme = builtin::load("jiyuan").unwrap();
    for (criterion, input, value) in [
        ("1.1", "missing", InputValue::Met(true)),
        ("1.1", "missing", InputValue::Count(100_001)),
        ("1.2", "system", InputValue::Count(1)),
        ("2.1", "party_group", InputValue::Text("other".into())),
        ("5.2", "points", InputValue::Text("1.5".into())),
        ("12.1", "sanctions", InputValue::Count(1)),
        ("12.1", "sanctions", InputValue::Entries(vec![Entry { n: 0, ..entry("") }])),
        ("13.4", "published", InputValue::Entries(vec![entry("other")])),
    ] {
        let answer = Answer { inputs: [(input.to_owned(), value)].into(), ..Answer::default() };
        let answers = Answers::from([(criterion.to_owned(), answer)]);
        assert!(
            score_in(&scheme, &answers, &none).is_err() && jiyuan::score(&answers, &none.facts).is_none(),
            "{criterion}.{input}"
        );
    }
}
