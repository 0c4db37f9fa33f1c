//! What is pasted from Word, Excel or a web page: tables and numbered paragraphs become headings and 评分细则 with points.
//! What was understood is shown before it is taken over; what found no place is listed.
//!
//! | file | what it holds |
//! |---|---|
//! | `cells` | what the clipboard holds as rows of cells |
//! | `columns` | which column of a table says what |
//! | `rows` | the rows of a table |
//! | `paragraphs` | what stands outside of tables |
//! | `split` | numbers and points within a text |
//! | `taking` | what was understood goes into the scheme |

mod cells;
mod columns;
mod paragraphs;
mod rows;
mod split;
mod taking;

pub use taking::Taken;

use cells::{cells, of_html};
use split::tidy;

use crate::points::Points;
use crate::scheme::TEXT_LIMIT;

/// A text as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// In their order.
    pub entries: Vec<Entry>,
    /// What found no place, in its order.
    pub left_out: Vec<LeftOut>,
    /// How many paragraphs without number and points were left out: they can be read as 评分细则, too, if that is meant.
    pub unnumbered: usize,
}

/// One heading or 评分细则 that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: Kind,
    /// Its own number; empty where it has none.
    pub no: String,
    pub title: String,
    /// How it is scored; of a 评分细则 only.
    pub wording: String,
    pub points: Option<Points>,
    /// 责任科室, of a heading only.
    pub departments: Vec<String>,
}

/// What an entry becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A heading, so many levels below where it is pasted.
    Heading(usize),
    /// 评分细则 under the heading before it, or where it is pasted.
    Criterion,
}

/// What was read and found no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The row or paragraph, from 1.
    pub at: usize,
    /// What stands there, shortened.
    pub text: String,
    pub why: String,
}

/// The most rows and paragraphs that are read.
const ROWS: usize = 1_000;

impl Pasted {
    /// An HTML text with tables as [`Pasted::read`] reads it: cells apart by tabs, those with line breaks in quotation marks,
    /// what stands outside of the tables line by line. `None` if there is no table.
    pub fn plain(html: &str) -> Option<String> {
        let quoted = |cell: &String| match cell.contains(['\n', '"', '\t']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        };
        let line = |row: Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join("\t");
        Some(of_html(html)?.into_iter().map(line).collect::<Vec<_>>().join("\n"))
    }

    /// Reads what the clipboard holds: cells apart by tabs, rows by line breaks, cells with line breaks in quotation marks; a
    /// line without tabs is a paragraph. `every_paragraph`: also those without number and points are 评分细则.
    pub fn read(text: &str, every_paragraph: bool) -> Pasted {
        let mut raw = cells(text);
        let mut pasted = Pasted::default();
        let all = raw.len();
        if let Some(rest) =
            raw.get(ROWS..).filter(|rest| rest.iter().flatten().any(|cell| !cell.trim().is_empty()))
        {
            let first = rest.iter().flatten().find(|cell| !cell.trim().is_empty());
            let why = format!("一次最多读取{ROWS}行，从这一行到第{all}行没有读取，请分几次粘贴");
            let text = first.cloned().unwrap_or_default();
            pasted.leave_out(ROWS + 1, &text, why);
        }
        raw.truncate(ROWS);
        let mut from = 0;
        while from < raw.len() {
            let table = raw[from].len() > 1;
            let to =
                raw[from..].iter().position(|row| (row.len() > 1) != table).map_or(raw.len(), |n| from + n);
            let here = &raw[from..to];
            if table {
                rows::read(here, from, &mut pasted);
            } else {
                paragraphs::read(here, from, every_paragraph, &mut pasted);
            }
            from = to;
        }
        pasted.left_out.sort_by_key(|one| one.at);
        pasted
    }

    /// What the 评分细则 are worth together.
    pub fn points(&self) -> Option<Points> {
        Points::sum(self.criteria().filter_map(|entry| entry.points)).ok()
    }

    pub fn criteria(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.kind == Kind::Criterion)
    }

    fn leave_out(&mut self, at: usize, text: &str, why: impl Into<String>) {
        let text = tidy(text);
        let short: String = text.chars().take(30).collect();
        let text = if short.len() < text.len() { format!("{short}…") } else { short };
        self.left_out.push(LeftOut { at, text, why: why.into() });
    }

    /// Takes an entry, if it fits into a scheme at all.
    fn push(&mut self, at: usize, entry: Entry) {
        let long = |text: &str| text.chars().count() > TEXT_LIMIT;
        if long(&entry.title) || long(&entry.wording) {
            return self.leave_out(at, &entry.title, format!("文字超过{TEXT_LIMIT}字"));
        }
        self.entries.push(entry);
    }

    /// Puts a line behind how the last 评分细则 is scored. Whether there is one.
    fn go_on(&mut self, text: &str) -> bool {
        let last = self.entries.last_mut().filter(|entry| entry.kind == Kind::Criterion);
        let Some(last) = last.filter(|one| one.wording.chars().count() + text.chars().count() < TEXT_LIMIT)
        else {
            return false;
        };
        if !last.wording.is_empty() {
            last.wording.push('\n');
        }
        last.wording.push_str(text);
        true
    }
}

impl Entry {
    fn heading(level: usize, (no, title): (String, String), points: Option<Points>) -> Self {
        let (wording, departments) = (String::new(), Vec::new());
        Self { kind: Kind::Heading(level), no, title, wording, points, departments }
    }

    fn criterion((no, title): (String, String), wording: String, points: Option<Points>) -> Self {
        Self { kind: Kind::Criterion, no, title, wording, points, departments: Vec::new() }
    }
}
