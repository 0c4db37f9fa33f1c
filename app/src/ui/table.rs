//! Tables, told column by column.

use leptos::prelude::*;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    label: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Lead,
    Text,
    Day,
    Number,
    Act,
}

/// The column a row is known by: the heading of its card on a phone.
pub const fn lead(label: &'static str) -> Column {
    Column { label, kind: Kind::Lead }
}

/// Words.
pub const fn text(label: &'static str) -> Column {
    Column { label, kind: Kind::Text }
}

/// A day or an instant, never broken.
pub const fn day(label: &'static str) -> Column {
    Column { label, kind: Kind::Day }
}

/// A figure, set to the right.
pub const fn number(label: &'static str) -> Column {
    Column { label, kind: Kind::Number }
}

/// What can be done with the row; its head is only read aloud.
pub const fn act() -> Column {
    Column { label: "操作", kind: Kind::Act }
}

/// What stands in one place of a table.
pub struct Cell {
    /// Nothing yet: a dash, left out on a phone.
    nil: bool,
    content: AnyView,
}

impl Cell {
    pub fn of(content: impl IntoView + 'static) -> Self {
        Self { nil: false, content: content.into_any() }
    }

    /// A figure that may not be there yet.
    pub fn maybe(text: Option<String>) -> Self {
        match text.filter(|text| !text.is_empty()) {
            Some(text) => Self::of(text),
            None => Self { nil: true, content: "—".into_any() },
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { nil: text.is_empty(), content: text.into_any() }
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::of(number)
    }
}

/// A table that is one on a screen and on paper, and a list of cards on a phone.
pub fn of<const N: usize>(head: [Column; N], rows: impl IntoIterator<Item = [Cell; N]>) -> AnyView {
    let bodies = rows
        .into_iter()
        .map(|row| {
            let cells = head.iter().zip(row).map(|(column, cell)| place(*column, cell)).collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    let head = head
        .into_iter()
        .map(|Column { label, kind }| match kind {
            Kind::Number => view! { <th scope="col" class="n">{label}</th> }.into_any(),
            Kind::Act => view! { <th scope="col"><span class="sr">{label}</span></th> }.into_any(),
            _ => view! { <th scope="col">{label}</th> }.into_any(),
        })
        .collect_view();
    view! {
        <table class="cards">
            <thead><tr>{head}</tr></thead>
            <tbody>{bodies}</tbody>
        </table>
    }
    .into_any()
}

fn place(column: Column, cell: Cell) -> impl IntoView {
    let class = match column.kind {
        Kind::Lead => "lead",
        Kind::Day => "num",
        Kind::Number => "n",
        Kind::Text | Kind::Act => "",
    };
    let nil = if cell.nil { " nil" } else { "" };
    let class = format!("{class}{nil}");
    let class = (!class.is_empty()).then(|| class.trim().to_owned());
    let label = (column.kind != Kind::Act).then_some(column.label);
    view! { <td class=class data-label=label>{cell.content}</td> }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn every_cell_carries_the_label_of_its_column() {
        let html = Owner::new().with(|| {
            let rows = [[Cell::from("城市管理局".to_owned()), Cell::maybe(None)]];
            of([lead("单位"), number("考核")], rows).to_html()
        });
        assert!(html.contains(r#"<td data-label="单位" class="lead">城市管理局"#), "{html}");
        assert!(html.contains(r#"<td data-label="考核" class="n nil">—"#), "{html}");
    }
}
