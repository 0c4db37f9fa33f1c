//! Numbers and points within the text of a cell, and cells that hold several 评分细则.

use crate::figures::{self, Field};
use crate::points::Points;

/// Han characters, the punctuation that goes with them, full-width forms: they stand close, without blanks.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '“' | '”' | '‘' | '’' | '…' | '—' | '\u{20000}'..='\u{3ffff}')
}

/// One line, without blanks at the ends and between Han characters, where a word processor put them for a line that was
/// full. The blank behind a number stays: “一 组织领导”.
pub(super) fn tidy(cell: &str) -> String {
    let mut line = String::with_capacity(cell.len());
    for part in cell.split('\n').map(str::trim) {
        let words = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if words(line.chars().next_back()) && words(part.chars().next()) {
            line.push(' ');
        }
        line.push_str(part);
    }
    let mut close = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let blank = |c: char| c == ' ' || c == '\u{a0}' || c == '　';
        if !blank(c) {
            close.push(c);
            continue;
        }
        while rest.next_if(|c| blank(*c)).is_some() {}
        let between =
            close.chars().next_back().is_some_and(is_wide) && rest.peek().is_some_and(|c| is_wide(*c));
        if !between || is_number(bare(&close)) || is_chapter(&close) {
            close.push(' ');
        }
    }
    close
}

/// “第一部分”, “第二章”
fn is_chapter(text: &str) -> bool {
    chapter(text).is_some_and(|(_, rest)| rest.is_empty())
}

/// The number of “第一部分 组织领导”, and what follows.
pub(super) fn chapter(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('第')?;
    let end = rest.find(|c: char| !(c.is_ascii_digit() || CHINESE.contains(c)))?;
    let (no, rest) = rest.split_at(end);
    let rest = ["部分", "章", "篇", "节", "项", "条"].into_iter().find_map(|word| rest.strip_prefix(word))?;
    (!no.is_empty()).then(|| (no, rest.trim_start_matches([' ', '　', '：', ':', '、', '.'])))
}

const CHINESE: &str = "一二三四五六七八九十百";

/// One of several 评分细则 that stand in one cell: “2.召开会议（2分）；缺1次扣1分。”
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) no: String,
    pub(super) title: String,
    pub(super) wording: String,
    pub(super) points: Option<Points>,
}

/// The numbered pieces of a cell, from 1 on; none where it holds but one.
pub(super) fn pieces(cell: &str) -> Vec<Piece> {
    let mut starts = Vec::new();
    for (at, _) in cell.match_indices(|c: char| c.is_ascii_digit()) {
        let next = starts.len() + 1;
        let before = cell[..at].trim_end_matches([' ', '　']);
        let begins = before.is_empty() || before.ends_with(['\n', '。', '；', ';', ',', '.']);
        let rest = &cell[at..];
        let number = next.to_string();
        let after = rest.strip_prefix(number.as_str()).and_then(|rest| rest.strip_prefix(['.', '．', '、']));
        // “1.5分” is no number of a paragraph.
        if begins && after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit())) {
            starts.push(at);
        }
    }
    if starts.len() < 2 || !cell[..starts[0]].trim().is_empty() {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).copied().chain([cell.len()]);
    starts.iter().zip(ends).map(|(from, to)| piece(&cell[*from..to])).collect()
}

fn piece(text: &str) -> Piece {
    let text = tidy(text);
    let at = text.find(['.', '．', '、']).unwrap_or(0);
    let (no, rest) = text.split_at(at);
    let rest = rest.trim_start_matches(['.', '．', '、', ' ', '　']);
    let (title, points, wording) = worth(rest);
    Piece { no: no.to_owned(), title, wording, points }
}

/// “召开会议（2分）；缺1次扣1分。”, “召开会议，2分。缺1次扣1分。”: what is asked for, its points, how it is scored.
pub(super) fn worth(text: &str) -> (String, Option<Points>, String) {
    for (at, _) in text.match_indices('分') {
        let before = &text[..at];
        let figure = figure_from(before);
        let (lead, figure) = before.split_at(figure);
        let after = &text[at + '分'.len_utf8()..];
        let bracketed = lead.ends_with(['（', '(']) && after.starts_with(['）', ')']);
        let said = lead.ends_with(['，', ',', '、'])
            && (after.is_empty() || after.starts_with(['。', '；', ',', '，', ';']));
        if let (true, Some(points)) = (bracketed || said, read_points(figure)) {
            let title = lead.trim_end_matches(['（', '(', '，', ',', '、', ' ']);
            let wording = after.trim_start_matches(['）', ')', '。', '；', ';', '，', ',', ' ']);
            return (title.to_owned(), Some(points), wording.to_owned());
        }
    }
    (text.to_owned(), None, String::new())
}

/// Where the figure at the end of a text begins; a 。 belongs to it between digits only.
fn figure_from(text: &str) -> usize {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let mut from = text.len();
    let mut rest = text.char_indices().rev().peekable();
    while let Some((at, c)) = rest.next() {
        let within = from < text.len() && rest.peek().is_some_and(|(_, before)| digit(*before));
        if !(digit(c) || c == '.' || within && matches!(c, '．' | '。')) {
            break;
        }
        from = at;
    }
    from
}

/// “带头做到“两个维护”（9分）” without its points, and these.
pub(super) fn titled(text: &str) -> (String, Option<Points>) {
    let close = text.replace(' ', "");
    match points_within(&close) {
        Some(points) => {
            let at = close.rfind(['（', '(']).unwrap_or(close.len());
            (close[..at].to_owned(), Some(points))
        }
        None => (text.to_owned(), None),
    }
}

/// “1.2”, “三”, “二” of “（二）”: a number without what stands around it.
pub(super) fn bare(cell: &str) -> &str {
    cell.trim_end_matches(['、', '.', '．', ' ']).trim_matches(['（', '）', '(', ')', '【', '】', '[', ']'])
}

pub(super) fn is_number(text: &str) -> bool {
    let inner = text.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    !inner.is_empty()
        && (inner.chars().all(|c| c.is_ascii_digit() || c == '.')
            || inner.chars().all(|c| CHINESE.contains(c))
            || is_circled(inner))
}

/// ①, ②, …
pub(super) fn is_circled(text: &str) -> bool {
    let mut characters = text.chars();
    matches!((characters.next(), characters.next()), (Some('①'..='⑳'), None))
}

/// “1.2 按计划开展教育”, “１．按计划”, “第一部分 组织领导” as number and title.
pub(super) fn numbered(text: &str) -> (String, String) {
    if let Some((no, rest)) = chapter(text).filter(|(_, rest)| !rest.is_empty()) {
        return (no.to_owned(), rest.to_owned());
    }
    let number = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '０'..='９' | '．' | '.' | '（' | '）' | '(' | ')')
            || CHINESE.contains(c)
    };
    let end = match text.chars().next() {
        Some(first) if is_circled(&first.to_string()) => first.len_utf8(),
        _ => text.find(|c| !number(c)).unwrap_or(text.len()),
    };
    let (no, rest) = text.split_at(end);
    let no = plain_number(no);
    let circled = is_circled(&no);
    let marked = rest.starts_with(['、', ' ', '　']) || no.ends_with(['.', '）', ')']) || circled;
    let no = bare(&no);
    if is_number(no) && marked && !rest.is_empty() {
        let title = rest.trim_start_matches(['、', '．', ' ', '　']);
        return (no.to_owned(), title.to_owned());
    }
    (String::new(), text.to_owned())
}

/// A number in plain digits: １．２ is 1.2.
pub(super) fn plain_number(no: &str) -> String {
    let plain = |c| match c {
        '０'..='９' | '．' => figures::plain(&String::from(c)).chars().next().unwrap_or(c),
        c => c,
    };
    no.chars().map(plain).collect()
}

/// “8”, “8分”, “２．５ 分”, “0。5”; nothing for what is no figure of 分值.
pub(super) fn read_points(cell: &str) -> Option<Points> {
    if cell.chars().count() > 20 {
        return None;
    }
    Field::decimal(Some(Points::ZERO), None).of("分").read(cell).ok()
}

/// “按计划开展教育（8分）”.
pub(super) fn points_within(title: &str) -> Option<Points> {
    let inner = title.strip_suffix(['）', ')'])?;
    let from = inner.rfind(['（', '('])?;
    let figure = inner[from..].trim_start_matches(['（', '(']);
    figure.ends_with('分').then(|| read_points(figure)).flatten()
}
