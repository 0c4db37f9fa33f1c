//! 自然顺序: how names follow each other where nobody has put them in order by hand. Numbers count as numbers, however
//! they are written: 第2 before 第10, 第二 before 第十, ９ before 10.

use std::cmp::Ordering;

/// Where a name stands among others. Names that are spelt differently are never equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Natural {
    pieces: Vec<Piece>,
    spelt: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(u64),
    Letter(char),
}

/// Where this name stands.
pub fn natural(name: &str) -> Natural {
    let letters: Vec<char> = name.trim().chars().map(narrow).collect();
    let mut pieces = Vec::with_capacity(letters.len());
    let mut rest = letters.as_slice();
    while let [first, others @ ..] = rest {
        if let Some((number, after)) = figures(rest).or_else(|| chinese(rest)) {
            pieces.push(Piece::Number(number));
            rest = after;
        } else {
            pieces.extend(first.to_lowercase().map(Piece::Letter));
            rest = others;
        }
    }
    Natural { pieces, spelt: name.to_owned() }
}

/// For sorting two names.
pub fn compare(one: &str, other: &str) -> Ordering {
    natural(one).cmp(&natural(other))
}

/// Full-width figures and letters as the usual ones.
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(letter) - 0xff01 + u32::from('!')).unwrap_or(letter)
        }
        '\u{3000}' => ' ',
        other => other,
    }
}

/// The number a text begins with in figures, and what follows it.
fn figures(text: &[char]) -> Option<(u64, &[char])> {
    let length = text.iter().take_while(|letter| letter.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(length);
    let add = |number: u64, digit: &char| {
        number.saturating_mul(10).saturating_add(u64::from(digit.to_digit(10).unwrap_or_default()))
    };
    (length > 0).then(|| (digits.iter().fold(0, add), rest))
}

/// The number a text begins with in Chinese: 十二, 一百零五, and digit by digit 二〇二六.
fn chinese(text: &[char]) -> Option<(u64, &[char])> {
    let length = text.iter().take_while(|letter| digit(**letter).or(unit(**letter)).is_some()).count();
    if length == 0 {
        return None;
    }
    let (letters, rest) = text.split_at(length);
    if letters.iter().all(|letter| unit(*letter).is_none()) {
        let add = |number: u64, letter: &char| {
            number.saturating_mul(10).saturating_add(digit(*letter).unwrap_or_default())
        };
        return Some((letters.iter().fold(0, add), rest));
    }
    let (mut number, mut pending): (u64, Option<u64>) = (0, None);
    for letter in letters {
        match (digit(*letter), unit(*letter)) {
            (Some(digit), _) => pending = Some(digit),
            (None, Some(unit)) => {
                number = number.saturating_add(pending.take().unwrap_or(1).saturating_mul(unit));
            }
            (None, None) => {}
        }
    }
    Some((number.saturating_add(pending.unwrap_or_default()), rest))
}

fn digit(letter: char) -> Option<u64> {
    let digits = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match letter {
        '零' => Some(0),
        '两' => Some(2),
        letter => digits.iter().zip(0..).find(|(known, _)| **known == letter).map(|(_, value)| value),
    }
}

fn unit(letter: char) -> Option<u64> {
    match letter {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_follow_each_other_by_their_size() {
        for in_order in [
            &["第1局", "第2局", "第10局", "第11局", "第100局"][..],
            &["第一中学", "第二中学", "第九中学", "第十中学", "第十一中学", "第二十中学", "第一百零五中学"],
            &["一组", "2组", "三组", "１０组", "十一组"],
            &["2025年度", "二〇二六年度", "2027年度"],
            &["a2", "A10", "b1"],
            &["第99999999999999999999号", "第99999999999999999999号附件"],
        ] {
            let mut sorted = in_order.to_vec();
            sorted.reverse();
            sorted.sort_by(|one, other| compare(one, other));
            assert_eq!(sorted, in_order);
        }
    }

    proptest! {
        /// An order: total, and equal only what is spelt the same.
        #[test]
        fn it_is_an_order(names in proptest::collection::vec("[第十百一二0-9０-９局 a-cA-C]{0,6}", 3)) {
            let [a, b, c] = [natural(&names[0]), natural(&names[1]), natural(&names[2])];
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a == b, names[0] == names[1]);
            if a <= b && b <= c {
                prop_assert!(a <= c);
            }
        }
    }
}
