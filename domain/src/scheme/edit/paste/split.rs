//! Numbers and points within the text of a cell, and cells that hold several 评分细则.

use crate::points::Points;

/// One line, without blanks at the ends.
pub(super) fn tidy(cell: &str) -> String {
    cell.split('\n').map(str::trim).collect::<Vec<_>>().concat()
}

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
        let figure = before
            .rfind(|c: char| !c.is_ascii_digit() && c != '.')
            .map_or(0, |last| last + before[last..].chars().next().map_or(0, char::len_utf8));
        let (lead, figure) = before.split_at(figure);
        let after = &text[at + '分'.len_utf8()..];
        let bracketed = lead.ends_with(['（', '(']) && after.starts_with(['）', ')']);
        let said = lead.ends_with(['，', ',', '、'])
            && (after.is_empty() || after.starts_with(['。', '；', ',', '，', ';']));
        if let (true, Ok(points)) = (bracketed || said, figure.parse::<Points>()) {
            let title = lead.trim_end_matches(['（', '(', '，', ',', '、', ' ']);
            let wording = after.trim_start_matches(['）', ')', '。', '；', ';', '，', ',', ' ']);
            return (title.to_owned(), Some(points), wording.to_owned());
        }
    }
    (text.to_owned(), None, String::new())
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
    cell.trim_end_matches(['、', '.', '．', ' ']).trim_matches(['（', '）', '(', ')'])
}

pub(super) fn is_number(text: &str) -> bool {
    let inner = text.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    !inner.is_empty()
        && (inner.chars().all(|c| c.is_ascii_digit() || c == '.')
            || inner.chars().all(|c| "一二三四五六七八九十".contains(c)))
}

/// “1.2 按计划开展教育” as number and title.
pub(super) fn numbered(text: &str) -> (String, String) {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || "一二三四五六七八九十.（）()".contains(c)))
        .unwrap_or(text.len());
    let (no, rest) = text.split_at(end);
    let marked = rest.starts_with(['、', '．', ' ', '　']) || no.ends_with(['.', '）', ')']);
    let no = bare(no);
    if is_number(no) && marked && !rest.is_empty() {
        let title = rest.trim_start_matches(['、', '．', ' ', '　']);
        return (no.to_owned(), title.to_owned());
    }
    (String::new(), text.to_owned())
}

/// “8”, “8分”, “2.5 分”.
pub(super) fn read_points(cell: &str) -> Option<Points> {
    let figure = cell.strip_suffix('分').unwrap_or(cell).trim();
    figure.parse().ok().filter(|points| *points >= Points::ZERO)
}

/// “按计划开展教育（8分）”.
pub(super) fn points_within(title: &str) -> Option<Points> {
    let inner = title.strip_suffix(['）', ')'])?;
    let from = inner.rfind(['（', '('])?;
    let figure = inner[from..].trim_start_matches(['（', '(']);
    figure.ends_with('分').then(|| read_points(figure)).flatten()
}
