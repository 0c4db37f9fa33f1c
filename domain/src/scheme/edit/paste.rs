//! Tables pasted from Word or Excel: rows become items and 评分细则 with points. What was understood is shown before it
//! is taken over.

use super::place::Place;
use crate::points::Points;
use crate::scheme::TEXT_LIMIT;
use crate::scheme::model::*;

/// A table as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    pub rows: Vec<PastedRow>,
    /// What was not taken over: the row, counted from 1, and why.
    pub left_out: Vec<(usize, String)>,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedRow {
    /// Number and title of the item it begins, the number empty where it has none; `None` continues the one before, as in merged cells.
    pub item: Option<(String, String)>,
    /// The row's own number; empty where it has none.
    pub no: String,
    pub title: String,
    pub wording: String,
    pub points: Option<Points>,
}

/// The most rows a table may have.
const ROWS: usize = 1_000;

/// Which column says what.
#[derive(Default)]
struct Columns {
    no: Option<usize>,
    points: Option<usize>,
    item: Option<usize>,
    title: Option<usize>,
    wording: Option<usize>,
}

impl Pasted {
    /// Reads what the clipboard holds of a table: cells apart by tabs, rows by line breaks, cells with line breaks in
    /// quotation marks.
    pub fn read(text: &str) -> Pasted {
        let mut table = cells(text);
        let mut pasted = Pasted::default();
        let header = table.first().is_some_and(|row| row.iter().any(|cell| is_header(cell)));
        let columns = columns(&table, header);
        if header {
            table[0].clear();
        }
        for (row, at) in table.iter().zip(1..) {
            let cell = |column: Option<usize>| {
                column.and_then(|column| row.get(column)).map(String::as_str).unwrap_or_default()
            };
            if row.iter().all(String::is_empty) {
                continue;
            }
            let (mut no, title) = match columns.no {
                Some(_) => (bare(cell(columns.no)).to_owned(), cell(columns.title).to_owned()),
                None => numbered(cell(columns.title)),
            };
            if title.is_empty() {
                pasted.left_out.push((at, "没有内容".to_owned()));
                continue;
            }
            if row.iter().any(|cell| cell.chars().count() > TEXT_LIMIT) {
                pasted.left_out.push((at, format!("有一格超过{TEXT_LIMIT}字")));
                continue;
            }
            if matches!(title.as_str(), "合计" | "总计" | "小计") {
                pasted.left_out.push((at, "合计行".to_owned()));
                continue;
            }
            if pasted.rows.len() == ROWS {
                pasted.left_out.push((at, format!("超过{ROWS}行，以下没有读取")));
                break;
            }
            let item = Some(cell(columns.item).to_owned()).filter(|item| !item.is_empty());
            // A number beside the item is the item's.
            let item = if columns.item.is_some() && columns.no.map(|no| no + 1) == columns.item {
                let no = std::mem::take(&mut no);
                item.map(|title| (no, title))
            } else {
                item.map(|item| numbered(&item))
            };
            let points = match columns.points {
                Some(_) => read_points(cell(columns.points)),
                None => points_within(&title),
            };
            pasted.rows.push(PastedRow {
                item,
                no,
                title,
                wording: cell(columns.wording).to_owned(),
                points,
            });
        }
        pasted
    }

    /// What the rows are worth together.
    pub fn points(&self) -> Option<Points> {
        Points::sum(self.rows.iter().filter_map(|row| row.points)).ok()
    }
}

impl Scheme {
    /// Puts the rows of a table under a heading: those of an item under a heading of their own. Until a rule is chosen,
    /// their points are given by an assessor. Returns where the first one stands.
    pub fn take_over(&mut self, under: &[usize], pasted: &Pasted) -> Option<Place> {
        self.heading_at(under)?;
        let mut first = None;
        let mut here = under.to_vec();
        let before = self.heading_at(under)?.items.len();
        for row in &pasted.rows {
            if let Some((no, title)) = &row.item {
                let Some(Place::Heading(path)) = self.add_below(under) else { return first };
                let taken = self.headings().any(|heading| heading.no == *no) || self.criterion(no).is_some();
                let heading = self.heading_at_mut(&path)?;
                heading.title.clone_from(title);
                if !no.is_empty() && !taken {
                    heading.no = no.into();
                }
                first.get_or_insert(Place::Heading(path.clone()));
                here = path;
            }
            let place = self.add(&Place::Heading(here.clone()), super::New::Scored)?;
            let Place::Criterion(_, at) = place else { return first };
            let taken = self.headings().any(|h| h.no == row.no) || self.criterion(&row.no).is_some();
            let criterion = &mut self.heading_at_mut(&here)?.criteria[at];
            if !row.no.is_empty() && !taken {
                criterion.no = row.no.as_str().into();
            }
            criterion.title.clone_from(&row.title);
            if !row.wording.is_empty() {
                criterion.wording.clone_from(&row.wording);
            }
            criterion.points = row.points.unwrap_or_default();
            if let Body::Scored(parts) = &mut criterion.body {
                parts.iter_mut().for_each(|part| part.points = criterion.points);
            }
            first.get_or_insert(Place::Criterion(here.clone(), at));
        }
        // What a new item is worth is the sum of its rows.
        for item in self.heading_at_mut(under)?.items.iter_mut().skip(before) {
            item.points = below_sum(item);
        }
        first
    }
}

fn below_sum(heading: &Heading) -> Option<Points> {
    Points::sum(heading.all_criteria().map(|criterion| criterion.points))
        .ok()
        .filter(|sum| *sum > Points::ZERO)
}

fn cells(text: &str) -> Vec<Vec<String>> {
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
            '\t' if !quoted => row.push(tidy(&std::mem::take(&mut cell))),
            '\n' if !quoted => {
                row.push(tidy(&std::mem::take(&mut cell)));
                rows.push(std::mem::take(&mut row));
            }
            '\r' => {}
            c => cell.push(c),
        }
    }
    row.push(tidy(&cell));
    rows.push(row);
    rows
}

/// One line, without blanks at the ends.
fn tidy(cell: &str) -> String {
    cell.split('\n').map(str::trim).collect::<Vec<_>>().concat()
}

const HEADERS: [(&str, Role); 14] = [
    ("序号", Role::No),
    ("编号", Role::No),
    ("考评项目", Role::Item),
    ("考核项目", Role::Item),
    ("项目", Role::Item),
    ("指标", Role::Item),
    ("具体内容", Role::Title),
    ("考核内容", Role::Title),
    ("内容", Role::Title),
    ("评分细则", Role::Wording),
    ("评分标准", Role::Wording),
    ("评分办法", Role::Wording),
    ("计分办法", Role::Wording),
    ("分值", Role::Points),
];

/// What a column says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    No,
    Item,
    Title,
    Wording,
    Points,
}

fn is_header(cell: &str) -> bool {
    HEADERS.iter().any(|(name, _)| cell == *name)
}

/// By the header where there is one, else by what the cells look like.
fn columns(table: &[Vec<String>], header: bool) -> Columns {
    let width = table.iter().map(Vec::len).max().unwrap_or_default();
    let mut columns = Columns::default();
    if header {
        for (cell, at) in table[0].iter().zip(0..) {
            let Some((_, role)) = HEADERS.iter().find(|(name, _)| cell.contains(name)) else { continue };
            let place = match role {
                Role::No => &mut columns.no,
                Role::Item => &mut columns.item,
                Role::Title => &mut columns.title,
                Role::Wording => &mut columns.wording,
                Role::Points => &mut columns.points,
            };
            place.get_or_insert(at);
        }
    }
    let filled = |at: usize| {
        let rows = table.iter().skip(usize::from(header));
        rows.filter_map(move |row| row.get(at)).filter(|cell| !cell.is_empty())
    };
    let mostly = |at: usize, like: fn(&str) -> bool| {
        let (all, so) = (filled(at).count(), filled(at).filter(|cell| like(cell)).count());
        all > 0 && so * 2 > all
    };
    if columns.no.is_none() && width > 1 && mostly(0, |cell| is_number(bare(cell))) {
        columns.no = Some(0);
    }
    if columns.points.is_none() {
        columns.points = (0..width)
            .rev()
            .find(|at| Some(*at) != columns.no && mostly(*at, |cell| read_points(cell).is_some()));
    }
    let known = [columns.no, columns.points, columns.item, columns.title, columns.wording];
    let mut texts = (0..width).filter(|at| !known.contains(&Some(*at)) && filled(*at).next().is_some());
    let merged = |at: usize| filled(at).count() < filled(width - 1).count().max(2);
    if columns.title.is_none() {
        let rest: Vec<_> = texts.by_ref().collect();
        match (rest.as_slice(), columns.item) {
            ([item, title, more @ ..], None) if merged(*item) || !more.is_empty() => {
                (columns.item, columns.title) = (Some(*item), Some(*title));
                columns.wording = columns.wording.or(more.first().copied());
            }
            ([title, more @ ..], _) => {
                columns.title = Some(*title);
                columns.wording = columns.wording.or(more.first().copied());
            }
            ([], _) => {
                // Only an item and how it is scored: the wording says what is asked for.
                columns.title = columns.wording.or(columns.item);
                if columns.title == columns.item {
                    columns.item = None;
                } else {
                    columns.wording = None;
                }
            }
        }
    }
    columns
}

/// “1.2”, “三”, “二” of “（二）”: a number without what stands around it.
fn bare(cell: &str) -> &str {
    cell.trim_end_matches(['、', '.', '．', ' ']).trim_matches(['（', '）', '(', ')'])
}

fn is_number(text: &str) -> bool {
    let inner = text.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    !inner.is_empty()
        && (inner.chars().all(|c| c.is_ascii_digit() || c == '.')
            || inner.chars().all(|c| "一二三四五六七八九十".contains(c)))
}

/// “1.2 按计划开展教育” as number and title.
fn numbered(text: &str) -> (String, String) {
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
fn read_points(cell: &str) -> Option<Points> {
    let figure = cell.strip_suffix('分').unwrap_or(cell).trim();
    figure.parse().ok().filter(|points| *points >= Points::ZERO)
}

/// “按计划开展教育（8分）”.
fn points_within(title: &str) -> Option<Points> {
    let inner = title.strip_suffix(['）', ')'])?;
    let from = inner.rfind(['（', '('])?;
    let figure = inner[from..].trim_start_matches(['（', '(']);
    figure.ends_with('分').then(|| read_points(figure)).flatten()
}
