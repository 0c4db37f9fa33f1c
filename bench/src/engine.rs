//! Score sheets a second, on one core.

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use domain::scheme::builtin;
use domain::scoring::read_answers;

use crate::jiyuan;

const ANSWERS: &str = include_str!("../../examples/jiyuan-answers.json");

/// The engine and the function written by hand, on the example's answers.
///
/// # Errors
/// If they do not agree.
pub fn run(time: Duration) -> Result<String> {
    let scheme = builtin::load("jiyuan").context("没有内置方案 jiyuan")?;
    let answers = read_answers(&scheme, ANSWERS).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let sheet = domain::scoring::score(&scheme, &answers).ok();
    ensure!(sheet.is_some() && sheet == jiyuan::score(&answers), "两种算法的评分表不一致");
    let half = time / 2;
    let by_engine = rate(half, || {
        black_box(domain::scoring::score(black_box(&scheme), black_box(&answers)).is_ok());
    });
    let by_hand = rate(half, || {
        black_box(jiyuan::score(black_box(&answers)).is_some());
    });
    Ok(serde_json::json!({ "engine": by_engine, "by_hand": by_hand }).to_string())
}

/// The best of ten spans: others use the machine, too.
fn rate(time: Duration, mut work: impl FnMut()) -> f64 {
    let mut best: f64 = 0.0;
    for _ in 0..10 {
        let begun = Instant::now();
        let mut done = 0_u32;
        while begun.elapsed() < time / 10 {
            for _ in 0..100 {
                work();
            }
            done += 100;
        }
        best = best.max(f64::from(done) / begun.elapsed().as_secs_f64());
    }
    best
}
