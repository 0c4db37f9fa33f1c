//! Cells of a pasted table: from text, as spreadsheets put it on the clipboard, or from HTML, as word processors do.

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

/// The first table of an HTML text. Paragraphs of a cell are lines; a merged cell stands where it begins, and is empty where
/// it goes on.
pub(super) fn of_html(html: &str) -> Option<Vec<Vec<String>>> {
    let lower = html.to_ascii_lowercase();
    let from = lower.find("<table")?;
    let to = lower[from..].find("</table").map_or(html.len(), |at| from + at);
    let mut reading = Reading::default();
    let mut rest = &html[from..to];
    while let Some(at) = rest.find('<') {
        reading.text(&rest[..at]);
        let tag = &rest[at + 1..];
        let end = tag.find('>').unwrap_or(tag.len());
        reading.tag(&tag[..end]);
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    reading.text(rest);
    reading.end_row();
    Some(reading.rows)
}

/// The most columns a table may have.
const WIDTH: usize = 50;

#[derive(Default)]
struct Reading {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    /// The cell that is open, and how many columns and rows it takes.
    cell: Option<(String, usize, usize)>,
    /// How many more rows a merged cell goes on, by column.
    merged: Vec<usize>,
}

impl Reading {
    fn text(&mut self, text: &str) {
        if let Some((cell, ..)) = &mut self.cell {
            // Line breaks of the source mean nothing.
            cell.push_str(&unescaped(&text.replace(['\r', '\n', '\t'], " ")));
        }
    }

    fn tag(&mut self, tag: &str) {
        let name: String = tag
            .chars()
            .take_while(|c| !c.is_whitespace() && *c != '>')
            .collect::<String>()
            .to_ascii_lowercase();
        match name.trim_end_matches('/') {
            "tr" => self.end_row(),
            "td" | "th" => {
                self.end_cell();
                self.cell = Some((String::new(), attribute(tag, "colspan"), attribute(tag, "rowspan")));
            }
            "/td" | "/th" => self.end_cell(),
            "/tr" => self.end_row(),
            "br" | "/p" | "/div" | "/li" => {
                if let Some((cell, ..)) = &mut self.cell {
                    cell.push('\n');
                }
            }
            _ => {}
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
