//! Which column of a pasted table says what.

use super::split::{bare, is_number, read_points};

/// Which column says what.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) no: Option<usize>,
    pub(super) points: Option<usize>,
    pub(super) item: Option<usize>,
    pub(super) title: Option<usize>,
    pub(super) wording: Option<usize>,
    /// Read only where another column says how it is scored.
    pub(super) standard: Option<usize>,
    pub(super) duty: Option<usize>,
}

const HEADERS: [(&str, Role); 24] = [
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
    ("考评标准", Role::Standard),
    ("责任科室", Role::Duty),
    ("责任部门", Role::Duty),
    ("分值", Role::Points),
    ("标准分", Role::Points),
    ("满分", Role::Points),
    ("得分", Role::Other),
    ("自评分", Role::Other),
    ("考评分", Role::Other),
    ("备注", Role::Other),
    ("扣分原因", Role::Other),
];

impl Columns {
    /// Every column that is read.
    pub(super) fn known(&self) -> [Option<usize>; 6] {
        [self.no, self.points, self.item, self.title, self.wording, self.duty]
    }
}

/// What a column says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    No,
    Item,
    Title,
    Wording,
    /// What is asked for, or how it is scored: whichever the table lacks.
    Standard,
    Duty,
    Points,
    /// What is filled in later.
    Other,
}

pub(super) fn is_header(cell: &str) -> bool {
    HEADERS.iter().any(|(name, _)| cell == *name)
}

/// By the header where there is one, else by what the cells look like.
pub(super) fn columns(table: &[Vec<String>], header: bool) -> Columns {
    let width = table.iter().map(Vec::len).max().unwrap_or_default();
    let mut columns = Columns::default();
    let mut others = Vec::new();
    if header {
        for (cell, at) in table[0].iter().zip(0..) {
            let Some((_, role)) = HEADERS.iter().find(|(name, _)| cell.contains(name)) else { continue };
            let place = match role {
                Role::No => &mut columns.no,
                Role::Item => &mut columns.item,
                Role::Title => &mut columns.title,
                Role::Wording => &mut columns.wording,
                Role::Standard => &mut columns.standard,
                Role::Duty => &mut columns.duty,
                Role::Points => &mut columns.points,
                Role::Other => {
                    others.push(at);
                    continue;
                }
            };
            place.get_or_insert(at);
        }
        if columns.wording.is_none() {
            columns.wording = columns.standard.take();
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
        columns.points = (0..width).rev().find(|at| {
            Some(*at) != columns.no && !others.contains(at) && mostly(*at, |cell| read_points(cell).is_some())
        });
    }
    let (known, standard) = (columns.known(), columns.standard);
    let is_known = |at: usize| known.contains(&Some(at)) || standard == Some(at) || others.contains(&at);
    let mut texts = (0..width).filter(|at| !is_known(*at) && filled(*at).next().is_some());
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
