//! 辖区总览: places below by dimension, as 得分率.

use contract::oversight::{Oversight, PlaceLine, UnitLine};
use domain::dimensions::Dimension;
use domain::points::Points;
use leptos::prelude::*;

use super::parts::empty;
use crate::ui::table::{self, Cell, day, lead, number, text};

/// The overview of a commission above.
pub fn oversight(base: String, view: Oversight) -> impl IntoView {
    let periods = (view.periods.len() > 1).then(|| {
        let links = view
            .periods
            .iter()
            .map(|title| {
                let current = (*title == view.period).then_some("page");
                let href = format!("{base}/oversight?period={title}");
                view! { <a class="btn" href=href aria-current=current>{title.clone()}</a>" " }
            })
            .collect_view();
        view! { <p class="acts noprint">{links}</p> }
    });
    let body = if view.places.is_empty() {
        view! { <section class="sheet">{empty("下级辖区还没有审定结果。审定后会自动出现在这里。")}</section> }
            .into_any()
    } else {
        let mean = view.mean.map(|mean| mean.percent()).unwrap_or_default();
        let (places, units) = (view.places.len(), view.units);
        view! {
            <div class="kpis">
                <div><span class="eyebrow">"已审定辖区"</span><b>{places}</b></div>
                <div><span class="eyebrow">"已审定单位"</span><b>{units}</b></div>
                <div><span class="eyebrow">"平均得分率"</span><b>{mean}</b></div>
            </div>
            {heat(&view.places)}
            {view.places.into_iter().map(results).collect_view()}
        }
        .into_any()
    };
    view! {
        <h1>{format!("{}　清廉创建辖区总览", view.period)}</h1>
        <p class="muted">{format!("数据截至{}；各地评分细则不同，以下均为得分率，只含已审定结果。", view.as_of)}</p>
        {periods}
        {body}
    }
}

fn heat(places: &[PlaceLine]) -> impl IntoView + use<> {
    let head = Dimension::ALL
        .into_iter()
        .map(|d| view! { <th scope="col" class="n">{d.label()}</th> })
        .collect_view();
    let rows = places
        .iter()
        .map(|place| {
            let cells = place.dimensions.iter().map(|(_, rate)| cell(*rate)).collect_view();
            view! { <tr><td>{place.name.clone()}</td>{cells}{cell(place.mean)}</tr> }
        })
        .collect_view();
    view! {
        <section class="sheet">
            <h2>"各地 × 维度　得分率（%）"</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="各地各维度得分率">
            <table class="heat">
                <thead><tr><th scope="col">"辖区"</th>{head}<th scope="col" class="n">"全部"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            </div>
            <p class="small muted">"斜纹表示该地方案没有这一维度，不按零计。"</p>
        </section>
    }
}

/// A cell tinted by its rate.
fn cell(rate: Option<Points>) -> impl IntoView {
    let Some(rate) = rate else {
        return view! { <td class="na">"无此项"</td> }.into_any();
    };
    let at_least = |percent: i64| {
        Points::from_int(percent).checked_div(Points::from_int(100)).is_some_and(|b| rate >= b)
    };
    let tone = if at_least(95) {
        "n h5"
    } else if at_least(88) {
        "n h4"
    } else if at_least(80) {
        "n h3"
    } else if at_least(70) {
        "n h2"
    } else {
        "n h1"
    };
    view! { <td class=tone>{rate.percent()}</td> }.into_any()
}

fn results(place: PlaceLine) -> impl IntoView {
    let rows = place.results.into_iter().map(|UnitLine { unit, rate, outcome, decided_on }| {
        let rate = rate.map_or("—".to_owned(), Points::percent);
        [unit.into(), rate.into(), outcome.into(), Cell::from(decided_on)]
    });
    view! {
        <h2 class="over">{format!("{}　{}个单位", place.name, place.units)}</h2>
        <section class="sheet">
            {table::of([lead("单位"), number("得分率"), text("决定"), day("审定日期")], rows)}
        </section>
    }
}
