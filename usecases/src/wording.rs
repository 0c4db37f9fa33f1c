//! Deadlines and counts in people's words.

use domain::calendar::Day;
use domain::naming;

/// “截止2026年12月10日（还有14个工作日）”, and whether it presses.
pub(crate) fn until(deadline: Day, today: Day) -> (String, bool) {
    if today > deadline {
        let late = deadline.working_days_until(today);
        (format!("截止{deadline}（已逾期{late}个工作日）"), true)
    } else if today == deadline {
        (format!("截止{deadline}（今天到期）"), true)
    } else {
        let left = today.working_days_until(deadline);
        (format!("截止{deadline}（还有{left}个工作日）"), left <= 3)
    }
}

/// A name, by the rule of [`domain::naming`]: one line that misleads nobody.
pub(crate) fn required(
    field: &str,
    label: &str,
    text: &str,
    most: usize,
) -> Result<String, domain::refusal::Refusal> {
    naming::name(text, most).map_err(|fault| domain::refusal::Refusal::invalid(field, fault.reason(label)))
}

/// A box that is ticked or not; another value than a box has is not taken for either.
pub(crate) fn ticked(field: &str, value: &str) -> Result<bool, domain::refusal::Refusal> {
    match value {
        "" => Ok(false),
        "on" | "yes" => Ok(true),
        _ => Err(domain::refusal::Refusal::invalid(field, "提交的内容不是可以勾选的选项，请重新勾选")),
    }
}

/// A name that may be missing.
pub(crate) fn optional(
    field: &str,
    label: &str,
    text: &str,
    most: usize,
) -> Result<String, domain::refusal::Refusal> {
    match naming::name(text, most) {
        Err(naming::NameFault::Blank) => Ok(String::new()),
        named => named.map_err(|fault| domain::refusal::Refusal::invalid(field, fault.reason(label))),
    }
}

/// A text of several lines that must say something: a message, a reason, an announcement.
pub(crate) fn required_text(
    field: &str,
    label: &str,
    text: &str,
    most: usize,
) -> Result<String, domain::refusal::Refusal> {
    let text = clean(text);
    if text.is_empty() {
        return Err(domain::refusal::Refusal::invalid(field, format!("请填写{label}")));
    }
    at_most(field, label, &text, most)?;
    Ok(text)
}

/// A text of several lines that may be empty.
pub(crate) fn optional_text(
    field: &str,
    label: &str,
    text: &str,
    most: usize,
) -> Result<String, domain::refusal::Refusal> {
    let text = clean(text);
    at_most(field, label, &text, most)?;
    Ok(text)
}

fn at_most(field: &str, label: &str, text: &str, most: usize) -> Result<(), domain::refusal::Refusal> {
    let length = text.chars().count();
    if length > most {
        let reason = format!("{label}不能超过{most}个字，现在有{length}个字");
        return Err(domain::refusal::Refusal::invalid(field, reason));
    }
    Ok(())
}

/// Without surrounding blanks, control characters, or marks that turn the direction of a line.
pub(crate) fn clean(text: &str) -> String {
    visible(text).trim().to_owned()
}

/// The same with its blanks.
pub(crate) fn visible(text: &str) -> String {
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.replace("\r\n", "\n").chars().filter(|c| !hidden(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_read_like_an_official_would_write_them() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let (text, presses) = until(day("2026-12-10"), day("2026-11-21"));
        assert_eq!((text.as_str(), presses), ("截止2026年12月10日（还有14个工作日）", false));
        assert!(until(day("2026-12-10"), day("2026-12-10")).0.contains("今天到期"));
        assert!(until(day("2026-12-10"), day("2026-12-11")).0.contains("已逾期1个工作日"));
    }

    #[test]
    fn only_blanks_is_nothing() {
        assert!(required("title", "名称", " \u{3000}\u{200b}\u{202e}\t", 10).is_err());
        assert_eq!(clean(" a\u{202e}b\r\nc "), "ab\nc");
    }
}
