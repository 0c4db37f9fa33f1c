//! How many full 济源 score sheets one core computes in a second:
//! `cargo run --release -p domain --example throughput -- 500000`.

use std::hint::black_box;
use std::time::Instant;

use domain::scheme::builtin;
use domain::scoring::{read_answers, score};

const ANSWERS: &str = include_str!("../../examples/jiyuan-answers.json");

fn main() {
    let sheets: u32 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(500_000);
    let scheme = builtin::load("jiyuan").expect("the built-in scheme can be read");
    let answers = read_answers(&scheme, ANSWERS).expect("the example can be read").answers;
    let start = Instant::now();
    for _ in 0..sheets {
        black_box(score(black_box(&scheme), black_box(&answers)).expect("the example can be scored"));
    }
    let spent = start.elapsed().as_micros().max(1);
    println!("{sheets}份评分表，用时{}毫秒，每秒{}份", spent / 1_000, u128::from(sheets) * 1_000_000 / spent);
}
