//! The rows of one table. A cell with several numbered paragraphs is as many 评分细则; a merged cell goes on in the rows
//! below it.

use super::columns::{Columns, columns, is_header};
use super::split::{bare, numbered, pieces, plain_number, points_within, read_points, tidy, titled, worth};
use super::{Entry, Kind, Pasted};
use crate::points::Points;

struct Reading<'p> {
    pasted: &'p mut Pasted,
    columns: Columns,
    /// How many columns the table has.
    width: usize,
    /// The heading above the items that is open, where there is such.
    above: Option<String>,
    /// The number of the item that is open.
    of: String,
    /// The title of the 评分细则 before.
    title: String,
}

/// Reads rows; `from` counts the lines before them.
pub(super) fn read(raw: &[Vec<String>], from: usize, pasted: &mut Pasted) {
    let mut table: Vec<Vec<String>> =
        raw.iter().map(|row| row.iter().map(|cell| tidy(cell)).collect()).collect();
    let header = table.first().is_some_and(|row| row.iter().any(|cell| is_header(cell)));
    let columns = columns(&table, header);
    if header {
        table[0].clear();
    }
    let width = table.iter().map(Vec::len).max().unwrap_or_default();
    // What stood above the table in the text is above its items.
    let above =
        pasted.entries.last().filter(|last| last.kind == Kind::Heading(0)).map(|last| last.title.clone());
    let unread = unread(&table, raw, header, &columns);
    let mut reading = Reading { pasted, columns, width, above, of: String::new(), title: String::new() };
    for ((row, raw), at) in table.iter().zip(raw).zip(from + 1..) {
        // A header is written again on every page.
        let again = header && row.iter().filter(|cell| is_header(cell)).count() > 1;
        if row.iter().any(|cell| !cell.is_empty()) && !again {
            reading.row(row, raw, at);
        }
    }
    for (name, cells) in unread {
        pasted.leave_out(from + 1, &name, format!("这一列没有对应的栏目，共{cells}格没有读取"));
    }
}

/// Columns that say something this program has no place for: their names, and how many cells say something.
fn unread(
    table: &[Vec<String>],
    raw: &[Vec<String>],
    header: bool,
    columns: &Columns,
) -> Vec<(String, usize)> {
    let width = table.iter().map(Vec::len).max().unwrap_or_default();
    let unknown = (0..width).filter(|at| !columns.known().contains(&Some(*at)));
    let told = unknown.filter_map(|at| {
        let filled = table.iter().filter(|row| row.get(at).is_some_and(|cell| !cell.is_empty())).count();
        let name = raw.first().filter(|_| header).and_then(|row| row.get(at)).map(|cell| tidy(cell));
        (filled > 0).then(|| (name.unwrap_or_else(|| format!("第{}列", at + 1)), filled))
    });
    told.collect()
}

impl Reading<'_> {
    fn row(&mut self, row: &[String], raw: &[String], at: usize) {
        let cell = |column: Option<usize>| -> &str {
            column.and_then(|column| row.get(column)).map(String::as_str).unwrap_or_default()
        };
        let whole = || row.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join("　");
        let total = |cell: &String| matches!(cell.as_str(), "合计" | "总计" | "小计" | "总分");
        if row.iter().any(total) {
            return self.pasted.leave_out(at, &whole(), "合计行不必读取");
        }
        if self.is_heading(row) {
            let (title, points) = titled(&row[0]);
            return self.open(&title, points, at);
        }
        let Columns { no, points, item, title, wording, duty, .. } = self.columns;
        let departments: Vec<String> = duty
            .and_then(|duty| raw.get(duty))
            .map(|cell| cell.split(|c: char| c.is_whitespace() || "、，,；;".contains(c)))
            .into_iter()
            .flatten()
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        let several = wording.or(title).and_then(|column| raw.get(column));
        let several = several.map(|cell| pieces(cell)).unwrap_or_default();
        if !several.is_empty() {
            // What stands beside them is their item; what stands beside that is the heading above.
            let mut beside = [title, item].into_iter().flatten().filter(|at| Some(*at) != wording.or(title));
            let (of, above) = (cell(beside.next()), cell(beside.next()));
            if !above.is_empty() {
                let (above, points) = titled(above);
                self.open(&above, points, at);
            }
            self.item(of, bare(cell(no)), departments, read_points(cell(points)), at);
            for one in several {
                let no = if self.of.is_empty() { one.no } else { format!("{}.{}", self.of, one.no) };
                self.title.clone_from(&one.title);
                self.pasted.push(at, Entry::criterion((no, one.title), one.wording, one.points));
            }
            return;
        }
        let (mut own, said) = match no {
            Some(_) => (plain_number(bare(cell(no))), cell(title).to_owned()),
            None => numbered(cell(title)),
        };
        // A number beside the item is the item's.
        let beside_item = item.is_some() && no.map(|no| no + 1) == item;
        let of = if beside_item && !cell(item).is_empty() { std::mem::take(&mut own) } else { String::new() };
        let figure = cell(points);
        let worth_this = read_points(figure);
        let only_item = said.is_empty() && cell(wording).is_empty() && !cell(item).is_empty();
        self.item(cell(item), &of, departments, worth_this.filter(|_| only_item), at);
        let mut wording = cell(wording).to_owned();
        let points = match points {
            Some(_) => worth_this,
            None => points_within(&said).or_else(|| {
                // How it is scored begins with what it is worth.
                let (asked, points, rest) = worth(&wording);
                points.inspect(|_| wording = if rest.is_empty() { asked } else { rest })
            }),
        };
        if !figure.is_empty() && points.is_none() {
            self.pasted.leave_out(at, figure, "分值读不出来，应写成数，如10、2.5；放入后请补填");
        }
        if !said.is_empty() {
            self.title.clone_from(&said);
            self.pasted.push(at, Entry::criterion((own, said), wording, points));
        } else if wording.is_empty() {
            if cell(item).is_empty() {
                self.pasted.leave_out(at, &whole(), "这一行只有编号或分值，没有写考评什么");
            }
        } else if points.is_some() || !own.is_empty() {
            // The title is merged over several rows that are worth something each.
            let title = if self.title.is_empty() { wording.clone() } else { self.title.clone() };
            self.pasted.push(at, Entry::criterion((own, title), wording, points));
        } else if !self.pasted.go_on(&wording) {
            self.title.clone_from(&wording);
            self.pasted.push(at, Entry::criterion((own, wording), String::new(), points));
        }
    }

    /// “一、政治建设（25分）” over the whole width of the table.
    fn is_heading(&self, row: &[String]) -> bool {
        let only = self.width > 2 && !row[0].is_empty() && row[1..].iter().all(String::is_empty);
        only && (!numbered(&row[0]).0.is_empty() || points_within(&row[0]).is_some())
    }

    /// A heading above the items.
    fn open(&mut self, text: &str, points: Option<Points>, at: usize) {
        if self.above.as_deref() == Some(text) {
            return;
        }
        self.above = Some(text.to_owned());
        self.title.clear();
        self.of.clear();
        self.pasted.push(at, Entry::heading(0, numbered(text), points));
    }

    /// The item a row begins; nothing where the row goes on with the one before.
    fn item(&mut self, text: &str, no: &str, departments: Vec<String>, points: Option<Points>, at: usize) {
        if text.is_empty() {
            return;
        }
        let (title, declared) = titled(text);
        let (written, title) = numbered(&title);
        let no = if written.is_empty() { plain_number(no) } else { written };
        let level = usize::from(self.above.is_some());
        self.of.clone_from(&no);
        self.title.clear();
        let entry = Entry { departments, ..Entry::heading(level, (no, title), declared.or(points)) };
        self.pasted.push(at, entry);
    }
}
