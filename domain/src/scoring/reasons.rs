//! A reason belongs to the value it was given for. Whatever changes the value (another figure, 同意自评, what is brought in
//! from elsewhere), the reason is asked anew; the old one is kept aside and offered, and counts for nothing until then.

use std::collections::BTreeMap;

use super::{Answer, Entry, InputValue};
use crate::points::Points;

/// Under which name a remark that was set aside is kept, beside those of the questions.
pub const REMARK: &str = "remark";

/// What is known of the reasons when an answer takes the place of another.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reasons {
    /// The remark is a reviewer's reason. 说明 of 自评 tells what was done, whatever that counts.
    pub remark: bool,
    /// What was answered before was complete: a reason may be written before its value.
    pub given: bool,
    /// Whoever saves has read the reasons with the new value.
    pub hold: bool,
}

impl Answer {
    /// Whether somebody has said why: in their own words, or by agreeing with the unit, who did.
    pub fn is_explained(&self) -> bool {
        self.agrees || !self.remark.trim().is_empty()
    }

    /// The reason as it is shown beside the value.
    pub fn reason(&self) -> &str {
        match self.remark.trim() {
            "" if self.agrees => "同意自评",
            _ => &self.remark,
        }
    }

    /// Whether the same is answered, however it is written and whatever the reasons.
    pub fn says_as(&self, other: &Answer) -> bool {
        self.not_applicable == other.not_applicable
            && self.inputs.len() == other.inputs.len()
            && self
                .inputs
                .iter()
                .zip(&other.inputs)
                .all(|(one, other)| one.0 == other.0 && same(one.1, other.1))
    }

    /// What becomes of the reasons when this takes the place of `before`.
    pub fn reasoned_over(mut self, before: &Answer, known: Reasons) -> Answer {
        let changed = !self.says_as(before);
        let strikes = changed && known.remark && known.given && !known.hold;
        let mut earlier = BTreeMap::new();
        let mut look = |field: &str, now: &mut String, was: &str, changed: bool, strikes: bool| {
            if strikes && now.trim() == was.trim() {
                now.clear();
            }
            let offered = match changed && !was.trim().is_empty() {
                true => Some(was),
                false => before.earlier.get(field).map(String::as_str),
            };
            if let Some(offered) = offered.filter(|_| now.trim().is_empty()) {
                earlier.insert(field.to_owned(), offered.to_owned());
            }
        };
        look(REMARK, &mut self.remark, &before.remark, changed, strikes);
        let before_it: Vec<_> = before.all_judged().collect();
        for (name, was) in &before_it {
            let mut gone = String::new();
            let (now, changed) = match self.judged_mut(name) {
                Some(now) => {
                    let changed = !same_figure(&now.value, &was.value);
                    (&mut now.reason, changed && !was.value.trim().is_empty())
                }
                None => (&mut gone, true),
            };
            look(name, now, &was.reason, changed, changed && !known.hold);
        }
        for (field, text) in &before.earlier {
            let there = field == REMARK || before_it.iter().any(|(name, _)| name == field);
            let said = self.judged_mut(field).is_some_and(|now| !now.reason.trim().is_empty());
            if !there && !said {
                earlier.insert(field.clone(), text.clone());
            }
        }
        self.earlier = earlier;
        self
    }

    /// Gives a reason that was set aside for the value as it is now.
    pub fn takes_up(&mut self, field: &str) {
        let Some(text) = self.earlier.remove(field) else { return };
        match self.judged_mut(field) {
            Some(judged) => judged.reason = text,
            None if field == REMARK => self.remark = text,
            // Until there is a value again, it stays aside.
            None => drop(self.earlier.insert(field.to_owned(), text)),
        }
    }
}

fn same(one: &InputValue, other: &InputValue) -> bool {
    match (one, other) {
        (InputValue::Text(one), InputValue::Text(other)) => same_figure(one, other),
        (InputValue::Judged(one), InputValue::Judged(other)) => same_figure(&one.value, &other.value),
        // An empty list does not say of what it is empty.
        (InputValue::Picks(none), InputValue::Entries(also))
        | (InputValue::Entries(also), InputValue::Picks(none)) => none.is_empty() && also.is_empty(),
        (InputValue::Picks(one), InputValue::Picks(other)) if one.len() == other.len() => {
            one == other || one.iter().all(|pick| other.contains(pick))
        }
        (InputValue::Entries(one), InputValue::Entries(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_entry(one, other))
        }
        (one, other) => one == other,
    }
}

/// Who gave and confirmed what an incident costs, and why, is another matter.
fn same_entry(one: &Entry, other: &Entry) -> bool {
    let plain = |entry: &Entry| Entry { judged: None, ..entry.clone() };
    let weighed = match (&one.judged, &other.judged) {
        (Some(one), Some(other)) => same_figure(&one.value, &other.value),
        (one, other) => one.is_none() && other.is_none(),
    };
    weighed && plain(one) == plain(other)
}

/// “1.0” is “1”.
fn same_figure(one: &str, other: &str) -> bool {
    let exact = |text: &str| Points::from_exact(text.trim()).ok();
    one.trim() == other.trim() || exact(one).is_some_and(|one| Some(one) == exact(other))
}

#[cfg(test)]
mod tests {
    use super::super::Judged;
    use super::*;

    const REVIEW: Reasons = Reasons { remark: true, given: true, hold: false };
    const OWN: Reasons = Reasons { remark: false, ..REVIEW };

    fn answer(value: impl Into<Option<InputValue>>, remark: &str) -> Answer {
        let inputs = value.into().map(|value| ("a".to_owned(), value)).into_iter().collect();
        Answer { inputs, remark: remark.to_owned(), ..Answer::default() }
    }

    fn text(value: &str, remark: &str) -> Answer {
        answer(InputValue::Text(value.to_owned()), remark)
    }

    fn aside(answer: &Answer, field: &str) -> (String, String) {
        (answer.remark.clone(), answer.earlier.get(field).cloned().unwrap_or_default())
    }

    /// Every kind of value that changes: what was said for the old one is not said for the new one.
    #[test]
    fn who_stands_behind_an_incidents_value_is_not_what_is_answered() {
        let costs = |value: &str, second: &str| {
            let judged = Judged { second: second.to_owned(), ..Judged::new(value, "主动报告") };
            let entry = Entry { fact: "F1".into(), n: 1, judged: Some(judged), ..Entry::default() };
            answer(InputValue::Entries(vec![entry]), "")
        };
        assert!(costs("0.5", "").says_as(&costs("0.50", "钱演一")));
        assert!(!costs("0.5", "").says_as(&costs("1", "")));
    }

    #[test]
    fn a_reason_does_not_pass_to_another_value() {
        let picks = |ids: &[&str]| InputValue::Picks(ids.iter().map(|id| (*id).to_owned()).collect());
        let entry = |fact: &str| {
            InputValue::Entries(vec![super::super::Entry { fact: fact.into(), n: 1, ..Default::default() }])
        };
        for (before, after) in [
            (InputValue::Count(1), InputValue::Count(0)),
            (InputValue::Met(false), InputValue::Met(true)),
            (InputValue::Text("0.5".into()), InputValue::Text("1".into())),
            (InputValue::Text("part".into()), InputValue::Text("full".into())),
            (picks(&["x"]), picks(&["x", "y"])),
            (picks(&[]), entry("F1")),
            (entry("F1"), entry("F2")),
        ] {
            let before = answer(before, "缺少1项");
            let now = answer(after, "缺少1项").reasoned_over(&before, REVIEW);
            assert_eq!(aside(&now, REMARK), (String::new(), "缺少1项".to_owned()), "{now:?}");
            let cleared = Answer::default().reasoned_over(&before, REVIEW);
            assert_eq!(aside(&cleared, REMARK), (String::new(), "缺少1项".to_owned()));
            let refused = Answer { not_applicable: true, ..before.clone() }.reasoned_over(&before, REVIEW);
            assert_eq!(aside(&refused, REMARK), (String::new(), "缺少1项".to_owned()));
        }
    }

    #[test]
    fn the_same_value_keeps_its_reason_however_it_is_written() {
        let before = text("1", "有");
        for now in [text("1", "有"), text("1.0", "有"), text(" 1 ", "有")] {
            assert_eq!(aside(&now.reasoned_over(&before, REVIEW), REMARK), ("有".to_owned(), String::new()));
        }
        let none = answer(InputValue::Picks(Vec::new()), "没有");
        let also = answer(InputValue::Entries(Vec::new()), "没有").reasoned_over(&none, REVIEW);
        assert_eq!(also.remark, "没有");
    }

    #[test]
    fn a_reason_that_is_given_with_the_value_stays() {
        let before = text("1", "缺");
        let rewritten = text("2", "缺两项").reasoned_over(&before, REVIEW);
        assert_eq!(aside(&rewritten, REMARK), ("缺两项".to_owned(), String::new()));
        let held = text("2", "缺").reasoned_over(&before, Reasons { hold: true, ..REVIEW });
        assert_eq!(held.remark, "缺");
        let first = text("2", "先写理由")
            .reasoned_over(&answer(None, "先写理由"), Reasons { given: false, ..REVIEW });
        assert_eq!(first.remark, "先写理由");
        // 说明 of 自评 tells what was done.
        assert_eq!(text("2", "做法").reasoned_over(&text("1", "做法"), OWN).remark, "做法");
    }

    #[test]
    fn what_was_set_aside_is_offered_until_a_reason_is_given() {
        let aside_once = text("2", "缺").reasoned_over(&text("1", "缺"), REVIEW);
        // Saved again, with the value changed once more, by whoever knows nothing of it.
        let twice = text("3", "").reasoned_over(&aside_once, REVIEW);
        assert_eq!(aside(&twice, REMARK), (String::new(), "缺".to_owned()));
        let mut taken = twice.clone();
        taken.takes_up(REMARK);
        let taken = taken.reasoned_over(&twice, REVIEW);
        assert_eq!(aside(&taken, REMARK), ("缺".to_owned(), String::new()));
        // Struck out by hand, it is gone.
        assert_eq!(
            aside(&text("3", "").reasoned_over(&taken, REVIEW), REMARK),
            (String::new(), String::new())
        );
        assert!(text("3", "新").reasoned_over(&twice, REVIEW).earlier.is_empty());
    }

    #[test]
    fn a_discretionary_value_loses_its_reason_on_both_layers() {
        type Judges = fn(Judged) -> InputValue;
        let alone: Judges = InputValue::Judged;
        let of_one: Judges = |judged| {
            InputValue::Entries(vec![Entry {
                fact: "F1".into(),
                n: 1,
                judged: Some(judged),
                ..Entry::default()
            }])
        };
        for (layer, name, judges) in
            [OWN, REVIEW].into_iter().flat_map(|layer| [(layer, "a", alone), (layer, "a/F1", of_one)])
        {
            let judged = |value: &str, reason: &str| answer(judges(Judged::new(value, reason)), "");
            let reason = |answer: &Answer| {
                answer
                    .all_judged()
                    .find(|(known, _)| known == name)
                    .map_or(String::new(), |(_, one)| one.reason.clone())
            };
            let now = judged("1", "迟报").reasoned_over(&judged("0.5", "迟报"), layer);
            assert_eq!((reason(&now), &*now.earlier[name]), (String::new(), "迟报"));
            assert!(!now.waits());
            let mut taken = now.clone();
            taken.takes_up(name);
            let taken = taken.reasoned_over(&now, layer);
            assert_eq!((reason(&taken), taken.earlier.len()), ("迟报".to_owned(), 0));
            // Taken back as a whole, and given anew later.
            let cleared = Answer::default().reasoned_over(&taken, layer);
            assert_eq!(cleared.earlier[name], "迟报");
            let again = judged("2", "").reasoned_over(&cleared, layer);
            assert_eq!(again.earlier[name], "迟报");
            assert_eq!(judged("0.50", "迟报").reasoned_over(&judged("0.5", "迟报"), layer).earlier.len(), 0);
        }
    }

    #[test]
    fn agreeing_is_a_reason_that_is_told() {
        let agreed = Answer { agrees: true, ..text("1", "") };
        assert!(agreed.is_explained());
        assert_eq!(agreed.reason(), "同意自评");
        assert_eq!(Answer { remark: "好".into(), ..agreed }.reason(), "好");
        assert!(!text("1", " ").is_explained());
    }
}
