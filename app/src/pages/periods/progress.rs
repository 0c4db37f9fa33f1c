use contract::period::{CaseLine, ItemLine, PeriodLine, Progress};
use domain::dimensions::Dimension;
use domain::points::Points;
use domain::workflow::CaseState;
use leptos::prelude::*;

use crate::ui::{Bar, StateTag};

/// The tenant's dashboard of one period.
pub fn progress(base: String, page: Progress) -> impl IntoView {
    let Progress {
        line,
        until,
        asked,
        achievable,
        cases,
        distribution,
        weakest,
        dimensions,
        from_review,
        may_decide,
        may_publish,
        may_review,
    } = page;
    let source = if from_review { "按考核得分" } else { "按已提交单位的自评" };
    let decision = format!("{base}/periods/{}/decision", line.id);
    let decidable = line.reviewed > line.decided;
    view! {
        <p class="eyebrow">{format!("{}　{}", line.scheme, line.span)}</p>
        <h1>{line.title.clone()}</h1>
        <p class="muted">{format!("自评{until}；满分{achievable}分（可得），{asked}条细则")}</p>
        {kpis(&line)}
        <p class="noprint">
            <a class=if may_decide && decidable { "btn primary" } else { "btn" } href=decision>
                {if may_decide && decidable { "集体研究决定" } else { "排名与决定" }}
            </a>
            {may_publish.then(|| view! { <span class="small muted">"　决定形成后，从待办中公布结果。"</span> })}
        </p>
        <section class="sheet">
            <h2>"各单位进度"</h2>
            {units(&base, cases, asked, may_review)}
        </section>
        <div class="two">
            <section class="sheet">
                <h2>"得分率分布"<span class="small muted">{format!("　{source}")}</span></h2>
                {bands(distribution)}
                <h2 class="over">"各维度得分率"</h2>
                {rates(dimensions)}
            </section>
            <section class="sheet">
                <h2>"薄弱项目"<span class="small muted">{format!("　{source}，得分率由低到高")}</span></h2>
                {weak(weakest)}
            </section>
        </div>
    }
}

fn kpis(line: &PeriodLine) -> impl IntoView + use<> {
    let share = |n: u32| {
        let percent = (n * 100).checked_div(line.units).unwrap_or(0);
        format!("{percent}%")
    };
    let cell = |label: &'static str, n: u32| {
        view! { <div><span class="eyebrow">{label}</span><b>{n}</b><span class="small muted">{share(n)}</span></div> }
    };
    view! {
        <div class="kpis">
            <div><span class="eyebrow">"参评单位"</span><b>{line.units}</b></div>
            {cell("已提交", line.submitted)}
            {cell("已办结考核", line.reviewed)}
            {cell("已审定", line.decided)}
            {cell("已公布", line.published)}
        </div>
    }
}

fn units(base: &str, cases: Vec<CaseLine>, asked: u32, may_review: bool) -> impl IntoView + use<> {
    let rows = cases
        .into_iter()
        .map(|case| {
            let href = match case.state {
                CaseState::Reviewing | CaseState::Returned if may_review => {
                    format!("{base}/cases/{}/review/1", case.case)
                }
                _ => format!("{base}/cases/{}", case.case),
            };
            let (done, word) = match case.state {
                CaseState::Draft | CaseState::Signing => (case.answered, "已填"),
                _ => (case.reviewed, "已打分"),
            };
            let percent = i64::from(done) * 100 / i64::from(asked.max(1));
            let figure = |points: Option<Points>| points.map_or("—".to_owned(), |p| p.to_string());
            let gap = match (case.own, case.review, case.state >= CaseState::Reviewed) {
                (Some(own), Some(review), true) => {
                    review.checked_sub(own).map(signed).unwrap_or_default()
                }
                _ => "—".to_owned(),
            };
            let told = format!("{word}{done}／{asked}");
            let submitted = if case.submitted.is_empty() { "—".to_owned() } else { case.submitted };
            let own = if case.state.submitted() { figure(case.own) } else { "—".to_owned() };
            let review = if case.state >= CaseState::Reviewed { figure(case.review) } else { "—".to_owned() };
            view! {
                <tr>
                    <td data-label="单位"><a href=href>{case.unit}</a></td>
                    <td data-label="状态">
                        <StateTag state=case.state/>
                        {(case.returned > 0).then(|| format!(" {}项", case.returned))}
                        {case.late.then(|| view! { " "<span class="tag back">"逾期"</span> })}
                    </td>
                    <td data-label="进度"><span class="withbar"><Bar percent=percent label=told.clone()/>{told.clone()}</span></td>
                    {cell("num", "提交时间", submitted)}
                    {cell("n", "自评", own)}
                    {cell("n", "考核", review)}
                    {cell("n", "差异", gap)}
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="cards">
            <thead>
                <tr>
                    <th>"单位"</th><th>"状态"</th><th>"进度"</th><th>"提交时间"</th>
                    <th class="n">"自评"</th><th class="n">"考核"</th><th class="n">"差异"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// A cell; on a phone a figure that is not there yet is left out.
fn cell(class: &'static str, label: &'static str, text: String) -> impl IntoView {
    let class = if text == "—" { format!("{class} nil") } else { class.to_owned() };
    view! { <td class=class data-label=label>{text}</td> }
}

/// “−1.5”, “＋0.5”, “0”.
fn signed(points: Points) -> String {
    if points > Points::ZERO {
        format!("＋{points}")
    } else if points < Points::ZERO {
        format!("−{}", -points)
    } else {
        "0".to_owned()
    }
}

fn bands(distribution: Vec<(String, u32)>) -> impl IntoView {
    let most = distribution.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let rows = distribution
        .into_iter()
        .map(|(band, n)| {
            let percent = i64::from(n) * 100 / i64::from(most);
            let label = format!("{band}：{n}个单位");
            view! {
                <div class="row"><span>{band}</span><Bar percent=percent label=label tone="indigo"/><span class="num">{n}</span></div>
            }
        })
        .collect_view();
    view! { {rows} }
}

fn rates(dimensions: Vec<(Dimension, Option<Points>)>) -> impl IntoView {
    let rows = dimensions
        .into_iter()
        .map(|(dimension, rate)| {
            let label = dimension.label();
            match rate {
                Some(rate) => {
                    let percent = rate.percent();
                    let whole = percent.split(['.', '%']).next().and_then(|n| n.parse().ok()).unwrap_or(0_i64);
                    view! {
                        <div class="row"><span>{label}</span><Bar percent=whole label=format!("{label}：{percent}") tone="indigo"/><span class="num">{percent.clone()}</span></div>
                    }
                    .into_any()
                }
                None => view! { <div class="row"><span>{label}</span><span class="muted small">"无此项或尚无数据"</span></div> }
                    .into_any(),
            }
        })
        .collect_view();
    view! { {rows} }
}

fn weak(items: Vec<ItemLine>) -> impl IntoView {
    if items.is_empty() {
        return view! { <p class="empty">"还没有单位提交，提交后显示各项目的得分率。"</p> }.into_any();
    }
    let rows = items
        .into_iter()
        .take(8)
        .map(|item| {
            let review = item.review.map_or("—".to_owned(), |points| points.to_string());
            view! {
                <tr>
                    <td data-label="项目">{format!("{}. {}", item.no, item.title)}</td>
                    <td class="n" data-label="满分">{item.points.to_string()}</td>
                    <td class="n" data-label="自评均分">{item.own.to_string()}</td>
                    <td class="n" data-label="考核均分">{review}</td>
                    <td class="n" data-label="得分率">{item.rate.percent()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="cards">
            <thead><tr><th>"项目"</th><th class="n">"满分"</th><th class="n">"自评均分"</th><th class="n">"考核均分"</th><th class="n">"得分率"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
