//! The names people bear. A name is not an identity, but others read it as one: so it is one that cannot be taken for the
//! system's own voice, for a post, or for another script's letters; and of two that look alike each is told with its login.

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton as look_alike;
use unicode_security::mixed_script::AugmentedScriptSet;

use crate::naming::{self, NameFault};
use crate::policy::POSTS;

/// Most characters of a person's name.
pub const MOST: usize = 40;

/// Words that speak for the house itself, wherever in a name they stand.
const THE_HOUSE: &[&str] = &["系统", "公众", "匿名", "清评"];
/// Words that sign for somebody, where a name is nothing else.
const SIGNATURES: &[&str] =
    &["平台", "平台运维", "受邀人", "本人", "管理员", "admin", "administrator", "root", "system", "qingping"];
/// Characters that read like another: traditional ones, and a radical that stands alone.
const READS_LIKE: &[(char, char)] =
    &[('統', '统'), ('糸', '系'), ('係', '系'), ('衆', '众'), ('眾', '众'), ('臺', '台'), ('評', '评')];

/// A person's name as it is kept.
///
/// # Errors
/// [`NameFault`]: what cannot be a name of anything; what hides characters; what mixes scripts that look alike; what
/// passes for the system or for a post.
pub fn name(text: &str) -> Result<String, NameFault> {
    if text.trim().chars().any(hides) {
        return Err(NameFault::Hidden);
    }
    // Compatibility forms look like what they stand for; brackets stay as wide as the characters around them.
    let plain: String = text
        .nfkc()
        .map(|c| {
            if c == '(' {
                '（'
            } else if c == ')' {
                '）'
            } else {
                c
            }
        })
        .collect();
    // A form may stand for a sign that only changes the letter before it.
    if plain.trim().chars().any(hides) {
        return Err(NameFault::Hidden);
    }
    let kept = naming::name(&plain, MOST)?;
    if kept.contains('\n') || !kept.chars().any(char::is_alphabetic) {
        return Err(NameFault::NoLetters);
    }
    if mixes_scripts(&kept) {
        return Err(NameFault::Mixed);
    }
    if passes_for_another(&kept) {
        return Err(NameFault::Reserved);
    }
    Ok(kept)
}

/// What two names have in common that a reader cannot tell apart: the same letters, whatever their width, case, script and
/// what stands between them.
pub fn skeleton(name: &str) -> String {
    let bare: String = name.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let plain: String = bare.chars().map(reads_like).collect();
    look_alike(&plain).flat_map(char::to_lowercase).collect()
}

fn reads_like(c: char) -> char {
    READS_LIKE.iter().find(|(other, _)| *other == c).map_or(c, |(_, plain)| *plain)
}

/// How somebody is called where another bears such a name: “张伟（zhang.wei）”.
pub fn with_login(name: &str, login: &str) -> String {
    format!("{name}（{login}）")
}

/// Characters one does not see, or that change how others are seen.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}'..='\u{309a}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Latin beside Cyrillic or Greek, Chinese beside kana: letters of one pass for letters of the other. Chinese beside Latin
/// is usual.
fn mixes_scripts(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let foreign: String = letters.clone().filter(|c| !is_chinese(*c)).collect();
    let chinese = letters.clone().any(is_chinese);
    let latin = foreign.chars().all(|c| c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c));
    // A radical is a part of a character, and passes for one.
    if name.chars().any(|c| ('\u{2e80}'..='\u{2eff}').contains(&c)) {
        return true;
    }
    !foreign.is_empty() && ((chinese && !latin) || AugmentedScriptSet::for_str(&foreign).is_empty())
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇' | '々')
}

fn passes_for_another(name: &str) -> bool {
    let bare = skeleton(name);
    let bears = |word: &str| bare.contains(&skeleton(word));
    let is = |part: &str, word: &str| skeleton(part) == skeleton(word);
    // A signature is “name·post”, “name（login）·post（代name）”.
    let parts = name.split(['·', '•', '・', '‧', '/', '，', ',', '、']);
    let posts = || POSTS.iter().map(|post| post.name).chain(SIGNATURES.iter().copied());
    let bracketed = name.split('（').skip(1);
    THE_HOUSE.iter().any(|word| bears(word))
        || parts.into_iter().any(|part| posts().any(|post| is(part, post)))
        || bracketed
            .into_iter()
            .any(|inner| inner.starts_with('代') || inner.starts_with(|c: char| c.is_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_people_bear_are_taken() {
        for (text, kept) in [
            ("张伟", "张伟"),
            (" 张伟\u{3000}", "张伟"),
            ("买买提·艾力", "买买提·艾力"),
            ("张伟(大)", "张伟（大）"),
            ("张伟（二科）", "张伟（二科）"),
            ("𬱖英", "𬱖英"),
            ("Anna O'Neil", "Anna O'Neil"),
            ("Ａnna", "Anna"),
            ("⼀平", "一平"),
            ("José", "José"),
            ("Анна Иванова", "Анна Иванова"),
            ("第二管理员", "第二管理员"),
            ("甲", "甲"),
        ] {
            assert_eq!(name(text).as_deref(), Ok(kept), "{text:?}");
        }
    }

    #[test]
    fn names_that_pass_for_somebody_else_are_refused() {
        use NameFault::{Blank, Hidden, Mixed, NoLetters, Reserved};
        for (text, fault) in [
            ("", Blank),
            (" \u{3000}", Blank),
            ("张\u{200b}伟", Hidden),
            ("张\u{202e}伟", Hidden),
            ("张伟\u{fe0f}", Hidden),
            ("张\u{3164}伟", Hidden),
            ("张伟\u{e0041}", Hidden),
            ("张\u{0}伟", Hidden),
            ("张\u{336}伟", Hidden),
            ("123", NoLetters),
            ("。。。", NoLetters),
            ("系统", Reserved),
            ("系統", Reserved),
            ("糸统", Reserved),
            ("清评", Reserved),
            ("平台", Reserved),
            ("平台运维", Reserved),
            ("SYSTEM", Reserved),
            ("Ａdmin", Reserved),
            ("⻄统", Mixed),
            ("系 统", Reserved),
            ("系统管理员", Reserved),
            ("公众", Reserved),
            ("平台运维", Reserved),
            ("方案管理员", Reserved),
            ("党组", Reserved),
            ("张伟·考核人员", Reserved),
            ("张伟（代李明）", Reserved),
            ("张伟（zhang.wei）", Reserved),
            ("本人", Reserved),
            ("Аnna", Mixed),
            ("张ニ", Mixed),
        ] {
            assert_eq!(name(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn names_that_look_alike_have_one_skeleton() {
        for (one, other) in [
            ("张伟", "张 伟"),
            ("张伟", "张·伟"),
            ("一平", "⼀平"),
            ("Anna", "ANNA"),
            ("Anna", "Аnna"),
            ("工一", "エー"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        for (one, other) in [("张伟", "张炜"), ("李明", "李明明"), ("Anna", "Hanna")] {
            assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
        }
    }

    proptest! {
        /// Whatever is taken shows all it has, and is taken again as it is.
        #[test]
        fn what_is_taken_hides_nothing(text in "\\PC{0,12}|[张伟a-cА-Г·（）\u{200b}\u{202e}\u{fe0f} ]{0,12}") {
            if let Ok(kept) = name(&text) {
                prop_assert!(!kept.chars().any(hides));
                prop_assert!(!kept.contains("系统") && !kept.contains("公众"));
                prop_assert_eq!(name(&kept), Ok(kept.clone()));
            }
        }
    }
}
