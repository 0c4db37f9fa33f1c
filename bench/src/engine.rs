//! Score sheets a second, on one core.

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use domain::scheme::{Heading, Scheme, builtin};
use domain::scoring::{Answers, read_answers, score_in};

use crate::jiyuan;

const ANSWERS: &str = include_str!("../../examples/jiyuan-answers.json");

/// The engine and the function written by hand, on the example's answers.
///
/// # Errors
/// If they do not agree.
pub fn run(time: Duration) -> Result<String> {
    let scheme = builtin::load("jiyuan").context("没有内置方案 jiyuan")?;
    let file = read_answers(&scheme, ANSWERS).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let (answers, circumstances) = (file.answers, file.circumstances);
    let facts = &circumstances.facts;
    let sheet = score_in(&scheme, &answers, &circumstances).ok();
    ensure!(sheet.is_some() && sheet == jiyuan::score(&answers, facts), "两种算法的评分表不一致");
    let third = time / 3;
    let by_engine = rate(third, || {
        black_box(score_in(black_box(&scheme), black_box(&answers), black_box(&circumstances)).is_ok());
    });
    let by_hand = rate(third, || {
        black_box(jiyuan::score(black_box(&answers), black_box(facts)).is_some());
    });
    let (large, many) = repeated(&scheme, &answers);
    let criteria = large.criteria().count();
    score_in(&large, &many, &circumstances).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let by_engine_large = rate(third, || {
        black_box(score_in(black_box(&large), black_box(&many), black_box(&circumstances)).is_ok());
    });
    Ok(serde_json::json!({
        "engine": by_engine,
        "by_hand": by_hand,
        "large": by_engine_large,
        "criteria": scheme.criteria().count(),
        "criteria_large": criteria,
    })
    .to_string())
}

/// 济源's rubric so often that it has at least 2,000 criteria, as a scheme of its own.
///
/// # Errors
/// Never, in practice.
pub fn large() -> Result<Scheme> {
    let scheme = builtin::load("jiyuan").context("没有内置方案 jiyuan")?;
    let (large, _) = repeated(&scheme, &Answers::new());
    let (name, title) = ("large".to_owned(), "两千条细则的方案".to_owned());
    Ok(Scheme { name, title, accepted: Vec::new(), ..large })
}

/// 济源's rubric so often that it has at least 2,000 criteria, numbered apart, with the same answers.
fn repeated(scheme: &Scheme, answers: &Answers) -> (Scheme, Answers) {
    let times = 2_000_usize.div_ceil(scheme.criteria().count());
    let mut large = Scheme { sections: Vec::new(), points: None, notes: Vec::new(), ..scheme.clone() };
    let mut many = Answers::new();
    for copy in 0..times {
        large.sections.extend(scheme.sections.iter().map(|section| numbered(section, copy)));
        many.extend(answers.iter().map(|(no, answer)| (format!("{copy}-{no}"), answer.clone())));
    }
    (large, many)
}

fn numbered(heading: &Heading, copy: usize) -> Heading {
    let mut heading = heading.clone();
    heading.no = format!("{copy}-{}", heading.no).into();
    for criterion in &mut heading.criteria {
        criterion.no = format!("{copy}-{}", criterion.no).into();
    }
    heading.items = heading.items.iter().map(|item| numbered(item, copy)).collect();
    heading
}

/// The best of many short spans: others use the machine, too.
fn rate(time: Duration, mut work: impl FnMut()) -> f64 {
    const SPANS: u32 = 50;
    let mut best: f64 = 0.0;
    for _ in 0..SPANS {
        let begun = Instant::now();
        let mut done = 0_u32;
        while begun.elapsed() < time / SPANS {
            for _ in 0..20 {
                work();
            }
            done += 20;
        }
        best = best.max(f64::from(done) / begun.elapsed().as_secs_f64());
    }
    best
}
