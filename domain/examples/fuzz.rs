//! Hostile texts for the readers of schemes and answers, for a stated time:
//! `cargo run --release -p domain --example fuzz -- --seconds 60 [--seed 1]`.
//!
//! Built-in schemes and examples of answers are damaged: bytes are flipped, pieces are cut, doubled, swapped between files,
//! nested, and figures are replaced by absurd ones. What is still read must be written and read again as the same, must be
//! checked and scored without a panic, and must never leave its bounds. A text that breaks this is printed with its seed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use domain::points::Points;
use domain::scheme::{Scheme, builtin};
use domain::scoring::{Answers, read_answers, score, score_in};

const ANSWERS: [(&str, &str); 5] = [
    ("jiyuan", include_str!("../../examples/jiyuan-answers.json")),
    ("organ", include_str!("../../examples/organ-answers.json")),
    ("tangjiafang", include_str!("../../examples/tangjiafang-answers.json")),
    ("wulingyuan", include_str!("../../examples/wulingyuan-answers.json")),
    ("yueyang", include_str!("../../examples/yueyang-answers.json")),
];

/// What stands in place of something else.
const ABSURD: [&str; 16] = [
    "0",
    "-1",
    "1e308",
    "99999999999999999999",
    "\"1/0\"",
    "\"-0\"",
    "\"1/3\"",
    "\"10000\"",
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "\"一\"",
    "4294967295",
    "\"\\u202e\"",
];

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<u64>().ok()
    };
    let time = Duration::from_secs(given("--seconds").unwrap_or(60));
    let first = given("--seed").unwrap_or(1);
    std::panic::set_hook(Box::new(|_| ()));
    let begun = Instant::now();
    let (mut texts, mut read, mut broken) = (0_u64, 0_u64, 0_u32);
    let mut seed = first;
    while begun.elapsed() < time && broken < 10 {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (name, text) = if dice.roll(2) == 0 { scheme(&mut dice) } else { answers(&mut dice) };
        match catch_unwind(AssertUnwindSafe(|| holds(name, &text))) {
            Ok(Ok(was_read)) => read += u64::from(was_read),
            Ok(Err(why)) => {
                broken += 1;
                println!("种子{seed}：{why}\n{text}\n");
            }
            Err(_) => {
                broken += 1;
                println!("种子{seed}：程序崩溃\n{text}\n");
            }
        }
        texts += 1;
        seed += 1;
    }
    println!(
        "{texts}份文本（种子{first}至{}），其中{read}份可读；{broken}份出错；用时{}秒。",
        seed - 1,
        begun.elapsed().as_secs()
    );
    if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn scheme(dice: &mut Dice) -> (Option<&'static str>, String) {
    let names: Vec<_> = builtin::names().collect();
    let text = builtin::text(names[dice.roll(names.len())]).unwrap_or_default();
    let other = builtin::text(names[dice.roll(names.len())]).unwrap_or_default();
    (None, damaged(text, other, dice))
}

fn answers(dice: &mut Dice) -> (Option<&'static str>, String) {
    let (name, text) = ANSWERS[dice.roll(ANSWERS.len())];
    let (_, other) = ANSWERS[dice.roll(ANSWERS.len())];
    (Some(name), damaged(text, other, dice))
}

fn damaged(text: &str, other: &str, dice: &mut Dice) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(bytes.len());
        match dice.roll(7) {
            0 => bytes[at] ^= 1 << dice.roll(8),
            1 => bytes.truncate(at),
            2 => {
                let end = (at + dice.roll(200)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let piece = piece(&bytes, dice);
                bytes.splice(at..at, piece);
            }
            4 => {
                let piece = piece(other.as_bytes(), dice);
                bytes.splice(at..at, piece);
            }
            5 => {
                let depth = dice.roll(300);
                bytes.splice(at..at, std::iter::repeat_n(b'[', depth));
            }
            _ => {
                // A value in place of the one after the next colon.
                if let Some(colon) = bytes[at..].iter().position(|byte| *byte == b':') {
                    let from = at + colon + 1;
                    let length = bytes[from..].iter().position(|byte| matches!(byte, b',' | b'}' | b'\n'));
                    let to = from + length.unwrap_or(0);
                    bytes.splice(from..to, ABSURD[dice.roll(ABSURD.len())].bytes());
                }
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn piece(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let from = dice.roll(bytes.len());
    bytes[from..(from + dice.roll(400)).min(bytes.len())].to_vec()
}

/// Whether the text was read; an error says what does not hold.
fn holds(answers_of: Option<&str>, text: &str) -> Result<bool, &'static str> {
    let Some(name) = answers_of else { return scheme_holds(text) };
    let whole = builtin::load(name).ok_or("没有内置方案")?;
    let Ok(file) = read_answers(&whole, text) else { return Ok(false) };
    let scheme = file.unit_type.as_ref().map_or_else(|| whole.clone(), |code| whole.for_unit_type(code));
    // What is read criterion by criterion may still be too large for one sum: that is a refusal.
    if let Ok(sheet) = score_in(&scheme, &file.answers, &file.circumstances) {
        let within = sheet
            .criteria()
            .all(|line| line.points == Points::ZERO || (Points::ZERO..=line.points).contains(&line.score));
        if !within {
            return Err("得分超出分值");
        }
    }
    Ok(true)
}

fn scheme_holds(text: &str) -> Result<bool, &'static str> {
    let Ok(scheme) = Scheme::read(text) else { return Ok(false) };
    let canonical = scheme.to_canonical();
    if Scheme::read(&canonical).as_ref() != Ok(&scheme) {
        return Err("写出后读回不是同一份方案");
    }
    let _ = (scheme.findings(), scheme.inputs());
    for unit_type in &scheme.unit_types {
        let _ = score(&scheme.for_unit_type(&unit_type.code), &Answers::new());
    }
    match score(&scheme, &Answers::new()) {
        Ok(sheet) if sheet.range.low > sheet.range.high => Err("可能的最低分高于最高分"),
        _ => Ok(true),
    }
}
