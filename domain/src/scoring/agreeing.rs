//! 同意自评: a reviewer takes over what the unit says.

use super::{Answer, Answers, Circumstances, Mark, VetoMark, score_criterion};
use crate::scheme::{Criterion, Scheme};

impl Answer {
    /// A reviewer's answer that agrees with this one, in the place of `before`.
    pub fn agreed_to(&self, before: &Answer) -> Answer {
        Answer {
            inputs: self.said().inputs,
            not_applicable: self.not_applicable,
            agrees: true,
            ..before.clone()
        }
    }

    /// Whether nothing was answered, and nothing written.
    pub fn is_untouched(&self) -> bool {
        self.inputs.is_empty() && !self.not_applicable && self.remark.trim().is_empty()
    }
}

/// Criteria that a reviewer may agree to in one act, in document order: the unit has answered them, the reviewers have not,
/// and agreeing leaves nothing open: no second person, nothing to look into.
pub fn agreeable(
    scheme: &Scheme,
    own: &Answers,
    review: &Answers,
    circumstances: &Circumstances,
) -> Vec<String> {
    let agrees = |criterion: &Criterion| -> Option<String> {
        let stated = own.get(criterion.no.as_str())?;
        let touched = review.get(criterion.no.as_str()).is_some_and(|answer| !answer.is_untouched());
        if touched || stated.waits() {
            return None;
        }
        let agreed = stated.agreed_to(&Answer::default());
        let line = score_criterion(scheme, criterion, Some(&agreed), circumstances).ok()?;
        let looked_into = line.mark.as_deref() == Some(&Mark::Veto(VetoMark::Pending));
        (line.complete && !looked_into).then(|| criterion.no.to_string())
    };
    scheme.criteria().filter_map(agrees).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::builtin;
    use crate::scoring::{InputValue, Judged};

    fn answer(input: &str, value: InputValue) -> Answer {
        Answer { inputs: [(input.to_owned(), value)].into(), ..Answer::default() }
    }

    #[test]
    fn only_what_is_answered_and_untouched_is_agreed_to_at_once() {
        let scheme = builtin::load("jiyuan").unwrap();
        let count = |n| answer("missing", InputValue::Count(n));
        let manual =
            Answer { remark: "清单已建".into(), ..answer("points", InputValue::Text("1".into())) };
        let own: Answers = [("1.1".to_owned(), count(0)), ("6.1".to_owned(), manual)].into();
        let none = Circumstances::default();
        let agreed = |review: &Answers| agreeable(&scheme, &own, review, &none);
        // Points by judgement need no remark of the reviewer's where they agree.
        assert_eq!(agreed(&Answers::new()), ["1.1", "6.1"]);
        assert_eq!(agreed(&[("1.1".to_owned(), count(1))].into()), ["6.1"]);
        let reason = Answer { remark: "再核".into(), ..Answer::default() };
        assert_eq!(agreed(&[("6.1".to_owned(), reason)].into()), ["1.1"]);
        assert_eq!(agreed(&[("6.1".to_owned(), Answer::default())].into()), ["1.1", "6.1"]);
    }

    #[test]
    fn what_needs_a_second_person_is_looked_at_by_itself() {
        let scheme = Scheme::read(
            r#"{"format":2,"name":"try","title":"试","sections":[{"no":"一","title":"部分","criteria":[
            {"no":"1","title":"细则","points":"2","wording":"酌情扣分。","parts":[{"points":"2","rules":[
            {"rule":"deduct_discretion","input":"late","label":"迟报","min":"0.5","max":"2"}]}]}]}],
            "outcome":{"decided_by":"党组","options":["评定"]}}"#,
        )
        .unwrap();
        let (no, input) = ("1".to_owned(), "late".to_owned());
        let given = |judged| [(no.clone(), answer(&input, InputValue::Judged(judged)))].into();
        let none = Circumstances::default();
        let agreed = |own: &Answers| agreeable(&scheme, own, &Answers::new(), &none);
        let second = Judged { second: "乙".into(), ..Judged::new("0.5", "迟报") };
        assert!(agreed(&given(second)).is_empty());
        assert_eq!(agreed(&given(Judged::new("0", ""))), std::slice::from_ref(&no));
    }
}
