//! Counting: what nextest and Playwright say becomes one line at the end.

use std::fmt;
use std::ops::AddAssign;

use anyhow::{Context, Result};
use serde_json::Value;

/// Tests passed, failed and skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
}

impl Tally {
    /// A step other than a test that did not succeed.
    pub const BROKEN_STEP: Tally = Tally { passed: 0, failed: 1, skipped: 0 };

    /// Reads the last `Summary [ 0.1s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 2 skipped`.
    pub fn of_nextest(output: &str) -> Option<Tally> {
        let plain = without_colours(output);
        let summary = plain.lines().rev().find(|line| line.trim_start().starts_with("Summary ["))?;
        let (_, counts) = summary.split_once(" run: ")?;
        let mut tally = Tally::default();
        for part in without_brackets(counts).split(',') {
            let (number, what) = part.trim().split_once(' ')?;
            let number: u32 = number.parse().ok()?;
            match what.trim() {
                "passed" => tally.passed += number,
                "skipped" => tally.skipped += number,
                // failed, exec failed, timed out …
                _ => tally.failed += number,
            }
        }
        Some(tally)
    }

    /// Reads Playwright's JSON report. A journey that passed only on a second try counts as failed, and so does an
    /// error outside of any journey (a file that does not compile).
    pub fn of_playwright(report: &str) -> Result<Tally> {
        let report: Value = serde_json::from_str(report).context("浏览器用例报告不是 JSON")?;
        let count = |name: &str| {
            let number = report["stats"][name].as_u64().with_context(|| format!("报告里没有 {name}"))?;
            Ok::<_, anyhow::Error>(u32::try_from(number)?)
        };
        let errors = u32::try_from(report["errors"].as_array().map_or(0, Vec::len))?;
        Ok(Tally {
            passed: count("expected")?,
            failed: count("unexpected")? + count("flaky")? + errors,
            skipped: count("skipped")?,
        })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, more: Tally) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (index, part) in text.split('\u{1b}').enumerate() {
        plain.push_str(if index == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) });
    }
    plain
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0;
    text.chars()
        .filter(|c| {
            depth += i32::from(*c == '(');
            let outside = depth == 0;
            depth -= i32::from(*c == ')');
            outside
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn tally(passed: u32, failed: u32, skipped: u32) -> Tally {
        Tally { passed, failed, skipped }
    }

    #[test]
    fn nextest_summaries() {
        let check = |text: &str, expect| assert_eq!(Tally::of_nextest(text), expect, "{text}");
        check("     Summary [   0.010s] 3 tests run: 3 passed, 0 skipped\n", Some(tally(3, 0, 0)));
        check("  Summary [   1.5s] 1 test run: 1 passed, 2 skipped\nerror: x\n", Some(tally(1, 0, 2)));
        check(
            "Summary [ 9s] 7/9 tests run: 3 passed (1 slow, 1 leaky), 1 failed, 2 timed out, 1 exec failed, 4 skipped",
            Some(tally(3, 4, 4)),
        );
        check(
            "\u{1b}[31;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m passed, 0 skipped",
            Some(tally(2, 0, 0)),
        );
        check("error: could not compile `server`", None);
    }

    #[test]
    fn playwright_reports() {
        let report = r#"{"errors":[],"stats":{"expected":5,"skipped":1,"unexpected":2,"flaky":1}}"#;
        assert_eq!(Tally::of_playwright(report).unwrap(), tally(5, 3, 1));
        let broken =
            r#"{"errors":[{"message":"x"}],"stats":{"expected":0,"skipped":0,"unexpected":0,"flaky":0}}"#;
        assert_eq!(Tally::of_playwright(broken).unwrap(), tally(0, 1, 0));
        assert!(Tally::of_playwright("").is_err());
    }

    #[test]
    fn the_last_line() {
        assert_eq!(tally(12, 0, 3).to_string(), "12 passed, 0 failed, 3 skipped");
    }
}
