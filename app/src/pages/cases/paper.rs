use contract::case::Paper;
use domain::points::Points;
use domain::scheme::{Criterion, Heading, InputKind, InputOption, InputSpec, Scheme};
use domain::scoring::COHORT_MEAN;
use leptos::prelude::*;

use crate::pages::schemes::details;
use crate::ui::Signatures;

/// 空白表: the whole checklist with its choices and blanks, to be filled in by hand.
pub fn paper(page: Paper) -> impl IntoView {
    let Paper { base, case, unit, period, until, scheme } = page;
    let counts = scheme.criteria().any(Criterion::is_scored);
    let bodies = scheme.items().map(|item| body(&scheme, item, counts)).collect_view();
    let columns = if counts { 5 } else { 4 };
    view! {
        <p class="eyebrow noprint"><a href=format!("{base}/cases/{case}")>"本次申报"</a>{format!("　{period}　{until}")}</p>
        <h1>{scheme.title.clone()}"　"<span class="nb">"空白表"</span></h1>
        <p class="noprint small muted">"用浏览器的“打印”印在A4纸上，可在没有网络的地方填写，再录入系统。以系统中保存的内容为准。"</p>
        <p class="about">{format!("单位：{unit}　　周期：{period}")}</p>
        <section class="sheet">
            <table class="rubric paper">
                <thead>
                    <tr>
                        <th scope="col">"序号"</th><th scope="col">"评分细则与填写"</th>
                        {counts.then(|| view! { <th scope="col" class="n">"满分"</th> })}
                        <th scope="col" class="n">"自评"</th><th scope="col" class="n">"考核"</th>
                    </tr>
                </thead>
                {bodies}
                {counts.then(|| view! {
                    <tfoot><tr class="group"><th colspan=(columns - 2).to_string()>"合计"</th><th class="n"></th><th class="n"></th></tr></tfoot>
                })}
            </table>
        </section>
        <Signatures/>
    }
}

fn body(scheme: &Scheme, item: &Heading, counts: bool) -> impl IntoView + use<> {
    let columns = if counts { 5 } else { 4 };
    let rows = item.criteria.iter().map(|criterion| {
        let parts = scheme.asked_by_part(criterion).into_iter().map(|part| {
            let title = (!part.title.is_empty())
                .then(|| view! { <p class="small">{format!("{}（{}分）", part.title, part.points)}</p> });
            let inputs = part.inputs.into_iter().map(|spec| view! { <p class="ask">{asked(spec)}</p> });
            view! { {title} {inputs.collect_view()} }
        });
        let not_applicable = criterion.not_applicable.is_some().then(|| {
            view! { <p class="ask">"□ 本单位不涉及（在说明中写明理由）"</p> }
        });
        view! {
            <tr>
                <td class="num">{criterion.no.to_string()}</td>
                <td>
                    {criterion.title.clone()}{details(scheme, criterion)}
                    {parts.collect_view()}
                    {not_applicable}
                    <p class="ask">"说明："<span class="write long"></span></p>
                </td>
                {counts.then(|| view! {
                    <td class="n">{(criterion.points != Points::ZERO).then(|| criterion.points.to_string())}</td>
                })}
                <td class="n"></td>
                <td class="n"></td>
            </tr>
        }
    });
    view! {
        <tbody>
            <tr class="group"><th colspan=columns.to_string() scope="rowgroup">{item.heading()}</th></tr>
            {rows.collect_view()}
        </tbody>
    }
}

/// A question with boxes to tick or a line to write on.
fn asked(spec: InputSpec) -> AnyView {
    let blank = || view! { <span class="write"></span> };
    let label = spec.label.clone();
    match spec.kind {
        InputKind::YesNo | InputKind::Choice => view! { {label}"："{boxes(&spec.options)} }.into_any(),
        InputKind::Elements => {
            view! { {label}"："{boxes(&spec.options)}"□ 以上情形均不存在" }.into_any()
        }
        InputKind::Points if spec.input != COHORT_MEAN => {
            let most = spec.range.map(|range| format!("（0至{}分）", range.max)).unwrap_or_default();
            view! { "得分"{most}"："{blank()}"分" }.into_any()
        }
        InputKind::Count | InputKind::Quantity | InputKind::Points => {
            view! { {label}"："{blank()}{spec.unit} }.into_any()
        }
        InputKind::Quantities => {
            view! { {label}{format!("（{}，每人一个数）：", spec.unit)}<span class="write long"></span> }.into_any()
        }
        InputKind::Text => view! { {label}"："<span class="write long"></span> }.into_any(),
        InputKind::Judged => {
            view! { {label}"："{blank()}"分　理由："<span class="write wide"></span>"　第二人确认："{blank()} }
                .into_any()
        }
        InputKind::Facts => facts(&spec).into_any(),
        InputKind::NotApplicable => ().into_any(),
    }
}

/// Incidents and pieces of work, a line each.
fn facts(spec: &InputSpec) -> impl IntoView + use<> {
    const LINES: usize = 3;
    let line = |n: usize| {
        let kinds = [&spec.options, &spec.rows, &spec.columns].into_iter().filter(|kinds| !kinds.is_empty());
        let kinds = kinds.map(|kinds| view! { <span class="kinds">"（"{boxes(kinds)}"）"</span> });
        view! {
            <span class="fact">
                {format!("{n}. 事由：")}<span class="write wide"></span>"　日期："<span class="write"></span>
                {kinds.collect_view()}
                {spec.judged.is_some().then(|| view! {
                    "　酌情扣"<span class="write"></span>"分　理由："<span class="write wide"></span>"　第二人确认："<span class="write"></span>
                })}
            </span>
        }
    };
    let lines = (1..=LINES).map(line).collect_view();
    view! { {format!("{}：□ 没有　□ 有，逐件填写", spec.label)} {lines} }
}

fn boxes(options: &[InputOption]) -> impl IntoView + use<> {
    let boxes =
        options.iter().map(|option| view! { <span class="box">{format!("□ {}　", option.label)}</span> });
    boxes.collect_view()
}
