//! The codes of findings: each is told in the format's README, and tried by some test.

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::Path;

/// What stands in double quotes right behind each of these words.
fn quoted_after<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    let first = |rest: &'a str| rest.trim_start().strip_prefix('"')?.split('"').next();
    text.split(word).skip(1).filter_map(first)
}

#[test]
fn every_code_is_told_and_tried() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = |inner: &str| -> String {
        let files = std::fs::read_dir(folder.join(inner)).expect("a folder");
        let files = files.map(|file| file.expect("a file").path()).filter(|file| !file.ends_with("codes.rs"));
        files.filter_map(|file| read_to_string(file).ok()).collect()
    };
    let sources = all("src/scheme/lint");
    let codes: BTreeSet<_> = quoted_after(&sources, "add(").chain(quoted_after(&sources, "code:")).collect();
    assert!(codes.len() > 40, "{codes:?}");
    let readme = read_to_string(folder.join("schemes/README.md")).expect("the format's README");
    let (_, checks) = readme.split_once("\n## 检查").expect("the table of findings");
    let untold: Vec<_> = codes.iter().filter(|code| !checks.contains(&format!("`{code}`"))).collect();
    assert!(untold.is_empty(), "not in the README: {untold:?}");
    // A row of a test names it in quotes; a list of findings begins a line with it.
    let (tests, lists) = (all("tests/it"), all("tests/it/snapshots"));
    let is_tried = |code: &str| tests.contains(&format!("\"{code}\"")) || lists.contains(code);
    let untried: Vec<_> = codes.into_iter().filter(|code| !is_tried(code)).collect();
    assert!(untried.is_empty(), "tried nowhere: {untried:?}");
}
