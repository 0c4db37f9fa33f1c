//! Names people give: of units, people, periods, meetings, announcements, pieces of evidence, files. One rule for all of
//! them, because a name is read by others, in lists, letters and file dialogues.

/// Why a name cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// Nothing to read: empty, or only blanks and invisible characters.
    Blank,
    /// Longer than `most` characters.
    TooLong { most: usize, has: usize },
    /// `<` or `>`, as in markup.
    Markup,
    /// A character one does not see: it turns the direction of a line, or controls a machine.
    Hidden,
    /// A way to another folder, such as `../`.
    Path,
    /// A person's name without a letter.
    NoLetters,
    /// A person's name in letters of several scripts that pass for one another.
    Mixed,
    /// A person's name that passes for the system, the public, or a post.
    Reserved,
}

impl NameFault {
    /// A Chinese sentence without the final stop; `label` is what the field is called.
    pub fn reason(self, label: &str) -> String {
        match self {
            Self::Blank => format!("请填写{label}"),
            Self::TooLong { most, has } => format!("{label}不能超过{most}个字，现在有{has}个字"),
            Self::Markup => format!("{label}不能含有“<”或“>”，请删去后重填"),
            Self::Hidden => {
                format!("{label}含有看不见的控制字符（例如改变文字方向的标记），请删去后重新输入")
            }
            Self::NoLetters => format!("{label}应写真实姓名，至少含有一个文字"),
            Self::Mixed => {
                format!("{label}混用了几种外形相近的文字（例如俄文与英文字母），请用同一种文字重新输入")
            }
            Self::Reserved => {
                format!(
                    "{label}不能与系统、公众或岗位的名称相同或相近，也不能写成带岗位、代理或登录名的样子，请只写真实姓名"
                )
            }
            Self::Path => format!("{label}不能含有“../”这样的路径，请只写名称"),
        }
    }
}

/// The name as it is kept: one line, without blanks around it and without the zero-width characters that copying from
/// other programs leaves behind.
///
/// # Errors
/// [`NameFault`]; nothing that could mislead a reader is mended silently.
pub fn name(text: &str, most: usize) -> Result<String, NameFault> {
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => kept.push(' '),
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}' => {}
            '\u{3000}' | '\u{a0}' => kept.push(' '),
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                return Err(NameFault::Hidden);
            }
            '\u{2028}' | '\u{2029}' => return Err(NameFault::Hidden),
            c if c.is_control() => return Err(NameFault::Hidden),
            '<' | '>' => return Err(NameFault::Markup),
            c => kept.push(c),
        }
    }
    let kept = kept.trim();
    if kept.is_empty() {
        return Err(NameFault::Blank);
    }
    if kept.split(['/', '\\']).any(|part| matches!(part.trim(), ".." | ".")) {
        return Err(NameFault::Path);
    }
    let has = kept.chars().count();
    if has > most {
        return Err(NameFault::TooLong { most, has });
    }
    Ok(kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_and_what_is_said_of_them() {
        for (text, expect) in [
            ("城市管理局", Ok("城市管理局")),
            (" 城市\u{200b}管理局\u{3000}", Ok("城市管理局")),
            ("党组会议\n（扩大）", Ok("党组会议 （扩大）")),
            ("2026/03/12会议记录", Ok("2026/03/12会议记录")),
            ("O'Neil & Söhne “一”", Ok("O'Neil & Söhne “一”")),
            ("", Err(NameFault::Blank)),
            (" \u{3000}\u{200b}\t", Err(NameFault::Blank)),
            ("<script>alert(1)</script>", Err(NameFault::Markup)),
            ("a\u{202e}fdp.exe", Err(NameFault::Hidden)),
            ("张\u{0}三", Err(NameFault::Hidden)),
            ("../../etc/passwd", Err(NameFault::Path)),
            (r"..\..\表", Err(NameFault::Path)),
            ("..", Err(NameFault::Path)),
            ("十一个字的名称太长了吧", Err(NameFault::TooLong { most: 10, has: 11 })),
        ] {
            let most = if matches!(expect, Err(NameFault::TooLong { .. })) { 10 } else { 60 };
            assert_eq!(name(text, most).as_deref(), expect.as_ref().map(|text| *text), "{text:?}");
        }
        assert_eq!(NameFault::Blank.reason("单位名称"), "请填写单位名称");
    }

    proptest! {
        /// Whatever is taken is one visible line, short enough, and taken again as it is.
        #[test]
        fn what_is_taken_misleads_nobody(text in "\\PC*|[\\s\\.\\./\\\\<>\u{202e}\u{200b}a字]{0,20}", most in 1_usize..60) {
            if let Ok(kept) = name(&text, most) {
                prop_assert!((1..=most).contains(&kept.chars().count()));
                let misleads = |c: char| {
                    c.is_control() || "<>".contains(c) || ('\u{200b}'..='\u{200f}').contains(&c) || ('\u{202a}'..='\u{202e}').contains(&c)
                };
                prop_assert!(!kept.contains(misleads));
                prop_assert!(!kept.split(['/', '\\']).any(|part| part.trim() == ".."));
                prop_assert_eq!(name(&kept, most), Ok(kept));
            }
        }
    }
}
