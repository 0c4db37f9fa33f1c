//! 创建方案 as a document.

use contract::scheme::SchemePage;
use domain::ids::SchemeId;
use domain::points::Points;
use domain::scheme::{Body, Criterion, Finding, Heading, Scheme};
use leptos::prelude::*;

use super::parts::{empty, refused};
use crate::ui::Tag;
use crate::ui::table::{self, Cell, lead, text};

/// All versions, and for the officer the library to publish from.
pub fn list(
    base: String,
    schemes: Vec<(SchemeId, String, String)>,
    library: Vec<(String, String)>,
    sentence: Option<String>,
) -> impl IntoView {
    let published = if schemes.is_empty() {
        empty("还没有发布创建方案。方案管理员可从下方方案库发布。").into_any()
    } else {
        let rows = schemes.into_iter().map(|(id, title, edition)| {
            [Cell::of(view! { <a href=format!("{base}/schemes/{id}")>{title}</a> }), Cell::from(edition)]
        });
        table::of([lead("方案"), text("版本")], rows)
    };
    let options =
        library.iter().map(|(name, title)| view! { <option value=name.clone()>{title.clone()}</option> });
    let options = options.collect_view();
    view! {
        <h1>"创建方案"</h1>
        <section class="sheet">{published}</section>
        {(!library.is_empty()).then(|| view! {
            <h2 class="over">"从方案库发布"</h2>
            <section class="sheet">
                {refused(sentence)}
                <form method="post" action=format!("{base}/schemes")>
                    <p class="field">
                        <label for="name">"方案"</label>
                        <select id="name" name="name">{options}</select>
                    </p>
                    <p class="small muted">"发布后即为新的一版，内容不再改变；已开启的周期仍使用原来的版本。"</p>
                    <p><button class="btn" type="submit">"发布新版本"</button></p>
                </form>
            </section>
        })}
    }
}

/// One version: the rubric, and what is unclear in it.
pub fn scheme(page: SchemePage) -> impl IntoView {
    let SchemePage { version, published, scheme, findings, .. } = page;
    let full = scheme.points.map(|points| format!("满分{points}分，")).unwrap_or_default();
    view! {
        <h1>{scheme.title.clone()}</h1>
        <p class="muted">{format!("第{version}版　{published}　{full}{}条评分细则", scheme.judged())}</p>
        {rubric(&scheme)}
        <h2 class="over">"文件中需要说明的地方"</h2>
        <section class="sheet">{self::findings(findings)}</section>
    }
}

fn rubric(scheme: &Scheme) -> impl IntoView + use<> {
    let sections = scheme.sections.iter().map(|section| {
        let items = section.items_within().map(|item| item_rows(section, item)).collect_view();
        view! {
            <section class="sheet">
                <h2>{format!("{}　{}", section.heading(), section.worth())}</h2>
                {for_whom(scheme, &section.applies_to)}
                <table class="rubric">
                    <thead><tr><th scope="col">"序号"</th><th scope="col">"评分细则"</th><th scope="col" class="n">"分值"</th></tr></thead>
                    {items}
                </table>
            </section>
        }
    });
    sections.collect_view()
}

/// Which 单位类型 a part is for, where it is not for all.
fn for_whom(scheme: &Scheme, codes: &[String]) -> impl IntoView + use<> {
    let titles: Vec<_> =
        codes.iter().filter_map(|code| scheme.unit_type(code)).map(|known| known.title.clone()).collect();
    (!titles.is_empty()).then(|| view! { <p class="muted">{format!("适用于：{}", titles.join("、"))}</p> })
}

fn item_rows(section: &Heading, item: &Heading) -> impl IntoView + use<> {
    // A part that holds its criteria itself has been named already.
    let head = (item.no != section.no).then(|| {
        let departments: Vec<_> = item.duties.all().cloned().collect();
        let departments = (!departments.is_empty()).then(
            || view! { <span class="small muted">{format!("　责任科室：{}", departments.join("、"))}</span> },
        );
        view! {
            <tr class="group">
                <th colspan="2" scope="rowgroup">{item.heading()}{departments}</th>
                <th class="n">{item.worth()}</th>
            </tr>
        }
    });
    let criteria = item.criteria.iter().map(|criterion| {
        let (points, details) = (criterion.points, details(criterion));
        view! {
            <tr>
                <td class="num">{criterion.no.clone()}</td>
                <td>{criterion.title.clone()}{details}</td>
                <td class="n">{(points != Points::ZERO).then(|| points.to_string())}</td>
            </tr>
        }
    });
    view! { <tbody>{head}{criteria.collect_view()}</tbody> }
}

/// What is said about a criterion under its title.
fn details(criterion: &Criterion) -> impl IntoView + use<> {
    let line = |text: String| view! { <br/><span class="small muted">{text}</span> };
    let mut lines = Vec::new();
    if !criterion.wording.is_empty() {
        lines.push(line(criterion.wording.clone()));
    }
    match &criterion.body {
        Body::Graded(list) | Body::Standard(list) => {
            lines.extend(list.iter().map(|point| line(format!("{}{}", point.no, point.title))));
        }
        Body::Veto(veto) => {
            let window = veto
                .window
                .map_or("追溯期未写明".to_owned(), |window| format!("追溯期：{}", window.label()));
            lines.push(line(format!("{}；对象：{}；{window}", veto.effect.label(), veto.subject)));
            lines.extend(veto.exceptions.iter().map(|exception| line(format!("例外：{exception}"))));
        }
        Body::Recorded(_) => lines.push(line("只记录，不计入结果".to_owned())),
        Body::Scored(_) => {}
    }
    lines.into_iter().collect_view()
}

fn findings(findings: Vec<Finding>) -> AnyView {
    if findings.is_empty() {
        return empty("没有。分值、序号、规则前后一致。").into_any();
    }
    let rows = findings.into_iter().map(|finding| {
        let place = if finding.path.is_empty() { "全文".to_owned() } else { finding.path.clone() };
        [
            place.into(),
            Cell::of(view! { <Tag text=finding.level.label()/> }),
            finding.message.clone().into(),
            Cell::maybe(finding.accepted.clone()),
        ]
    });
    table::of([lead("位置"), text("程度"), text("说明"), text("处理")], rows)
}
