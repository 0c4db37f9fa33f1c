//! 出席人员: a list of names, at least three, nobody twice.

use crate::naming;

/// Fewest who decide together.
pub const LEAST: usize = 3;
/// Most letters of one name, with a post in front of it.
const LONGEST: usize = 20;
/// Most who are listed.
const MOST: usize = 100;
/// What names a group instead of those who were there.
const GROUPS: &[&str] = &["全体", "成员", "人员", "同志", "班子", "各位"];

/// Reads the names: one per line, or with 、 or a comma between them. Blanks around and within a name do not count.
///
/// # Errors
/// A Chinese sentence without the final stop.
pub fn present(text: &str) -> Result<Vec<String>, String> {
    let mut names: Vec<String> = Vec::new();
    for part in text.split(['\n', '\r', '、', '，', ',', '；', ';']) {
        let name = match naming::name(part, LONGEST) {
            Err(naming::NameFault::Blank) => continue,
            Err(fault) => return Err(fault.reason("出席人员的姓名")),
            Ok(name) => spaced(&name),
        };
        if let Some(group) = GROUPS.iter().find(|group| name.contains(**group)) {
            return Err(format!("“{name}”不是一个人的姓名（含有“{group}”），请逐一写明出席人员的姓名"));
        }
        if name.chars().count() < 2 || !name.chars().any(char::is_alphabetic) {
            return Err(format!("“{name}”不像姓名，请逐一写明出席人员的姓名"));
        }
        if names.contains(&name) {
            return Err(format!("“{name}”写了两次；有同名的，请在姓名前写明职务"));
        }
        names.push(name);
    }
    match names.len() {
        0 => Err(format!("请填写出席人员，至少{LEAST}人，用顿号隔开")),
        few if few < LEAST => {
            Err(format!("集体研究至少{LEAST}人出席，现在只写了{few}人：{}", names.join("、")))
        }
        many if many > MOST => Err(format!("出席人员最多写{MOST}人，现在有{many}人")),
        _ => Ok(names),
    }
}

/// Without the blanks people set between the characters of a name of two (“王 五”); between words of letters they stay.
fn spaced(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut kept = String::new();
    for (at, c) in letters.iter().enumerate() {
        let latin = |c: Option<&char>| c.is_some_and(char::is_ascii);
        let between = !kept.ends_with(' ')
            && latin(at.checked_sub(1).and_then(|before| letters.get(before)))
            && latin(letters.get(at + 1));
        if !c.is_whitespace() {
            kept.push(*c);
        } else if between {
            kept.push(' ');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_however_people_list_them() {
        for text in [
            "孙演二、李演三、王演四",
            "孙演二，李演三,王演四",
            " 孙演二 \n李演三\r\n\n王演四；",
            "孙 演二、李　演三、王演四、",
        ] {
            assert_eq!(present(text).unwrap(), ["孙演二", "李演三", "王演四"], "{text:?}");
        }
        assert_eq!(present("党组书记孙演二、Anna Maria、阿依·古丽").unwrap()[1], "Anna Maria");
    }

    #[test]
    fn fewer_than_three_a_group_or_somebody_twice_is_told() {
        for (text, told) in [
            ("", "请填写出席人员"),
            ("、，\n", "请填写出席人员"),
            ("孙演二、李演三", "现在只写了2人：孙演二、李演三"),
            ("党组书记及全体党组成员", "不是一个人的姓名"),
            ("孙演二、李演三、其他成员", "不是一个人的姓名"),
            ("孙演二、李演三、孙 演二", "“孙演二”写了两次"),
            ("孙演二、李演三、12", "不像姓名"),
            ("孙演二、李演三、王", "不像姓名"),
            ("孙演二、李演三、<b>", "不能含有"),
            ("孙演二、李演三、一二三四五六七八九十一二三四五六七八九十一", "不能超过20个字"),
        ] {
            let refused = present(text).unwrap_err();
            assert!(refused.contains(told), "{text}: {refused}");
        }
    }
}
