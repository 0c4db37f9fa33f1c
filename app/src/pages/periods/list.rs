use contract::period::PeriodLine;
use leptos::prelude::*;

use crate::pages::parts::empty;
use crate::ui::Tag;
use crate::ui::table::{self, Cell, day, lead, number, text};

/// All periods.
pub fn list(base: String, periods: Vec<PeriodLine>, may_open: bool) -> impl IntoView {
    let list = if periods.is_empty() {
        empty("还没有开启周期。方案管理员开启后，所选单位即可填报。").into_any()
    } else {
        let head = [
            lead("周期"),
            text("方案"),
            day("自评截止"),
            number("单位"),
            number("已提交"),
            number("已办结"),
            number("已公布"),
        ];
        let rows = periods.into_iter().map(|line| {
            [
                Cell::of(view! {
                    <a href=format!("{base}/periods/{}", line.id)>{line.title}</a>
                    {line.cancelled.then(|| view! { " "<Tag text="已取消" tone="back"/> })}
                }),
                line.scheme.into(),
                line.fill_by.into(),
                line.units.into(),
                line.submitted.into(),
                line.reviewed.into(),
                line.published.into(),
            ]
        });
        table::of(head, rows)
    };
    view! {
        <h1>"周期与进度"</h1>
        {may_open.then(|| view! {
            <p class="noprint"><a class="btn primary" href=format!("{base}/periods/new")>"开启周期"</a></p>
        })}
        <section class="sheet">{list}</section>
    }
}
