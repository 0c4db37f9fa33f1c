//! The rules against the documents: tables written out by hand, golden lists, and properties that hold for all answers.

mod any;
mod applicants;
mod corners;
mod criteria;
mod document;
mod edit;
mod filling;
mod hostile;
mod linting;
mod organ;
mod paste;
mod places;
mod properties;
mod refusals;
mod rules;
mod sheets;
mod words;

use std::sync::LazyLock;

use domain::points::Points;
use domain::scheme::{Scheme, builtin};

fn jiyuan() -> Scheme {
    static JIYUAN: LazyLock<Scheme> =
        LazyLock::new(|| builtin::load("jiyuan").expect("the built-in scheme can be read"));
    JIYUAN.clone()
}

/// 分 as written.
fn p(text: &str) -> Points {
    Points::from_exact(text).unwrap()
}

/// What the linter finds, a line each, with the reason it was accepted for.
fn findings(scheme: &Scheme) -> String {
    let findings = scheme.findings();
    let lines = findings.iter().map(|f| {
        let accepted = f.accepted.as_deref().map(|reason| format!(" ← {reason}")).unwrap_or_default();
        let path = if f.path.is_empty() { "全部" } else { &f.path };
        format!("{} {} {path}：{}{accepted}", f.level.label(), f.code, f.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}
