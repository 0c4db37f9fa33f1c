//! Cells of a pasted table: from text, as spreadsheets put it on the clipboard, or from HTML, as word processors do.

use super::split::is_wide;

/// Cells apart by tabs, rows by line breaks, cells with line breaks in quotation marks.
pub(super) fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' => {}
            c => cell.push(c),
        }
    }
    row.push(cell);
    rows.push(row);
    rows
}

/// An HTML text as rows: those of its tables, and every paragraph outside of them as a row of one cell. Paragraphs of a
/// cell are lines; a merged cell stands where it begins, and is empty where it goes on. `None` if there is no table: then
/// the plain text says as much.
pub(super) fn of_html(html: &str) -> Option<Vec<Vec<String>>> {
    // Without its length changed: places in one are places in the other.
    let lower = html.to_ascii_lowercase();
    lower.find("<table")?;
    let mut reading = Reading::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        reading.text(&rest[..at]);
        let tag = &rest[at + 1..];
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let end = tag.find('>').unwrap_or(tag.len());
        reading.tag(&tag[..end]);
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    reading.text(rest);
    reading.end_row();
    reading.end_paragraph();
    Some(reading.rows).filter(|rows| !rows.is_empty())
}

/// The most columns a table may have.
const WIDTH: usize = 50;

/// A line break of the source, which a program put there wherever the line was full.
const WRAP: char = '\u{1}';

#[derive(Default)]
struct Reading {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    /// The cell that is open, and how many columns and rows it takes.
    cell: Option<(String, usize, usize)>,
    /// How many more rows a merged cell goes on, by column.
    merged: Vec<usize>,
    /// How many tables are open: one that stands in a cell of another is text of that cell.
    tables: usize,
    /// The paragraph outside of tables that is open.
    paragraph: String,
    /// Within what is no text: styles, scripts, the head of the page.
    hidden: Option<&'static str>,
}

impl Reading {
    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        let text = unescaped(&text.replace(['\r', '\n'], &WRAP.to_string()).replace('\t', " "));
        match &mut self.cell {
            Some((cell, ..)) => cell.push_str(&text),
            None if self.tables == 0 => self.paragraph.push_str(&text),
            None => {}
        }
    }

    fn tag(&mut self, tag: &str) {
        let name: String = tag
            .chars()
            .take_while(|c| !c.is_whitespace() && *c != '>')
            .collect::<String>()
            .to_ascii_lowercase();
        let name = name.trim_end_matches('/');
        if let Some(hidden) = self.hidden {
            if name.strip_prefix('/') == Some(hidden) {
                self.hidden = None;
            }
            return;
        }
        self.hidden = ["style", "script", "head", "title"].into_iter().find(|hidden| name == *hidden);
        match name {
            "table" => {
                self.end_paragraph();
                self.tables += 1;
                if self.tables == 1 {
                    self.merged.clear();
                }
            }
            "/table" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.end_row();
                }
            }
            "tr" | "/tr" if self.tables < 2 => self.end_row(),
            "td" | "th" if self.tables < 2 => {
                self.end_cell();
                self.cell = Some((String::new(), attribute(tag, "colspan"), attribute(tag, "rowspan")));
            }
            "/td" | "/th" if self.tables < 2 => self.end_cell(),
            "br" | "/p" | "/div" | "/li" | "/td" | "/h1" | "/h2" | "/h3" | "/h4" => match &mut self.cell {
                Some((cell, ..)) => cell.push('\n'),
                None => self.end_paragraph(),
            },
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let text = unwrapped(&std::mem::take(&mut self.paragraph));
        let text = text.trim();
        if !text.is_empty() {
            self.rows.push(vec![text.to_owned()]);
        }
    }

    fn end_cell(&mut self) {
        let Some((text, wide, tall)) = self.cell.take() else { return };
        self.skip_merged();
        for n in 0..wide {
            if self.row.len() >= WIDTH {
                return;
            }
            let at = self.row.len();
            if self.merged.len() <= at {
                self.merged.resize(at + 1, 0);
            }
            self.merged[at] = tall - 1;
            let text = unwrapped(&text);
            let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            self.row.push(if n == 0 { lines.join("\n") } else { String::new() });
        }
    }

    /// Columns a cell from above still takes.
    fn skip_merged(&mut self) {
        while let Some(left) = self.merged.get_mut(self.row.len()).filter(|left| **left > 0) {
            *left -= 1;
            self.row.push(String::new());
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if !self.row.is_empty() {
            self.skip_merged();
            self.rows.push(std::mem::take(&mut self.row));
        }
    }
}

/// Without the line breaks of the source: nothing between characters that stand close, a blank between words.
fn unwrapped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != WRAP && !(c == ' ' && rest.peek() == Some(&WRAP)) {
            plain.push(c);
            continue;
        }
        while rest.next_if(|c| *c == WRAP || *c == ' ').is_some() {}
        let close = plain.chars().next_back().is_none_or(is_wide) || rest.peek().is_none_or(|c| is_wide(*c));
        if !close {
            plain.push(' ');
        }
    }
    plain
}

/// A span of a cell: 1 where none is written.
fn attribute(tag: &str, name: &str) -> usize {
    let lower = tag.to_ascii_lowercase();
    let value = lower.find(name).map(|at| lower[at + name.len()..].trim_start_matches([' ', '=', '"', '\'']));
    let digits: String = value.unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(1).clamp(1, 1_000)
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        let known = end.and_then(|end| match &rest[1..end] {
            "nbsp" => Some(' '),
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "ldquo" => Some('“'),
            "rdquo" => Some('”'),
            "middot" => Some('·'),
            code => {
                let hex = code.strip_prefix("#x").or(code.strip_prefix("#X"));
                let number = match hex {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => code.strip_prefix('#').and_then(|digits| digits.parse().ok()),
                };
                number.and_then(char::from_u32)
            }
        });
        match (known, end) {
            (Some(c), Some(end)) => {
                plain.push(c);
                rest = &rest[end + 1..];
            }
            _ => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}
