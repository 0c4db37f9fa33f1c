//! Texts from strangers: refused or read, never a panic.

use domain::scheme::{Scheme, builtin};
use domain::scoring::{Answers, read_answers, score, score_in};
use proptest::prelude::*;

use crate::jiyuan;

const EXAMPLE: &str = include_str!("../../../examples/jiyuan-answers.json");

/// The text with some characters replaced by others.
fn damaged(text: &str, damage: &[(usize, char)]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (at, character) in damage {
        let at = at % characters.len();
        characters[at] = *character;
    }
    characters.into_iter().collect()
}

fn damage() -> impl Strategy<Value = Vec<(usize, char)>> {
    let character = prop_oneof![
        prop::sample::select(vec!['"', '{', '}', '[', ']', ',', ':', '-', '.', 'e', '0', '9', '\\', '\u{0}']),
        any::<char>(),
    ];
    prop::collection::vec((any::<usize>(), character), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_refused_in_words(text in "\\PC{0,200}") {
        if let Err(error) = Scheme::read(&text) {
            prop_assert!(!error.place.is_empty() && !error.reason.is_empty());
        }
        if let Err(problem) = read_answers(&jiyuan(), &text) {
            prop_assert!(!problem.path.is_empty() && !problem.reason.is_empty());
        }
    }

    #[test]
    fn a_damaged_scheme_is_refused_or_works(damage in damage()) {
        if let Ok(scheme) = Scheme::read(&damaged(builtin::text("jiyuan").unwrap(), &damage)) {
            let _ = (scheme.findings(), scheme.inputs(), score(&scheme, &Answers::new()));
            prop_assert_eq!(Scheme::read(&scheme.to_canonical()), Ok(scheme));
        }
    }

    #[test]
    fn damaged_answers_are_refused_or_scored(damage in damage()) {
        let scheme = jiyuan();
        if let Ok(answers) = read_answers(&scheme, &damaged(EXAMPLE, &damage)) {
            prop_assert!(score_in(&scheme, &answers.answers, &answers.circumstances).is_ok());
        }
    }
}
