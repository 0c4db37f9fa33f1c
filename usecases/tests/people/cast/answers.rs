//! What people write into the checklist of 济源.

use std::sync::LazyLock;

use domain::scheme::{Criterion, Scheme, builtin};
use domain::scoring::{Answer, Entry, InputValue};
use usecases::demo::own_answer;

static SCHEME: LazyLock<Scheme> = LazyLock::new(|| builtin::load("jiyuan").expect("it is built in"));

pub fn scheme() -> &'static Scheme {
    &SCHEME
}

/// A complete 自评 of one criterion; units with the same `seed` answer alike.
pub fn full(no: &str, seed: u32) -> Answer {
    own_answer(criterion(no), seed)
}

/// A reviewer's answer that agrees with the unit's.
pub fn agreeing(no: &str, own: &Answer) -> Answer {
    let remark = if criterion(no).is_manual() { "同意自评。" } else { "" };
    Answer { remark: remark.into(), ..own.clone() }
}

/// “缺少n项”.
pub fn counted(input: &str, n: u32, remark: &str) -> Answer {
    given(input, InputValue::Count(n), remark)
}

/// One incident of several, none of them in the register.
pub fn incidents(input: &str, facts: &[&str], remark: &str) -> Answer {
    let entry = |fact: &&str| Entry { fact: (*fact).to_owned(), n: 1, ..Entry::default() };
    given(input, InputValue::Entries(facts.iter().map(entry).collect()), remark)
}

/// Points by judgement.
pub fn judged(points: &str, remark: &str) -> Answer {
    given("points", InputValue::Text(points.into()), remark)
}

/// One level of a choice.
pub fn chosen(input: &str, option: &str) -> Answer {
    given(input, InputValue::Text(option.into()), "")
}

/// 不涉及.
pub fn not_applicable() -> Answer {
    Answer { not_applicable: true, ..Answer::default() }
}

fn given(input: &str, value: InputValue, remark: &str) -> Answer {
    Answer { inputs: [(input.to_owned(), value)].into(), remark: remark.into(), ..Answer::default() }
}

fn criterion(no: &str) -> &'static Criterion {
    scheme().criterion(no).expect("a criterion of the checklist")
}
