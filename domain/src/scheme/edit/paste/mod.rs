//! Tables pasted from Word or Excel: rows become items and 评分细则 with points. What was understood is shown before it
//! is taken over.

mod cells;
mod columns;
mod split;

use cells::{cells, of_html};
use columns::{columns, is_header};
use split::{bare, numbered, pieces, points_within, read_points, tidy, titled, worth};

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
    /// What the item is said to be worth.
    pub item_points: Option<Points>,
    /// 责任科室 of the item.
    pub departments: Vec<String>,
    /// The row's own number; empty where it has none.
    pub no: String,
    pub title: String,
    pub wording: String,
    pub points: Option<Points>,
}

/// The most rows a table may have.
const ROWS: usize = 1_000;

impl Pasted {
    /// The first table of an HTML text as [`Pasted::read`] reads it: cells apart by tabs, those with line breaks in quotation
    /// marks. `None` if there is none.
    pub fn plain(html: &str) -> Option<String> {
        let quoted = |cell: &String| match cell.contains(['\n', '"', '\t']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        };
        let line = |row: Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join("\t");
        Some(of_html(html)?.into_iter().take(ROWS + 1).map(line).collect::<Vec<_>>().join("\n"))
    }

    /// Reads what the clipboard holds of a table: cells apart by tabs, rows by line breaks, cells with line breaks in
    /// quotation marks. A cell with several numbered paragraphs is as many 评分细则.
    pub fn read(text: &str) -> Pasted {
        let raw = cells(text);
        let mut table: Vec<Vec<String>> =
            raw.iter().map(|row| row.iter().map(|cell| tidy(cell)).collect()).collect();
        let mut pasted = Pasted::default();
        let header = table.first().is_some_and(|row| row.iter().any(|cell| is_header(cell)));
        let columns = columns(&table, header);
        if header {
            table[0].clear();
        }
        for ((row, raw), at) in table.iter().zip(&raw).zip(1..) {
            let cell = |column: Option<usize>| {
                column.and_then(|column| row.get(column)).map(String::as_str).unwrap_or_default()
            };
            if row.iter().all(String::is_empty) {
                continue;
            }
            let departments: Vec<_> = cell(columns.duty)
                .split(['、', '，', ',', '；', ' '])
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect();
            let several = columns.wording.or(columns.title).and_then(|at| raw.get(at));
            let several = several.map(|cell| pieces(cell)).unwrap_or_default();
            let is_header_row = header && at == 1;
            if !several.is_empty() && !is_header_row {
                // What stands beside them is their item; what stands beside that is the heading above.
                let beside = [columns.title, columns.item].into_iter().flatten();
                let mut beside = beside.filter(|at| Some(*at) != columns.wording.or(columns.title));
                let item = beside.next().map(|at| cell(Some(at)).to_owned()).filter(|text| !text.is_empty());
                let above = beside.next().map(|at| cell(Some(at)).to_owned()).filter(|text| !text.is_empty());
                if let (Some(_), Some(above)) = (&item, above) {
                    let why =
                        format!("“{above}”是上一级标题，没有读取；请先建好并选中它，再粘贴它下面的内容");
                    pasted.left_out.push((at, why));
                }
                let mut item = item.map(|text| {
                    let (text, points) = titled(&text);
                    (numbered(&text), points)
                });
                let of = item.as_ref().map(|((no, _), _)| no.clone()).unwrap_or_default();
                for one in several {
                    if pasted.rows.len() == ROWS {
                        pasted.left_out.push((at, format!("超过{ROWS}行，以下没有读取")));
                        return pasted;
                    }
                    let long =
                        [&one.title, &one.wording].into_iter().any(|text| text.chars().count() > TEXT_LIMIT);
                    if long || one.title.is_empty() {
                        pasted
                            .left_out
                            .push((at, format!("其中第{}条没有内容，或超过{TEXT_LIMIT}字", one.no)));
                        continue;
                    }
                    let (item, item_points) =
                        item.take().map_or((None, None), |(item, points)| (Some(item), points));
                    let no = if of.is_empty() { String::new() } else { format!("{of}.{}", one.no) };
                    let begins = item.is_some();
                    pasted.rows.push(PastedRow {
                        item,
                        item_points,
                        departments: if begins { departments.clone() } else { Vec::new() },
                        no,
                        title: one.title,
                        wording: one.wording,
                        points: one.points,
                    });
                }
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
            let mut wording = cell(columns.wording).to_owned();
            let points = match columns.points {
                Some(_) => read_points(cell(columns.points)),
                None => points_within(&title).or_else(|| {
                    // How it is scored begins with what it is worth.
                    let (asked, points, rest) = worth(&wording);
                    points.inspect(|_| wording = if rest.is_empty() { asked } else { rest })
                }),
            };
            let (item, item_points) = match item {
                Some((no, title)) => {
                    let (title, points) = titled(&title);
                    (Some((no, title)), points)
                }
                None => (None, None),
            };
            let departments = if item.is_some() { departments } else { Vec::new() };
            pasted.rows.push(PastedRow { item, item_points, departments, no, title, wording, points });
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
        let mut declared = Vec::new();
        for row in &pasted.rows {
            if let Some((no, title)) = &row.item {
                let Some(Place::Heading(path)) = self.add_below(under) else { return first };
                let taken = self.headings().any(|heading| heading.no == *no) || self.criterion(no).is_some();
                let heading = self.heading_at_mut(&path)?;
                heading.title.clone_from(title);
                heading.duties.lead.clone_from(&row.departments);
                declared.push(row.item_points);
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
        // What a new item is worth is what is said, else the sum of its rows.
        let declared = declared.into_iter().chain(std::iter::repeat(None));
        for (item, declared) in self.heading_at_mut(under)?.items.iter_mut().skip(before).zip(declared) {
            item.points = declared.or_else(|| below_sum(item));
        }
        first
    }
}

fn below_sum(heading: &Heading) -> Option<Points> {
    Points::sum(heading.all_criteria().map(|criterion| criterion.points))
        .ok()
        .filter(|sum| *sum > Points::ZERO)
}
