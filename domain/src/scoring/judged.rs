//! 酌情分: a discretionary value, its reason, and the second person who confirms it.
//!
//! Whoever gives a value cannot confirm it: another person does, by an act of their own. A value or a reason that changes has
//! to be confirmed anew. In a file of answers the second person is a name that is written down; online it is never typed.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Answer, Answers, InputValue};
use crate::ids::PersonId;
use crate::points::Points;
use crate::refusal::Refusal;
use crate::scheme::{Criterion, InputKind, InputSpec, Scheme};

/// A discretionary value. It counts as given only with a reason, and confirmed by a second person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// 分, as a decimal string.
    pub value: String,
    #[serde(default)]
    pub reason: String,
    /// Name of the second person; empty until the value is confirmed.
    #[serde(default)]
    pub second: String,
    /// Who gave value and reason, where they were given online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// Who confirmed them, where that was done online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_by: Option<PersonId>,
}

/// Stands for everybody but the reader, in what the reader is shown.
const ANOTHER: PersonId = PersonId(uuid::Uuid::nil());

impl Judged {
    /// Given, and not confirmed by anybody yet.
    pub fn new(value: &str, reason: &str) -> Self {
        Self { value: value.to_owned(), reason: reason.to_owned(), ..Self::default() }
    }

    /// Whether it takes and gives nothing: then there is nothing to explain or to confirm.
    fn is_nothing(&self) -> bool {
        self.value.trim().parse() == Ok(Points::ZERO)
    }

    /// Whether nothing is missing.
    pub fn is_confirmed(&self) -> bool {
        self.is_nothing() || !self.reason.trim().is_empty() && !self.second.trim().is_empty()
    }

    /// Whether all that is missing is the second person.
    pub fn waits(&self) -> bool {
        let given = !self.value.trim().is_empty() && !self.reason.trim().is_empty();
        given && !self.is_nothing() && self.second.trim().is_empty()
    }

    /// The value and the reason alone, whoever gave and confirmed them.
    pub fn said(&self) -> Self {
        Self::new(&self.value, &self.reason)
    }

    /// As it was given; nobody stands behind it beside the giver.
    fn unconfirmed(&self) -> Self {
        Self { by: self.by, ..self.said() }
    }

    /// What a save makes of it: what is as `before` stays given and confirmed as it was, anything else is `by`'s from now on.
    fn given_over(self, before: Option<&Judged>, saved_by: Option<PersonId>, by: Option<PersonId>) -> Self {
        match before {
            Some(before) if before.said() == self.said() => {
                Self { by: before.by.or(saved_by).or(by), ..before.clone() }
            }
            _ => Self { by, ..self.said() },
        }
    }
}

impl Answer {
    /// What it says, whoever gave and confirmed its discretionary values.
    pub fn said(&self) -> Answer {
        let mut said = self.clone();
        said.each_judged(|_, judged| *judged = judged.said());
        said
    }

    /// What a save by a person makes of it, over the answer that is there and who saved that. Who gave a discretionary
    /// value and who confirmed it is not for the sender to say.
    pub fn given_over(
        mut self,
        before: Option<&Answer>,
        saved_by: Option<PersonId>,
        by: Option<PersonId>,
    ) -> Answer {
        self.each_judged(|input, judged| {
            let before = before.and_then(|before| before.judged(input));
            *judged = std::mem::take(judged).given_over(before, saved_by, by);
        });
        self
    }

    /// What a reader is shown of it: whether they gave or confirmed a value themselves, but not who else it was.
    pub fn shown_to(mut self, reader: PersonId, saved_by: Option<PersonId>) -> Answer {
        let masked = |person: PersonId| if person == reader { reader } else { ANOTHER };
        self.each_judged(|_, judged| {
            judged.by = judged.by.or(saved_by).map(masked);
            judged.second_by = judged.second_by.map(masked);
        });
        self
    }

    /// Whether a discretionary value of it waits for a second person.
    pub fn waits(&self) -> bool {
        self.waiting().next().is_some()
    }

    /// Its discretionary values that wait for a second person, by the name of their question; of an incident, by the name
    /// of the question and the fact (`self_reported/F1`).
    pub fn waiting(&self) -> impl Iterator<Item = (String, &Judged)> {
        let counts = !self.not_applicable;
        self.all_judged().filter(move |(_, judged)| counts && judged.waits())
    }

    /// Its discretionary values, named as in [`Answer::waiting`].
    pub(super) fn all_judged(&self) -> impl Iterator<Item = (String, &Judged)> {
        self.inputs.iter().flat_map(|(input, value)| match value {
            InputValue::Judged(judged) => vec![(input.clone(), judged)],
            InputValue::Entries(entries) => {
                let judged =
                    entries.iter().filter_map(|one| Some((of_fact(input, &one.fact), one.judged.as_ref()?)));
                judged.collect()
            }
            _ => Vec::new(),
        })
    }

    /// The value under one question confirmed by a second person, as they saw it. Pressed twice it is the same answer.
    /// `saved_by`: who saved the answer gave what does not say who gave it, as answers that are older than this rule do not.
    ///
    /// # Errors
    /// [`Refusal::JudgedAnew`] if it is another value, has another reason, or does not wait; [`Refusal::OwnJudgement`] if it
    /// is the person's own.
    pub fn confirmed(
        &self,
        (criterion, input): (&str, &str),
        seen: &Judged,
        (person, name): (PersonId, &str),
        saved_by: Option<PersonId>,
    ) -> Result<Answer, Refusal> {
        let anew = || Refusal::JudgedAnew { criterion: criterion.to_owned() };
        let judged = self.judged(input).filter(|judged| judged.said() == seen.said()).ok_or_else(anew)?;
        if judged.second_by == Some(person) {
            return Ok(self.clone());
        }
        if self.not_applicable || !judged.waits() {
            return Err(anew());
        }
        if judged.by.or(saved_by) == Some(person) {
            return Err(Refusal::OwnJudgement { criterion: criterion.to_owned() });
        }
        let mut confirmed = self.clone();
        confirmed.each_judged(|one, judged| {
            if one == input {
                judged.second = name.to_owned();
                judged.second_by = Some(person);
            }
        });
        Ok(confirmed)
    }

    /// As it is once everything that waits is confirmed, by whomever.
    pub fn once_confirmed(mut self) -> Answer {
        self.each_judged(|_, judged| {
            if judged.waits() {
                judged.second = "（待确认）".to_owned();
            }
        });
        self
    }

    /// As it is when nobody stands behind its discretionary values any more: what they answer has changed.
    pub fn unconfirmed(&self) -> Answer {
        let mut unconfirmed = self.clone();
        unconfirmed.each_judged(|_, judged| *judged = judged.unconfirmed());
        unconfirmed
    }

    fn judged(&self, name: &str) -> Option<&Judged> {
        match name.split_once(OF_FACT) {
            None => match self.inputs.get(name) {
                Some(InputValue::Judged(judged)) => Some(judged),
                _ => None,
            },
            Some((input, fact)) => {
                let entries = self.inputs.get(input)?.entries();
                entries.iter().find(|one| one.fact == fact)?.judged.as_ref()
            }
        }
    }

    pub(super) fn judged_mut(&mut self, name: &str) -> Option<&mut Judged> {
        match name.split_once(OF_FACT) {
            None => match self.inputs.get_mut(name) {
                Some(InputValue::Judged(judged)) => Some(judged),
                _ => None,
            },
            Some((input, fact)) => match self.inputs.get_mut(input) {
                Some(InputValue::Entries(entries)) => {
                    entries.iter_mut().find(|one| one.fact == fact)?.judged.as_mut()
                }
                _ => None,
            },
        }
    }

    fn each_judged(&mut self, mut change: impl FnMut(&str, &mut Judged)) {
        for (input, value) in &mut self.inputs {
            match value {
                InputValue::Judged(judged) => change(input, judged),
                InputValue::Entries(entries) => {
                    for entry in entries {
                        if let Some(judged) = &mut entry.judged {
                            change(&of_fact(input, &entry.fact), judged);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// Stands between the name of a question and the fact whose value is meant; names of questions have no such character.
const OF_FACT: char = '/';

/// The name of an incident's discretionary value.
pub fn of_fact(input: &str, fact: &str) -> String {
    format!("{input}{OF_FACT}{fact}")
}

/// Whether a question, or each incident that is given to it, leaves a value to discretion.
fn leaves_open(spec: &InputSpec) -> bool {
    spec.kind == InputKind::Judged || spec.judged.is_some()
}

/// Numbers of criteria of which something is left to discretion, in document order.
pub fn discretionary(scheme: &Scheme) -> impl Iterator<Item = &str> {
    let asks = |one: &&Criterion| scheme.inputs_of(one).iter().any(leaves_open);
    scheme.criteria().filter(asks).map(|criterion| criterion.no.as_str())
}

/// Criteria with a discretionary value that waits for a second person, in document order.
pub fn unconfirmed(scheme: &Scheme, answers: &Answers) -> Vec<String> {
    let waits = |no: &str, asked: Vec<InputSpec>| {
        let judged = |name: &str| {
            let input = name.split(OF_FACT).next().unwrap_or_default();
            asked.iter().any(|spec| leaves_open(spec) && spec.input == input)
        };
        answers.get(no).is_some_and(|answer| answer.waiting().any(|(name, _)| judged(&name)))
    };
    let criteria = scheme.criteria().filter(|criterion| waits(&criterion.no, scheme.inputs_of(criterion)));
    criteria.map(|criterion| criterion.no.to_string()).collect()
}

/// The answers as they are once everything that waits is confirmed: what is missing in them then, somebody has to fill in.
pub fn confirmed_throughout(answers: &Answers) -> std::borrow::Cow<'_, Answers> {
    use std::borrow::Cow;
    if !answers.values().any(Answer::waits) {
        return Cow::Borrowed(answers);
    }
    let mut all = answers.clone();
    for answer in all.values_mut() {
        *answer = std::mem::take(answer).once_confirmed();
    }
    Cow::Owned(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn answer(values: &[(&str, Judged)]) -> Answer {
        let inputs =
            values.iter().map(|(input, judged)| ((*input).to_owned(), InputValue::Judged(judged.clone())));
        Answer { inputs: inputs.collect(), ..Answer::default() }
    }

    fn judged<'a>(answer: &'a Answer, input: &str) -> &'a Judged {
        match &answer.inputs[input] {
            InputValue::Judged(judged) => judged,
            other => panic!("{other:?}"),
        }
    }

    /// Who confirms what they see under `input`.
    fn confirms(there: &Answer, input: &str, n: u128, saved_by: Option<PersonId>) -> Result<Answer, Refusal> {
        let seen = judged(there, input).said();
        there.confirmed(("6.1", input), &seen, (person(n), &format!("{n}号")), saved_by)
    }

    fn own() -> Refusal {
        Refusal::OwnJudgement { criterion: "6.1".into() }
    }

    fn anew() -> Refusal {
        Refusal::JudgedAnew { criterion: "6.1".into() }
    }

    #[test]
    fn what_takes_nothing_needs_no_second_person() {
        for value in ["0", " 0.0 ", "-0"] {
            let nothing = Judged::new(value, "");
            assert!(nothing.is_confirmed() && !nothing.waits(), "{value}");
        }
        for value in ["", "无", "0.1"] {
            assert!(!Judged::new(value, "").is_confirmed(), "{value:?}");
        }
    }

    #[test]
    fn nobody_confirms_their_own() {
        let given = answer(&[("late", Judged::new("0.5", "迟报"))]).given_over(None, None, Some(person(1)));
        assert!(given.waits());
        assert_eq!(confirms(&given, "late", 1, None), Err(own()));
        let confirmed = confirms(&given, "late", 2, None).unwrap();
        assert_eq!(judged(&confirmed, "late").second, "2号");
        assert!(!confirmed.waits());
        assert_eq!(confirms(&confirmed, "late", 3, None), Err(anew()));
        assert_eq!(confirms(&confirmed, "late", 2, None), Ok(confirmed.clone()), "pressed twice");
        // Somebody of the same name is somebody else.
        let seen = Judged::new("0.5", "迟报");
        assert_eq!(confirmed.confirmed(("6.1", "late"), &seen, (person(3), "2号"), None), Err(anew()));
    }

    #[test]
    fn what_was_not_seen_is_not_confirmed() {
        let given = answer(&[("late", Judged::new("0.5", "迟报"))]).given_over(None, None, Some(person(1)));
        for seen in [Judged::new("1", "迟报"), Judged::new("0.5", "漏报"), Judged::default()] {
            let confirmed = given.confirmed(("6.1", "late"), &seen, (person(2), "乙"), None);
            assert_eq!(confirmed, Err(anew()), "{seen:?}");
        }
        let seen = Judged::new("0.5", "迟报");
        assert_eq!(given.confirmed(("6.1", "other"), &seen, (person(2), "乙"), None), Err(anew()));
        assert_eq!(Answer::default().confirmed(("6.1", "late"), &seen, (person(2), "乙"), None), Err(anew()));
    }

    /// Two values of one criterion by two persons: each confirms the other's, one by one.
    #[test]
    fn each_confirms_the_others() {
        let first = answer(&[("a", Judged::new("1", "甲认为"))]).given_over(None, None, Some(person(1)));
        let both = answer(&[("a", Judged::new("1", "甲认为")), ("b", Judged::new("2", "乙认为"))])
            .given_over(Some(&first), Some(person(1)), Some(person(2)));
        let by_first = confirms(&both, "b", 1, None).unwrap();
        assert_eq!(
            (judged(&by_first, "a").second.as_str(), judged(&by_first, "b").second.as_str()),
            ("", "1号")
        );
        assert_eq!(confirms(&by_first, "a", 1, None), Err(own()));
        assert!(!confirms(&by_first, "a", 2, None).unwrap().waits());
    }

    /// What was stored before anybody was noted counts as given by whoever saved the answer, whoever saves after that.
    #[test]
    fn an_older_value_is_its_savers() {
        let older = answer(&[("a", Judged::new("1", "旧"))]);
        assert_eq!(confirms(&older, "a", 1, Some(person(1))), Err(own()));
        assert!(confirms(&older, "a", 2, Some(person(1))).is_ok());
        let remarked = older.clone().given_over(Some(&older), Some(person(1)), Some(person(2)));
        assert_eq!(confirms(&remarked, "a", 1, Some(person(2))), Err(own()));
        assert!(confirms(&remarked, "a", 2, Some(person(2))).is_ok());
    }

    #[test]
    fn a_reader_learns_only_what_is_their_own() {
        let given = answer(&[("a", Judged::new("1", "有"))]).given_over(None, None, Some(person(1)));
        let confirmed = confirms(&given, "a", 2, None).unwrap();
        let ids = |reader| {
            let shown = confirmed.clone().shown_to(person(reader), None);
            (judged(&shown, "a").by, judged(&shown, "a").second_by)
        };
        assert_eq!(ids(1), (Some(person(1)), Some(ANOTHER)));
        assert_eq!(ids(2), (Some(ANOTHER), Some(person(2))));
        assert_eq!(ids(3), (Some(ANOTHER), Some(ANOTHER)));
        assert_eq!(confirmed.clone().shown_to(person(3), None).said(), confirmed.said());
    }

    #[test]
    fn what_is_not_complete_does_not_wait() {
        for (value, reason) in [("", "有理由"), ("1", " "), (" ", "")] {
            assert!(!answer(&[("a", Judged::new(value, reason))]).waits(), "{value:?} {reason:?}");
        }
        let claimed = Answer { not_applicable: true, ..answer(&[("a", Judged::new("1", "有"))]) };
        assert!(!claimed.waits());
    }

    fn any_judged() -> impl Strategy<Value = Judged> {
        let person = proptest::option::of((0..3_u128).prop_map(person));
        ("[01]?", "[ab]?", "[xy]?", person.clone(), person).prop_map(
            |(value, reason, second, by, second_by)| Judged { value, reason, second, by, second_by },
        )
    }

    proptest! {
        /// Whatever is sent: a value counts as confirmed only if it is the one that was confirmed before.
        #[test]
        fn a_sender_confirms_nothing(sent in any_judged(), before in any_judged(), by in 0..3_u128) {
            let saved = answer(&[("a", sent.clone())]).given_over(Some(&answer(&[("a", before.clone())])), None, Some(person(by)));
            let saved = judged(&saved, "a");
            prop_assert_eq!(saved.said(), sent.said());
            if saved.second.is_empty() {
                prop_assert!(saved.by.is_some());
            } else {
                prop_assert_eq!(saved.said(), before.said());
                prop_assert_eq!(&saved.second, &before.second);
            }
        }

        /// However a value came to be, whoever gave it is not the one who confirms it.
        #[test]
        fn two_persons_stand_behind_a_value(steps in proptest::collection::vec((any_judged(), 0..3_u128, any::<bool>()), 1..12)) {
            let mut there = Answer::default();
            let mut giver = None;
            let mut second = None;
            for (sent, n, confirms) in steps {
                let who = person(n);
                if confirms {
                    if let Some(seen) = there.judged("a").cloned()
                        && let Ok(confirmed) = there.confirmed(("1", "a"), &seen, (who, &n.to_string()), None)
                    {
                        there = confirmed;
                        second = Some(who);
                    }
                } else {
                    let changed = there.said() != answer(&[("a", sent.said())]);
                    there = answer(&[("a", sent)]).given_over(Some(&there), None, Some(who));
                    if changed {
                        giver = Some(who);
                        second = None;
                    }
                }
                let told = |judged: &Judged| judged.is_confirmed() && !judged.is_nothing();
                if there.judged("a").is_some_and(told) {
                    prop_assert!(second.is_some() && second != giver);
                }
            }
        }
    }
}
