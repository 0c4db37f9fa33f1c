//! The words of an explanation.

use crate::scheme::Condition;

/// “缺少{n}项” with the number in its place.
pub(super) fn told(template: &str, n: u32) -> String {
    // Written by hand: this is the engine's busiest line.
    let Some((before, after)) =
        template.find('{').and_then(|at| Some((&template[..at], template[at..].strip_prefix("{n}")?)))
    else {
        return template.replacen("{n}", &n.to_string(), 1);
    };
    let mut digits = [0_u8; 10];
    let mut at = digits.len();
    let mut rest = n;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    let mut text = String::with_capacity(template.len() + 32);
    text.push_str(before);
    text.extend(digits[at..].iter().map(|digit| char::from(*digit)));
    text.push_str(after);
    text
}

pub(super) fn told_met(condition: &Condition, met: bool) -> String {
    joined(&condition.label, if met { &condition.met } else { &condition.unmet })
}

pub(super) fn joined(left: &str, right: &str) -> String {
    let mut text = String::with_capacity(left.len() + right.len());
    text.push_str(left);
    text.push_str(right);
    text
}
