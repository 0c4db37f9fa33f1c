//! Made-up answers: mostly in order, with a few faults that depend on the unit, so that scores differ.

use domain::scheme::edit::Sample;
use domain::scheme::{Body, CountKind, Criterion, Input, Rule, Scheme};
use domain::scoring::{Answer, Entry, InputValue, Judged};

/// A plausible answer to one criterion of any scheme.
pub(super) fn answer_of(scheme: &Scheme, criterion: &Criterion, seed: u32) -> Answer {
    if criterion.is_scored() {
        return own_answer(criterion, seed);
    }
    // Now and then one mark below the best; nobody has a veto against them.
    let odd =
        criterion.no.bytes().fold(seed, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 11 == 0;
    let veto = matches!(criterion.body, Body::Veto(_));
    let sample = scheme.sample_of(criterion, if odd && !veto { Sample::Faulty } else { Sample::Best });
    Answer { remark: String::new(), ..sample }
}

/// A plausible 自评 of one criterion; `seed` tells units apart.
pub fn own_answer(criterion: &Criterion, seed: u32) -> Answer {
    let fault = |step: u32| {
        let mixed = criterion.no.bytes().fold(seed.wrapping_mul(2_654_435_761), |h, b| {
            h.rotate_left(5).wrapping_add(u32::from(b)).wrapping_mul(0x9e37_79b1)
        });
        mixed.rotate_left(step).wrapping_mul(0x85eb_ca6b) % 9 == 0
    };
    let mut answer = Answer::default();
    let mut give = |input: &str, value| {
        answer.inputs.insert(input.to_owned(), value);
    };
    let mut remark = String::new();
    for (rule, step) in criterion.rules().zip(0..) {
        match rule {
            Rule::DeductEach { input, .. } => give(
                &input.input,
                match input.kind {
                    CountKind::Number => InputValue::Count(u32::from(fault(step))),
                    CountKind::Facts => once_or_never(criterion, "问题", fault(step)),
                },
            ),
            Rule::DeductBelow { input, threshold, .. } => {
                give(&input.input, InputValue::Count(if fault(step) { 1 } else { threshold + 2 }));
            }
            Rule::DeductUnmet { conditions }
            | Rule::ZeroUnlessMet { conditions, .. }
            | Rule::AwardMet { conditions } => {
                for (condition, at) in conditions.iter().zip(step..) {
                    give(&condition.input, InputValue::Met(!fault(at + 7)));
                }
            }
            Rule::DeductChoice { input, options, .. } => {
                let chosen = if fault(step) { options.get(1) } else { options.first() };
                if let Some(option) = chosen {
                    give(input, InputValue::Text(option.id.clone()));
                }
            }
            Rule::AwardEach { input, .. } => give(
                &input.input,
                match input.kind {
                    CountKind::Number => InputValue::Count(if fault(step) { 2 } else { 4 }),
                    CountKind::Facts => once_or_never(criterion, "成绩", fault(step)),
                },
            ),
            Rule::AwardPieces { input, options, .. } => {
                let pieces = options.iter().zip(1..).flat_map(|(option, n)| {
                    (0..n + seed % 2).map(move |piece| Entry {
                        fact: format!("信息{}（演示）", n * 10 + piece + 1),
                        n: 1,
                        level: option.id.clone(),
                        ..Entry::default()
                    })
                });
                give(&input.input, InputValue::Entries(pieces.collect()));
            }
            Rule::AwardLevels { levels } => {
                for (level, n) in levels.iter().zip(1..) {
                    give(&level.input.input, InputValue::Count(n + seed % 2));
                }
            }
            Rule::AwardTiers { input, .. } => {
                give(&input.input, InputValue::Count(7 + seed % 10));
            }
            Rule::Manual { input } => {
                let full = criterion.points.to_string();
                let less = format!(
                    "{}",
                    criterion.points.checked_sub("0.5".parse().unwrap_or_default()).unwrap_or_default()
                );
                give(input, InputValue::Text(if fault(step) { less } else { full }));
                remark = "已按要求开展，台账和照片见佐证材料。".to_owned();
            }
            // The other kinds are answered as by a unit without faults.
            other => other.inputs(&mut |input| {
                give(input.name(), faultless(&input));
            }),
        }
    }
    answer.remark = remark;
    answer
}

/// What happened once, by its name; the register gives it an id.
fn once_or_never(criterion: &Criterion, what: &str, happened: bool) -> InputValue {
    let entry =
        || Entry {
            fact: format!("第{}条所列{what}（演示）", criterion.no), n: 1, ..Entry::default()
        };
    InputValue::Entries(happened.then(entry).into_iter().collect())
}

/// What a unit without faults says.
fn faultless(input: &Input<'_>) -> InputValue {
    match input {
        Input::Condition(_) => InputValue::Met(true),
        Input::Count(count) if count.kind == CountKind::Number => InputValue::Count(0),
        Input::Rank(_) => InputValue::Count(1),
        Input::Count(_)
        | Input::Levels(..)
        | Input::Pieces(..)
        | Input::JudgedFacts(..)
        | Input::Matrix(..) => InputValue::Entries(Vec::new()),
        Input::Choice(_, _, options) => {
            InputValue::Text(options.first().map(|option| option.id.clone()).unwrap_or_default())
        }
        Input::Elements(..) => InputValue::Picks(Vec::new()),
        Input::Quantity(quantity) => InputValue::points(quantity.max),
        Input::Quantities(quantity) => InputValue::Picks(vec![quantity.max.exact()]),
        Input::Judged(..) => InputValue::Judged(Judged::new("0", "没有这类情形")),
        Input::Points(_) => InputValue::Text("0".into()),
    }
}

/// A small, valid PDF of one page that says what it is.
pub fn file() -> Vec<u8> {
    let content = "BT /F1 24 Tf 72 720 Td (Qingping demo) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        offsets.push(pdf.len());
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = pdf.len();
    pdf.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for offset in offsets {
        pdf.push_str(&format!("{offset:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    pdf.into_bytes()
}
