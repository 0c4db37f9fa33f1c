//! The engine and the function written by hand say the same about every sheet.

use bench::jiyuan;
use domain::scheme::{InputKind, Scheme, builtin};
use domain::scoring::{Answer, Answers, InputValue, read_answers, score};

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
    let answers = read_answers(&scheme, EXAMPLE).unwrap().answers;
    assert_eq!(jiyuan::score(&answers), score(&scheme, &answers).ok());
}

#[test]
fn they_agree_on_thousands_of_sheets_with_and_without_gaps() {
    let scheme = builtin::load("jiyuan").unwrap();
    let mut dice = Dice(1);
    for n in 0..3_000 {
        let answers = answers(&scheme, &mut dice, [0, 10, 60][n % 3]);
        let sheet = score(&scheme, &answers).unwrap();
        assert_eq!(jiyuan::score(&answers).as_ref(), Some(&sheet), "{answers:?}");
    }
}

#[test]
fn neither_takes_what_does_not_fit() {
    let scheme = builtin::load("jiyuan").unwrap();
    for (criterion, input, value) in [
        ("1.1", "missing", InputValue::Met(true)),
        ("1.1", "missing", InputValue::Count(100_001)),
        ("1.2", "system", InputValue::Count(1)),
        ("2.1", "party_group", InputValue::Text("other".into())),
        ("5.2", "points", InputValue::Text("1.5".into())),
    ] {
        let answer = Answer { inputs: [(input.to_owned(), value)].into(), ..Answer::default() };
        let answers = Answers::from([(criterion.to_owned(), answer)]);
        assert!(
            score(&scheme, &answers).is_err() && jiyuan::score(&answers).is_none(),
            "{criterion}.{input}"
        );
    }
}
